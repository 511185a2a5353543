"""Suggested scenarios: few situations, small ones, that kill the mutants that survive and show what no scenario shows.

What is expected in them is what the rules say now. Whether that is what they should say is for their author to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Union

from advisor.rulebase.model import Advice, Scenario
from advisor.workbench.coverage import MISSING, Covering, Deciding
from advisor.workbench.expectations import Item, apart, expecting, fewer, fits, of_rule, with_these
from advisor.workbench.expecting import RULES_ADVISED, Seen, misses
from advisor.workbench.mutants import SURVIVED, Mutating, Score
from advisor.workbench.mutations import Mutant
from advisor.workbench.situations import complete, plainly
from advisor.workbench.trials import came_of, try_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule
    from advisor.workbench.bench import Bench
    from advisor.workbench.coverage import ConditionCoverage
    from advisor.workbench.space import Space
    from advisor.workbench.trials import Coverage

MOST_FACTS = 6
"""How many facts a situation may tell to serve several ends at once."""

_MOST_JOINED = 8
_MOST_REFUSED = 12


class Show(NamedTuple):
    """A rule that no scenario shows advised (`stands`), or not advised."""

    rule: str
    stands: bool


class Decides(NamedTuple):
    """A comparison that no scenario shows deciding its rule alone while it is so, or not so."""

    one: Deciding
    so: bool


End = Union[Mutant, Decides, Show]
"""What a scenario is wanted for."""


class Goal(NamedTuple):
    """An end, and the situations of a topic or derived fact that may serve it."""

    end: End
    where: str
    node: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A scenario without a title, what it is about (a topic or derived fact), and the ends it was tried to serve."""

    scenario: Scenario
    where: str
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Scenarios to add, and the ends that none was found for."""

    scenarios: tuple[Suggestion, ...]
    left: tuple[End, ...]


class Suggesting:
    """Finds scenarios for what the scenarios of a rulebase leave untested.

    >>> from advisor import Advisor
    >>> from advisor.workbench.bench import Bench
    >>> from advisor.workbench.trials import coverage, try_all
    >>> garden = Advisor.load("examples/garden")
    >>> trials, mutating = try_all(garden)[:2], Mutating(Bench(garden))
    >>> suggesting = Suggesting(mutating)
    >>> conditions = suggesting.covering.covered(trials)
    >>> found = suggesting.suggestions(mutating.score(trials), conditions, coverage(garden, trials))
    >>> dict(found.scenarios[0].scenario.given)
    {'rain_expected': False, 'frost': True, 'days_since_watering': 4}
    """

    def __init__(self, mutating: Mutating) -> None:
        self.mutating, self.running = mutating, mutating.running
        self.bench: Bench = mutating.fine
        self.covering = Covering(self.bench)
        self._examples: dict[tuple[str, int], Mapping[str, Value] | None] = {}

    def suggestions(self, score: Score, conditions: ConditionCoverage, rules: Coverage) -> Suggestions:
        """Suggest scenarios for the mutants that survive, the comparisons that decide nothing, and rules not shown."""
        goals: dict[str, list[Goal]] = {name: [] for name in self.bench.spaces}
        for goal in (*self._survivors(score), *self._comparisons(conditions), *self._unshown(rules)):
            goals[goal.where].append(goal)
        found: list[Suggestion] = []
        left: list[End] = []
        for where, wanted in goals.items():
            self._serve(where, wanted, found, left)
        elsewhere, left = self._elsewhere(left)
        return Suggestions((*found, *elsewhere), tuple(left))

    # --- what is wanted

    def _survivors(self, score: Score) -> Iterator[Goal]:
        for fate in score.of(SURVIVED):
            gaps = self.mutating.gaps(fate.mutant)
            space = self._space(gaps[0].where)
            yield Goal(
                fate.mutant,
                gaps[0].where,
                space.diagram.any(gap.node for gap in gaps if gap.where == gaps[0].where),
            )

    def _comparisons(self, conditions: ConditionCoverage) -> Iterator[Goal]:
        missing = {(o.rule, o.comparison, o.offset, o.truth) for o in conditions.of(MISSING)}
        for one in self.covering.deciding():
            for so in (True, False):
                if (one.rule.name, one.leaf.text, one.leaf.offset, so) in missing:
                    space = self.covering.space(one.rule)
                    if space is not None:
                        yield Goal(Decides(one, so), _home(one.rule), self.covering.node(space, one, so))

    def _unshown(self, rules: Coverage) -> Iterator[Goal]:
        for names, stands in ((rules.never_advised, True), (rules.never_withheld, False)):
            for name in names:
                where = _home(self.bench.rulebase.rules[name])
                space = self.bench.spaces[where]
                if space is not None:
                    compiler = space.compiler
                    out = space.diagram.either(compiler.rule(name)[1], compiler.beaten(name))
                    yield Goal(Show(name, stands), where, space.stands(name) if stands else space.within(out))

    def _space(self, where: str) -> Space:
        space = self.bench.spaces[where]
        assert space is not None  # noqa: S101 - goals are made on spaces
        return space

    # --- how it is served

    def _serve(self, where: str, wanted: list[Goal], found: list[Suggestion], left: list[End]) -> None:
        """Suggest scenarios on one topic or fact until every goal is served, or cannot be."""
        while wanted:
            joined, node = self._joined(where, wanted)
            made = self._tried(where, joined, self._example(where, node))
            if made is None or wanted[0].end not in made.ends:
                # what is open may keep a rule from standing, so that all is told at last
                alone = self._tried(where, wanted[:1], self._example(where, wanted[0].node))
                made = alone or self._tried(where, wanted[:1], complete(self._space(where), wanted[0].node))
            if made is None:
                left.append(wanted.pop(0).end)
            else:
                found.append(made)
                wanted = [goal for goal in wanted if goal.end not in made.ends]

    def _joined(self, where: str, wanted: list[Goal]) -> tuple[list[Goal], int]:
        """Join goals that one small situation serves, beginning with the first."""
        space = self._space(where)
        diagram = space.diagram
        joined, node = wanted[:1], wanted[0].node
        # a situation that is large for the first alone is no smaller for several
        refused = 0 if len(self._example(where, node) or {}) <= MOST_FACTS else _MOST_REFUSED + 1
        for goal in wanted[1:]:
            both = diagram.both(node, goal.node)
            full = len(joined) >= _MOST_JOINED or refused > _MOST_REFUSED
            if (full and both != node) or space.empty(both):
                continue
            if both != node and len(self._example(where, both) or {}) > MOST_FACTS:
                refused += 1
                continue
            node, joined = both, [*joined, goal]
        return joined, node

    def _example(self, where: str, node: int) -> Mapping[str, Value] | None:
        """Give the smallest situation in a diagram, worked out once."""
        if (where, node) not in self._examples:
            self._examples[where, node] = self._space(where).example(node)
        return self._examples[where, node]

    def _tried(self, where: str, goals: Iterable[Goal], told: Mapping[str, Value] | None) -> Suggestion | None:
        """Make a scenario of a situation that really serves goals; None where it serves none of them."""
        topic = self._topic(where)
        if told is None or topic is None:
            return None
        given = plainly(self.bench, told)
        position = next(iter(self.bench.rulebase.rules.values())).position
        bare = Scenario("", position, given=given, topics=(topic,))
        seen = came_of(self.running.original, bare)
        if seen.outcome.contradiction:
            return None
        served: list[tuple[End, Seen | None]] = []
        scenario = bare
        for goal in goals:
            other = came_of(self.running.on(goal.end), bare) if isinstance(goal.end, Mutant) else None
            wider = self._widened(scenario, goal.end, where, seen, other)
            if wider is not None:
                scenario, served = wider, [*served, (goal.end, other)]
        if not served:
            return None
        against = [other for _, other in served if other is not None]
        named = [self._rule(end) for end, other in served if other is None]
        return Suggestion(fewer(scenario, against, named), where, tuple(end for end, _ in served))

    def _topic(self, where: str) -> str | None:
        """Give the topic, or the first one that hangs on a derived fact; None where none does."""
        plan = self.bench.plan
        reading = (topic for topic, rules in plan.advising.items() if where in plan.derived_for(rules))
        return where if where in plan.advising else next(reading, None)

    def _rule(self, end: End) -> Rule:
        name = end.rule if isinstance(end, (Mutant, Show)) else end.one.rule.name
        return self.running.original.rulebase.rules[name]

    def _widened(self, scenario: Scenario, end: End, where: str, seen: Seen, other: Seen | None) -> Scenario | None:
        """Let a scenario expect as much more as an end needs; None where the situation does not serve it."""
        if other is not None:
            if misses(scenario, other):
                return scenario
            ways = (one for one in apart(seen.outcome, other.outcome, where) if fits(scenario, one))
            return next((wider for one in ways if misses(wider := with_these(scenario, one), other)), None)
        rule = self._rule(end)
        if isinstance(end, Mutant) or not self._serves(scenario, end):
            return None
        if expecting(scenario, rule):
            return scenario
        item = of_rule(seen.outcome, rule)
        if item is not None and not fits(scenario, item):
            item = Item(RULES_ADVISED, rule.name)
        return None if item is None else with_these(scenario, item)

    def _serves(self, scenario: Scenario, end: Decides | Show) -> bool:
        """Whether a scenario shows a comparison deciding, or a rule advised or not."""
        trial = try_one(self.running.original, scenario)
        if isinstance(end, Show):
            return end.rule in (trial.advised if end.stands else trial.withheld)
        return self.covering.shows(self.covering.shown(trial), end.one, end.so)

    def _elsewhere(self, left: Iterable[End]) -> tuple[list[Suggestion], list[End]]:
        """Show rules that always hold not advised, where another topic is asked about."""
        rules, topics = self.bench.rulebase.rules, self.bench.rulebase.topics
        found: dict[str, list[Show]] = {}
        other: list[End] = []
        for end in left:
            away = next((t for t in topics if isinstance(end, Show) and t != _home(rules[end.rule])), None)
            if isinstance(end, Show) and not end.stands and not rules[end.rule].conditional and away:
                found.setdefault(away, []).append(end)
            else:
                other.append(end)
        made = []
        for topic, ends in found.items():
            names = tuple(end.rule for end in ends)
            scenario = Scenario("", rules[names[0]].position, topics=(topic,), withholds=names)
            made.append(Suggestion(scenario, topic, tuple(ends)))
        return made, other


def _home(rule: Rule) -> str:
    return rule.then.topic if isinstance(rule.then, Advice) else rule.then.fact
