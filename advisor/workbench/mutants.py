"""Mutants tried: which change nothing, which a scenario notices, and which survive, with what tells them apart.

That a mutant changes nothing is proved on the spaces of every topic and derived fact that reads its rule. That one is
killed is no proof: a scenario that passes is run on the mutant, and fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.reasoning.compiling import Compiler
from advisor.reasoning.diagram import TooLarge
from advisor.reasoning.plan import plan
from advisor.reasoning.records import record
from advisor.rulebase.checking import default_of, facts_of
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice, Conclusion
from advisor.workbench.bench import Bench
from advisor.workbench.mutations import OVERRIDE, VALUE, VERDICT, Mutations
from advisor.workbench.running import Running
from advisor.workbench.situations import plainly
from advisor.workbench.trials import try_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.reasoning.plan import Plan
    from advisor.rulebase.clauses import Test
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule, Rulebase
    from advisor.rulebase.rereading import Conditions
    from advisor.workbench.mutations import Mutant
    from advisor.workbench.space import Space
    from advisor.workbench.trials import Trial

KILLED, SURVIVED, EQUIVALENT, UNDECIDED = "killed", "survived", "equivalent", "undecided"


class Gap(NamedTuple):
    """Something that a mutant changes: where, and the situations in which it does.

    `where` is the topic or derived fact, `about` the rule that stands, the fact that has a value, or the act that is in
    conflict; `was` and `now` are what that comes to without and with the mutant ("": nothing).
    """

    where: str
    about: str
    was: str
    now: str
    node: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: killed by a scenario, or not, and then by what it can be told apart.

    `example` is the smallest situation in which `about` comes to `was`, and with the mutant to `now` ("": nothing).
    """

    mutant: Mutant
    state: str
    killer: str = ""
    about: str = ""
    was: str = ""
    now: str = ""
    example: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON."""
        mutant = self.mutant
        return {
            "rule": mutant.rule,
            "sort": mutant.sort,
            "was": mutant.was,
            "now": mutant.now,
            "at": str(mutant.position),
            "state": self.state,
            "killed_by": self.killer,
            "about": self.about,
            "says": self.was,
            "mutant_says": self.now,
            "example": record(self.example),
        }


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the mutants that change anything the scenarios kill; `fates` has every mutant."""

    fates: tuple[Fate, ...]

    def of(self, state: str) -> tuple[Fate, ...]:
        """Give the fates of one state."""
        return tuple(fate for fate in self.fates if fate.state == state)

    @property
    def killable(self) -> int:
        """How many there are to kill: those that are known to change something."""
        return len(self.of(KILLED)) + len(self.of(SURVIVED))

    @property
    def percent(self) -> float:
        """The share of them that is killed; 100 where there are none."""
        return 100 * len(self.of(KILLED)) / self.killable if self.killable else 100.0

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON, without those that are killed."""
        states = (KILLED, SURVIVED, EQUIVALENT, UNDECIDED)
        return {
            "score": round(self.percent, 2),
            **{state: len(self.of(state)) for state in states},
            "mutants": [fate.to_dict() for fate in self.fates if fate.state != KILLED],
        }


class Mutating:
    """Tries the mutants of a bench's rulebase.

    >>> from advisor import Advisor
    >>> mutating = Mutating(Bench(Advisor.load("examples/garden")))
    >>> frost = next(one for one in mutating.mutants if one.sort == "verdict" and one.was == "dont")
    >>> [(gap.about, gap.was, gap.now) for gap in mutating.gaps(frost)][0]
    ('never-before-frost', 'dont', 'do')
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.mutations = Mutations(bench.rulebase)
        self.mutants = self.mutations.mutants
        self.fine = _Fine(bench, self.mutations)
        self.read = {name: reads(self.fine.plan, rules) for name, rules in self.fine.rules().items()}

    @cached_property
    def running(self) -> Running:
        """What runs scenarios on mutants."""
        return Running(self.bench.advisor, self.mutations)

    def where(self, rule: str) -> list[str]:
        """Name the topics and derived facts that a rule bears on: of the facts only those that advice hangs on."""
        asked = self.fine.plan.derived_for(rule for rules in self.fine.plan.advising.values() for rule in rules)
        return [
            name for name, read in self.read.items() if rule in read and (name in self.fine.topics or name in asked)
        ]

    def gaps(self, mutant: Mutant) -> list[Gap]:
        """List what a mutant changes, what it changes at its own rule first; raises TooLarge where it is not known."""
        found = [gap for where in self.where(mutant.rule) for gap in self.gaps_at(mutant, where)]
        then = mutant.changed.then
        own = {mutant.rule, then.fact if isinstance(then, Conclusion) else ""}
        return sorted(found, key=lambda gap: gap.about not in own)

    def gaps_at(self, mutant: Mutant, where: str) -> list[Gap]:
        """List what a mutant changes on one topic or derived fact; raises TooLarge where that has no space."""
        space = self.fine.spaces[where]
        if space is None:
            raise TooLarge
        rulebase = self.mutations.mutated(mutant)
        if mutant.sort in {OVERRIDE, VERDICT, VALUE}:
            changed = plan(rulebase)
        else:
            changed = self.fine.plan._replace(rulebase=rulebase)
        other = Compiler(changed, space.variables, space.diagram)
        found = _values(space, other, where) if where in self.fine.plan.concluding else _advice(space, other)
        return [gap._replace(where=where) for gap in found if not space.empty(gap.node)]

    def fate(self, mutant: Mutant, trials: Iterable[Trial]) -> Fate:
        """Find out what becomes of a mutant under scenarios that pass without it."""
        try:
            gaps = self.gaps(mutant)
        except (TooLarge, RecursionError):
            gaps = None
        if gaps == []:
            return Fate(mutant, EQUIVALENT)
        killer = self.killer(mutant, trials)
        if killer is not None:
            return Fate(mutant, KILLED, killer)
        if gaps is None:
            return Fate(mutant, UNDECIDED)
        gap = gaps[0]
        space = self.fine.spaces[gap.where]
        assert space is not None  # noqa: S101 - it has gaps
        return Fate(
            mutant, SURVIVED, "", gap.about, gap.was, gap.now, plainly(self.fine, space.example(gap.node) or {})
        )

    def killer(self, mutant: Mutant, trials: Iterable[Trial]) -> str | None:
        """Name a scenario that passes, and fails on a mutant; None when there is none."""
        reading = [trial for trial in trials if self._asks(trial, mutant.rule)]
        # those in which the rule stands notice most changes of it
        for trial in sorted(reading, key=lambda trial: mutant.rule not in trial.advised):
            if not try_one(self.running.on(mutant), trial.scenario).passed:
                return trial.scenario.title
        return None

    def _asks(self, trial: Trial, rule: str) -> bool:
        return any(rule in self.read[topic] for seen in trial.seen for topic in seen.outcome.topics)

    def score(self, trials: Iterable[Trial]) -> Score:
        """Try every mutant under the scenarios that pass."""
        passed = [trial for trial in trials if trial.passed]
        return Score(tuple(self.fate(mutant, passed) for mutant in self.mutants))


