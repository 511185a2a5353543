"""`advisor fmt` lays files out, or says which would change, and leaves alone what cannot be read."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SKY = "name:   sky  # of today\nfacts:\n    rain: {kind: boolean,ask: Does it rain?}\n"
LAID_OUT = "name: sky  # of today\nfacts:\n  rain: {kind: boolean, ask: Does it rain?}\n"
TIDY = "topics: {walking: {title: Walking}}\n"


@pytest.fixture
def sky(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("ruamel.yaml", reason="files are laid out with ruamel.yaml")
    place = tmp_path / "sky"
    (place / "examples").mkdir(parents=True)
    (place / "rulebase.yaml").write_text(SKY, "utf-8")
    (place / "more.yaml").write_text(TIDY, "utf-8")
    (place / "examples" / "all.yaml").write_text("walking:\n- a walk\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return place


def fmt(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["fmt", *arguments], catch_exceptions=False)


def test_every_file_is_laid_out_and_those_that_changed_are_named(sky: Path) -> None:
    result = fmt("./sky")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "sky/rulebase.yaml was laid out\n"
        "sky/examples/all.yaml was laid out\n"
        "2 files were laid out, 1 is as it should be.\n"
    )
    assert (sky / "rulebase.yaml").read_text("utf-8") == LAID_OUT
    assert (sky / "examples" / "all.yaml").read_text("utf-8") == "walking:\n  - a walk\n"
    assert fmt("./sky").stdout == "3 files are as they should be.\n"


def test_a_file_that_is_as_it_should_be_is_not_written(sky: Path) -> None:
    before = (sky / "more.yaml").stat()
    fmt("./sky")
    after = (sky / "more.yaml").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_check_changes_nothing_and_ends_with_1_when_something_would(sky: Path) -> None:
    result = fmt("--check", "./sky/rulebase.yaml")
    assert result.exit_code == 1
    assert result.stdout == "sky/rulebase.yaml would be laid out\n1 file would be laid out.\n"
    assert (sky / "rulebase.yaml").read_text("utf-8") == SKY
    assert fmt("--check", "./sky/more.yaml").exit_code == 0


def test_diff_shows_what_would_change_and_nothing_else_on_the_standard_output(sky: Path) -> None:
    result = fmt("--diff", "./sky/rulebase.yaml")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "--- sky/rulebase.yaml",
        "+++ sky/rulebase.yaml",
        "@@ -1,3 +1,3 @@",
        "-name:   sky  # of today",
        "+name: sky  # of today",
        " facts:",
        "-    rain: {kind: boolean,ask: Does it rain?}",
        "+  rain: {kind: boolean, ask: Does it rain?}",
    ]
    assert "1 file would be laid out." in result.stderr
    assert (sky / "rulebase.yaml").read_text("utf-8") == SKY


@pytest.mark.parametrize(
    ("content", "only"),
    [
        (b"\xef\xbb\xbf" + TIDY.encode(), "the byte order mark at the beginning differs"),
        (TIDY.rstrip().encode(), "the line break at the end differs"),
        (b"name: sky\r\n" + TIDY.encode(), "the line ends differ"),
    ],
)
def test_diff_says_what_would_change_where_no_line_does(sky: Path, content: bytes, only: str) -> None:
    (sky / "more.yaml").write_bytes(content)
    result = fmt("--diff", "./sky/more.yaml")
    assert (result.exit_code, result.stdout) == (1, f"sky/more.yaml: only {only}\n")


def test_a_folder_that_nobody_may_look_into_is_a_problem(sky: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(type(sky), "is_file", forbidden)
    result = fmt("./sky")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "./sky:1:1: unreadable: the place cannot be read: Permission denied" in result.stderr


def test_a_file_that_cannot_be_read_is_left_and_the_others_are_laid_out(sky: Path) -> None:
    (sky / "more.yaml").write_text("rain: no\nrain: yes\n", "utf-8")
    result = fmt("./sky")
    assert result.exit_code == 2
    assert "sky/more.yaml:2:1: duplicate-key: " in result.stderr
    assert result.stdout.endswith("2 files were laid out, 1 cannot be laid out.\n")
    assert (sky / "more.yaml").read_text("utf-8") == "rain: no\nrain: yes\n"


def test_line_ends_and_permissions_stay_and_a_link_stays_one(sky: Path) -> None:
    file, link = sky / "real.txt", sky / "linked.yaml"
    file.write_bytes(b"words:   {a: [b]}\r\n")
    file.chmod(0o640)
    link.symlink_to(file)
    assert fmt("./sky/linked.yaml").exit_code == 0
    assert link.is_symlink()
    assert file.read_bytes() == b"words: {a: [b]}\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert not list(sky.glob(".*"))


@pytest.mark.parametrize(
    ("where", "code"), [("sky", "unknown-rulebase"), ("./none.yaml", "unreadable"), (".", "no-root")]
)
def test_a_place_that_is_no_rulebase_is_a_problem_with_its_remedy(sky: Path, where: str, code: str) -> None:
    result = fmt(where)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f":1:1: {code}: " in result.stderr
    assert "remedy: " in result.stderr
    assert (sky / "rulebase.yaml").read_text("utf-8") == SKY


def test_without_its_library_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sky.yaml").write_text(SKY, "utf-8")
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    result = fmt(str(tmp_path / "sky.yaml"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "advisor: a library is needed to lay out files: pip install ruamel.yaml\n"
    assert (tmp_path / "sky.yaml").read_text("utf-8") == SKY
