"""Every engine gives the results of the plain one, and that those of the definition, on drawn patterns and cells."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.engines import find, indexed
from advisor.engines.protocol import Pattern, denials
from advisor.rulebase.clauses import Clause, Test, judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.engines.protocol import Cells, Engine, Program

CASES = 30  # drawn for each set of patterns


SIZES = (1, 2, 2, 2, 3, 4, 5, 8, 12, 64, 65, 200)


class World(NamedTuple):
    levels: dict[str, int]
    patterns: tuple[Pattern, ...]
    random: Random


def make(seed: int, levels: int, patterns: int, clauses: int, tests: int) -> World:
    """Make patterns within these numbers; what is drawn within them is cheap, and a failure shrinks by the numbers."""
    random = Random(seed)  # noqa: S311 - nothing secret
    sizes = {f"l{number}": random.choice(SIZES) for number in range(levels)}
    found = []
    for number in range(patterns):
        written = [clause(random, sizes, tests) for _ in range(random.randint(0, clauses))]
        found.append(Pattern(f"p{number}", tuple(written)))
    return World(sizes, tuple(found), random)


def clause(random: Random, levels: dict[str, int], tests: int) -> Clause:
    count = random.randint(0, tests) if random.random() < 0.3 else random.randint(1, tests)
    names = sorted(random.sample(sorted(levels), min(count, len(levels))))
    return tuple(Test(name, mask(random, levels[name])) for name in names)


def mask(random: Random, size: int) -> int:
    """Tests as conditions make them: one cell, all but one, from a cell on, up to a cell; and any others."""
    full, cell = (1 << size) - 1, random.randrange(size)
    shapes = (1 << cell, full & ~(1 << cell), full & -(1 << cell), (1 << cell) - 1, full, random.randint(0, full))
    return random.choice(shapes)


def worlds() -> st.SearchStrategy[World]:
    return st.builds(
        make,
        seed=st.integers(0, 2**32),
        levels=st.integers(1, 6),
        patterns=st.integers(0, 8),
        clauses=st.integers(1, 4),
        tests=st.integers(1, 4),
    )


def steps(world: World) -> list[dict[str, int]]:
    """Draw cells for some of the levels, in any order and in batches; a batch may be empty."""
    random = world.random
    told = random.sample(sorted(world.levels), random.randint(0, len(world.levels)))
    batches: list[dict[str, int]] = [{}]
    for level in told:
        if random.random() < 0.6:
            batches.append({})
        batches[-1][level] = random.randrange(world.levels[level])
    return batches


def check(program: Program, oracle: Program, world: World) -> None:
    """Run cases two at a time, turn and turn about, and compare after each step."""
    for _ in range(CASES):
        batches = [steps(world), steps(world)]
        runs = [(program.start(b[0]), oracle.start(b[0])) for b in batches]
        for place in range(max(map(len, batches))):
            for (run, expected), batch in zip(runs, batches, strict=True):
                if 0 < place < len(batch):
                    assert run.add(batch[place]) == expected.add(batch[place])
                assert run.names == expected.names


@given(world=worlds())
def test_every_engine_agrees_with_plain_after_every_step_of_runs_that_interleave(engine: Engine, world: World) -> None:
    oracle = find("plain").compile(world.patterns, world.levels)
    check(engine.compile(world.patterns, world.levels), oracle, world)


@pytest.fixture(scope="module")
def strained() -> Iterator[Engine]:
    """Give the built-in engine with every limit so low that each of its ways is taken by small patterns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexed, "CROWDED", 2)
        patch.setattr(indexed, "WIDE", 3)
        patch.setattr(indexed, "SMALL", 3)
        yield find("indexed")


@given(world=worlds())
def test_crowded_and_wide_levels_of_the_built_in_engine_agree_with_plain(strained: Engine, world: World) -> None:
    oracle = find("plain").compile(world.patterns, world.levels)
    check(strained.compile(world.patterns, world.levels), oracle, world)


def holds(tests: Clause, cells: Cells) -> bool:
    return all(test.level in cells and test.mask >> cells[test.level] & 1 for test in tests)


@given(world=worlds())
def test_plain_names_the_patterns_one_of_whose_clauses_has_all_its_tests_passed(world: World) -> None:
    program = find("plain").compile(world.patterns, world.levels)
    for _ in range(CASES):
        cells = {level: cell for batch in steps(world) for level, cell in batch.items()}
        possible = {level: 1 << cell for level, cell in cells.items()}
        names = program.start(cells).names
        assert names == {p.name for p in world.patterns if any(holds(tests, cells) for tests in p.clauses)}
        assert names == {p.name for p in world.patterns if judge(p.clauses, possible) is True}


@given(world=worlds())
def test_more_known_cells_never_take_a_name_away(engine: Engine, world: World) -> None:
    first, *rest = steps(world)
    run = engine.compile(world.patterns, world.levels).start(first)
    for batch in rest:
        before = frozenset(run.names)
        new = run.add(batch)
        assert run.names == before | new
        assert not before & new


@given(world=worlds())
def test_the_order_in_which_cells_become_known_never_matters(engine: Engine, world: World) -> None:
    batches = steps(world)
    together = {level: cell for batch in batches for level, cell in batch.items()}
    program = engine.compile(world.patterns, world.levels)
    forward, backward = program.start({}), program.start({})
    for batch in batches:
        forward.add(batch)
    for level, cell in reversed(together.items()):
        backward.add({level: cell})
    assert forward.names == backward.names == program.start(together).names


@given(world=worlds())
def test_a_pattern_is_false_exactly_when_all_its_denials_hold(engine: Engine, world: World) -> None:
    refusals = {p.name: denials(p.name, p.clauses, world.levels) for p in world.patterns}
    patterns = [*world.patterns, *(denial for found in refusals.values() for denial in found)]
    program = engine.compile(patterns, world.levels)
    for _ in range(CASES):
        cells = {level: cell for batch in steps(world) for level, cell in batch.items()}
        possible = {level: 1 << cell for level, cell in cells.items()}
        names = program.start(cells).names
        for pattern in world.patterns:
            false = all(denial.name in names for denial in refusals[pattern.name])
            assert false == (judge(pattern.clauses, possible) is False)
