"""A question says how it can be answered, and why it is asked."""

from __future__ import annotations

import datetime
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, Question, loads
from advisor.reasoning.questions import Stake, choices_of
from advisor.render.blocks import as_text
from advisor.render.question import expected_in_words, question_blocks, settled_in_words, why_asked_blocks
from advisor.rulebase.kinds import KINDS
from tests.drawing import drawn, states

DAY = datetime.date(2026, 11, 23)
GARDEN = """
name: garden
sources: {notes: {title: Our notes, sections: {all: All of it}}}
facts:
  rain_comes:
    kind: boolean
    ask: Will it rain?
    help: Look at the sky in the west.
    presume: false
    shown: {"true": it will rain, "false": it stays dry}
  soil_sort:
    kind: choice
    choices: [heavy_clay, sand, loam]
    ask: What soil is it?
    shown: {sand: it is sandy}
  watered_on: {kind: date, past: true, ask: When did you water?}
  sown_on: {kind: date, ask: When do you sow?}
  depth: {kind: number, unit: cm, min: 20, max: 90.5, ask: How deep?}
  beds: {kind: number, ask: How many beds?}
  rest: {kind: duration, min: 2 weeks, ask: How long does it rest?}
  pause: {kind: duration, max: 3 days, ask: How long is the pause?}
  name_of_it: {kind: text, ask: What is it called?}
topics:
  watering: {title: Watering the beds}
  digging: {title: Digging}
  staking: {title: Staking}
rules:
  wait: {when: rain_comes, advise: {topic: watering, act: hose, verdict: wait, say: Wait.}, source: notes/all}
  water: {when: not rain_comes, advise: {topic: watering, act: hose, verdict: do, say: Water.}, source: notes/all}
  drain:
    when: rain_comes and soil_sort == heavy_clay
    advise: {topic: watering, act: drain, verdict: do, say: Dig a drain.}
    source: notes/all
  long-ago:
    when: watered_on <= date("2026-11-01")
    advise: {topic: watering, act: look, verdict: know, say: You watered on <watered_on>.}
    source: notes/all
  clay:
    when: soil_sort == heavy_clay
    advise: {topic: digging, act: dig, verdict: dont, say: Leave the clay.}
    source: notes/all
  sand: {when: soil_sort == sand, advise: {topic: digging, act: dig, verdict: dont, say: No need.}, source: notes/all}
  loam: {when: soil_sort == loam, advise: {topic: digging, act: dig, verdict: may, say: Do dig.}, source: notes/all}
  deep: {when: depth >= 50, advise: {topic: staking, act: stake, verdict: do, say: Stake it.}, source: notes/all}
"""


@pytest.fixture(scope="module")
def garden() -> Advisor:
    return Advisor(loads(GARDEN), engine="plain")


def question(garden: Advisor, fact: str, **changes: object) -> Question:
    one = garden.rulebase.facts[fact]
    made = Question(fact, one.ask, choices_of(one), (), one.help)
    return Question(**{**{name: getattr(made, name) for name in Question.__slots__}, **changes})


def asked(garden: Advisor, fact: str, *, number: bool = True) -> str:
    return as_text(question_blocks(garden.rulebase, question(garden, fact), number=number))


def why_asked(garden: Advisor, found: Question) -> str:
    return as_text(why_asked_blocks(garden.rulebase, found), width=200)


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        ("rain_comes", "Will it rain?\n  1 yes  2 no"),
        ("soil_sort", "What soil is it?\n  1 heavy clay\n  2 it is sandy\n  3 loam"),
        ("watered_on", "When did you water?\n  A date, such as 11 November or “3 weeks ago”, and not one to come."),
        ("sown_on", "When do you sow?\n  A date, such as 11 November or “3 weeks ago”."),
        ("depth", "How deep?\n  A number of cm from 20 to 90.5, such as 20."),
        ("beds", "How many beds?\n  A number, such as 12."),
        ("rest", "How long does it rest?\n  A length of time of at least 14 days, such as 14 days."),
        ("pause", "How long is the pause?\n  A length of time of at most 3 days, such as 3 days."),
        ("name_of_it", "What is it called?\n  A few words."),
    ],
)
def test_a_question_shows_its_answers_or_what_would_fit(garden: Advisor, fact: str, shown: str) -> None:
    assert asked(garden, fact) == shown


