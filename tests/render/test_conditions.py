"""Conditions are told in the rulebase's own words, and mean what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.render.conditions import worded
from advisor.rulebase.conditions import parse
from tests.gardens import garden

if TYPE_CHECKING:
    from advisor.render.conditions import Worded

FACTS = garden("""
    facts:
      rain: {kind: boolean, ask: Rain?, shown: {true: it rains, false: it is dry}}
      wind: {kind: boolean, ask: Wind?}
      season: {kind: choice, choices: [spring, summer, autumn], ask: Season?, shown: {spring: it is spring}}
      month: {kind: choice, choices: [march, april, may, june, july], ask: Month?}
      bud: {kind: choice, choices: [open, shut], ask: Bud?, applies: rain}
      height: {kind: number, unit: days, ask: How high?}
      share: {kind: number, ask: Share?, shown: <value> of it}
      sown: {kind: date, ask: When?, shown: you sowed <value>}
      rest: {kind: duration, ask: How long?}
      sort: {kind: text, ask: Which sort?}
""").facts


def told(part: Worded) -> object:
    return {part.words: [told(one) for one in part.parts]} if part.parts else part.words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("rain", "it rains"),
        ("not rain", "it is dry"),
        ("rain == false", "it is dry"),
        ("rain != true", "it is dry"),
        ("not wind", "wind: no"),
        ("season == spring", "it is spring"),
        ("season in [spring, summer]", "it is spring or season: summer"),
        ("season != autumn", "it is spring or season: summer"),
        ("month != march", "not so: month: march"),
        ("bud != open", "not so: bud: open"),
        ("height >= days(4)", "height: 4 or more days"),
        ("height <= days(4)", "height: 4 or less days"),
        ("height > days(4)", "height: more than 4 days"),
        ("height < days(1)", "height: less than 1 day"),
        ("days(4) <= height", "height: 4 or more days"),
        ("share < 0.5", "less than 0.5 of it"),
        ("share == 2", "2 of it"),
        ("share != 2", "not so: 2 of it"),
        ('sown < date("2026-11-23")', "you sowed before 23 November 2026"),
        ('sown > date("2026-11-23")', "you sowed after 23 November 2026"),
        ('sown >= date("2026-11-23")', "you sowed 23 November 2026 or later"),
        ('sown == date("2026-11-23")', "you sowed 23 November 2026"),
        ("rest > weeks(2)", "rest: more than 14 days"),
        ('sort == "tall"', "sort: tall"),
    ],
)
def test_a_comparison_is_a_clause_that_says_the_same(condition: str, words: str) -> None:
    expression = parse(condition, FACTS, print)
    assert expression is not None
    found = worded(expression, FACTS)
    assert (found.words, found.parts) == (words, ())
    assert found.fact in condition


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("rain and wind", {"all of these hold": ["it rains", "wind: yes"]}),
        ("(rain and wind) and bud == open", {"all of these hold": ["it rains", "wind: yes", "bud: open"]}),
        ("rain or not wind", {"one of these holds": ["it rains", "wind: no"]}),
        (
            "rain and (wind or rain)",
            {"all of these hold": ["it rains", {"one of these holds": ["wind: yes", "it rains"]}]},
        ),
        ("not (rain and wind)", {"not all of these hold": ["it rains", "wind: yes"]}),
        ("not (rain or wind)", {"none of these holds": ["it rains", "wind: yes"]}),
        (
            "rain or not (rain or wind)",
            {"one of these holds": ["it rains", {"none of these holds": ["it rains", "wind: yes"]}]},
        ),
        ("not (not (rain or wind))", {"one of these holds": ["it rains", "wind: yes"]}),
        ("1 <= share < 3", {"all of these hold": ["1 or more of it", "less than 3 of it"]}),
    ],
)
def test_parts_stand_under_what_joins_them(condition: str, words: object) -> None:
    expression = parse(condition, FACTS, print)
    assert expression is not None
    assert told(worded(expression, FACTS)) == words
