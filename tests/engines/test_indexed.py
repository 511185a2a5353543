"""The ways of the built-in engine that its limits choose between: crowded levels, wide levels, bytes for counters."""

from __future__ import annotations

import tracemalloc
from itertools import chain

import pytest

from advisor.engines.indexed import CROWDED, SMALL, WIDE, Indexed
from advisor.engines.plain import Plain
from advisor.engines.protocol import Pattern
from advisor.rulebase.clauses import Test

CELLS = 4_001


def up_from(cell: int, size: int = CELLS) -> int:
    return (1 << size) - (1 << cell)


def test_a_clause_that_waits_for_a_crowded_level_holds_when_that_becomes_known() -> None:
    own = {f"own{number}": 2 for number in range(CROWDED + 5)}
    patterns = [Pattern(level, ((Test("core", 0b100), Test(level, 0b10)),)) for level in own]
    run = Indexed().compile(patterns, {"core": 3, **own}).start({"own0": 1, "own1": 0})
    assert run.add({"own2": 1}) == set()
    assert run.names == set()
    assert run.add({"core": 2}) == {"own0", "own2"}
    assert run.add({"own3": 1, "own4": 0}) == {"own3"}


def test_a_clause_that_waited_for_a_crowded_level_in_vain_never_holds() -> None:
    own = {f"own{number}": 2 for number in range(CROWDED + 5)}
    patterns = [Pattern(level, ((Test("core", 0b100), Test(level, 0b10)),)) for level in own]
    run = Indexed().compile(patterns, {"core": 3, **own}).start({"own0": 1})
    assert run.add({"core": 1}) == set()
    assert run.add(dict.fromkeys(list(own)[1:], 1)) == set()


def test_a_clause_waits_for_one_crowded_level_after_the_other() -> None:
    levels = {"a": 2, "b": 2, **{f"own{number}": 2 for number in range(CROWDED + 5)}}
    patterns = [
        Pattern(level, ((Test("a", 0b10), Test("b", 0b10), Test(level, 0b10)),)) for level in levels if len(level) > 1
    ]
    run = Indexed().compile(patterns, levels).start({"own7": 1})
    assert run.add({"b": 1}) == set()
    assert run.add({"a": 1}) == {"own7"}


def test_a_clause_of_crowded_levels_only_is_found_by_one_of_them() -> None:
    clauses = [(Test("a", 1 << i), Test("b", 1 << j)) for i in range(8) for j in range(8)]
    patterns = [Pattern(f"p{number}", (clause,)) for number, clause in enumerate(clauses)]
    program = Indexed().compile(patterns, {"a": 8, "b": 8})
    run = program.start({"b": 3})
    assert run.add({"a": 2}) == program.start({"a": 2, "b": 3}).names == {"p19"}


@pytest.mark.parametrize("size", [WIDE, WIDE + 1, CELLS])
def test_every_cell_of_a_level_of_many_cells_leads_to_the_same_as_judging_each_test(size: int) -> None:
    full = (1 << size) - 1
    masks = [up_from(size // 3, size), (1 << size // 2) - 1, 1, 1 << size - 1, 0b1011 << 5, full, full & ~(1 << 9)]
    alone = [Pattern(f"alone {mask:x}", ((Test("days", mask),),)) for mask in masks]
    beside = [Pattern(f"beside {mask:x}", ((Test("days", mask), Test("rain", 0b10)),)) for mask in masks]
    levels = {"days": size, "rain": 2}
    program, oracle = (engine.compile([*alone, *beside], levels) for engine in (Indexed(), Plain()))
    for cell in {*range(15), *range(size // 3 - 2, size // 2 + 2, max(1, size // 60)), size - 2, size - 1}:
        run = program.start({"days": cell})
        assert run.names == oracle.start({"days": cell}).names
        assert run.add({"rain": 1}) == oracle.start({"days": cell, "rain": 1}).names - run.names | {
            name for name in run.names if name.startswith("beside")
        }


@pytest.mark.parametrize("mask", [up_from(7), 0b1011 << 100, up_from(50) & ~(1 << 60)])
def test_a_crowded_level_of_many_cells_is_looked_at_last_by_interval_and_by_any_other_mask(mask: int) -> None:
    own = {f"own{number}": 2 for number in range(CROWDED + 5)}
    patterns = [Pattern(level, ((Test("days", mask), Test(level, 0b10)),)) for level in own]
    program = Indexed().compile(patterns, {"days": CELLS, **own})
    for cell in (0, 6, 7, 49, 50, 60, 61, 99, 100, 101, 102, 103, 104, CELLS - 1):
        expected = {"own5"} if mask >> cell & 1 else set()
        assert program.start({"own5": 1}).add({"days": cell}) == expected
        assert program.start({"days": cell, "own5": 1}).names == expected


def test_thousands_of_thresholds_on_one_number_take_memory_by_the_test_and_not_by_the_cell() -> None:
    pairs = ((Test("days", up_from(cell)), Test("rain", 0b10)) for cell in range(1, CELLS))
    patterns = [Pattern(f"p{number}", (clause,)) for number, clause in enumerate(pairs)]
    tracemalloc.start()
    try:
        program = Indexed().compile(patterns, {"days": CELLS, "rain": 2})
        before = tracemalloc.get_traced_memory()[0]
        for cell in chain(range(0, CELLS, 40), [CELLS - 1]):
            assert len(program.start({"days": cell, "rain": 1}).names) == cell
        assert tracemalloc.get_traced_memory()[0] - before < 200_000
        assert before < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("tests", [2, 300])
def test_more_clauses_than_a_list_of_counters_is_kept_for_are_counted_all_the_same(tests: int) -> None:
    levels = {f"l{number:04}": 2 for number in range(SMALL + 300)}
    names = sorted(levels)
    patterns = [Pattern(names[0], (tuple(Test(name, 0b10) for name in names[:tests]),))]
    patterns += [Pattern(a, ((Test(a, 0b10), Test(b, 0b10)),)) for a, b in zip(names[1:], names[2:], strict=False)]
    program = Indexed().compile(patterns, levels)
    run = program.start(dict.fromkeys(names[1:tests], 1))
    assert run.names == set(names[1 : tests - 1])
    assert run.add({names[0]: 1}) == {names[0]}
