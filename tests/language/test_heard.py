"""The nouns of understanding as plain values."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest

from advisor.language.heard import Heard, Raised, Reading
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
    }
    assert heard.facts == {"dry": True}
