"""Days as people write them, on a Monday in November."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.dates import counted, read_date
from advisor.rulebase.kinds import Range

TODAY = datetime.date(2026, 11, 23)


def day(month: int, number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, number)


DATES = [
    ("today", TODAY),
    ("tonight", TODAY),
    ("this morning", TODAY),
    ("just now", TODAY),
    ("yesterday", day(11, 22)),
    ("last night", day(11, 22)),
    ("the day before yesterday", day(11, 21)),
    ("the other day", Range(day(11, 18), day(11, 21))),
    ("tomorrow", day(11, 24)),
    ("3 days ago", day(11, 20)),
    ("three weeks ago", day(11, 2)),
    ("two weeks back", day(11, 9)),
    ("a few days ago", Range(day(11, 18), day(11, 20))),
    ("about three weeks ago", Range(day(10, 31), day(11, 4))),
    ("over two weeks ago", Range(None, day(11, 9))),
    ("in 3 days", day(11, 26)),
    ("in a week", day(11, 30)),
    ("friday", day(11, 20)),
    ("since friday", day(11, 20)),
    ("on tuesday night", day(11, 17)),
    ("last monday", day(11, 16)),
    ("on mondays", day(11, 16)),
    ("this past sunday", day(11, 22)),
    ("next friday", day(11, 27)),
    ("next monday", day(11, 30)),
    ("last week", Range(day(11, 16), day(11, 22))),
    ("this week", TODAY),
    ("last month", Range(day(10, 1), day(10, 31))),
    ("this month", Range(day(11, 1), TODAY)),
    ("last year", Range(day(1, 1, 2025), day(12, 31, 2025))),
    ("the weekend", Range(day(11, 21), day(11, 22))),
    ("november 3rd", day(11, 3)),
    ("nov 3", day(11, 3)),
    ("3 november", day(11, 3)),
    ("the 3rd of november", day(11, 3)),
    ("november 30", day(11, 30, 2025)),
    ("may 3", day(5, 3)),
    ("november 3 2024", day(11, 3, 2024)),
    ("february 29", day(2, 29, 2024)),
    ("in october", Range(day(10, 1), day(10, 31))),
    ("since november", Range(day(11, 1), TODAY)),
    ("2026-11-03", day(11, 3)),
    ("since new year", day(1, 1)),
    ("since new years", day(1, 1)),
    ("new years eve", day(12, 31, 2025)),
    ("last christmas", day(12, 25, 2025)),
    ("christmas eve", day(12, 24, 2025)),
    ("this christmas", day(12, 25)),
    ("next christmas", day(12, 25)),
    ("next halloween", day(10, 31, 2027)),
    ("this past christmas", day(12, 25, 2025)),
    ("nye", day(12, 31, 2025)),
    ("yesterday at 3am", day(11, 22)),
    ("yesterday 3am", day(11, 22)),
    ("yesterday around 3 in the morning", day(11, 22)),
    ("last night at 11", day(11, 22)),
    ("yesterday at 3 pm", day(11, 22)),
    ("tonight at midnight", TODAY),
    ("yesterday evening", day(11, 22)),
    ("late last night", day(11, 22)),
    ("the night before last", day(11, 21)),
    ("earlier today", TODAY),
    ("two nights ago", day(11, 21)),
    ("3 days back", day(11, 20)),
    ("half a year ago", Range(day(5, 24), day(5, 25))),
    ("a month and a half ago", day(10, 9)),
    ("like 2 months ago", Range(day(9, 18), day(9, 30))),
    ("over a year ago", Range(None, day(11, 23, 2025))),
    ("5ish days ago", Range(day(11, 17), day(11, 19))),
    ("3 weeks ago today", day(11, 2)),
    ("months ago", Range(None, day(9, 24))),
    ("hours ago", Range(day(11, 22), TODAY)),
    ("a week from now", day(11, 30)),
    ("on may 2nd", day(5, 2)),
    ("2nd of may", day(5, 2)),
    ("may the 2nd", day(5, 2)),
    ("in may", Range(day(5, 1), day(5, 31))),
    ("since last may", Range(day(5, 1), day(5, 31))),
    ("in september", Range(day(9, 1), day(9, 30))),
    ("november 2024", Range(day(11, 1, 2024), day(11, 30, 2024))),
    ("since 2020", Range(day(1, 1, 2020), day(12, 31, 2020))),
    ("in 2026", Range(day(1, 1), TODAY)),
    ("last october", Range(day(10, 1), day(10, 31))),
    ("last november", Range(day(11, 1, 2025), day(11, 30, 2025))),
    ("next november", Range(day(11, 1, 2027), day(11, 30, 2027))),
    ("next december", Range(day(12, 1), day(12, 31))),
    ("early may", Range(day(5, 1), day(5, 12))),
    ("mid october", Range(day(10, 10), day(10, 22))),
    ("end of august", Range(day(8, 20), day(8, 31))),
    ("late may 2025", Range(day(5, 20, 2025), day(5, 31, 2025))),
    ("end of last month", Range(day(10, 20), day(10, 31))),
    ("end of november", Range(day(11, 20), TODAY)),
    ("first week of may", Range(day(5, 1), day(5, 7))),
    ("last week of october", Range(day(10, 25), day(10, 31))),
    ("week before last", Range(day(11, 9), day(11, 15))),
    ("next week", Range(day(11, 30), day(12, 6))),
    ("next month", Range(day(12, 1), day(12, 31))),
    ("next weekend", Range(day(12, 5), day(12, 6))),
    ("past weekend", Range(day(11, 21), day(11, 22))),
    ("this friday", day(11, 27)),
    ("this coming friday", day(11, 27)),
    ("this monday", TODAY),
    ("on sat", day(11, 21)),
]


@pytest.mark.parametrize(("text", "value"), DATES)
def test_a_day_is_read_to_its_last_word(text: str, value: object) -> None:
    assert read_date(text.split(), TODAY) == (value, len(text.split()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "may",
        "the",
        "soon",
        "2026-13-03",
        "11",
        "november 31",
        "99999 years ago",
        "3 weeks",
        "day",
        "february 30 2024",
        "20261103",
        "in the sun",
        "the march",
        "this may",
        "may 3 weeks",
        "3 weeks back together",
        "in 2030",
        "2020",
        "early",
        "end of the day",
        "last may 2",
    ],
)
def test_what_is_no_day_is_not_read(text: str) -> None:
    assert read_date(text.split(), TODAY) is None


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), st.integers(0, 20_000))
def test_days_ago_count_back_from_any_today(today: datetime.date, days: int) -> None:
    assert read_date([str(days), "days", "ago"], today) == (today - datetime.timedelta(days), 3)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)))
def test_a_weekday_is_one_of_the_seven_days_before_today(today: datetime.date) -> None:
    found = read_date(["since", "friday"], today)
    assert found is not None
    assert isinstance(found[0], datetime.date)
    assert found[0].strftime("%A") == "Friday"
    assert 1 <= (today - found[0]).days <= 7


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), st.sampled_from(["week", "month", "year"]))
def test_last_week_month_or_year_ends_before_this_one_begins(today: datetime.date, unit: str) -> None:
    last, this = read_date(["last", unit], today), read_date(["this", unit], today)
    assert last is not None
    assert this is not None
    assert isinstance(last[0], Range)
    begins = this[0].low if isinstance(this[0], Range) else this[0]
    assert last[0].high == begins - datetime.timedelta(1)  # type: ignore[operator]  # both are days


def test_a_range_of_days_counts_back_to_a_range_of_dates() -> None:
    assert counted(Range(2, 5), TODAY, -1) == Range(day(11, 18), day(11, 21))
    assert counted(Range(2, 5), TODAY, +1) == Range(day(11, 25), day(11, 28))


def test_days_beyond_a_thousand_years_are_not_counted() -> None:
    assert counted(400_000, TODAY, -1) is None
    assert counted(400_000, TODAY, +1) is None
    assert counted(10**30, TODAY, -1) is None
