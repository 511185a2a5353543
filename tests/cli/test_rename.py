"""`advisor rename` writes all files of a renaming or none, and says what it did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import load
from advisor.cli import main

if TYPE_CHECKING:
    from click.testing import Result

SKY = """\
name: sky
facts: {rain: {kind: boolean, ask: Does it rain?}}
sources: {notes: {title: Notes, sections: {all: All}}}
"""
WALK = """\
topics: {rain: {title: Rain}}
rules:
  stay-in:
    when: rain  # or snow
    advise: {topic: rain, act: go, verdict: wait, say: Stay in.}
    source: notes/all
"""


@pytest.fixture
def sky(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "sky"
    place.mkdir()
    (place / "rulebase.yaml").write_text(SKY, "utf-8")
    (place / "walk.yaml").write_text(WALK, "utf-8")
    monkeypatch.chdir(tmp_path)
    return place


def rename(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rename", "--rules", "./sky", *arguments], catch_exceptions=False)


def texts(place: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(place.iterdir())]


def test_every_file_that_names_it_is_written_and_named_with_its_places(sky: Path) -> None:
    result = rename("fact:rain", "wet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[:3] == [
        "sky/rulebase.yaml: 1 place",
        "sky/walk.yaml: 1 place",
        "The fact 'rain' is now 'wet', at 2 places in 2 files.",
    ]
    assert "Not looked at: comments" in result.stdout
    assert texts(sky) == [SKY.replace("{rain:", "{wet:"), WALK.replace("when: rain", "when: wet")]
    assert load(sky).rules["stay-in"].when == "wet"


def test_a_dry_run_shows_the_change_and_writes_nothing(sky: Path) -> None:
    result = rename("--dry-run", "topic:rain", "getting_wet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line for line in result.stdout.splitlines() if line[0] in "+-"] == [
        "--- sky/walk.yaml",
        "+++ sky/walk.yaml",
        "-topics: {rain: {title: Rain}}",
        "+topics: {getting_wet: {title: Rain}}",
        "-    advise: {topic: rain, act: go, verdict: wait, say: Stay in.}",
        "+    advise: {topic: getting_wet, act: go, verdict: wait, say: Stay in.}",
    ]
    assert texts(sky) == [SKY, WALK]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rain", "wet", "advisor: 'rain' names 2 things; say which one is meant: fact:rain, topic:rain\n"),
        (
            "fact:rain",
            "not",
            "advisor: 'not' cannot be a name of a fact: it has a meaning of its own; choose another word\n",
        ),
        ("fact:rian", "wet", "advisor: there is no fact 'rian'; did you mean 'rain'?\n"),
    ],
)
def test_what_cannot_be_renamed_is_said_in_one_line_and_nothing_is_written(
    sky: Path, old: str, new: str, said: str
) -> None:
    result = rename(old, new)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
    assert texts(sky) == [SKY, WALK]


def test_a_rulebase_that_does_not_load_is_left_with_its_problems(sky: Path) -> None:
    (sky / "walk.yaml").write_text(WALK.replace("when: rain", "when: rian"), "utf-8")
    result = rename("fact:rain", "wet")
    assert result.exit_code == 2
    assert "unknown-fact: there is no fact 'rian'" in result.stderr
    assert (sky / "rulebase.yaml").read_text("utf-8") == SKY


def test_when_one_file_cannot_be_written_none_is(sky: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "walk.yaml":
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    result = rename("fact:rain", "wet")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(
        "walk.yaml: the file could not be written: Permission denied; every file is left as it was\n"
    )
    assert texts(sky) == [SKY, WALK]
