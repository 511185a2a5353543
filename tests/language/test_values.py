"""Values in the holes of phrases: a day and a length of time say the same thing."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import Position
from advisor.language.dates import counted
from advisor.language.english import sentences
from advisor.language.phrases import Hole
from advisor.language.values import reader, since, spoken
from advisor.rulebase.kinds import Range
from advisor.rulebase.model import Fact

TODAY = datetime.date(2026, 11, 23)
WHERE = Position("garden.yaml", 1, 1)
LAST_WATERED = Fact("last_watered", "date", WHERE, past=True)
DAYS_DRY = Fact("days_dry", "number", WHERE, unit="days")


def told(fact: Fact, text: str, hole: Hole = Hole()) -> object:  # noqa: B008 - it is never changed
    found = reader(fact, text, TODAY)(sentences(text)[0].tokens, 0, hole)
    return found[0][1] if found else None


@pytest.mark.parametrize(
    "length",
    ["3 weeks", "2.5 weeks", "40ish days", "a couple of months", "half a year", "over a year", "a week and a half"],
)
def test_a_day_so_long_ago_and_a_time_so_long_are_the_same_to_both_kinds_of_fact(length: str) -> None:
    days = told(DAYS_DRY, length)
    assert isinstance(days, (int, Range))
    assert told(LAST_WATERED, f"{length} ago") == counted(days, TODAY, -1)
    assert told(LAST_WATERED, length) == counted(days, TODAY, -1)
    assert told(DAYS_DRY, f"{length} ago") == days


@pytest.mark.parametrize("count", ["day 20", "3rd week", "week 3", "third week"])
def test_a_counted_day_is_the_same_to_both_kinds_of_fact(count: str) -> None:
    days = told(DAYS_DRY, count)
    assert isinstance(days, (int, Range))
    assert told(LAST_WATERED, count) == counted(days, TODAY, -1)


def test_the_number_of_a_week_is_read_where_the_phrase_has_the_unit() -> None:
    assert told(DAYS_DRY, "3", Hole(unit="week")) == Range(14, 21)
    assert told(DAYS_DRY, "2-3", Hole(unit="week")) == Range(7, 21)


def test_half_written_with_a_slash_is_a_half_and_other_slashes_make_no_number() -> None:
    assert told(DAYS_DRY, "2 1/2 weeks") == Range(17, 18)
    assert told(DAYS_DRY, "1/2 a year") == Range(182, 183)
    assert told(DAYS_DRY, "3/4 weeks") is None
    assert told(DAYS_DRY, "24/7") is None


@given(st.text("123/ ayw", max_size=20))
def test_there_are_as_many_spoken_words_as_words(text: str) -> None:
    for sentence in sentences(text):
        assert len(spoken(sentence.tokens, text)) == len(sentence.tokens)


@given(st.integers(0, 20_000), st.one_of(st.none(), st.integers(0, 500)))
def test_days_counted_back_are_as_many_days_since(days: int, more: int | None) -> None:
    length = days if more == 0 else Range(days, None if more is None else days + more)
    day = counted(length, TODAY, -1)
    assert day is not None
    assert since(day, TODAY) == length


def test_there_are_no_days_since_a_day_to_come() -> None:
    assert since(datetime.date(2026, 11, 24), TODAY) is None
    assert since(Range(TODAY, None), TODAY) is None
