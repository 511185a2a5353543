"""Asking: never what cannot matter, always what can, in an order that does not hang on chance."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, loads
from advisor.reasoning.plan import plan
from advisor.reasoning.prospects import Charts
from advisor.reasoning.questions import questions
from advisor.reasoning.situation import tell
from tests.drawing import DAY, drawn, left, states, verdicts
from tests.worlds import possible

if TYPE_CHECKING:
    from advisor import Question
    from tests.worlds import World

seeds = st.integers(0, 1_000_000)


def talk(
    advisor: Advisor, truth: dict[str, Any], declined: tuple[str, ...] = ()
) -> tuple[dict[str, Any], list[Question]]:
    """Answer what is asked as it is, until nothing is asked any more."""
    told: dict[str, Any] = {}
    asked: list[Question] = []
    while question := advisor.next_question(told, declined=declined, today=DAY):
        assert question.fact not in told
        asked.append(question)
        told[question.fact] = truth[question.fact]
    return told, asked


def truths(world: World, rnd: random.Random, count: int) -> list[dict[str, Any]]:
    """Draw situations that are possible, as they would be told in full."""
    found: list[dict[str, Any]] = []
    while len(found) < count:
        known = possible(world, {name: rnd.choice(values) for name, values in world.facts.items()})
        if known is not None:
            found.append({name: value for name, value in known.items() if value in world.facts[name]})
    return found


@settings(max_examples=40)
@given(seeds)
def test_what_is_never_asked_cannot_change_the_advice(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    for truth in truths(world, rnd, 5):
        told, asked = talk(advisor, truth)
        assert verdicts(advisor.decide(told, today=DAY)) == verdicts(advisor.decide(truth, today=DAY)), told
        assert [question.left for question in asked] == sorted((q.left for q in asked), reverse=True)
        assert all(question.exact for question in asked)


@settings(max_examples=25)
@given(seeds)
def test_every_question_on_the_list_can_change_a_verdict_by_its_answer_and_perhaps_others(seed: int) -> None:
    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 4):  # noqa: S311 - repeatable
        full = [(one, verdicts(advisor.decide(one, today=DAY))) for one in left(world, told)]
        situation = tell(advisor.rulebase, told, DAY)
        charts = Charts(plan(advisor.rulebase))
        for question in questions(charts, advisor.decide(told, today=DAY), situation):
            name = question.fact
            groups: dict[Any, set[Any]] = {}
            for one, said in full:
                rest = sorted((k, v) for k, v in one.items() if k != name and not _below(world, k, name))
                groups.setdefault(tuple(rest), set()).add(frozenset(said))
            assert any(len(found) > 1 for found in groups.values()), (told, name)


def _below(world: World, child: str, parent: str) -> bool:
    """Whether a fact applies or not by another one."""
    return child in world.applies and world.applies[child][0] == parent


@settings(max_examples=25)
@given(seeds)
def test_a_fact_is_asked_only_when_it_surely_applies(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    for truth in truths(world, rnd, 5):
        told: dict[str, Any] = {}
        while question := advisor.next_question(told, today=DAY):
            applies = world.applies.get(question.fact)
            if applies is not None:
                assert applies[0] in told, "a parent comes before its child"
            told[question.fact] = truth[question.fact]


@settings(max_examples=25)
@given(seeds)
def test_what_somebody_will_not_answer_is_not_asked_and_nothing_that_hangs_on_it_alone(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    declined = set(rnd.sample(list(world.facts), 2))
    for truth in truths(world, rnd, 4):
        told, asked = talk(advisor, truth, tuple(declined))
        assert not declined & {question.fact for question in asked}
        # with all answers there are, the advice is what all remaining possibilities share
        rest = [verdicts(advisor.decide(one, today=DAY)) for one in left(world, told)]
        shared = {v for v in set.intersection(*rest) if v[1] != "conflict"}
        known = {**{n: v for n, v in truth.items() if n not in declined}, **told}
        more = {v for v in verdicts(advisor.decide(known, today=DAY)) if v[1] != "conflict"}
        # a child of what was declined tells its parent, so it must be left out too
        if not any(world.applies.get(n, ("",))[0] in declined for n in known):
            assert shared == more


@settings(max_examples=20)
@given(seeds)
def test_the_order_of_asking_is_the_same_every_time(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    again = Advisor(advisor.rulebase, engine="plain")
    for truth in truths(world, rnd, 3):
        first, second = (talk(one, truth)[1] for one in (advisor, again))
        assert first == second


GARDEN = """
name: garden
sources: {notes: {title: Notes, sections: {all: All of it}}}
facts:
  hot: {kind: boolean, ask: Is it hot?, weights: {true: 1, false: 9}}
  rain: {kind: boolean, ask: Does it rain?, presume: false, help: Any drop counts.}
  potted: {kind: boolean, ask: Does it stand in a pot?}
  colour: {kind: choice, choices: [red, blue], ask: Which colour?}
  drained: {kind: boolean, ask: Does the pot have holes?, applies: potted}
  silent: {kind: boolean}
