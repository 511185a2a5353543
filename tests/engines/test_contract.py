"""What every engine promises, whichever it is."""

from __future__ import annotations

import gc
import threading
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import pytest

from advisor.engines.protocol import Pattern
from advisor.rulebase.clauses import ALWAYS, NEVER, Test

if TYPE_CHECKING:
    from advisor.engines.protocol import Engine

LEVELS = {"rain": 2, "wind": 3, "season": 4}
RAINY, DRY = Test("rain", 0b10), Test("rain", 0b01)
CALM, STORMY = Test("wind", 0b001), Test("wind", 0b100)
WARM = Test("season", 0b0110)

WEATHER = (
    Pattern("umbrella", ((RAINY,),)),
    Pattern("sail", ((DRY, WARM), (CALM, WARM))),
    Pattern("stay in", ((RAINY, STORMY),)),
    Pattern("all three", ((RAINY, WARM, STORMY),)),
    Pattern("some weather", ALWAYS),
    Pattern("no weather", NEVER),
)

AWKWARD = [
    "", " ", "sid", "id", "k", "t0", "$s", "$and", "boot", "t", "hits", '"', "'", "\\", "(assert (t 1))", ")", "{",
    "null", "12", "12345", "1e-7", "ä€😀", "a\x00b", "costarring", "liquid", "déclinate", "x" * 5_000,
]  # fmt: skip


def test_a_pattern_without_clauses_never_holds_and_one_with_an_empty_clause_always_does(engine: Engine) -> None:
    run = engine.compile(WEATHER, LEVELS).start({})
    assert run.names == {"some weather"}
    run.add({"rain": 1, "wind": 2, "season": 1})
    assert "some weather" in run.names
    assert "no weather" not in run.names


def test_a_pattern_holds_from_the_cell_on_that_completes_one_of_its_clauses(engine: Engine) -> None:
    run = engine.compile(WEATHER, LEVELS).start({"season": 2})
    assert run.names == {"some weather"}
    assert run.add({"wind": 0}) == {"sail"}
    assert run.add({"rain": 1}) == {"umbrella"}
    assert run.names == {"some weather", "sail", "umbrella"}


def test_cells_known_from_the_start_and_cells_added_in_one_batch_lead_to_the_same(engine: Engine) -> None:
    program = engine.compile(WEATHER, LEVELS)
    cells = {"rain": 1, "wind": 2, "season": 1}
    late = program.start({})
    assert late.add(cells) == {"umbrella", "stay in", "all three"}
    assert program.start(cells).names == late.names == {"some weather", "umbrella", "stay in", "all three"}


def test_a_test_on_a_level_that_is_not_known_is_never_passed(engine: Engine) -> None:
    everywhere = Test("wind", 0b111)
    run = engine.compile([Pattern("told", ((everywhere,),)), Pattern("both", ((RAINY, everywhere),))], LEVELS).start({})
    assert run.names == set()
    assert run.add({"rain": 1}) == set()
    assert run.add({"wind": 1}) == {"told", "both"}


def test_a_second_clause_of_a_pattern_that_holds_brings_nothing_new(engine: Engine) -> None:
    run = engine.compile(WEATHER, LEVELS).start({"rain": 0, "season": 1})
    assert "sail" in run.names
    assert run.add({"wind": 0}) == set()


def test_patterns_of_one_name_are_alternatives(engine: Engine) -> None:
    patterns = [Pattern("out", ((DRY,),)), Pattern("out", ((CALM,),))]
    assert engine.compile(patterns, LEVELS).start({"wind": 0}).names == {"out"}


def test_equal_clauses_of_different_patterns_hold_together(engine: Engine) -> None:
    patterns = [Pattern(name, ((RAINY, CALM),)) for name in ("a", "b", "c")]
    assert engine.compile(patterns, LEVELS).start({"rain": 1}).add({"wind": 0}) == {"a", "b", "c"}


def test_the_same_cell_again_changes_nothing(engine: Engine) -> None:
    run = engine.compile(WEATHER, LEVELS).start({"rain": 1})
    for _ in range(3):
        assert run.add({"rain": 1}) == set()
    assert run.names == {"some weather", "umbrella"}
    assert run.add({"rain": 1, "wind": 2}) == {"stay in"}


def test_another_cell_of_a_known_level_is_refused_and_nothing_of_that_call_is_added(engine: Engine) -> None:
    run = engine.compile(WEATHER, LEVELS).start({"rain": 1})
    with pytest.raises(ValueError, match="rain is in cell 1"):
        run.add({"wind": 2, "rain": 0})
    assert run.names == {"some weather", "umbrella"}
    assert run.add({"season": 1}) == set()
    assert run.add({"wind": 2}) == {"stay in", "all three"}


@pytest.mark.parametrize("cell", [-1, 2, 3, 255, 10**30])
def test_a_cell_that_its_level_does_not_have_is_refused_and_nothing_of_that_call_is_added(
    engine: Engine, cell: int
) -> None:
    program = engine.compile(WEATHER, LEVELS)
    with pytest.raises(ValueError, match="rain has no cell"):
        program.start({"rain": cell})
    run = program.start({})
    with pytest.raises(ValueError, match="rain has no cell"):
        run.add({"wind": 2, "rain": cell})
    assert run.names == {"some weather"}
    assert run.add({"rain": 1}) == {"umbrella"}


