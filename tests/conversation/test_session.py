"""Sessions are values: kept anywhere and read back as they were, and refused as a whole where they are none."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Session, StoreError
from advisor.conversation.fold import fold
from advisor.conversation.session import EVENTS, Event
from advisor.conversation.store import SQLiteStore
from advisor.errors import AdvisorError
from tests.talks import DAY, MESSAGES, NAMES, Step, bed, play, steps

if TYPE_CHECKING:
    from collections.abc import Mapping

ADVISOR = bed()
HEADER = {"rulebase": "bed", "version": "1", "hash": "abc"}


@settings(max_examples=60)
@given(steps())
def test_a_session_is_read_back_from_json_as_it_was(happened: list[Step]) -> None:
    session = play(ADVISOR, happened)
    again = Session.from_dict(json.loads(json.dumps(session.to_dict())))
    assert again == session
    last = happened[-1].day if happened else DAY
    assert fold(ADVISOR.rulebase, again, last) == fold(ADVISOR.rulebase, session, last)


def test_a_session_stored_event_by_event_is_loaded_as_it_was() -> None:
    with TemporaryDirectory() as folder, SQLiteStore(Path(folder, "talks.db")) as store:
        # one file for all that is drawn: to make one takes longer than to fill it
        _stored(store)


def _stored(store: SQLiteStore) -> None:
    @settings(max_examples=12)
    @given(steps())
    def kept(happened: list[Step]) -> None:
        session = play(ADVISOR, [Step("turn", ("watering",), DAY), *happened])
        for place, event in enumerate(session.events):
            store.append("talk", session.header(), [event.to_dict()], after=place, today=event.day)
        stored = store.load("talk")
        store.forget("talk")
        assert Session.from_dict({**stored.header, "events": list(stored.events)}) == session

    kept()


@given(steps())
def test_what_happens_next_never_changes_what_happened(happened: list[Step]) -> None:
    session = ADVISOR.begin()
    for one in happened:
        after = play(ADVISOR, [one], session)
        assert after.events[: len(session.events)] == session.events
        session = after


def test_a_session_holds_facts_and_none_of_the_words() -> None:
    session, _ = ADVISOR.respond(ADVISOR.begin(), "Oh dear, it hailed. Should I cover them?", today=DAY)
    assert "dear" not in json.dumps(session.to_dict())
    assert session.events[1] == Event("told", DAY, {"hail": True})


def test_telling_correcting_and_withdrawing_nothing_is_no_event() -> None:
    session = ADVISOR.begin()
    assert ADVISOR.tell(session, {}, today=DAY) is session
    assert ADVISOR.tell(session, {}, correcting=True, today=DAY) is session
    assert ADVISOR.withdraw(session, today=DAY) is session


TOLD = {"event": "told", "day": "2026-11-23", "facts": {"snow": True}}


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        "session",
        {},
        {**HEADER},
        {**HEADER, "events": None},
        {**HEADER, "events": "told"},
        {**HEADER, "hash": 3, "events": []},
        {**HEADER, "format": 2, "events": []},
        {**HEADER, "format": "1", "events": []},
    ],
)
def test_what_is_no_session_is_refused(given: Any) -> None:  # noqa: ANN401 - whatever a file holds
    with pytest.raises(StoreError, match=r"this session|this is no session"):
        Session.from_dict(given)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {"event": "told"},
        {**TOLD, "event": "sung"},
        {**TOLD, "event": ["told"]},
        {**TOLD, "event": None},
        {**TOLD, "day": "23 November"},
        {**TOLD, "day": "20261123"},
        {**TOLD, "day": 20261123},
        {**TOLD, "facts": ["snow"]},
        {**TOLD, "facts": {"snow": None}},
        {**TOLD, "facts": {"height": 7.5}},
        {**TOLD, "facts": {"snow": {"so": True}}},
        {**TOLD, "facts": {3: True}},
        {**TOLD, "names": "snow"},
        {**TOLD, "names": [3]},
        {**TOLD, "how": None},
        {**TOLD, "advice": [["watering.pour", "do"]]},
        {**TOLD, "advice": [["watering.pour", "do", 3]]},
        {**TOLD, "advice": {}},
        {"event": "carried", "day": "2026-11-23", "names": ["bed"]},
    ],
)
def test_an_event_that_cannot_be_read_is_named_by_its_place(wrong: Any) -> None:  # noqa: ANN401 - whatever a file holds
    with pytest.raises(StoreError, match="event 2 of this session cannot be read"):
        Session.from_dict({**HEADER, "events": [TOLD, wrong]})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(JSON | st.fixed_dictionaries({**{key: st.text(max_size=3) for key in HEADER}, "events": JSON | st.lists(JSON)}))
def test_any_json_is_a_session_or_a_store_error(given: Any) -> None:  # noqa: ANN401 - whatever a file holds
    try:
        session = Session.from_dict(given)
    except StoreError:
        return
    assert Session.from_dict(session.to_dict()) == session


WORDS = st.sampled_from([*NAMES, "watering", "shelter", "flood", "storm", "growing", "snwo", "", "young"])
SCALARS = st.sampled_from(
    [True, False, 0, -3, 10**40, "clay", "2026-11-20", "2027-01-01", "9999-12-31", "0001-01-01", "3..9", "2.5", "", "é"]
)
EVENT = st.fixed_dictionaries(
    {
        "event": st.sampled_from(sorted(EVENTS - {"carried"})),
        "day": st.sampled_from(["2026-11-23", "2026-11-24", "2026-12-01", "2025-01-01", "9999-12-31", "0001-01-01"]),
    },
    optional={
        "facts": st.dictionaries(WORDS, SCALARS, max_size=4),
        "names": st.lists(WORDS, max_size=3),
        "how": st.sampled_from(["", "denied", "affirmed", "don't know", "whatever"]),
        "advice": st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=2),
    },
)


@settings(max_examples=250)
@given(st.lists(EVENT, max_size=8), st.sampled_from(MESSAGES))
def test_whatever_events_a_session_has_it_folds_and_is_replied_to(events: list[Mapping[str, Any]], text: str) -> None:
    session = Session.from_dict({**HEADER, "events": events})
    state = ADVISOR.state(session, today=DAY)
    assert state.since.keys() == state.situation.values.keys()
    again, reply = ADVISOR.respond(session, text, today=DAY)
    assert bool(json.loads(json.dumps(reply.to_dict()))["plans"]) is not reply.quiet
    assert Session.from_dict(json.loads(json.dumps(again.to_dict()))) == again


def test_a_message_too_long_is_refused_and_costs_nothing() -> None:
    session, _ = ADVISOR.respond(ADVISOR.begin(), "Should I water them?", today=DAY)
    before = session.to_dict()
    with pytest.raises(AdvisorError, match="120,001 characters"):
        ADVISOR.respond(session, "x" * 120_001, today=DAY)
    assert session.to_dict() == before
