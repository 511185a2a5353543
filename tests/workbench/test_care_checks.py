"""Findings about care: places nobody has opened, texts that say what they must not, and too much in an emergency."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from advisor import Advisor, Rulebase, load, loads
from advisor.workbench import checks
from advisor.workbench.bench import Bench

if TYPE_CHECKING:
    from advisor.workbench.findings import Finding

DAY = datetime.date(2026, 11, 23)
HOUSE = """
name: house
sources: {handbook: {title: The handbook, sections: {water: Water}}}
countries: {IS: {name: Iceland}}
resources:
  - {country: IS, needs: [emergency], name: Emergency, call: "112", checked_on: DATE}
  - {country: "*", needs: [emergency], name: your local emergency number, checked_on: 2026-11-01}
flags:
  fire: {urgency: emergency, said: [it burns], say: "SAY"}
topics: {pump: {title: The pump, otherwise: {verdict: do, say: "ADVICE", source: handbook/water}}}
wording: {never: [guarantee*, "(sure) works"], urgent: [pump~]}
words: {sure: [always, surely]}
"""
CARE = ("forbidden-wording", "no-emergency", "old-help", "unchecked-help", "urgent-text")


def care_findings(rulebase: Rulebase) -> tuple[Finding, ...]:
    return checks.run(Bench(Advisor(rulebase, "plain"), today=DAY), only=CARE)


def found(
    date: str = "2026-11-01", say: str = "Call {emergency} now.", advice: str = "Let it run.", more: str = ""
) -> list[tuple[str, str]]:
    text = HOUSE.replace("DATE", date).replace("SAY", say).replace("ADVICE", advice) + more
    return [(one.code, one.message) for one in care_findings(loads(text))]


def test_a_careful_rulebase_has_no_findings() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("date", "code"), [("2026-08-25", ""), ("2026-08-24", "old-help"), ("never", "unchecked-help"), ("2027-01-01", "")]
)
def test_a_page_is_to_be_opened_every_ninety_days(date: str, code: str) -> None:
    assert [one for one, _ in found(date)] == [code] * bool(code)


def test_an_old_page_is_named_with_its_age() -> None:
    assert found("2026-08-01") == [("old-help", "the page of Emergency (IS) was opened 114 days ago, on 2026-08-01")]


@pytest.mark.parametrize("advice", ["It is guaranteed.", "It ALWAYS works.", "This surely works!"])
def test_what_is_never_to_be_said_is_found_in_any_text(advice: str) -> None:
    assert [code for code, _ in found(advice=advice)] == ["forbidden-wording"]


def test_what_is_not_to_be_said_when_it_is_urgent_may_be_said_otherwise() -> None:
    assert found(advice="Use the pumps.") == []
    assert [code for code, _ in found(say="Call {emergency} now; leave the pump.")] == ["forbidden-wording"]


@pytest.mark.parametrize(
    ("say", "fault"),
    [
        ("Call {emergency} now!", "has a '!'"),
        ("Call {emergency}. Are you out? Is it dark?", "asks more than one question"),
        ("Call {emergency} now. " + "And wait. " * 30, "has 66 words with the reminder, where no country is known"),
        (
            "Leave the house by the shortest way. " * 4 + "Call {emergency}.",
            "names no emergency number in its first 120",
        ),
        ("Leave the house.", "names no emergency number in its first 120 characters"),
    ],
)
def test_in_an_emergency_little_is_said_and_the_number_first(say: str, fault: str) -> None:
    [(code, message)] = found(say=say)
    assert code == "urgent-text"
    assert message.startswith(f"what fire says (self) {fault}")


def test_an_emergency_without_any_number_is_found() -> None:
    text = "name: house\nflags: {fire: {urgency: emergency, said: [it burns], say: Leave now.}}"
    assert [(one.code, one.severity) for one in care_findings(loads(text))] == [("no-emergency", "warning")]


def test_the_texts_of_the_shipped_rulebase_say_nothing_they_must_not() -> None:
    codes = {one.code for one in care_findings(load("breakup"))}
    assert codes == {"unchecked-help"}


def test_what_only_waits_for_a_person_is_a_note_and_never_fails_a_strict_check() -> None:
    assert checks.named("unchecked-help").severity == "note"


def test_only_that_help_has_grown_old_hangs_on_the_day() -> None:
    assert [code for code in CARE if checks.named(code).dated] == ["old-help"]


def test_a_notice_that_says_what_it_must_not_is_found_at_its_place() -> None:
    [one] = care_findings(loads("name: house\nnotice: It surely works.\nwording: {never: [works]}\n"))
    assert (one.code, one.position.line) == ("forbidden-wording", 2)
