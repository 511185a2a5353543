"""What is known to go wrong in durable-rules, one by one, and that the way in which it is used here never meets it.

What could hang or crash runs in a process of its own, so that it would be a failed test and not the end of them all.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from advisor.engines import durable
from advisor.engines.durable import LONGEST, MOST_TESTS, RESERVED, Durable, attribute_names, name_hash
from advisor.engines.plain import Plain
from advisor.engines.protocol import Pattern
from advisor.errors import EngineError, EngineUnavailable
from advisor.rulebase.clauses import Test

if TYPE_CHECKING:
    from advisor.rulebase.clauses import Clause

try:
    import durable_rules_engine
except ImportError:
    durable_rules_engine = None

needs_library = pytest.mark.skipif(durable_rules_engine is None, reason="durable-rules is not installed")

LEVELS = {"a": 2, "b": 2, "c": 2}
A, B, C = Test("a", 0b10), Test("b", 0b10), Test("c", 0b10)
NOT_A = Test("a", 0b01)


def in_a_process_of_its_own(code: str) -> str:
    prelude = """
from advisor.engines.durable import Durable
from advisor.engines.protocol import Pattern
from advisor.rulebase.clauses import Test
"""
    command = [sys.executable, "-c", prelude + code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout.strip()


class Library(ModuleType):
    """The C library, with a count of its live rulesets, errors to raise and answers to give instead of its own."""

    def __init__(self) -> None:
        super().__init__("durable_rules_engine")
        self.live = 0
        self.errors: dict[str, BaseException] = {}
        self.answers: dict[str, object] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands in for a module without types
        function = getattr(durable_rules_engine, name)

        def call(*arguments: object) -> object:
            if name in self.errors:
                raise self.errors[name]
            self.live += {"create_ruleset": 1, "delete_ruleset": -1}.get(name, 0)
            return self.answers[name] if name in self.answers else function(*arguments)

        return call


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    stand_in = Library()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", stand_in)
    return stand_in


@needs_library
def test_an_and_after_an_or_stays_an_and() -> None:
    program = Durable().compile([Pattern("(a or b) and c", ((A, C), (B, C)))], LEVELS)
    assert program.start({"c": 1}).names == set()
    assert program.start({"a": 1}).names == set()
    assert program.start({"b": 1, "c": 1}).names == {"(a or b) and c"}


@needs_library
def test_a_negation_holds_only_when_its_level_is_known_and_outside() -> None:
    program = Durable().compile([Pattern("not a and b", ((NOT_A, B),))], LEVELS)
    assert program.start({"b": 1}).names == set()
    assert program.start({"b": 1, "a": 1}).names == set()
    assert program.start({"b": 1}).add({"a": 0}) == {"not a and b"}


@needs_library
def test_nothing_is_left_pending_for_a_later_run() -> None:
    program = Durable().compile([Pattern("a", ((A,),)), Pattern("not a", ((NOT_A,),)), Pattern("b", ((B,),))], LEVELS)
    for _ in range(50):
        assert program.start({"a": 1}).names == {"a"}
        assert program.start({"a": 0}).names == {"not a"}
        assert program.start({}).names == set()
        assert program.start({"b": 1}).names == {"b"}


@needs_library
def test_hundreds_of_different_tests_load_and_match() -> None:
    code = """
levels = {f"l{n}": 2 for n in range(600)}
program = Durable().compile([Pattern(l, ((Test(l, 2),),)) for l in levels], levels)
assert all(program.start({l: 1}).names == {l} for l in levels)
assert program.start(dict.fromkeys(levels, 1)).names == set(levels)
levels = {"n": 700}
program = Durable().compile([Pattern(str(n), ((Test("n", 1 << n),),)) for n in range(700)], levels)
print(sorted(program.start({"n": 513}).names))
"""
    assert in_a_process_of_its_own(code) == "['513']"


@needs_library
def test_thousands_of_live_runs_and_runs_in_which_nothing_fires_end_well() -> None:
    code = """
