"""Days as people write them: "last night", "three weeks ago", "since Friday", "November 3rd"."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Union

from advisor.language.durations import UNITS, read_duration
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
_FEASTS |= {("new", "years"): (1, 1), ("valentines",): (2, 14), ("xmas",): (12, 25), ("nye",): (12, 31)}
_NEAR = {
    "today/tonight/just now/right now/this morning/this afternoon/this evening": (0, 0),
    "yesterday/last night/last evening": (-1, -1),
    "day before yesterday/night before last": (-2, -2),
    "other day/other night": (-5, -2),
    "tomorrow": (1, 1),
    "day after tomorrow": (2, 2),
}
_OFFSETS = {tuple(words.split()): days for row, days in _NEAR.items() for words in row.split("/")}
_LEAD = frozenset({"on", "since", "from", "the", "in", "at", "back", "of", "during"})
_IN = frozenset({"in", "since", "from", "of", "during"})  # stand before a month
_ORDINARY = frozenset({"sat", "sun", "wed", "mon"})  # words of their own, unless a word for time is beside them
_UNSUITED = frozenset({"the", "in", "at", "of", "back"})  # do not stand before a weekday
_TIMES = frozenset({"morning", "afternoon", "evening", "night"})
_AGO = frozenset({"ago", "back", "earlier"})
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_LOOSELY = frozenset({"early", "earlier", "late", "later"})
_PLACES = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1}
_SHIFTS = {"last": -1, "this": 0, "next": 1}
_DAY_OF_MONTH = r"([0-9]{1,2})(st|nd|rd|th)?"
_YEAR = r"(19|20)[0-9]{2}"
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HOUR = r"([0-9]{1,2})(am|pm)?"
_HOURS = 24
FIRST_WORDS = frozenset(
    {*_LEAD, *_WEEKDAYS, *_MONTHS, *_THIRDS, *_LOOSELY, *_PLACES, *_SHIFTS, *(offset[0] for offset in _OFFSETS)}
    | {*(feast[0] for feast in _FEASTS), *UNITS, "past", "coming", "weekend"}
)
"""The words with which a day can begin, figures and lengths of time apart."""
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
    rest, lead = list(words[start : start + 16]), words[start - 1] if start else ""
    if not rest:
        return None
    if lead == "in" and (found := read_duration(rest)):
        day = counted(found[0], today, +1)
        return None if day is None else (day, start + found[1])
    read = None if rest[0] in _ORDINARY and lead in _UNSUITED else _named(rest, today)
    read = read or _month(rest, lead, today) or _year(rest, lead, today)
    return (read[0], start + _clock(rest, read[1])) if read else None


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


def _named(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    for reader in (_near, _ago, _part, _weekday, _stretch, _feast, _calendar):
        if read := reader(words, today):
            return read
    return None


def _clock(words: list[str], at: int) -> int:
    """Go past the time of day that follows a day: "at 3am", "around 11 in the morning", "at noon"."""
    start = at
    while start < min(at + 2, len(words)) and words[start] in {"at", "around", "about", "like"}:
        start += 1
    hour, after, *_ = [*words[start : start + 2], "", ""]
    if start > at and hour in {"noon", "midnight"}:
        return start + 1
    found = re.fullmatch(_HOUR, hour)
    if not found or int(found[1]) > _HOURS:
        return at
    if found[2]:
        return start + 1
    if after in {"am", "pm", "oclock"}:
        return start + 2
    if after in {"a", "p"} and start + 2 == len(words):  # "3 a.m."
        return start + 1
    if words[start + 1 : start + 3] == ["in", "the"] and words[start + 3 : start + 4] and words[start + 3] in _TIMES:
        return start + 4
    return start + 1 if "at" in words[at:start] and not after else at


def _near(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    for length in (3, 2, 1):
        if length <= len(words) and (offsets := _OFFSETS.get(tuple(words[:length]))):
            low, high = (today + datetime.timedelta(days) for days in offsets)
            later = words[0] in {"yesterday", "tomorrow", "today"} and not _TIMES.isdisjoint(words[1:2])
            return (low if low == high else Range(low, high)), length + later
    return None


def _ago(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    """Read "three weeks ago", "a week from now", and "months ago": two at the least."""
    found = read_duration(words)
    if not found and words[0].endswith("s") and (unit := UNITS.get(words[0])):
        found = Range(2 * unit[0], None) if unit[1] == 1 else Range(0, 1), 1
    if not found or found[1] >= len(words):
        return None
    days, used = found
    if words[used : used + 2] in (["from", "now"], ["from", "today"]):
        day = counted(days, today, +1)
        return None if day is None else (day, used + 2)
    together = words[used] == "back" and not {"together", "with", "to"}.isdisjoint(words[used + 1 : used + 2])
    if words[used] not in _AGO or together:
        return None
    day = counted(days, today, -1)
    return None if day is None else (day, used + 1 + (words[used + 1 : used + 2] == ["today"]))


def _weekday(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    which = words[0] if words[0] in {"last", "next", "this", "coming", "past"} else ""
    at = 2 if words[:2] in (["this", "past"], ["this", "coming"]) else 1 if which else 0
    number = _WEEKDAYS.get(words[at]) if at < len(words) else None
    if number is None:
        return None
    ahead = (number - today.weekday() - 1) % _WEEK + 1  # from tomorrow on
    days = ahead - _WEEK if ahead < _WEEK else -_WEEK
    if which in {"next", "coming"} or words[:2] == ["this", "coming"]:
        days = ahead
    elif which == "this" and at == 1:  # of this week, over or to come
        days = number - today.weekday()
    used = at + (2 if at + 1 < len(words) and words[at + 1] in _TIMES else 1)
    return today + datetime.timedelta(days), used


def _period(unit: str, shift: int, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Give the first and last day of this week, month or year, or of one before or after it."""
    if unit == "week":
        monday = today + datetime.timedelta(_WEEK * shift - today.weekday())
        return monday, monday + datetime.timedelta(_WEEK - 1)
    if unit == "year":
        return datetime.date(today.year + shift, 1, 1), datetime.date(today.year + shift, 12, 31)
    months = today.year * 12 + today.month - 1 + shift
    first = datetime.date(months // 12, months % 12 + 1, 1)
    return first, (first + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)


def _stretch(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    """Read "last week", "this month", "the weekend" and the like."""
    first, second, third, *_ = [*words[:3], "", "", ""]
    if "weekend" in {first, second} and first in {"last", "this", "past", "weekend"}:
        saturday = today - datetime.timedelta((today.weekday() - 5) % _WEEK or _WEEK)
        sunday = min(saturday + datetime.timedelta(1), today)
        return Range(saturday, sunday), 1 if first == "weekend" else 2
    if first in {"week", "month", "year"} and (second, third) == ("before", "last"):
        return Range(*_period(first, -2, today)), 3
    if second == "weekend" and first == "next":
        saturday = _period("week", 1, today)[1] - datetime.timedelta(1)
        return Range(saturday, saturday + datetime.timedelta(1)), 2
    if second not in {"week", "month", "year"} or first not in _SHIFTS:
        return None
    low, high = _period(second, _SHIFTS[first], today)
    if first == "this":
        return (Range(low, today) if low < today else today), 2
    return Range(low, high), 2


def _part(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    """Read a part of a longer time: "mid october", "end of last month", "first week of june"; or "late last night"."""
    at = 1 + (words[1:2] == ["of"])
    if words[0] in _THIRDS and (whole := _whole(words, at, today)):
        first, last, used = whole
        size, third = (last - first).days + 1, _THIRDS[words[0]]
        low = first + datetime.timedelta(max(0, size * third // 3 - 1))
        return _begun(low, min(last, first + datetime.timedelta(-(-size * (third + 1) // 3))), today, used)
    if words[0] in _PLACES and words[1:3] == ["week", "of"] and (whole := _whole(words, 3, today)):
        first, last, used = whole
        place = _PLACES[words[0]]
        low = first + datetime.timedelta(_WEEK * place) if place >= 0 else last - datetime.timedelta(_WEEK - 1)
        return _begun(low, low + datetime.timedelta(_WEEK - 1), today, used)
    if words[0] in _LOOSELY and len(words) > 1:
        for reader in (_near, _weekday, _stretch):
            if read := reader(words[1:], today):
                return read[0], 1 + read[1]
    if words[0] in {"last", "next"} and words[1:2] and words[1] in _MONTHS and not _numbered(words, 2):
        month = _MONTHS[words[1]]
        far = (today.month - month - 1) % 12 + 1 if words[0] == "last" else -((month - today.month - 1) % 12 + 1)
        return Range(*_period("month", -far, today)), 2
    return None


def _whole(words: list[str], at: int, today: datetime.date) -> tuple[datetime.date, datetime.date, int] | None:
    """Read the longer time of which something is a part, its last day not cut off at today."""
    first, second, *_ = [*words[at : at + 2], "", ""]
    if first in _MONTHS and not _numbered(words, at + 1):
        if re.fullmatch(_YEAR, second):
            return (*_period("month", 0, datetime.date(int(second), _MONTHS[first], 1)), at + 2)
        return (*_period("month", -((today.month - _MONTHS[first]) % 12), today), at + 1)
    if first in _SHIFTS and second in {"week", "month", "year"}:
        return (*_period(second, _SHIFTS[first], today), at + 2)
    return None


def _begun(low: datetime.date, high: datetime.date, today: datetime.date, used: int) -> tuple[Day, int]:
    """Cut a stretch that has begun off at today: what is told of it is over."""
    return (Range(low, min(high, today)) if low < today else today if low == today else Range(low, high)), used


def _feast(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    coming = words[0] in {"next", "this"} and words[1:2] != ["past"]
    at = 2 if words[:2] == ["this", "past"] else 1 if words[0] in _SHIFTS else 0
    for length in (2, 1):
        feast = _FEASTS.get(tuple(words[at : at + length]))
        if feast and at + length <= len(words):
            at += length
            eve = words[at : at + 1] == ["eve"]
            day = _last(feast[0], feast[1], today + datetime.timedelta(1 if eve else 0))
            if day is None:
                return None
            day = day.replace(year=day.year + 1) if coming and day < today else day
            return day - datetime.timedelta(1 if eve else 0), at + (words[at : at + 1] in (["eve"], ["day"]))
    return None


def _calendar(words: list[str], today: datetime.date) -> tuple[Day, int] | None:
    """Read 2026-11-03, "november 3rd", "3 november 2025" and "the 3rd of november"."""
    if re.fullmatch(_ISO, words[0]):
        day = _day(*(int(part) for part in words[0].split("-")))
        return None if day is None else (day, 1)
    pair = [word for word in words[:3] if word not in {"of", "the"}][:2]
    used = 2 + (words[1:2] in (["of"], ["the"]))
    named = [n for n, word in enumerate(pair) if word in _MONTHS]
    number = re.fullmatch(_DAY_OF_MONTH, "".join(pair[1 - named[0] : 2 - named[0]])) if named else None
    if not number or used > len(words) or (used < len(words) and named[0] == 0 and words[used] in UNITS):
        return None  # "may 3 weeks"
    month = _MONTHS[pair[named[0]]]
    year = words[used] if used < len(words) and re.fullmatch(_YEAR, words[used]) else ""
    day = _day(int(year), month, int(number[1])) if year else _last(month, int(number[1]), today)
    return None if day is None else (day, used + (1 if year else 0))


def _numbered(words: Sequence[str], at: int) -> bool:
    return at < len(words) and re.fullmatch(_DAY_OF_MONTH, words[at]) is not None


def _month(words: list[str], lead: str, today: datetime.date) -> tuple[Day, int] | None:
    """Read a month by itself, or with its year; "may" and "march" are verbs unless a preposition stands before them."""
    if words[0] not in _MONTHS or _numbered(words, 1) or not (lead in _IN or (not lead and words[0] != "may")):
        return None
    month = _MONTHS[words[0]]
    if words[1:2] and re.fullmatch(_YEAR, words[1]):
        return _begun(*_period("month", 0, datetime.date(int(words[1]), month, 1)), today, 2)
    return _begun(*_period("month", -((today.month - month) % 12), today), today, 1)


def _year(words: list[str], lead: str, today: datetime.date) -> tuple[Day, int] | None:
    """Read a year by itself: "since 2020"."""
    if lead not in {"in", "since"} or not re.fullmatch(_YEAR, words[0]) or int(words[0]) > today.year:
        return None
    return _begun(*_period("year", int(words[0]) - today.year, today), today, 1)


def _last(month: int, day: int, today: datetime.date) -> datetime.date | None:
    """Find the last such day not after today; leap days need up to eight years."""
    found = (_day(today.year - back, month, day) for back in range(9))
    return next((date for date in found if date is not None and date <= today), None)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
