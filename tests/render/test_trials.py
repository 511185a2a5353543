"""Failed scenarios are told with what was expected, what came, and what the rules read."""

from __future__ import annotations

from advisor import Advisor, loads
from advisor.render.trials import trial_in_words, trials_in_words, trials_record
from advisor.workbench.tables import Tables
from advisor.workbench.trials import coverage, try_all, try_one

WALK = """
name: walk
sources: {us: {title: Us, sections: {all: All}}}
facts:
  rain: {kind: boolean, ask: Does it rain?, said: {true: [it rains], false: [it is dry]}}
topics: {walk: {title: A walk, asked: [go for a walk]}}
rules:
  stay: {when: rain, advise: {topic: walk, verdict: dont, say: Stay.}, source: us/all}
scenarios:
"""
TALK = """
  a talk:
    talk:
      - {say: "Shall I go for a walk, or is it not a day on which anybody would think of such a thing?", asked: rain}
      - {answered: "no", advised: [stay]}
"""
ADVISOR = Advisor(loads(WALK + "  wet: {given: {rain: true}, advises: {walk: {walk: do}}}" + TALK), "plain")
TRIALS = try_all(ADVISOR)
TABLES = Tables(ADVISOR.rulebase)


def test_a_failure_without_tables_says_what_was_expected_and_what_came() -> None:
    assert trial_in_words(TRIALS[0]) == "text:10:3: failed: wet\n    walk.walk: expected do, got dont"


def test_a_failure_with_tables_says_what_the_rules_read() -> None:
    assert trial_in_words(TRIALS[0], TABLES) == (
        "text:10:3: failed: wet\n"
        "    walk.walk: expected do, got dont\n"
        "  The rules, and what they read:\n"
        "    stay (walk.walk: dont): advised\n"
        "        true     rain: yes  rain: true, told"
    )


def test_a_failure_in_a_talk_names_the_step_and_what_was_said() -> None:
    assert trial_in_words(TRIALS[1], TABLES) == (
        "text:11:3: failed: a talk\n"
        "    step 2 (no): stay: expected advised, got not advised\n"
        "  The rules after step 2, and what they read:\n"
        "    stay (walk.walk: dont): not advised\n"
        "        false    rain: yes  rain: false, told"
    )


def test_words_of_a_step_that_are_long_are_cut() -> None:
    scenario = TRIALS[1].scenario
    changed = scenario._replace(talk=(scenario.talk[0]._replace(asked=()), scenario.talk[1]))
    told = trial_in_words(try_one(ADVISOR, changed))
    assert "    step 1 (Shall I go for a walk, or is it not a day on which anybody w…): the question asked next" in told


def test_facts_at_odds_are_said_in_a_failure() -> None:
    text = WALK.replace("topics:", "  sun: {kind: boolean, ask: Sun?}\nnever: [rain and sun]\ntopics:", 1)
    advisor = Advisor(loads(text + "  odd: {given: {rain: true, sun: true}, advises: {walk: {walk: do}}}\n"), "plain")
    told = trial_in_words(try_all(advisor)[0], Tables(advisor.rulebase))
    assert "    The facts told are at odds, so nothing is decided: rain, sun (rain and sun)." in told


def test_what_was_left_out_is_counted_and_coverage_is_not_told() -> None:
    told = trials_in_words(TRIALS[:1], None, tables=TABLES, left_out=1)
    assert told.splitlines()[-1] == "0 of 1 scenarios passed. 1 more was left out."
    assert trials_in_words((), None, left_out=2) == "0 of 0 scenarios passed. 2 more were left out."
    covered = coverage(ADVISOR, TRIALS)
    assert "No scenario shows this rule advised:" in trials_in_words(TRIALS, covered)


def test_failures_as_plain_values_have_the_step_and_the_tables() -> None:
    wet, talk = trials_record(TRIALS, None, tables=TABLES)["failed"]
    assert wet["misses"] == [{"about": "walk.walk", "expected": "do", "got": "dont", "step": None}]
    assert [rule["rule"] for rule in wet["tables"][0]["rules"]] == ["stay"]
    assert (talk["misses"][0]["step"], talk["tables"][0]["step"]) == (2, 2)
    assert "tables" not in trials_record(TRIALS, None)["failed"][0]


def test_the_number_left_out_is_there_only_where_some_were_chosen() -> None:
    assert "left_out" not in trials_record(TRIALS, coverage(ADVISOR, TRIALS))
    found = trials_record((), None, left_out=2)
    assert (found["left_out"], found["coverage"]) == (2, None)
