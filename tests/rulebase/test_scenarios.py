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
        ("advised: [wet]", ["unknown-rule"]),
        ("advised: [wets]", ["not-advice"]),
        ("asked: rain", ["unknown-key"]),
        ("talk: [{say: x}]", ["beside-talk"]),
    ],
)
def test_what_a_scenario_names_wrongly_is_told(more: str, found: list[str]) -> None:
    assert codes(scenario(more)) == found


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("[]", ["no-value"]),
        ("{say: x}", ["wrong-shape"]),
        ("[{}]", ["missing-key"]),
        ("[{say: x, answered: y}]", ["either-or"]),
        ("[{answered: x}]", ["nothing-asked"]),
        ("[{say: x, asked: []}, {answered: y}]", ["nothing-asked"]),
        ("[{say: x, asked: rian}]", ["unknown-fact"]),
        ("[{say: x, asked: [rain, rian]}]", ["unknown-fact"]),
        ("[{say: x, checked: gail}]", ["unknown-flag"]),
        ("[{say: x, advises: {dig: {rset: may}}}]", ["unknown-act"]),
        ("[{say: x, advised: [wets]}]", ["not-advice"]),
        ("[{say: x, withholds: [wet]}]", ["unknown-rule"]),
        ("[{say: x, topic: digg}]", ["unknown-topic"]),
        ("[{say: x, given: {rain: true}}]", ["unknown-key"]),
        ("[{say: x, today: 2026-02-30}]", ["bad-value"]),
        ("[{say: x, today: 2026-02-02}, {say: y, today: 2026-02-01}]", ["bad-value"]),
        ("[{say: x}, {say: y, today: 2025-02-02}]", ["bad-value"]),
        ("[{say: x, today: 2025-02-02}], today: 2025-02-03", ["bad-value"]),
        ("[{say: x}], say: y", ["beside-talk"]),
        ("[{say: x}], understands: {rain: true}", ["beside-talk"]),
    ],
)
def test_what_a_talk_has_wrongly_is_told(steps: str, found: list[str]) -> None:
    assert codes(scenario("").replace("topics: [dig], ", f"talk: {steps}")) == found


def test_a_problem_of_a_step_stands_where_the_step_has_it() -> None:
    (found,) = problems(scenario("").replace("topics: [dig], ", "talk: [{say: x}, {say: y, asked: rian}]"))
    assert found.excerpt[found.position.column - 1 :].startswith("rian")


def test_a_talk_is_held_as_its_steps_with_the_days_that_are_written() -> None:
    steps = (
        "[{say: x, asked: [rain]}, {answered: y, today: 2026-11-24, asked: rain, checked: gale}, {say: z, asked: []}]"
    )
    found = garden(scenario("").replace("topics: [dig], ", f"talk: {steps}, given: {{rain: true}}")).scenarios[0]
    assert found.given == {"rain": True}
    assert [(s.say, s.answer, s.today, s.asked, s.checked) for s in found.talk] == [
        ("x", False, None, ("rain",), None),
        ("y", True, "2026-11-24", ("rain",), "gale"),
        ("z", False, None, (), None),
    ]


def test_an_answer_may_follow_a_step_that_expects_a_direct_question() -> None:
    steps = "[{say: x, asked: [], checked: gale}, {answered: y}]"
    assert garden(scenario("").replace("topics: [dig], ", f"talk: {steps}")).scenarios[0].talk[1].answer


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
