"""Facts in words: what a value means, and what a test asks for."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.rulebase.axes import Line
from advisor.rulebase.kinds import KINDS, Range, Value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from advisor.reasoning.outcome import Reading
    from advisor.rulebase.axes import Gap, Level
    from advisor.rulebase.model import Fact, Rulebase


def fact_in_words(fact: Fact, value: Value) -> str:
    """Say that a fact has a value, as a clause to stand after "if" or "that".

    >>> from advisor.errors import Position
    >>> from advisor.rulebase.model import Fact
    >>> rain = Fact("heavy_rain", "boolean", Position("a", 1, 1), shown={"true": "it rains"})
    >>> fact_in_words(rain, True), fact_in_words(rain, False)
    ('it rains', 'heavy rain: no')
    """
    kind = KINDS[fact.kind]
    key = kind.show(value) if fact.kind in {"boolean", "choice"} else "value"
    word = kind.word(value)
    if fact.unit and fact.kind == "number":
        word = f"{word} {fact.unit.removesuffix('s') if value == 1 else fact.unit}"
    if key in fact.shown:
        return fact.shown[key].replace("<value>", word)
    return f"{fact.name.replace('_', ' ')}: {word}"


def test_in_words(rulebase: Rulebase, reading: Reading, today: datetime.date) -> str:
    """Say what a test asks for, as a clause to stand after "if"."""
    level = rulebase.levels[reading.level]
    fact = rulebase.facts[reading.fact]
    axis = level.axis
    if isinstance(axis, Line):
        spans = [_span(level, fact, first, last, today) for first, last in _stretches(reading.mask, axis.size)]
        return _either(spans)
    names = [name for i, name in enumerate(axis.names) if reading.mask >> i & 1]
    return _either([fact_in_words(fact, name == "true" if fact.kind == "boolean" else name) for name in names]) or (
        f"{fact.name.replace('_', ' ')} is something else"
    )


def _either(clauses: Iterable[str]) -> str:
    return " or ".join(clauses)


def _stretches(mask: int, size: int) -> list[tuple[int, int]]:
    """Split a mask into runs of neighbouring cells: first and last of each."""
    found: list[tuple[int, int]] = []
    for cell in range(size):
        if not mask >> cell & 1:
            continue
        if found and found[-1][1] == cell - 1:
            found[-1] = found[-1][0], cell
        else:
            found.append((cell, cell))
    return found


def _span(level: Level, fact: Fact, first: int, last: int, today: datetime.date) -> str:
    axis = level.axis
    assert isinstance(axis, Line)  # noqa: S101 - the caller has looked
    low, high = axis.bounds(first)[0], axis.bounds(last)[1]
    bounds = (_bound(level, fact, low, today, up=True), _bound(level, fact, high, today, up=False))
    if bounds == (None, None):
        return f"{fact.name.replace('_', ' ')} is known"
    value = bounds[0] if bounds[0] == bounds[1] else Range(*bounds)
    return fact_in_words(fact, value)  # type: ignore[arg-type]  # one bound is there


def _bound(level: Level, fact: Fact, gap: Gap | None, today: datetime.date, *, up: bool) -> int | datetime.date | None:
    """Give the first or last whole value beside a gap."""
    if gap is None:
        return None
    point: Fraction = gap[0] if up or gap[1] else gap[0] - 1
    whole = int(point)
    if fact.kind != "date":
        return whole
    start = 0 if level.calendar else today.toordinal()
    try:
        return datetime.date.fromordinal(start + whole)
    except (OverflowError, ValueError):
        return None
