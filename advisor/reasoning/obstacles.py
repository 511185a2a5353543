"""Obstacles: why something is not so, as the smallest set of told facts that stands in its way."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from advisor.reasoning.outcome import Reading
from advisor.reasoning.prospects import mask_of, prospect
from advisor.reasoning.situation import TOLD

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from advisor.reasoning.charts import Chart
    from advisor.reasoning.goals import Goal
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.model import Rulebase


def in_the_way(
    rulebase: Rulebase, chart: Chart, situation: Situation, goal: Goal, silent: AbstractSet[str] = frozenset()
) -> tuple[str, ...] | None:
    """Name the smallest set of told facts that leaves no way to a goal; None when there still is one.

    Nothing at all is in the way of what no situation allows: the set is then empty.
    """

    def possible(told: AbstractSet[str]) -> bool:
        seen = prospect(rulebase, chart, situation, silent, told)
        diagram = chart.diagram
        return any(True in diagram.holds[leaf] for leaf in diagram.leaves(goal.when(rulebase, seen)))

    told = _read_by(rulebase, chart, situation)
    return None if possible(frozenset(told)) else _smallest(told, possible)


def at_odds(rulebase: Rulebase, chart: Chart, situation: Situation) -> tuple[str, ...]:
    """Name the smallest set of told facts that no situation allows together."""

    def possible(told: AbstractSet[str]) -> bool:
        seen = prospect(rulebase, chart, situation, only=told)
        return any(node != chart.diagram.impossible for node in seen.acts.values())

    return _smallest(_read_by(rulebase, chart, situation), possible)


def _read_by(rulebase: Rulebase, chart: Chart, situation: Situation) -> list[str]:
    """Name the told facts that a chart reads, in the order of the files."""
    read = {name for variable in chart.variables for name in variable.told}
    return [name for name in rulebase.facts if name in situation.values and name in read]


def _smallest(told: list[str], possible: Callable[[AbstractSet[str]], bool]) -> tuple[str, ...]:
    """Find the smallest set that leaves nothing possible.

    Whatever does has to have something of the rest of every set that leaves something; so such rests are collected,
    each as small as can be, until the smallest set that has something of each of them will do.
    """
    rests: list[frozenset[str]] = []
    while True:
        chosen = _hitting(told, rests)
        if not possible(chosen):
            return tuple(name for name in told if name in chosen)
        grown = set(chosen)
        for name in told:
            if name not in grown and possible(frozenset(grown | {name})):
                grown.add(name)
        rests.append(frozenset(told) - grown)


def _hitting(names: list[str], sets: list[frozenset[str]]) -> frozenset[str]:
    """Find the smallest set of names that has something of each of the sets."""
    useful = [name for name in names if any(name in one for one in sets)]
    for size in range(len(useful) + 1):
        for chosen in combinations(useful, size):
            if all(not one.isdisjoint(chosen) for one in sets):
                return frozenset(chosen)
    return frozenset(useful)


def read_as(rulebase: Rulebase, chart: Chart, situation: Situation, names: tuple[str, ...]) -> tuple[Reading, ...]:
    """Say what was read of told facts, as the chart's rules read them: one reading a fact."""
    found: dict[str, Reading] = {}
    for variable in chart.variables:
        for name in variable.told:
            if name not in names or name in found:
                continue
            level = variable.levels[0]
            cells = mask_of(rulebase, variable, situation, situation.values.keys())
            mask = sum({1 << cell[0] for number, cell in enumerate(variable.cells) if cells >> number & 1})
            cell = situation.cells.get(level)
            found[name] = Reading(rulebase.levels[level].fact, level, mask, cell, TOLD, (name,))
    return tuple(found[name] for name in names if name in found)
