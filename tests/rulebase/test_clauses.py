"""The normal form says what the expression says, in three truth values."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Union

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.clauses import (
    ALWAYS,
    MAX_CLAUSES,
    NEVER,
    Clauses,
    Test,
    TooManyClauses,
    clause_truth,
    conjoin,
    disjoin,
    judge,
    negate,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CELLS = {"dew": 2, "frost": 2, "season": 4, "wind": 3}
Tree = Union[Test, tuple[str, "list[Tree]"]]


def single_tests() -> st.SearchStrategy[Test]:
    return st.sampled_from(sorted(CELLS)).flatmap(
        lambda level: st.builds(Test, st.just(level), st.integers(0, (1 << CELLS[level]) - 1))
    )


trees: st.SearchStrategy[Tree] = st.recursive(
    single_tests(),
    lambda children: st.one_of(
        st.tuples(st.just("not"), st.lists(children, min_size=1, max_size=1)),
        st.tuples(st.sampled_from(["and", "or"]), st.lists(children, max_size=3)),
    ),
    max_leaves=10,
)
known = st.fixed_dictionaries(
    {}, optional={level: st.integers(0, size - 1).map(lambda cell: 1 << cell) for level, size in CELLS.items()}
)
possible = st.fixed_dictionaries({}, optional={level: st.integers(1, (1 << size) - 1) for level, size in CELLS.items()})


def kleene(tree: Tree, cells: Mapping[str, int]) -> bool | None:
    """Read a tree as it is written, in three truth values."""
    if isinstance(tree, Test):
        left = cells.get(tree.level, (1 << CELLS[tree.level]) - 1)
        return True if not left & ~tree.mask else False if not left & tree.mask else None
    op, parts = tree
    values = [kleene(part, cells) for part in parts]
    if op == "not":
        return None if values[0] is None else not values[0]
    decides = op == "or"
    if decides in values:
        return decides
    return None if None in values else not decides


def form(tree: Tree) -> Clauses:
    if isinstance(tree, Test):
        return tidy([(tree,)], CELLS)
    op, parts = tree
    forms = [form(part) for part in parts]
    if op == "not":
        return negate(forms[0], CELLS)
    value = ALWAYS if op == "and" else NEVER
    for one in forms:
        value = conjoin(value, one) if op == "and" else disjoin(value, one, CELLS)
    return value


def completions(cells: Mapping[str, int]) -> Iterator[dict[str, int]]:
    choices = [
        [1 << cell for cell in range(size) if cells.get(level, (1 << size) - 1) >> cell & 1]
        for level, size in CELLS.items()
    ]
    for chosen in product(*choices):
        yield dict(zip(CELLS, chosen))


@given(trees, possible)
def test_the_normal_form_never_knows_less_than_the_expression(tree: Tree, cells: dict[str, int]) -> None:
    said = kleene(tree, cells)
    assert said is None or judge(form(tree), cells) is said


@given(trees, possible)
def test_what_the_normal_form_knows_is_so_in_every_completion(tree: Tree, cells: dict[str, int]) -> None:
    value = judge(form(tree), cells)
    if value is not None:
        assert {kleene(tree, full) for full in completions(cells)} == {value}


@given(trees)
def test_the_normal_form_agrees_with_the_expression_wherever_everything_is_known(tree: Tree) -> None:
    normal = form(tree)
    assert all(judge(normal, full) is kleene(tree, full) for full in completions({}))


@given(trees, known, known)
def test_knowing_more_never_takes_back_what_is_known(tree: Tree, less: dict[str, int], more: dict[str, int]) -> None:
    normal = form(tree)
    value = judge(normal, less)
    assert value is None or judge(normal, {**more, **less}) is value


@given(trees)
def test_no_clause_is_contradictory_repeats_a_level_or_implies_another(tree: Tree) -> None:
    normal = form(tree)
    for clause in normal:
        levels = [test.level for test in clause]
        assert levels == sorted(set(levels))
        assert all(0 < test.mask < (1 << CELLS[test.level]) - 1 for test in clause)
    for one, other in product(normal, normal):
        if one != other:
            wide = dict(other)
            assert not all(level in dict(one) and not dict(one)[level] & ~mask for level, mask in wide.items())


@given(st.lists(st.lists(single_tests(), max_size=3), max_size=5))
def test_the_order_in_which_clauses_are_written_does_not_matter(written: list[list[Test]]) -> None:
    clauses = [one for tests in written for one in conjoin_all(tests)]
    assert tidy(clauses, CELLS) == tidy(reversed(clauses), CELLS)


def conjoin_all(tests: list[Test]) -> Clauses:
    value = ALWAYS
    for test in tests:
        value = conjoin(value, tidy([(test,)], CELLS))
    return value


def test_no_clauses_never_hold_and_an_empty_clause_always_does() -> None:
    assert judge(NEVER, {}) is False
    assert judge(ALWAYS, {}) is True
    assert clause_truth((), {}) is True


def test_more_clauses_than_the_limit_are_refused_while_they_are_multiplied_out() -> None:
    pairs = [tidy([(Test(f"a{i}", 1),), (Test(f"b{i}", 1),)]) for i in range(8)]
    value = ALWAYS
    for pair in pairs[:7]:
        value = conjoin(value, pair)
    assert len(value) == 128 <= MAX_CLAUSES
    with pytest.raises(TooManyClauses):
        conjoin(value, pairs[7])


def test_a_clause_holds_at_most_64_tests() -> None:
    value = ALWAYS
    for i in range(64):
        value = conjoin(value, ((Test(f"t{i}", 1),),))
    assert len(value[0]) == 64
    with pytest.raises(TooManyClauses):
        conjoin(value, ((Test("one more", 1),),))
