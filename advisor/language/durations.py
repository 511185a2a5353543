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
    "hour hours hr hrs h": (1, 24),
    "day days d": (1, 1),
    "week weeks wk wks w": (7, 1),
    "fortnight fortnights": (14, 1),
    "month months mo mos mth mths": (30, 1),
    "year years yr yrs y": (365, 1),
}
UNITS = {name: days for names, days in _UNITS.items() for name in names.split()}
"""Units of time, in days as a fraction."""

_LETTERS = frozenset("dhwy")  # units too short to follow "a"
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ONES = {word: number for number, word in enumerate(_SMALL.split())}
_TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_LOOSE = {"couple": (2, 3), "few": (3, 5), "several": (3, 7), "dozen": (12, 12), "hundred": (100, 100)}
_LEAD = frozenset({"the", "past", "last", "full", "whole", "entire", "solid", "good", "exactly", "only", "just"})
_HEDGES = {
    "about": "about/around/roughly/approximately/approx/maybe/probably/like/some/just about",
    "nearly": "almost/nearly/close to",
    "over": "over/well over/more than/longer than/at least",
    "under": "under/just under/less than/fewer than/shorter than",
    "most": "at most/up to/no more than",
}
_BEFORE = {tuple(words.split()): name for name, row in _HEDGES.items() for words in row.split("/")}
_AFTER = {
    ("or", "so"): "about",
    ("ish",): "about",
    ("plus",): "over",
    ("or", "more"): "over",
    ("at", "least"): "over",
    ("or", "less"): "most",
}
_FIGURE = r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(ish)?([a-z]*)"
_HALF = Decimal("0.5")
_TENTH = 10


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
    hedge, start = _hedge(words, 0, _BEFORE)
    amount = _amount(words, start)
    if amount is None or amount.unit:
        return None
    low, high = _widened(amount.low, amount.high, amount.hedge or hedge)
    if low == high:
        return _plain(amount.low), amount.end
    return Range(None if low is None else _plain(low), None if high is None else _plain(high)), amount.end


def read_duration(words: Sequence[str]) -> tuple[int | Range, int] | None:
    """Read a length of time, in days (a month is 30, a year 365); a part of a day becomes a Range.

    >>> read_duration("a couple of weeks".split()), read_duration("two and a half weeks".split())
    ((Range(low=14, high=21), 4), (Range(low=17, high=18), 5))
    """
    hedge, start = _hedge(words, 0, _BEFORE)
    while words[start : start + 1] and words[start] in _LEAD:
        start += 1
    total = _total(words, start)
    if total is None:
        return None
    later, end = _hedge(words, total.end, _AFTER)
    hedge = later or total.hedge or hedge
    low, high = _widened(Decimal(math.floor(total.low)), Decimal(math.ceil(total.high)), hedge)
    if high is not None and hedge in {"under", "nearly"}:  # whole days: under four weeks is at most 27
        high = max(high - 1, Decimal(0))
    if low is not None and low == high:
        return int(low), end
    return Range(None if low is None else int(low), None if high is None else int(high)), end


def _total(words: Sequence[str], start: int) -> _Amount | None:
    """Add up amounts with ever smaller units: "a week and two days", "a year and a half"."""
    low = high = last = Decimal(0)
    end, size, hedge = start, Decimal(10**9), ""
    while True:
        at = end + (end > start and list(words[end : end + 1]) == ["and"])
        if at > start and list(words[at : at + 2]) == ["a", "half"]:
            return _Amount(low + last / 2, high + last / 2, at + 2, hedge=hedge)
        if end > start and tuple(words[end : end + 2]) == ("or", "two"):
            return _Amount(low, high + last, end + 2, hedge=hedge)
        amount = _amount(words, at, unit_follows=True)
        unit = amount and (amount.unit or "".join(words[amount.end : amount.end + 1]))
        days, parts = UNITS.get(unit or "", (0, 1))
        if not amount or not days or Decimal(days) / parts >= size:
            return _Amount(low, high, end, hedge=hedge) if end > start else None
        last = size = Decimal(days) / parts
        low, high = low + amount.low * days / parts, high + amount.high * days / parts
        end, hedge = amount.end + (0 if amount.unit else 1), hedge or amount.hedge


def _hedge(words: Sequence[str], at: int, hedges: dict[tuple[str, ...], str]) -> tuple[str, int]:
    for length in (3, 2, 1):
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
    if first in {"a", "an", "the", "one"} and second in _LOOSE:
        return _worded(words, at + 1)
    if first in _LOOSE:
        low, high = _LOOSE[first]
        return _Amount(Decimal(low), Decimal(high), at + (2 if second == "of" else 1))
    if first == "half":
        return _Amount(_HALF, _HALF, at + (2 if second in {"a", "an"} else 1))
    if unit_follows and first in {"a", "an"} and second in UNITS and second not in _LETTERS:
        return _Amount(Decimal(1), Decimal(1), at + 1)
    if first in _TENS:
        one = _ONES.get(second, 0)
        joined = 0 < one < _TENTH
        number = Decimal(_TENS[first] + (one if joined else 0))
        return _Amount(number, number, at + (2 if joined else 1))
    if first in _ONES:
        return _Amount(Decimal(_ONES[first]), Decimal(_ONES[first]), at + 1)
    return None


def _plain(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number
