"""A turn: what is said becomes events, and the reply says what follows, danger before all else."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, Range, loads
from advisor.language.heard import WAYS_NOT_TO_ANSWER
from tests.drawing import drawn, states, verdicts
from tests.talks import BED, DAY, bed

if TYPE_CHECKING:
    from advisor import Reply, Session

ADVISOR = bed()
seeds = st.integers(0, 1_000_000)


def day(number: int) -> datetime.date:
    """Give the day so many days after the first."""
    return DAY + datetime.timedelta(days=number)


def say(*lines: str, session: Session | None = None, number: int = 0) -> tuple[Session, Reply]:
    """Say one line after the other on a day, and give what came of the last."""
    session = session or ADVISOR.begin()
    for line in lines:
        session, reply = ADVISOR.respond(session, line, today=day(number))
    return session, reply


def values(session: Session, number: int = 0) -> dict[str, Any]:
    return dict(ADVISOR.state(session, today=day(number)).situation.values)


def sorts(session: Session) -> list[str]:
    return [event.sort for event in session.events]


# --- the promise


def answer(value: object) -> str:
    return "yes" if value is True else "no" if value is False else str(value)


@settings(max_examples=40)
@given(seeds)
def test_one_more_answer_never_takes_back_what_is_sure(seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    world, advisor = drawn(seed)
    (facts,) = states(world, rnd, 1)
    session, reply = advisor.reply(advisor.turn(advisor.begin(), "t0", "t1", today=DAY), today=DAY)
    left = list(facts)
    rnd.shuffle(left)
    while left:
        firm = {one for one in verdicts(reply.outcome) if one[1] != "conflict"}
        asked = reply.question.fact if reply.question else None
        if asked in facts and asked in left and rnd.random() < 0.7:
            session, reply = advisor.respond(session, answer(facts[asked]), today=DAY)
            left.remove(asked)
            assert reply.situation.values[asked] == facts[asked]
        elif asked and asked not in facts and rnd.random() < 0.5:
            session, reply = advisor.respond(session, rnd.choice(WAYS_NOT_TO_ANSWER), today=DAY)
            assert asked in reply.declined
        else:
            name = left.pop()
            session, reply = advisor.reply(advisor.tell(session, {name: facts[name]}, today=DAY), today=DAY)
        assert firm <= verdicts(reply.outcome)
    assert dict(reply.situation.values) == facts
    assert reply.outcome == advisor.decide(facts, topics=["t0", "t1"], today=DAY)


@settings(max_examples=40)
@given(seeds)
def test_no_question_is_asked_that_was_answered_or_declined(seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    world, advisor = drawn(seed)
    session, reply = advisor.reply(advisor.turn(advisor.begin(), "t0", "t1", today=DAY), today=DAY)
    asked: list[str] = []
    while reply.question:
        assert reply.question.fact not in asked
        assert reply.state is not None
        assert advisor.state(session, today=DAY).asked == reply.question.fact
        asked.append(reply.question.fact)
        said = rnd.choice([*map(answer, world.facts[asked[-1]]), *WAYS_NOT_TO_ANSWER])
        session, reply = advisor.respond(session, said, today=DAY)
        if reply.outcome.contradiction:
            break
    assert advisor.state(session, today=DAY).asked is None


# --- what is not understood


@pytest.mark.parametrize("nonsense", ["Blue elephants.", "", "   ", "!!", "\x00\ud800", "qwertz uiop"])
def test_nonsense_costs_nothing(nonsense: str) -> None:
    assert say(nonsense)[0] == ADVISOR.begin()
    session, reply = say("Should I water them?", "I planted them 5 days ago.")
    again, said = say(nonsense, session=session)
    assert again == session
    assert said.questions == reply.questions
    assert said.outcome == reply.outcome


def test_the_session_given_stays_as_it_is() -> None:
    session, _ = say("Should I water them?")
    before = session.to_dict()
    say("It snowed. The cellar is flooded!", session=session)
    assert session.to_dict() == before


# --- flags


def test_a_flag_stays_raised_in_later_turns_and_silences_what_it_suspends() -> None:
    session, reply = say("It hailed. Should I cover them?", "25")
    assert reply.verdict == "do"
    session, reply = say("A storm is coming!", session=session)
    assert reply.help == ("A storm was named.",)
    assert reply.outcome.silenced == ("cover",)
    _, later = say("It snowed.", session=session, number=3)
    assert later.flags == ("storm",)


def test_a_flag_that_silences_all_is_answered_before_any_engine_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        pytest.fail("an engine was chosen")

    monkeypatch.setattr("advisor.advisor.choose", fail)
    advisor = Advisor(loads(BED))
    session, reply = advisor.respond(advisor.begin(), "The cellar is flooded! Should I water them?", today=DAY)
    assert reply.help == ("Go upstairs.",)
    assert not reply.outcome.concluded
    session, reply = advisor.respond(session, "Should I cover them?", today=day(1))
    assert reply.help == ("Go upstairs.",)
    session, reply = advisor.reply(session, today=day(400))
    assert reply.help == ("Go upstairs.",)
    assert reply.questions == ()


def test_a_denial_is_kept_as_one_and_the_advice_comes_back_when_it_is_asked_for_later() -> None:
    session, _ = say("Should I cover them?", "It hailed.", "The cellar is flooded!")
    session, reply = say("The cellar is not flooded.", session=session)
    assert reply.help == ()
    assert ADVISOR.state(session, today=DAY).flags == {"flood": "denied"}
    assert reply.question is None
    session, reply = say("Hm.", session=session)
    assert reply.quiet
    session, reply = say("Should I cover them?", session=session)
    assert not reply.quiet
    assert reply.question is not None
    assert ADVISOR.state(session, today=DAY).flags == {"flood": "denied"}
    session, reply = say("The cellar is flooded!", session=session)
    assert reply.help == ("Go upstairs.",)
    assert [event.how for event in session.events if event.sort == "raised"] == ["affirmed", "denied", "affirmed"]


def test_the_denial_of_what_nobody_raised_is_no_event() -> None:
    assert say("The cellar is not flooded.")[0] == ADVISOR.begin()
    session, _ = say("A storm is coming!", "The cellar is not flooded.")
    assert ADVISOR.state(session, today=DAY).flags == {"storm": "affirmed"}


def test_a_flag_raised_twice_is_one_event() -> None:
    assert sorts(say("A storm is coming!", "A storm is coming!")[0]) == ["raised"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["tell", "correct", "withdraw", "decline", "turn", "respond", "reply"]), max_size=8))
def test_nothing_but_words_changes_a_flag(methods: list[str]) -> None:
    session, _ = say("The cellar is flooded! A storm is coming!")
    for number, method in enumerate(methods):
        today = day(number)
        if method in {"tell", "correct"}:
            session = ADVISOR.tell(session, {"hail": True, "snow": False}, correcting=method == "correct", today=today)
        elif method == "withdraw":
            session = ADVISOR.withdraw(session, "hail", "snow", today=today)
        elif method == "decline":
            session = ADVISOR.decline(session, "hail", today=today)
        elif method == "turn":
            session = ADVISOR.turn(session, "shelter", today=today)
        elif method == "respond":
            session, _ = ADVISOR.respond(session, "It hailed again. No.", today=today)
        else:
            session, _ = ADVISOR.reply(session, today=today)
    state = ADVISOR.state(session, today=day(9))
    assert state.flags == {"flood": "affirmed", "storm": "affirmed"}


# --- what was advised and asked


def advised(session: Session) -> list[list[str]]:
    return [[one[1] for one in event.advice] for event in session.events if event.sort == "answered"]


def test_advice_is_recorded_when_it_changes_and_only_then() -> None:
    session, _ = say("Should I cover them?")
    session = ADVISOR.tell(session, {"hail": False}, today=DAY)
    session, reply = ADVISOR.reply(session, today=DAY)
    assert advised(session) == []
    session, reply = ADVISOR.reply(ADVISOR.tell(session, {"moved": False}, today=DAY), today=DAY)
    assert advised(session) == [["may"]]
    again, _ = say("Blue elephants.", "Should I cover them?", session=session)
    assert again == ADVISOR.reply(session, today=DAY)[0] == session
    # the day is over, and with it what the advice rests on
    session, reply = ADVISOR.reply(session, today=day(1))
    assert reply.outcome.concluded == ()
    assert advised(session) == [["may"], []]
    session = ADVISOR.tell(session, {"hail": False, "moved": False}, today=day(1))
    session, _ = ADVISOR.reply(session, today=day(1))
    assert advised(session) == [["may"], [], ["may"]]


def test_the_question_asked_is_the_first_and_what_was_asked_waits_for_its_answer() -> None:
    session, reply = say("Should I cover them?")
    assert reply.question is not None
    assert session.events[-1].sort == "asked"
    assert session.events[-1].names == (reply.question.fact,)
    assert ADVISOR.state(session, today=DAY).asked == reply.questions[0].fact


def test_when_nothing_is_left_to_ask_a_yes_answers_nothing() -> None:
    session, reply = say("Should I water them?")
    assert reply.question is not None
    session = ADVISOR.turn(session, today=DAY)
    session, reply = ADVISOR.reply(session, today=DAY)
    assert reply.question is None
    assert ADVISOR.state(session, today=DAY).asked is None
    after, _ = say("Yes.", session=session)
    assert after == session


def test_in_danger_a_yes_answers_no_earlier_question() -> None:
    session, _ = say("Should I cover them?", "The cellar is flooded!")
    after, reply = say("Yes.", session=session)
    assert after == session
    assert reply.help == ("Go upstairs.",)


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ("I don't know.", "don't know"),
        ("I'd rather not say.", "rather not say"),
        ("That does not apply.", "does not apply"),
        ("I'll find out.", "will find out"),
    ],
)
def test_each_way_not_to_answer_is_kept_apart_and_the_question_is_not_asked_again(said: str, way: str) -> None:
    session, reply = say("Should I water them?")
    asked = reply.question
    assert asked is not None
    session, reply = say(said, session=session)
    assert reply.declined == {asked.fact: way}
    assert asked.fact not in reply.situation.values
    for number in (0, 1, 300):
        session, reply = say("Should I water them?", session=session, number=number)
        assert asked.fact not in [question.fact for question in reply.questions]
    assert reply.declined == {asked.fact: way}


def test_words_of_another_topic_in_an_answer_do_not_turn_the_talk() -> None:
    session, reply = say("Should I water them?")
    assert reply.question is not None
    after, reply = say("No, I only want to cover them.", session=session)
    assert reply.outcome.topics == ("watering",)
    assert "about" not in sorts(after)[len(session.events) :]
    _, reply = say("Should I cover them?", session=session)
    assert reply.outcome.topics == ("shelter",)


# --- what is told


def test_a_question_answered_after_midnight_is_answered_that_day() -> None:
    known = {"snow": True, "soil": "clay"}
    session, reply = say("Should I cover them?", session=ADVISOR.tell(ADVISOR.begin(), known, today=DAY))
    assert reply.question is not None
    assert reply.question.fact == "hail"
    session, _ = say("Yes.", session=session, number=1)
    assert values(session, 1) == {**known, "hail": True}
    assert values(session, 2) == known


def test_a_talk_that_goes_on_past_midnight_asks_anew_about_the_occasion() -> None:
    session, reply = say("Should I cover them? It hailed. It snowed.")
    assert reply.question is not None
    assert reply.question.fact == "hailstones"
    session, reply = say("Hm.", session=session, number=1)
    assert reply.state is not None
    assert reply.state.ended == ("hail",)
    assert reply.question is not None
    assert reply.question.fact == "hail"
    session, reply = say("Yes.", session=session, number=1)
    assert values(session, 1) == {"hail": True, "snow": True}
    assert reply.state is not None
    assert reply.state.ended == ()


def test_one_more_occasion_ends_the_one_before() -> None:
    session, _ = say("Should I cover them?", "It hailed.", "30", "I moved them.")
    assert values(session) == {"hail": True, "hailstones": 30, "moved": True}
    session, reply = say("It hailed again.", session=session)
    assert values(session) == {"hail": True}
    assert reply.state is not None
    assert set(reply.state.ended) == {"hailstones", "moved"}


def test_once_more_something_else_ends_no_occasion() -> None:
    session, _ = say("It hailed.")
    assert "anew" not in sorts(say("It snowed again.", session=session)[0])
    assert "anew" not in sorts(say("Should I cover them again?", session=session)[0])
    assert "anew" not in sorts(say("It hailed again.")[0])


def test_an_answer_is_declined_for_the_occasion_that_is_spoken_of() -> None:
    session, reply = say("It hailed. Should I cover them?")
    assert reply.question is not None
    session, reply = say("I don't know. It hailed again.", session=session)
    assert reply.declined == {"hailstones": "don't know"}
    assert values(session) == {"hail": True}


def test_what_is_known_is_no_news_and_what_is_told_again_on_another_day_lasts_from_then() -> None:
    session, _ = say("It is damp. It snowed. I planted them 5 days ago.")
    assert say("It is damp. It is damp.", session=session)[0] == session
    later, _ = say("It is damp.", session=session, number=5)
    assert values(later, 11)["damp"] is True
    assert "damp" not in values(session, 11)
    assert later.events[-1].facts == {"damp": True}


def test_what_began_a_plan_anew_does_so_once_more_when_it_is_reported_on_another_day() -> None:
    session, reply = say("I planted them 5 days ago.", "It snowed.")
    session, _ = say("It snowed.", session=session, number=2)
    session, reply = say("Blue elephants.", "It snowed.", session=session, number=4)
    assert [restart.day for restart in reply.plans[0].restarts] == [day(0), day(2), day(4)]


def test_a_rougher_word_on_what_is_known_exactly_is_no_news() -> None:
    session, _ = say("I planted them 14 days ago.")
    assert say("I planted them about two weeks ago.", session=session)[0] == session
    rough, _ = say("I planted them about two weeks ago.")
    assert isinstance(values(rough)["planted_on"], Range)
    exact, _ = say("I planted them 14 days ago.", session=rough)
    assert values(exact)["planted_on"] == day(-14)


def test_two_ways_to_say_one_thing_are_one_and_those_that_differ_are_left_out() -> None:
    assert values(say("I planted them 12 days ago, so it is day 12 of it.")[0]) == {"planted_on": day(-12)}
    assert values(say("I planted them about two weeks ago, so it is day 14 of it.")[0]) == {"planted_on": day(-14)}
    session, reply = say("I planted them 3 days ago, and it is day 12 of it.")
    assert session == ADVISOR.begin()
    assert reply.situation.values == {}


def test_a_day_that_is_told_with_what_begins_a_plan_anew_is_the_day_it_counts_from() -> None:
    session, _ = say("I planted them 12 days ago.")
    _, reply = say("I moved them. I planted them 2 days ago.", session=session)
    assert reply.plans[0].start == day(-2)
    assert [(one.day, one.cause) for one in reply.plans[0].restarts] == [(day(-2), "moved")]
    session, reply = say("I moved them. I planted them about 3 days ago.", session=session)
    assert isinstance(values(session)["planted_on"], Range)
