"""Causes: which rule of a changed rulebase, or which fact, made advice come out differently.

The outcome says what stands in a rule's way now, the notes of a record what stood there then. Where neither names a
change, everything that the rule hangs on is searched, the nearest first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from advisor.conversation.record_notes import opposed, reached
from advisor.reasoning.outcome import ANSWERED, NOT_APPLYING, OVERRIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.conversation.fold import Lost
    from advisor.conversation.record import Record
    from advisor.conversation.record_notes import Advised, RuleNote
    from advisor.reasoning.outcome import Outcome
    from advisor.rulebase.model import Rulebase

NEW, GONE, CONDITION, VERDICT, CONCLUSION, WORDS = "new", "gone", "condition", "verdict", "conclusion", "words"
BEATEN, FREED, SILENCED, FACT, TOPIC = "overridden", "no longer overridden", "silenced", "fact", "topic"
NEVER, LOST, ELSEWHERE = "never", "lost", "elsewhere"
_NAME = re.compile(r"[a-z_]\w*")


class Cause(NamedTuple):
    """One change that made a difference.

    `sort` is what became of the rule `name`: new, gone (`now` has the reason it was retired for), its condition,
    verdict, conclusion or words changed (`before`, `now`), overridden or no longer overridden (`by` a rule), silenced
    (`by` a flag). Or of something else: a term of a fact (`by` says which), the condition of a topic, a combination
    that no situation allows (`now` has it), something lost; elsewhere, where no single change could be named.
    """

    sort: str
    name: str = ""
    by: str = ""
    before: str = ""
    now: str = ""


class Causes:
    """Finds what made a difference between a record and the same case decided anew."""

    def __init__(
        self, rulebase: Rulebase, before: Record, now: Record, outcome: Outcome, lost: tuple[Lost, ...]
    ) -> None:
        self.rulebase, self.before, self.now, self.outcome, self.lost = rulebase, before, now, outcome, lost
        self.ruled_out = {one.rule: one for one in outcome.ruled_out}

    def of(self, before: Advised | None, now: Advised | None) -> tuple[Cause, ...]:
        """Name what made advice disappear, appear, or give way to other advice on the same act."""
        if (self.now.contradiction is None) != (self.before.contradiction is None):
            return self.at_odds()
        found: list[Cause] = []
        if before is not None:
            found += self._absent(before.rule, {before.rule})
        if now is not None and (before is None or now.rule != before.rule):
            found += self._present(now.rule, {now.rule})
        if before is not None and now is not None and before.rule == now.rule and before.verdict == now.verdict:
            found = self._around([now.rule])
        return tuple(dict.fromkeys(found)) or (Cause(ELSEWHERE),)

    def of_words(self, before: Advised, now: Advised) -> tuple[Cause, ...]:
        """Name what made the same advice be worded differently."""
        were, are = ({case.rule for case in one.cases} for one in (before, now))
        # advice that holds in several cases has the words of each, so a case more or less words it differently
        found = [cause for name in sorted(were - are) for cause in self._absent(name, {name})]
        found += [cause for name in sorted(are - were) for cause in self._present(name, {name})]
        if not found:
            pairs = (("", before.say, now.say), ("because", before.because, now.because))
            found = [Cause(WORDS, now.rule, by, a, b) for by, a, b in pairs if a != b]
        return tuple(dict.fromkeys(found))

    def at_odds(self) -> tuple[Cause, ...]:
        """Name what made the facts told be at odds, or no longer."""
        clash = self.now.contradiction or self.before.contradiction
        names = clash.facts if clash else ()
        combinations = set(self.before.never) ^ set(self.now.never)
        found = [Cause(NEVER, before="" if n in self.now.never else n, now=n) for n in sorted(combinations)]
        if clash and clash.kind == NEVER:
            found = [one for one in found if clash.text in {one.before, one.now}] or found
        return (*found, *self._facts(names)) or (Cause(ELSEWHERE),)

    def _own(self, name: str) -> list[Cause]:
        """Name what has become of a rule itself; whether it still overrides another is told of that other."""
        before, now = self.before.rules.get(name), self.now.rules.get(name)
        if now is None:
            return [Cause(GONE, name, now=self.rulebase.retired.get(name, ""))] if before else []
        if before is None:
            return [Cause(NEW, name)]
        found = []
        if (before.on, before.says) != (now.on, now.says):
            sort = VERDICT if "." in now.on else CONCLUSION
            found.append(Cause(sort, name, "", _says(before, now), _says(now, before)))
        if before.when != now.when:
            found.append(Cause(CONDITION, name, "", before.when, now.when))
        return found

    def _absent(self, name: str, seen: set[str]) -> list[Cause]:
        """Name what keeps a rule from standing now."""
        own = self._own(name)
        if any(one.sort in {GONE, VERDICT} for one in own):
            return own
        if name in self.outcome.silenced:
            flags = (f for f in self.now.flags if name in self.rulebase.flags[f].silences)
            return [Cause(SILENCED, name, flag) for flag in flags]
        out = self.ruled_out.get(name)
        if out and out.cause == OVERRIDDEN:
            return [Cause(BEATEN, name, out.by), *self._present(out.by, {*seen, out.by})]
        if out and out.cause == ANSWERED and out.by not in seen:
            return self._present(out.by, {*seen, out.by}) or self._around([name])
        if out and out.cause == NOT_APPLYING:
            return [*self._topic(out.by), *self._around([name])]
        rivals = [r for c in self.outcome.conflicts if name in c.rules for r in c.rules if r != name]
        against = [cause for rival in rivals for cause in self._present(rival, {*seen, rival})]
        return own or against or self._around([name])

    def _present(self, name: str, seen: set[str]) -> list[Cause]:
        """Name what lets a rule hold, or stand, now."""
        own = self._own(name)
        if own:
            return own
        found: list[Cause] = []
        rules, now = self.before.rules, self.now.rules
        for other, note in rules.items():
            if name in note.overrides and other in now and name not in now[other].overrides:
                found.append(Cause(FREED, name, other))
            elif name in note.overrides or (name in rules and opposed(note, rules[name])):
                found += self._own(other)
        return found or self._around([name])

    def _around(self, names: list[str]) -> list[Cause]:
        """Name the changes that rules hang on: of the nearest rule with any, and of every fact read on the way."""
        both = {**self.before.rules, **self.now.rules}
        near = dict.fromkeys([*reached(self.before.rules, names), *reached(self.now.rules, names), *names])
        found: list[Cause] = []
        reads: dict[str, None] = {}
        for name in near:
            reads |= dict.fromkeys(both[name].reads if name in both else ())
            found = found or self._own(name) or self._overrides(name)
        topics = dict.fromkeys(both[name].on.partition(".")[0] for name in names if name in both)
        return [*found, *self._facts(reads), *(cause for topic in topics for cause in self._topic(topic))]

    def _overrides(self, name: str) -> list[Cause]:
        before, now = self.before.rules.get(name), self.now.rules.get(name)
        if before is None or now is None:
            return []
        more = [Cause(BEATEN, other, name) for other in now.overrides if other not in before.overrides]
        return more + [Cause(FREED, other, name) for other in before.overrides if other not in now.overrides]

    def _facts(self, names: Iterable[str]) -> Iterator[Cause]:
        """Name what has changed of facts, and of what is computed from them."""
        wanted = set(names)
        for one in self.lost:
            if one.kind == "fact" and one.name in wanted:
                yield Cause(LOST, one.name, now=one.why)
        for name, note in self.before.facts.items():
            now = self.now.facts.get(name)
            from_facts = _NAME.findall(note.terms.get("computed", ""))
            if now is None or wanted.isdisjoint([name, *from_facts]):
                continue
            for term in dict.fromkeys([*note.terms, *now.terms]):
                was, is_now = note.terms.get(term, ""), now.terms.get(term, "")
                if was != is_now:
                    yield Cause(FACT, name, term, was, is_now)

    def _topic(self, name: str) -> list[Cause]:
        before, now = self.before.topics.get(name), self.now.topics.get(name)
        if before is None or now is None or before.applies == now.applies:
            return [Cause(LOST, name)] if before and not now else []
        return [Cause(TOPIC, name, "", before.applies, now.applies)]


def _says(note: RuleNote, other: RuleNote) -> str:
    """Give what a rule says, with the act or fact where that is another."""
    return note.says if note.on == other.on else f"{note.on}: {note.says}"
