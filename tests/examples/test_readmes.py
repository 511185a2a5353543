"""The pages beside the examples lead somewhere, and their commands work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tools import replay

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
PAGES = sorted(EXAMPLES.rglob("README.md"))
NEW = ("batch", "package", "shared-pets", "sourdough", "web")
# what asks at a prompt, and what wants the package to be installed, is run by other tests
COMMANDS = [
    line
    for page in PAGES
    for block in replay.blocks(page.read_text(encoding="utf-8"))
    if block.sort == "sh"
    for line in block.lines
    if line.startswith("advisor ") and "examples/" in line and " chat " not in line
]


def test_every_example_of_more_than_one_sort_of_file_says_how_it_is_run() -> None:
    assert {page.parent.name for page in PAGES} >= set(NEW)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_link_beside_an_example_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s#]+)", page.read_text(encoding="utf-8"))
    for link in links:
        assert re.match(r"[a-z]+:", link) or (page.parent / link).exists(), link


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_beside_an_example_works(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert replay.play(f"{command}; echo $?")[-1] == "0"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_programs_and_tables_that_a_page_names_are_there(page: Path) -> None:
    for block in replay.blocks(page.read_text(encoding="utf-8")):
        for line in block.lines if block.sort == "sh" else ():
            named = [word for word in shlex.split(line, comments=True) if word.startswith("examples/")]
            # what a build makes is not there before it
            assert all((ROOT / word).exists() for word in named if "/dist/" not in word), line
