"""The language of conditions and formulas: what is refused before and after Python's own parser, and its values."""

from __future__ import annotations

import ast
import datetime
import re
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.syntax import CONDITION, FORMULA, Language, Mistake, Unreadable, literal, place, tree


def mistake(text: str, language: Language = CONDITION) -> Mistake:
    with pytest.raises(Unreadable) as caught:
        tree(text, language)
    return caught.value.mistake


class Refused(NamedTuple):
    """A text that cannot be read: its code, message, place and remedy."""

    text: str
    message: str
    offset: int
    remedy: str
    code: str = "bad-condition"
    width: int = 1


READS = "write comparisons joined by and, or, not: `rain and wind >= 3`"
HOLDS = "a condition holds names, numbers, quoted text, and or not in, comparisons"
JOINS = "nothing joins this to what stands before it"
PARTNER = "count the brackets: each needs its partner"
REFUSED = [
    Refused("", "this does not read as a condition", 0, "leave the key out where nothing is asked for"),
    Refused("   ", "this does not read as a condition", 0, "leave the key out where nothing is asked for"),
    Refused("rain & wind", "cannot read '&' here", 5, "write `and`"),
    Refused("rain | wind", "cannot read '|' here", 5, "write `or`"),
    Refused("!rain", "cannot read '!' here", 0, "write `not`, or `!=`"),
    Refused("sky = clear", "cannot read '=' here", 4, "write `==` to compare"),
    Refused("note == “wet”", "cannot read '“' here", 8, 'use plain quotes: "…"'),
    Refused("wind >= 3mm", "cannot read '3' here", 8, HOLDS),
    Refused("wind >= 1.2.3", "cannot read '1' here", 8, HOLDS),
    Refused("wind >= 1_000", "cannot read '1' here", 8, HOLDS),
    Refused("wind >= 0x1F", "cannot read '0' here", 8, HOLDS),
    Refused("note == 'it's wet'", 'cannot read "\'" here', 17, HOLDS),
    Refused("note == 'a\\n'", 'cannot read "\'" here', 8, HOLDS),
    Refused("rain; wind", "cannot read ';' here", 4, HOLDS),
    Refused("rain.wind", "cannot read '.' here", 4, HOLDS),
    Refused("wind / 2", "cannot read '/' here", 5, HOLDS),
    Refused("räin", "cannot read 'ä' here", 1, HOLDS),
    Refused("rain and (wind", "this '(' is never closed", 9, "close it with ')'"),
    Refused("sky in [clear", "this '[' is never closed", 7, "close it with ']'"),
    Refused("rain) or (wind", "nothing is open that this ')' could close", 4, PARTNER),
    Refused("sky in [clear)", "nothing is open that this ')' could close", 13, PARTNER),
    Refused("rain]", "nothing is open that this ']' could close", 4, PARTNER),
    Refused("rain, wind", "a comma joins nothing here", 4, "write `and` or `or` instead"),
    Refused("rain and", "this does not read as a condition", 7, READS),
    Refused("rain wind", JOINS, 5, "write `and` or `or` between the two", width=4),
    Refused("rain (wind) snow", JOINS, 12, "write `and` or `or` between the two", width=4),
    Refused("rain AND wind", JOINS, 5, "write `and`", width=3),
    Refused("rain is true", JOINS, 5, "write `==`", width=2),
    Refused("note == 'a' 'b'", JOINS, 12, "write `and` or `or` between the two", width=3),
    Refused("note == r'a'", JOINS, 9, "write `and` or `or` between the two", width=3),
    Refused('note == """a"""', JOINS, 10, "write `and` or `or` between the two", width=3),
    Refused("wind >= 007", "this does not read as a condition", 8, READS),
    Refused("if", "this does not read as a condition", 0, READS),
    Refused("x" * 2001, "2001 characters; at most 2000", 0, "name a part as a derived fact", "too-long"),
    Refused("(" * 41, "more than 40 levels", 40, "name a part as a derived fact", "too-deep"),
    Refused("-" * 41, "more than 40 levels", 40, "name a part as a derived fact", "too-deep"),
    Refused("not " * 41 + "x", "more than 40 levels", 160, "name a part as a derived fact", "too-deep"),
    Refused("x" + "()" * 41, "more than 40 levels", 0, "name a part as a derived fact", "too-deep", 3),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.text[:20])
def test_what_is_not_of_the_language_is_refused_with_its_place_and_a_remedy(case: Refused) -> None:
    assert mistake(case.text) == Mistake(case.code, case.message, case.offset, case.width, case.remedy)


