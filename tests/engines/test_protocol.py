from __future__ import annotations

import pytest

from advisor.engines.protocol import SEPARATOR, Pattern, checked, denials, distinct, fresh
from advisor.rulebase.clauses import ALWAYS, NEVER, Test

LEVELS = {"rain": 2, "wind": 3}
RAINY, CALM = Test("rain", 0b10), Test("wind", 0b001)


def test_a_pattern_that_always_holds_has_a_denial_that_never_does() -> None:
    assert denials("p", ALWAYS, LEVELS) == (Pattern(f"p{SEPARATOR}0", NEVER),)


def test_a_pattern_that_never_holds_needs_no_denial() -> None:
    assert denials("p", NEVER, LEVELS) == ()


def test_the_denials_of_a_pattern_grow_with_its_tests_and_are_not_multiplied_out() -> None:
    levels = {f"l{number}": 2 for number in range(200)}
    clauses = tuple((Test(f"l{number}", 1), Test(f"l{number + 1}", 1)) for number in range(0, 200, 2))
    found = denials("p", clauses, levels)
    assert len({pattern.name for pattern in found}) == 100
    assert sum(len(pattern.clauses) for pattern in found) == 200
    assert {len(clause) for pattern in found for clause in pattern.clauses} == {1}


def test_a_test_that_no_cell_fails_denies_nothing() -> None:
    assert denials("p", ((RAINY, Test("wind", 0b111)),), LEVELS)[0].clauses == ((Test("rain", 0b01),),)


def test_only_levels_with_a_test_are_given_with_their_cells() -> None:
    assert checked([Pattern("p", ((CALM,), ()))], LEVELS) == {"wind": 3}


def test_equal_clauses_are_given_once_with_all_their_names() -> None:
    patterns = [Pattern("a", ((RAINY,), (CALM,))), Pattern("b", ((CALM,), (Test("rain", 0),)))]
    assert distinct(patterns) == {(RAINY,): ["a"], (CALM,): ["a", "b"]}


@pytest.mark.parametrize(("cells", "message"), [({"rain": 2}, "no cell 2"), ({"wind": 1}, "wind is in cell 0")])
def test_cells_that_do_not_fit_are_refused_with_the_level_and_the_cell(cells: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fresh(cells, {"wind": 0}, LEVELS)
