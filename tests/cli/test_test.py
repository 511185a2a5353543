"""`advisor test`: choosing scenarios, rewriting those that fail, and running again when a file changes."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import _watching, main
from advisor.cli._trying import chosen
from advisor.errors import Position
from advisor.rulebase.model import Scenario

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
GARDEN = str(ROOT / "examples" / "garden")
FAILING = """
  wrong:  # kept
    given: {frost: true, rain_expected: false}
    advises: {watering: {water: do}}
"""


def advisor(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    folder = tmp_path / "garden"
    folder.mkdir()
    text = Path(GARDEN, "rulebase.yaml").read_text(encoding="utf-8")
    (folder / "rulebase.yaml").write_text(text, encoding="utf-8")
    (folder / "more.yaml").write_text("scenarios:" + FAILING, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("patterns", "titles"),
    [
        ([], ["A dry day", "a frosty night", "a [rare] case"]),
        (["frost"], ["a frosty night"]),
        (["DAY"], ["A dry day"]),
        (["a * night"], ["a frosty night"]),
        (["day", "night"], ["A dry day", "a frosty night"]),
        (["[rare]"], ["a [rare] case"]),
        (["snow"], []),
    ],
)
def test_scenarios_are_chosen_by_a_part_of_their_title_or_a_pattern(patterns: list[str], titles: list[str]) -> None:
    scenarios = [Scenario(title, Position("a", 1, 1)) for title in ("A dry day", "a frosty night", "a [rare] case")]
    assert [one.title for one in chosen(scenarios, patterns)] == titles


def test_with_run_the_others_are_left_out_and_counted(garden: Path) -> None:
    result = advisor("test", str(garden), "--run", "frosty")
    assert (result.exit_code, result.stdout) == (0, "1 of 1 scenarios passed. 6 more were left out.\n")
    assert advisor("test", str(garden), "--run", "frosty", "--run", "wrong").exit_code == 1
    found = json.loads(advisor("test", str(garden), "--run", "frosty", "--format", "json").stdout)
    assert (found["passed"], found["left_out"], found["coverage"]) == (1, 6, None)


def test_that_nothing_is_run_is_said_and_fails_where_that_is_wanted(tmp_path: Path) -> None:
    result = advisor("test", GARDEN, "--run", "frosty nihgt")
    assert (result.exit_code, result.stdout) == (0, "0 of 0 scenarios passed. 6 more were left out.\n")
    assert result.stderr == (
        "advisor: nothing was run: no scenario has 'frosty nihgt' in its title; did you mean 'a frosty night'?\n"
    )
    assert advisor("test", GARDEN, "--run", "frosty nihgt", "--fail-on-empty").exit_code == 1
    (tmp_path / "rulebase.yaml").write_text("name: bare\n", encoding="utf-8")
    assert advisor("test", str(tmp_path)).exit_code == 0
    result = advisor("test", str(tmp_path), "--fail-on-empty")
    assert (result.exit_code, result.stderr) == (1, "advisor: nothing was run: there are no scenarios\n")
    assert advisor("test", GARDEN, "--fail-on-empty").exit_code == 0


def test_a_failure_says_what_the_rules_read(garden: Path) -> None:
    result = advisor("test", str(garden))
    assert result.exit_code == 1
    assert f"{garden}/more.yaml:2:3: failed: wrong\n    watering.water: expected do, got dont\n" in result.stdout
    assert "    never-before-frost (watering.water: dont): advised\n        true     frost is expected" in result.stdout
    failed = json.loads(advisor("test", str(garden), "--format", "json").stdout)["failed"]
    assert failed[0]["tables"][0]["rules"][0]["rule"] == "never-before-frost"


def test_update_rewrites_what_fails_shows_the_change_and_keeps_all_else(garden: Path) -> None:
    other = (garden / "rulebase.yaml").read_bytes()
    (garden / "more.yaml").chmod(0o640)
    result = advisor("test", str(garden), "--update")
    assert result.exit_code == 0
    assert "-    advises: {watering: {water: do}}\n+    advises: {watering: {water: dont}}\n" in result.stdout
    assert "1 scenario rewritten in 1 file." in result.stdout
    assert (garden / "more.yaml").read_text(encoding="utf-8") == "scenarios:" + FAILING.replace("do}", "dont}")
    assert stat.S_IMODE((garden / "more.yaml").stat().st_mode) == 0o640
    assert (garden / "rulebase.yaml").read_bytes() == other
    assert sorted(path.name for path in garden.iterdir()) == ["more.yaml", "rulebase.yaml"]
    assert advisor("test", str(garden)).exit_code == 0
    assert advisor("test", str(garden), "--update").stdout == "Every scenario passes; there is nothing to rewrite.\n"


def test_update_rewrites_only_what_run_chooses(garden: Path) -> None:
    before = (garden / "more.yaml").read_text(encoding="utf-8")
    assert advisor("test", str(garden), "--update", "--run", "frosty").exit_code == 0
    assert (garden / "more.yaml").read_text(encoding="utf-8") == before


def test_what_update_leaves_is_said_and_fails(garden: Path) -> None:
    text = "scenarios:\n  wrong: {given: {rain_expected: false}, advises: {watering: {water: do}}}\n"
    (garden / "more.yaml").write_text(text, encoding="utf-8")
    result = advisor("test", str(garden), "--update")
    assert result.exit_code == 1
    assert "    nothing comes that could be expected instead\nNothing was rewritten.\n" in result.stdout
    assert (garden / "more.yaml").read_text(encoding="utf-8") == text
    found = json.loads(advisor("test", str(garden), "--update", "--format", "json").stdout)
    assert [one["scenario"] for one in found["kept"]] == ["wrong"]


def test_a_link_to_a_file_stays_a_link_when_it_is_rewritten(garden: Path) -> None:
    (garden / "parts").mkdir()
    (garden / "more.yaml").rename(garden / "parts" / "real.yaml")
    (garden / "more.yaml").symlink_to(garden / "parts" / "real.yaml")
    assert advisor("test", str(garden), "--update").exit_code == 0
    assert (garden / "more.yaml").is_symlink()
    assert "dont" in (garden / "parts" / "real.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["test", "--update"],
        ["test", "garden", "--update"],
        ["test", GARDEN, "--update", "--watch"],
        ["test", GARDEN, "--update", "--strict"],
        ["test", GARDEN, "--update", "--fail-on-empty"],
        ["test", GARDEN, "--run", "frost", "--strict"],
        ["test", GARDEN, "--watch", "--format", "json"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(arguments: list[str]) -> None:
    result = advisor(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")


class Changes:
    """Stands for the pauses of a watch: changes a file in each, and interrupts at last."""

    def __init__(self, path: Path, *texts: str) -> None:
        self.path, self.texts = path, list(texts)
        self.pauses = 0

    def __call__(self, _seconds: float) -> None:
        self.pauses += 1
        if not self.texts:
            raise KeyboardInterrupt
        self.path.write_text(self.texts.pop(0), encoding="utf-8")


def test_watching_runs_again_after_a_change_and_ends_with_the_last_result(
    garden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = "scenarios:" + FAILING.replace("do}", "dont}")
    broken = "scenarios: [\n"
    for texts, code in (([right], 0), ([right, broken], 2), ([broken, "scenarios:" + FAILING], 1)):
        (garden / "more.yaml").write_text("scenarios:" + FAILING + "# before\n", encoding="utf-8")
        changes = Changes(garden / "more.yaml", *texts)
        monkeypatch.setattr("advisor.cli._watching.time.sleep", changes)
        result = advisor("test", str(garden), "--watch")
        assert result.exit_code == code
        assert result.stdout.count("Waiting for a change; Ctrl-C ends it.") == len(texts) + 1
        assert result.stdout.startswith(f"{garden}/more.yaml:2:3: failed: wrong\n")
        assert ("yaml-syntax" in result.stderr) == (broken in texts)


def test_a_rulebase_that_is_not_there_yet_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = Changes(tmp_path / "rulebase.yaml", "name: bare\n")
    monkeypatch.setattr("advisor.cli._watching.time.sleep", changes)
    result = advisor("test", str(tmp_path), "--watch", "--engine", "plain")
    assert result.exit_code == 0
    assert "no-root" in result.stderr
    assert "0 of 0 scenarios passed." in result.stdout


def test_an_engine_that_there_is_not_is_told_while_watching(garden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.cli._watching.time.sleep", Changes(garden / "more.yaml"))
    result = advisor("test", str(garden), "--watch", "--engine", "steam")
    assert result.exit_code == 2
    assert "steam" in result.stderr


def test_every_file_of_a_rulebase_is_watched_and_its_messages_too(garden: Path) -> None:
    (garden / "examples").mkdir()
    for name in ("examples/all.yaml", "hints.txt", "notes.md"):
        (garden / name).write_text("x", encoding="utf-8")
    watched = {Path(name).name for name in _watching.state_of([str(garden)])}
    assert watched == {"rulebase.yaml", "more.yaml", "all.yaml", "hints.txt"}
    assert {Path(name).name for name in _watching.state_of(["breakup"])} >= {"rulebase.yaml", "hints.txt"}
    assert list(_watching.state_of([str(garden / "more.yaml")])) == [str(garden / "more.yaml")]
    assert _watching.state_of([str(garden / "none.yaml")]) == {}
