"""What the page on proofs tells of its example is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor import Advisor, loads
from advisor.workbench.bench import Bench
from advisor.workbench.checks import codes, findings_of, named
from advisor.workbench.coverage import MET, Covering
from advisor.workbench.mutants import KILLED, SURVIVED, Fate, Mutating
from advisor.workbench.trials import try_all
from tools import replay

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "explanation" / "how-the-checks-prove.md").read_text("utf-8")
TEXT = next(block.text for block in replay.blocks(PAGE) if block.sort == "yaml")
KITE = Advisor(loads(TEXT), "indexed")
WINDS, WEATHER = (0, 20, 50), (False, True)


@pytest.fixture(scope="module")
def fates() -> tuple[Fate, ...]:
    return Mutating(Bench(KITE)).score(try_all(KITE)).fates


def test_the_table_of_situations_says_what_stands_in_each() -> None:
    rows = re.findall(r"^\| (?:no )?thunder \| (.*?) \| (.*?) \| ?(.*?) ?\|$", PAGE, re.MULTILINE)
    for row, thunder in zip(rows, WEATHER, strict=True):
        for cell, wind in zip(row, WINDS, strict=True):
            stands = [f"`{one.rule}`" for one in KITE.decide({"wind": wind, "thunder": thunder}).concluded]
            assert stands == ([cell] if cell else [])


def test_nothing_is_found_but_the_gap_that_the_page_tells_of() -> None:
    bench = Bench(KITE, quick=True)
    proofs = re.findall(r"^\| `([a-z-]+)` \| [a-z]", PAGE.split("| finding |", 1)[1], re.MULTILINE)
    assert len(proofs) == 7
    found = [one for code in proofs for one in findings_of(bench, named(code))]
    assert [(one.code, dict(one.example)) for one in found] == [("no-advice", {"wind": 40, "thunder": False})]


def test_every_finding_that_the_page_names_is_one() -> None:
    assert set(re.findall(r"`((?:\w+-)+\w+)`", PAGE)) - KITE.rulebase.rules.keys() <= set(codes())


def test_the_scenario_shows_as_many_comparisons_deciding_as_the_page_says() -> None:
    covered = Covering(Bench(KITE)).covered(try_all(KITE))
    assert (covered.owed, len(covered.of(MET))) == (8, 4)
    assert "there are eight things to show; the one scenario shows four of them" in " ".join(PAGE.split())


def test_there_are_as_many_mutants_and_as_many_killed_as_the_page_says(fates: tuple[Fate, ...]) -> None:
    told = re.search(r"has (\d+) mutants, and its one scenario kills (\d+) of them", PAGE)
    assert told
    assert told.groups() == (str(len(fates)), str(sum(fate.state == KILLED for fate in fates)))


def test_the_survivor_of_the_page_survives_and_is_told_apart_as_it_says(fates: tuple[Fate, ...]) -> None:
    (fate,) = [one for one in fates if (one.mutant.rule, one.mutant.now) == ("fly", "wind >= 16")]
    assert (fate.state, fate.was, dict(fate.example)) == (SURVIVED, "do", {"wind": 15, "thunder": False})
    assert "`wind: 15, thunder: false`" in PAGE
