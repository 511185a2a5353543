"""Formulas: their value on intervals, and back from a value to the fact it comes from."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.rulebase.formulas import Formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.formulas import Interval

VALUES = st.integers(-12, 12).map(lambda n: Fraction(n, 2))
CONSTANTS = VALUES.map(lambda value: Formula("const", value))


def worth(formula: Formula, known: Mapping[str, Fraction]) -> Fraction:
    """Work a formula out where every fact has a value."""
    if formula.op == "const":
        return formula.value
    if formula.op == "fact":
        return known[formula.name]
    parts = [worth(part, known) for part in formula.parts]
    if formula.op in {"min", "max"}:
        return min(parts) if formula.op == "min" else max(parts)
    return {"+": parts[0] + parts[1], "-": parts[0] - parts[1], "*": parts[0] * parts[1]}[formula.op]


@st.composite
def formulas(draw: st.DrawFn, facts: tuple[str, ...] = ("x", "y"), depth: int = 3, *, once: bool = False) -> Formula:
    """A formula as a rulebase may hold it: of two factors one is a number; with `once` one fact stands in one place."""
    if not depth or draw(st.integers(0, 3)) == 0:
        return Formula("fact", name=draw(st.sampled_from(facts)))
    part = formulas(facts, depth - 1, once=once)
    op = draw(st.sampled_from(["+", "-", "*", "min", "max"]))
    first = draw(part)
    others = [draw(CONSTANTS if op == "*" or once else part | CONSTANTS)]
    if op in {"min", "max"} and draw(st.booleans()):
        others.append(draw(CONSTANTS))
    return Formula(op, parts=tuple(draw(st.permutations([first, *others]))))


INTERVALS = st.tuples(VALUES, st.none() | VALUES, st.none() | VALUES)


def around(value: Fraction, low: Fraction | None, high: Fraction | None) -> Interval:
    return (None if low is None else min(low, value)), (None if high is None else max(high, value))


@given(formulas(), INTERVALS, INTERVALS)
def test_the_value_lies_in_the_interval_that_the_facts_leave(
    formula: Formula,
    x: tuple[Fraction, Fraction | None, Fraction | None],
    y: tuple[Fraction, Fraction | None, Fraction | None],
) -> None:
    value = worth(formula, {"x": x[0], "y": y[0]})
    known = {"x": around(*x), "y": around(*y)}
    for given_facts in ({}, {"x": known["x"]}, known):
        low, high = formula.interval(given_facts)
        assert low is None or low <= value
        assert high is None or value <= high
    exact = {"x": (x[0], x[0]), "y": (y[0], y[0])}
    assert formula.interval(exact) == (value, value)


@given(formulas(("x",), once=True), VALUES, VALUES)
def test_a_formula_that_reads_one_fact_once_rises_or_falls_throughout(
    formula: Formula, a: Fraction, b: Fraction
) -> None:
    assert formula.once()
    low, high = worth(formula, {"x": min(a, b)}), worth(formula, {"x": max(a, b)})
    if low != high:
        assert formula.falls() == (low > high)


@given(formulas(("x",), once=True), VALUES, VALUES, st.sampled_from([0, 1]))
def test_the_gaps_of_a_formula_are_where_its_value_passes_a_gap(
    formula: Formula, gap: Fraction, x: Fraction, side: int
) -> None:
    moved = formula.gaps((gap, side))

    def above(value: Fraction, at: Fraction, after: int) -> bool:
        return value > at if after else value >= at

    found = above(worth(formula, {"x": x}), gap, side)
    if moved:
        ((place, after),) = moved
        assert found == (above(x, place, after) is not formula.falls())
    else:
        assert found == above(worth(formula, {"x": Fraction(0)}), gap, side)


@given(formulas(("x",), once=True), VALUES)
def test_the_inverse_gives_the_only_value_of_the_fact_that_fits(formula: Formula, x: Fraction) -> None:
    value = worth(formula, {"x": x})
    back = formula.inverse(value)
    if back is None:
        clipped = any(op in repr(formula) for op in ("min", "max"))
        assert clipped or worth(formula, {"x": x + 1}) == value
    else:
        assert back == x


@given(formulas())
def test_a_formula_of_several_facts_has_no_inverse(formula: Formula) -> None:
    assume(not formula.once())
    assert formula.inverse(Fraction(0)) is None


@given(formulas(), st.booleans(), st.booleans())
def test_facts_that_are_needed_are_those_without_which_nothing_is_known(formula: Formula, x: object, y: object) -> None:
    point = Fraction(1), Fraction(1)
    known = {name: point for name, told in (("x", x), ("y", y)) if told}
    if formula.interval(known) != (None, None):
        assert formula.needed() <= set(known)


def test_of_the_least_of_two_facts_either_tells_something_and_a_sum_needs_both() -> None:
    x, y = Formula("fact", name="x"), Formula("fact", name="y")
    assert Formula("min", parts=(x, y)).needed() == set()
    assert Formula("+", parts=(x, y)).needed() == {"x", "y"}
    product = Formula("*", parts=(x, Formula("const", Fraction(0))))
    assert Formula("+", parts=(product, y)).needed() == {"y"}


@given(formulas(), st.integers(-9, 9), st.integers(-9, 9))
def test_a_whole_formula_gives_whole_values_of_whole_facts(formula: Formula, x: int, y: int) -> None:
    if formula.whole():
        assert worth(formula, {"x": Fraction(x), "y": Fraction(y)}).denominator == 1


def test_the_facts_of_a_formula_come_once_each_in_order() -> None:
    x, y = Formula("fact", name="x"), Formula("fact", name="a")
    assert Formula("+", parts=(x, Formula("-", parts=(y, x)))).facts == ("a", "x")
    assert Formula("const").facts == ()
    assert not Formula("+", parts=(x, x)).once()
    assert not Formula("const").once()
