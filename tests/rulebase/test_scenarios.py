"""Scenarios: situations whose every name is there, told facts told and concluded facts concluded."""

from __future__ import annotations

import datetime

import pytest

from advisor.rulebase.kinds import Range
from tests.gardens import codes, garden, problems

GARDEN = """
facts:
  rain: {kind: boolean, ask: Does it rain?}
  planted: {kind: date, ask: When?}
  cut: {kind: date, ask: When?}
  age: {kind: number, compute: days_since(planted)}
  span: {kind: number, compute: "days_between(planted, cut)"}
  least: {kind: number, compute: "min(age, 3)"}
  wet: {kind: boolean}
topics:
  dig: {title: Digging, otherwise: {act: rest, verdict: may, say: Rest., source: notes/all}}
rules:
  wets: {when: rain, conclude: {wet: true}, source: notes/all}
  broken: {when: rain and, advise: {topic: dig, act: trench, verdict: dont, say: No.}, source: notes/all}
flags:
  gale: {said: [a gale], say: Go in.}
scenarios:
  any: {topics: [dig], MORE}
"""


def scenario(more: str) -> str:
    return GARDEN.replace("MORE", more).replace("rain and,", "rain,")


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("given: {rian: true}", ["unknown-fact"]),
        ("given: {rain: perhaps}", ["bad-value"]),
        ("given: {wet: true}", ["not-told"]),
        ("given: {span: 3}", ["not-told"]),
        ("given: {least: 3}", ["not-told"]),
        ("say: x, understands: {wet: true}", ["not-told"]),
        ("understands: {rain: true}", ["no-text"]),
        ("concludes: {rain: true}", ["not-derived"]),
        ("concludes: {age: 3}", ["not-derived"]),
        ("concludes: {wet: perhaps}", ["bad-value"]),
        ("today: 2026-02-30", ["bad-value"]),
        ("today: tomorrow", ["bad-value"]),
        ("topic: digg", ["unknown-topic"]),
        ("advises: {digg: {rest: may}}", ["unknown-topic"]),
        ("advises: {dig: {rset: may}}", ["unknown-act"]),
        ("advises: {dig: {rest: always}}", ["unknown-value"]),
        ("open: [digg.rest]", ["unknown-topic"]),
        ("open: [dig.rset]", ["unknown-act"]),
        ("open: [dig]", ["bad-name"]),
        ("assuming: [rian]", ["unknown-fact"]),
        ("contradiction: [rian]", ["unknown-fact"]),
        ("withholds: [wet]", ["unknown-rule"]),
        ("conflict: [wet]", ["unknown-rule"]),
        ("flags: [gail]", ["unknown-flag"]),
        ("given: [rain]", ["wrong-shape"]),
    ],
)
def test_what_a_scenario_names_wrongly_is_told(more: str, found: list[str]) -> None:
    assert codes(scenario(more)) == found


def test_a_scenario_needs_a_situation() -> None:
    assert codes(GARDEN.replace("topics: [dig], MORE", "assuming: []").replace("rain and,", "rain,")) == [
        "no-situation"
    ]


def test_values_are_held_as_their_facts_read_them_also_those_told_through_a_formula() -> None:
    found = garden(scenario("given: {age: 3..5, planted: 2026-11-23..}, concludes: {wet: no}")).scenarios[0]
    assert found.given == {"age": Range(3, 5), "planted": Range(datetime.date(2026, 11, 23), None)}
    assert found.concludes == {"wet": False}


def test_acts_and_rules_that_cannot_be_built_are_there_all_the_same() -> None:
    more = "advises: {dig: {trench: dont, rest: may}}, withholds: [broken, wets, dig.rest.otherwise]"
    found = problems(GARDEN.replace("MORE", more))
    assert [problem.code for problem in found if problem.position.line < 20] == ["bad-condition"]
    assert {problem.code for problem in found} <= {"bad-condition", "bad-name"}
