"""Diagrams say what enumerating says, share what is equal, and stop at their budget."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.reasoning.diagram import FALSE, TRUE, Diagram, TooLarge, agreed, union

SIZES = (2, 3, 2)
tests = st.tuples(st.integers(0, 2), st.integers(0, 7)).map(lambda t: (t[0], t[1] & ((1 << SIZES[t[0]]) - 1)))
formulas = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
        st.tuples(st.just("if"), inner, inner, inner),
    ),
    max_leaves=12,
)


def built(diagram: Diagram, formula: tuple) -> int:  # type: ignore[type-arg]
    op, *parts = formula
    if isinstance(op, int):
        return diagram.test(op, parts[0])
    found = [built(diagram, part) for part in parts]
    if op == "not":
        return diagram.negate(found[0])
    return {"and": diagram.both, "or": diagram.either, "if": diagram.choose}[op](*found)  # type: ignore[operator,no-any-return]


def so(formula: tuple, cells: tuple[int, ...]) -> bool:  # type: ignore[type-arg]
    op, *parts = formula
    if isinstance(op, int):
        return bool(parts[0] >> cells[op] & 1)
    found = [so(part, cells) for part in parts]
    if op == "if":
        return found[1] if found[0] else found[2]
    return not found[0] if op == "not" else all(found) if op == "and" else any(found)


def walk(diagram: Diagram, node: int, cells: tuple[int, ...]) -> int:
    while diagram.kids[node]:
        node = diagram.kids[node][cells[diagram.place[node]]]
    return node


@given(formulas)
def test_a_diagram_is_true_just_where_the_formula_is(formula: tuple) -> None:  # type: ignore[type-arg]
    diagram = Diagram(SIZES, budget=10_000)
    node = built(diagram, formula)
    for cells in product(*map(range, SIZES)):
        assert walk(diagram, node, cells) == (TRUE if so(formula, cells) else FALSE)


@given(formulas, formulas)
def test_equal_functions_are_one_node(a: tuple, b: tuple) -> None:  # type: ignore[type-arg]
    diagram = Diagram(SIZES, budget=10_000)
    equal = all(so(a, cells) == so(b, cells) for cells in product(*map(range, SIZES)))
    assert (built(diagram, a) == built(diagram, b)) == equal


@given(formulas)
def test_the_support_is_the_variables_whose_cell_can_make_a_difference(formula: tuple) -> None:  # type: ignore[type-arg]
    diagram = Diagram(SIZES, budget=10_000)
    found = set()
    for cells in product(*map(range, SIZES)):
        for variable, cell in product(range(3), range(3)):
            other = (*cells[:variable], min(cell, SIZES[variable] - 1), *cells[variable + 1 :])
            if so(formula, cells) != so(formula, other):
                found.add(variable)
    assert set(diagram.support(built(diagram, formula))) == found


@given(formulas, tests)
def test_within_a_mask_it_says_the_same_and_says_nothing_elsewhere(formula: tuple, test: tuple[int, int]) -> None:  # type: ignore[type-arg]
    variable, mask = test
    if not mask:
        return
    diagram = Diagram(SIZES, budget=10_000)
    node = built(diagram, formula)
    inside = diagram.within(node, variable, mask)
    for cells in product(*map(range, SIZES)):
        if mask >> cells[variable] & 1:
            assert walk(diagram, inside, cells) == walk(diagram, node, cells)
    if mask & (mask - 1) == 0:
        assert variable not in diagram.support(inside)


@given(formulas, st.integers(0, 2))
def test_without_a_variable_all_its_outcomes_are_joined(formula: tuple, variable: int) -> None:  # type: ignore[type-arg]
    diagram = Diagram(SIZES, budget=10_000)
    yes, no = diagram.leaf(frozenset({"yes"})), diagram.leaf(frozenset({"no"}))
    node = diagram.choose(built(diagram, formula), yes, no)
    joined = diagram.without(node, variable, (1 << SIZES[variable]) - 1, union)
    assert joined is not None
    for cells in product(*map(range, SIZES)):
        each = [(*cells[:variable], cell, *cells[variable + 1 :]) for cell in range(SIZES[variable])]
        wanted = frozenset().union(*(diagram.holds[walk(diagram, node, one)] for one in each))
        assert diagram.holds[walk(diagram, joined, cells)] == wanted


def test_a_variable_that_matters_cannot_be_taken_out_by_agreement_and_one_that_does_not_can() -> None:
    diagram = Diagram(SIZES, budget=1_000)
    wet = diagram.choose(diagram.test(0, 2), diagram.leaf(frozenset({"wet"})), diagram.leaf(frozenset({"dry"})))
    assert diagram.without(wet, 0, 0b11, agreed) is None
    never = diagram.choose(diagram.test(0, 1), diagram.impossible, wet)
    assert diagram.without(never, 0, 0b11, agreed) == diagram.leaf(frozenset({"wet"}))


def test_more_nodes_than_the_budget_are_refused() -> None:
    diagram = Diagram((2,) * 20, budget=8)
    with pytest.raises(TooLarge):
        diagram.all(diagram.either(diagram.test(i, 1), diagram.test(i + 10, 1)) for i in range(10))
