"""The nouns of understanding as plain values."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest

from advisor.language.heard import DONT_KNOW, Answer, Candidate, Fired, Heard, Raised, Reading, Time
from advisor.rulebase.care import URGENCIES
from advisor.rulebase.kinds import Range, Value


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (True, True),
        (12, 12),
        (Decimal("2.5"), "2.5"),
        (datetime.date(2026, 11, 3), "2026-11-03"),
        ("clay", "clay"),
        (Range(3, None), [3, None]),
        (Range(None, datetime.date(2026, 11, 3)), [None, "2026-11-03"]),
    ],
)
def test_values_become_plain_for_json(value: Value, plain: object) -> None:
    reading = Reading("dry", value, (0, 3), "dry")
    assert json.loads(json.dumps(reading.to_dict()))["value"] == plain


def test_everything_heard_is_in_its_dict() -> None:
    reading = Reading("dry", True, (0, 3), "dry")
    heard = Heard(
        "answer",
        "watering",
        (Candidate("watering", 1.5),),
        (reading._replace(words="dry"),),
        ("rained",),
        (Raised("gas", "denied", "emergency", "witness", "gas", (7, 10)),),
        subject="tides",
        times=(Time((4, 9), "today", datetime.date(2026, 11, 23)),),
        leftover=("soil",),
        fired=(Fired("topic", "watering", "water", (0, 5), 1.0),),
        signs=("odour",),
        private=("a link",),
    )
    told = {"fact": "dry", "value": True, "span": [0, 3], "words": "dry", "phrase": "dry", "negated": False}
    fired = {"role": "topic", "name": "watering", "phrase": "water", "span": [0, 5], "weight": 1.0, "aside": ""}
    raised = {
        "flag": "gas",
        "status": "denied",
        "urgency": "emergency",
        "voice": "witness",
        "words": "gas",
        "span": [7, 10],
        "priority": "P0",
    }
    assert heard.to_dict() == {
        "decision": "answer",
        "topic": "watering",
        "topics": [{"topic": "watering", "score": 1.5}],
        "subject": "tides",
        "facts": [told],
        "unsure": ["rained"],
        "flags": [raised],
        "signs": ["odour"],
        "private": ["a link"],
        "answer": None,
        "times": [{"span": [4, 9], "words": "today", "day": "2026-11-23", "days": None}],
        "leftover": ["soil"],
        "fired": [fired],
    }
    assert heard.facts == {"dry": True}


def test_an_answer_is_among_the_facts_and_in_the_dict() -> None:
    heard = Heard("answer", answer=Answer("dry", Range(3, None), span=(0, 6)))
    assert heard.facts == {"dry": Range(3, None)}
    assert heard.to_dict()["answer"] == {"fact": "dry", "value": [3, None], "declined": None, "span": [0, 6]}


def test_what_is_declined_is_no_fact() -> None:
    heard = Heard("answer", answer=Answer("dry", None, DONT_KNOW, (0, 3)))
    assert heard.facts == {}
    assert heard.to_dict()["answer"] == {"fact": "dry", "value": None, "declined": "don't know", "span": [0, 3]}


def test_topics_are_offered_only_to_clarify_and_one_is_meant_only_where_that_is_clear() -> None:
    found = (Candidate("rain", 1.0), Candidate("wind", 0.9))
    assert Heard("clarify", "rain", found).offered == ("rain", "wind")
    assert Heard("clarify", "rain", found).about is None
    assert Heard("answer", "rain", found, clear=True).offered == ()
    assert Heard("answer", "rain", found, clear=True).about == "rain"


def test_what_is_understood_is_a_topic_a_subject_a_fact_a_flag_or_an_answer() -> None:
    assert not Heard("off_topic", fired=(Fired("domain", "", "it", (0, 2)),), leftover=("it",)).understood
    assert Heard("not_covered", subject="tides").understood
    assert Heard("help", flags=(Raised("gas", "possible"),)).understood
    assert Heard("answer", answer=Answer("dry", None, DONT_KNOW)).understood


@pytest.mark.parametrize(
    ("urgency", "priority"), [("emergency", "P0"), ("urgent", "P1"), ("boundary", "P2"), ("adapt", "P3")]
)
def test_a_flag_has_the_priority_of_its_urgency_whatever_its_status(urgency: str, priority: str) -> None:
    assert {Raised("gas", status, urgency).priority for status in ("affirmed", "possible", "denied")} == {priority}


def test_help_comes_first_for_what_is_not_denied_and_does_more_than_adapt_the_advice() -> None:
    statuses = ("affirmed", "possible", "denied")
    calling = {u: [Raised("gas", s, u).calls_for_help for s in statuses] for u in URGENCIES}
    assert calling == {
        "emergency": [True, True, False],
        "urgent": [True, True, False],
        "boundary": [True, True, False],
        "adapt": [False, False, False],
    }
