"""The values that may stand in the hole of a phrase, read as its fact's kind wants them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from advisor.language.dates import counted, is_open, read_date
from advisor.language.durations import UNITS, read_duration, read_number
from advisor.rulebase.kinds import KINDS, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from advisor.language.english import Token
    from advisor.language.phrases import Hole
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact

_WORDS = 12  # no value is said in more
_TEXT_WORDS = 8


def timed(fact: Fact) -> bool:
    """Whether the values of a fact are days or lengths of time."""
    return fact.kind in {"date", "duration"} or (fact.kind == "number" and fact.unit in {"day", "days"})


def reader(
    fact: Fact, text: str, today: datetime.date
) -> Callable[[Sequence[Token], int, Hole], list[tuple[int, Value]]]:
    """Make the reader of a fact's values in a text, for `Pattern.find`.

    Values outside the fact's bounds are not read.
    """

    def read(tokens: Sequence[Token], at: int, hole: Hole) -> list[tuple[int, Value]]:
        if at >= len(tokens):
            return []
        if fact.kind == "text":
            return list(_texts(tokens, at, text))
        words = [token.text for token in tokens[at : at + _WORDS] if token.clause == tokens[at].clause]
        found = []
        for used, value in _values(fact, words, hole, today):
            fitting = fit(fact, value, today)
            if fitting is not None:
                found.append((at + used, fitting))
        return sorted(found, key=lambda pair: -pair[0])

    return read


def _texts(tokens: Sequence[Token], at: int, text: str) -> Iterator[tuple[int, Value]]:
    end = at
    while end < min(len(tokens), at + _TEXT_WORDS) and tokens[end].clause == tokens[at].clause:
        end += 1
    for last in range(end, at, -1):
        value = KINDS["text"].accept(text[tokens[at].start : tokens[last - 1].end])
        if value is not None:
            yield last, value


def _values(fact: Fact, words: list[str], hole: Hole, today: datetime.date) -> Iterator[tuple[int, Value]]:
    """Read everything that may be meant from the first word on, with the number of words it takes."""
    if not timed(fact):
        if number := read_number(words):
            yield number[1], number[0]
        return
    length = read_duration(words)
    # what need not be over may be on the Friday to come
    day = None if fact.kind == "date" and not fact.past and is_open(words) else read_date(words, today)
    if fact.kind == "date":
        if day:
            yield day[1], day[0]
        elif (back := length or _counted(words, hole.unit)) and (past := counted(back[0], today, -1)):
            yield back[1], past
        return
    if length:
        yield length[1], length[0]
    elif day and (days := _since(day[0], today)) is not None:
        yield day[1], days
    number = None if hole.united else read_number(words)
    if number and (hole.unit or fact.kind == "number"):
        yield number[1], _ordinal(number[0], hole.unit or "day")


def _counted(words: list[str], unit: str) -> tuple[int | Range, int] | None:
    """Read the number of a day, week or the like as days."""
    number = read_number(words) if unit else None
    days = _ordinal(number[0], unit) if number else None
    return (days, number[1]) if number and isinstance(days, (int, Range)) else None


def _ordinal(number: int | Decimal | Range, unit: str) -> int | Decimal | Range:
    """Give the days of "day 12" and "week 3": the third week is the days 14 to 21."""
    days, parts = UNITS[unit]
    if days == parts or isinstance(number, Range) or not isinstance(number, int):
        return number
    return Range((number - 1) * days // parts, number * days // parts)


def _since(day: datetime.date | Range, today: datetime.date) -> Value | None:
    """Count the days since a day; None for days to come."""
    low, high = day if isinstance(day, Range) else (day, day)
    early = (today - low).days if isinstance(low, datetime.date) else None
    late = (today - high).days if isinstance(high, datetime.date) else None
    if late is None or late < 0:
        return None
    return late if late == early else Range(late, early)


def fit(fact: Fact, value: Value, today: datetime.date) -> Value | None:
    """Keep a value within the bounds of its fact; None when nothing of it lies there."""
    low, high = value if isinstance(value, Range) else (value, value)
    least, most = fact.minimum, fact.maximum
    if fact.kind == "date" and fact.past:
        most = today if most is None else min(most, today)
    lows: list[Any] = [bound for bound in (low, least) if bound is not None]
    highs: list[Any] = [bound for bound in (high, most) if bound is not None]
    first, last = max(lows, default=None), min(highs, default=None)
    if first is not None and last is not None and first > last:
        return None
    return KINDS[fact.kind].accept(first) if first == last else Range(first, last)
