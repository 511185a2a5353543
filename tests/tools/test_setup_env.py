"""What the set-up promises when something cannot be had."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def set_up_tool() -> ModuleType:
    """The set-up program as a module; it belongs to no package."""
    spec = importlib.util.spec_from_file_location("setup_env", ROOT / "tools" / "setup_env.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_set_up_refuses_to_empty_a_folder_that_is_no_environment(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "setup_env.py", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"{tmp_path} is not a virtual environment" in done.stderr
    assert letter.read_text(encoding="utf-8") == "dear"


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            "  error: subprocess-exited-with-error\n  error: No such file: 'gcc'\nERROR: Failed wheel",
            "No such file: 'gcc'",
        ),
        (
            "a.c:1:10: fatal error: Python.h: No such file or directory\nerror: command 'gcc' failed",
            "Python.h: No such file or directory",
        ),
        ("ERROR: No matching distribution found for x", "No matching distribution found for x"),
        ("Traceback:\n  ...\nImportError: undefined symbol: y", "ImportError: undefined symbol: y"),
        ("Killed\n", "Killed"),
        ("", "it ended without a word"),
    ],
)
def test_the_set_up_names_the_first_cause_of_a_failure(output: str, expected: str) -> None:
    assert set_up_tool().cause(output) == expected


def test_the_set_up_and_the_package_agree_where_durable_rules_works() -> None:
    (wanted,) = re.findall(r'^durable = \["(.+)"\]$', PYPROJECT, re.MULTILINE)
    marker = Requirement(wanted).marker
    assert marker
    first_without = set_up_tool().DURABLE.fails_from
    for minor in range(10, 15):
        assert marker.evaluate({"python_version": f"3.{minor}"}) == ((3, minor) < first_without)


def test_each_extra_of_the_package_is_set_up_under_the_name_that_it_is_installed_by() -> None:
    (written,) = re.findall(r"^\[project\.optional-dependencies\]$(.+?)^\[", PYPROJECT, re.MULTILINE | re.DOTALL)
    extras = {
        name: Requirement(wanted).name for name, wanted in re.findall(r'^(\w+) = \["([^"]+)"\]$', written, re.MULTILINE)
    }
    tool = set_up_tool()
    assert {extra.name: extra.distribution for extra in (*tool.TO_RUN, *tool.TO_CHECK)} == extras


def test_an_extra_that_cannot_be_had_is_left_out_with_a_line_and_the_others_are_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tool = set_up_tool()
    asked_for: list[str] = []

    def install(self: object, what: str) -> None:
        del self
        asked_for.append(what)
        if what == ".[durable]":
            raise tool.SetupError("Python.h: not found")

    monkeypatch.setattr(tool, "serves", lambda _: True)
    monkeypatch.setattr(tool, "try_import", lambda *_: None)
    monkeypatch.setattr(tool.Environment, "install", install)
    monkeypatch.setattr(tool, "TO_RUN", tuple(extra._replace(fails_from=None) for extra in tool.TO_RUN))
    tool.set_up(tmp_path, dev=False)
    assert asked_for == [".", ".[durable]", ".[calendar]"]
    said = capsys.readouterr().err
    assert "Without advisor[durable]: Python.h: not found; the built-in engine is used." in said
    assert "Without advisor[calendar]" not in said
