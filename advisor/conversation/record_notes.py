"""What a record holds, piece by piece: plain values and words of the rulebase, so that it is read without one."""

from __future__ import annotations

import datetime  # noqa: TC003 - the types of fields are read when a record is
from typing import TYPE_CHECKING, NamedTuple, Union

from advisor.reasoning.records import record
from advisor.rulebase.checking import facts_of
from advisor.rulebase.model import AGAINST, FOR, Advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.rulebase.formulas import Formula
    from advisor.rulebase.model import Fact, Rule, Rulebase

Plain = Union[bool, int, str]
"""A value of a fact as JSON holds it."""


class FactNote(NamedTuple):
    """A fact as it was: its question, the words that show it, and in `terms` what else decides its value."""

    kind: str
    unit: str
    question: str
    shown: dict[str, str]
    terms: dict[str, str]


class RuleNote(NamedTuple):
    """A rule as it was: its condition as written, what it says on what, what it overrides, and the facts it reads.

    `says` is a verdict on the act `on`, or a value of the derived fact `on`.
    """

    when: str
    on: str
    says: str
    overrides: tuple[str, ...]
    reads: tuple[str, ...]


class SourceNote(NamedTuple):
    """A section of a source in words, with the author and the day as the rulebase has them."""

    title: str
    section: str
    author: str
    date: str
    url: str


class TopicNote(NamedTuple):
    """A topic asked: its title, and the condition outside which it does not apply."""

    title: str
    applies: str


class Told(NamedTuple):
    """A fact as told, and the day on which it was."""

    fact: str
    value: Plain
    day: datetime.date


class Condition(NamedTuple):
    """What a test asks of a fact: one of these values; none stand for a fact that is known, or is something else."""

    fact: str
    values: tuple[Plain, ...]


class CaseNote(NamedTuple):
    """One of the cases that come to the same verdict: its rule, its words, and when it is so."""

    rule: str
    say: str
    because: str
    source: str
    when: tuple[Condition, ...]


class Advised(NamedTuple):
    """An advice that was given; `assuming` names what it presumes, `rests_on` the facts told that it rests on."""

    topic: str
    act: str
    verdict: str
    say: str
    because: str
    rule: str
    source: str
    how: str
    assuming: tuple[str, ...]
    rests_on: tuple[str, ...]
    cases: tuple[CaseNote, ...]

    @property
    def on(self) -> str:
        """The act's full name, `topic.act`."""
        return f"{self.topic}.{self.act}"


class Possible(NamedTuple):
    """An advice that could still come to stand: if all of `when` holds, unless one of `unless` does."""

    topic: str
    act: str
    verdict: str
    say: str
    because: str
    rule: str
    source: str
    when: tuple[Condition, ...]
    unless: tuple[tuple[Condition, ...], ...]
    needs: tuple[str, ...]


class Clash(NamedTuple):
    """Rules that said opposite things; `rules` has the words of each by its name."""

    on: str
    rules: dict[str, str]
    assuming: tuple[str, ...]


class AtOdds(NamedTuple):
    """Facts told that no situation allows together, and the combination they break."""

    kind: str
    facts: tuple[str, ...]
    text: str


class Begun(NamedTuple):
    """A plan began anew: the day from which it counts since, and the fact that made it so."""

    day: datetime.date
    cause: str


class PlanNote(NamedTuple):
    """How far a plan had come; `day` counts from 0 on the day of `start`."""

    name: str
    title: str
    length: int
    start: datetime.date | None
    day: int | None
    ends: datetime.date | None
    over: bool
    because: str
    done: str
    source: str
    restarts: tuple[Begun, ...]


def rule_notes(rulebase: Rulebase) -> dict[str, RuleNote]:
    """Note every rule of a rulebase.

    >>> from advisor import load
    >>> rule_notes(load("examples/garden"))["rain-waters"][:3]
    ('rain_expected', 'watering.water', 'wait')
    """
    return {rule.name: _rule_note(rulebase, rule) for rule in rulebase.rules.values()}


def _rule_note(rulebase: Rulebase, rule: Rule) -> RuleNote:
    on, says = (
        (rule.then.on, rule.then.verdict)
        if isinstance(rule.then, Advice)
        else (rule.then.fact, str(record(rule.then.value)))
    )
    reads = tuple(sorted(facts_of(rule.clauses, rulebase.levels)))
    return RuleNote("otherwise" if rule.otherwise else rule.when, on, says, rule.overrides, reads)


def opposed(a: RuleNote, b: RuleNote) -> bool:
    """Whether two rules cannot both stand: opposite verdicts on an act, or two values of a fact."""
    if a.on != b.on or "." not in a.on:
        return a.on == b.on and a.says != b.says
    return opposite(a.says, b.says)


def opposite(verdict: str, other: str) -> bool:
    """Whether two verdicts say opposite things.

    >>> opposite("may", "wait"), opposite("dont", "wait")
    (True, False)
    """
    return (verdict in FOR and other in AGAINST) or (verdict in AGAINST and other in FOR)


def reached(rules: Mapping[str, RuleNote], start: Iterable[str]) -> dict[str, None]:
    """Name the rules on which rules hang, themselves among them, the nearest first."""
    concluding: dict[str, list[str]] = {}
    overriders: dict[str, list[str]] = {}
    for name, note in rules.items():
        concluding.setdefault(note.on, []).append(name)
        for other in note.overrides:
            overriders.setdefault(other, []).append(name)
    found = dict.fromkeys(name for name in start if name in rules)
    todo = list(found)
    for name in todo:  # grows on the way
        note = rules[name]
        near = [
            *overriders.get(name, ()),
            *concluding[note.on],
            *(r for f in note.reads for r in concluding.get(f, ())),
        ]
        todo += [one for one in dict.fromkeys(near) if one not in found]
        found.update(dict.fromkeys(near))
    return found


def fact_note(fact: Fact) -> FactNote:
    """Note a fact with its question and its terms."""
    terms = {
        "presumed": "" if fact.presume is None else str(record(fact.presume)),
        "applies": fact.applies_text,
        "otherwise": "" if fact.otherwise is None else str(record(fact.otherwise)),
        "computed": _formula(fact.formula) if fact.formula else "",
    }
    kept = {name: text for name, text in terms.items() if text}
    return FactNote(fact.kind, fact.unit, fact.ask, dict(fact.shown), kept)


def _formula(formula: Formula) -> str:
    """Write a formula down in the one way that tells it from every other."""
    if formula.op in {"fact", "const"}:
        return formula.name if formula.op == "fact" else str(formula.value)
    return f"({f' {formula.op} '.join(map(_formula, formula.parts))})"


def source_note(rulebase: Rulebase, name: str) -> SourceNote:
    """Note a section of a source, `source/section`."""
    source, _, section = name.partition("/")
    found = rulebase.sources[source]
    return SourceNote(found.title, found.sections[section], found.author, found.date, found.url)
