from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from advisor.engines.clips import Clips
from advisor.engines.protocol import Pattern
from advisor.errors import EngineError, EngineUnavailable
from advisor.rulebase.clauses import Test

try:
    import clips
except ImportError:
    clips = None

needs_clips = pytest.mark.skipif(clips is None, reason="clipspy is not installed")

LEVELS = {"a": 2, "b": 2}
A, B = Test("a", 0b10), Test("b", 0b10)
PATTERNS = [
    Pattern("a", ((A,),)),
    Pattern("b", ((B,),)),
    Pattern("ab", ((A, B),)),
    Pattern("not a", ((Test("a", 0b01),),)),
]


class Environment:
    """An environment of CLIPS with errors to raise and a list of what was called."""

    def __init__(self, errors: dict[str, BaseException]) -> None:
        self._inner, self._errors = clips.Environment(), errors
        self.called: list[str] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands in for a class without types
        self.called.append(name)
        if name in self._errors:
            raise self._errors[name]
        return getattr(self._inner, name)


class Library(ModuleType):
    """The module of clipspy that makes such environments."""

    def __init__(self) -> None:
        super().__init__("clips")
        self.errors: dict[str, BaseException] = {}
        self.made: list[Environment] = []

    def Environment(self) -> Environment:  # noqa: N802 - the library's name
        self.made.append(Environment(self.errors))
        return self.made[-1]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    stand_in = Library()
    monkeypatch.setitem(sys.modules, "clips", stand_in)
    return stand_in


def test_where_clipspy_is_missing_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "clips", None)
    with pytest.raises(EngineUnavailable) as caught:
        Clips().compile((), {})
    assert caught.value.engine == "clips"
    assert "clipspy" in caught.value.remedy


@needs_clips
def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    program = Clips().compile(PATTERNS, LEVELS)
    program.start({"a": 1}).add({"b": 1})
    del program
    assert capfd.readouterr() == ("", "")


@needs_clips
@pytest.mark.parametrize("name", ["reset", "call", "run", "find_global"])
@pytest.mark.parametrize("error", [RuntimeError("no"), KeyboardInterrupt()])
def test_a_call_that_fails_anywhere_adds_nothing_and_leaves_nothing_behind(
    library: Library, name: str, error: BaseException
) -> None:
    program = Clips().compile(PATTERNS, LEVELS)
    run = program.start({"a": 1})
    other = program.start({"b": 1})

    library.errors[name] = error
    with pytest.raises(KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else EngineError):
        run.add({"b": 1})
    library.errors.clear()
    assert run.names == {"a"}
    assert other.add({"a": 0}) == {"not a"}
    assert run.add({"b": 1}) == {"b", "ab"}


@needs_clips
def test_a_run_goes_on_where_it_was_when_no_other_came_between(library: Library) -> None:
    levels = {f"l{number}": 2 for number in range(10)}
    program = Clips().compile([Pattern(level, ((Test(level, 2),),)) for level in levels], levels)
    run = program.start({"l0": 1})
    for level in levels:
        run.add({level: 1})
    assert library.made[0].called.count("reset") == 1
    assert run.names == set(levels)
