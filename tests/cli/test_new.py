"""`advisor new` makes a rulebase whole or not at all, and what it says to try next works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main
from advisor.rulebase import files


def advisor(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


def commands(output: str) -> list[list[str]]:
    """Read the commands to try next, as a shell would."""
    return [shlex.split(line)[1:] for line in output.split("\nTry:\n")[1].splitlines()]


@pytest.mark.parametrize(
    "options", [[], ["--in", "a folder's place"], ["--in", ".."], ["--extends", "breakup"]], ids=" ".join
)
def test_what_it_says_to_try_next_works(here: Path, options: list[str]) -> None:
    (here / "a folder's place").mkdir()
    result = advisor("new", "my-rules", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    tried = commands(result.stdout)
    assert [words[0] for words in tried] == ["check", "test", "ask"]
    for words in tried:
        done = advisor(*words)
        assert done.exit_code == 0, done.output
    assert "I understood: " in done.stdout
    assert "Source: " in done.stdout


def test_it_tells_every_file_that_it_made(here: Path) -> None:
    result = advisor("new", "my-rules")
    assert result.stdout.startswith("Made ./my-rules, a rulebase that runs as it is:\n")
    told = re.findall(r"^  (\S+(?:, \S+)*)  ", result.stdout, re.MULTILINE)
    names = {name for line in told for name in line.split(", ")}
    made = {str(p.relative_to(here / "my-rules")) for p in (here / "my-rules").rglob("*") if p.is_file()}
    assert {name for name in made if not name.startswith(".vscode/")} == names - {".vscode/"}
    assert ".vscode/" in names


def test_what_it_adds_to_is_told_with_its_version_and_place(here: Path) -> None:
    assert re.search(
        r"^It adds to breakup 1\.0, which lies in \S+/breakup\.$",
        advisor("new", "ours", "--extends", "breakup").stdout,
        re.MULTILINE,
    )
    assert (here / "ours" / "open-evening.yaml").is_file()


def test_each_of_several_that_it_adds_to_is_told_once(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = {name: tmp_path / name for name in ("sky", "sea")}
    for name, folder in shelf.items():
        assert advisor("new", name, "--in", str(tmp_path)).exit_code == 0
        (folder / "washing.yaml").unlink()
    monkeypatch.setattr(files, "shipped", lambda: shelf)
    for folder in shelf.values():
        text = (folder / "rulebase.yaml").read_text("utf-8").replace("  notes:", f"  {folder.name}:")
        (folder / "rulebase.yaml").write_text(text, "utf-8")
    result = advisor("new", "ours", "--extends", "sky", "--extends", "sea", "--extends", "sky")
    assert (result.exit_code, result.stderr) == (0, "")
    lies = ", and ".join(f"to {name} 0.1, which lies in {folder}" for name, folder in shelf.items())
    assert f"It adds {lies}.\n" in result.stdout
    assert "\nextends: [sky, sea]\n" in (here / "ours" / "rulebase.yaml").read_text("utf-8")
    for words in commands(result.stdout):
        assert advisor(*words).exit_code == 0


def test_an_empty_folder_is_filled(here: Path) -> None:
    (here / "my-rules").mkdir()
    assert advisor("new", "my-rules").exit_code == 0
    assert (here / "my-rules" / "rulebase.yaml").is_file()


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b"" for p in folder.rglob("*")}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["full"], "full: the folder is not empty, and it is left as it is; choose another name, or another place"),
        (["file"], "file: there is such a file already"),
        (["breakup"], "there is a rulebase 'breakup' already, in "),
        (["linked"], "linked: there is such a file already, and it is left as it is"),
        (["a" * 81], "a name has at most 80 characters"),
        (["My Rules"], "'My Rules' is not a name of a rulebase; did you mean 'my-rules'?"),
        (["ours", "--extends", "brekup"], "there is no rulebase 'brekup'\n    remedy: did you mean 'breakup'?"),
        (["ours", "--extends", "./full"], "to add to a folder, give both: advisor check ./full ./ours"),
        (["ours", "--in", "nowhere"], "Directory 'nowhere' does not exist."),
        (["ours", "--in", "file"], "Directory 'file' is a file."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(here: Path, arguments: list[str], message: str) -> None:
    (here / "full").mkdir()
    (here / "full" / "notes.txt").write_text("ours", encoding="utf-8")
    (here / "file").write_text("ours", encoding="utf-8")
    (here / "linked").symlink_to(here.parent)
    before = everything(here)
    result = advisor("new", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert everything(here) == before


@pytest.mark.parametrize("number", [0, 3, 6])
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_half_made_stays_when_writing_fails(
    here: Path, monkeypatch: pytest.MonkeyPatch, number: int, failure: BaseException
) -> None:
    written: list[Path] = []
    write = Path.write_text

    def failing(path: Path, *text: str, **options: str) -> int:
        if len(written) == number:
            raise failure
        written.append(path)
        return write(path, *text, **options)

    monkeypatch.setattr(Path, "write_text", failing)
    result = CliRunner().invoke(main, ["new", "my-rules"])
    assert result.exit_code in {1, 2}
    assert isinstance(failure, KeyboardInterrupt) or "could not be made: No space left on device" in result.stderr
    assert everything(here) == {}


def test_what_another_one_is_just_making_is_not_touched(here: Path) -> None:
    (here / ".my-rules.new").mkdir()
    result = advisor("new", "my-rules")
    assert result.exit_code == 2
    assert result.stderr == (
        "advisor: .my-rules.new: it is in the way; take it away if nothing is just being made there\n"
    )
    assert everything(here) == {".my-rules.new": b""}
