"""What an author accepts answers findings in what is written below it, and nowhere else; a reason is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor import RulebaseError, load, loads
from advisor.errors import Position
from advisor.rulebase.accepting import ACCEPTS, KEY, Accepted
from advisor.rulebase.combinators import ListOf, MapOf, OneOf, Record
from advisor.rulebase.shape import SINGLE

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = """\
name: pond
facts:
  windy:
    kind: boolean
    ask: Is it windy?
    accepts:
      unused-fact: Only a program
        asks for it.
  cold: {kind: boolean, ask: Is it cold?, accepts: {unused-fact: The same.}}
  wet: {kind: boolean, ask: Is it wet?}
topics:
  skating:
    title: Skating
    asked:
      - go skating
      - cue: on the ice
        accepts: {unused-cue: Rare.}
      - across the pond
"""


def answered(accepted: Accepted, text: str) -> set[int]:
    """The lines, the first character of each, at which it answers its code."""
    lines = range(1, len(text.split("\n")) + 1)
    return {line for line in lines if accepted.answers(accepted.code, Position("text", line, 40))}


def test_what_is_accepted_lies_between_the_key_of_its_owner_and_the_next_one() -> None:
    windy, cold, cue = loads(BLOCK).accepted
    assert (windy.code, windy.reason) == ("unused-fact", "Only a program asks for it.")
    assert windy.position == Position("text", 7, 7)
    assert answered(windy, BLOCK) == {3, 4, 5, 6, 7, 8}
    assert answered(cold, BLOCK) == {9}
    assert answered(cue, BLOCK) == {16, 17}


def test_it_answers_at_the_key_of_its_owner_and_not_before() -> None:
    windy = loads(BLOCK).accepted[0]
    assert windy.answers("unused-fact", Position("text", 3, 3))
    assert not windy.answers("unused-fact", Position("text", 3, 2))
    assert not windy.answers("unused-fact", Position("other", 3, 3))
    assert not windy.answers("unused-cue", Position("text", 3, 3))


def test_within_one_line_columns_tell_owners_apart() -> None:
    text = "name: pond\nfacts: {a: {kind: boolean, ask: A?, accepts: {x: So.}}, b: {kind: boolean, ask: B?}}\n"
    rulebase = loads(text)
    [one] = rulebase.accepted
    assert one.answers("x", rulebase.facts["a"].position)
    assert not one.answers("x", rulebase.facts["b"].position)


def test_what_bears_the_name_of_the_key_accepts_nothing() -> None:
    fact = "name: pond\nfacts: {accepts: {kind: boolean, ask: Does it accept?}}\n"
    assert loads(f"{fact}scenarios: {{a: {{given: {{accepts: true}}}}}}\n").accepted == ()


def test_at_the_top_of_a_text_all_of_it_is_answered() -> None:
    [one] = loads("name: pond\naccepts: {unused-fact: So.}\n").accepted
    assert one.answers("unused-fact", Position("text", 99, 1))


@pytest.fixture
def pond(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pond").mkdir()
    (tmp_path / "pond" / "rulebase.yaml").write_text("name: pond\naccepts: {unused-cue: All.}\n", encoding="utf-8")
    (tmp_path / "pond" / "ice.yaml").write_text("accepts: {unused-fact: Here.}\nfacts: {}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("place", ["./pond", "pond/", "./pond/../pond"])
def test_at_the_top_of_the_root_every_file_is_answered_and_of_another_file_that_one(pond: Path, place: str) -> None:
    everywhere, here = load(place).accepted
    place = place.rstrip("/")
    for file in ("rulebase.yaml", "ice.yaml", "examples/all.yaml"):
        assert everywhere.answers("unused-cue", Position(f"{place}/{file}", 7, 1))
        assert here.answers("unused-fact", Position(f"{place}/{file}", 7, 1)) == (file == "ice.yaml")
    assert not everywhere.answers("unused-cue", Position(f"{place}s/rulebase.yaml", 7, 1))
    assert pond.is_dir()


def test_an_extension_answers_nothing_in_what_it_extends(pond: Path) -> None:
    (pond / "more.yaml").write_text("name: more\naccepts: {unused-fact: All.}\n", encoding="utf-8")
    own = load("./pond", "./more.yaml").accepted[-1]
    assert own.answers("unused-fact", Position("./more.yaml", 1, 1))
    assert not own.answers("unused-fact", Position("./pond/ice.yaml", 1, 1))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{unused-fact: }", "no-value"),
        ("{unused-fact: ''}", "no-value"),
        ("{}", "no-value"),
        ("[unused-fact]", "wrong-shape"),
        ("{Unused Fact: So.}", "bad-name"),
        ("{unused-fact: [so]}", "wrong-shape"),
    ],
)
def test_each_code_needs_a_reason(written: str, code: str) -> None:
    with pytest.raises(RulebaseError) as caught:
        loads(f"name: pond\naccepts: {written}\n")
    assert [problem.code for problem in caught.value.problems] == [code]


def accepting(part: object, path: str = "") -> set[str]:
    """The paths of the records that can accept findings, by the keys that lead there."""
    if isinstance(part, OneOf):
        return set().union(*(accepting(one, path) for one in part.shapes))
    if isinstance(part, ListOf):
        return accepting(part.item, path)
    if isinstance(part, MapOf):
        return accepting(part.value, path)
    if not isinstance(part, Record):
        return set()
    below = [accepting(key.shape, f"{path}/{name}") for name, key in part.keys.items()]
    return set().union({path} if KEY in part.keys else set(), *below)


def test_whatever_findings_lie_on_can_accept_them() -> None:
    named = "facts topics rules flags sources not_covered plans signs together resources evidence scenarios"
    assert accepting(SINGLE) >= {"", "/facts/said", "/topics/asked", *(f"/{name}" for name in named.split())}
    assert ACCEPTS[KEY].doc


def test_a_source_says_by_when_to_read_it_again() -> None:
    source = "name: pond\nsources: {notes: {title: Notes, review_by: DAY, sections: {a: All}}}\n"
    assert loads(source.replace("DAY", "2026-11-23")).sources["notes"].review_by == "2026-11-23"
    with pytest.raises(RulebaseError) as caught:
        loads(source.replace("DAY", "2026-02-30"))
    assert [problem.code for problem in caught.value.problems] == ["bad-value"]


def test_what_has_no_position_of_its_own_has_a_place() -> None:
    text = (
        "name: pond\nnotice: Ours.\nwords: {frog: [toad]}\n"
        "sources:\n  notes:\n    title: Notes\n    sections:\n      ice: Ice\n"
        "evidence: {cold: {claim: C, note: N, confidence: low}}\n"
    )
    places = loads(text).places
    assert {key: place.line for key, place in places.items()} == {
        "notice": 2,
        "words/frog": 3,
        "sources/notes": 5,
        "sources/notes/ice": 8,
        "evidence/cold": 9,
    }
