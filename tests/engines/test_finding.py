from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import pytest

from advisor.engines import GROUP, available, find, names
from advisor.engines.plain import Plain
from advisor.errors import EngineUnavailable, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence


def offer(monkeypatch: pytest.MonkeyPatch, *entries: EntryPoint) -> None:
    def entry_points(group: str) -> Sequence[EntryPoint]:
        return [entry for entry in entries if entry.group == group]

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)


def test_the_engines_of_the_folder_are_found_and_its_other_modules_are_none() -> None:
    assert {"plain", "indexed", "durable", "clips"} <= set(names())
    assert not {"protocol", "choice", "__init__"} & set(names())


@pytest.mark.parametrize("name", names())
def test_an_engine_goes_by_the_name_it_is_found_by(name: str) -> None:
    assert find(name).name == name


def test_the_engines_without_requirements_are_always_available() -> None:
    assert {"plain", "indexed"} <= set(available()) <= set(names())


@pytest.mark.parametrize("name", ["indxed", "protocol", "choice", "__init__", "", "plain.py", "../errors", "os", "a.b"])
def test_a_name_that_no_engine_has_is_refused(name: str) -> None:
    with pytest.raises(UnknownName, match="there is no engine"):
        find(name)


def test_an_unknown_name_is_answered_with_the_one_most_like_it() -> None:
    with pytest.raises(UnknownName) as caught:
        find("indxed")
    assert caught.value.nearest == "indexed"


def test_a_package_can_offer_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, EntryPoint("mine", "advisor.engines.plain:Plain", GROUP))
    assert isinstance(find("mine"), Plain)
    assert "mine" in names()


def test_a_package_cannot_take_the_place_of_an_engine_of_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, EntryPoint("indexed", "advisor.engines.plain:Plain", GROUP))
    assert not isinstance(find("indexed"), Plain)


def test_an_engine_whose_package_does_not_load_is_unavailable_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, EntryPoint("mine", "no_such_package:Engine", GROUP))
    with pytest.raises(EngineUnavailable, match="no_such_package:Engine does not load"):
        find("mine")
    assert "mine" not in available()


def test_nothing_heavy_is_imported_before_an_engine_that_needs_it_compiles() -> None:
    code = """
import sys
import advisor.engines
before = set(sys.modules)
from advisor.engines import find
for name in ("plain", "indexed", "durable", "clips"):
    find(name)
find("indexed").compile((), {})
print({"clips", "durable_rules_engine", "durable", "importlib.metadata", "pkgutil"} & (set(sys.modules) - before))
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