def test_answers_can_be_shown_without_numbers(garden: Advisor) -> None:
    assert asked(garden, "rain_comes", number=False) == "Will it rain?\n  yes or no"
    assert asked(garden, "soil_sort", number=False) == "What soil is it?\n\n- heavy clay\n- it is sandy\n- loam"


@pytest.mark.parametrize("fact", ["rain_comes", "soil_sort", "watered_on", "sown_on", "depth", "beds", "rest", "pause"])
def test_every_example_of_what_would_fit_is_understood_as_an_answer(garden: Advisor, fact: str) -> None:
    kind = garden.rulebase.facts[fact].kind
    words = expected_in_words(garden.rulebase.facts[fact])
    if kind in {"boolean", "choice"}:
        examples = re.split(r"; or | or |; ", words.removeprefix("one of these: "))
    else:
        examples = [part.strip("“”") for part in words.partition("such as ")[2].partition(", and")[0].split(" or ")]
    read = [garden.understand(example, expecting=fact, today=DAY).answer for example in examples]
    assert examples
    assert all(answer is not None and answer.declined is None for answer in read), examples
    assert len({answer.value for answer in read if answer}) == len(examples)


def test_each_number_of_the_list_is_understood_as_its_answer(garden: Advisor) -> None:
    for fact in ("rain_comes", "soil_sort"):
        for place, choice in enumerate(question(garden, fact).choices, 1):
            answer = garden.understand(str(place), expecting=fact, today=DAY).answer
            assert answer is not None
            assert KINDS[garden.rulebase.facts[fact].kind].word(answer.value or False) == choice.replace("_", " ")


def test_a_question_says_what_each_answer_comes_to_in_the_words_of_the_rules(garden: Advisor) -> None:
    found = garden.next_question({"watered_on": "2026-11-20"}, topic="watering", today=DAY)
    assert found is not None
    assert found.fact == "rain_comes"
    assert why_asked(garden, found) == (
        """\
Look at the sky in the west.

I ask because it can change what I say:

- If yes, perhaps: Dig a drain.
- If yes: Wait. If no: Water.

Until I know, I take it that it stays dry.

With this one, 2 questions are left that could matter."""
    )


def test_where_several_rules_say_so_or_values_are_missing_the_verdict_is_said_plainly(garden: Advisor) -> None:
    found = garden.next_question({}, topic="digging", today=DAY)
    assert found is not None
    assert why_asked(garden, found) == (
        """\
I ask because it can change what I say:

- If heavy clay or it is sandy: Don't. If loam: Do dig.

This is the last question that could matter."""
    )
    stake = Stake("watering.look", ("know", "none"), {"no": ("none",), "yes": ("know",)})
    shown = why_asked(garden, question(garden, "rain_comes", stakes=(stake,), because=("watering.look",)))
    assert "- Watering the beds: If yes: There is something to know.\n" in shown


def test_answers_on_a_line_are_told_by_the_stretches_that_come_to_the_same(garden: Advisor) -> None:
    found = garden.next_question({}, topic="staking", today=DAY)
    assert found is not None
    assert why_asked(garden, found) == (
        "I ask because it can change what I say:\n\n- If depth: 50 or more cm: Stake it.\n\n"
        "This is the last question that could matter."
    )


def test_where_every_answer_leaves_it_to_others_only_the_topic_is_named(garden: Advisor) -> None:
    stake = Stake("watering.look", ("do", "know", "wait"), {"no": ("do", "wait"), "yes": ("know", "wait")})
    shown = why_asked(garden, question(garden, "rain_comes", stakes=(stake,), because=("watering.look",)))
    assert "I ask because it can change what I say about: Watering the beds.\n" in shown
    assert "- " not in shown


