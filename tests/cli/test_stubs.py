"""`advisor stubs` prints a module or writes it, and writes over nothing that it did not write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import load
from advisor.cli import main
from advisor.workbench.stubs import stubs

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
GARDEN = str(ROOT / "examples" / "garden")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["stubs", *map(str, arguments)])


def test_the_module_is_printed_where_no_file_is_named() -> None:
    result = run(GARDEN)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == stubs(load(GARDEN))


def test_the_module_is_written_and_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "garden_facts.py"
    for place, text in ((GARDEN, "5 facts, 1 topic"), ("breakup", "43 facts, 16 topics")):
        result = run(place, "--output", file)
        assert (result.exit_code, result.stdout) == (0, f"{file}: {text}.\n")
        assert file.read_text(encoding="utf-8") == stubs(load(place))
    assert [path.name for path in tmp_path.iterdir()] == ["garden_facts.py"]


@pytest.mark.parametrize("text", ["", "facts = {}\n", "# Written by hand\n"])
def test_a_file_that_it_did_not_write_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.py"
    file.write_text(text, encoding="utf-8")
    result = run(GARDEN, "--output", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is such a file already, which `advisor stubs` did not write" in result.stderr
    assert file.read_text(encoding="utf-8") == text


def test_a_module_with_the_line_ends_of_another_system_is_known_as_its_own(tmp_path: Path) -> None:
    file = tmp_path / "garden_facts.py"
    file.write_bytes(stubs(load(GARDEN)).replace("\n", "\r\n").encode())
    assert run(GARDEN, "--output", file).exit_code == 0


@pytest.mark.parametrize("place", [".", "nowhere/facts.py", "a\0b"])
def test_a_place_that_cannot_be_written_is_refused_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(GARDEN, "--output", place)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the file could not be written" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_rulebase_that_does_not_load_gives_its_problems_and_no_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: broken\nfacts: {rain: {kind: wet}}\n", encoding="utf-8")
    result = run(broken, "--output", tmp_path / "facts.py")
    assert result.exit_code == 2
    assert "1 problem; the rulebase was not loaded." in result.stderr
    assert not (tmp_path / "facts.py").exists()
