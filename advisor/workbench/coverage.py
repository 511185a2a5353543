"""Coverage of conditions: of each comparison, whether scenarios show it deciding its rule alone, both true and false.

A comparison decides alone where the condition holds if the comparison is taken as true and fails if it is taken as
false, or the other way round. That is read off the situations of the scenarios; nothing is executed.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engines.indexed import Indexed
from advisor.reasoning.decide import passes
from advisor.reasoning.diagram import TooLarge
from advisor.reasoning.records import record
from advisor.reasoning.situation import tell
from advisor.rulebase.clauses import TooManyClauses, judge, truth
from advisor.rulebase.conditions import Both, Compare, Either, Not
from advisor.rulebase.model import Advice
from advisor.rulebase.writing import Writer
from advisor.workbench.mutations import inherited
from advisor.workbench.situations import plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.engines.protocol import Program
    from advisor.rulebase.conditions import Expression
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule
    from advisor.rulebase.writing import Leaf
    from advisor.workbench.bench import Bench
    from advisor.workbench.space import Space
    from advisor.workbench.trials import Trial

MET, MISSING, IMPOSSIBLE, UNDECIDED = "met", "missing", "impossible", "undecided"
_HOLDS, _FAILS = Both(()), Either(())


@dataclass(frozen=True, slots=True)
class Obligation:
    """A comparison of a rule's condition that is to decide the rule alone, once true and once false (`truth`).

    `when` is the condition as written, and `offset` and `width` tell where the comparison stands in it. `state` is
    met (by the scenario `by`), missing (`example` is the smallest situation that would do), impossible, or undecided.
    """

    rule: str
    when: str
    comparison: str
    offset: int
    width: int
    truth: bool
    state: str
    by: str = ""
    example: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON."""
        return {
            "rule": self.rule,
            "comparison": self.comparison,
            "truth": self.truth,
            "state": self.state,
            "by": self.by,
            "example": record(self.example),
        }