def test_a_level_without_a_test_is_ignored_whatever_its_cell(engine: Engine) -> None:
    run = engine.compile(WEATHER, {**LEVELS, "moon": 2}).start({"moon": 7, "rain": 1, "sun": 0})
    assert run.names == {"some weather", "umbrella"}
    assert run.add({"moon": 0, "sun": -4}) == set()


def test_levels_that_nothing_was_compiled_from_are_ignored(engine: Engine) -> None:
    assert engine.compile((), {}).start({"rain": 1}).names == set()


@pytest.mark.parametrize("test", [Test("moon", 1), Test("rain", 0b100), Test("rain", -1)])
def test_a_test_that_does_not_fit_the_levels_is_refused_at_compile(engine: Engine, test: Test) -> None:
    with pytest.raises(ValueError, match="wrong: the mask"):
        engine.compile([Pattern("wrong", ((test,),))], LEVELS)


def test_a_test_on_no_cell_never_holds(engine: Engine) -> None:
    patterns = [Pattern("alone", ((Test("rain", 0),),)), Pattern("beside", ((Test("rain", 0), CALM),))]
    assert engine.compile(patterns, LEVELS).start({"rain": 1, "wind": 0}).names == set()


def test_names_of_any_kind_are_only_names(engine: Engine) -> None:
    levels = dict.fromkeys(AWKWARD, 2)
    program = engine.compile([Pattern(name, ((Test(name, 0b10),),)) for name in AWKWARD], levels)
    run = program.start(dict.fromkeys(AWKWARD[1:], 0))
    assert run.names == set()
    for name in AWKWARD:
        assert program.start({name: 1}).names == {name}
    assert program.start(dict.fromkeys(AWKWARD, 1)).names == set(AWKWARD)


def test_names_of_any_kind_are_only_names_also_where_they_meet(engine: Engine) -> None:
    pairs = list(zip(AWKWARD, [*AWKWARD[1:], AWKWARD[0]], strict=True))
    patterns = [Pattern(a, (tuple(sorted((Test(a, 0b10), Test(b, 0b10)))),)) for a, b in pairs]
    program = engine.compile(patterns, dict.fromkeys(AWKWARD, 2))
    for a, b in pairs:
        run = program.start({a: 1})
        assert run.names == set()
        assert run.add({b: 1}) == {a}


def test_a_set_of_names_that_was_handed_out_does_not_change_later(engine: Engine) -> None:
    run = engine.compile(WEATHER, LEVELS).start({})
    before = run.names
    run.add({"rain": 1})
    assert isinstance(before, AbstractSet)
    assert before == {"some weather"}


def test_cells_that_were_handed_in_may_change_later(engine: Engine) -> None:
    cells = {"rain": 1}
    run = engine.compile(WEATHER, LEVELS).start(cells)
    cells["rain"] = 0
    cells["wind"] = 2
    assert run.add({"season": 1}) == set()
    assert run.add({"wind": 2}) == {"stay in", "all three"}


def test_runs_that_interleave_do_not_see_each_other(engine: Engine) -> None:
    program = engine.compile(WEATHER, LEVELS)
    wet, dry = program.start({"rain": 1}), program.start({"rain": 0})
    assert wet.add({"wind": 2}) == {"stay in"}
    assert dry.add({"season": 2}) == {"sail"}
    assert wet.add({"season": 2}) == {"all three"}
    assert dry.add({"wind": 2}) == set()


def test_thousands_of_runs_may_be_open_at_once(engine: Engine) -> None:
    program = engine.compile(WEATHER, LEVELS)
    runs = [program.start({"rain": number % 2}) for number in range(3_000)]
    for number, run in enumerate(runs):
        assert run.add({"wind": 2}) == ({"stay in"} if number % 2 else set())


def test_runs_in_several_threads_get_the_same_names_as_in_one(engine: Engine) -> None:
    program = engine.compile(WEATHER, LEVELS)
    cases = [(rain, wind, season) for rain in range(2) for wind in range(3) for season in range(4)]

    def names(rain: int, wind: int, season: int) -> list[frozenset[str]]:
        run = program.start({"rain": rain})
        return [frozenset(run.names), run.add({"wind": wind}), run.add({"season": season}), frozenset(run.names)]

    expected = [names(*case) for case in cases] * 10
    found: dict[int, list[list[frozenset[str]]]] = {}

    def work(number: int) -> None:
        found[number] = [names(*case) for case in cases * 10]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[number] for number in range(4)] == [expected] * 4


def test_a_run_outlives_the_variable_that_held_its_program(engine: Engine) -> None:
    run = engine.compile(WEATHER, LEVELS).start({"rain": 1})
    gc.collect()
    assert run.add({"wind": 2}) == {"stay in"}


def test_programs_of_one_engine_do_not_see_each_other(engine: Engine) -> None:
    first = engine.compile([Pattern("a", ((RAINY,),))], LEVELS)
    second = engine.compile([Pattern("b", ((DRY,),))], LEVELS)
    run = first.start({})
    assert second.start({"rain": 0}).names == {"b"}
    assert run.add({"rain": 1}) == {"a"}
    assert second.start({"rain": 1}).names == set()


def test_a_clause_of_as_many_tests_as_the_normal_form_allows_holds_with_its_last_test(engine: Engine) -> None:
    levels = {f"l{number}": 3 for number in range(64)}
    program = engine.compile([Pattern("long", (tuple(Test(level, 0b110) for level in sorted(levels)),))], levels)
    run = program.start(dict.fromkeys(sorted(levels)[1:], 2))
    assert run.names == set()
    assert run.add({min(levels): 1}) == {"long"}
