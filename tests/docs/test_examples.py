"""The examples do what they say, and show what they are there to show."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from advisor import Advisor, load
from advisor.workbench.trials import coverage, try_all

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/rulebase.yaml"))


def test_the_program_prints_what_its_docstring_says() -> None:
    program = EXAMPLES / "library_use.py"
    done = subprocess.run(
        [sys.executable, program], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    told = ast.get_docstring(ast.parse(program.read_text(encoding="utf-8"))) or ""
    assert done.stdout == "".join(line[4:] + "\n" for line in told.splitlines() if line.startswith("    "))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_example_passes_its_scenarios_and_shows_each_of_its_rules_both_ways(folder: Path) -> None:
    advisor = Advisor.load(folder, engine="indexed")
    trials = try_all(advisor)
    assert [trial.scenario.title for trial in trials if not trial.passed] == []
    covered = coverage(advisor, trials)
    assert covered.full, covered


def test_the_extension_adds_retires_and_replaces_and_says_why() -> None:
    base, more = load("breakup"), load(EXAMPLES / "shared-pets")
    assert more.topics.keys() - base.topics.keys() == {"pet_visits"}
    assert base.rules.keys() - more.rules.keys() == more.retired.keys() != set()
    assert all(more.retired.values())
    assert more.notice == base.notice
    assert len(more.facts["practical_matter"].said["true"]) > len(base.facts["practical_matter"].said["true"])


def test_an_extension_falls_silent_with_the_rulebase_that_it_extends() -> None:
    advisor = Advisor.load(EXAMPLES / "shared-pets")
    reply = advisor.ask("He hit me when I came to see our dog. Can I visit our dog again?")
    assert reply.flags == ("abuse_by_ex", "shared_money")
    assert reply.verdict is None
    assert {"keep-the-visit", "the-vet-comes-first", "dont-answer"} <= set(reply.outcome.silenced)
