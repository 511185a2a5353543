from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from advisor.engines import choice, find
from advisor.engines.choice import choose
from advisor.engines.protocol import Cells, Pattern, Program, denials
from advisor.errors import EngineError, EngineUnavailable, UnknownName
from advisor.rulebase.clauses import Test

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.engines.protocol import Engine, Run

LEVELS = {"rain": 2, "wind": 3, "season": 4}
CLAUSES = ((Test("rain", 0b10), Test("season", 0b0110)), (Test("rain", 0b10), Test("wind", 0b100)))
PATTERNS = (Pattern("stay in", CLAUSES), *denials("stay in", CLAUSES, LEVELS))


class Stand:
    """Stands in for durable-rules: compiles by `plain` and lets a test spoil what comes out."""

    name = "durable"

    def __init__(self, spoil: Callable[[Run], Run]) -> None:
        self._spoil = spoil

    def compile(self, patterns: Sequence[Pattern], levels: Mapping[str, int]) -> Program:
        return Spoiled(find("plain").compile(patterns, levels), self._spoil)


class Spoiled:
    def __init__(self, program: Program, spoil: Callable[[Run], Run]) -> None:
        self._program, self._spoil = program, spoil

    def start(self, cells: Cells) -> Run:
        return self._spoil(self._program.start(cells))


class Overeager:
    """Names a pattern that does not hold."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._run.names) | {"stay in"}

    def add(self, cells: Cells) -> frozenset[str]:
        return self._run.add(cells)


class Forgetful(Overeager):
    """Does not name what is added."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._run.names)

    def add(self, cells: Cells) -> frozenset[str]:
        self._run.add(cells)
        return frozenset()


def broken(_: Run) -> Run:
    raise EngineError("it stumbled")


def install(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    monkeypatch.setattr(choice, "find", lambda name: engine if name == "durable" else find(name))


def test_an_engine_asked_for_by_name_is_taken() -> None:
    for name in ("plain", "indexed"):
        chosen = choose(name, PATTERNS, LEVELS)
        assert chosen.engine == name
        assert "stay in" in chosen.program.start({"rain": 1, "wind": 2}).names
        assert chosen.because == "it was asked for"


def test_an_engine_asked_for_by_name_that_cannot_run_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(EngineUnavailable) as caught:
        choose("durable", PATTERNS, LEVELS)
    assert "durable_rules" in caught.value.remedy


def test_a_name_that_no_engine_has_is_refused() -> None:
    with pytest.raises(UnknownName):
        choose("fastest", PATTERNS, LEVELS)


def test_auto_takes_durable_where_it_runs_and_agrees_with_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Stand(lambda run: run))
    chosen = choose("auto", PATTERNS, LEVELS)
    assert chosen.engine == "durable"
    assert "agrees with plain" in chosen.because
    assert "stay in" in chosen.program.start({"rain": 1, "wind": 2}).names


def test_auto_takes_durable_rules_itself_where_it_is_installed() -> None:
    pytest.importorskip("durable_rules_engine")
    assert choose("auto", PATTERNS, LEVELS).engine == "durable"
    assert choose("auto", (), {}).engine == "durable"


def test_auto_takes_indexed_where_durable_rules_is_not_installed_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    chosen = choose("auto", PATTERNS, LEVELS)
    assert chosen.engine == "indexed"
    assert chosen.because.startswith("durable cannot be used: durable-rules cannot be imported")
    assert "stay in" in chosen.program.start({"rain": 1, "wind": 2}).names


def test_auto_takes_indexed_for_more_than_durable_holds_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("durable_rules_engine")
    monkeypatch.setattr("advisor.engines.durable.MOST_CLAUSES", 2)
    chosen = choose("auto", PATTERNS, LEVELS)
    assert chosen.engine == "indexed"
    assert "different clauses are more than the 2" in chosen.because


@pytest.mark.parametrize("spoil", [Overeager, Forgetful])
def test_auto_takes_indexed_when_durable_judges_a_built_case_otherwise_than_plain(
    monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Run], Run]
) -> None:
    install(monkeypatch, Stand(spoil))
    chosen = choose("auto", PATTERNS, LEVELS)
    assert chosen.engine == "indexed"
    assert "failed its self-test" in chosen.because


def test_auto_takes_indexed_when_durable_fails_in_its_self_test(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Stand(broken))
    chosen = choose("auto", PATTERNS, LEVELS)
    assert (chosen.engine, chosen.because) == ("indexed", "durable failed its self-test: it stumbled")


def test_the_self_test_stays_small_however_many_patterns_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Run] = []

    def count(run: Run) -> Run:
        started.append(run)
        return run

    install(monkeypatch, Stand(count))
    levels = {f"l{number}": 2 for number in range(500)}
    choose("auto", [Pattern(level, ((Test(level, 2),),)) for level in levels], levels)
    assert 5 <= len(started) <= 12
