"""Overlays: a rulebase is read file by file, and loads with other texts in the place of some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor import RulebaseError, load
from advisor.rulebase.overlay import examples_of, learnt_of, read_with, yaml_files

if TYPE_CHECKING:
    from pathlib import Path

SKY = "name: sky\nfacts: {rain: {kind: boolean, ask: Does it rain?}}\n"
MORE = "topics: {walking: {title: Walking}}\n"


@pytest.fixture
def sky(tmp_path: Path) -> Path:
    place = tmp_path / "sky"
    (place / "examples").mkdir(parents=True)
    (place / "rulebase.yaml").write_text(SKY, "utf-8")
    (place / "more.yaml").write_text("\ufeff" + MORE, "utf-8")
    (place / "examples" / "all.yaml").write_text("walking: [a walk]\n", "utf-8")
    (place / ".draft.yaml").write_text("nothing", "utf-8")
    return place


def test_without_other_texts_it_is_what_load_gives(sky: Path) -> None:
    assert read_with((str(sky),)).rulebase == load(sky)


def test_other_texts_are_loaded_in_the_place_of_the_files(sky: Path) -> None:
    changed = {sky / "more.yaml": MORE.replace("walking", "running")}
    assert list(read_with((str(sky),), changed).rulebase.topics) == ["running"]
    assert list(load(sky).topics) == ["walking"]


def test_other_texts_that_do_not_load_are_refused_where_they_stand(sky: Path) -> None:
    with pytest.raises(RulebaseError) as caught:
        read_with((str(sky),), {sky / "more.yaml": "topics: {walking: {}}\n"})
    assert [problem.position.file for problem in caught.value.problems] == [f"{sky}/more.yaml"]


def test_each_file_is_known_with_its_mark_and_the_rulebase_it_belongs_to(sky: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text("name: pack\nextends: [breakup]\n", "utf-8")
    pages = read_with((str(sky), str(pack))).pages
    assert [(page.path.name, page.mark, page.number) for page in pages if page.own] == [
        ("rulebase.yaml", "", 0),
        ("more.yaml", "\ufeff", 0),
        ("pack.yaml", "", 2),
    ]
    assert {page.number for page in pages if not page.own} == {1}


def test_a_rulebase_that_is_asked_for_after_what_extends_it_is_asked_for_all_the_same(tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text("name: pack\nextends: [breakup]\n", "utf-8")
    assert all(page.own for page in read_with((str(pack), "breakup")).pages)


def test_the_files_of_a_folder_are_listed_root_first_with_the_examples_last(sky: Path) -> None:
    assert [path.name for path in yaml_files(str(sky))] == ["rulebase.yaml", "more.yaml", "all.yaml"]
    assert yaml_files(str(sky / "more.yaml")) == [sky / "more.yaml"]


def test_a_link_that_leads_out_of_the_folder_is_not_listed(sky: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(MORE, "utf-8")
    (sky / "linked.yaml").symlink_to(tmp_path / "outside.yaml")
    assert "linked.yaml" not in [path.name for path in yaml_files(str(sky))]


@pytest.mark.parametrize(
    ("where", "code"), [("none.yaml", "unreadable"), ("nobody-s", "unknown-rulebase"), (".", "no-root")]
)
def test_a_place_without_files_is_a_problem(
    where: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RulebaseError) as caught:
        yaml_files(where)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_example_messages_and_what_was_learnt_are_read_from_beside_it(sky: Path) -> None:
    (sky / "hints.txt").write_text("learnt", "utf-8")
    (page,) = examples_of((str(sky),))
    assert (page.shown, [key.text for key, _ in page.root.entries]) == (f"{sky}/examples/all.yaml", ["walking"])
    assert learnt_of((str(sky),)) == {sky / "hints.txt": "learnt"}
