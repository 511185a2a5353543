"""What a message changes about safety: what is raised, denied and lifted, and which direct question is asked."""

from __future__ import annotations

import pytest
from hypothesis import given

from advisor.conversation.session import CHECKED, LIFTED, NOTICED, RAISED
from advisor.language.heard import AFFIRMED, DENIED, POSSIBLE
from advisor.rulebase.care import WITNESS
from tests.shelters import ADVISOR, RULEBASE, TALKS, day, raised, say, sorts

PUMP = "Should I run the pump?"


def flags(session: object, number: int = 0) -> dict[str, str]:
    return dict(ADVISOR.state(session, today=day(number)).flags)  # type: ignore[arg-type]


# --- raised and noticed


def test_signs_are_noticed_once_and_raise_nothing_alone() -> None:
    session, reply = say("I lit a candle.", "I lit a candle.")
    assert sorts(session, NOTICED) == [(("candle",), "")]
    assert reply.flags == ()


def test_a_sign_from_before_and_a_flag_of_now_mean_more_together() -> None:
    session, reply = say("I lit a candle.", "The cellar is flooded!")
    assert flags(session) == {"gas": POSSIBLE, "flood": AFFIRMED}
    assert reply.flags == ("gas", "flood")


def test_whose_matter_it_is_is_part_of_the_event() -> None:
    session, reply = say("My neighbour, the cellar is flooded!")
    assert sorts(session, RAISED) == [(("flood", WITNESS), AFFIRMED)]
    assert reply.check is None


def test_a_flag_that_stands_is_no_event_when_it_is_said_again() -> None:
    session, _ = say("The wall is cracked.", "The wall is cracked.")
    assert sorts(session, RAISED) == [(("cracks",), AFFIRMED)]


# --- answers


def test_a_no_denies_what_it_was_asked_about_and_is_not_taken_for_an_answer_to_anything_else() -> None:
    session, reply = say("I smell gas.")
    assert reply.check == "Are you outside?"
    session, reply = say("No.", session=session)
    assert flags(session) == {"gas": DENIED}
    assert reply.check is None
    assert reply.quiet


def test_a_yes_affirms_it_and_the_next_question_follows() -> None:
    session, reply = say("The cellar is flooded!")
    assert reply.check == "Is it rising?"
    session, reply = say("Yes.", session=session)
    assert flags(session) == {"flood": AFFIRMED}
    assert reply.check == "Is somebody down there?"


@pytest.mark.parametrize(("said", "up"), [("Yes.", True), ("I don't know.", True), ("No.", False)])
def test_an_answer_raises_the_flag_that_its_question_names(said: str, *, up: bool) -> None:
    session, reply = say("The cellar is flooded!", "Yes.", said)
    assert ("trapped" in flags(session)) is up
    assert (reply.flags[0] == "trapped") is up


def test_a_no_may_raise_a_flag_instead_of_denying_one() -> None:
    session, reply = say("We share the cellar.")
    assert reply.check == "Do you get on?"
    assert not reply.quiet
    session, _ = say("No.", session=session)
    assert flags(session) == {"shared": AFFIRMED, "cracks": AFFIRMED}


def test_a_denial_beside_what_speaks_against_it_counts_for_nothing() -> None:
    session, _ = say("It hisses.", "I smell gas.", "No.")
    assert flags(session) == {"gas": AFFIRMED}
    session, _ = say("I don't smell gas. It hisses.", session=raised("gas"))
    assert flags(session) == {"gas": AFFIRMED}


# --- asked


def test_a_question_that_is_not_understood_is_asked_once_more_and_then_given_up() -> None:
    session, reply = say("I smell gas.", "Purple.")
    assert reply.check == "Are you outside?"
    session, reply = say("Green.", session=session)
    assert reply.check is None
    assert flags(session) == {"gas": AFFIRMED}
    assert reply.quiet
    assert sorts(session, CHECKED) == [(("gas",), "0"), (("gas",), "0"), (("gas",), "done")]


def test_a_more_urgent_question_goes_before_one_that_waits() -> None:
    session, reply = say("The cellar is flooded!", "I smell gas.")
    assert reply.check == "Are you outside?"
    _, reply = say("Yes.", session=session)
    assert reply.check != "Are you outside?"


