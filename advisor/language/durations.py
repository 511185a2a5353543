"""Numbers and lengths of time as people write them: "twenty one", "a couple of weeks", "40ish days".

Each reader is given words in lower case, reads as many as it can from the front, and gives the value and how many
words it took, or None. What is vague becomes a Range whose bounds are never tighter than what was said.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from advisor.rulebase.kinds import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNITS = {
    "minute minutes min mins": (1, 1440),
    "hour hours hr hrs h": (1, 24),
    "day days d night nights": (1, 1),
    "week weeks wk wks w": (7, 1),
    "fortnight fortnights": (14, 1),
    "month months mo mos mth mths mnth mnths": (30, 1),
    "year years yr yrs y": (365, 1),
    "decade decades": (3650, 1),
}
UNITS = {name: days for names, days in _UNITS.items() for name in names.split()}
"""Units of time, in days as a fraction."""

LETTERS = frozenset("dhwy")
"""Units too short to follow "a"."""

_COUNTED = frozenset({"day", "week", "wk", "month", "year"})  # what has a number: "day 12", "the third week"
_WHOLES = _COUNTED | {"night", "hour", "fortnight", "decade"}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ONES = {word: number for number, word in enumerate(_SMALL.split())}
_TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_PLACES = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINALS = {word: number for number, word in enumerate(_PLACES.split(), 1)}
_LOOSE = {"couple": (2, 3), "few": (3, 5), "several": (3, 7), "dozen": (12, 12), "hundred": (100, 100)}
_WHOLE = frozenset({"full", "whole", "entire", "solid", "past"})  # "the whole week" is one
_STRESS = _WHOLE | {"good"}
_LEAD = _STRESS | {"the", "last", "exactly", "only", "just"}
_STRAIGHT = frozenset({"full", "whole", "long", "solid", "straight", "consecutive"})
_HEDGES = {
    "about": (
        "about/around/roughly/approximately/approx/maybe/perhaps/possibly/probably/like/some/just about/barely/hardly"
    ),
    "nearly": "almost/nearly/close to/going on/coming up on/just shy of/not quite",
    "over": (
        "over/well over/more than/longer than/at least/just over/slightly over/a little over/a bit over/"
        "slightly more than/a little more than/a bit more than/upwards of"
    ),
    "under": (
        "under/just under/less than/fewer than/shorter than/not even/slightly under/a little under/a bit under/"
        "a little less than/a bit less than"
    ),
    "most": "at most/up to/no more than/not more than",
}
_BEFORE = {tuple(words.split()): name for name, row in _HEDGES.items() for words in row.split("/")}
_AFTER = {
    ("or", "so"): "about",
    ("ish",): "about",
    ("give", "or", "take"): "about",
    ("plus",): "over",
    ("or", "more"): "over",
    ("at", "least"): "over",
    ("and", "counting"): "over",
    ("or", "less"): "most",
    ("at", "most"): "most",
    ("max",): "most",
    ("tops",): "most",
}
_FIGURE = r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(ish)?([a-z]*)"
_NUMERAL = r"[0-9][0-9,]{0,15}(\.[0-9]{1,6})?(ish)?"
_ORDINAL = r"([0-9]{1,4})(?:st|nd|rd|th)"
_HALF = Decimal("0.5")
_PART = {"half": 2, "quarter": 4}
_MORE = {"two": 1, "2": 1, "three": 2, "3": 2}  # "a week or two"
_TENTH = 10
_LONGEST_HEDGE = 4  # words


FIRST_WORDS = frozenset(
    {
        *_COUNTED,
        *_ORDINALS,
        *_ONES,
        *_TENS,
        *_LOOSE,
        *_LEAD,
        *(hedge[0] for hedge in _BEFORE),
        "a",
        "an",
        "half",
        "between",
    }
)
"""The words with which a length of time or a counted day can begin, figures apart."""


class _Amount(NamedTuple):
    low: Decimal
    high: Decimal
    end: int  # the first word that is not part of it
    unit: str = ""  # glued to the number: "3d"
    hedge: str = ""  # said after the number: "20 or so"


def read_number(words: Sequence[str]) -> tuple[Decimal | int | Range, int] | None:
    """Read a number, up to one hundred in words.

    >>> read_number(["twenty", "one", "pots"]), read_number(["40ish"]), read_number(["at", "least", "2.5"])
    ((21, 2), (Range(low=36, high=44), 1), (Range(low=Decimal('2.5'), high=None), 3))
    """
    hedge, start = _opening(words, frozenset())
    amount = _amount(words, start)
    if amount is None or amount.unit:
        return None
    low, high = _widened(amount.low, amount.high, amount.hedge or hedge)
    if low == high:
        return _plain(amount.low), amount.end
    return Range(None if low is None else _plain(low), None if high is None else _plain(high)), amount.end


def is_amount(word: str) -> bool:
    """Whether a word is a figure or a number.

    >>> is_amount("40ish"), is_amount("few"), is_amount("weeks")
    (True, True, False)
    """
    return word in _ONES or word in _TENS or word in _LOOSE or re.fullmatch(_NUMERAL, word) is not None


def read_duration(words: Sequence[str]) -> tuple[int | Range, int] | None:
    """Read a length of time, in days (a month is 30, a year 365); a part of a day becomes a Range.

    >>> read_duration("a couple of weeks".split()), read_duration("two and a half weeks".split())
    ((Range(low=14, high=21), 4), (Range(low=17, high=18), 5))
    """
    hedge, start = _opening(words, _LEAD)
    total = _total(words, start)
    if total is None:
        return None
    if words[total.end : total.end + 1] and words[total.end] in {"to", "or"}:  # "three weeks to a month"
        other = _total(words, total.end + 1)
        if other and other.high > total.high:
            total = other._replace(low=total.low)
    later, end = _hedge(words, total.end, _AFTER)
    hedge = later or total.hedge or hedge
    low, high = _widened(Decimal(math.floor(total.low)), Decimal(math.ceil(total.high)), hedge)
    if high is not None and hedge in {"under", "nearly"}:  # whole days: under four weeks is at most 27
        high = max(high - 1, Decimal(0))
    if low is not None and low == high:
        return int(low), end
    return Range(None if low is None else int(low), None if high is None else int(high)), end


def read_count(words: Sequence[str]) -> tuple[int | Range, int] | None:
    """Read a counted day, week, month or year, in days that are over: the third week is the days 14 to 21.

    >>> read_count(["day", "20"]), read_count(["3rd", "week"])
    ((20, 2), (Range(low=14, high=21), 2))
    """
    first, second, *_ = [*words[:2], "", ""]
    if first in _COUNTED:
        number = _figure(words, 1) or (_worded(words, 1) if second in _ONES or second in _TENS else None)
        if number is None or number.unit or words[number.end : number.end + 1] in (["times"], ["more"]):
            return None
        if words[number.end : number.end + 1] and words[number.end] in UNITS:
            return None  # "one day 3 weeks later"
        bounds, end = (number.low, number.high), number.end
        after = words[end : end + 2]
        if len(after) > 1 and after[0] in {"to", "or"} and (other := _figure(words, end + 1)) and not other.unit:
            bounds, end = (number.low, other.high), other.end
    elif second in _COUNTED and (place := _place(first)):
        bounds, end, first = (Decimal(place), Decimal(place)), 2, second
    else:
        return None
    low, high = bounds
    days = counted_days(_plain(low) if low == high else Range(_plain(low), _plain(high)), first)
    return (days, end) if isinstance(days, (int, Range)) else None


def counted_days(number: int | Decimal | Range, unit: str) -> int | Decimal | Range:
    """Give the days that are over on "day 12" and in "week 3".

    >>> counted_days(12, "day"), counted_days(3, "week"), counted_days(Range(2, 3), "week")
    (12, Range(low=14, high=21), Range(low=7, high=21))
    """
    days, parts = UNITS[unit]
    if days == parts:
        return number
    low, high = number if isinstance(number, Range) else (number, number)
    early = None if low is None else max(0, math.floor((math.ceil(low) - 1) * days / parts))  # type: ignore[arg-type]
    late = None if high is None else math.ceil(high * days / parts)  # type: ignore[operator]  # both are numbers
    return late if late is not None and early == late else Range(early, late)


def _place(word: str) -> int:
    figures = re.fullmatch(_ORDINAL, word)
    return int(figures[1]) if figures else _ORDINALS.get(word, 0)


def _opening(words: Sequence[str], lead: frozenset[str]) -> tuple[str, int]:
    """Go past the words before an amount; give how it is hedged: "maybe over" is over."""
    hedge, at = "", 0
    while at < len(words):
        second = "".join(words[at + 1 : at + 2])
        found, end = _hedge(words, at, _BEFORE)
        if end > at:
            during = words[at] == "over" and second == "the"  # "over the past three weeks"
            hedge = hedge if during or hedge not in {"", "about"} else found
            at = end
        elif (words[at] in lead and not (words[at] in _WHOLE and second in _WHOLES)) or (
            lead and words[at] in {"a", "an"} and second in _STRESS
        ):
            at += 1
        else:
            break
    return hedge, at


def _total(words: Sequence[str], start: int) -> _Amount | None:
    """Add up amounts with ever smaller units: "a week and two days", "a year and a half"."""
    low = high = last = Decimal(0)
    end, size, hedge = start, Decimal(10**9), ""
    while True:
        at = end + (end > start and list(words[end : end + 1]) == ["and"])
        pair = list(words[at : at + 2])
        if at > start and len(pair) > 1 and pair[0] == "a" and (part := _PART.get(pair[1])):
            return _Amount(low + last / part, high + last / part, at + 2, hedge=hedge)
        if at > end and pair == ["a", "bit"]:
            return _Amount(low, high + last, at + 2, hedge=hedge)
        pair = list(words[end : end + 2])
        if end > start and len(pair) > 1 and pair[0] == "or" and pair[1] in _MORE and not _unit(words, end + 2)[0]:
            return _Amount(low, high + last * _MORE[pair[1]], end + 2, hedge=hedge)
        amount = _amount(words, at, unit_follows=True)
        unit, after = (
            (amount.unit, amount.end) if amount and amount.unit else _unit(words, amount.end if amount else at)
        )
        days, parts = UNITS.get(unit, (0, 1))
        if not amount or not days or Decimal(days) / parts >= size:
            return _Amount(low, high, end, hedge=hedge) if end > start else None
        last = size = Decimal(days) / parts
        low, high = low + amount.low * days / parts, high + amount.high * days / parts
        end, hedge = after, hedge or amount.hedge


def _unit(words: Sequence[str], at: int) -> tuple[str, int]:
    """Find the unit after an amount, past a word such as "whole", and the word after it; empty where there is none."""
    at += at < len(words) and words[at] in _STRAIGHT
    found = at < len(words) and words[at] in UNITS
    return (words[at], at + 1) if found else ("", at)


def _hedge(words: Sequence[str], at: int, hedges: dict[tuple[str, ...], str]) -> tuple[str, int]:
    for length in range(_LONGEST_HEDGE, 0, -1):
        found = tuple(words[at : at + length])
        if len(found) == length and found in hedges:
            return hedges[found], at + length
    return "", at


def _widened(low: Decimal, high: Decimal, hedge: str) -> tuple[Decimal | None, Decimal | None]:
    """Widen an amount by the words around it: by a tenth, at least one, or up to an open end."""
    some = max(Decimal(1), Decimal(math.floor(high / _TENTH + _HALF)))
    if hedge == "about":
        return max(low - some, Decimal(0)), high + some
    if hedge == "nearly":
        return max(low - max(some, Decimal(2)), Decimal(0)), high
    if hedge == "over":
        return low, None
    return (Decimal(0), high) if hedge else (low, high)


def _amount(words: Sequence[str], at: int, *, unit_follows: bool = False) -> _Amount | None:
    """Read one amount without its unit; "a" is one only where a unit follows."""
    between = list(words[at : at + 1]) == ["between"]
    found = _figure(words, at + between) or _worded(words, at + between, unit_follows=unit_follows)
    if found is None or (found.unit and not between):
        return found
    end = found.end
    if tuple(words[end : end + 3]) == ("and", "a", "half") and not between:
        return _Amount(found.low + _HALF, found.high + _HALF, end + 3)
    if list(words[end : end + 2]) == ["a", "half"] and _unit(words, end + 2)[0] and not between:  # "2 1/2 weeks"
        return _Amount(found.low + _HALF, found.high + _HALF, end + 2)
    if "".join(words[end : end + 1]) in ({"and"} if between else {"to", "or"}):
        other = _figure(words, end + 1) or _worded(words, end + 1)
        if other and other.high > found.high:
            return _Amount(found.low, other.high, other.end, other.unit)
    if between:
        return None
    hedge, end = _hedge(words, end, _AFTER)
    return found._replace(end=end, hedge=hedge)


def _figure(words: Sequence[str], at: int) -> _Amount | None:
    found = re.fullmatch(_FIGURE, words[at].replace(",", "")) if at < len(words) else None
    if not found or found[3] not in {"", *UNITS}:
        return None
    number = Decimal(found[1])
    some = max(Decimal(1), Decimal(math.floor(number / _TENTH + _HALF))) if found[2] else Decimal(0)
    return _Amount(max(number - some, Decimal(0)), number + some, at + 1, found[3])


def _worded(words: Sequence[str], at: int, *, unit_follows: bool = False) -> _Amount | None:
    first, second, *_ = [*words[at : at + 2], "", ""]
    if first in {"a", "an", "the", "one"} and (second in _LOOSE or (second == "half" and unit_follows)):
        return _worded(words, at + 1, unit_follows=unit_follows)
    if first in _LOOSE:
        low, high = _LOOSE[first]
        return _Amount(Decimal(low), Decimal(high), at + (2 if second == "of" else 1))
    if first == "half":
        return _Amount(_HALF, _HALF, at + (2 if second in {"a", "an"} else 1))
    one = first in {"a", "an"} or (first in _WHOLE and second in _WHOLES)
    if unit_follows and one and second in UNITS and second not in LETTERS:
        return _Amount(Decimal(1), Decimal(1), at + 1)
    if first in _TENS:
        ones = _ONES.get(second, 0)
        joined = 0 < ones < _TENTH
        number = Decimal(_TENS[first] + (ones if joined else 0))
        return _Amount(number, number, at + (2 if joined else 1))
    if first in _ONES:
        return _Amount(Decimal(_ONES[first]), Decimal(_ONES[first]), at + 1)
    return None


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number
