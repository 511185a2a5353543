"""Spans: the cells that a test asks for, as the values of its fact that lie in them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.reasoning.tellings import value_at
from advisor.rulebase.axes import Line
from advisor.rulebase.kinds import Range, Value

if TYPE_CHECKING:
    from fractions import Fraction

    from advisor.reasoning.outcome import Reading
    from advisor.rulebase.axes import Gap, Level
    from advisor.rulebase.model import Fact, Rulebase


def asked_for(rulebase: Rulebase, reading: Reading, today: datetime.date) -> tuple[Value, ...]:
    """Give the values that a test asks for, a Range for each stretch of a line.

    There are none when it asks only that the fact is known, or that it is none of the texts that are tested.

    >>> from advisor import Advisor
    >>> garden = Advisor.load("examples/garden")
    >>> rain = next(one for one in garden.decide({}, topics="watering").open if one.rule == "rain-waters")
    >>> asked_for(garden.rulebase, rain.when[0], datetime.date(2026, 11, 23))
    (True,)
    """
    level, fact = rulebase.levels[reading.level], rulebase.facts[reading.fact]
    axis = level.axis
    if isinstance(axis, Line):
        spans = (_span(level, fact, first, last, today) for first, last in stretches(reading.mask, axis.size))
        return tuple(span for span in spans if span is not None)
    names = (name for cell, name in enumerate(axis.names) if reading.mask >> cell & 1)
    return tuple(name == "true" if fact.kind == "boolean" else name for name in names)


def stretches(mask: int, size: int) -> list[tuple[int, int]]:
    """Split a mask into runs of neighbouring cells: first and last of each."""
    cells = [cell for cell in range(size) if mask >> cell & 1]
    firsts = [cell for cell in cells if cell - 1 not in cells]
    lasts = [cell for cell in cells if cell + 1 not in cells]
    return list(zip(firsts, lasts))


def _span(level: Level, fact: Fact, first: int, last: int, today: datetime.date) -> Value | None:
    """Give the whole values from one cell to another; None for a line without a bound."""
    assert isinstance(level.axis, Line)  # noqa: S101 - the caller has looked
    gaps = level.axis.bounds(first)[0], level.axis.bounds(last)[1]
    low, high = (bound(level, fact, gap, today, up=up) for gap, up in zip(gaps, (True, False)))
    if low is None and high is None:
        return None
    return low if low == high else Range(low, high)  # type: ignore[arg-type]  # ordered kinds


def bound(level: Level, fact: Fact, gap: Gap | None, today: datetime.date, *, up: bool) -> Value | None:
    """Give the first or last whole value beside a gap; on a line that is not whole, the value at the gap."""
    if gap is None:
        return None
    assert isinstance(level.axis, Line)  # noqa: S101 - only lines have gaps
    if not level.axis.whole:
        return value_at(fact, gap[0], today)
    point: Fraction = gap[0] if up or gap[1] else gap[0] - 1
    if fact.kind != "date":
        return int(point)
    try:
        return datetime.date.fromordinal(int(point) + (0 if level.calendar else today.toordinal()))
    except (OverflowError, ValueError):
        return None
