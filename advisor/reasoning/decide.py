"""Deciding: from a situation to an outcome. The engine says which rules hold; what stands is worked out here.

A rule *stands* when it holds, every rule that overrides it is false, and every rival is false or itself overridden by a
rule that holds. The first pass knows told facts only; the second adds what is presumed.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.reasoning import proving
from advisor.reasoning.outcome import Conflict, Outcome
from advisor.rulebase.checking import default_of
from advisor.rulebase.clauses import judge
from advisor.rulebase.model import DO, DONT, MAY, SILENT, WAIT, Advice, Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from advisor.engines.protocol import Program, Run
    from advisor.reasoning.outcome import Concluded
    from advisor.reasoning.plan import Plan
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Rule

STANDS, OUT, OPEN, CONFLICT = "stands", "ruled out", "open", "conflict"


class Pass:
    """One pass over the strata: the cells known, and how each rule comes out on them.

    A second pass continues the run of the first: it only knows more.
    """

    def __init__(self, plan: Plan, run: Run, situation: Situation, wanted: set[str]) -> None:
        self.plan, self.run, self.told, self.wanted = plan, run, situation.values, wanted
        self._kept: AbstractSet[str] | None = None
        self.cells = dict(situation.cells)
        self.masks = {level: 1 << cell for level, cell in self.cells.items()}
        self.derived: dict[str, Value] = {}
        self.presumed: dict[str, Value] = {}

    def next(self) -> Pass:
        """Give the pass that goes on from here; this one keeps what it found."""
        following = copy(self)
        self._kept = frozenset(self.run.names)
        following.cells, following.masks = dict(self.cells), dict(self.masks)
        following.derived, following.presumed = dict(self.derived), {}
        return following

    @property
    def names(self) -> AbstractSet[str]:
        """The patterns that hold, as far as this pass has gone."""
        return self.run.names if self._kept is None else self._kept

    def value(self, name: str) -> bool | None:
        """Say whether a rule's condition holds: true, false, or unknown."""
        rule = self.plan.rulebase.rules[name]
        if rule.otherwise:
            return self._otherwise(rule)
        if name in self.names:
            return True
        denied = self.plan.denied.get(name)
        if denied is None:
            return False if judge(rule.clauses, self.masks) is False else None
        return False if all(d in self.names for d in denied) else None

    def _otherwise(self, rule: Rule) -> bool | None:
        assert isinstance(rule.then, Advice)  # noqa: S101 - only topics have an otherwise
        applies = judge(rule.clauses, self.masks)
        values = [self.value(name) for name in self.plan.conditional[rule.then.on]]
        if applies is False or True in values:
            return False
        return True if applies and all(value is False for value in values) else None

    def overridden_by(self, name: str) -> str | None:
        """Name a rule that holds and overrides the named one."""
        return next((o for o in self.plan.overriders[name] if self.value(o)), None)

    def standing(self, name: str) -> str:
        """Say whether a rule stands, is ruled out, is open, or in conflict with a rival."""
        value = self.value(name)
        if value is False or self.overridden_by(name):
            return OUT
        if value is None:
            return OPEN
        rivals = [r for r in self.plan.rivals[name] if self.value(r) is not False and not self.overridden_by(r)]
        if any(self.value(r) for r in rivals):
            return CONFLICT
        clear = all(self.value(o) is False for o in self.plan.overriders[name])
        return STANDS if clear and not rivals else OPEN

    def derive(self, *, presume: bool) -> None:
        """Go through the strata; with `presume`, take presumed values where facts are still unknown."""
        facts = self.plan.rulebase.facts
        if presume:
            self.add(self._presumptions())
        for layer in self.plan.rulebase.strata:
            found: dict[str, Value] = {}
            for name in layer:
                if name not in self.wanted or name in self.derived:
                    continue
                value, settled = self._derived(name)
                presumed = facts[name].presume
                if value is None and presume and presumed is not None and not settled:
                    value = self.presumed[name] = presumed
                if value is not None:
                    found[name] = value
            self.derived |= found
            self.add({name: cell for name, value in found.items() for cell in self._cells(name, value)})

    def add(self, cells: Mapping[str, int]) -> None:
        """Let more cells be known."""
        if cells:
            self.cells.update(cells)
            self.masks.update({level: 1 << cell for level, cell in cells.items()})
            self.run.add(cells)

    def _cells(self, name: str, value: Value) -> list[int]:
        return [cell] if (cell := proving.cell_of(self.plan.rulebase, name, value)) is not None else []

    def _derived(self, name: str) -> tuple[Value | None, bool]:
        """Give the value that stands for a derived fact, and whether its rules are settled (at odds or all false)."""
        standings = {rule.name: self.standing(rule.name) for rule in self.plan.concluding.get(name, ())}
        for rule in self.plan.concluding.get(name, ()):
            if standings[rule.name] == STANDS and isinstance(rule.then, Conclusion):
                return rule.then.value, True
        if CONFLICT in standings.values():
            return None, True
        if OPEN in standings.values():
            return None, False
        return default_of(self.plan.rulebase.facts[name]), True  # type: ignore[return-value]  # a value of the fact

    def _presumptions(self) -> dict[str, int]:
        """Give the cells of told facts that are presumed: unknown, applying, and not at odds with what is known."""
        rulebase = self.plan.rulebase
        added: dict[str, int] = {}
        for name in sorted(rulebase.facts):
            fact = rulebase.facts[name]
            known_already = name in self.cells or name in self.told
            if fact.presume is None or not fact.told or known_already or name not in rulebase.levels:
                continue
            cell = proving.cell_of(rulebase, name, fact.presume)
            known = self.masks | {level: 1 << c for level, c in added.items()}
            if cell is None or not self._may_presume(fact, cell, known):
                continue
            added[name] = cell
            self.presumed[name] = fact.presume
        return added

    def _may_presume(self, fact: Fact, cell: int, known: dict[str, int]) -> bool:
        level = self.plan.rulebase.levels[fact.name]
        if fact.applies is not None and cell != level.apart and not judge(fact.applies, known):
            return False
        known = known | {fact.name: 1 << cell}
        return not any(judge(never.clauses, known) for never in self.plan.rulebase.never)