@dataclass(frozen=True, slots=True)
class ConditionCoverage:
    """What scenarios show of the conditions of all rules."""

    obligations: tuple[Obligation, ...]

    def of(self, state: str) -> tuple[Obligation, ...]:
        """Give the obligations of one state."""
        return tuple(one for one in self.obligations if one.state == state)

    @property
    def owed(self) -> int:
        """How many can be met: those that are proved impossible, or are not decided, are not owed."""
        return len(self.of(MET)) + len(self.of(MISSING))

    @property
    def full(self) -> bool:
        """Whether everything owed is met."""
        return not self.of(MISSING)

    @property
    def by_rule(self) -> dict[str, tuple[int, int]]:
        """How many are met and owed, by rule."""
        found: dict[str, tuple[int, int]] = {}
        for one in self.obligations:
            met, owed = found.get(one.rule, (0, 0))
            found[one.rule] = met + (one.state == MET), owed + (one.state in {MET, MISSING})
        return found

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON, without what is met."""
        return {
            "owed": self.owed,
            **{state: len(self.of(state)) for state in (MET, MISSING, IMPOSSIBLE, UNDECIDED)},
            "rules": {rule: {"met": met, "owed": owed} for rule, (met, owed) in self.by_rule.items()},
            "conditions": [one.to_dict() for one in self.obligations if one.state != MET],
        }


class Deciding(NamedTuple):
    """A comparison that is to decide a rule alone: the condition with it taken as true, and as false."""

    rule: Rule
    leaf: Leaf
    whole: Expression
    taken: Expression
    refused: Expression


class Shown(NamedTuple):
    """What a scenario that passes shows: its title, the rules it is about, and the cells that are known by it."""

    title: str
    rules: frozenset[str]
    masks: Mapping[str, int]


class Covering:
    """Works out which comparisons scenarios show deciding, on the spaces of a bench.

    >>> from advisor import Advisor
    >>> from advisor.workbench.bench import Bench
    >>> from advisor.workbench.trials import try_all
    >>> garden = Advisor.load("examples/garden")
    >>> covered = Covering(Bench(garden)).covered(try_all(garden)[:1])
    >>> [(one.comparison, one.truth) for one in covered.of("met")][:2]
    [('days_since_watering >= days(4)', True), ('soil_is_dry', True)]
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._program: Program | None = None

    def deciding(self) -> Iterator[Deciding]:
        """Go through the comparisons of the rulebase's own rules."""
        rulebase = self.bench.rulebase
        for name, whole in self.bench.conditions.rules.items():
            rule = rulebase.rules[name]
            if not inherited(rulebase, rule):
                for leaf in Writer(rule.when, rulebase.facts, whole).leaves:
                    taken, refused = (_with(whole, leaf.path, one) for one in (_HOLDS, _FAILS))
                    yield Deciding(rule, leaf, whole, taken, refused)

    def covered(self, trials: Iterable[Trial]) -> ConditionCoverage:
        """Tell of every comparison whether the scenarios that pass show it deciding."""
        shown = [self.shown(trial) for trial in trials if trial.passed and trial.seen]
        return ConditionCoverage(
            tuple(self._obligation(one, so, shown) for one in self.deciding() for so in (True, False))
        )

    def shown(self, trial: Trial) -> Shown:
        """Work out what a scenario shows: by what is told in the end, what is presumed, and what follows."""
        seen, plan = trial.seen[-1], self.bench.plan
        rules = [rule for topic in seen.outcome.topics for rule in plan.advising[topic]]
        if self._program is None:
            self._program = Indexed().compile(plan.patterns, plan.sizes)
        situation = tell(self.bench.rulebase, seen.facts, seen.today)
        _, second = passes(plan, self._program, situation, rules)
        behind = [rule for fact in plan.derived_for(rules) for rule in plan.concluding.get(fact, ())]
        named = frozenset(rule.name for rule in [*rules, *behind]) - frozenset(seen.outcome.silenced)
        return Shown(trial.scenario.title, named, second.masks)

    def shows(self, shown: Shown, one: Deciding, so: bool) -> bool:  # noqa: FBT001 - true and false are what it is about
        """Whether a comparison decides alone in what a scenario shows, and is so or not."""
        if one.rule.name not in shown.rules or self._truth(one.leaf.part, shown.masks) is not so:
            return False
        if isinstance(one.rule.then, Advice):
            applies = self.bench.rulebase.topics[one.rule.then.topic].applies
            if applies is not None and not judge(applies, shown.masks):
                return False
        values = {self._truth(one.taken, shown.masks), self._truth(one.refused, shown.masks)}
        return values == {True, False}

    def _truth(self, part: Expression, masks: Mapping[str, int]) -> bool | None:
        if isinstance(part, Compare):
            return truth(self.bench.conditions.levels.test(part), masks)
        if isinstance(part, Not):
            value = self._truth(part.part, masks)
            return None if value is None else not value
        values = [self._truth(one, masks) for one in part.parts]
        decides = isinstance(part, Either)
        return decides if decides in values else None if None in values else not decides

    def _obligation(self, one: Deciding, so: bool, shown: Iterable[Shown]) -> Obligation:  # noqa: FBT001
        leaf = one.leaf
        found = Obligation(one.rule.name, one.rule.when, leaf.text, leaf.offset, leaf.width, so, MET)
        by = next((case.title for case in shown if self.shows(case, one, so)), None)
        if by is not None:
            return replace(found, by=by)
        space, node = self.space(one.rule), None
        with suppress(TooLarge, TooManyClauses, RecursionError):
            node = None if space is None else self.node(space, one, so)
        if space is None or node is None:
            return replace(found, state=UNDECIDED)
        if space.empty(node):
            return replace(found, state=IMPOSSIBLE)
        return replace(found, state=MISSING, example=plainly(self.bench, space.example(node) or {}))

    def space(self, rule: Rule) -> Space | None:
        """Give the space of the topic or fact of a rule."""
        return self.bench.spaces[rule.then.topic if isinstance(rule.then, Advice) else rule.then.fact]

    def node(self, space: Space, one: Deciding, so: bool) -> int:  # noqa: FBT001
        """Give the situations in which a comparison decides alone and is so or not; raises TooManyClauses."""
        conditions, compiler, diagram = self.bench.conditions, space.compiler, space.diagram
        taken, refused = (compiler.clauses(conditions.form(part)) for part in (one.taken, one.refused))
        leaf = compiler.clauses(conditions.form(one.leaf.part))
        applies = self.bench.rulebase.topics[one.rule.then.topic].applies if isinstance(one.rule.then, Advice) else None
        alone = diagram.either(diagram.both(taken[0], refused[1]), diagram.both(taken[1], refused[0]))
        there = diagram.both(alone, leaf[not so])
        return space.within(there if applies is None else diagram.both(there, compiler.clauses(applies)[0]))


def _with(whole: Expression, path: tuple[int, ...], other: Expression) -> Expression:
    """Give an expression with another part in a place."""
    if not path:
        return other
    if isinstance(whole, Not):
        return Not(_with(whole.part, path[1:], other))
    assert isinstance(whole, (Both, Either))  # noqa: S101 - a way leads through what has parts
    parts = list(whole.parts)
    parts[path[0]] = _with(parts[path[0]], path[1:], other)
    return whole._replace(parts=tuple(parts))
