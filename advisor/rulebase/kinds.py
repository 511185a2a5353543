"""The kinds of facts: how each reads a value, shows it and says what fits.

Adding a kind is adding a class and a row in `KINDS`.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Union

from advisor.errors import FactError, near

if TYPE_CHECKING:
    from collections.abc import Sequence


class Range(NamedTuple):
    """A value known only to lie between two bounds, both included; None is an open end.

    >>> Range(20, 24)
    Range(low=20, high=24)
    """

    low: int | Decimal | datetime.date | None
    high: int | Decimal | datetime.date | None


Value = Union[bool, int, Decimal, str, datetime.date, Range]
"""A value of a fact, by its kind: bool, str, int or Decimal, date, days as int, str; or a Range."""

_DIGITS = 30
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"([+-]?[0-9]{1,9})\s*(days?|d|weeks?|w)?")
_WEEK = 7
_MOST_DAYS = 1_000_000


class Kind:
    """What all kinds have in common; a kind says what fits, reads values and shows them."""

    name = ""
    ordered = False  # can be compared with < and told as a range
    whole = False  # on a line, has only whole values
    beyond = ("less", "more")  # how an open range is said, downwards and upwards

    def expected(self, choices: Sequence[str] = ()) -> str:
        """Say what fits, to be read after "expected"."""
        raise NotImplementedError

    def accept(self, given: object, choices: Sequence[str] = ()) -> Value | None:
        """Give the value that was meant, or None when the given thing does not fit."""
        raise NotImplementedError

    def show(self, value: Value) -> str:
        """Show a value so that reading it gives it back."""
        if isinstance(value, Range):
            low, high = ("" if bound is None else self.show(bound) for bound in value)
            return f"{low}..{high}"
        return str(value)

    def word(self, value: Value) -> str:
        """Put a value into words, to stand inside a sentence.

        >>> KINDS["date"].word(Range(None, datetime.date(2026, 11, 23)))
        '23 November 2026 or earlier'
        """
        if not isinstance(value, Range):
            return self.show(value)
        low, high = value
        if low is None or high is None:
            bound = high if low is None else low
            return f"{self.word(bound)} or {self.beyond[low is not None]}"  # type: ignore[arg-type]  # one end is there
        return f"{self.word(low)} to {self.word(high)}"

    def read(self, fact: str, given: object, choices: Sequence[str] = ()) -> Value:
        """Read a value of the named fact; raises FactError with what fits.

        >>> KINDS["number"].read("wind", "12.50")
        Decimal('12.5')
        """
        value = self._range(given) if self.ordered else None
        if value is None:
            value = self.accept(given, choices)
        if value is None:
            nearest = near(given, choices) if isinstance(given, str) else None
            hint = f"did you mean '{nearest}'?" if nearest else self.hint(given)
            raise FactError(fact, given, self.expected(choices), hint)
        return value

    def hint(self, given: object) -> str:
        """Say what to do about a value that does not fit, or nothing."""
        return "leave the fact out when it is not known" if given is None else ""

    def _range(self, given: object) -> Value | None:
        ends: tuple[object, ...]
        if isinstance(given, str) and ".." in given:
            ends = tuple(end.strip() or None for end in given.split("..", 1))
        elif isinstance(given, Range):
            ends = given
        else:
            return None
        bounds = [None if end is None else self.accept(end) for end in ends]
        if any(read is None and end is not None for read, end in zip(bounds, ends)) or bounds == [None, None]:
            return None
        low, high = bounds
        if low is not None and high is not None and low >= high:  # type: ignore[operator]  # both of this kind
            return low if low == high else None
        return Range(low, high)  # type: ignore[arg-type]


class Boolean(Kind):
    """Yes or no."""

    name = "boolean"

    def expected(self, choices: Sequence[str] = ()) -> str:
        return "yes or no (true or false)"

    def accept(self, given: object, choices: Sequence[str] = ()) -> Value | None:
        if isinstance(given, bool):
            return given
        return _WORDS.get(given.strip().lower()) if isinstance(given, str) else None

    def show(self, value: Value) -> str:
        return "true" if value else "false"

    def word(self, value: Value) -> str:
        return "yes" if value else "no"


_WORDS = {"true": True, "yes": True, "false": False, "no": False}


class Choice(Kind):
    """One of the named choices."""

    name = "choice"

    def expected(self, choices: Sequence[str] = ()) -> str:
        return "one of " + ", ".join(choices)

    def accept(self, given: object, choices: Sequence[str] = ()) -> Value | None:
        return given.strip() if isinstance(given, str) and given.strip() in choices else None

    def word(self, value: Value) -> str:
        return self.show(value).replace("_", " ")


class Number(Kind):
    """A whole or decimal number, of at most 30 digits before the point and 30 after it, never a binary float."""

    name = "number"
    ordered = True

    def expected(self, choices: Sequence[str] = ()) -> str:
        return "a number such as 12 or 2.5"

    def hint(self, given: object) -> str:
        return "give it as Decimal or text" if isinstance(given, float) else super().hint(given)

    def accept(self, given: object, choices: Sequence[str] = ()) -> Value | None:
        if isinstance(given, str) and _NUMBER.fullmatch(given.strip()):
            given = Decimal(given.strip())
        if isinstance(given, Decimal):
            return _plain(given)
        if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 10**_DIGITS:
            return given
        return None

    def show(self, value: Value) -> str:
        return format(value, "f") if isinstance(value, Decimal) else super().show(value)


def _plain(given: Decimal) -> int | Decimal | None:
    """Give a number without needless zeros; None for no number, and for one with too many digits."""
    if not given.is_finite() or (given and not -_DIGITS <= given.adjusted() < _DIGITS):
        return None
    # shortened by hand: Decimal would round to the digits of whatever context the caller has set
    sign, digits, exponent = given.as_tuple()
    text = "".join(map(str, digits)).rstrip("0") or "0"
    exponent = int(exponent) + len(digits) - len(text) if given else 0
    if exponent < -_DIGITS:
        return None
    if exponent < 0:
        return Decimal((sign, tuple(map(int, text)), exponent))
    return int(f"{'-' * sign}{text}{'0' * exponent}")


class Date(Kind):
    """A day of the calendar."""

    name = "date"
    ordered = True
    whole = True
    beyond = ("earlier", "later")

    def expected(self, choices: Sequence[str] = ()) -> str:
        return "a date such as 2026-11-23"

    def accept(self, given: object, choices: Sequence[str] = ()) -> Value | None:
        if isinstance(given, datetime.datetime):
            return given.date()
        if isinstance(given, datetime.date):
            return given
        if isinstance(given, str) and _DATE.fullmatch(given.strip()):
            try:
                return datetime.date.fromisoformat(given.strip())
            except ValueError:
                return None
        return None

    def word(self, value: Value) -> str:
        if isinstance(value, datetime.date):
            return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
        return super().word(value)


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Duration(Kind):
    """A length of time in whole days."""

    name = "duration"
    ordered = True
    whole = True

    def expected(self, choices: Sequence[str] = ()) -> str:
        return "a length of time such as 12 days or 3 weeks"

    def accept(self, given: object, choices: Sequence[str] = ()) -> Value | None:
        if isinstance(given, str) and (found := _DURATION.fullmatch(given.strip().lower())):
            weeks = (found[2] or "d").startswith("w")
            given = int(found[1]) * (_WEEK if weeks else 1)
        if isinstance(given, datetime.timedelta) and given == datetime.timedelta(given.days):
            given = given.days
        if isinstance(given, int) and not isinstance(given, bool) and abs(given) <= _MOST_DAYS:
            return given
        return None

    def show(self, value: Value) -> str:
        if isinstance(value, Range):
            return super().show(value)
        return "1 day" if value == 1 else f"{value} days"


class Text(Kind):
    """Free text, compared letter by letter once normalised."""

    name = "text"

    def expected(self, choices: Sequence[str] = ()) -> str:
        return "text of at most 500 characters"

    def accept(self, given: object, choices: Sequence[str] = ()) -> Value | None:
        if not isinstance(given, str):
            return None
        text = " ".join(unicodedata.normalize("NFC", given).split())
        return text if len(text) <= 500 else None  # noqa: PLR2004 - said in `expected`


KINDS: dict[str, Kind] = {kind.name: kind for kind in (Boolean(), Choice(), Number(), Date(), Duration(), Text())}
