"""The fold: what a talk has come to on a day, read off its events alone.

A report says how things are since a day; a correction, or taking something back, says how they always were. So these
two rewrite what was told before, and everything is folded as if it had been told so at once.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.conversation.rewriting import is_over, kept_by, of_occasion, rewritten
from advisor.conversation.session import (
    ABOUT,
    ANEW,
    ASKED,
    CHECKED,
    CORRECTED,
    DECLINED,
    LIFTED,
    NOTICED,
    OF_SAFETY,
    RAISED,
    TOLD,
)
from advisor.conversation.standing import Guard
from advisor.errors import FactError, UnknownName
from advisor.reasoning.prospects import applying
from advisor.reasoning.records import record
from advisor.reasoning.situation import Situation, tell
from advisor.reasoning.tellings import read_told
from advisor.rulebase.care import SELF
from advisor.rulebase.kinds import Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.conversation.rewriting import Telling
    from advisor.conversation.session import Event, Session
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import DatedPlan, Rulebase

_NAMES = {ASKED: "fact", DECLINED: "fact", ABOUT: "topic", CHECKED: "flag", LIFTED: "flag"}


class Lost(NamedTuple):
    """Something in a session that the rulebase cannot use any more: its kind and name, why, and the nearest name."""

    kind: str
    name: str
    why: str
    nearest: str | None = None


class Restart(NamedTuple):
    """A plan began anew: the day from which it counts since, and the fact reported that made it so."""

    plan: str
    day: datetime.date
    cause: str


class State(NamedTuple):
    """What a talk has come to on a day.

    `situation` has the facts as they are, `since` the day on which each was told. `asked` is the question that waits
    for an answer, `declined` the ones that were not answered, and how. `ended` names facts that held for their occasion
    or for some days, and no longer do; `dropped` facts that ceased to apply. `lost` tells what this rulebase has no use
    for.

    >>> from advisor import Advisor
    >>> advisor = Advisor.load("examples/garden")
    >>> advisor.state(advisor.turn(advisor.begin(), "watering")).topics
    ('watering',)
    """

    situation: Situation
    since: Mapping[str, datetime.date]
    topics: tuple[str, ...]
    asked: str | None
    declined: Mapping[str, str]
    guard: Guard
    ended: tuple[str, ...]
    dropped: tuple[str, ...]
    restarts: tuple[Restart, ...]
    lost: tuple[Lost, ...]

    @property
    def flags(self) -> Mapping[str, str]:
        """The flags that were raised, with their status."""
        return {name: one.status for name, one in self.guard.standing.items()}


def fold(rulebase: Rulebase, session: Session, today: datetime.date) -> State:
    """Fold a session into what it has come to on a day; a day before that of an event is taken as that day.

    >>> from advisor import load
    >>> from advisor.conversation.session import Session
    >>> garden, day = load("examples/garden"), datetime.date(2026, 11, 23)
    >>> session = Session.begin(garden).told({"rain_expected": True}, day).corrected({"rain_expected": False}, day)
    >>> dict(fold(garden, session, day).situation.values)
    {'rain_expected': False}
    """
    folding = _Folding(rulebase, Guard(rulebase.flags))
    for telling in rewritten(rulebase, session.events):
        folding.take(telling)
    folding.go_on(max([today, *(event.day for event in session.events)]))
    return folding.state()


class _Begun(NamedTuple):
    """A plan that began anew by something reported: when, and what it counted from before, told on which day."""

    day: datetime.date
    start: Value
    since: datetime.date


@dataclass
class _Folding:
    rulebase: Rulebase
    guard: Guard
    day: datetime.date = datetime.date.min
    values: dict[str, Value] = field(default_factory=dict)
    since: dict[str, datetime.date] = field(default_factory=dict)
    said: dict[str, tuple[int, int]] = field(default_factory=dict)
    count: int = 0
    topics: tuple[str, ...] = ()
    asked: str | None = None
    declined: dict[str, tuple[str, datetime.date]] = field(default_factory=dict)
    ended: dict[str, None] = field(default_factory=dict)
    dropped: dict[str, None] = field(default_factory=dict)
    restarts: list[Restart] = field(default_factory=list)
    begun: dict[str, _Begun] = field(default_factory=dict)
    lost: dict[tuple[str, str], Lost] = field(default_factory=dict)

    def take(self, telling: Telling) -> None:
        """Let one event happen."""
        event = telling.event
        self.go_on(event.day)
        names = [n for n in event.names if event.sort in _NAMES and self._has(_NAMES[event.sort], n)]
        if event.sort in {TOLD, CORRECTED}:
            self._tell(telling)
        elif event.sort == ANEW:
            self._anew()
        elif event.sort == ASKED:
            self.asked = next(iter(names), None)
        elif event.sort == DECLINED:
            names = [kept_by(self.rulebase, name) for name in names]
            self.declined.update(dict.fromkeys(names, (event.how, self.day)))
            self.asked = None if self.asked in names else self.asked
        elif event.sort == ABOUT:
            self.topics = tuple(dict.fromkeys(names))
        elif event.sort in OF_SAFETY:
            self._guard(event, names)

    def _guard(self, event: Event, names: list[str]) -> None:
        """Let something about safety happen."""
        if event.sort == RAISED and event.names and self._has("flag", event.names[0]):
            voice = (*event.names[1:], SELF)[0]
            self.guard.raised(event.names[0], event.how, voice, event.day)
        elif event.sort == NOTICED:
            self.guard.signs.update(dict.fromkeys(event.names))
        elif event.sort == LIFTED:
            self.guard.lifted(names)
        elif event.sort == CHECKED and names and event.how.isdecimal():
            self.guard.checked(names[0], int(event.how))
        elif event.sort == CHECKED and names:
            self.guard.answered(names[0])

    def go_on(self, day: datetime.date) -> None:
        """Let a day come, and end what does not hold on it any more; a clock that goes back changes nothing."""
        self.day = max(self.day, day)
        self._end([name for name in self.values if is_over(self.rulebase, name, self.since[name], self.day)])
        for name in [n for n, (_, since) in self.declined.items() if is_over(self.rulebase, n, since, self.day)]:
            del self.declined[name]

    def _has(self, kind: str, name: str) -> bool:
        names: Mapping[str, object] = getattr(self.rulebase, f"{kind}s")
        if name in names:
            return True
        error = UnknownName(kind, name, names)
        self.lost[kind, name] = Lost(kind, name, f"there is no such {kind} any more", error.nearest)
        return False

    def _tell(self, telling: Telling) -> None:
        event = telling.event
        self.count += 1
        told: dict[str, Value] = {}
        for name, given in event.facts.items():
            if not self._has("fact", name):
                continue
            try:
                keeper, value = read_told(self.rulebase, name, given, event.day)
            except FactError as error:
                self.lost["fact", name] = Lost("fact", name, str(error))
                continue
            told[keeper] = value
            self.said[keeper] = self.count, telling.said[name]
            self.lost.pop(("fact", name), None)
        before = dict(self.values)
        self.values.update(told)
        for name in told:
            self.since[name] = self.day
            for gone in (self.declined, self.ended, self.dropped):
                gone.pop(name, None)
            self.asked = None if self.asked == name else self.asked
        self._drop()
        for plan in self.rulebase.plans.values() if event.sort == TOLD else ():
            self._restart(plan, before, {n: value for n, value in told.items() if n in self.values})

    def _drop(self) -> None:
        """Drop what does not apply by what was told, or corrected, later; what was said last is not dropped."""
        while True:
            clash = tell(self.rulebase, self.values, self.day).contradiction
            if clash is None or clash.kind != "applies":
                return
            told, said = (max(order) for order in zip(*(self.said[name] for name in clash.facts)))
            older = [n for n in clash.facts if self.said[n][0] < told or self.said[n][1] < said]
            loose = [n for n in older if self._is_out(n, clash.facts)]
            if not loose:
                return
            for name in loose:
                del self.values[name]
                self.dropped[name] = None

    def _is_out(self, name: str, others: Iterable[str]) -> bool:
        """Whether a fact does not apply, by others."""
        told = {other: self.values[other] for other in others if other != name}
        return applying(self.rulebase, name, tell(self.rulebase, told, self.day)) is False

    def _restart(self, plan: DatedPlan, before: Mapping[str, Value], told: Mapping[str, Value]) -> None:
        """Let a plan begin anew where what is reported makes it so while it runs."""
        begun = self.begun.get(plan.name)
        start, new = before.get(plan.start), told.get(plan.start)
        if begun and begun.day == self.day and start == begun.day and new in {None, start}:
            self._stand_by(plan, begun)
            return
        if start is None or not _runs(plan, start, self.day):
            return
        causes = [name for name in plan.restarts if told.get(name) is True and not self._excused(plan, name)]
        if new is not None and new != start:  # the day itself was told, and counts
            if _latest(start) < _earliest(new):
                on = min(_latest(new), self.day) if isinstance(new, Range) else _latest(new)
                self.restarts.append(Restart(plan.name, on, (*causes, plan.start)[0]))
        elif causes and _earliest(start) < self.day:
            self.begun[plan.name] = _Begun(self.day, start, self.since[plan.start])
            self.restarts.append(Restart(plan.name, self.day, causes[0]))
            self._count_from(plan, self.day, self.day)

    def _stand_by(self, plan: DatedPlan, begun: _Begun) -> None:
        """Look again at what began a plan anew today: what excuses it may be told only afterwards."""
        at = max(n for n, restart in enumerate(self.restarts) if restart.plan == plan.name)
        reported = [n for n in plan.restarts if self.values.get(n) is True and self.since[n] == self.day]
        causes = [name for name in reported if not self._excused(plan, name)]
        cause = self.restarts[at].cause
        if cause in causes or cause not in reported:
            return
        if causes:
            self.restarts[at] = Restart(plan.name, self.day, causes[0])
            return
        del self.restarts[at], self.begun[plan.name]
        if not any(self.rulebase.plans[name].start == plan.start for name in self.begun):
            self._count_from(plan, begun.start, begun.since)

    def _count_from(self, plan: DatedPlan, start: Value, since: datetime.date) -> None:
        self.values[plan.start] = start
        self.since[plan.start] = since

    def _excused(self, plan: DatedPlan, cause: str) -> bool:
        return any(self.values.get(other) is True for other in plan.unless.get(cause, ()))

    def _anew(self) -> None:
        """End the occasion: what was told about it holds no longer."""
        self.begun.clear()
        self._end([name for name in self.values if of_occasion(self.rulebase, name)])
        for name in [n for n in self.declined if of_occasion(self.rulebase, n)]:
            del self.declined[name]

    def _end(self, names: Iterable[str]) -> None:
        for name in names:
            del self.values[name]
            self.ended[name] = None

    def state(self) -> State:
        """Give what it has come to."""
        return State(
            tell(self.rulebase, self.values, self.day),
            {name: self.since[name] for name in self.values},
            self.topics,
            self.asked,
            {name: how for name, (how, _) in self.declined.items()},
            self.guard,
            tuple(self.ended),
            tuple(self.dropped),
            tuple(self.restarts),
            tuple(self.lost.values()),
        )


def _runs(plan: DatedPlan, start: Value, day: datetime.date) -> bool:
    """Whether a plan surely runs on a day, by what is known of the day that it counts from."""
    return (day - _latest(start)).days >= 0 and (day - _earliest(start)).days < plan.length


def _earliest(date: Value) -> datetime.date:
    low = date.low if isinstance(date, Range) else date
    return low if isinstance(low, datetime.date) else datetime.date.min


def _latest(date: Value) -> datetime.date:
    high = date.high if isinstance(date, Range) else date
    return high if isinstance(high, datetime.date) else datetime.date.max


class Progress(NamedTuple):
    """How far a plan has come: the day it counts from (None: not known), which day of it this is, and when it ends.

    >>> from advisor import Advisor
    >>> reply = Advisor.load("examples/garden").ask("I watered 3 days ago.", today=datetime.date(2026, 11, 23))
    >>> [(plan.day, plan.plan.length) for plan in reply.plans]
    [(3, 4)]
    """

    plan: DatedPlan
    start: datetime.date | None
    day: int | None
    ends: datetime.date | None
    over: bool
    restarts: tuple[Restart, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON."""
        named = {"plan": self.plan.name, "title": self.plan.title, "length": self.plan.length}
        return named | {key: record(value) for key, value in self._asdict().items() if key != "plan"}


def progress(rulebase: Rulebase, situation: Situation, restarts: tuple[Restart, ...] = ()) -> tuple[Progress, ...]:
    """Tell of every plan how far it has come; the day it counts from is day 0."""
    found: list[Progress] = []
    today = situation.today
    begun = restarts
    for plan in rulebase.plans.values():
        start = situation.values.get(plan.start)
        restarts = tuple(restart for restart in begun if restart.plan == plan.name)
        if not isinstance(start, datetime.date):
            found.append(Progress(plan, None, None, None, over=False, restarts=restarts))
            continue
        day = (today - start).days
        last = (datetime.date.max - start).days
        ends = start + datetime.timedelta(days=plan.length) if plan.length <= last else None
        found.append(Progress(plan, start, day, ends, over=day >= plan.length, restarts=restarts))
    return tuple(found)
