"""Situations told in the way that reads best, or told in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import FactError
from advisor.reasoning.situation import tell, value_now
from advisor.rulebase.conditions import compares
from advisor.rulebase.kinds import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact
    from advisor.workbench.bench import Bench
    from advisor.workbench.space import Space


def plainly(bench: Bench, told: Mapping[str, Value]) -> dict[str, Value]:
    """Tell a date by the number that rules compare, where there is one: 12 days, and not the day 12 days ago.

    >>> import datetime
    >>> from advisor import Advisor
    >>> from advisor.workbench.bench import Bench
    >>> plainly(Bench(Advisor.load("examples/garden")), {"watered_on": datetime.date(2026, 1, 11)})
    {'days_since_watering': 4}
    """
    numbers = bench.once("numbers compared for dates", lambda: _numbers(bench))
    if numbers.keys().isdisjoint(told):
        return dict(told)
    situation = tell(bench.rulebase, told, bench.today)
    found: dict[str, Value] = {}
    for name, value in told.items():
        number = value_now(bench.rulebase, situation, numbers[name]) if name in numbers else None
        if number is not None and _told_back(bench, numbers[name], number) == {name: value}:
            found[numbers[name]] = number
        else:
            found[name] = value
    return found


def _told_back(bench: Bench, name: str, number: Value) -> Mapping[str, Value]:
    """Give what is kept when a computed number is told; nothing where it cannot be told."""
    try:
        return {} if isinstance(number, Range) else tell(bench.rulebase, {name: number}, bench.today).values
    except FactError:  # a number such as max(days_since(sown), 0) comes of more than one day
        return {}


def _numbers(bench: Bench) -> dict[str, str]:
    """Name for each date the one fact computed from it alone that rules compare, where they compare no other."""
    facts = bench.rulebase.facts
    compared = dict.fromkeys(one.fact for whole in bench.conditions.rules.values() for one in compares(whole))
    found: dict[str, list[str]] = {}
    for name in compared:
        for told in _counted(facts[name]):
            found.setdefault(told, []).append(name)
    return {
        date: names[0]
        for date, names in found.items()
        if facts[date].kind == "date" and len(names) == 1 and names != [date] and _counted(facts[names[0]]) == (date,)
    }


def _counted(fact: Fact) -> tuple[str, ...]:
    """Name the told facts that a fact comes of: itself, or those of its formula."""
    return fact.formula.facts if fact.formula else (fact.name,)


def complete(space: Space, node: int) -> dict[str, Value] | None:
    """Give a situation in a diagram in which every fact is told that can be; None where there is none."""
    diagram = space.diagram
    node = space.within(node)
    if space.empty(node):
        return None
    cells: dict[int, int] = {}
    for number in range(len(space.variables)):
        for cell in range(diagram.sizes[number]):
            inside = diagram.both(node, diagram.test(number, 1 << cell))
            if not space.empty(inside):
                node = inside
                if space.tellable(number, cell):
                    cells[number] = cell
                break
    return space.told(cells)