@pytest.mark.parametrize(
    ("text", "message", "offset", "remedy", "code"),
    [
        ("height / 2", "cannot read '/' here", 7, "a formula holds " + FORMULA.holds, "bad-formula"),
        ("2 height", JOINS, 2, "write `+`, `-` or `*` between the two", "bad-formula"),
        ("height *", "this does not read as a formula", 7, FORMULA.example, "bad-formula"),
        ("min(a, b", "this '(' is never closed", 3, "close it with ')'", "bad-formula"),
        ("-" * 41 + "a", "more than 40 levels", 40, "name a part as a computed fact", "too-deep"),
        ("+".join("a" * 1001), "2001 characters; at most 2000", 0, "name a part as a computed fact", "too-long"),
    ],
)
def test_a_formula_is_spoken_of_as_a_formula(text: str, message: str, offset: int, remedy: str, code: str) -> None:
    found = mistake(text, FORMULA)
    assert (found.message, found.offset, found.remedy, found.code) == (message, offset, remedy, code)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2000,
        "(" * 40 + "x" + ")" * 40,
        "not " * 40 + "x",
        "-" * 40 + "x",
        "not (" * 39 + "x" + ")" * 39,
        "+".join("x" * 41),
        "x" + "()" * 40,
        "min(1, " * 40 + "x" + ")" * 40,
        " and ".join("x" * 300),
    ],
    ids=lambda text: text[:20],
)
def test_what_is_just_within_the_limits_is_read(text: str) -> None:
    assert isinstance(tree(text), ast.expr)


@pytest.mark.parametrize(
    "text",
    [
        "+".join("x" * 42),
        "x" + "()" * 41,
        "not (" * 21 + "not " * 21 + "x" + ")" * 21,
        "".join("-" * n + "(" for n in range(40, 0, -1)) + "x" + ")" * 40,
        "x" + "[1]" * 600,
        "-" * 9_000,
        "(" * 100_000,
        "x" + " + x" * 400,
    ],
    ids=lambda text: text[:20],
)
def test_what_lies_deeper_than_readers_can_follow_is_refused(text: str) -> None:
    assert mistake(text).code in {"too-deep", "too-long"}


@given(st.text(st.sampled_from("ab12 .,()[]'\"=<>+-*!&\n\t\u00a0\u2003ä“not indays"), max_size=40))
def test_any_text_is_a_tree_whose_nodes_stand_in_it_or_a_mistake_that_does(text: str) -> None:
    try:
        root = tree(text)
    except Unreadable as error:
        found = error.mistake
        assert 0 <= found.offset <= max(0, len(text) - 1)
        assert found.width >= 1
        assert found.message
        assert found.remedy
    else:
        for node in ast.walk(root):
            if isinstance(node, ast.Name):
                offset, width = place(node)
                assert text[offset : offset + width] == node.id


def test_white_space_of_any_sort_stands_between_words() -> None:
    node = tree("\u00a0rain\n\tand\u2003wind")
    assert isinstance(node, ast.BoolOp)
    assert [place(value) for value in node.values] == [(1, 4), (11, 4)]


def test_places_count_characters_and_not_bytes() -> None:
    text = "note == 'ä€😀' and wind"
    node = tree(text)
    assert isinstance(node, ast.BoolOp)
    offset, width = place(node.values[1])
    assert text[offset : offset + width] == "wind"


DAY = datetime.date(2026, 11, 23).toordinal()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", (Fraction(12), "")),
        ("0.1", (Fraction(1, 10), "")),
        ("9" * 400 + ".5", (Fraction("9" * 400 + ".5"), "")),
        ("days(28)", (Fraction(28), "days")),
        ("weeks(4)", (Fraction(28), "days")),
        ('date("2026-11-23")', (Fraction(DAY), "date")),
        ("date('2026-11-23')", (Fraction(DAY), "date")),
    ],
)
def test_a_value_is_read_to_its_last_digit(text: str, value: tuple[Fraction, str]) -> None:
    assert literal(tree(text), text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rain", 'this is no value: a number, days(n), weeks(n) or date("…")'),
        ("True", 'this is no value: a number, days(n), weeks(n) or date("…")'),
        ("'wet'", 'this is no value: a number, days(n), weeks(n) or date("…")'),
        ("days(1, 2)", 'this is no value: a number, days(n), weeks(n) or date("…")'),
        ("days()", 'this is no value: a number, days(n), weeks(n) or date("…")'),
        ("days(1)(2)", 'this is no value: a number, days(n), weeks(n) or date("…")'),
        ("days(2.5)", "days(…) holds a whole number"),
        ("weeks(-1)", "weeks(…) holds a whole number"),
        ("days(True)", "days(…) holds a whole number"),
        ("days('3')", "days(…) holds a whole number"),
        ("date(20261123)", "date(…) holds a date in quotes"),
        ("date('2026-02-30')", "'2026-02-30' is no day of the calendar, such as 2026-11-23"),
        ("date('20261123')", "'20261123' is no day of the calendar, such as 2026-11-23"),
        ("date('2026-W48-1')", "'2026-W48-1' is no day of the calendar, such as 2026-11-23"),
        ("date('２026-11-23')", "'２026-11-23' is no day of the calendar, such as 2026-11-23"),  # noqa: RUF001
        ("day(3)", "there is no function 'day'; did you mean 'days'?"),
        ("fortnights(2)", "there is no function 'fortnights'"),
    ],
)
def test_what_is_no_value_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        literal(tree(text), text)
