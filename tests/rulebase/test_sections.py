"""Dated plans: what they count from, how long, and what restarts them."""

from __future__ import annotations

import pytest

from tests.gardens import codes, garden, problems

GARDEN = """
facts:
  sown: {kind: date, ask: When was it sown?}
  watered: {kind: boolean, ask: Did you water?}
  dug: {kind: boolean, ask: Did you dig?}
  indoors: {kind: boolean, ask: Is it indoors?}
  depth: {kind: number, ask: How deep?}
  age: {kind: number, unit: days, compute: days_since(sown)}
  ripe_on: {kind: date, compute: sown + weeks(4)}
  disturbed: {kind: boolean}
rules:
  digging-disturbs: {when: dug, conclude: {disturbed: true}, source: notes/all}
plans:
  rest: {PLAN}
"""


def plan(start: str = "sown", length: str = "28 days", source: str = "notes/all", more: str = "") -> str:
    body = f"title: Rest for the bed, from: {start}, length: {length}, source: {source}{more}"
    return GARDEN.replace("PLAN", body)


@pytest.mark.parametrize(
    ("length", "days"),
    [("28 days", 28), ("4 weeks", 28), ("28", 28), ("1 day", 1), ("1", 1), ("2w", 14), ("99999 weeks", 699_993)],
)
def test_a_plan_lasts_whole_days_however_they_are_written(length: str, days: int) -> None:
    assert garden(plan(length=length)).plans["rest"].length == days


@pytest.mark.parametrize(
    "length", ["0 days", "0", "-3 days", "2.5 days", "7..14 days", "a month", "100000 days", "''", "4 Weeks"]
)
def test_a_length_that_is_less_than_a_day_or_none_is_told_once(length: str) -> None:
    (found,) = problems(plan(length=length))
    assert (found.code, found.position.line) == ("bad-value", 16)
    remedy = "did you mean '4 weeks'?" if length == "4 Weeks" else "write at least 1 day, such as 28 days or 4 weeks"
    assert found.remedy == remedy


@pytest.mark.parametrize(
    ("start", "found", "message"),
    [
        ("swon", "unknown-fact", "there is no fact 'swon'"),
        ("depth", "wrong-kind", "a plan counts from a date; 'depth' is a number"),
        ("age", "wrong-kind", "a plan counts from a date; 'age' is a number"),
        ("ripe_on", "not-told", "a plan counts from what is told; 'ripe_on' is not: it is computed"),
    ],
)
def test_a_plan_counts_from_a_date_that_is_told(start: str, found: str, message: str) -> None:
    assert [(problem.code, problem.message) for problem in problems(plan(start))] == [(found, message)]


@pytest.mark.parametrize(
    ("restarts", "found", "message"),
    [
        ("[waterd]", "unknown-fact", "there is no fact 'waterd'"),
        ("[depth]", "wrong-kind", "a plan is restarted by a boolean; 'depth' is a number"),
        ("[disturbed]", "not-told", "a plan is restarted by what is told; 'disturbed' is not: rules conclude it"),
        ("[{fact: dug, unless: [depth]}]", "wrong-kind", "a plan is restarted by a boolean; 'depth' is a number"),
        ("[{fact: dug, unless: [indoor]}]", "unknown-fact", "there is no fact 'indoor'"),
        ("[dug, watered, {fact: dug, unless: [indoors]}]", "duplicate-name", "'dug' restarts the plan twice"),
        ("[]", "no-value", "the list is empty"),
        ("[{fact: dug, unless: []}]", "no-value", "the list is empty"),
        ("dug", "wrong-shape", "expected a list of facts, not the text 'dug'"),
        ("[{unless: [dug]}]", "missing-key", "what restarts the plan has no 'fact'"),
    ],
)
def test_a_plan_is_restarted_by_booleans_that_are_told(restarts: str, found: str, message: str) -> None:
    told = problems(plan(more=f", restarts: {restarts}"))
    assert [(problem.code, problem.message) for problem in told] == [(found, message)]


def test_what_restarts_a_plan_may_be_kept_from_it() -> None:
    rest = garden(plan(more=", restarts: [dug, {fact: watered, unless: [indoors, dug, indoors]}]")).plans["rest"]
    assert rest.restarts == ("dug", "watered")
    assert rest.unless == {"watered": ("indoors", "dug")}


def test_a_plan_names_a_section_of_a_source() -> None:
    assert garden(plan()).plans["rest"].source == "notes/all"
    assert codes(plan(source="note/all")) == ["unknown-source"]
    assert codes(plan(source="notes/al")) == ["unknown-section"]
    assert codes(plan(source="notes")) == ["bad-name"]


def test_a_plan_needs_a_title_a_beginning_a_length_and_a_source() -> None:
    found = problems(GARDEN.replace("PLAN", "because: It helps."))
    assert [problem.message for problem in found] == [
        f"'rest' has no '{key}'" for key in ("title", "from", "length", "source")
    ]


def test_a_fact_that_is_itself_wrong_is_not_called_unknown_where_a_plan_names_it() -> None:
    text = plan(more=", restarts: [dug]").replace("dug: {kind: boolean", "dug: {kind: bolean")
    assert "unknown-fact" not in codes(text)
    assert "unknown-value" in codes(text)


def test_a_plan_changes_no_advice_and_is_no_rule() -> None:
    with_plan, without = garden(plan()), garden(plan().partition("plans:")[0])
    assert (with_plan.rules, with_plan.levels, with_plan.strata) == (without.rules, without.levels, without.strata)
    assert without.plans == {}
