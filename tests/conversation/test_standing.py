"""Flags as they stand in a talk: never taken away, denied, lifted, in order, and the direct questions about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.conversation.fold import fold
from advisor.conversation.session import CHECKED, EVENTS, LIFTED, NOTICED, RAISED, Event, Session
from advisor.conversation.standing import Guard, Standing, Waiting, by_urgency, guard_of, suspending
from advisor.language.heard import AFFIRMED, DENIED, POSSIBLE, Heard, Raised
from advisor.rulebase.care import DOER, EMERGENCY, SELF, WITNESS
from tests.shelters import ADVISOR, DAY, FLAGS, RULEBASE, TALKS, day, say

if TYPE_CHECKING:
    import datetime

NAMES, DAYS = st.sampled_from(FLAGS), st.integers(0, 3).map(day)
STATUSES = st.sampled_from((AFFIRMED, POSSIBLE, DENIED))
STEPS = st.sampled_from(("0", "1", "7", "done"))
HAPPENED = st.lists(
    st.builds(lambda name, on, how: Event(RAISED, on, names=(name,), how=how), NAMES, DAYS, STATUSES)
    | st.builds(lambda name, on: Event(RAISED, on, names=(name, WITNESS), how=POSSIBLE), NAMES, DAYS)
    | st.builds(lambda name, on, how: Event(CHECKED, on, names=(name,), how=how), NAMES, DAYS, STEPS)
    | st.builds(lambda name, on: Event(LIFTED, on, names=(name,)), NAMES, DAYS)
    | st.builds(lambda name, on: Event(NOTICED, on, names=(name,)), st.sampled_from(("hissing", "candle")), DAYS)
    | st.builds(lambda on: Event("withdrawn", on, names=("dry",)), DAYS)
    | st.builds(lambda on: Event("corrected", on, {"dry": True}), DAYS)
    | st.builds(lambda on: Event("anew", on), DAYS),
    max_size=12,
)
STANDING = st.builds(Standing, NAMES, STATUSES, st.just(SELF), DAYS, lifted=st.booleans())


def guard(*events: Event) -> Guard:
    return fold(RULEBASE, ADVISOR.begin().then(*events), DAY).guard


def known(status: str = AFFIRMED, **more: object) -> Standing:
    return Standing("flood", status, SELF, DAY, **more)  # type: ignore[arg-type]


# --- events


@given(HAPPENED)
def test_what_was_raised_is_never_taken_away_whatever_happens(events: list[Event]) -> None:
    session = ADVISOR.begin()
    before: set[str] = set()
    for event in events:
        session = session.then(event)
        standing = fold(RULEBASE, session, day(9)).guard.standing
        assert before <= standing.keys()
        if event.sort == RAISED and event.how != DENIED:
            assert event.names[0] in standing
        before = set(standing)


@given(HAPPENED)
def test_events_that_were_written_down_and_read_again_come_to_the_same(events: list[Event]) -> None:
    session = ADVISOR.begin().then(*events)
    again = Session.from_dict(session.to_dict())
    assert fold(RULEBASE, again, day(9)).guard == fold(RULEBASE, session, day(9)).guard


@given(TALKS)
def test_a_talk_that_was_written_down_goes_on_as_it_would_have(lines: list[tuple[str, int]]) -> None:
    session, number = ADVISOR.begin(), 0
    before: set[str] = set()
    for line, later in lines:
        number += later
        session, _ = ADVISOR.respond(session, line, today=day(number))
        reply = ADVISOR.reply(session, today=day(number))[1]
        again = ADVISOR.reply(Session.from_dict(session.to_dict()), today=day(number))[1]
        assert (again.guard, again.flags, again.help) == (reply.guard, reply.flags, reply.help)
        assert reply.guard is not None
        assert before <= reply.guard.standing.keys()
        before = set(reply.guard.standing)


@given(HAPPENED)
def test_what_suspends_is_all_but_what_was_denied_and_lifted(events: list[Event]) -> None:
    now = guard(*events)
    left = {name for name, one in now.standing.items() if not (one.status == DENIED and one.lifted)}
    assert {one.flag for one in suspending(RULEBASE, now.standing.values())} == left


def test_events_of_safety_are_events_of_a_session() -> None:
    assert {RAISED, NOTICED, CHECKED, LIFTED} <= EVENTS


def test_signs_are_kept_as_they_were_noticed() -> None:
    assert list(guard(Event(NOTICED, DAY, names=("candle", "hissing"))).signs) == ["candle", "hissing"]


# --- status


def test_a_flag_is_denied_only_once_it_was_raised_and_then_its_questions_are_done() -> None:
    assert guard(Event(RAISED, DAY, names=("flood",), how=DENIED)).standing == {}
    both = guard(
        Event(RAISED, DAY, names=("flood",), how=AFFIRMED),
        Event(CHECKED, DAY, names=("flood",), how="0"),
        Event(RAISED, DAY, names=("flood",), how=DENIED),
    )
    assert both.standing["flood"].status == DENIED
    assert both.waiting is None
    assert both.next_check(both.standing.values()) is None


@pytest.mark.parametrize(
    ("first", "then", "now"),
    [
        (POSSIBLE, AFFIRMED, AFFIRMED),
        (AFFIRMED, POSSIBLE, AFFIRMED),
        (POSSIBLE, POSSIBLE, POSSIBLE),
        (AFFIRMED, DENIED, DENIED),
        (DENIED, POSSIBLE, POSSIBLE),
    ],
)
def test_doubt_takes_nothing_from_what_was_sure(first: str, then: str, now: str) -> None:
    found = Guard(RULEBASE.flags, {"flood": known(first)})
    found.raised("flood", then, SELF, day(1))
    assert found.standing["flood"].status == now


def test_what_is_raised_again_after_it_was_lifted_suspends_again_and_is_asked_about_again() -> None:
    found = guard(
        Event(RAISED, DAY, names=("flood",), how=AFFIRMED),
        Event(CHECKED, DAY, names=("flood",), how="0"),
        Event(RAISED, DAY, names=("flood",), how=DENIED),
        Event(LIFTED, DAY, names=("flood",)),
        Event(RAISED, day(2), names=("flood",), how=AFFIRMED),
    )
    one = found.standing["flood"]
    assert (one.status, one.lifted, one.step, one.day) == (AFFIRMED, False, 0, day(2))
    assert found.next_check([one]) == Waiting("flood", 0)


@pytest.mark.parametrize(
    ("name", "later", "may"),
    [("flood", 0, True), ("gas", 0, False), ("gas", 1, True), ("order", 400, False), ("cracks", 0, True)],
)
def test_what_was_denied_may_be_lifted_unless_it_is_firm_or_an_emergency_of_the_day(
    name: str, later: int, *, may: bool
) -> None:
    guard = Guard(RULEBASE.flags, {name: Standing(name, DENIED, SELF, DAY, sure=True)})
    assert guard.liftable(name, day(later)) is may


def test_what_is_firm_may_be_lifted_where_it_was_only_ever_possible() -> None:
    guard = Guard(RULEBASE.flags, {"order": Standing("order", DENIED, SELF, DAY)})
    assert guard.liftable("order", DAY)


@pytest.mark.parametrize("one", [known(), known(POSSIBLE), known(DENIED, lifted=True)])
def test_only_what_was_denied_and_still_suspends_may_be_lifted(one: Standing) -> None:
    assert not Guard(RULEBASE.flags, {one.flag: one}).liftable(one.flag, day(9))


# --- order


@given(st.lists(STANDING, unique_by=lambda one: one.flag))
def test_the_most_urgent_comes_first_then_what_is_sure_then_the_order_of_the_rulebase(standing: list[Standing]) -> None:
    found = by_urgency(RULEBASE, standing)
    assert sorted(found, key=standing.index) == standing
    ranks = [RULEBASE.flags[one.flag].rank for one in found]
    assert ranks == sorted(ranks)
    for one, other in zip(found, found[1:]):
        if RULEBASE.flags[one.flag].rank == RULEBASE.flags[other.flag].rank:
            sure = (AFFIRMED, POSSIBLE, DENIED)
            assert sure.index(one.status) <= sure.index(other.status)
            assert one.status != other.status or FLAGS.index(one.flag) < FLAGS.index(other.flag)


# --- direct questions


def test_questions_are_asked_one_after_the_other() -> None:
    found = Guard(RULEBASE.flags, {"flood": known()})
    waited = []
    while wanted := found.next_check(found.standing.values()):
        found.checked(*wanted)
        waited.append(found.waiting)
        found.answered("flood")
    assert waited == [Waiting("flood", 0), Waiting("flood", 1)]
    assert found.waiting is None


def test_the_same_words_are_not_asked_once_more_for_another_flag() -> None:
    found = Guard(RULEBASE.flags, {"flood": known(), "trapped": Standing("trapped", AFFIRMED, SELF, DAY)})
    found.checked("flood", 0)
    found.answered("flood")
    assert found.next_check([found.standing["trapped"]]) is None


def test_how_often_a_question_was_asked_is_counted_anew_for_each() -> None:
    found = Guard(RULEBASE.flags, {"flood": known()})
    counts = []
    for step in (0, 0, 1):
        found.checked("flood", step)
        counts.append(found.standing["flood"].tries)
    assert counts == [1, 2, 1]


@pytest.mark.parametrize(("name", "step"), [("gas", 0), ("flood", 2), ("flood", 99)])
def test_a_question_of_no_flag_that_stands_and_one_that_there_is_not_wait_for_nothing(name: str, step: int) -> None:
    found = Guard(RULEBASE.flags, {"flood": known()})
    found.checked(name, step)
    assert found.waiting is None
    found.answered("gas")
    assert found.standing == {"flood": known()}


# --- a single message


def heard(*flags: Raised) -> Heard:
    return Heard("help", flags=flags, signs=("candle",))


def test_a_single_message_raises_what_it_does_not_deny_and_asks_of_the_writer_alone() -> None:
    found = guard_of(RULEBASE, heard(Raised("flood", AFFIRMED), Raised("gas", DENIED)), DAY)
    assert list(found.standing) == ["flood"]
    assert list(found.signs) == ["candle"]
    assert found.waiting == Waiting("flood", 0)
    for voice in (WITNESS, DOER):
        assert guard_of(RULEBASE, heard(Raised("flood", AFFIRMED, voice=voice)), DAY).waiting is None


def test_the_question_of_a_single_message_is_that_of_the_most_urgent() -> None:
    flags = heard(Raised("flood", AFFIRMED), Raised("gas", POSSIBLE, EMERGENCY))
    assert guard_of(RULEBASE, flags, DAY).waiting == Waiting("gas", 0)


def test_a_flag_that_a_talk_raised_is_kept_with_its_day_and_voice() -> None:
    def stands(number: int, line: str) -> tuple[str, datetime.date]:
        session, _ = say(line, number=number)
        (one,) = ADVISOR.state(session, today=day(9)).guard.standing.values()
        return one.voice, one.day

    assert stands(2, "The wall is cracked.") == (SELF, day(2))
    assert stands(0, "My neighbour, the cellar is flooded!")[0] == WITNESS