def test_several_verdicts_at_once_and_rules_at_odds_have_words(garden: Advisor) -> None:
    answers = {"no": ("do", "wait"), "yes": ("conflict", "do and know")}
    stake = Stake("watering.hose", ("conflict", "do", "do and know", "wait"), answers)
    shown = why_asked(garden, question(garden, "rain_comes", stakes=(stake,)))
    assert "- " not in shown
    odds = Stake("watering.hose", ("conflict", "do"), {"no": ("do",), "yes": ("conflict",)})
    shown = why_asked(garden, question(garden, "rain_comes", stakes=(odds,)))
    assert "- If yes: Two things that contradict each other. If no: Water.\n" in shown
    always = Stake("watering.hose", ("do",), {"no": ("do", "do and wait"), "yes": ("wait",)})
    shown = why_asked(garden, question(garden, "rain_comes", stakes=(always,)))
    assert "- If yes: Wait. If no: Water. Perhaps also: Wait.\n" in shown


def test_what_weighs_most_is_said_first_and_the_rest_is_counted(garden: Advisor) -> None:
    know = Stake("watering.look", ("know", "none"), {"no": ("none",), "yes": ("know",)})
    do = Stake("watering.drain", ("do", "none"), {"no": ("none",), "yes": ("do",)})
    shown = why_asked(garden, question(garden, "rain_comes", stakes=(know, know, know, know, do)))
    assert shown.split("\n")[4] == "- If yes: Dig a drain."
    assert "- 1 more hangs on it." in shown


def test_a_question_that_may_change_nothing_says_so(garden: Advisor) -> None:
    shown = why_asked(garden, question(garden, "rain_comes", exact=False, because=("watering.hose",)))
    assert shown.startswith(
        "Look at the sky in the west.\n\nI ask because it can change what I say about: Watering the beds."
    )
    assert shown.endswith("I cannot be sure that it will: there is too much here to work out beforehand.")


def test_when_nothing_is_left_to_ask_it_is_said_how_sure_that_is(garden: Advisor) -> None:
    settled = garden.decide({"rain_comes": False, "watered_on": "2026-11-20"}, topics="watering", today=DAY)
    assert settled_in_words(settled) == "No further answer can change this advice, nor the reasons for it."
    left_open = garden.decide({}, topics="watering", today=DAY)
    assert left_open.open
    assert settled_in_words(left_open) == "I have nothing more to ask."
    assert settled_in_words(left_open, ["rain_comes"]) == (
        "I have nothing more to ask. What you left open could still change the advice."
    )


seeds = st.integers(0, 1_000_000)


@settings(max_examples=30)
@given(seeds)
def test_every_question_of_any_rulebase_says_why_it_is_asked(seed: int) -> None:
    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 3):  # noqa: S311 - repeatable
        found = advisor.next_question(told, topic="t0", today=DAY)
        if found is not None:
            shown = why_asked(advisor, found)
            assert shown.startswith("I ask because it can change what I say")
            assert "none" not in shown


@settings(max_examples=30)
@given(seeds)
def test_a_person_is_never_asked_with_the_name_of_a_fact(seed: int) -> None:
    advisor, rnd = BREAKUP, random.Random(seed)  # noqa: S311 - repeatable
    booleans = [fact.name for fact in advisor.rulebase.facts.values() if fact.kind == "boolean" and fact.told]
    facts = {name: rnd.random() < 0.5 for name in rnd.sample(booleans, 3)}
    found = advisor.next_question(facts, topic=rnd.choice(list(advisor.rulebase.topics)), today=DAY)
    if found is not None:
        blocks = [*question_blocks(advisor.rulebase, found), *why_asked_blocks(advisor.rulebase, found)]
        names = re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", " ".join(block.words for block in blocks))
        assert not set(names) & set(advisor.rulebase.facts)


BREAKUP = Advisor.load("breakup", engine="plain")
