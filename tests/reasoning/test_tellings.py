"""Reading what is told: what is refused, and what is kept of a computed fact."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import FactError, UnknownName
from advisor.reasoning.tellings import meet, read_told
from advisor.rulebase.kinds import Range
from tests.gardens import garden

if TYPE_CHECKING:
    from advisor.rulebase.kinds import Value

DAY = datetime.date(2026, 11, 23)
GARDEN = garden("""
facts:
  rain: {kind: boolean, ask: Does it rain?}
  planted: {kind: date, past: true, ask: When?}
  frost_on: {kind: date, ask: When?}
  wind: {kind: number, ask: How strong?, min: 0, max: 12}
  weeks_dry: {kind: number, ask: How many weeks?}
  dry: {kind: duration, ask: How long?, max: 30}
  age: {kind: number, unit: days, compute: days_since(planted)}
  until_frost: {kind: number, compute: days_until(frost_on)}
  ripe: {kind: date, compute: planted + weeks(4)}
  days_dry: {kind: number, compute: weeks_dry * 7}
  twice: {kind: number, compute: dry * 2}
  debt: {kind: number, compute: 10 - dry}
  steps: {kind: number, compute: "-(wind - 3) * 0.5"}
  capped: {kind: number, compute: "min(wind, 5)"}
  span: {kind: number, compute: "days_between(planted, frost_on)"}
  still: {kind: number, compute: wind * 0}
  wet: {kind: boolean}
  soggy: {kind: boolean}
topics:
  garden: {title: The garden}
rules:
  rain-wets: {when: rain and age > 3, conclude: {wet: true}, source: notes/all}
  dry-dries: {when: dry > 3, conclude: {wet: false}, source: notes/all}
  wet-is-soggy: {when: wet and wind < 3, conclude: {soggy: true}, source: notes/all}
