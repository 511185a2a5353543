"""Labelled messages, and what their labels come to in the rulebase about break-ups.

The labels describe messages; the rulebase asks what its rules need. So some labelled facts have no counterpart (who
ended it, what somebody wants), and some depend on others: who made the contact says whether it is the ex's or
one's own. What is mapped is listed here and nowhere else.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

Told = dict[str, Any]

TOLD: dict[tuple[str, Any], Told] = {
    ("initiator", "ex"): {"ex_reached_out": True},
    ("ex_contacted", False): {"ex_reached_out": False},
    ("replied", True): {"answered": True},
    ("replied", False): {"answered": False},
    ("nc_status", "broken"): {"made_contact": True},
    ("emergency", True): {"emergency": True},
    ("emergency", "bereavement"): {"emergency": True},
    ("illness", "ex"): {"emergency": True},
    ("meeting", "accidental"): {"meeting": "by_chance"},
    ("meeting", "expected"): {"meeting": "expected"},
    ("meeting", "on_purpose"): {"meeting": "on_purpose"},
    ("ex_new_partner", True): {"new_partner": "known"},
    ("ex_new_partner", False): {"new_partner": "nobody"},
    ("ex_new_partner", "suspected"): {"new_partner": "suspected"},
    ("social", "watching_ex"): {"looks_at_page": True},
    ("social", "ex_watching"): {"ex_watches": True},
    ("social", "blocked_by_ex"): {"blocked_by_ex": True},
    ("sleeping_together", True): {"sleeping_together": True},
    ("begging", True): {"begged": True},
    ("favour", True): {"does_favours": True},
    ("again", True): {"broke_before": True},
    ("work_together", True): {"must_meet": True},
    ("class_together", True): {"must_meet": True},
    ("live_together", True): {"must_meet": True},
}
"""What a labelled fact with its value comes to, whatever else is labelled."""

PRESENTS = frozenset({"letter", "gift", "flowers", "song", "tell_love", "tell_miss", "grand_gesture"})
DAYS = frozenset({"birthday", "valentine", "christmas"})
OPEN = frozenset({"made_contact"})
"""What a message by which the writer made contact tells as well; labels say so only where it is the point."""

UNMAPPED = (
    "ex", "channel", "days_since_breakup", "ended_by", "wants", "jealous", "replied_by_ex", "mutual_friends", "family",
    "kids", "pet", "money", "belongings", "lease", "live_near", "recurring", "against", "danger",
)  # fmt: skip
"""Labelled facts that no rule reads, so that nothing is asked or read of them; danger is scored as help."""

SCORED = frozenset(name for told in TOLD.values() for name in told) | {
    "sends_presents",
    "special_day",
    "days_without_contact",
    "asks_to_meet",
}
"""The facts of the rulebase whose readings are scored."""


class Labelled(NamedTuple):
    """A message with its topic, the other topics that a fair reader would accept, and its facts as the rulebase's.

    The facts in `open` are neither right nor wrong when they are read.
    """

    name: str
    text: str
    topic: str
    fair: frozenset[str]
    facts: Told
    open: frozenset[str] = frozenset()

    @property
    def danger(self) -> bool:
        """Whether it shows danger."""
        return self.topic == "safety"


def read_messages(path: str) -> list[Labelled]:
    """Read messages in the format `text, topic, also_ok, facts`, one mapping each."""
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123 - a path as given
        rows = yaml.safe_load(stream)
    found = []
    for number, row in enumerate(rows):
        topic = row["topic"]
        fair = frozenset([topic, *(row.get("also_ok") or [])])
        labels = row.get("facts") or {}
        facts = told(labels)
        deed = labels.get("initiator") == "me" or "affection" in labels or labels.get("begging") is True
        left = OPEN - facts.keys() if deed else frozenset()
        found.append(Labelled(str(row.get("id", number)), row["text"], topic, fair, facts, left))
    return found


def told(labels: Told) -> Told:
    """Turn labelled facts into the rulebase's own."""
    found: Told = {}
    for name, value in labels.items():
        for one in value if isinstance(value, list) else [value]:
            found |= TOLD.get((name, one), {})
            if name == "affection" and (one in PRESENTS or one is True) and labels.get("initiator") != "ex":
                found["sends_presents"] = True
            if name == "date" and one in DAYS and labels.get("initiator") != "ex":
                found["special_day"] = True
    if "nc_days" in labels:
        found["days_without_contact"] = labels["nc_days"]
    if labels.get("wants") == "meet" and labels.get("initiator") == "ex":
        found["asks_to_meet"] = True
    return found
