"""Days as people write them: "last night", "three weeks ago", "since Friday", "November 3rd"."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Union

from advisor.language.durations import read_duration
from advisor.rulebase.kinds import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

Day = Union[datetime.date, Range]
"""A day, or a stretch of days in which it lies."""

_WEEK = 7
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
_WEEKDAYS = {name: n for n, day in enumerate(_DAY_NAMES.split()) for name in (day, day[:3], day + "s")}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: n for n, month in enumerate(_MONTH_NAMES.split(), 1) for name in (month, month[:3])} | {"sept": 9}
_FEASTS = {("new", "year"): (1, 1), ("valentine",): (2, 14), ("halloween",): (10, 31), ("christmas",): (12, 25)}
_FEASTS |= {("new", "years"): (1, 1), ("valentines",): (2, 14), ("xmas",): (12, 25)}
_NEAR = {
    "today/tonight/just now/right now/this morning/this afternoon/this evening": (0, 0),
    "yesterday/last night/last evening": (-1, -1),
    "day before yesterday": (-2, -2),
    "other day/other night": (-5, -2),
    "tomorrow": (1, 1),
    "day after tomorrow": (2, 2),
}
_OFFSETS = {tuple(words.split()): days for row, days in _NEAR.items() for words in row.split("/")}
_LEAD = frozenset({"on", "since", "from", "the", "in", "at", "back", "of"})
_TIMES = frozenset({"morning", "afternoon", "evening", "night"})
_AGO = frozenset({"ago", "back", "earlier"})
_DAY_OF_MONTH = r"([0-9]{1,2})(st|nd|rd|th)?"
_YEAR = r"(19|20)[0-9]{2}"
_FIRST = datetime.date(1000, 1, 1).toordinal()
_LAST = datetime.date(3000, 1, 1).toordinal()


def read_date(words: Sequence[str], today: datetime.date) -> tuple[Day, int] | None:
    """Read a day, or a Range of days, and how many words it took; None when no day is told.

    A weekday is the last one before today, a day of the year without its year the last one not after today.

    >>> read_date(["since", "last", "friday"], datetime.date(2026, 11, 23))
    (datetime.date(2026, 11, 20), 3)
    >>> read_date(["a", "few", "days", "ago"], datetime.date(2026, 11, 23))
    (Range(low=datetime.date(2026, 11, 18), high=datetime.date(2026, 11, 20)), 4)
    """
    start = 0
    while start < len(words) and words[start] in _LEAD:
        start += 1
    rest = list(words[start : start + 12])
    if start and words[start - 1] == "in" and (found := read_duration(rest)):
        day = counted(found[0], today, +1)
        return None if day is None else (day, start + found[1])
    for reader in (_near, _ago, _weekday, _stretch, _feast, _calendar):
        if read := reader(rest, today):
            return read[0], start + read[1]
    return None


def is_open(words: Sequence[str]) -> bool:
    """Whether a text begins with a weekday that may be the last one or the next: "on Friday".

    >>> is_open(["on", "friday"]), is_open(["since", "friday"]), is_open(["next", "friday"])
    (True, False, False)
    """
    start = 0
    while start < len(words) and words[start] in _LEAD - {"since", "from"}:
        start += 1
    return start < len(words) and words[start] in _WEEKDAYS


def counted(days: int | Range, today: datetime.date, sign: int) -> Day | None:
    """Count days from today, back with sign -1; None before the year 1000 and after 3000.

    >>> counted(Range(14, None), datetime.date(2026, 11, 23), -1)
    Range(low=None, high=datetime.date(2026, 11, 9))
    """
    bounds = days if isinstance(days, Range) else Range(days, days)
    ends: list[datetime.date | None] = []
    for bound in bounds:
        if bound is None:
            ends.append(None)
        else:
            ordinal = today.toordinal() + sign * int(bound)  # type: ignore[arg-type]  # whole days
            if not _FIRST <= ordinal <= _LAST:
                return None
            ends.append(datetime.date.fromordinal(ordinal))
    low, high = ends[::sign]
    return low if low is not None and low == high else Range(low, high)


def _near(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    for length in (3, 2, 1):
        if length <= len(words) and (offsets := _OFFSETS.get(tuple(words[:length]))):
            low, high = (today + datetime.timedelta(days) for days in offsets)
            return (low if low == high else Range(low, high)), length
    return None


def _ago(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    found = read_duration(words)
    if not found or found[1] >= len(words) or words[found[1]] not in _AGO:
        return None
    day = counted(found[0], today, -1)
    return None if day is None else (day, found[1] + 1)


def _weekday(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    at = 1 if words[:1] in (["last"], ["next"]) else 2 if words[:2] == ["this", "past"] else 0
    number = _WEEKDAYS.get(words[at]) if at < len(words) else None
    if number is None:
        return None
    back = (today.weekday() - number - 1) % _WEEK + 1
    day = today + datetime.timedelta(_WEEK - back if words[0] == "next" and back < _WEEK else -back)
    if words[0] == "next" and back == _WEEK:
        day = today + datetime.timedelta(_WEEK)
    return day, at + (2 if at + 1 < len(words) and words[at + 1] in _TIMES else 1)


def _stretch(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    """Read "last week", "this month", "the weekend" and the like."""
    monday = today - datetime.timedelta(today.weekday())
    first, second = [*words[:2], "", ""][:2]
    if "weekend" in {first, second} and first in {"last", "this", "weekend"}:
        saturday = today - datetime.timedelta((today.weekday() - 5) % _WEEK or _WEEK)
        sunday = min(saturday + datetime.timedelta(1), today)
        return Range(saturday, sunday), 1 if first == "weekend" else 2
    starts = {"week": monday, "month": today.replace(day=1), "year": today.replace(month=1, day=1)}
    start = starts.get(second)
    if start is None or first not in {"last", "this"}:
        return None
    if first == "this":
        return (Range(start, today) if start < today else today), 2
    end = start - datetime.timedelta(1)
    firsts = {
        "week": start - datetime.timedelta(_WEEK),
        "month": end.replace(day=1),
        "year": end.replace(month=1, day=1),
    }
    return Range(firsts[second], end), 2


def _feast(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    at = 1 if words[:1] == ["last"] else 0
    for length in (2, 1):
        feast = _FEASTS.get(tuple(words[at : at + length]))
        if feast and at + length <= len(words):
            at += length
            eve = words[at : at + 1] == ["eve"]
            day = _last(feast[0], feast[1], today + datetime.timedelta(1 if eve else 0))
            if day is None:
                return None
            return day - datetime.timedelta(1 if eve else 0), at + (words[at : at + 1] in (["eve"], ["day"]))
    return None


def _calendar(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    """Read 2026-11-03, "november 3rd", "3 november 2025", "the 3rd of november", or a month alone."""
    try:
        return datetime.date.fromisoformat("".join(words[:1])), 1
    except ValueError:
        pass
    pair = [word for word in words[:3] if word != "of"][:2]
    used = 3 if words[1:2] == ["of"] else 2
    named = [n for n, word in enumerate(pair) if word in _MONTHS]
    if not named:
        return None
    month, other = _MONTHS[pair[named[0]]], "".join(pair[1 - named[0] : 2 - named[0]])
    number = re.fullmatch(_DAY_OF_MONTH, other)
    if not number:
        return _month(month, today) if named[0] == 0 and pair[0] != "may" else None
    year = words[used] if used < len(words) and re.fullmatch(_YEAR, words[used]) else ""
    day = _day(int(year), month, int(number[1])) if year else _last(month, int(number[1]), today)
    return None if day is None else (day, used + (1 if year else 0))


def _month(month: int, today: datetime.date) -> tuple[Day, int] | None:
    first = _last(month, 1, today)
    if first is None:
        return None
    end = (first + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)
    return Range(first, min(end, today)) if first < today else first, 1


def _last(month: int, day: int, today: datetime.date) -> datetime.date | None:
    """Find the last such day not after today; leap days need up to eight years."""
    found = (_day(today.year - back, month, day) for back in range(9))
    return next((date for date in found if date is not None and date <= today), None)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