class _Fine(Bench):
    """A bench on levels on which every mutant's thresholds lie on borders."""

    def __init__(self, bench: Bench, mutations: Mutations) -> None:
        super().__init__(bench.advisor, bench.own, today=bench.today, budget=bench.budget)
        self._mutations = mutations

    @property
    def rulebase(self) -> Rulebase:
        return self._mutations.rulebase

    @cached_property
    def conditions(self) -> Conditions:
        return self._mutations.conditions

    def _mentioned(self, rule: Rule) -> list[Test]:
        # a mutant of any rule behind may bring back what a condition mentions and its clauses absorbed
        behind = sorted(reads(self.plan, [rule]))
        return [test for name in behind for test in super(_Fine, self)._mentioned(self.rulebase.rules[name])]

    @property
    def topics(self) -> Mapping[str, object]:
        """The topics, by name."""
        return self.plan.advising

    def rules(self) -> dict[str, tuple[Rule, ...]]:
        """Give the rules of each topic and derived fact."""
        return {**self.plan.advising, **self.plan.concluding}


def reads(made: Plan, rules: Iterable[Rule]) -> frozenset[str]:
    """Name the rules that some rules hang on, themselves included."""
    found: set[str] = set()
    todo = [rule.name for rule in rules]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        rule = made.rulebase.rules[name]
        todo += [*made.overriders[name], *made.rivals[name]]
        facts = facts_of(rule.clauses, made.rulebase.levels)
        todo += [r.name for fact in sorted(facts) for r in made.concluding.get(fact, ())]
        if rule.otherwise and isinstance(rule.then, Advice):
            todo += made.conditional[rule.then.on]
    return frozenset(found)


def _advice(space: Space, other: Compiler) -> Iterator[Gap]:
    """Go through what is otherwise on a topic: rules that stand or do not, with another verdict, or are in conflict."""
    own = space.compiler
    for rule in space.roots:
        name = rule.name
        was, now = _said(space.plan, name), _said(other.plan, name)
        before, after = own.stands(name), other.stands(name)
        if was != now:
            yield Gap("", name, was, now, space.within(space.diagram.both(before, after)))
        yield from _moved(space, name, (was, now), before, after)
        yield from _moved(space, name, ("conflict", "conflict"), own.at_odds(name), other.at_odds(name))


def _said(made: Plan, name: str) -> str:
    then = made.rulebase.rules[name].then
    return then.verdict if isinstance(then, Advice) else ""


def _moved(space: Space, about: str, said: tuple[str, str], before: int, after: int) -> Iterator[Gap]:
    """Go through the situations in which something is no longer so, and those in which it has come to be."""
    if before != after:
        diagram = space.diagram
        yield Gap("", about, said[0], "", space.within(diagram.both(before, diagram.negate(after))))
        yield Gap("", about, "", said[1], space.within(diagram.both(after, diagram.negate(before))))


def _values(space: Space, other: Compiler, fact: str) -> Iterator[Gap]:
    """Go through what is otherwise of a derived fact: values that it no longer has, and rules in conflict.

    Where it had none, a scenario can expect none, and what it has then counts for no more than the advice it changes.
    """
    own = space.compiler
    show = KINDS[space.rulebase.facts[fact].kind].show
    for value in dict.fromkeys(value for made in (space.plan, other.plan) for value in _concluded(made, fact)):
        gone = space.diagram.both(own.value(fact, value), space.diagram.negate(other.value(fact, value)))
        yield Gap("", fact, show(value), "", space.within(gone))
    for rule in space.roots:
        yield from _moved(space, rule.name, ("conflict", "conflict"), own.at_odds(rule.name), other.at_odds(rule.name))


def _concluded(made: Plan, fact: str) -> Iterator[Value]:
    """Go through the values that rules conclude of a fact, and what it is otherwise."""
    yield from (rule.then.value for rule in made.concluding[fact] if isinstance(rule.then, Conclusion))
    default = default_of(made.rulebase.facts[fact])
    if default is not None:
        yield default  # type: ignore[misc]  # a value of the fact
