"""Formulas as authors write them: what each is worth, and every mistake in one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import RulebaseError
from advisor.rulebase.computing import MAX_PARTS
from advisor.rulebase.formulas import Formula
from tests.gardens import codes, garden, problems

FACTS = """\
facts:
  height: {kind: number, ask: How high?}
  width: {kind: number, ask: How wide?}
  dry: {kind: duration, ask: How long?}
  planted: {kind: date, ask: When?}
  cut: {kind: date, ask: When?}
  rain: {kind: boolean, ask: Does it rain?}
  wet: {kind: boolean}
  low: {kind: number}
"""
RULES = """
rules:
  rain-wets: {when: rain, conclude: {wet: true}, source: notes/all}
  rain-lowers: {when: rain, conclude: {low: 1}, source: notes/all}
  no-rain-lifts: {when: not rain, conclude: {low: 2}, source: notes/all}
"""


def computed(compute: str, kind: str = "number", more: str = "") -> str:
    return FACTS + f"  found: {{kind: {kind}, compute: {compute!r}}}\n" + more + RULES


def formula_of(compute: str, kind: str = "number", more: str = "") -> object:
    return garden(computed(compute, kind, more)).facts["found"].formula


KNOWN = {"height": 3, "width": 10, "dry": 4, "planted": -12, "cut": -2}


@pytest.mark.parametrize(
    ("compute", "kind", "value"),
    [
        ("height", "number", 3),
        ("height + 3", "number", 6),
        ("3 - height", "number", 0),
        ("-height", "number", -3),
        ("height * -2", "number", -6),
        ("2.5 * height", "number", Fraction(15, 2)),
        ("height * (1 + 2)", "number", 9),
        ("height + width * 2 - 1", "number", 22),
        ("dry + weeks(2)", "duration", 18),
        ("dry - days(1)", "number", 3),
        ("days_since(planted)", "number", 12),
        ("days_until(planted)", "number", -12),
        ("days_between(planted, cut)", "number", 10),
        ("planted + weeks(1)", "date", -5),
        ("7 + planted", "date", -5),
        ("planted - dry", "date", -16),
        ("cut - planted", "number", 10),
        ("min(height, width, 2)", "number", 2),
        ("max(planted, cut)", "date", -2),
        ("days_since(max(planted, cut))", "number", 2),
        ("max(days_since(planted), dry) * 2", "number", 24),
    ],
)
def test_a_formula_is_worth_what_it_says(compute: str, kind: str, value: int | Fraction) -> None:
    formula = garden(computed(compute, kind)).facts["found"].formula
    assert formula is not None
    known = {name: (Fraction(point), Fraction(point)) for name, point in KNOWN.items() if name in formula.facts}
    assert formula.interval(known) == (value, value)


def test_a_computed_fact_in_a_formula_is_written_out_over_told_facts_whatever_their_order() -> None:
    more = "  later: {kind: number, compute: sooner * 2}\n  sooner: {kind: number, compute: height + 1}\n"
    assert formula_of("later - 3", more=more) == formula_of("(height + 1) * 2 - 3")


TOLD = "a formula reads numbers, durations and dates that are told"
WRONG = [
    ("hight + 1", "bad-formula", "there is no fact 'hight'; did you mean 'height'?", "hight", TOLD),
    ("humidity", "bad-formula", "there is no fact 'humidity'", "humidity", TOLD),
    ("rain + 1", "bad-formula", "'rain' is a boolean", "rain", TOLD),
    ("low + 1", "bad-formula", "'low' is derived", "low", TOLD),
    ("height * width", "bad-formula", "two facts are multiplied", "height * width", "one side of * must be a number"),
    (
        "planted + cut",
        "bad-formula",
        "a date + a date makes no sense",
        "planted + cut",
        "date + weeks(4), date - date and number * 2 do",
    ),
    (
        "1 - planted",
        "bad-formula",
        "a number - a date makes no sense",
        "1 - planted",
        "date + weeks(4), date - date and number * 2 do",
    ),
    (
        "-planted",
        "bad-formula",
        "a number * a date makes no sense",
        "-planted",
        "date + weeks(4), date - date and number * 2 do",
    ),
    (
        "planted - date('2026-11-23')",
        "bad-formula",
        "a fixed date cannot stand in a formula",
        "date('2026-11-23')",
        "compare with it in a condition",
    ),
    (
        "day_since(cut)",
        "bad-formula",
        "there is no function 'day_since'",
        "day_since(cut)",
        "did you mean 'days_since'?",
    ),
    (
        "floor(height)",
        "bad-formula",
        "there is no function 'floor'",
        "floor(height)",
        "there are: days_since, days_until, days_between, min, max, days, weeks",
    ),
    ("days_since()", "bad-formula", "days_since takes one date", "days_since()", "write days_since(…) with one date"),
    (
        "days_between(cut)",
        "bad-formula",
        "days_between takes two dates",
        "days_between(cut)",
        "write days_between(…) with two dates",
    ),
    (
        "min(height)",
        "bad-formula",
        "min takes two or more values",
        "min(height)",
        "write min(…) with two or more values",
    ),
    ("max(cut, 3)", "bad-formula", "max mixes dates and numbers", "max(cut, 3)", "give it values of one kind"),
    ("days_until(dry)", "bad-formula", "days_until counts from dates", "days_until(dry)", "give it dates"),
    (
        "height + 'x'",
        "bad-formula",
        'this is no value: a number, days(n), weeks(n) or date("…")',
        "'x'",
        "a formula holds names, numbers, days(n), weeks(n), + - *",
    ),
    (
        "height or width",
        "bad-formula",
        'this is no value: a number, days(n), weeks(n) or date("…")',
        "height or width",
        "a formula holds names, numbers, days(n), weeks(n), + - *",
    ),
    (
        "height / 2",
        "bad-formula",
        "cannot read '/' here",
        "/",
        "a formula holds names, numbers, days(n), weeks(n), + - *",
    ),
    ("2 + 3", "bad-formula", "the formula reads no fact", '"2 + 3"', "a number that is always the same needs no fact"),
    ("cut + 3", "wrong-kind", "the formula gives a date, 'found' is a number", '"cut + 3"', "change the kind"),
    (
        "min(" + ", ".join(["height"] * 100) + ")",
        "too-long",
        "written out over told facts, this has more than 100 parts",
        "min(" + ", ".join(["height"] * 100) + ")",
        "compute less in one fact",
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong[0][:30])
def test_a_mistake_in_a_formula_is_told_once_with_its_place(wrong: tuple[str, str, str, str, str]) -> None:
    compute, code, message, marked, remedy = wrong
    text = FACTS + f'  found: {{kind: number, compute: "{compute}"}}\n' + RULES
    (problem,) = problems(text)
    assert (problem.code, problem.message, problem.remedy) == (code, message, remedy)
    start = problem.position.column - 1
    assert problem.excerpt[start : start + problem.width] == marked[: len(problem.excerpt) - start]


def test_facts_computed_from_each_other_in_a_circle_are_told_once_where_the_circle_begins() -> None:
    found = problems("""
    facts:
      height: {kind: number, ask: How high?}
      a: {kind: number, compute: height + b}
      b: {kind: number, compute: c * 2}
      c: {kind: number, compute: "min(1, b)"}
      d: {kind: number, compute: d + 1}
      e: {kind: number, compute: a + height}
    """)
    assert [problem.message for problem in found] == [
        "'b' is computed from itself: b -> c -> b",
        "'d' is computed from itself: d -> d",
    ]
    assert {problem.code for problem in found} == {"computed-cycle"}
    assert [problem.excerpt[problem.position.column - 1 :] for problem in found] == ["c * 2}", "d + 1}"]


def test_a_function_is_no_fact_even_where_a_fact_bears_its_name() -> None:
    more = "  min: {kind: number, compute: 'min(height, 2) + 1'}\n"
    assert formula_of("min + 1", more=more) == formula_of("min(height, 2) + 1 + 1")


def test_a_fact_that_cannot_be_computed_is_not_found_wrong_again_where_it_is_used() -> None:
    more = "  broken: {kind: number, compute: height *}\n  lost: {kind: nmber}\n"
    assert codes(computed("broken + lost", more=more)) == ["bad-formula", "unknown-value"]
    assert codes(computed("lost + broken", more=more)) == ["bad-formula", "unknown-value"]


def test_formulas_of_formulas_may_have_as_many_parts_as_a_formula_may_and_no_more() -> None:
    def doubling(times: int) -> str:
        lines = [f"  f{n + 1}: {{kind: number, compute: f{n} + f{n}}}\n" for n in range(times)]
        return "facts:\n  f0: {kind: number, ask: What?}\n" + "".join(lines)

    assert garden(doubling(5)).facts["f5"].formula is not None  # 63 parts
    assert 2**6 - 1 <= MAX_PARTS < 2**7 - 1
    # one is told, and what is built on it is not told again
    assert codes(doubling(60)) == ["too-long"]


def test_a_long_chain_of_computed_facts_is_read_without_calling_oneself() -> None:
    lines = [f"  f{n}: {{kind: number, compute: f{n + 1}}}\n" for n in range(3_000)]
    text = "facts:\n" + "".join(lines) + "  f3000: {kind: number, ask: What?}\n"
    formula = garden(text).facts["f0"].formula
    assert formula is not None
    assert formula.facts == ("f3000",)


LANGUAGE = "height width dry planted cut low 3 0.5 + - * ( ) , min( max( days_since( days(3)"
WORDS = st.sampled_from(LANGUAGE.split())


@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.sampled_from(["number", "date", "duration"]))
def test_any_words_are_a_formula_or_one_problem(compute: str, kind: str) -> None:
    try:
        found: object = formula_of(compute, kind)
    except RulebaseError as error:
        found = error.problems
    assert isinstance(found, Formula) or (isinstance(found, tuple) and len(found) == 1)
