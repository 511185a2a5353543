"""Facts in words: what a value means, and what a test asks for."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.reasoning.spans import bound, stretches
from advisor.reasoning.tellings import value_at
from advisor.rulebase.axes import Line
from advisor.rulebase.kinds import KINDS, Range, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    return _shown(fact, key, word)


def _shown(fact: Fact, key: str, word: str) -> str:
    if key in fact.shown:
        return fact.shown[key].replace("<value>", word)
    return f"{fact.name.replace('_', ' ')}: {word}"


def sentence(words: str) -> str:
    """Make words a sentence.

    >>> sentence("it rains")
    'It rains.'
    """
    words = words[:1].upper() + words[1:]
    return words if words.removesuffix("”").endswith((".", "!", "?", ":", "…")) else words + "."


def test_in_words(rulebase: Rulebase, reading: Reading, today: datetime.date) -> str:
    """Say what a test asks for, as a clause to stand after "if"."""
    level = rulebase.levels[reading.level]
    fact = rulebase.facts[reading.fact]
    axis = level.axis
    if isinstance(axis, Line):
        spans = [_span(level, fact, first, last, today) for first, last in stretches(reading.mask, axis.size)]
        return _either(spans)
    names = [name for i, name in enumerate(axis.names) if reading.mask >> i & 1]
    return _either([fact_in_words(fact, name == "true" if fact.kind == "boolean" else name) for name in names]) or (
        f"{fact.name.replace('_', ' ')} is something else"
    )


def _either(clauses: Iterable[str]) -> str:
    return " or ".join(clauses)


def _span(level: Level, fact: Fact, first: int, last: int, today: datetime.date) -> str:
    axis = level.axis
    assert isinstance(axis, Line)  # noqa: S101 - the caller has looked
    low, high = axis.bounds(first)[0], axis.bounds(last)[1]
    if not axis.whole and (low or high):
        return _shown(fact, "value", f"{_between(fact, low, high)} {fact.unit}".rstrip())
    bounds = (bound(level, fact, low, today, up=True), bound(level, fact, high, today, up=False))
    if bounds == (None, None):
        return f"{fact.name.replace('_', ' ')} is known"
    value = bounds[0] if bounds[0] == bounds[1] else Range(*bounds)  # type: ignore[arg-type]  # ordered kinds
    return fact_in_words(fact, value)  # type: ignore[arg-type]  # one bound is there


def _between(fact: Fact, low: Gap | None, high: Gap | None) -> str:
    """Say between which values of a line that is not whole something lies; an end may or may not be among them."""
    words = []
    for gap, inside, outside in ((low, "or more", "more than"), (high, "or less", "less than")):
        if gap is not None:
            value = KINDS[fact.kind].word(value_at(fact, gap[0], datetime.date.min) or 0)
            among = (gap[1] == 0) == (gap is low)
            words.append(f"{value} {inside}" if among else f"{outside} {value}")
    if low and high and low[0] == high[0]:
        return words[0].removesuffix(" or more")
    return " and ".join(words)