""")


def told(name: str, value: object) -> tuple[str, Value]:
    return read_told(GARDEN, name, value, DAY)


def ago(days: int) -> datetime.date:
    return DAY - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("name", "value", "keeper", "kept"),
    [
        ("rain", "no", "rain", False),
        ("wind", "2.50", "wind", Decimal("2.5")),
        ("age", 12, "planted", datetime.date(2026, 11, 11)),
        ("age", "10..12", "planted", Range(ago(12), ago(10))),
        ("age", "12..", "planted", Range(None, ago(12))),
        ("age", "..12", "planted", Range(ago(12), None)),
        ("age", Range(3, 3), "planted", ago(3)),
        ("until_frost", 5, "frost_on", ago(-5)),
        ("until_frost", "5..", "frost_on", Range(ago(-5), None)),
        ("ripe", "2026-12-09", "planted", datetime.date(2026, 11, 11)),
        ("ripe", "2026-12-09..2026-12-11", "planted", Range(datetime.date(2026, 11, 11), datetime.date(2026, 11, 13))),
        ("twice", 8, "dry", 4),
        ("twice", "7..11", "dry", Range(4, 5)),
        ("twice", "7..9", "dry", 4),
        ("twice", "7..", "dry", Range(4, None)),
        ("debt", 3, "dry", 7),
        ("debt", "3..", "dry", Range(None, 7)),
        ("steps", "-2.25", "wind", Decimal("7.5")),
        ("steps", "-1..0.5", "wind", Range(2, 5)),
        ("days_dry", 14, "weeks_dry", 2),
    ],
)
def test_what_is_told_is_kept_as_the_told_fact_it_comes_from(
    name: str, value: object, keeper: str, kept: Value
) -> None:
    assert told(name, value) == (keeper, kept)
    assert type(told(name, value)[1]) is type(kept)


STRENGTH = "a number such as 12 or 2.5, at least 0 and at most 12"
LENGTH = "a length of time such as 12 days or 3 weeks, at most 30"
CONCLUDED, COMPUTED = "nothing: rules conclude it", "nothing: it is computed"
PAST, CALENDAR = "a day not after today, 2026-11-23", "a value within the calendar"
WHOLE, WEEKS = "a whole number of days", "a value that comes of a number 'weeks_dry' exactly"


@pytest.mark.parametrize(
    ("name", "value", "expected", "hint"),
    [
        ("rain", "perhaps", "yes or no (true or false)", ""),
        ("wet", True, CONCLUDED, "tell what it comes from: dry, planted, rain"),
        ("soggy", True, CONCLUDED, "tell what it comes from: dry, planted, rain, wind"),
        ("span", 3, COMPUTED, "tell frost_on and planted"),
        ("capped", 3, COMPUTED, "tell wind"),
        ("still", 0, COMPUTED, "tell wind"),
        ("wind", 13, STRENGTH, ""),
        ("wind", "10..13", STRENGTH, ""),
        ("wind", "..-1", STRENGTH, ""),
        ("steps", 2, STRENGTH, ""),
        ("dry", "5 weeks", LENGTH, ""),
        ("planted", ago(-1), PAST, ""),
        ("planted", "2026-11-24..", PAST, ""),
        ("planted", "..2026-11-24", PAST, ""),
        ("age", -1, PAST, ""),
        ("age", 10**7, CALENDAR, ""),
        ("age", 10**20, CALENDAR, ""),
        ("age", "2.5", WHOLE, ""),
        ("twice", 7, WHOLE, ""),
        ("twice", "7..7.5", WHOLE, ""),
        ("days_dry", 10, WEEKS, ""),
        ("days_dry", "10..14", WEEKS, ""),
        ("twice", 10**9, "a value that comes of a duration 'dry' exactly", ""),
    ],
)
def test_what_does_not_fit_is_refused_under_the_name_it_was_told_by(
    name: str, value: object, expected: str, hint: str
) -> None:
    with pytest.raises(FactError) as caught:
        told(name, value)
    assert (caught.value.fact, caught.value.given) == (name, value)
    assert (caught.value.expected, caught.value.hint) == (expected, hint)


def test_a_fact_that_is_not_there_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="there is no fact 'wnid'; did you mean 'wind'"):
        told("wnid", 3)


def test_a_range_with_an_open_end_may_begin_at_today() -> None:
    assert told("planted", "2026-11-23..") == ("planted", Range(DAY, None))


@given(st.integers(0, 700_000), st.dates(datetime.date(1970, 1, 1), datetime.date(2970, 1, 1)))
def test_a_number_of_days_is_kept_as_the_date_that_many_days_before(days: int, today: datetime.date) -> None:
    keeper, kept = read_told(GARDEN, "age", days, today)
    assert keeper == "planted"
    assert isinstance(kept, datetime.date)
    assert (today - kept).days == days


NUMBERS = st.integers(-9, 9) | st.integers(-9, 9).map(lambda n: Decimal(n) / 2)
TELLINGS = (
    NUMBERS
    | st.tuples(NUMBERS, NUMBERS).map(lambda ends: Range(min(ends), max(ends) + 1))
    | (NUMBERS.map(lambda low: Range(low, None)) | NUMBERS.map(lambda high: Range(None, high)))
)


def within(point: Fraction, value: Value | None) -> bool:
    low, high = value if isinstance(value, Range) else (value, value)
    return (low is None or Fraction(low) <= point) and (high is None or point <= Fraction(high))  # type: ignore[arg-type]  # numbers


@given(TELLINGS, TELLINGS, st.integers(-40, 40).map(lambda n: Fraction(n, 4)))
def test_what_two_tellings_have_in_common_is_what_both_allow(a: Value, b: Value, point: Fraction) -> None:
    both = meet(a, b)
    assert (both is not None and within(point, both)) == (within(point, a) and within(point, b))
    assert both == meet(b, a)
    assert both is None or meet(both, a) == both
    assert not isinstance(both, Range) or both.low != both.high


def test_tellings_without_an_order_meet_only_when_they_are_the_same() -> None:
    assert meet("clay", "clay") == "clay"
    assert meet("clay", "sand") is None
    assert meet(True, False) is None
