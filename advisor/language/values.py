"""The values that may stand in the hole of a phrase, read as its fact's kind wants them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from advisor.language.dates import counted, is_open, read_date
from advisor.language.durations import LETTERS, counted_days, read_count, read_duration, read_number
from advisor.rulebase.kinds import KINDS, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
        near = [token for token in tokens[at : at + _WORDS] if token.clause == tokens[at].clause]
        words = spoken(near, text)
        found = []
        for used, value in _values(fact, words, hole, today):
            fitting = fit(fact, value, today)
            if fitting is not None:
                found.append((at + used, fitting))
        return sorted(found, key=lambda pair: -pair[0])

    return read


def spoken(tokens: Sequence[Token], text: str) -> list[str]:
    """Give the words of a text as they are spoken: "1/2" is "a half"; "24/7" is no number and the y of "y/o" no unit.

    >>> from advisor.language.english import sentences
    >>> text = "2 1/2 weeks, 24/7"
    >>> spoken(sentences(text)[0].tokens, text)
    ['2', 'a', 'half', 'weeks', '/', '/']
    """
    said = [token.text for token in tokens]
    for at, token in enumerate(tokens[:-1]):
        if token.text in LETTERS and text[token.end : token.end + 1] == "/":
            said[at] = "/"
        elif token.text.isdecimal() and text[token.end : tokens[at + 1].start] == "/":
            half = (token.text, tokens[at + 1].text) == ("1", "2") and said[at] != "/"
            said[at : at + 2] = ["a", "half"] if half else ["/", "/"]
    return said


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
    count = None if hole.unit or hole.united or fact.kind == "duration" else read_count(words)
    # what need not be over may be on the Friday to come
    day = None if fact.kind == "date" and not fact.past and is_open(words) else read_date(words, today)
    if fact.kind == "date":
        if day:
            yield day[1], day[0]
        elif (back := length or count or _counted(words, hole.unit)) and (past := counted(back[0], today, -1)):
            yield back[1], past
        return
    if length:
        yield length[1], length[0]
    elif count:
        yield count[1], count[0]
    elif day and (days := since(day[0], today)) is not None:
        yield day[1], days
    number = None if hole.united else read_number(words)
    if number and (hole.unit or fact.kind == "number"):
        yield number[1], counted_days(number[0], hole.unit or "day")


def _counted(words: list[str], unit: str) -> tuple[int | Range, int] | None:
    """Read the number of a day, week or the like as days."""
    number = read_number(words) if unit else None
    days = counted_days(number[0], unit) if number else None
    return (days, number[1]) if number and isinstance(days, (int, Range)) else None


def since(day: datetime.date | Range, today: datetime.date) -> int | Range | None:
    """Count the days since a day; None for days to come.

    >>> since(Range(None, datetime.date(2026, 11, 9)), datetime.date(2026, 11, 23))
    Range(low=14, high=None)
    """
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
