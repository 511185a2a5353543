"""A table reads as prose that a person can check: each rule, what became of it, and what each test read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor import Advisor, loads
from advisor.errors import Position
from advisor.render.tables import table_in_words, table_record
from advisor.rulebase.model import Scenario, Step
from advisor.workbench.tables import table

GARDEN = Advisor.load(Path(__file__).resolve().parents[2] / "examples" / "garden", engine="plain")
AT = Position("text", 1, 1)

ROOF = """
name: roof
sources: {us: {title: Us, sections: {all: All}}}
facts:
  slate: {kind: boolean, ask: Is it slate?}
  age: {kind: number, unit: years, ask: How old is it?, applies: slate, shown: the roof is <value> old}
  built: {kind: date, ask: When?}
  mended: {kind: date, ask: When?}
  gap: {kind: number, unit: days, compute: "days_between(built, mended)"}
  leak: {kind: boolean, ask: Does it leak?, presume: false}
topics: {roof: {title: The roof, asked: [the roof]}}
never: [leak and not slate]
rules:
  mend: {when: age > 90 or leak, advise: {topic: roof, verdict: do, say: Mend it.}, source: us/all}
  leave: {when: not leak, advise: {topic: roof, verdict: dont, say: Leave it.}, source: us/all}
  look: {when: gap < 100, advise: {topic: roof, act: look, verdict: wait, say: Wait a year.}, source: us/all}
  ladder: {advise: {topic: roof, act: climb, verdict: dont, say: Never climb alone.}, source: us/all}
flags:
  storm: {said: [a storm], say: Stay in., suspends: [leave]}
"""
ROOFER = Advisor(loads(ROOF), "plain")


def told(**fields: object) -> str:
    scenario = Scenario("one", AT, topics=("roof",))._replace(**fields)  # type: ignore[arg-type]  # fields of it
    return table_in_words(ROOFER.rulebase, table(ROOFER, scenario))


def test_a_table_shows_rules_tests_values_and_where_they_are_from() -> None:
    assert (
        table_in_words(GARDEN.rulebase, table(GARDEN, GARDEN.rulebase.scenarios[1]))
        == """\
rain on its way, on 2026-01-15
  rain-waters (watering.water: wait): advised
      true     rain is expected                             rain_expected: true, told
  never-before-frost (watering.water: dont): open
      false    frost is expected                            frost: false, presumed
  water-dry-soil (watering.water: do): not advised, beaten by rain-waters
      true     the soil is dry                              soil_is_dry: true, concluded
  watering.water.otherwise (watering.water: silent): not advised
      given where none of these holds:
        false    never-before-frost
        true     rain-waters
        true     water-dry-soil
  enough-for-now (watering.next_time: know): not advised
      false    you last watered 12 January 2026 or later    watered_on: 2026-01-01, told (days_since_watering: 14)
  dry-after-four-days (soil_is_dry: true): concluded
      true     you last watered 11 January 2026 or earlier  watered_on: 2026-01-01, told (days_since_watering: 14)"""
    )


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (
            {"age": 10},
            [
                "leave (roof.roof: dont): advised, assuming leak",
                "ladder (roof.climb: dont): advised",
                "it always holds",
            ],
        ),
        ({"leak": True}, ["mend (roof.roof: do): advised", "leave (roof.roof: dont): not advised"]),
        (
            {"age": 100, "leak": False},
            [
                "mend (roof.roof: do): not advised, in conflict with leave",
                "leave (roof.roof: dont): not advised, in conflict with mend",
                "true     the roof is more than 90 years old  age: 100, told",
                "or",
            ],
        ),
        ({"leak": False}, ["leave (roof.roof: dont): open, waits for mend", "age: unknown"]),
        ({"slate": False}, ["false    the roof is more than 90 years old  age: does not apply (slate)"]),
        ({"built": "2026-01-01", "mended": "2026-01-11"}, ["gap: 10, computed (from built, mended)"]),
    ],
)
def test_what_became_of_a_rule_and_why_stands_in_its_lines(given: dict[str, object], lines: list[str]) -> None:
    shown = [line.strip() for line in told(given=given).splitlines()]
    for line in lines:
        assert any(one.startswith(line) or one.endswith(line) for one in shown), (line, shown)


def test_a_rule_that_is_silenced_says_by_what() -> None:
    assert "leave (roof.roof: dont): silenced by storm" in told(say="There is a storm.")


def test_where_help_comes_first_no_rule_is_told() -> None:
    advisor = Advisor(loads(ROOF.replace("{said: [a storm]", "{urgency: emergency, said: [a storm]")), "plain")
    scenario = Scenario("one", AT, talk=(Step("There is a storm. What of the roof?", AT),))
    assert table_in_words(advisor.rulebase, table(advisor, scenario)) == (
        "one, step 1 of 1, on 2026-01-15\n  Help comes first, and nothing else is said: storm."
    )


def test_facts_at_odds_are_named_with_what_they_break() -> None:
    assert told(given={"leak": True, "slate": False}) == (
        "one, on 2026-01-15\n  The facts told are at odds, so nothing is decided: leak, slate (leak and not slate)."
    )


def test_where_no_topic_is_asked_that_is_said() -> None:
    assert told(say="Hello.", topics=None).endswith("\n  No topic was asked, so no rule was looked at.")


def test_a_table_of_a_talk_names_its_step() -> None:
    scenario = next(one for one in GARDEN.rulebase.scenarios if one.talk)
    first = table_in_words(GARDEN.rulebase, table(GARDEN, scenario, 4)).splitlines()[0]
    assert first == "a talk, question by question, step 4 of 5, on 2026-01-15"


def test_a_table_as_plain_values_has_each_test_with_what_it_read() -> None:
    found = table_record(GARDEN.rulebase, table(GARDEN, GARDEN.rulebase.scenarios[0]))
    assert json.loads(json.dumps(found)) == found
    first = found["rules"][0]
    assert (first["rule"], first["standing"], first["holds"]) == ("water-dry-soil", "stands", True)
    assert first["clauses"] == [
        [
            {
                "test": "the soil is dry",
                "holds": True,
                "fact": "soil_is_dry",
                "value": True,
                "origin": "derived",
                "told": [],
                "computed": {},
            }
        ]
    ]
