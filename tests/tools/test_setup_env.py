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
