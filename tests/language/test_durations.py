"""Numbers and lengths of time as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.durations import UNITS, counted_days, is_amount, read_count, read_duration, read_number
from advisor.rulebase.kinds import Range

NUMBERS = [
    ("12", 12),
    ("2.5", Decimal("2.5")),
    ("10,000", 10_000),
    ("seven", 7),
    ("twenty one", 21),
    ("ninety nine", 99),
    ("forty", 40),
    ("a hundred", 100),
    ("a dozen", 12),
    ("two and a half", Decimal("2.5")),
    ("a couple of", Range(2, 3)),
    ("couple", Range(2, 3)),
    ("a few", Range(3, 5)),
    ("several", Range(3, 7)),
    ("40ish", Range(36, 44)),
    ("40 ish", Range(36, 44)),
    ("about 40", Range(36, 44)),
    ("around three", Range(2, 4)),
    ("roughly 3 or so", Range(2, 4)),
    ("over 20", Range(20, None)),
    ("more than 20", Range(20, None)),
    ("at least 20", Range(20, None)),
    ("20 or more", Range(20, None)),
    ("20 plus", Range(20, None)),
    ("under 20", Range(0, 20)),
    ("up to 20", Range(0, 20)),
    ("2 to 3", Range(2, 3)),
    ("two or three", Range(2, 3)),
    ("between two and three", Range(2, 3)),
]
DURATIONS = [
    ("3 days", 3),
    ("3d", 3),
    ("one day", 1),
    ("a day", 1),
    ("a week", 7),
    ("2 wks", 14),
    ("2w", 14),
    ("a fortnight", 14),
    ("three weeks", 21),
    ("a month", 30),
    ("six months", 180),
    ("1.5 months", 45),
    ("a year", 365),
    ("2 yrs", 730),
    ("half a year", Range(182, 183)),
    ("two and a half weeks", Range(17, 18)),
    ("a year and a half", Range(547, 548)),
    ("a week and two days", 9),
    ("2 weeks 3 days", 17),
    ("a week or two", Range(7, 14)),
    ("2 to 3 weeks", Range(14, 21)),
    ("between 2 and 3 weeks", Range(14, 21)),
    ("between a few and ten days", Range(3, 10)),
    ("a couple of weeks", Range(14, 21)),
    ("a few days", Range(3, 5)),
    ("several months", Range(90, 210)),
    ("the last two weeks", 14),
    ("the past couple of weeks", Range(14, 21)),
    ("about three weeks", Range(19, 23)),
    ("three weeks or so", Range(19, 23)),
    ("40ish days", Range(36, 44)),
    ("like 2 days", Range(1, 3)),
    ("almost four weeks", Range(25, 27)),
    ("nearly a week", Range(5, 6)),
    ("over a month", Range(30, None)),
    ("more than 3 weeks", Range(21, None)),
    ("20 plus days", Range(20, None)),
    ("at least 10 days", Range(10, None)),
    ("under four weeks", Range(0, 27)),
    ("less than 2 days", Range(0, 1)),
    ("up to a week", Range(0, 7)),
    ("48 hours", 2),
    ("five hours", Range(0, 1)),
    ("24 hours", 1),
    ("20 minutes", Range(0, 1)),
    ("2.5 weeks", Range(17, 18)),
    ("2 and a half weeks", Range(17, 18)),
    ("2 a half weeks", Range(17, 18)),
    ("a half year", Range(182, 183)),
    ("a half a year", Range(182, 183)),
    ("half an hour", Range(0, 1)),
    ("two weeks and three days", 17),
    ("a month and a half", 45),
    ("a week and a half", Range(10, 11)),
    ("a year and a quarter", Range(456, 457)),
    ("a month and a bit", Range(30, 60)),
    ("1 to 1.5 year", Range(365, 548)),
    ("three weeks to a month", Range(21, 30)),
    ("a day or two", Range(1, 2)),
    ("a week or 2", Range(7, 14)),
    ("a day or three", Range(1, 3)),
    ("a couple of months", Range(60, 90)),
    ("couple weeks", Range(14, 21)),
    ("several weeks", Range(21, 49)),
    ("ten days", 10),
    ("two nights", 2),
    ("10days", 10),
    ("4wks", 28),
    ("6 mo", 180),
    ("a decade", 3650),
    ("2 plus years", Range(730, None)),
    ("5ish days", Range(4, 6)),
    ("not even a week", Range(0, 6)),
    ("almost 3 weeks", Range(19, 20)),
    ("not quite 3 weeks", Range(19, 20)),
    ("just over a month", Range(30, None)),
    ("a little over a month", Range(30, None)),
    ("maybe over a month", Range(30, None)),
    ("over maybe a month", Range(30, None)),
    ("barely three weeks", Range(19, 23)),
    ("2 weeks max", Range(0, 14)),
    ("30 days and counting", Range(30, None)),
    ("3 full weeks", 21),
    ("30 straight days", 30),
    ("a whole month", 30),
    ("the whole week", 7),
    ("a solid 3 weeks", 21),
    ("the past week", 7),
    ("the past few weeks", Range(21, 35)),
    ("over the past three weeks", 21),
]
COUNTS = [
    ("day 20", 20),
    ("day nine", 9),
    ("day 0", 0),
    ("day 40ish", Range(36, 44)),
    ("day 3 to 4", Range(3, 4)),
    ("3rd day", 3),
    ("week 3", Range(14, 21)),
    ("3rd week", Range(14, 21)),
    ("third week", Range(14, 21)),
    ("first week", Range(0, 7)),
    ("week 2 to 3", Range(7, 21)),
    ("month 2", Range(30, 60)),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_a_number_is_read_to_its_last_word(text: str, value: object) -> None:
    assert read_number(text.split()) == (value, len(text.split()))


@pytest.mark.parametrize(("text", "value"), DURATIONS)
def test_a_length_of_time_is_read_in_days_to_its_last_word(text: str, value: object) -> None:
    assert read_duration(text.split()) == (value, len(text.split()))


@pytest.mark.parametrize(("text", "days"), COUNTS)
def test_a_counted_day_or_week_is_read_as_the_days_that_are_over(text: str, days: object) -> None:
    assert read_count(text.split()) == (days, len(text.split()))


@pytest.mark.parametrize(
    "text", ["", "day", "3 days", "second", "second time", "day 3 weeks", "day 3pm", "day 3 times"]
)
def test_what_counts_no_days_is_not_read(text: str) -> None:
    assert read_count(text.split()) is None


@given(st.integers(1, 50), st.sampled_from(["week", "month", "year"]))
def test_each_counted_stretch_begins_where_the_one_before_it_ends(number: int, unit: str) -> None:
    one, following = counted_days(number, unit), counted_days(number + 1, unit)
    assert isinstance(one, Range)
    assert isinstance(following, Range)
    assert one.high == following.low


def test_a_part_of_a_counted_week_lies_within_the_weeks_around_it() -> None:
    assert counted_days(Decimal("2.5"), "week") == Range(14, 18)
    assert counted_days(Range(2, None), "week") == Range(7, None)
    assert counted_days(Decimal("2.5"), "day") == Decimal("2.5")


@pytest.mark.parametrize(
    ("word", "amount"), [("3", True), ("40ish", True), ("ten", True), ("few", True), ("3rd", False)]
)
def test_a_figure_or_a_number_in_words_is_an_amount(word: str, amount: object) -> None:
    assert is_amount(word) is amount


@pytest.mark.parametrize("text", ["", "weeks", "last week", "a tree", "12", "some time", "3 trees", "plus"])
def test_what_is_no_length_of_time_is_not_read(text: str) -> None:
    assert read_duration(text.split()) is None


@pytest.mark.parametrize(
    "text", ["", "a", "tree", "3rd", "12e5", "9" * 10, "3d", "between 2", "between 3 and 2", "between two and"]
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert read_number(text.split()) is None


def test_reading_stops_where_the_value_ends() -> None:
    assert read_duration(["2", "weeks", "and", "then", "it", "rained"]) == (14, 2)
    assert read_duration(["3", "days", "2", "weeks"]) == (3, 2)
    assert read_number(["twenty", "pots", "and", "ten", "seeds"]) == (20, 1)


@given(st.integers(1, 999), st.sampled_from(sorted(UNITS)))
def test_every_unit_counts_its_days_and_about_is_wider(number: int, unit: str) -> None:
    days, parts = UNITS[unit]
    exact = read_duration([str(number), unit])
    vague = read_duration(["about", str(number), unit])
    assert exact is not None
    assert vague is not None
    if number * days % parts == 0:
        assert exact == (number * days // parts, 2)
    low, high = exact[0] if isinstance(exact[0], Range) else (exact[0], exact[0])
    assert isinstance(vague[0], Range)
    assert vague[0].low < low or low == 0  # type: ignore[operator]  # whole days
    assert vague[0].high > high  # type: ignore[operator]


WORDS = "a and half or two to 3 20 weeks days about over plus ish ago of few"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=9))
def test_a_reading_takes_at_least_one_word_and_no_more_than_there_are(words: list[str]) -> None:
    for found in (read_number(words), read_duration(words)):
        assert found is None or 1 <= found[1] <= len(words)
