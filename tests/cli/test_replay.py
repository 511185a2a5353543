"""`advisor ask --record` keeps a record, and `advisor replay` decides it again or shows it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main
from advisor.cli._records import LARGEST

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
GARDEN = str(ROOT / "examples" / "garden")
TEXT = "It will rain. Should I water the plants, dear heron?"


def advisor(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def ask(path: Path, *options: str, text: str = TEXT) -> Result:
    return advisor("ask", text, "--rules", GARDEN, "--today", "2026-11-23", "--record", str(path), *options)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    assert ask(path).exit_code == 0
    return path


def changed(folder: Path, before: str, after: str) -> str:
    text = (ROOT / "examples" / "garden" / "rulebase.yaml").read_text(encoding="utf-8")
    assert before in text
    path = folder / "changed.yaml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "opening"),
    [
        ("r.json", '{\n  "format": 1,'),
        ("r.md", "# When to water"),
        ("r.html", "<!DOCTYPE html>"),
        ("r.txt", "When to water the garden\n===="),
        ("r.HTML", "<!DOCTYPE html>"),
    ],
)
def test_a_record_is_kept_in_the_form_of_its_suffix_beside_the_reply(tmp_path: Path, name: str, opening: str) -> None:
    result = ask(tmp_path / name)
    assert result.exit_code == 0
    assert "Wait for the rain." in result.stdout
    kept = (tmp_path / name).read_text(encoding="utf-8")
    assert kept.startswith(opening)
    assert kept.endswith("\n")
    assert "heron" not in kept


@pytest.mark.skipif(os.name != "posix", reason="modes of files are of POSIX")
def test_a_record_is_readable_by_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        ask(tmp_path / "r.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "r.json").stat().st_mode) == 0o600


def test_an_existing_file_a_folder_and_a_link_to_nowhere_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("mine", encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere.md")
    for name in ("there.md", "folder.md", "link.md"):
        result = ask(tmp_path / name)
        assert result.exit_code == 2
        assert result.stderr.endswith(
            f"{name}: there is such a file already, and it is left as it is; choose another name\n"
        )
        assert result.stdout == ""
    assert (tmp_path / "there.md").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "nowhere.md").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("record", "the name of a record ends in .json, .md, .html or .txt"),
        ("record.pdf", "the name of a record ends in .json, .md, .html or .txt"),
        ("no/record.md", "there is no folder"),
    ],
)
def test_a_place_where_no_record_can_be_is_refused_before_anything_is_read(
    tmp_path: Path, name: str, message: str
) -> None:
    result = ask(tmp_path / name)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_record_that_cannot_be_written_to_the_end_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("advisor.cli._writing.os.fdopen", full)
    result = ask(tmp_path / "r.md")
    assert result.exit_code == 2
    assert result.stderr.endswith("r.md: the file could not be written: No space left on device\n")
    assert list(tmp_path.iterdir()) == []


def test_on_the_same_rulebase_the_same_is_advised_and_the_exit_code_is_0(record: Path) -> None:
    result = advisor("replay", str(record), "--rules", GARDEN)
    assert result.exit_code == 0
    assert result.stdout == (
        "The same is advised.\n\nRecorded on 23 November 2026 with garden 1.0; decided again with garden 1.0, the\n"
        "same files as then.\n"
    )


def test_on_a_changed_rulebase_what_differs_is_told_with_the_rule_and_the_exit_code_is_1(
    record: Path, tmp_path: Path
) -> None:
    where = changed(tmp_path, "when: rain_expected\n", "when: rain_expected and not frost\n")
    result = advisor("replay", str(record), "--rules", where)
    assert result.exit_code == 1
    assert "The same advice takes other things for granted (watering.water)" in result.stdout
    assert "another condition: it was “rain_expected” and is\n“rain_expected and not frost”." in result.stdout


def test_json_has_every_difference_and_its_causes(record: Path, tmp_path: Path) -> None:
    where = changed(tmp_path, "verdict: wait", "verdict: may")
    result = advisor("replay", str(record), "--rules", where, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["same"] is False
    (one,) = found["divergences"]
    assert (one["sort"], one["before"]["verdict"], one["now"]["verdict"]) == ("reversed", "wait", "may")
    assert one["causes"] == [{"sort": "verdict", "name": "rain-waters", "by": "", "before": "wait", "now": "may"}]


def test_a_record_of_a_shipped_rulebase_needs_no_rules_to_be_named(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    assert advisor("ask", "", "--record", str(path)).exit_code == 0
    assert advisor("replay", str(path)).exit_code == 0


def test_a_record_never_says_itself_which_files_are_loaded(record: Path) -> None:
    given = json.loads(record.read_text(encoding="utf-8"))
    for name in ("garden", GARDEN, "../garden"):
        record.write_text(json.dumps({**given, "rulebase": name}), encoding="utf-8")
        result = advisor("replay", str(record))
        assert result.exit_code == 2
        assert "say where it is with --rules" in result.stderr


@pytest.mark.parametrize(
    ("form", "opening"), [("markdown", "# When"), ("html", "<!DOCTYPE html>"), ("text", "When to water the garden\n")]
)
def test_a_record_is_shown_in_each_form_without_its_rulebase(record: Path, form: str, opening: str) -> None:
    result = advisor("replay", str(record), "--as", form)
    assert result.exit_code == 0
    assert result.stdout.startswith(opening)
    assert "Wait for the rain." in result.stdout


def test_a_record_is_read_from_a_pipe(record: Path) -> None:
    result = advisor("replay", "-", "--as", "text", stdin=record.read_bytes())
    assert result.exit_code == 0
    assert "Wait for the rain." in result.stdout


BAD = {
    "empty": (b"", "it is not JSON"),
    "broken utf-8": (b'{"format": "\xff"}', "it is not text in UTF-8"),
    "words": (b"hello", "it is not JSON"),
    "another thing": (b"[1]", "this is no record of a consultation"),
    "a page": (b"<!DOCTYPE html>", "it is not JSON"),
    "a bomb": (b"[" * 1_000_000, "it is nested too deep"),
    "a bomb of objects": (b'{"a":' * 500_000, "it is nested too deep"),
    "a long number": (b'{"format": 1' + b"0" * 5_000 + b"}", "consultation|format"),
    "newer": (b'{"format": 7}', "is written in format 7; this program reads format 1"),
    "damaged": (b'{"format": 1, "told": []}', "this record is damaged: 'day' is missing"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_record_is_refused_in_one_line_with_exit_code_2(tmp_path: Path, name: str) -> None:
    text, message = BAD[name]
    (tmp_path / "r.json").write_bytes(text)
    for arguments in ((str(tmp_path / "r.json"),), (str(tmp_path / "r.json"), "--as", "html")):
        result = advisor("replay", *arguments)
        assert result.exit_code == 2
        assert any(part in result.stderr for part in message.split("|"))
        assert result.stderr.startswith("advisor: ")
        assert result.stderr.count("\n") == 1
        assert result.stdout == ""


def test_a_missing_file_a_folder_and_a_file_of_a_hundred_megabytes_are_refused_in_one_line(tmp_path: Path) -> None:
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(100_000_000)  # takes no room on the disk
    for path, message in (
        (tmp_path / "missing.json", "No such file or directory"),
        (tmp_path, "Is a directory"),
        (tmp_path / "large.json", f"it is larger than {LARGEST:,} bytes"),
    ):
        result = advisor("replay", str(path))
        assert result.exit_code == 2
        assert message in result.stderr
        assert result.stderr.count("\n") == 1


def test_a_hostile_record_drives_no_terminal(record: Path) -> None:
    given = json.loads(record.read_text(encoding="utf-8"))
    given["advice"][0]["say"] = "\x1b[2Jgone\x9b"
    record.write_text(json.dumps({**given, "title": "\x1b]0;mine\x07", "version": "\x9b1m"}), encoding="utf-8")
    for options in (["--as", "text"], ["--as", "html"], ["--as", "markdown"], [], ["--format", "json"]):
        result = advisor("replay", str(record), "--rules", GARDEN, *options)
        assert result.stdout
        assert not [char for char in result.stdout if char != "\n" and (char < " " or "\x7f" <= char <= "\x9f")]