def decide(
    plan: Plan,
    program: Program,
    engine: str,
    situation: Situation,
    topics: Iterable[str] | None = None,
    flags: Iterable[str] = (),
) -> Outcome:
    """Work out what follows from a situation for the topics asked (None: all of them).

    `flags` names the flags that are raised; the rules they silence are left out of all three parts, and still beat what
    they override. A contradiction gives no advice.
    """
    asked = tuple(plan.rulebase.topics if topics is None else dict.fromkeys(topics))
    silent = frozenset().union(*(plan.rulebase.flags[flag].silences for flag in flags), frozenset())
    if situation.contradiction is not None:
        return Outcome(asked, (), (), (), (), situation.contradiction, {}, {}, (), exact=True, engine=engine)
    rules = [rule for topic in asked for rule in plan.advising[topic]]
    first, second = passes(plan, program, situation, rules)
    prover = proving.Prover(plan, situation, first, second)
    speaking = [rule for rule in rules if rule.name not in silent]
    concluded = sorted(filter(None, (prover.concluded(rule) for rule in speaking)), key=weight)
    firm = {(c.advice.on, c.advice.verdict) for c in concluded if c.firm}
    stands = {c.rule for c in concluded}
    opened = [o for rule in speaking if rule.name not in stands and not _said(rule, firm) and (o := prover.open(rule))]
    return Outcome(
        topics=asked,
        concluded=tuple(concluded),
        ruled_out=tuple(filter(None, (prover.ruled_out(rule) for rule in speaking))),
        open=tuple(sorted(opened, key=lambda o: (len(o.needs), o.rule))),
        conflicts=_conflicts(plan, speaking, first, second, prover),
        contradiction=None,
        derived=prover.derivations(),
        presumed=dict(second.presumed),
        silenced=tuple(sorted(rule.name for rule in rules if rule.name in silent)),
        exact=not opened,
        engine=engine,
    )