topics:
  watering: {title: Watering, asked: [water]}
  pots: {title: Pots, asked: [pot]}
rules:
  heat:
    when: hot and not rain
    advise: {topic: watering, act: water, verdict: do, say: Water it.}
    source: notes/all
  wet:
    when: rain
    advise: {topic: watering, act: water, verdict: dont, say: Leave it.}
    source: notes/all
  holes:
    when: potted and not drained
    advise: {topic: pots, act: drill, verdict: do, say: Drill some holes.}
    source: notes/all
"""


@pytest.fixture(scope="module")
def garden() -> Advisor:
    return Advisor(loads(GARDEN.replace("  silent: {kind: boolean}\n", "")))


def test_what_standing_advice_presumes_is_asked_first(garden: Advisor) -> None:
    question = garden.next_question({"hot": True}, topic="watering", today=DAY)
    assert question
    assert (question.fact, question.presumed, question.help) == ("rain", True, "Any drop counts.")


def test_a_question_says_what_hangs_on_each_answer_and_how_many_are_left(garden: Advisor) -> None:
    question = garden.next_question({}, topic="watering", today=DAY)
    assert question
    (stake,) = question.stakes
    assert (question.left, question.because, stake.on) == (2, ("watering.water",), "watering.water")
    assert (question.fact, stake.verdicts) == ("rain", ("do", "dont", "none"))
    assert stake.answers == {"no": ("do", "none"), "yes": ("dont",)}


def test_a_child_waits_for_its_parent_and_is_counted_before_it_can_be_asked(garden: Advisor) -> None:
    first = garden.next_question({}, topic="pots", today=DAY)
    assert first
    assert (first.fact, first.left) == ("potted", 2)
    second = garden.next_question({"potted": True}, topic="pots", today=DAY)
    assert second
    assert (second.fact, second.left) == ("drained", 1)
    assert garden.next_question({"potted": False}, topic="pots", today=DAY) is None
    assert garden.next_question({}, topic="pots", declined=["potted"], today=DAY) is None


def test_all_topics_together_ask_for_each_fact_once(garden: Advisor) -> None:
    told: dict[str, Any] = {}
    asked = []
    while question := garden.next_question(told, today=DAY):
        asked.append(question.fact)
        told[question.fact] = True
    assert sorted(asked) == ["drained", "potted", "rain"]


def test_what_is_told_at_odds_is_asked_nothing(garden: Advisor) -> None:
    assert garden.next_question({"potted": False, "drained": True}, today=DAY) is None


def test_without_room_for_diagrams_questions_go_by_clauses_and_say_so(garden: Advisor) -> None:
    made = plan(garden.rulebase)
    situation = tell(garden.rulebase, {"hot": True}, DAY)
    outcome = garden.decide({"hot": True}, topics="watering", today=DAY)
    found = questions(Charts(made, budget=3), outcome, situation)
    assert [(q.fact, q.exact, q.presumed) for q in found] == [("rain", False, True)]


def test_a_range_that_leaves_two_answers_is_asked_for_again_and_one_that_leaves_one_is_not() -> None:
    text = """
name: garden
sources: {notes: {title: Notes, sections: {all: All of it}}}
facts:
  dry: {kind: number, unit: days, ask: How many days has it been dry?}
topics: {watering: {title: Watering, asked: [water]}}
rules:
  thirsty:
    when: dry >= days(7)
    advise: {topic: watering, verdict: do, say: Water it.}
    source: notes/all
"""
    advisor = Advisor(loads(text.replace("days(7)", "7")))
    again = advisor.next_question({"dry": "5..9"}, topic="watering", today=DAY)
    assert again
    assert again.fact == "dry"
    assert advisor.next_question({"dry": "8..9"}, topic="watering", today=DAY) is None
