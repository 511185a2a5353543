"""Scenarios by talk are held step by step, and a step that fails says which it is and what came instead."""

from __future__ import annotations

import pytest

from advisor import Advisor, loads
from advisor.language.reading import LONGEST
from advisor.workbench.trials import coverage, try_all, try_one

WALK = """
name: walk
sources: {us: {title: Us, sections: {all: All}}}
facts:
  rain: {kind: boolean, ask: Does it rain?, said: {true: [it rains], false: [it is dry]}}
  windy: {kind: boolean, ask: Is it windy?, said: {true: [it is windy]}}
topics: {walk: {title: A walk, asked: [go for a walk]}}
rules:
  stay: {when: rain, advise: {topic: walk, verdict: dont, say: Stay.}, source: us/all}
  go: {when: not rain and not windy, advise: {topic: walk, verdict: do, say: Go.}, source: us/all}
  hats: {when: windy, advise: {topic: walk, act: hat, verdict: do, say: Hold your hat.}, source: us/all}
flags:
  hurt: {title: Hurt, said: [i am hurt], say: Rest., suspends: [go], checks: [{ask: Are you hurt?}]}
scenarios:
"""


def missed(steps: str, more: str = "") -> list[tuple[int, str, str, str]]:
    """Hold one talk, and give what was missed: the step, what it is about, what was expected and what came."""
    advisor = Advisor(loads(f"{WALK}  one:\n    talk: [{steps}]\n{more}"), "plain")
    return [(m.step, m.about, m.expected, m.got) for m in try_all(advisor)[0].misses]


def test_a_talk_passes_where_every_step_brings_what_it_expects() -> None:
    steps = """
      {say: Shall I go for a walk?, topic: walk, asked: rain, withholds: [go, stay], open: [walk.walk, walk.hat]},
      {answered: "no", understands: {rain: false}, asked: [windy]},
      {answered: "no", asked: [], advised: [go], advises: {walk: {walk: do}}, assuming: [], flags: []},
      {say: It rains., advised: [stay], withholds: [go], contradiction: [], conflict: []}
    """
    assert missed(steps) == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("{say: Shall I go for a walk?, asked: windy}", (1, "the question asked next", "windy", "rain")),
        ("{say: Shall I go for a walk?, asked: []}", (1, "the question asked next", "none", "rain")),
        ("{say: It rains., topic: walk, asked: rain}", (1, "the question asked next", "rain", "windy")),
        (
            "{say: Shall I go for a walk?}, {answered: tomatoes}",
            (2, "the answer to rain", "an answer", "none that was understood"),
        ),
        ("{say: It is late.}, {answered: 'yes'}", (2, "the question answered", "a question", "none")),
        (
            "{say: Shall I go for a walk?}, {answered: 'yes', understands: {rain: false}}",
            (2, "rain as understood", "false", "true"),
        ),
        ("{say: Shall I go for a walk?, advised: [go]}", (1, "go", "advised", "not advised")),
        ("{say: It rains. Shall I go for a walk?, withholds: [stay]}", (1, "stay", "not advised", "advised")),
        ("{say: It rains., advises: {walk: {walk: do}}}", (1, "walk.walk", "do", "dont")),
        ("{say: I am hurt., flags: []}", (1, "the flags raised", "none", "hurt")),
        ("{say: It rains., checked: hurt}", (1, "the direct question asked next", "hurt", "the question about windy")),
        ("{say: It is late., checked: hurt}", (1, "the direct question asked next", "hurt", "none")),
    ],
)
def test_a_step_that_fails_is_told_by_its_number(steps: str, expected: tuple[int, str, str, str]) -> None:
    assert expected in missed(steps)


def test_a_direct_question_comes_before_all_others_and_is_answered_like_them() -> None:
    assert missed("{say: I am hurt. Shall I go for a walk?, checked: hurt, flags: [hurt]}, {answered: 'yes'}") == []
    found = missed("{say: I am hurt. Shall I go for a walk?, asked: rain}")
    assert found == [(1, "the question asked next", "rain", "the direct question of the flag hurt")]


def test_that_nothing_is_asked_does_not_hold_where_a_direct_question_comes() -> None:
    found = missed("{say: I am hurt. Shall I go for a walk?, asked: []}")
    assert found == [(1, "the question asked next", "none", "the direct question of the flag hurt")]


def test_what_is_given_is_told_before_the_talk() -> None:
    steps = "{say: Shall I go for a walk?, asked: windy}"
    assert missed(steps) != []
    assert missed(steps, "    given: {rain: false}\n") == []


def test_the_days_of_the_steps_go_on() -> None:
    day = """
      {say: Shall I go for a walk?},
      {today: 2026-11-24, say: It rains.},
      {say: It is windy.}
    """
    advisor = Advisor(loads(f"{WALK}  one:\n    talk: [{day}]\n    today: 2026-11-23\n"), "plain")
    (trial,) = try_all(advisor)
    assert [seen.today.day for seen in trial.seen] == [23, 24, 24]


def test_a_talk_without_a_day_of_its_own_begins_on_that_of_its_first_step() -> None:
    steps = "{say: Shall I go for a walk?, today: 2025-11-23}, {answered: 'no'}"
    advisor = Advisor(loads(f"{WALK}  one:\n    given: {{windy: false}}\n    talk: [{steps}]\n"), "plain")
    (trial,) = try_all(advisor)
    assert trial.passed
    assert [seen.today.year for seen in trial.seen] == [2025, 2025]
    assert trial.seen[0].facts == {"windy": False}


def test_a_talk_that_the_advisor_refuses_is_a_miss_and_no_error() -> None:
    text = WALK.replace("  windy:", "  grey: {kind: boolean, ask: Grey?, applies: rain}\n  windy:")
    advisor = Advisor(loads(f"{text}  one:\n    talk: [{{say: Hello.}}]\n"), "plain")
    scenario = advisor.rulebase.scenarios[0]
    trial = try_one(advisor, scenario._replace(given={"rain": "perhaps"}))
    assert [(m.about, m.expected) for m in trial.misses] == [("the facts", "facts that fit")]
    long = scenario._replace(talk=(scenario.talk[0], scenario.talk[0]._replace(say="x" * (LONGEST + 1))))
    assert [(m.step, m.about) for m in try_one(advisor, long).misses] == [(2, "what is said")]


def test_a_contradiction_in_a_talk_fails_where_it_is_not_expected() -> None:
    text = WALK.replace("topics:", "never: [rain and windy]\ntopics:", 1)
    said = "say: It rains. It is windy. Shall I go for a walk?"
    advisor = Advisor(
        loads(f"{text}  one:\n    talk: [{{{said}}}, {{{said}, contradiction: [rain, windy]}}]\n"), "plain"
    )
    assert [(m.step, m.got) for m in try_all(advisor)[0].misses] == [(1, "rain, windy")]


def test_a_talk_shows_its_rules_both_ways_for_coverage() -> None:
    steps = (
        "{say: It rains. Shall I go for a walk?, advised: [stay]}, {say: It is dry.}, {answered: 'no', advised: [go]}"
    )
    advisor = Advisor(loads(f"{WALK}  one:\n    talk: [{steps}]\n"), "plain")
    trials = try_all(advisor)
    assert trials[0].passed
    covered = coverage(advisor, trials)
    assert covered.never_advised == ("hats",)
    assert covered.never_withheld == ()
