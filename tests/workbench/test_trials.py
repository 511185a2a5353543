"""Scenarios and example messages are tried, and what was got instead of what was expected is told."""

from __future__ import annotations

import pytest

from advisor import Advisor, loads
from advisor.errors import AdvisorError, Position, UnknownName
from advisor.language.heard import Candidate, Heard, Raised
from advisor.workbench.trials import Message, meets, messages, taken_as, titled, try_all, try_messages

SHED = """
name: shed
domain: [bicycle]
topics:
  tyres: {title: Tyres, asked: [mend a tyre], examples: [Do I mend a tyre?], counterexamples: [My bicycle squeaks.]}
  chain: {title: The chain, asked: [oil the chain], examples: [It is late.]}
not_covered:
  theft: {title: Theft, asked: [stolen], examples: [It was stolen.], counterexamples: [Was it stolen?]}
flags:
  hurt: {said: [i am bleeding], say: Stop.}
"""
RULEBASE = loads(SHED)
TWO = (Candidate("tyres", 2.0), Candidate("chain", 1.0))
TYRES = Heard("answer", "tyres", TWO, clear=True)
BOTH = Heard("clarify", "tyres", TWO)
THEFT = Heard("not_covered", subject="theft")
UNNAMED = Heard("not_covered")
OFF = Heard("off_topic")
HELP = Heard("help", "tyres", TWO, flags=(Raised("hurt", "affirmed"),))


@pytest.mark.parametrize(
    ("heard", "label", "fine"),
    [
        (TYRES, "tyres", True),
        (TYRES, "chain", False),
        (BOTH, "chain", True),
        (OFF, "tyres", False),
        (HELP, "tyres", False),
        (THEFT, "tyres", False),
        (THEFT, "theft", True),
        (UNNAMED, "theft", True),
        (OFF, "theft", False),
        (TYRES, "theft", False),
        (HELP, "hurt", True),
        (Heard("answer", "tyres", TWO, flags=(Raised("hurt", "denied"),)), "hurt", False),
        (OFF, "off_topic", True),
        (UNNAMED, "off_topic", False),
    ],
)
def test_an_example_is_answered_offered_or_refused_by_what_it_is_about(heard: Heard, label: str, fine: bool) -> None:  # noqa: FBT001
    assert meets(RULEBASE, heard, Message("", label, Position("a", 1, 1))) == fine


@pytest.mark.parametrize(
    ("heard", "label", "fine"),
    [
        (TYRES, "tyres", False),
        (TYRES, "chain", True),
        (BOTH, "tyres", True),
        (THEFT, "theft", False),
        (UNNAMED, "theft", True),
    ],
)
def test_a_counterexample_is_anything_but_answered_with_it(heard: Heard, label: str, fine: bool) -> None:  # noqa: FBT001
    assert meets(RULEBASE, heard, Message("", label, Position("a", 1, 1), counter=True)) == fine


def test_what_a_message_was_taken_as_is_a_topic_a_choice_a_subject_or_the_decision() -> None:
    taken = [taken_as(heard) for heard in (TYRES, BOTH, THEFT, UNNAMED, OFF, HELP)]
    assert taken == ["tyres", "tyres or chain", "theft", "not_covered", "off_topic", "help"]


def test_every_example_and_counterexample_is_tried_where_it_stands() -> None:
    tried = try_messages(Advisor(RULEBASE, "plain"), messages(RULEBASE))
    assert [(one.message.text, one.passed) for one in tried] == [
        ("Do I mend a tyre?", True),
        ("My bicycle squeaks.", True),
        ("It is late.", False),
        ("It was stolen.", True),
        ("Was it stolen?", False),
    ]
    assert [(one.got, str(one.message.position)) for one in tried][2] == ("off_topic", "text:6:64")


def test_messages_of_other_places_are_left_to_them() -> None:
    assert messages(RULEBASE, "text") == messages(RULEBASE)
    assert messages(RULEBASE, "tex") == ()


YARD = """
name: yard
sources: {us: {title: Us, sections: {all: All}}}
facts:
  rain: {kind: boolean, ask: Does it rain?, said: {true: [it rains]}}
  wet: {kind: boolean}
topics: {sweep: {title: Sweeping, asked: [sweep the yard]}}
rules:
  wets: {when: rain, conclude: {wet: true}, source: us/all}
  later: {when: wet, advise: {topic: sweep, verdict: wait, say: Later.}, source: us/all}
  sweep: {when: not rain, advise: {topic: sweep, verdict: do, say: Sweep.}, source: us/all}
scenarios:
"""


def missed(scenario: str) -> list[tuple[str, str, str]]:
    advisor = Advisor(loads(f"{YARD}  one: {{{scenario}}}\n"), "plain")
    return [(miss.about, miss.expected, miss.got) for miss in try_all(advisor)[0].misses]


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("given: {rain: true}, advised: [later]", []),
        ("given: {rain: true}, advised: [sweep, later]", [("sweep", "advised", "not advised")]),
        ("given: {rain: true}, withholds: [sweep, later]", [("later", "not advised", "advised")]),
        ("given: {rain: true}, concludes: {wet: false}", [("wet", "false", "true")]),
        ("topics: [sweep], concludes: {wet: true}", [("wet", "true", "nothing")]),
        ("say: It rains., understands: {rain: false}", [("rain as understood", "false", "true")]),
    ],
)
def test_what_a_scenario_expects_of_rules_and_facts_is_held_against_what_comes(
    scenario: str, expected: list[tuple[str, str, str]]
) -> None:
    assert missed(scenario) == expected


def test_a_scenario_is_found_by_its_title_or_by_a_part_that_no_other_has() -> None:
    rulebase = loads(f"{YARD}  Rain: {{topics: [sweep]}}\n  rain and mud: {{topics: [sweep]}}\n")
    assert titled(rulebase, "RAIN").title == "Rain"
    assert titled(rulebase, "and  Mud").title == "rain and mud"
    with pytest.raises(AdvisorError, match="2 scenarios have 'ain' in their title: 'Rain'; 'rain and mud'"):
        titled(rulebase, "ain")
    with pytest.raises(UnknownName, match="there is no scenario 'rain an mud'; did you mean 'rain and mud'"):
        titled(rulebase, "rain an mud")
