"""Sessions: a talk as the list of what happened in it, in plain values that can be kept anywhere."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from advisor.errors import StoreError
from advisor.reasoning.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.model import Rulebase

TOLD, CORRECTED, WITHDRAWN = "told", "corrected", "withdrawn"
ASKED, DECLINED, ANSWERED = "asked", "declined", "answered"
ABOUT, RAISED, ANEW, CARRIED = "about", "raised", "anew", "carried"
NOTICED, CHECKED, LIFTED = "noticed", "checked", "lifted"
EVENTS = frozenset({TOLD, CORRECTED, WITHDRAWN, ASKED, DECLINED, ANSWERED, ABOUT, RAISED, ANEW, CARRIED}) | {
    NOTICED,
    CHECKED,
    LIFTED,
}
OF_SAFETY = frozenset({RAISED, NOTICED, CHECKED, LIFTED})
"""What is never taken back."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day.

    `told` reports facts, `corrected` says that they always were so, `withdrawn` that they never were told (`names`).
    `asked` and `declined` name a fact (`asked` without one: no question waits any more), and `how` says in which way it
    was not answered. `answered` records advice: `names` has the topics, `advice` for each act the verdict and the rule.
    `about` names topics, `raised` a flag, and whose matter it is where it is not the writer's own, with its status in
    `how`; `noticed` signs; `checked` a flag whose direct question was asked (its number in `how`) or is done with
    (`done`); `lifted` flags that suspend no longer. `anew` begins a new occasion, `carried` goes on with
    another version of the rulebase (`names` has its name, version and hash). Facts hold plain values of JSON.
    """

    sort: str
    day: datetime.date
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)
    names: tuple[str, ...] = ()
    how: str = ""
    advice: tuple[tuple[str, str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the event as plain values for JSON; what is empty is left out.

        >>> Event("told", datetime.date(2026, 11, 23), {"rained": True}).to_dict()
        {'event': 'told', 'day': '2026-11-23', 'facts': {'rained': True}}
        """
        found: dict[str, Any] = {"event": self.sort, "day": self.day.isoformat()}
        if self.facts:
            found["facts"] = dict(self.facts)
        if self.names:
            found["names"] = list(self.names)
        if self.how:
            found["how"] = self.how
        if self.advice:
            found["advice"] = [list(one) for one in self.advice]
        return found


@dataclass(frozen=True, slots=True)
class Session:
    """A talk: the rulebase it was begun on, by name, version and hash, and its events in order.

    It is a value: what happens next gives a new session. Whatever was said in it is kept as facts, never as words.

    >>> from advisor import load
    >>> session = Session.begin(load("examples/garden"))
    >>> session.told({"rain_expected": True}, datetime.date(2026, 11, 23)).events[0].facts
    {'rain_expected': True}
    """

    rulebase: str
    version: str
    hash: str
    events: tuple[Event, ...] = ()

    @classmethod
    def begin(cls, rulebase: Rulebase) -> Session:
        """Begin a talk on a rulebase."""
        return cls(rulebase.name, rulebase.version, rulebase.hash)

    def then(self, *events: Event) -> Session:
        """Give the session with more events."""
        return replace(self, events=(*self.events, *events)) if events else self

    @property
    def held_on(self) -> tuple[str, str, str]:
        """The rulebase that it was held on last: name, version and hash."""
        last = next((event.names for event in reversed(self.events) if event.sort == CARRIED), None)
        return (last[0], last[1], last[2]) if last else (self.rulebase, self.version, self.hash)

    def on(self, rulebase: Rulebase, day: datetime.date) -> Session:
        """Give the session as one that goes on with this rulebase: where it is another, that is an event."""
        now = (rulebase.name, rulebase.version, rulebase.hash)
        return self if self.held_on == now else self.then(Event(CARRIED, day, names=now))

    def told(self, facts: Mapping[str, object], day: datetime.date) -> Session:
        """Report facts: they are so since this day. See `Advisor.tell`, which checks them."""
        return self.then(Event(TOLD, day, record(facts))) if facts else self

    def corrected(self, facts: Mapping[str, object], day: datetime.date) -> Session:
        """Correct facts: they were so all along, and what was told before never was."""
        return self.then(Event(CORRECTED, day, record(facts))) if facts else self

    def withdrawn(self, names: tuple[str, ...], day: datetime.date) -> Session:
        """Take back what was told, or declined, of facts."""
        return self.then(Event(WITHDRAWN, day, names=names)) if names else self

    def declined(self, name: str, how: str, day: datetime.date) -> Session:
        """Leave a question open; `how` is one of the four ways not to answer."""
        return self.then(Event(DECLINED, day, names=(name,), how=how))

    def about(self, topics: tuple[str, ...], day: datetime.date) -> Session:
        """Turn to topics."""
        return self.then(Event(ABOUT, day, names=topics))

    def __repr__(self) -> str:
        return f"<Session on {self.rulebase} {self.version}: {len(self.events)} events>"

    def header(self) -> dict[str, str]:
        """Give what the session is held on, as plain values.

        >>> Session("garden", "1.0", "abc").header()
        {'rulebase': 'garden', 'version': '1.0', 'hash': 'abc'}
        """
        return {"rulebase": self.rulebase, "version": self.version, "hash": self.hash}

    def to_dict(self) -> dict[str, Any]:
        """Give the session as plain values for JSON.

        >>> Session("garden", "1.0", "abc").to_dict()["events"]
        []
        """
        return {"format": 1, **self.header(), "events": [event.to_dict() for event in self.events]}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Session:
        """Read a session from plain values; raises StoreError for what is none.

        >>> Session.from_dict(Session("garden", "1.0", "abc").to_dict()) == Session("garden", "1.0", "abc")
        True
        """
        found = given if isinstance(given, dict) else {}
        header = {key: found.get(key) for key in ("rulebase", "version", "hash")}
        events = found.get("events")
        if not all(isinstance(text, str) for text in header.values()) or not isinstance(events, (list, tuple)):
            raise StoreError("this is no session: it needs rulebase, version, hash and events")
        if found.get("format", 1) != 1:
            raise StoreError("this session is written in another format; this program reads format 1")
        return cls(**header, events=tuple(_event(number, one) for number, one in enumerate(events, 1)))  # type: ignore[arg-type]


def _event(number: int, given: object) -> Event:
    """Read one event; raises StoreError."""
    wrong = StoreError(f"event {number} of this session cannot be read")
    if not isinstance(given, dict) or not isinstance(given.get("event"), str) or given["event"] not in EVENTS:
        raise wrong
    facts, names, advice = given.get("facts", {}), given.get("names", []), given.get("advice", [])
    plain = isinstance(facts, dict) and all(isinstance(k, str) for k in facts)
    plain = plain and all(isinstance(v, (bool, int, str)) for v in facts.values())
    listed = all(isinstance(one, (list, tuple)) for one in (names, advice)) and all(isinstance(n, str) for n in names)
    if not plain or not listed or not isinstance(given.get("how", ""), str):
        raise wrong
    if given["event"] == CARRIED and len(names) != 3:  # noqa: PLR2004 - name, version, hash
        raise wrong
    if not all(isinstance(a, (list, tuple)) and [type(part) for part in a] == [str] * 3 for a in advice):
        raise wrong
    try:
        day = datetime.date.fromisoformat(given["day"])
    except (KeyError, TypeError, ValueError):
        raise wrong from None
    if day.isoformat() != given["day"]:  # newer Pythons read other ways to write a day, older ones do not
        raise wrong
    return Event(
        given["event"], day, dict(facts), tuple(names), given.get("how", ""), tuple((a, b, c) for a, b, c in advice)
    )
