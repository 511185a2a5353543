"""The example messages beside a rulebase: what is read, in which order, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.errors import RulebaseError
from advisor.rulebase.corpus import alarms_of, folder_of, labelled, labels_of
from advisor.rulebase.loading import load

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.errors import Problem

ROOT = """\
name: garden
topics:
  rain: {title: Rain, examples: [Does it rain?], counterexamples: [It rains cats.]}
not_covered:
  tides: {title: Tides, asked: [tide], examples: [Is it ebb?]}
flags:
  flood: {said: [a flood], say: Climb., suspends: all}
"""


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "garden" / "examples").mkdir(parents=True)
    (tmp_path / "garden" / "rulebase.yaml").write_text(ROOT, encoding="utf-8")
    return tmp_path / "garden"


def told(garden: Path, **texts: str) -> list[tuple[str, str, str]]:
    """Write files of examples, and give what is read: text, label and place."""
    for name, text in texts.items():
        (garden / "examples" / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = labelled(load(garden), garden)
    return [(one.text, one.label, f"{one.position.file.rpartition('/')[2]}:{one.position.line}") for one in found]


def refused(garden: Path, **texts: str) -> tuple[Problem, ...]:
    with pytest.raises(RulebaseError) as caught:
        told(garden, **texts)
    return caught.value.problems


def test_a_message_can_be_about_a_topic_a_subject_or_none_of_them(garden: Path) -> None:
    assert labels_of(load(garden)) == ["rain", "tides", "off_topic"]


def test_a_message_can_raise_a_flag_or_none_of_them(garden: Path) -> None:
    assert alarms_of(load(garden)) == ["flood", "no_flag"]


def test_messages_can_be_labelled_with_a_flag_and_with_none(garden: Path) -> None:
    found = told(garden, a="flood: [It floods!]\nno_flag: [A flood of letters.]\n")
    assert [one[:2] for one in found][:2] == [("It floods!", "flood"), ("A flood of letters.", "no_flag")]


def test_the_messages_of_all_files_are_read_by_name_and_then_those_of_the_rulebase(garden: Path) -> None:
    found = told(garden, b="off_topic: [Hello.]\n", a="tides:\n  - High tide?\nflood: [It floods!]\n")
    assert found == [
        ("High tide?", "tides", "a.yaml:2"),
        ("It floods!", "flood", "a.yaml:3"),
        ("Hello.", "off_topic", "b.yaml:1"),
        ("Does it rain?", "rain", "rulebase.yaml:3"),
        ("Is it ebb?", "tides", "rulebase.yaml:5"),
    ]


def test_without_a_folder_of_examples_those_of_the_rulebase_are_all(garden: Path) -> None:
    (garden / "examples").rmdir()
    assert [one[0] for one in told(garden)] == ["Does it rain?", "Is it ebb?"]


def test_the_examples_beside_a_rulebase_are_no_part_of_it(garden: Path) -> None:
    before = load(garden).hash
    (garden / "examples" / "a.yaml").write_text("rian: [", encoding="utf-8")
    assert load(garden).hash == before


def test_a_label_that_is_none_is_told_with_the_nearest(garden: Path) -> None:
    (problem,) = refused(garden, a="rain: [Wet.]\ntide: [High.]\n")
    assert str(problem) == (
        "garden/examples/a.yaml:2:1: unknown-label: there is no label 'tide'\n"
        "    tide: [High.]\n"
        "    ^^^^\n"
        "    remedy: did you mean 'tides'?"
    )


def test_everything_wrong_with_all_files_is_told_at_once(garden: Path) -> None:
    (garden / "examples" / "d.yaml").write_bytes(b"rain: [\xff]\n")
    (garden / "examples" / "e.yaml").mkdir()
    texts = {"a": "rain: [", "b": "rain: Wet.\n", "c": "sun: [Dry.]\n"}
    found = [(problem.position.file.rpartition("/")[2], problem.code) for problem in refused(garden, **texts)]
    assert found == [
        ("a.yaml", "yaml-syntax"),
        ("b.yaml", "wrong-shape"),
        ("c.yaml", "unknown-label"),
        ("d.yaml", "not-utf8"),
        ("e.yaml", "not-a-file"),
    ]


@pytest.mark.parametrize("text", ["- Wet.\n", "rain: {a: b}\n", "rain: [[Wet.]]\n", "3\n"])
def test_a_file_of_another_shape_is_refused(garden: Path, text: str) -> None:
    assert {problem.code for problem in refused(garden, a=text)} == {"wrong-shape"}


@pytest.mark.parametrize(("text", "code"), [("# nothing yet\n", "empty"), ("rain: []\n", "no-value")])
def test_a_file_or_a_label_without_a_message_is_told(garden: Path, text: str, code: str) -> None:
    assert [problem.code for problem in refused(garden, a=text)] == [code]


def test_what_scenarios_say_is_learnt_from_as_their_topic(garden: Path) -> None:
    more = "scenarios: {a: {say: It pours., topic: rain}, b: {say: Who knows.}, c: {topics: [rain]}}\n"
    (garden / "rulebase.yaml").write_text(ROOT + more, encoding="utf-8")
    assert [one[:2] for one in told(garden)][2:] == [("It pours.", "rain")]


def test_a_rulebase_has_its_folder_by_path_and_by_name(garden: Path) -> None:
    assert folder_of("./garden").resolve() == garden
    assert folder_of(garden) == garden
    assert (folder_of("breakup") / "rulebase.yaml").is_file()


@pytest.mark.parametrize("where", ["./nowhere", "nowhere", "garden/rulebase.yaml"])
def test_what_is_no_rulebase_with_a_folder_is_refused(garden: Path, where: str) -> None:
    with pytest.raises(RulebaseError, match=r"unknown-rulebase: .* is no rulebase with a folder"):
        folder_of(where)
    assert garden.is_dir()