def advice(plan: Plan, program: Program, engine: str, situation: Situation, topics: Iterable[str]) -> Outcome:
    """Work out only what is concluded: an outcome that says nothing of what is ruled out, open or at odds."""
    asked = tuple(dict.fromkeys(topics))
    bare = Outcome(asked, (), (), (), (), situation.contradiction, {}, {}, (), exact=False, engine=engine)
    if situation.contradiction is not None:
        return bare
    rules = [rule for topic in asked for rule in plan.advising[topic]]
    first, second = passes(plan, program, situation, rules)
    prover = proving.Prover(plan, situation, first, second)
    return replace(bare, concluded=tuple(sorted(filter(None, map(prover.concluded, rules)), key=weight)))


def _said(rule: Rule, firm: set[tuple[str, str]]) -> bool:
    """Whether a rule could only repeat a verdict that already stands firmly on its act."""
    return isinstance(rule.then, Advice) and (rule.then.on, rule.then.verdict) in firm


def passes(
    plan: Plan,
    program: Program,
    situation: Situation,
    rules: Iterable[Rule],
    also: AbstractSet[str] = frozenset(),
) -> tuple[Pass, Pass]:
    """Run both passes, without presumptions and with them, for what rules need and the derived facts in `also`."""
    wanted = plan.derived_for(rules) | also
    first = Pass(plan, program.start(situation.cells), situation, wanted)
    first.derive(presume=False)
    second = first.next()
    second.derive(presume=True)
    return first, second


_ORDER = {DONT: 0, DO: 1, WAIT: 2, MAY: 3}


def weight(concluded: Concluded) -> tuple[int, bool, int, bool, str]:
    """Rank advice: what to do in what was told; that the source is silent on it; what to do in general; what to know.

    Within each, firm comes before assuming, then dont, do, wait, may, then the act that bears its topic's name; at last
    the rule's name decides, never its place in a file.
    """
    advice, told = concluded.advice, bool(concluded.proof.told())
    if advice.verdict in _ORDER:
        group = 0 if told else 2
    else:
        group = 1 if told and concluded.firm and advice.verdict == SILENT else 3 if told else 4
    return group, not concluded.firm, _ORDER.get(advice.verdict, 4), advice.act != advice.topic, concluded.rule


def _conflicts(
    plan: Plan, rules: list[Rule], first: Pass, second: Pass, prover: proving.Prover
) -> tuple[Conflict, ...]:
    """List what is in conflict: first without presumptions, then what conflicts only with them."""
    behind = [r for fact in plan.derived_for(rules) for r in plan.concluding.get(fact, ())]
    found: dict[tuple[str, tuple[str, ...]], Conflict] = {}
    for one in (first, second):
        for rule in [*rules, *behind]:
            if one.standing(rule.name) != CONFLICT:
                continue
            rivals = [r for r in plan.rivals[rule.name] if one.value(r) and not one.overridden_by(r)]
            names = tuple(sorted([rule.name, *rivals]))
            on = rule.then.on if isinstance(rule.then, Advice) else rule.then.fact
            assuming = () if one is first else prover.presumed_behind(names)
            found.setdefault((on, names), Conflict(on, names, assuming))
    merged: dict[str, Conflict] = {}
    for (on, names), conflict in sorted(found.items(), key=lambda item: (item[1].assuming, item[0])):
        if on in merged:
            together = tuple(sorted({*merged[on].rules, *names}))
            conflict = Conflict(on, together, merged[on].assuming)  # noqa: PLW2901 - the merged one takes its place
        merged[on] = conflict
    return tuple(merged[on] for on in sorted(merged))
