"""Prospects: what is still possible on a topic once some facts are told, read off its chart."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.charts import CONFLICT, chart
from advisor.reasoning.diagram import TooLarge
from advisor.reasoning.situation import IMPLIED, left_by
from advisor.rulebase.clauses import judge
from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from advisor.reasoning.charts import Chart
    from advisor.reasoning.diagram import Outcomes
    from advisor.reasoning.plan import Plan
    from advisor.reasoning.situation import Situation
    from advisor.reasoning.variables import Variable
    from advisor.rulebase.model import Rulebase

BUDGET = 20_000
"""The nodes that the diagrams of a topic may have."""

_KEPT = 10
"""How many times its budget a chart may grow by being asked, before it is compiled anew."""


class Charts:
    """The charts of a rulebase, each compiled when it is first needed. Hold `lock` while reading one.

    >>> import datetime
    >>> from advisor import load
    >>> from advisor.reasoning.plan import plan
    >>> charts = Charts(plan(load("examples/garden")))
    >>> sorted(charts.of("watering", datetime.date(2026, 11, 23)).acts)
    ['watering.next_time', 'watering.water']
    """

    def __init__(self, plan: Plan, budget: int = BUDGET) -> None:
        self.plan, self.budget = plan, budget
        self.lock = RLock()
        self._charts: dict[str, tuple[Chart | None, datetime.date]] = {}

    def of(self, name: str, today: datetime.date) -> Chart | None:
        """Give the chart of a topic or of a derived fact on a day; None where it is too large."""
        if name in self._charts:
            found, day = self._charts[name]
            if found is None or ((day == today or not found.dated) and len(found.diagram.kids) < self.budget * _KEPT):
                return found
        try:
            made = chart(self.plan, name, today, self.budget)
            made.diagram.budget = self.budget * 2 * _KEPT
        except (TooLarge, RecursionError):
            made = None
        self._charts[name] = made, today
        return made


class Prospect(NamedTuple):
    """What is still possible on a topic: `acts` with the rules that may stand, `masks` the cells of each variable."""

    chart: Chart
    acts: Mapping[str, int]
    masks: tuple[int, ...]

    def outcomes(self, on: str) -> Outcomes:
        """Give all that may come of an act; nothing where the told facts allow no situation at all."""
        diagram = self.chart.diagram
        return frozenset().union(*(diagram.holds[leaf] for leaf in diagram.leaves(self.acts[on])))

    def needs(self, node: int) -> tuple[str, ...]:
        """Name the facts that a diagram still hangs on."""
        variables = self.chart.variables
        found = {name for number in self.chart.diagram.support(node) for name in variables[number].told}
        return tuple(sorted(found))


def prospect(
    rulebase: Rulebase,
    chart: Chart,
    situation: Situation,
    silent: AbstractSet[str] = frozenset(),
    only: AbstractSet[str] | None = None,
) -> Prospect:
    """Give what is still possible in a situation; the rules in `silent` say nothing, and still beat others.

    With `only`, nothing but the told facts named there is taken to be told.
    """
    diagram = chart.diagram
    told = situation.values.keys() if only is None else situation.values.keys() & only
    masks = tuple(mask_of(rulebase, variable, situation, told) for variable in chart.variables)
    guard = diagram.all(_narrowed(chart, node, masks) for n, node in chart.applies.items() if _surely(chart, n, masks))
    acts: dict[str, int] = {}
    for on, node in chart.acts.items():
        if silent:
            node = diagram.mapped(("silent", silent), lambda outcomes: _without(outcomes, silent), node)  # noqa: PLW2901
        acts[on] = diagram.choose(guard, _narrowed(chart, node, masks), diagram.impossible)
    return Prospect(chart, acts, masks)


def _narrowed(chart: Chart, node: int, masks: tuple[int, ...]) -> int:
    for number, mask in enumerate(masks):
        if mask != chart.variables[number].full:
            node = chart.diagram.within(node, number, mask)
    return node


def _without(outcomes: Outcomes, silent: AbstractSet[str]) -> Outcomes:
    return frozenset(outcome - silent for outcome in outcomes)


def _surely(chart: Chart, number: int, masks: tuple[int, ...]) -> bool:
    """Whether a variable is told to be in cells in which it could not be if it did not apply."""
    return not masks[number] >> (chart.variables[number].apart or 0) & 1


def mask_of(rulebase: Rulebase, variable: Variable, situation: Situation, told: AbstractSet[str]) -> int:
    """Give the cells of a variable that what is told leaves possible; of told facts only those in `told` count."""
    mask = variable.full
    known = any(name in told for name in variable.told)
    for name in variable.levels:
        level = rulebase.levels[name]
        how, behind = situation.origins.get(name, ("", frozenset()))
        if known:
            mask &= variable.mask(name, left_by(rulebase, level, situation.values, situation.today))
        elif how == IMPLIED and behind <= told:
            mask &= variable.mask(name, 1 << situation.cells[name])
    return mask & variable.past if rulebase.facts[variable.fact].past and not known else mask


def applying(rulebase: Rulebase, name: str, situation: Situation) -> bool | None:
    """Say whether a told fact applies, by what is known of the situation."""
    applies = rulebase.facts[name].applies
    known = {level: 1 << cell for level, cell in situation.cells.items()}
    return True if applies is None else judge(applies, known)


def verdicts(rulebase: Rulebase, on: str, outcome: AbstractSet[str]) -> frozenset[str]:
    """Name the verdicts of the rules that stand in an outcome; `conflict` where they are at odds."""
    found: set[str] = set()
    for name in outcome:
        if name.startswith(CONFLICT):
            found.add("conflict")
            continue
        then = rulebase.rules[name].then
        if isinstance(then, Advice) and then.on == on:
            found.add(then.verdict)
    return frozenset(found)
