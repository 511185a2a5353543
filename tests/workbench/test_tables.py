"""Tables show each rule that a scenario turns on: what every test read, where from, and what became of the rule."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from advisor import Advisor, loads
from advisor.errors import AdvisorError, Position
from advisor.rulebase.kinds import Range
from advisor.rulebase.model import Scenario
from advisor.workbench import tables
from advisor.workbench.tables import RuleLines, Tables, table
from advisor.workbench.trials import try_one

GARDEN = Advisor.load(Path(__file__).resolve().parents[2] / "examples" / "garden", engine="plain")
AT = Position("text", 1, 1)

PATH = """
name: path
sources: {us: {title: Us, sections: {all: All}}}
facts:
  mud: {kind: boolean, ask: Is there mud?}
  depth: {kind: number, ask: How deep?, applies: mud}
  dark: {kind: boolean, ask: Is it dark?, presume: false}
  steep: {kind: boolean, ask: Is it steep?}
  wide: {kind: boolean, ask: Is it wide?}
  hard: {kind: boolean}
topics:
  walk:
    title: Walking
    asked: [walk there]
    otherwise: {act: walk, verdict: silent, say: We cannot say., source: us/all}
never: [steep and wide]
rules:
  hardens: {when: depth > 3 or steep, conclude: {hard: true}, source: us/all}
  go: {when: not hard and not dark, advise: {topic: walk, verdict: do, say: Go.}, source: us/all}
  stay: {when: hard, advise: {topic: walk, verdict: dont, say: Stay.}, source: us/all}
  lamp: {when: dark, overrides: [stay], advise: {topic: walk, verdict: may, say: With a lamp.}, source: us/all}
  tread: {when: wide, advise: {topic: walk, verdict: do, say: Tread lightly.}, source: us/all}
  boots: {when: mud, advise: {topic: walk, act: boots, verdict: do, say: Wear boots.}, source: us/all}
  shoes: {advise: {topic: walk, act: wear, verdict: know, say: Wear shoes.}, source: us/all}
flags:
  hurt: {said: [i am hurt], say: Rest., suspends: [go]}
