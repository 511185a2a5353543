"""Every conclusion can be asked for its cause."""

from __future__ import annotations

import datetime
import json

import pytest

from advisor import Advisor, UnknownName, loads

DAY = datetime.date(2026, 11, 23)
PATHS = """
name: paths
sources: {map: {title: A map, sections: {hills: The hills}}}
facts:
  fog: {kind: boolean, ask: Is there fog?, presume: false}
  dusk: {kind: boolean, ask: Is it getting dark?}
  guide: {kind: boolean, ask: Do you have a guide?}
  risky: {kind: boolean}
topics:
  ridge: {title: The ridge}
  hut: {title: The hut, applies: guide}
rules:
  fog-is-risky: {when: fog, conclude: {risky: true}, source: map/hills}
  dusk-is-risky: {when: dusk and not guide, conclude: {risky: true}, source: map/hills}
  walk: {when: not risky, advise: {topic: ridge, act: walk, verdict: may, say: Walk.}, source: map/hills}
  turn-back: {when: risky, advise: {topic: ridge, act: walk, verdict: dont, say: Turn back.}, source: map/hills}
  with-a-guide:
    when: risky and guide
    overrides: [turn-back]
    advise: {topic: ridge, act: walk, verdict: may, say: Follow the guide.}
    source: map/hills
  sing: {when: dusk, advise: {topic: ridge, act: sing, verdict: do, say: Sing.}, source: map/hills}
  hush: {when: fog, advise: {topic: ridge, act: sing, verdict: dont, say: Hush.}, source: map/hills}
  sleep: {advise: {topic: hut, act: sleep, verdict: do, say: Sleep there.}, source: map/hills}
"""


@pytest.fixture(scope="module")
def paths() -> Advisor:
    return Advisor(loads(PATHS), engine="plain")


def test_a_firm_conclusion_shows_the_tests_that_hold_and_what_was_in_the_way(paths: Advisor) -> None:
    found = paths.why({"fog": True, "guide": False}, "ridge.walk", today=DAY)
    assert found.status == "concluded"
    proof = found.concluded[0].proof
    assert [(test.fact, test.how, test.holds) for test in proof.tests] == [("risky", "derived", True)]
    assert proof.derived[0].fact == "risky"
    assert proof.derived[0].proof is not None
    assert proof.derived[0].proof.rule == "fog-is-risky"
    assert {defeat.rule for defeat in proof.defeats} == {"with-a-guide", "walk"}
    assert proof.told() == ("fog", "guide")


def test_an_assumed_conclusion_names_what_it_assumes(paths: Advisor) -> None:
    found = paths.why({"dusk": False}, "walk", today=DAY)
    assert found.status == "assuming"
    assert found.concluded[0].assuming == ("fog",)


def test_what_is_overridden_names_the_rule_that_overrides(paths: Advisor) -> None:
    found = paths.why({"fog": True, "guide": True}, "turn-back", today=DAY)
    assert found.status == "ruled out"
    assert (found.ruled_out[0].cause, found.ruled_out[0].by) == ("overridden", "with-a-guide")


def test_what_fails_shows_the_test_and_the_value_it_read(paths: Advisor) -> None:
    found = paths.why({"dusk": False}, "sing", today=DAY)
    assert found.ruled_out[0].cause == "failed"
    (reading,) = found.ruled_out[0].failed
    assert (reading.fact, reading.cell, reading.how, reading.told) == ("dusk", 0, "told", ("dusk",))


def test_a_topic_that_does_not_apply_rules_its_advice_out(paths: Advisor) -> None:
    found = paths.why({"guide": False}, "hut.sleep", today=DAY)
    assert (found.status, found.ruled_out[0].cause) == ("ruled out", "does not apply")


def test_open_advice_names_the_facts_that_would_settle_it(paths: Advisor) -> None:
    found = paths.why({}, "turn-back", today=DAY)
    assert found.status == "open"
    assert found.open[0].needs == ("dusk", "fog", "guide")


def test_rules_at_odds_are_shown_together(paths: Advisor) -> None:
    found = paths.why({"fog": True, "dusk": True}, "ridge.sing", today=DAY)
    assert found.status == "conflict"
    assert found.conflicts[0].rules == ("hush", "sing")


def test_a_derived_fact_is_explained_by_its_rule_or_because_all_its_rules_are_false(paths: Advisor) -> None:
    by_rule = paths.why({"fog": True}, "risky", today=DAY)
    assert by_rule.derivation is not None
    assert (by_rule.value, by_rule.derivation.how) == (True, "rule")
    otherwise = paths.why({"fog": False, "dusk": False}, "risky", today=DAY)
    assert otherwise.derivation is not None
    assert (otherwise.value, otherwise.derivation.how) == (False, "otherwise")
    assert {defeat.rule for defeat in otherwise.derivation.defeats} == {"fog-is-risky", "dusk-is-risky"}
    assert otherwise.derivation.told() == ("dusk", "fog")


def test_a_rule_that_concludes_a_fact_can_be_asked_for(paths: Advisor) -> None:
    assert paths.why({"fog": True}, "fog-is-risky", today=DAY).status == "concluded"
    assert paths.why({"fog": False}, "fog-is-risky", today=DAY).status == "ruled out"
    assert paths.why({}, "dusk-is-risky", today=DAY).told == ("dusk", "guide")


def test_a_told_fact_says_that_it_was_told(paths: Advisor) -> None:
    found = paths.why({"fog": True}, "fog", today=DAY)
    assert (found.status, found.value, found.told) == ("told", True, ("fog",))
    assert paths.why({}, "dusk", today=DAY).status == "unknown"


def test_an_unknown_conclusion_is_named_with_the_nearest(paths: Advisor) -> None:
    with pytest.raises(UnknownName, match=r"there is no act, rule or fact 'ridge.wlak'; did you mean 'ridge.walk'\?"):
        paths.why({}, "ridge.wlak", today=DAY)


def test_explanations_are_plain_json(paths: Advisor) -> None:
    for facts in ({}, {"fog": True}, {"fog": True, "dusk": True}, {"fog": True, "guide": True}):
        for conclusion in ("ridge.walk", "walk", "risky", "fog-is-risky", "fog", "hut.sleep", "ridge.sing"):
            record = paths.why(facts, conclusion, today=DAY).to_dict()
            assert json.loads(json.dumps(record)) == record
