"""Findings: what they hold, which of them fail a check, and how they are accepted."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from advisor import Advisor, loads
from advisor.errors import Position
from advisor.workbench import checks
from advisor.workbench.bench import Bench
from advisor.workbench.findings import ERROR, NOTE, WARNING, Finding, failing, finding

if TYPE_CHECKING:
    from advisor.rulebase.kinds import Value

AT = Position("a.yaml", 3, 5)


def one(severity: str = WARNING, *, dated: bool = False, accepted: str = "") -> Finding:
    return Finding("some-code", severity, "It is so.", AT, "Change it.", {}, dated, accepted)


def test_a_finding_as_plain_values_has_its_place_and_example_and_goes_into_json() -> None:
    example: dict[str, Value] = {"since": datetime.date(2026, 1, 15), "height": Decimal("2.5"), "wet": True}
    record = Finding("some-code", ERROR, "It is so.", AT, "Change it.", example).to_dict()
    assert record["example"] == {"since": "2026-01-15", "height": "2.5", "wet": True}
    assert (record["file"], record["line"], record["column"]) == AT
    assert (record["dated"], record["accepted"]) == (False, None)
    assert json.loads(json.dumps(record)) == record


def test_findings_can_be_gathered_in_sets() -> None:
    assert len({one(), one(), one(NOTE)}) == 2


def test_a_check_makes_findings_with_its_own_code_severity_and_remedy() -> None:
    check = checks.named("overdue-source")
    found = finding("advisor.workbench.checks.overdue_source", "It is so.", AT)
    assert (found.code, found.severity, found.remedy, found.dated) == (*check[:3], True)
    other = finding("advisor.workbench.checks.overdue_source", "It is so.", AT, remedy="Read it.", example={"a": 1})
    assert (other.remedy, other.example) == ("Read it.", {"a": 1})


@pytest.mark.parametrize(
    ("level", "fails"),
    [(ERROR, [ERROR]), (WARNING, [ERROR, WARNING]), (NOTE, [ERROR, WARNING, NOTE]), ("never", [])],
)
def test_a_check_fails_for_a_severity_and_worse_ones(level: str, fails: list[str]) -> None:
    found = [one(ERROR), one(WARNING), one(NOTE)]
    assert [bad.severity for bad in failing(found, level, dated=True)] == fails


def test_what_hangs_on_the_day_fails_a_check_only_where_the_day_is_given() -> None:
    assert failing([one(dated=True)], NOTE, dated=False) == ()
    assert len(failing([one(dated=True)], NOTE, dated=True)) == 1


def test_what_is_accepted_fails_no_check() -> None:
    assert failing([one(ERROR, accepted="So it is.")], NOTE, dated=True) == ()


def test_the_nearest_acceptance_gives_the_reason() -> None:
    text = (
        "name: pond\naccepts: {unused-fact: All of them.}\nfacts:\n"
        "  a: {kind: boolean, ask: A?, accepts: {unused-fact: This one.}}\n  b: {kind: boolean, ask: B?}\n"
    )
    found = checks.run(Bench(Advisor(loads(text), "plain")), only=["unused-fact"])
    assert [each.accepted for each in found] == ["This one.", "All of them."]