def test_looking_again_without_a_word_asks_nothing_anew() -> None:
    session, _ = say("I smell gas.")
    for number in range(4):
        session, reply = ADVISOR.reply(session, today=day(number))
        assert reply.check == "Are you outside?"
    assert sorts(session, CHECKED) == [(("gas",), "0")]


def test_a_yes_that_raises_another_flag_is_not_followed_by_words_that_were_answered_already() -> None:
    session, reply = say("The cellar is flooded!", "Yes.")
    assert reply.check == "Is somebody down there?"
    session, reply = say("Yes.", session=session)
    assert reply.flags == ("trapped", "flood")
    assert reply.check != "Is it rising?"


def test_two_flags_of_one_message_that_ask_the_same_ask_it_once() -> None:
    session, reply = say("The cellar is flooded! Somebody is in the cellar.")
    asked = [reply.check]
    while reply.check:
        session, reply = say("Yes.", session=session)
        asked.append(reply.check)
    assert asked == ["Is it rising?", "Is somebody down there?", None]


def test_where_a_question_is_given_up_the_next_one_is_asked_at_once() -> None:
    session, reply = say("I smell gas.", "Hm.", "The cellar is flooded!")
    assert reply.check == "Is it rising?"
    assert ADVISOR.reply(session, today=day(0))[1].check == reply.check


# --- lifted


def test_a_denied_flag_is_lifted_by_asking_for_advice_later_and_by_nothing_else() -> None:
    session, reply = say("The cellar is flooded! The cellar is wet.", "No.")
    assert reply.quiet
    session, reply = say("Hm.", session=session, number=2)
    assert reply.quiet
    assert sorts(session, LIFTED) == []
    session, reply = say(PUMP, session=session, number=2)
    assert sorts(session, LIFTED) == [(("flood",), "")]
    assert reply.verdict == "do"
    assert flags(session, 2) == {"flood": DENIED}


def test_the_message_that_denies_lifts_nothing_even_if_it_asks_for_advice() -> None:
    session, reply = say("The cellar is flooded! The cellar is wet.")
    session, reply = say(f"No. {PUMP}", session=session)
    assert flags(session) == {"flood": DENIED}
    assert reply.quiet
    assert sorts(session, LIFTED) == []


def test_an_emergency_is_not_lifted_on_its_day() -> None:
    session, reply = say("I smell gas. The cellar is wet.", "No.", PUMP)
    assert reply.quiet
    _, reply = say(PUMP, session=session, number=1)
    assert reply.verdict == "do"


def test_what_is_firm_is_never_lifted() -> None:
    session = raised("order", status=DENIED, session=raised("order"))
    for number in (0, 1, 400):
        session, reply = say(PUMP, session=session, number=number)
        assert reply.flags == ("order",)
    assert sorts(session, LIFTED) == []


def test_what_is_raised_again_suspends_again() -> None:
    session, _ = say("The cellar is flooded!", "No.", PUMP)
    session, reply = say("The cellar is flooded!", session=session)
    assert reply.quiet
    assert reply.check == "Is it rising?"


@given(TALKS)
def test_nothing_is_advised_while_something_urgent_suspends(lines: list[tuple[str, int]]) -> None:
    session, number = ADVISOR.begin(), 0
    for line, later in lines:
        number += later
        session, reply = ADVISOR.respond(session, line, today=day(number))
        silent = {rule for name in reply.flags for rule in RULEBASE.flags[name].silences}
        assert silent.isdisjoint(one.rule for one in reply.outcome.concluded)
        if reply.quiet:
            assert (reply.outcome.concluded, reply.questions) == ((), ())


@given(TALKS)
def test_a_question_is_asked_twice_at_most_in_a_row(lines: list[tuple[str, int]]) -> None:
    session, number = ADVISOR.begin(), 0
    for line, later in lines:
        number += later
        session, reply = ADVISOR.respond(session, line, today=day(number))
        assert reply.guard is not None
        assert all(one.tries <= 2 for one in reply.guard.standing.values())
