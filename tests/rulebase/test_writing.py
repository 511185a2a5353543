"""Conditions are written down as their author would write them, and read back as the same condition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.conditions import Compare, Not, parse
from advisor.rulebase.rereading import Conditions
from advisor.rulebase.writing import MADE, Writer
from tests.drawing import drawn
from tests.gardens import garden

FACTS = garden(
    """
    facts:
      rain: {kind: boolean, ask: Does it rain?}
      sky: {kind: choice, choices: [clear, grey, black], ask: How is the sky?}
      wind: {kind: number, ask: How strong is the wind?}
      sown: {kind: date, ask: When were they sown?}
      age: {kind: number, unit: days, compute: days_since(sown)}
      rest: {kind: duration, ask: How long do you rest?}
      soil: {kind: text, ask: What is the soil like?}
    """
).facts


def writer(text: str) -> Writer:
    whole = parse(text, FACTS, pytest.fail)  # type: ignore[arg-type]  # a mistake fails the test
    assert whole is not None
    return Writer(text, FACTS, whole)


def whole(text: str) -> str:
    made = writer(text)
    expression = parse(text, FACTS, pytest.fail)  # type: ignore[arg-type]  # a mistake fails the test
    assert expression is not None
    return made.write(expression)


@pytest.mark.parametrize(
    "text",
    [
        "rain",
        "not rain",
        "rain == false",
        "sky != black",
        "sky not in [grey, black]",
        "age<weeks(4)",
        'sown >= date("2026-11-23")',
        "(rain or wind > 2.5) and not (sky == clear and rain)",
        "soil == 'a != b'",
        'soil != "not in"',
        "rest >= weeks(1)",
    ],
)
def test_a_condition_is_written_in_its_authors_own_words(text: str) -> None:
    assert whole(text) == text


def test_a_comparison_of_several_is_written_as_its_parts() -> None:
    assert [leaf.text for leaf in writer("1 <= wind < 5").leaves] == ["wind >= 1", "wind < 5"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("rain", "not rain"),
        ("sky == grey", "sky != grey"),
        ("sky in [grey, black]", "sky not in [grey, black]"),
        ("wind < 5", "not wind < 5"),
    ],
)
def test_what_is_turned_round_is_written_with_not(text: str, written: str) -> None:
    expression = parse(text, FACTS, pytest.fail)  # type: ignore[arg-type]  # a mistake fails the test
    assert expression is not None
    assert Writer(text, FACTS, expression).write(Not(expression)) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("age < weeks(4)", "age < days(28)"),
        ("age < 28", "age < 28"),
        ("age >= -days(3)", "age >= -days(3)"),
        ("wind >= 2.50", "wind >= 2.5"),
        ("rest > weeks(2)", "rest > days(14)"),
        ('sown == date("2026-11-23")', 'sown == date("2026-11-23")'),
        ('soil == "sand"', 'soil == "sand"'),
    ],
)
def test_a_made_comparison_is_written_so_that_it_reads_back_as_itself(text: str, written: str) -> None:
    expression = parse(text, FACTS, pytest.fail)  # type: ignore[arg-type]  # a mistake fails the test
    assert isinstance(expression, Compare)
    found = Writer(text, FACTS, expression).write(expression._replace(offset=MADE))
    assert found == written
    again = parse(found, FACTS, pytest.fail)  # type: ignore[arg-type]  # a mistake fails the test
    assert isinstance(again, Compare)
    assert (again.fact, again.op, again.values) == (expression.fact, expression.op, expression.values)


def test_a_leaf_tells_where_it_stands_and_what_its_words_say() -> None:
    text = "rain and sky != black"
    leaves = writer(text).leaves
    assert [text[leaf.offset : leaf.offset + leaf.width] for leaf in leaves] == ["rain", "sky != black"]
    assert [isinstance(leaf.part, Not) for leaf in leaves] == [False, True]
    assert [leaf.path for leaf in leaves] == [(0,), (1,)]


@given(st.integers(0, 10_000))
def test_what_is_written_reads_back_as_the_same_condition(seed: int) -> None:
    rulebase = drawn(seed)[1].rulebase
    read = Conditions(rulebase)
    for name, expression in read.rules.items():
        text = Writer(rulebase.rules[name].when, rulebase.facts, expression).write(expression)
        again = parse(text, rulebase.facts, pytest.fail)  # type: ignore[arg-type]  # a mistake fails the test
        assert again is not None
        assert read.form(again) == read.form(expression)
