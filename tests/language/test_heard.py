"""The nouns of understanding as plain values."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest

from advisor.language.heard import DONT_KNOW, Answer, Heard, Raised, Reading
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
    heard = Heard("answer", "watering", ("watering",), (reading,), ("rained",), (Raised("gas", "denied"),))
    assert heard.to_dict() == {
        "decision": "answer",
        "topic": "watering",
        "topics": ["watering"],
        "readings": [{"fact": "dry", "value": True, "span": [0, 3], "phrase": "dry", "negated": False}],
        "unsure": ["rained"],
        "flags": [{"flag": "gas", "status": "denied"}],
        "answer": None,
    }
    assert heard.facts == {"dry": True}


def test_an_answer_is_among_the_facts_and_in_the_dict() -> None:
    heard = Heard("facts", answer=Answer("dry", Range(3, None), span=(0, 6)))
    assert heard.facts == {"dry": Range(3, None)}
    assert heard.to_dict()["answer"] == {"fact": "dry", "value": [3, None], "declined": None, "span": [0, 6]}


def test_what_is_declined_is_no_fact() -> None:
    heard = Heard("declined", answer=Answer("dry", None, DONT_KNOW, (0, 3)))
    assert heard.facts == {}
    assert heard.to_dict()["answer"] == {"fact": "dry", "value": None, "declined": "don't know", "span": [0, 3]}