program = Durable().compile([Pattern("p", ((Test("a", 2), Test("b", 2)),))], {"a": 2, "b": 2, "c": 2})
runs = [program.start({"a": n % 2, "c": 1}) for n in range(3000)]
empty = [program.start({}) for n in range(3000)]
found = [run.add({"b": 1}) for run in runs]
assert [bool(f) for f in found] == [bool(n % 2) for n in range(3000)]
assert not any(run.add({"a": 0}) or run.names for run in empty)
print(sum(map(len, found)))
"""
    assert in_a_process_of_its_own(code) == "1500"


@needs_library
def test_values_that_the_library_would_take_for_each_other_are_kept_apart() -> None:
    names = ["12", "12345", "1e-7", "0.0000001", "true", "1", "false", "0", "null", ""]
    levels = {"choice": len(names), **dict.fromkeys(names, 2)}
    choices = [Pattern(f"choice {name}", ((Test("choice", 1 << cell),),)) for cell, name in enumerate(names)]
    program = Durable().compile([*choices, *(Pattern(name, ((Test(name, 2),),)) for name in names)], levels)
    for cell, name in enumerate(names):
        assert program.start({"choice": cell}).names == {f"choice {name}"}
        assert program.start({name: 1}).names == {name}


@needs_library
def test_levels_and_patterns_whose_names_have_one_hash_are_kept_apart() -> None:
    assert name_hash("costarring") == name_hash("liquid")
    levels = {"costarring": 2, "liquid": 2}
    program = Durable().compile([Pattern(name, ((Test(name, 0b10),),)) for name in levels], levels)
    for name in levels:
        assert program.start({name: 1}).names == {name}


@needs_library
def test_the_hash_of_names_is_that_of_the_library() -> None:
    rules = '{"r": {"all": [{"m": {"costarring": 1}}]}}'
    handle = durable_rules_engine.create_ruleset("rules", rules)
    try:
        code, state = durable_rules_engine.assert_fact(handle, '{"liquid": 1, "id": "f", "sid": "s"}')
        assert code == 0
        assert durable_rules_engine.start_action_for_state(handle, state)[1].startswith('{"r"')
        durable_rules_engine.complete_and_start_action(handle, state)
        durable_rules_engine.delete_state(handle, "s")
    finally:
        durable_rules_engine.delete_ruleset(handle)


def test_attributes_never_share_a_hash_with_each_other_or_with_a_word_of_the_library() -> None:
    names = attribute_names(LONGEST)
    assert len({name_hash(word) for word in (*names, *RESERVED.split(), "k")}) == LONGEST + len(RESERVED.split()) + 1


def test_an_attribute_whose_hash_is_taken_is_passed_over() -> None:
    def poor(name: str) -> int:
        return int(name[1:]) // 2 if name[1:].isdigit() else -1

    assert attribute_names(3, poor) == ("t0", "t2", "t4")


def test_shards_hold_every_clause_once_and_few_test_nodes() -> None:
    levels = [f"l{number:02}" for number in range(40)]
    clauses: dict[Clause, list[str]] = {}
    for number in range(300):
        clause = tuple(Test(level, 1 << number % 3) for level in levels[number % 31 : number % 31 + number % 9 + 1])
        clauses.setdefault(clause, []).append(str(number))
    long = tuple(Test(f"m{number}", 1) for number in range(LONGEST))
    plans = durable._spread({**clauses, long: ["long"]})  # noqa: SLF001 - the bound that keeps the library from hanging
    assert sorted(name for plan in plans for names in plan.names for name in names) == sorted(
        ["long", *(str(number) for number in range(300))]
    )
    assert max(len(plan.attributes) for plan in plans if plan.names != (("long",),)) <= MOST_TESTS
    assert max(len(plan.names) for plan in plans) <= MOST_TESTS


@needs_library
def test_more_clauses_than_are_matched_in_good_time_are_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "MOST_CLAUSES", 2)
    patterns = [Pattern("p", ((A,), (B,), (C,)))]
    with pytest.raises(EngineUnavailable, match="3 different clauses are more than the 2") as caught:
        Durable().compile(patterns, LEVELS)
    assert "indexed" in caught.value.remedy
    assert Durable().compile([Pattern("p", ((A,), (B,), (A,)))], LEVELS).start({"b": 1}).names == {"p"}


@needs_library
def test_a_clause_of_more_tests_than_the_normal_form_allows_is_refused() -> None:
    levels = {f"l{number}": 2 for number in range(LONGEST + 1)}
    with pytest.raises(EngineUnavailable, match="more than 64 tests"):
        Durable().compile([Pattern("p", (tuple(Test(level, 1) for level in levels),))], levels)


def test_where_the_library_is_missing_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EngineUnavailable) as caught:
        Durable().compile((), {})
    assert caught.value.engine == "durable"
    assert "durable_rules" in caught.value.remedy


@needs_library
def test_the_package_with_the_host_is_never_imported() -> None:
    code = """
