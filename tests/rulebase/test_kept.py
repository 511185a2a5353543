"""A rulebase that is given as bytes is the one that the same files in a folder are."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import RulebaseError, load
from advisor.rulebase.files import ROOT
from advisor.rulebase.kept import Folder, load_kept

PLACES = [Path("examples/garden"), Path("examples/hike"), Path("examples/sourdough"), Path("rules/breakup")]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def codes(folder: Folder, **beside: Folder) -> list[str]:
    with pytest.raises(RulebaseError) as caught:
        load_kept(folder, beside.get)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_it_is_the_rulebase_of_the_folder(place: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    kept, loaded = load_kept(Folder(str(root / place), files_of(root / place))), load(root / place)
    assert (kept, kept.hash) == (loaded, loaded.hash)


def test_what_it_extends_is_asked_for_and_read_before_it() -> None:
    base = Folder("old:base", {ROOT: b"name: base\nfacts: {rain: {kind: boolean, ask: Does it rain?}}"})
    mine = Folder("old:mine", {ROOT: b"name: mine\nextends: [base]", "fire.yaml": b"topics: {fire: {title: A fire}}"})
    asked: list[str] = []

    def beside(name: str) -> Folder:
        asked.append(name)
        return base

    rulebase = load_kept(mine, beside)
    assert asked == ["base"]
    assert (set(rulebase.facts), set(rulebase.topics)) == ({"rain"}, {"fire"})


def test_what_does_not_lie_beside_it_is_read_as_it_is_installed() -> None:
    rulebase = load_kept(Folder("mine", {ROOT: b"name: mine\nextends: [breakup]"}))
    assert rulebase.rules.keys() == load("breakup").rules.keys()


def test_a_rulebase_that_extends_itself_is_refused() -> None:
    one = Folder("one", {ROOT: b"name: one\nextends: [two]"})
    two = Folder("two", {ROOT: b"name: two\nextends: [one]"})
    assert codes(one, one=one, two=two) == ["extends-cycle"]


def test_problems_name_the_file_they_are_in() -> None:
    with pytest.raises(RulebaseError) as caught:
        load_kept(Folder("HEAD:garden", {ROOT: b"name: garden", "more.yaml": b"rules: {a: 1}"}))
    assert caught.value.problems[0].position.file == "HEAD:garden/more.yaml"


def test_what_is_no_text_has_no_root_or_has_torn_hints_is_refused() -> None:
    assert codes(Folder("a", {ROOT: b"name: \xff"})) == ["not-utf8"]
    assert codes(Folder("a", {"b.yaml": b"facts: {}"})) == ["no-root"]
    assert codes(Folder("a", {ROOT: b"name: a", "hints.txt": b"advisor hints 1 00000000\nrain"})) == ["bad-hints"]
