"""`advisor explain` tells what a code means, or how every rule came out in a scenario."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli import main

if TYPE_CHECKING:
    from click.testing import Result

GARDEN = str(Path(__file__).resolve().parents[2] / "examples" / "garden")


def advisor(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("code", ["unknown-fact", "unused-cue"])
def test_a_code_of_a_problem_or_of_a_finding_is_explained(code: str) -> None:
    result = advisor("explain", code)
    assert result.exit_code == 0
    assert result.stdout.startswith(code)
    assert json.loads(advisor("explain", code, "--format", "json").stdout)["code"] == code


def test_a_code_that_there_is_not_is_answered_with_the_nearest() -> None:
    result = advisor("explain", "unknwon-fact")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "advisor: there is no code 'unknwon-fact'; did you mean 'unknown-fact'?\n"


def test_a_scenario_is_explained_by_a_part_of_its_title() -> None:
    result = advisor("explain", "--scenario", "rain on", GARDEN)
    assert result.exit_code == 0
    first, *lines = result.stdout.splitlines()
    assert first == "rain on its way, on 2026-01-15"
    assert "  water-dry-soil (watering.water: do): not advised, beaten by rain-waters" in lines
    found = json.loads(advisor("explain", "--scenario", "rain on", GARDEN, "--format", "json").stdout)
    assert [rule["beaten_by"] for rule in found["rules"] if rule["rule"] == "water-dry-soil"] == [["rain-waters"]]


def test_a_talk_is_explained_after_its_last_step_or_the_one_that_is_named() -> None:
    last = advisor("explain", "--scenario", "question by question", GARDEN).stdout
    assert last.startswith("a talk, question by question, step 5 of 5, on 2026-01-16\n")
    first = advisor("explain", "--scenario", "question by question", "--step", "1", GARDEN).stdout
    assert first.startswith("a talk, question by question, step 1 of 5, on 2026-01-15\n")
    result = advisor("explain", "--scenario", "question by question", "--step", "9", GARDEN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "has 5 steps" in result.stderr


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("frsoty night", "there is no scenario 'frsoty night'; did you mean 'a frosty night'?"),
        ("a", "scenarios have 'a' in their title: 'dry soil and no rain'; "),
    ],
)
def test_a_title_that_is_none_or_several_is_answered_with_what_there_is(title: str, message: str) -> None:
    result = advisor("explain", "--scenario", title, GARDEN)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--step", "1", "unused-cue"], ["--step", "0", "unused-cue"]])
def test_what_is_neither_a_code_nor_a_scenario_is_wrong_usage(arguments: list[str]) -> None:
    result = advisor("explain", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: ")
