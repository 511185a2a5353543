"""The verb tells what a change comes to, of folders and of revisions of Git, and says by its exit how far it goes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import Advisor
from advisor.cli import main
from advisor.conversation.record import Record
from tests.camps import CAMP, changed

if TYPE_CHECKING:
    from click.testing import Result

WIND = ("wind >= 50", "wind >= 40")
EXTENDING = "name: mine\nversion: '1.0'\nextends: [{}]\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diff(*words: str) -> Result:
    return CliRunner().invoke(main, ["diff", *words], catch_exceptions=False, env={"COLUMNS": "80"})


def written(folder: Path, text: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rulebase.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def git(*words: str) -> None:
    author = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    around = {**os.environ, **author, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], check=True, capture_output=True, env=around)


@pytest.fixture
def repository(place: Path) -> Path:
    """Make a repository with two commits: the camp, and the camp with another threshold."""
    git("init", "-q")
    written(place / "rules" / "camp", CAMP)
    written(place / "rules" / "mine", EXTENDING.format("camp"))
    git("add", "-A")
    git("commit", "-qm", "one")
    git("tag", "v1.2")
    written(place / "rules" / "camp", changed(WIND))
    git("commit", "-qam", "two")
    return place


def test_a_change_of_two_folders_is_told_and_a_version_that_does_not_move_fails(place: Path) -> None:
    result = diff(written(place / "old", CAMP), written(place / "new", changed(WIND)))
    assert result.exit_code == 1
    assert "With rain: false, wind: 40, tent: true: do by out before, dont by storm now." in result.stdout
    assert "The version says 1.2 -> 1.2; this is at least 2.0." in result.stdout


def test_a_version_that_moves_enough_exits_with_0_unless_the_change_may_not_go_so_far(place: Path) -> None:
    old = written(place / "old", CAMP)
    new = written(place / "new", changed(WIND, ('"1.2"', '"2.0"')))
    assert diff(old, new).exit_code == 0
    assert diff(old, new, "--fail-on", "major").exit_code == 1
    words = written(place / "words", changed(("Air is good.", "Air does good."), ('"1.2"', '"1.2.1"')))
    assert diff(old, words, "--fail-on", "minor").exit_code == 0
    assert diff(old, words, "--fail-on", "patch").exit_code == 1


def test_one_topic_alone_fails_only_by_how_far_its_change_goes(place: Path) -> None:
    old, new = written(place / "old", CAMP), written(place / "new", changed(WIND))
    assert diff(old, new, "--topic", "sleep").exit_code == 0
    assert diff(old, new, "--topic", "sleep", "--fail-on", "major").exit_code == 1
    assert diff(old, new, "--topic", "fire", "--fail-on", "patch").exit_code == 0


def test_nothing_differs_between_a_rulebase_and_itself(place: Path) -> None:
    old = written(place / "old", CAMP)
    result = diff(old, old, "--fail-on", "patch")
    assert (result.exit_code, result.stdout) == (0, "Nothing differs: camp 1.2 and camp 1.2 are the same files.\n")


def test_json_has_the_levels_the_examples_and_the_least_version(place: Path) -> None:
    result = diff(written(place / "old", CAMP), written(place / "new", changed(WIND)), "--format", "json")
    found = json.loads(result.stdout)
    assert (found["level"], found["least_version"], found["version_moves_enough"]) == ("major", "2.0", False)
    assert found["changes"][0]["example"] == {"rain": False, "wind": 40, "tent": True}
    assert found["changes"][0]["now"] == {"verdicts": ["dont"], "rules": ["storm"], "words": []}


def test_markdown_is_written_for_a_page_of_review(place: Path) -> None:
    result = diff(written(place / "old", CAMP), written(place / "new", changed(WIND)), "--format", "markdown")
    assert "\n### Advice\n" in result.stdout
    assert "**From camp 1.2 to camp 1.2: a major change.**" in result.stdout


def test_a_record_is_decided_by_both(place: Path) -> None:
    old, new = written(place / "old", CAMP), written(place / "new", changed(WIND))
    reply = Advisor.load(old).ask("Can I sleep out?", facts={"wind": 45, "rain": False, "tent": True})
    (place / "talk.json").write_text(json.dumps(Record.of_reply(reply).to_dict()), encoding="utf-8")
    told = diff(old, new, "--records", "talk.json").stdout.split("Stored records\n")[1]
    assert "talk.json: something is otherwise." in told
    assert "The rule storm has another condition" in told
    assert diff(old, new, "--records", "none.json").exit_code == 2


def test_messages_beside_a_rulebase_are_read_unless_it_is_to_be_quick(place: Path) -> None:
    old = written(place / "old", CAMP)
    new = written(place / "new", changed(("[light a fire]", "[light a fire, make a fire]")))
    (place / "new" / "examples").mkdir()
    (place / "new" / "examples" / "a.yaml").write_text("fire: [May I make a fire?]\n", encoding="utf-8")
    assert "May I make a fire?" in diff(old, new).stdout
    assert "May I make a fire?" not in diff(old, new, "--quick").stdout


def test_a_rulebase_that_does_not_load_and_a_topic_that_nobody_has_are_wrong_usage(place: Path) -> None:
    old, bad = written(place / "old", CAMP), written(place / "bad", "name: camp\nrules: 1\n")
    assert diff(old, bad).exit_code == 2
    result = diff(old, old, "--topic", "slep")
    assert (result.exit_code, result.stderr) == (2, "advisor: there is no topic 'slep'; did you mean 'sleep'?\n")


# --- revisions of Git


def test_two_revisions_are_told_apart_from_the_root_and_from_here(repository: Path) -> None:
    result = diff("HEAD~1:rules/camp", "HEAD:rules/camp")
    assert "With rain: false, wind: 40, tent: true" in result.stdout
    os.chdir(repository / "rules")
    assert diff("v1.2:./camp", "./camp").stdout == result.stdout
    os.chdir(repository / "rules" / "camp")
    assert diff("v1.2:./", "HEAD:.").stdout == result.stdout
    assert diff("v1.2:rules/camp/rulebase.yaml", ".").stdout == result.stdout


def test_reading_a_revision_changes_no_file(repository: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in repository.rglob("*")}
    assert diff("HEAD~1:rules/camp", "./rules/camp").exit_code == 1
    assert {path: path.stat().st_mtime_ns for path in repository.rglob("*")} == before


@pytest.mark.usefixtures("repository")
def test_what_is_extended_is_read_at_the_same_revision_where_it_lies_beside_it() -> None:
    result = diff("v1.2:rules/mine", "HEAD:rules/mine")
    assert "With rain: false, wind: 40, tent: true" in result.stdout
    assert "v1.2:rules/mine extends camp, which is read at v1.2 as well." in result.stderr


def test_what_is_extended_and_does_not_lie_beside_it_is_read_as_installed_and_that_is_said(repository: Path) -> None:
    written(repository / "rules" / "mine", EXTENDING.format("breakup"))
    git("commit", "-qam", "three")
    result = diff("HEAD:rules/mine", "HEAD:rules/mine")
    assert result.exit_code == 0
    assert "HEAD:rules/mine extends breakup, which is read as it is installed" in result.stderr


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("HEAD~9:rules/camp", "HEAD~9"),
        ("HEAD:rules/tent", "does not exist"),
        ("nonsense:rules/camp", "nonsense"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_revision_or_path_that_is_not_there_is_told_as_git_says_it(where: str, message: str) -> None:
    result = diff(where, "rules/camp")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"advisor: {where}: Git knows of no such folder or file: ")
    assert message in result.stderr


@pytest.mark.usefixtures("place")
def test_outside_of_a_repository_that_is_what_is_said() -> None:
    result = diff("HEAD:rules/camp", "rules/camp")
    assert result.exit_code == 2
    assert "not a git repository" in result.stderr


def test_a_problem_of_a_revision_names_it(repository: Path) -> None:
    written(repository / "rules" / "camp", "name: camp\nrules: 1\n")
    git("commit", "-qam", "three")
    assert "HEAD:rules/camp/rulebase.yaml:2:8" in diff("HEAD:rules/camp", "HEAD~1:rules/camp").stderr


def test_a_link_in_a_revision_is_refused(repository: Path) -> None:
    (repository / "rules" / "camp" / "more.yaml").symlink_to(repository / "rules" / "mine" / "rulebase.yaml")
    git("add", "-A")
    git("commit", "-qm", "three")
    assert "this is a link" in diff("HEAD:rules/camp", "HEAD~1:rules/camp").stderr


@pytest.mark.usefixtures("repository")
def test_a_revision_is_never_taken_for_an_option_of_git() -> None:
    result = diff("--", "--output=x:rules/camp", "HEAD:rules/camp")
    assert (result.exit_code, Path("x").exists()) == (2, False)
    assert "no revision begins with a dash" in result.stderr


@pytest.mark.usefixtures("repository")
def test_without_git_two_folders_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    result = diff("HEAD:rules/camp", "rules/camp")
    assert (result.exit_code, "is not installed; name two folders instead" in result.stderr) == (2, True)


@pytest.mark.usefixtures("repository")
def test_a_git_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("git", 60)

    monkeypatch.setattr(subprocess, "run", late)
    result = diff("HEAD:rules/camp", "rules/camp")
    assert (result.exit_code, "was not done after 60 seconds" in result.stderr) == (2, True)


def test_a_folder_whose_name_has_a_colon_is_a_folder_and_no_revision(place: Path) -> None:
    written(place / "HEAD:camp", CAMP)
    assert diff("./HEAD:camp", "./HEAD:camp").exit_code == 0
