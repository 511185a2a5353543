"""The nearest change: the fewest facts that would have to be different for something to be so."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.changes import Change, changed
from advisor.reasoning.diagram import TooLarge
from advisor.reasoning.goals import NO, YES
from advisor.reasoning.outcome import Reading
from advisor.reasoning.prospects import mask_of, prospect
from advisor.reasoning.situation import TOLD
from advisor.reasoning.tellings import value_at
from advisor.rulebase.axes import Line
from advisor.rulebase.levels import interval_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from advisor.reasoning.charts import Chart
    from advisor.reasoning.diagram import Outcomes
    from advisor.reasoning.goals import Goal
    from advisor.reasoning.situation import Situation
    from advisor.reasoning.variables import Variable
    from advisor.rulebase.axes import Level
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase

MOST_TRIES = 5_000


class _Step(NamedTuple):
    """The fewest changes from a node downwards: how many, the first, and the next node.

    A change is a variable, the cell nearest to the one it is in now, and the mask of all cells that come to the same.
    """

    cost: float
    change: tuple[int, int, int] | None
    next: int


def nearest(
    rulebase: Rulebase, chart: Chart, situation: Situation, goal: Goal, fixed: AbstractSet[str] = frozenset()
) -> tuple[Change, ...] | None:
    """Find the fewest facts to change, or to learn, so that a goal is met however the rest turns out to be.

    Facts that are `fixed`, there or in the rulebase, stay as they are. None when no change will do; nothing to change
    when it is so already. Raises TooLarge.
    """
    search = _Search(rulebase, chart, situation, fixed)
    found = search.fewest(goal.when(rulebase, prospect(rulebase, chart, situation, only=frozenset())))
    if found is None:
        return None
    # a told fact may have been left out there because something else follows from the changes: that has to be seen
    if not _met(rulebase, chart, situation, goal, found):
        found = _by_trial(search, goal, len(found))
    places = {name: place for place, name in enumerate(rulebase.facts)}
    return None if found is None else tuple(sorted(found, key=lambda change: places[change.fact]))


def _met(rulebase: Rulebase, chart: Chart, situation: Situation, goal: Goal, changes: Iterable[Change]) -> bool:
    """Whether a goal is surely met once changes are made."""
    other, _ = changed(rulebase, situation, {change.fact: change.to for change in changes})
    diagram = chart.diagram
    node = goal.when(rulebase, prospect(rulebase, chart, other))
    said = [diagram.holds[leaf] for leaf in diagram.leaves(node)]
    return other.contradiction is None and YES in said and not any(False in one for one in said)


def _by_trial(search: _Search, goal: Goal, size: int) -> tuple[Change, ...] | None:
    """Find the fewest changes by trying all of a size, and then all of the next."""
    rulebase, chart, situation = search.rulebase, search.chart, search.situation
    single = [
        _change(rulebase, chart.variables[number], cell, 1 << cell, situation)
        for number in range(len(chart.variables))
        if number not in search.fixed
        for cell in search.others(number)
    ]
    tries = 0
    for more in range(size, len(chart.variables) + 1):
        for chosen in combinations(single, more):
            if len({change.fact for change in chosen}) < more:
                continue
            tries += 1
            if tries > MOST_TRIES:
                raise TooLarge
            if _met(rulebase, chart, situation, goal, chosen):
                return chosen
    return None


class _Search:
    def __init__(self, rulebase: Rulebase, chart: Chart, situation: Situation, fixed: AbstractSet[str]) -> None:
        self.rulebase, self.chart, self.situation = rulebase, chart, situation
        told = situation.values.keys()
        self.cells = [v.full & v.past if rulebase.facts[v.fact].past else v.full for v in chart.variables]
        self.away = [
            0 if v.apart is None or rulebase.facts[v.fact].kind == "boolean" else 1 << v.apart for v in chart.variables
        ]
        self.keeps = [
            mask_of(rulebase, v, situation, told) if told & set(v.told) else cells
            for v, cells in zip(chart.variables, self.cells)
        ]
        self.fixed = {
            n
            for n, v in enumerate(chart.variables)
            if v.fact in fixed or rulebase.facts[v.fact].fixed or len(v.told) > 1
        }
        self._steps: dict[int, _Step] = {}

    def fewest(self, when: int) -> tuple[Change, ...] | None:
        """Find the fewest changes after which a diagram says yes; None when there are none."""
        node = self.strict(when)
        if self.best(node).cost == inf:
            return None
        found: list[Change] = []
        while self.chart.diagram.kids[node]:
            step = self.best(node)
            if step.change is not None:
                number, cell, mask = step.change
                found.append(_change(self.rulebase, self.chart.variables[number], cell, mask, self.situation))
            node = step.next
        return tuple(found)

    def others(self, number: int) -> list[int]:
        """List the cells that a variable can be told to be in, and is not surely in now; the nearest first."""
        keep, cells = self.keeps[number], self.cells[number] & ~self.away[number]
        can = [cell for cell in range(cells.bit_length()) if cells >> cell & 1 and keep != 1 << cell]
        return sorted(can, key=lambda cell: _far(keep, cell))

    def strict(self, node: int) -> int:
        """Give a diagram in which a fact that does not apply is nowhere but apart: to tell it says that it applies."""
        chart, diagram = self.chart, self.chart.diagram
        for number, applies in chart.applies.items():
            apart = diagram.test(number, 1 << (chart.variables[number].apart or 0))
            where = diagram.choose(apart, diagram.impossible, node) if self.away[number] else node
            node = diagram.choose(applies, where, diagram.choose(apart, node, diagram.impossible))
        return node

    def best(self, node: int) -> _Step:
        """Find the fewest changes from a node downwards; of as many, what is left as it is comes first."""
        diagram = self.chart.diagram
        if not diagram.kids[node]:
            return _Step(0 if diagram.holds[node] == YES else inf, None, node)
        found = self._steps.get(node)
        if found is None:
            number, kids = diagram.place[node], diagram.kids[node]
            keep, cells = self.keeps[number], self.cells[number]
            # what is told stays told, or is dropped where it does not apply any more: then any cell will do
            masks = dict.fromkeys((keep, cells)) if number in self.chart.applies else (keep,)
            found = min((self._left(node, number, mask) for mask in masks), key=lambda step: step.cost)
            can = self.others(number) if number not in self.fixed else []
            for cell in can:
                if found.cost > 1 and (cost := 1 + self.best(kids[cell]).cost) < found.cost:
                    same = sum(1 << other for other in can if kids[other] == kids[cell])
                    found = _Step(cost, (number, cell, same), kids[cell])
            self._steps[node] = found
        return found

    def _left(self, node: int, number: int, mask: int) -> _Step:
        """Leave a variable as it is: whatever its cell, of those in a mask."""
        left = self.chart.diagram.without(node, number, mask, surely) or node
        return _Step(self.best(left).cost, None, left)


def _far(mask: int, cell: int) -> int:
    """Tell how many cells lie between a cell and those of a mask."""
    return min(abs(cell - other) for other in range(mask.bit_length()) if mask >> other & 1)


def surely(a: Outcomes, b: Outcomes) -> Outcomes:
    """Join two situations that are both possible: yes where both say so, or the other is impossible.

    >>> surely(YES, NO) == NO, surely(YES, frozenset()) == YES
    (True, True)
    """
    return NO if False in a | b else a | b


def _change(rulebase: Rulebase, variable: Variable, cell: int, mask: int, situation: Situation) -> Change:
    name, level = variable.fact, rulebase.levels[variable.levels[0]]
    value = value_in(rulebase, variable, cell, situation)
    cells = sum({1 << found[0] for number, found in enumerate(variable.cells) if mask >> number & 1})
    needed = Reading(level.fact, level.name, cells, None, TOLD, (name,), None)
    return Change(name, situation.values.get(name), value, needed)


def value_in(rulebase: Rulebase, variable: Variable, cell: int, situation: Situation) -> Value:
    """Give a value that lies in a cell of a told fact: the one nearest to what is told of it now."""
    fact = rulebase.facts[variable.fact]
    level = rulebase.levels[variable.levels[0]]
    if not isinstance(level.axis, Line):
        names = [*level.axis.names, "something else"]
        name = names[variable.cells[cell][0]]
        return name == "true" if fact.kind == "boolean" else name
    now = situation.values.get(fact.name)
    ends = [_ends(rulebase.levels[n], c, situation.today) for n, c in zip(variable.levels, variable.cells[cell])]
    low = max((end[0] for end in ends if end[0] is not None), default=None)
    high = min((end[1] for end in ends if end[1] is not None), default=None)
    bounds = [None if b is None else Fraction(b) for b in (fact.minimum, fact.maximum)]  # type: ignore[arg-type]
    low = max((b for b in (low, bounds[0]) if b is not None), default=None)
    high = min((b for b in (high, bounds[1]) if b is not None), default=None)
    point = Fraction(0)
    if now is not None:
        first, last = interval_of(now, situation.today)
        point = first if first is not None else last if last is not None else point
    if low is not None and point < low:
        point = low
    elif high is not None and point > high:
        point = high
    found = value_at(fact, point, situation.today)
    assert found is not None  # noqa: S101 - the ends of cells can be written down
    return found


def _ends(level: Level, cell: int, today: datetime.date) -> tuple[Fraction | None, Fraction | None]:
    """Give the first and the last point of a cell, dates counted from today."""
    axis = level.axis
    assert isinstance(axis, Line)  # noqa: S101 - the caller has looked
    shift = today.toordinal() if level.calendar else 0
    low, high = axis.bounds(cell)
    inside = axis.sample(cell)  # where the end itself lies in the next cell, any point will do
    first = None if low is None else (inside if low[1] else low[0]) - shift
    last = None if high is None else (high[0] if high[1] else high[0] - 1 if axis.whole else inside) - shift
    return first, last
