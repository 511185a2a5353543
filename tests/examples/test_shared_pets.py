"""The rulebase on shared pets adds rules from a source of its own, and lets a no be a no."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from advisor import Advisor, load

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "shared-pets"
PETS = Advisor.load(FOLDER, engine="indexed")
NOTICE = (FOLDER / "notice.md").read_text(encoding="utf-8")


def test_the_rules_of_the_notice_cite_it_and_all_of_it_is_cited() -> None:
    source = PETS.rulebase.sources["circle-notice"]
    assert list(source.sections.values()) == re.findall(r"(?m)^## (.+)$", NOTICE)
    cited = {rule.source for rule in PETS.rulebase.rules.values() if rule.source.startswith("circle-notice/")}
    assert cited == {f"circle-notice/{name}" for name in source.sections}


def test_the_notice_says_that_it_is_invented() -> None:
    assert "invented" in NOTICE.splitlines()[2]
    assert "invented" in PETS.rulebase.sources["circle-notice"].note


@pytest.mark.parametrize(("ill", "apart"), list(itertools.product((True, False, None), repeat=2)))
@pytest.mark.parametrize("visit", ["2026-11-24", "2026-12-24", None])
def test_after_a_no_no_visit_no_message_and_no_go_between_is_advised(
    ill: bool | None,  # noqa: FBT001 - the value of a fact
    apart: bool | None,  # noqa: FBT001 - the same
    visit: str | None,
) -> None:
    told = {"pet_is_ill": ill, "would_rather_not_meet": apart, "next_visit": visit}
    facts = {name: value for name, value in told.items() if value is not None}
    outcome = PETS.decide({**facts, "pet_is_shared": True, "visits_refused": True}, topics="pet_visits")
    assert {(one.advice.on, one.advice.verdict) for one in outcome.concluded} == {("pet_visits.visit", "dont")}


def test_what_breakup_silences_for_safety_is_silent_for_the_rules_of_the_notice_as_well() -> None:
    own = {rule.name for rule in PETS.rulebase.rules.values() if rule.source.startswith("circle-notice/")}
    quiet = [flag for flag in PETS.rulebase.flags.values() if flag.quiets]
    assert quiet
    assert all(own <= flag.silences for flag in quiet)


def test_no_word_of_the_base_is_changed_by_what_is_added() -> None:
    base = load("breakup")
    changed = {"practical-messages-are-not-covered", "someone-new-is-not-expected-soon"}
    kept = base.rules.keys() - changed
    assert {name: PETS.rulebase.rules[name].then for name in kept} == {name: base.rules[name].then for name in kept}
