"""What a talk comes to: reports hold from their day on, corrections all along, and occasions end."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, FactError, Range, Session, loads
from advisor.conversation.fold import progress
from advisor.conversation.rewriting import kept_by
from advisor.conversation.session import ASKED, Event
from advisor.language.heard import WAYS_NOT_TO_ANSWER
from tests.drawing import drawn, states
from tests.talks import BED, DAY, NAMES, VALUES, Step, bed, come_to, play, steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor import State

ADVISOR = bed()
FACTS = ADVISOR.rulebase.facts


def day(number: int) -> datetime.date:
    """Give the day so many days after the first."""
    return DAY + datetime.timedelta(days=number)


def told(*reports: tuple[int, Mapping[str, Any]]) -> Session:
    return play(ADVISOR, [Step("tell", facts, day(number)) for number, facts in reports])


def state(session: Session, number: int) -> State:
    return ADVISOR.state(session, today=day(number))


def values(session: Session, number: int) -> dict[str, Any]:
    return dict(state(session, number).situation.values)


def touches(one: Step, name: str) -> bool:
    """Whether what happened is about a fact."""
    about = one.given if one.method in {"tell", "correct"} else one.given[:1] if one.method == "decline" else ()
    about = (one.given,) if one.method == "withdraw" else about
    return any(kept_by(ADVISOR.rulebase, other) == name for other in about)


def without(happened: list[Step], names: set[str]) -> list[Step]:
    """Give what happened without what was told of some facts."""
    found = []
    for one in happened:
        given = one.given
        if one.method in {"tell", "correct"}:
            given = {n: value for n, value in given.items() if kept_by(ADVISOR.rulebase, n) not in names}
        found.append(one._replace(given=given))
    return found


# --- correcting


@settings(max_examples=150)
@given(st.data())
def test_correcting_an_answer_equals_a_fresh_run_with_the_new_one(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([n for n in NAMES if n != "age"]), "fact")
    before = [one for one in data.draw(steps(talking=False, most=5)) if not touches(one, name)]
    at = before[-1].day if before else DAY
    called = "age" if name == "planted_on" and data.draw(st.booleans()) else name
    old, new = data.draw(VALUES[called](at), "told"), data.draw(VALUES[name](at), "corrected")
    gap = (at - DAY).days
    after = [
        one._replace(day=one.day + datetime.timedelta(days=gap))
        for one in data.draw(steps(talking=False, most=5))
        if not touches(one, name)
    ]
    last = after[-1].day if after else at
    late = last + datetime.timedelta(days=data.draw(st.sampled_from([0, 0, 1, 9])))
    session = play(ADVISOR, [*before, Step("tell", {called: old}, at), *after, Step("correct", {name: new}, late)])
    fresh = [*before, Step("tell", {name: new}, at), *after]
    now, then = (ADVISOR.state(one, today=late) for one in (session, play(ADVISOR, fresh)))
    if name in set(then.dropped) - set(now.dropped):
        return  # another correction dropped it; to say it again after that one is no mistake, but at odds
    # what was told later of a fact that, as is known now, does not apply, is dropped
    dropped = set(now.dropped) - set(then.dropped)
    assert dropped <= {n for n in FACTS if FACTS[n].applies is not None}
    was, had = (come_to(ADVISOR, one, late) for one in (session, play(ADVISOR, without(fresh, dropped))))
    for found in (was, had):  # to tell it has answered its question, though it was dropped
        found["declined"] = {n: how for n, how in found["declined"].items() if n not in dropped}
        found["ended"] -= dropped
    assert was == had


@settings(max_examples=25)
@given(st.integers(0, 1_000_000))
def test_what_is_decided_after_a_correction_is_what_a_fresh_start_decides(seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    world, advisor = drawn(seed)
    session = advisor.turn(advisor.begin(), "t0", "t1", today=DAY)
    (facts,) = states(world, rnd, 1)
    for name, value in facts.items():
        first = rnd.choice(world.facts[name]) if name not in world.applies else value
        session = advisor.tell(session, {name: first}, today=DAY)
    session = advisor.tell(session, facts, correcting=True, today=DAY)
    outcome = advisor.reply(session, today=DAY)[1].outcome
    assert outcome == advisor.decide(facts, topics=["t0", "t1"], today=DAY)


def test_what_hung_on_a_corrected_fact_is_dropped_with_what_hung_on_it() -> None:
    session = told((0, {"pot": True}), (0, {"pot_size": "small"}), (0, {"saucer": True}))
    session = ADVISOR.tell(session, {"pot": False}, correcting=True, today=DAY)
    assert values(session, 0) == {"pot": False}
    assert set(state(session, 0).dropped) == {"pot_size", "saucer"}
    # had it been another mistake to correct it, all of it is as it was
    again = ADVISOR.tell(session, {"pot": True}, correcting=True, today=DAY)
    assert values(again, 0) == {"pot": True, "pot_size": "small", "saucer": True}
    assert state(again, 0).dropped == ()


def test_what_implied_a_corrected_fact_is_dropped_too() -> None:
    session = ADVISOR.tell(told((0, {"pot_size": "small"})), {"pot": False}, correcting=True, today=DAY)
    assert values(session, 0) == {"pot": False}


def test_what_a_report_dropped_stays_dropped_when_it_is_corrected() -> None:
    session = told((0, {"pot_size": "small"}), (0, {"pot": False}))
    session = ADVISOR.tell(session, {"pot_size": "large"}, correcting=True, today=DAY)
    assert values(session, 0) == {"pot": False}
    assert state(session, 0).dropped == ("pot_size",)


def test_a_parent_that_hangs_on_something_itself_is_not_dropped_for_its_child() -> None:
    session = told((0, {"pot_size": "large"}), (0, {"saucer": True}))
    clash = state(session, 0).situation.contradiction
    assert clash is not None
    assert set(clash.facts) == {"pot_size", "saucer"}
    assert values(session, 0) == {"pot_size": "large", "saucer": True}


def test_to_tell_what_does_not_apply_is_at_odds_until_one_of_the_two_is_told_anew() -> None:
    session = told((0, {"pot": False}), (0, {"pot_size": "small"}), (0, {"soil": "clay"}))
    clash = state(session, 0).situation.contradiction
    assert clash is not None
    assert set(clash.facts) == {"pot", "pot_size"}
    right = ADVISOR.tell(session, {"pot": True}, today=DAY)
    assert values(right, 0) == {"pot": True, "pot_size": "small", "soil": "clay"}
    wrong = ADVISOR.tell(session, {"pot": False}, today=DAY)
    assert values(wrong, 0) == {"pot": False, "soil": "clay"}


def test_a_computed_fact_is_corrected_by_its_own_name_or_by_what_it_is_computed_from() -> None:
    session = told((0, {"age": 9}))
    for correction in ({"age": 3}, {"planted_on": "2026-11-22"}):
        again = ADVISOR.tell(session, correction, correcting=True, today=day(2))
        assert values(again, 2) == {"planted_on": day(-1)}
        assert len(again.events) == 2


def test_days_counted_on_the_day_of_the_correction_are_not_counted_from_the_day_of_the_mistake() -> None:
    session = told((0, {"age": 9})).corrected({"age": 3}, day(2))
    assert values(session, 2) == {"planted_on": day(-1)}


def test_a_correction_to_a_day_after_the_mistake_holds_from_when_it_could_be_known() -> None:
    session = told((0, {"age": 9}), (3, {"moved": True}), (4, {"soil": "clay"}))
    again = ADVISOR.tell(session, {"planted_on": str(day(2))}, correcting=True, today=day(4))
    assert state(again, 4).lost == ()
    assert [(r.plan, r.day) for r in state(again, 4).restarts] == [("settling_in", day(3)), ("first_month", day(3))]
    late = ADVISOR.tell(session, {"planted_on": str(day(4))}, correcting=True, today=day(4))
    assert values(late, 4) == {"planted_on": day(4), "soil": "clay"}
    assert state(late, 4).restarts == ()


def test_to_correct_what_never_was_told_says_so_and_restarts_nothing() -> None:
    session = ADVISOR.tell(told((0, {"age": 9})), {"moved": True}, correcting=True, today=day(1))
    assert values(session, 1) == {"planted_on": day(-9), "moved": True}
    assert state(session, 1).restarts == ()


def test_two_tellings_of_one_thing_that_differ_are_refused_and_those_that_agree_are_one() -> None:
    with pytest.raises(FactError, match="planted_on: '2026-11-20' does not fit: expected what agrees with age, told"):
        ADVISOR.tell(ADVISOR.begin(), {"planted_on": "2026-11-20", "age": 4}, today=DAY)
    session = ADVISOR.tell(ADVISOR.begin(), {"planted_on": "2026-11-10..2026-11-20", "age": 4}, today=DAY)
    assert values(session, 0) == {"planted_on": day(-4)}


# --- taking back


@settings(max_examples=100)
@given(steps(talking=False), st.sampled_from([n for n in NAMES if n != "age"]), st.booleans())
def test_taking_back_equals_never_having_told(happened: list[Step], name: str, computed: bool) -> None:  # noqa: FBT001
    if not FACTS[name].lasts.startswith("always") or FACTS[name].applies:
        happened = [one._replace(day=DAY) for one in happened if not _dated(one)]
    last = happened[-1].day if happened else DAY
    called = "age" if computed and name == "planted_on" else name
    session = ADVISOR.withdraw(play(ADVISOR, happened), called, today=last)
    never = [one for one in without(happened, {name}) if one.method != "withdraw" or not touches(one, name)]
    never = [one for one in never if one.method != "decline" or not touches(one, name)]
    assert come_to(ADVISOR, session, last) == come_to(ADVISOR, play(ADVISOR, never), last)


def _dated(one: Step) -> bool:
    return one.method in {"tell", "correct"} and not {"age", "planted_on"}.isdisjoint(one.given)


def test_taking_back_reaches_no_further_than_to_where_the_fact_was_over() -> None:
    session = told((0, {"age": 9}), (1, {"moved": True}), (5, {"moved": False}), (5, {"moved": True}))
    back = ADVISOR.withdraw(session, "moved", today=day(5))
    assert values(back, 5) == {"planted_on": day(1)}
    assert [(r.plan, r.day) for r in state(back, 5).restarts] == [("settling_in", day(1)), ("first_month", day(1))]
    anew = told((0, {"age": 9, "moved": True})).then(Event("anew", DAY)).told({"moved": False}, DAY)
    assert state(ADVISOR.withdraw(anew, "moved", today=DAY), 0).ended == ("moved",)


def test_taking_back_a_fact_computed_of_several_takes_back_none_of_them() -> None:
    session = told((0, {"planted_on": "2026-11-20", "cut_on": "2027-03-01"}))
    assert values(ADVISOR.withdraw(session, "growing", today=DAY), 0) == values(session, 0)


@pytest.mark.parametrize("how", WAYS_NOT_TO_ANSWER)
def test_taking_back_that_a_question_was_declined_asks_it_again(how: str) -> None:
    session, reply = ADVISOR.respond(ADVISOR.begin(), "Should I water them?", today=DAY)
    asked = reply.question
    assert asked is not None
    session, reply = ADVISOR.reply(ADVISOR.decline(session, asked.fact, how, today=DAY), today=DAY)
    assert asked.fact not in [question.fact for question in reply.questions]
    assert reply.declined == {asked.fact: how}
    _, reply = ADVISOR.reply(ADVISOR.withdraw(session, asked.fact, today=DAY), today=DAY)
    assert reply.question == asked
    assert reply.declined == {}


def test_to_decline_a_computed_fact_is_to_decline_what_it_is_computed_from() -> None:
    session = ADVISOR.decline(ADVISOR.turn(ADVISOR.begin(), "watering", today=DAY), "age", today=DAY)
    _, reply = ADVISOR.reply(session, today=DAY)
    assert reply.declined == {"planted_on": "don't know"}
    assert "planted_on" not in [question.fact for question in reply.questions]


def test_to_tell_what_was_declined_answers_it() -> None:
    session = ADVISOR.tell(ADVISOR.decline(ADVISOR.begin(), "soil", today=DAY), {"soil": "clay"}, today=DAY)
    assert state(session, 0).declined == {}


# --- reporting


def test_a_report_holds_from_its_day_on_and_leaves_what_was_advised_as_it_was() -> None:
    session = ADVISOR.turn(told((0, {"age": 3, "damp": True, "soil": "clay", "pot": False})), "watering", today=DAY)
    session, reply = ADVISOR.reply(session, today=DAY)
    assert reply.verdict == "dont"
    first = [event for event in session.events if event.sort == "answered"]
    session, reply = ADVISOR.reply(ADVISOR.tell(session, {"damp": False}, today=day(1)), today=day(1))
    assert reply.verdict == "do"
    found = [event for event in session.events if event.sort == "answered"]
    assert found[: len(first)] == first
    assert [event.advice[0] for event in found] == [
        ("watering.pour", "dont", "soaked"),
        ("watering.pour", "do", "young"),
    ]
    assert state(session, 1).since["soil"] == DAY
    assert state(session, 1).since["damp"] == day(1)


@given(steps(talking=False), st.sampled_from(["moved", "snow", "soil"]))
def test_a_report_rewrites_no_restart(happened: list[Step], name: str) -> None:
    last = happened[-1].day if happened else DAY
    session = play(ADVISOR, happened)
    before = ADVISOR.state(session, today=last).restarts
    facts = {"moved": True, "snow": True, "soil": "clay"}
    after = play(ADVISOR, [Step("tell", {name: facts[name]}, last)], session)
    assert ADVISOR.state(after, today=last).restarts[: len(before)] == before


# --- occasions


def test_what_is_about_an_occasion_ends_with_its_day_and_so_does_that_it_was_declined() -> None:
    session = told((0, {"hail": True, "snow": True, "soil": "clay"}))
    session = ADVISOR.decline(ADVISOR.decline(session, "moved", today=DAY), "height", today=DAY)
    assert set(values(session, 0)) == {"hail", "snow", "soil"}
    assert set(state(session, 0).declined) == {"moved", "height"}
    assert set(values(session, 1)) == {"snow", "soil"}
    assert state(session, 1).ended == ("hail",)
    assert set(state(session, 1).declined) == {"height"}


def test_what_hangs_on_an_occasion_ends_with_it() -> None:
    session = told((0, {"hailstones": 30}))
    assert values(session, 1) == {}
    assert state(session, 1).situation.cells == {}


def test_what_lasts_for_days_ends_when_they_are_over_and_begins_again_when_it_is_told_again() -> None:
    session = told((0, {"damp": True}))
    assert values(session, 6) == {"damp": True}
    assert values(session, 7) == {}
    assert state(session, 7).ended == ("damp",)
    again = ADVISOR.tell(session, {"damp": True}, today=day(5))
    assert values(again, 11) == {"damp": True}
    assert values(again, 12) == {}


def test_what_ended_and_is_told_again_has_not_ended() -> None:
    session = told((0, {"hail": True}), (1, {"hail": False}))
    assert state(session, 1).ended == ()
    assert values(session, 1) == {"hail": False}


def test_what_always_holds_stays() -> None:
    session = told((0, {"soil": "clay", "pot_size": "large"}))
    assert ADVISOR.state(session, today=DAY + datetime.timedelta(days=4000)).situation.values == values(session, 0)


def test_a_question_asked_today_waits_though_what_it_asks_for_was_known_yesterday() -> None:
    session = told((0, {"hail": True})).then(Event(ASKED, day(1), names=("hail",)))
    assert state(session, 1).asked == "hail"


@settings(max_examples=30)
@given(steps(), st.integers(1, 400))
def test_a_clock_that_goes_back_changes_nothing(happened: list[Step], back: int) -> None:
    session = play(ADVISOR, happened)
    last = max([event.day for event in session.events], default=DAY)
    now = ADVISOR.state(session, today=last)
    assert ADVISOR.state(session, today=last - datetime.timedelta(days=back * bool(session.events))) == now


def test_events_out_of_order_are_taken_as_happening_one_after_another() -> None:
    session = told((5, {"planted_on": str(day(4))}), (1, {"hail": True}))
    found = state(session, 1)
    assert found.situation.today == day(5)
    assert dict(found.situation.values) == {"planted_on": day(4), "hail": True}


# --- plans that begin anew


def restarts(session: Session, number: int, plan: str = "settling_in") -> list[tuple[int, str]]:
    """Give the day, counted from the first, and the cause of each new beginning."""
    return [((r.day - DAY).days, r.cause) for r in state(session, number).restarts if r.plan == plan]


def starts(session: Session, number: int) -> int:
    return (values(session, number)["planted_on"] - DAY).days  # type: ignore[no-any-return]


def test_what_is_reported_while_a_plan_runs_begins_it_anew_on_that_day() -> None:
    first = told((0, {"age": 3}), (4, {"moved": True}))
    session = ADVISOR.tell(first, {"snow": True}, today=day(9))
    assert restarts(session, 9) == [(4, "moved"), (9, "snow")]
    assert starts(first, 4) == 4
    assert starts(session, 9) == 9
    assert ADVISOR.reply(session, today=day(10))[1].plans[0].day == 1


@pytest.mark.parametrize(("age", "begins"), [(0, False), (1, True), (13, True), (14, False), (20, False)])
def test_a_plan_begins_anew_only_while_it_runs_and_not_on_the_day_it_begins(age: int, begins: bool) -> None:  # noqa: FBT001
    session = told((0, {"age": age}), (0, {"snow": True}))
    assert restarts(session, 0) == [(0, "snow")] * begins
    assert starts(session, 0) == (0 if begins else -age)


def test_before_its_first_day_a_plan_does_not_run() -> None:
    advisor = changed(("kind: date, past: true", "kind: date"))
    session = advisor.tell(advisor.begin(), {"planted_on": str(day(3))}, today=DAY)
    found = advisor.state(advisor.tell(session, {"moved": True}, today=day(2)), today=day(2))
    assert found.restarts == ()
    assert found.situation.values["planted_on"] == day(3)
    put_off = advisor.tell(session, {"planted_on": str(day(5))}, today=day(2))
    assert advisor.state(put_off, today=day(2)).restarts == ()


def test_each_plan_begins_anew_by_what_it_names_and_while_it_runs_itself() -> None:
    session = told((0, {"age": 20}), (0, {"snow": True}), (0, {"moved": True}))
    assert restarts(session, 0, "settling_in") == []
    assert restarts(session, 0, "first_month") == [(0, "moved")]
    both = told((0, {"age": 5}), (0, {"moved": True}))
    assert restarts(both, 0, "settling_in") == restarts(both, 0, "first_month") == [(0, "moved")]


def test_what_is_reported_false_before_the_plan_or_without_its_day_begins_nothing_anew() -> None:
    assert restarts(told((0, {"age": 5}), (0, {"moved": False})), 0) == []
    assert restarts(told((0, {"moved": True}), (0, {"age": 5})), 0) == []
    assert restarts(told((0, {"moved": True})), 0) == []


def test_the_day_told_anew_counts_and_begins_the_plan_anew_when_it_is_later() -> None:
    session = told((0, {"age": 9}))
    later = ADVISOR.tell(session, {"planted_on": str(day(1))}, today=day(2))
    earlier = ADVISOR.tell(session, {"planted_on": str(day(-12))}, today=day(2))
    caused = ADVISOR.tell(session, {"planted_on": str(day(1)), "moved": True}, today=day(2))
    same = ADVISOR.tell(session, {"planted_on": str(day(-9)), "moved": True}, today=day(2))
    assert (restarts(later, 2), starts(later, 2)) == ([(1, "planted_on")], 1)
    assert (restarts(earlier, 2), starts(earlier, 2)) == ([], -12)
    assert (restarts(caused, 2), starts(caused, 2)) == ([(1, "moved")], 1)
    assert (restarts(same, 2), starts(same, 2)) == ([(2, "moved")], 2)


def test_a_correction_of_the_day_begins_nothing_anew() -> None:
    session = ADVISOR.tell(told((0, {"age": 9})), {"planted_on": str(day(-2))}, correcting=True, today=day(1))
    assert restarts(session, 1) == []
    assert starts(session, 1) == -2


def test_to_correct_what_began_a_plan_anew_undoes_that() -> None:
    session = told((0, {"age": 9}), (1, {"moved": True}))
    assert starts(session, 1) == 1
    undone = ADVISOR.tell(session, {"moved": False}, correcting=True, today=day(1))
    assert (restarts(undone, 1), starts(undone, 1)) == ([], -9)
    reported = ADVISOR.tell(session, {"moved": False}, today=day(1))
    assert (restarts(reported, 1), starts(reported, 1)) == ([(1, "moved")], 1)


def test_a_day_known_only_roughly_is_counted_from_what_is_sure() -> None:
    roughly = told((0, {"planted_on": Range(day(-6), day(-3))}))
    moved = ADVISOR.tell(roughly, {"moved": True}, today=DAY)
    assert (restarts(moved, 0), starts(moved, 0)) == ([(0, "moved")], 0)
    perhaps = told((0, {"planted_on": Range(day(-20), day(-3))}), (0, {"snow": True}))
    assert restarts(perhaps, 0) == []
    later = told((0, {"age": 3}), (5, {"planted_on": Range(day(1), day(3)), "moved": True}))
    assert restarts(later, 5) == [(3, "moved")]
    assert values(later, 5)["planted_on"] == Range(day(1), day(3))


@pytest.mark.parametrize("order", [("dormant", "dried_out"), ("dried_out", "dormant")])
def test_what_excuses_a_report_excuses_it_in_either_order(order: tuple[str, str]) -> None:
    session = told((0, {"age": 5}))
    for name in order:
        session = ADVISOR.tell(session, {name: True}, today=day(1))
    assert (restarts(session, 1), starts(session, 1)) == ([], -5)
    assert progress(ADVISOR.rulebase, state(session, 1).situation)[0].day == 6


def test_what_is_excused_later_leaves_other_causes_and_other_days_alone() -> None:
    both = told((0, {"age": 5}), (1, {"dried_out": True}), (1, {"snow": True}), (1, {"dormant": True}))
    assert (restarts(both, 1), starts(both, 1)) == ([(1, "snow")], 1)
    next_day = told((0, {"age": 5}), (1, {"dried_out": True}), (2, {"dormant": True}))
    assert (restarts(next_day, 2), starts(next_day, 2)) == ([(1, "dried_out")], 1)
    session = told((0, {"age": 5}), (1, {"dried_out": True})).then(Event("anew", day(1)))
    another = session.told({"dormant": True, "dried_out": True}, day(1))
    assert restarts(another, 1) == [(1, "dried_out")]


@pytest.mark.parametrize("then", [[{"planted_on": "2026-11-21", "dormant": True}], [{"age": 3}, {"dormant": True}]])
def test_what_is_excused_later_leaves_a_day_that_was_told_since(then: list[dict[str, Any]]) -> None:
    session = told((0, {"age": 5}), (1, {"dried_out": True}), *((1, facts) for facts in then))
    assert starts(session, 1) == -2


def test_what_is_excused_for_one_plan_still_counts_for_another_from_the_same_day() -> None:
    advisor = changed(("restarts: [moved],", "restarts: [moved, dried_out],"))
    session = advisor.begin()
    for number, facts in ((0, {"age": 5}), (1, {"dried_out": True}), (1, {"dormant": True})):
        session = advisor.tell(session, facts, today=day(number))
    found = advisor.state(session, today=day(1))
    assert [(r.plan, r.cause) for r in found.restarts] == [("first_month", "dried_out")]
    assert found.situation.values["planted_on"] == day(1)


def test_what_does_not_apply_after_a_correction_began_nothing_anew() -> None:
    advisor = changed(("moved: {kind: boolean,", "moved: {kind: boolean, applies: pot,"))
    session = advisor.begin()
    for number, facts in ((0, {"age": 5, "pot": True}), (1, {"moved": True})):
        session = advisor.tell(session, facts, today=day(number))
    assert len(advisor.state(session, today=day(1)).restarts) == 2
    found = advisor.state(advisor.tell(session, {"pot": False}, correcting=True, today=day(1)), today=day(1))
    assert found.restarts == ()
    assert dict(found.situation.values) == {"planted_on": day(-5), "pot": False}


def test_the_plan_of_the_reference_does_what_is_said_of_it() -> None:
    page = Path(__file__).resolve().parents[2].joinpath("docs", "reference", "language.md").read_text(encoding="utf-8")
    (example,) = [block for block in page.split("```yaml\n")[1:] if "settling_in:" in block]
    advisor = Advisor(loads("name: notes\n" + example.split("```")[0]), engine="indexed")

    def counted(*reports: tuple[int, dict[str, Any]]) -> tuple[int | None, list[str]]:
        session = advisor.begin()
        for number, facts in reports:
            session = advisor.tell(session, facts, today=day(number))
        (plan,) = advisor.reply(session, today=day(10))[1].plans
        return plan.day, [restart.cause for restart in plan.restarts]

    planted = (0, {"planted_on": str(DAY)})
    assert counted(planted) == (10, [])
    assert counted(planted, (4, {"moved": True})) == (6, ["moved"])
    assert counted(planted, (4, {"let_dry_out": True})) == (6, ["let_dry_out"])
    assert counted(planted, (3, {"dormant": True}), (4, {"let_dry_out": True})) == (10, [])
    assert counted((0, {"planted_on": str(day(-14))}), (0, {"moved": True})) == (24, [])


def test_a_plan_that_would_end_after_the_calendar_has_no_end() -> None:
    last = datetime.date.max
    session = ADVISOR.tell(ADVISOR.begin(), {"planted_on": str(last - datetime.timedelta(days=20))}, today=last)
    assert [one.ends for one in ADVISOR.reply(session, today=last)[1].plans] == [
        last - datetime.timedelta(days=6),
        None,
    ]


# --- a rulebase that has changed


def changed(*changes: tuple[str, str]) -> Advisor:
    text = BED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Advisor(loads(text), engine="indexed")


FULL = Session.begin(ADVISOR.rulebase)
FULL = ADVISOR.turn(ADVISOR.tell(FULL, {"snow": True, "soil": "peat", "height": 3, "age": 5}, today=DAY), "shelter")
FULL = FULL.then(Event("raised", DAY, names=("storm",), how="affirmed"))


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ([("snow", "snowed")], ("fact", "snow", "there is no such fact any more", "snowed")),
        ([("storm:", "storms:")], ("flag", "storm", "there is no such flag any more", "storms")),
        ([("shelter:", "shelters:"), ("topic: shelter,", "topic: shelters,")],
         ("topic", "shelter", "there is no such topic any more", "shelters")),
        ([("peat]", "loam]")], ("fact", "soil", "soil: 'peat' does not fit: expected one of clay, sand, loam", None)),
        ([("height: {kind: number", "height: {kind: boolean"), ("height > 20", "height")],
         ("fact", "height", "height: 3 does not fit: expected yes or no (true or false)", None)),
        ([("height: {kind: number,", "height: {kind: number, min: 5,")],
         ("fact", "height", "height: 3 does not fit: expected a number such as 12 or 2.5, at least 5", None)),
    ],
)  # fmt: skip
def test_what_a_changed_rulebase_cannot_use_is_named_with_what_is_near_and_the_rest_stays(
    change: list[tuple[str, str]], lost: tuple[str, str, str, str | None]
) -> None:
    advisor = changed(*change)
    found = advisor.state(FULL, today=DAY)
    assert found.lost == (lost,)
    kept = {"snow": True, "soil": "peat", "height": 3, "planted_on": day(-5)}
    assert dict(found.situation.values) == {n: v for n, v in kept.items() if n != lost[1]}
    assert found.topics == (() if lost[0] == "topic" else ("shelter",))
    assert found.flags == ({} if lost[0] == "flag" else {"storm": "affirmed"})


def test_what_fits_again_is_not_lost() -> None:
    advisor = changed(("peat]", "loam]"))
    assert advisor.state(advisor.tell(FULL, {"soil": "loam"}, today=DAY), today=DAY).lost == ()


def test_a_session_on_the_rulebase_it_was_held_on_loses_nothing_and_is_carried_nowhere() -> None:
    assert state(FULL, 0).lost == ()
    assert "carried" not in [event.sort for event in ADVISOR.reply(FULL, today=DAY)[0].events]


def test_going_on_with_a_changed_rulebase_is_recorded_once_and_going_back_to_the_old_one_too() -> None:
    advisor = changed(("snow", "snowed"))
    session, _ = advisor.reply(FULL, today=DAY)
    session, _ = advisor.respond(session, "It is damp.", today=day(1))
    carried = [event for event in session.events if event.sort == "carried"]
    assert [event.names for event in carried] == [("bed", "1", advisor.rulebase.hash)]
    assert session.held_on == carried[0].names
    assert session.header() == FULL.header()
    session, _ = ADVISOR.reply(session, today=day(1))
    assert session.held_on[2] == ADVISOR.rulebase.hash


@settings(max_examples=40)
@given(steps())
def test_any_session_goes_on_with_a_changed_rulebase(happened: list[Step]) -> None:
    advisor = OTHER
    last = happened[-1].day if happened else DAY
    session, reply = advisor.reply(play(ADVISOR, happened), today=last)
    kinds = {"fact": advisor.rulebase.facts, "topic": advisor.rulebase.topics, "flag": advisor.rulebase.flags}
    assert reply.state is not None
    for lost in reply.state.lost:
        assert lost.nearest is None or lost.nearest in kinds[lost.kind]
    assert replace(session, events=session.events[:1]).header() == session.header()


OTHER = changed(
    ("snow", "snowed"),
    ("shelter:", "shelters:"),
    ("topic: shelter,", "topic: shelters,"),
    ("clay, sand, peat", "clay, loam"),
    ("dormant: {kind: boolean, presume: false", "dormant: {kind: boolean, applies: moved"),
    ("height: {kind: number", "height: {kind: boolean"),
    ("height > 20", "height"),
    ("flood:", "floods:"),
    ("lasts: days 7", "lasts: days 2"),
)