"""
ADVISOR = Advisor(loads(PATH), "plain")


def of(**given: object) -> dict[str, RuleLines]:
    """The table of a situation on the path, by rule."""
    scenario = Scenario("one", AT, given=given, topics=("walk",))  # type: ignore[arg-type]  # as they are read
    return {one.rule: one for one in table(ADVISOR, scenario).rules}


def read(one: RuleLines) -> list[tuple[str, object, str, bool | None]]:
    return [(x.reading.fact, x.value, x.origin, x.reading.holds) for clause in one.clauses for x in clause]


def test_every_rule_of_the_topic_and_those_behind_are_in_the_table_what_stands_first() -> None:
    found = of(steep=True, mud=False, dark=False, wide=False)
    assert list(found) == ["stay", "go", "lamp", "tread", "walk.walk.otherwise", "boots", "shoes", "hardens"]


def test_each_test_says_what_it_read_and_where_from() -> None:
    found = of(mud=False, steep=True)
    assert sorted(read(found["hardens"])) == [
        ("depth", None, "does not apply", False),
        ("steep", True, "told", True),
    ]
    assert read(found["stay"]) == [("hard", True, "derived", True)]
    assert read(found["lamp"]) == [("dark", False, "presumed", False)]
    assert read(found["tread"]) == [("wide", None, "unknown", None)]
    assert found["shoes"].clauses == ((),)


def test_a_fact_that_follows_from_another_says_so() -> None:
    assert read(of(depth=1)["boots"]) == [("mud", None, "implied", True)]


def test_a_number_is_shown_as_it_was_told() -> None:
    depth = [line for line in read(of(depth=Decimal("2.5"))["hardens"]) if line[0] == "depth"]
    assert depth == [("depth", Decimal("2.5"), "told", False)]


def test_what_is_told_too_vaguely_for_a_test_is_told_and_unknown() -> None:
    depth = [line for line in read(of(depth=Range(2, 5))["hardens"]) if line[0] == "depth"]
    assert depth == [("depth", Range(2, 5), "told", None)]


def test_what_a_condition_computes_is_beside_what_it_is_computed_from() -> None:
    found = {one.rule: one for one in table(GARDEN, GARDEN.rulebase.scenarios[0]).rules}
    ((line,),) = found["dry-after-four-days"].clauses
    assert (line.value, line.origin) == (datetime.date(2026, 1, 9), "told")
    assert line.computed == {"days_since_watering": 6}


def test_a_rule_says_who_beats_it_what_it_is_at_odds_with_and_what_it_waits_for() -> None:
    beaten = of(steep=True, dark=True)["stay"]
    assert (beaten.standing, beaten.holds, beaten.beaten_by) == (tables.OUT, True, ("lamp",))
    odd = of(wide=True, mud=True, depth=4, dark=False)
    assert (odd["tread"].standing, odd["tread"].in_conflict_with) == (tables.AT_ODDS, ("stay",))
    assert odd["stay"].in_conflict_with == ("tread",)
    waiting = of(wide=True, dark=False)["tread"]
    assert (waiting.standing, waiting.holds, waiting.waits_for) == (tables.UNDECIDED, True, ("stay",))


def test_a_rule_that_stands_only_with_what_is_presumed_says_so() -> None:
    found = of(mud=False, steep=False, wide=False)["go"]
    assert (found.standing, found.assuming) == (tables.ASSUMING, ("dark",))
    assert of(mud=False, steep=False, wide=False, dark=False)["go"].standing == tables.STANDS


def test_a_rule_that_a_flag_silences_says_by_which() -> None:
    scenario = Scenario("one", AT, say="I am hurt.", given={"steep": False, "mud": False}, topics=("walk",))
    found = {one.rule: one for one in table(ADVISOR, scenario).rules}
    assert (found["go"].standing, found["go"].silenced_by) == (tables.SILENCED, ("hurt",))
    assert found["stay"].silenced_by == ()


def test_advice_for_when_no_rule_holds_names_those_rules_with_their_truth() -> None:
    found = of(steep=True, dark=False)["walk.walk.otherwise"]
    assert dict(found.unless) == {"go": False, "lamp": False, "stay": True, "tread": None}
    assert found.standing == tables.OUT


def test_verdicts_that_every_case_comes_to_are_shown_as_cases() -> None:
    text = PATH.replace(
        "advise: {topic: walk, verdict: dont, say: Stay.}", "advise: {topic: walk, verdict: do, say: Up.}"
    )
    advisor = Advisor(loads(text), "plain")
    given = {"dark": False, "wide": False, "mud": False}
    found = {o.rule: o for o in table(advisor, Scenario("one", AT, given=given, topics=("walk",))).rules}
    assert found["go"].standing == found["stay"].standing == tables.IN_CASES


def test_facts_at_odds_leave_nothing_to_read() -> None:
    found = table(ADVISOR, Scenario("one", AT, given={"steep": True, "wide": True}, topics=("walk",)))
    assert found.rules == ()
    assert found.contradiction
    assert found.contradiction.facts == ("steep", "wide")


def test_a_table_of_a_talk_is_that_of_the_step_asked_for_or_of_the_last() -> None:
    scenario = next(one for one in GARDEN.rulebase.scenarios if one.talk)
    last, first = table(GARDEN, scenario), table(GARDEN, scenario, 1)
    assert (first.step, first.steps, last.step) == (1, 5, 5)
    found = [{one.rule: one.standing for one in t.rules}["never-before-frost"] for t in (first, last)]
    assert found == ["open", "stands"]
    for step in (-1, 6):
        with pytest.raises(AdvisorError, match="has 5 steps"):
            table(GARDEN, scenario, step)
    with pytest.raises(AdvisorError, match="is no talk"):
        table(GARDEN, GARDEN.rulebase.scenarios[0], 2)


def test_facts_that_are_refused_have_no_table() -> None:
    with pytest.raises(AdvisorError, match="one: there is no fact 'mood'"):
        table(ADVISOR, Scenario("one", AT, given={"mood": True}))


@pytest.mark.parametrize(
    ("expected", "rules"),
    [
        ({"advises": {"walk": {"walk": "do"}}}, {"stay", "go", "lamp", "tread", "walk.walk.otherwise", "hardens"}),
        (
            {"advised": ("shoes",), "withholds": ("stay",)},
            {"stay", "go", "lamp", "tread", "walk.walk.otherwise", "hardens"},
        ),
        ({"concludes": {"hard": False}}, {"hardens"}),
        ({"open": ("walk.wear",)}, {"shoes", "boots"}),
        ({"assuming": ("mud",)}, {"stay", "shoes", "hardens"}),
        ({"flags": ("hurt",), "say": "Walk there."}, set()),
    ],
)
def test_what_fails_shows_the_rules_it_has_to_do_with_and_no_others(
    expected: dict[str, object], rules: set[str]
) -> None:
    scenario = Scenario("one", AT, given={"steep": True, "dark": False}, topics=("walk",))
    trial = try_one(ADVISOR, scenario._replace(**expected))  # type: ignore[arg-type]  # fields of a scenario
    assert not trial.passed
    shown = Tables(ADVISOR.rulebase).concerned(trial)
    assert {one.rule for found in shown for one in found.rules} == rules
