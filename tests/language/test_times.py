"""The times a message speaks of, on a Monday in November."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.english import sentences
from advisor.language.times import times
from advisor.language.values import since
from advisor.rulebase.kinds import Range

LONG = 20_000
TODAY = datetime.date(2026, 11, 23)


def day(month: int, number: int, year: int = 2026) -> datetime.date:
    return datetime.date(year, month, number)


DAYS = [
    ("3 weeks ago", day(11, 2), 21),
    ("last night", day(11, 22), 1),
    ("on May 2nd", day(5, 2), 205),
    ("May 2", day(5, 2), 205),
    ("since may 2", day(5, 2), 205),
    ("since Friday", day(11, 20), 3),
    ("sat night", day(11, 21), 2),
    ("since sat", day(11, 21), 2),
    ("yesterday at 3am", day(11, 22), 1),
    ("yesterday at 11:30", day(11, 22), 1),
    ("yesterday at 11:30 pm", day(11, 22), 1),
    ("yesterday at 3 a.m.", day(11, 22), 1),
    ("today", TODAY, 0),
    ("last weekend", Range(day(11, 21), day(11, 22)), Range(1, 2)),
    ("the other day", Range(day(11, 18), day(11, 21)), Range(2, 5)),
    ("about 5ish days ago", Range(day(11, 16), day(11, 20)), Range(3, 7)),
    ("1 1/2 years ago", Range(day(5, 24, 2025), day(5, 25, 2025)), Range(547, 548)),
    ("over a year ago", Range(None, day(11, 23, 2025)), Range(365, None)),
    ("since three months", day(8, 25), 90),
    ("since 3 weeks already", day(11, 2), 21),
    ("mid-October", Range(day(10, 10), day(10, 22)), Range(32, 44)),
    ("in may", Range(day(5, 1), day(5, 31)), Range(176, 206)),
    ("Christmas Eve", day(12, 24, 2025), 334),
    ("tomorrow", day(11, 24), None),
    ("in 3 weeks", day(12, 14), None),
    ("next week", Range(day(11, 30), day(12, 6)), None),
]
STRETCHES = [
    ("2.5 weeks", Range(17, 18)),
    ("2 1/2 weeks", Range(17, 18)),
    ("40ish days", Range(36, 44)),
    ("half a year", Range(182, 183)),
    ("a couple of months", Range(60, 90)),
    ("for three weeks now", 21),
    ("about a month now", Range(27, 33)),
    ("for 2 weeks so far", 14),
    ("1 - 1.5 year", Range(365, 548)),
    ("3+ months", Range(90, None)),
    ("~10 months", Range(270, 330)),
    ("24 hours", 1),
    ("not even a week", Range(0, 6)),
    ("over the last month", 30),
    ("in the last 3 years", 1095),
    ("the past few weeks", Range(21, 35)),
    ("for months", Range(60, None)),
    ("a day or two", Range(1, 2)),
    ("for one day", 1),
    ("Day 20", 20),
    ("DAY 9", 9),
    ("3rd week", Range(14, 21)),
    ("week 3", Range(14, 21)),
]


@pytest.mark.parametrize("frame", ["{}", "so {} it rained", "{} - rain"])
@pytest.mark.parametrize(("words", "named", "days"), DAYS)
def test_what_names_a_day_is_one_time_with_the_days_since(frame: str, words: str, named: object, days: object) -> None:
    text = frame.format(words)
    assert [one[1:] for one in times(sentences(text), text, TODAY)] == [(words, named, days)]


@pytest.mark.parametrize("frame", ["{}", "so {} it rained", "{} - rain"])
@pytest.mark.parametrize(("words", "days"), STRETCHES)
def test_a_stretch_of_days_names_no_day(frame: str, words: str, days: object) -> None:
    text = frame.format(words)
    assert [one[1:] for one in times(sentences(text), text, TODAY)] == [(words, None, days)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 4.5 year relationship with a garden", ["4.5 year"]),
        ("Day 20 of the drought", ["Day 20"]),
        ("rain 3 weeks ago, and last night. None since Friday", ["3 weeks ago", "last night", "since Friday"]),
        ("no rain in three weeks", ["in three weeks"]),
        ("it rained twice in 2 weeks", ["in 2 weeks"]),
        ("May 2 was dry, may 2 seeds live?", ["May 2"]),
        ("dry until Thursday", ["Thursday"]),
        ("one day 3 weeks ago", ["3 weeks ago"]),
        ("3 weeks ago today it rained", ["3 weeks ago today"]),
    ],
)
def test_times_are_found_in_the_order_of_the_text(text: str, words: list[str]) -> None:
    assert [one.words for one in times(sentences(text), text, TODAY)] == words


def test_in_three_weeks_is_to_come_unless_something_did_not_happen() -> None:
    for text, named, days in (
        ("it may rain in 3 weeks", day(12, 14), None),
        ("it has not rained in 3 weeks", None, 21),
    ):
        (one,) = times(sentences(text), text, TODAY)
        assert (one.day, one.days) == (named, days)


def test_until_thursday_is_the_thursday_to_come() -> None:
    (one,) = times(sentences("dry until Thursday"), "dry until Thursday", TODAY)
    assert one.day == day(11, 26)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3 kids, 25 pages, 24F and 2 of us, 5 times",
        "20 years old, 5 y/o, 31 yr old, my 6 year old",
        "5 days a week, twice a week, once a month, 3 times a day",
        "20 dollars a month, $1500 per month, 60 miles an hour",
        "every 2 weeks, every other day, each week",
        "may it rain? It may. May I?",
        "I sat in the sun and wed a man",
        "the march was long, they march",
        "april and june said hello",
        "wait a second, for the second time",
        "one day at a time, one day it will",
        "24/7, 3/4 weeks, 2 w/ me",
        "happy new year, merry christmas",
        "what a day",
        "a 3d printer",
        "right now",
        "hundred",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert times(sentences(text), text, TODAY) == ()


BITS = (
    "a an the and half of or two to 3 20 1/2 weeks days day week month about over not even ago back since for in last "
    "next may May march sat friday on yesterday at 3am 11:30 pm the 2nd of other end mid , . - first now 2020 every"
)


@given(st.lists(st.sampled_from(BITS.split(" ")), max_size=30).map(" ".join))
def test_times_lie_in_the_text_in_order_and_agree_with_themselves(text: str) -> None:
    reached = 0
    for one in times(sentences(text), text, TODAY):
        start, end = one.span
        assert reached <= start < end <= len(text)
        assert one.words == text[start:end]
        assert one.day is not None or one.days is not None
        if isinstance(one.day, (datetime.date, Range)):
            assert one.days == since(one.day, TODAY)
        reached = end


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for one in times(sentences(text), text, TODAY):
        assert one.words == text[slice(*one.span)]


@pytest.mark.parametrize(
    ("part", "each"),
    [("3 weeks ago ", 1), ("may may may ", 0), ("a a a half of ", 0), ("in the over the ", 0), ("1/2/", 0)],
)
def test_a_long_text_is_read_to_its_end(part: str, each: int) -> None:
    text = part * (LONG // len(part))
    assert len(times(sentences(text), text, TODAY)) == each * text.count(part)