import sys
Durable().compile([Pattern("p", ((Test("a", 2),),))], {"a": 2}).start({"a": 1})
print("durable_rules_engine" in sys.modules, "durable" in sys.modules)
"""
    assert in_a_process_of_its_own(code) == "True False"


@needs_library
@pytest.mark.parametrize("name", ["assert_fact", "start_action_for_state", "complete_and_start_action", "delete_state"])
@pytest.mark.parametrize("error", [RuntimeError("no"), KeyboardInterrupt()])
def test_a_pass_that_fails_anywhere_adds_nothing_and_leaves_nothing_behind(
    library: Library, name: str, error: BaseException
) -> None:
    patterns = [Pattern("a", ((A,),)), Pattern("b", ((B,),)), Pattern("ab", ((A, B),)), Pattern("not a", ((NOT_A,),))]
    program = Durable().compile(patterns, LEVELS)
    run, other = program.start({"a": 1}), program.start({})

    library.errors[name] = error
    with pytest.raises(KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else EngineError):
        run.add({"b": 1})
    library.errors.clear()
    assert run.names == {"a"}
    assert other.add({"a": 0}) == {"not a"}
    assert run.add({"b": 1}) == {"b", "ab"}
    assert library.live == 1


@needs_library
def test_a_pass_in_which_not_even_the_rule_that_always_fires_did_is_an_error(library: Library) -> None:
    program = Durable().compile([Pattern("a", ((A,),))], LEVELS)
    library.answers["start_action_for_state"] = None
    with pytest.raises(EngineError, match="durable-rules failed"):
        program.start({"a": 1})
    library.answers.clear()
    assert program.start({"a": 1}).names == {"a"}


@needs_library
def test_a_pass_that_would_never_end_is_ended(library: Library) -> None:
    program = Durable().compile([Pattern("a", ((A,),))], LEVELS)
    library.answers["complete_and_start_action"] = '{"0":{"m":{}}}'
    with pytest.raises(EngineError, match="without end"):
        program.start({"a": 1})


@needs_library
def test_a_fact_that_the_library_refuses_is_an_error(library: Library) -> None:
    program = Durable().compile([Pattern("a", ((A,),))], LEVELS)
    library.answers["assert_fact"] = (2, 1)
    with pytest.raises(EngineError, match="refused with code 2"):
        program.start({"a": 1})


@needs_library
def test_rules_that_the_library_does_not_load_are_an_error(library: Library) -> None:
    library.errors["create_ruleset"] = RuntimeError("no room")
    with pytest.raises(EngineError, match="did not load"):
        Durable().compile([Pattern("a", ((A,),))], LEVELS)


@needs_library
def test_the_rulesets_of_a_program_go_with_it(library: Library) -> None:
    levels = {f"l{number}": 2 for number in range(3 * MOST_TESTS)}
    program = Durable().compile([Pattern(level, ((Test(level, 2),),)) for level in levels], levels)
    assert program.start({"l0": 1}).names == {"l0"}
    assert library.live == 3
    del program
    gc.collect()
    assert library.live == 0


@needs_library
def test_a_shard_full_of_overlapping_clauses_matches_like_plain() -> None:
    levels = [f"l{number:02}" for number in range(MOST_TESTS)]
    sizes = dict.fromkeys(levels, 2)
    patterns = [
        Pattern(f"{start} {length}", (tuple(Test(level, 0b10) for level in levels[start : start + length]),))
        for start in range(0, MOST_TESTS, 3)
        for length in range(1, 25, 4)
    ]
    program, oracle = Durable().compile(patterns, sizes), Plain().compile(patterns, sizes)
    for start in range(0, MOST_TESTS, 7):
        cells = dict.fromkeys(levels[start : start + 30], 1)
        assert program.start(cells).names == oracle.start(cells).names
    assert program.start(dict.fromkeys(levels, 1)).names == {pattern.name for pattern in patterns}
