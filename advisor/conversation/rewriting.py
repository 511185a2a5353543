"""Rewriting: the events as they would have been, had what was corrected or taken back later been known at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from advisor.conversation.session import ANEW, CORRECTED, DECLINED, TOLD, WITHDRAWN, Event
from advisor.errors import FactError, UnknownName
from advisor.reasoning.records import record
from advisor.reasoning.tellings import keeper, read_told

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from advisor.rulebase.model import Rulebase

OCCASION = "occasion"


class Telling(NamedTuple):
    """An event as it would have been; `said` has for each of its facts the place of the event that said so last."""

    event: Event
    said: Mapping[str, int]


def rewritten(rulebase: Rulebase, events: Iterable[Event]) -> list[Telling]:
    """Give the events as they would have been.

    What was corrected stands where it was told, as it is now known; what was taken back is left out. A correction of
    what was never told, or could not have been told yet, stays a correction.
    """
    found: list[Telling] = []
    for place, event in enumerate(events):
        if event.sort == CORRECTED:
            for name, given in event.facts.items():
                _correct(rulebase, found, event.day, (name, given), place)
        elif event.sort == WITHDRAWN:
            for name in event.names:
                _take_back(rulebase, found, name)
        else:
            found.append(Telling(event, dict.fromkeys(event.facts, place)))
    return found


def _correct(
    rulebase: Rulebase, found: list[Telling], day: datetime.date, fact: tuple[str, object], place: int
) -> None:
    """Put a corrected fact where it was told last, or where it could first have been told after that."""
    # days since a date are read on the day on which they were said, and kept as the date
    name, given = _read(rulebase, *fact, day) or fact
    at = next((n for n in reversed(range(len(found))) if _tells(rulebase, found[n].event, name)), None)
    if at is not None and (_read(rulebase, name, given, found[at].event.day) or not _read(rulebase, name, given, day)):
        _strip(rulebase, found, at, name)
        event, said = found[at]
        found[at] = Telling(replace(event, facts={**event.facts, name: given}), {**said, name: place})
        return
    first = len(found)
    if at is not None:
        _strip(rulebase, found, at, name)
        later = range(at, len(found))
        first = next((n for n in later if _read(rulebase, name, given, found[n].event.day)), first)
    on = found[first].event.day if first < len(found) else day
    found.insert(first, Telling(Event(CORRECTED, on, {name: given}), {name: place}))


def _take_back(rulebase: Rulebase, found: list[Telling], name: str) -> None:
    """Leave out what was told of a fact, back to where it last was over, and that its question was declined."""
    since: datetime.date | None = None
    for at in reversed(range(len(found))):
        event = found[at].event
        if event.sort == DECLINED:
            names = tuple(n for n in event.names if kept_by(rulebase, n) != kept_by(rulebase, name))
            found[at] = found[at]._replace(event=replace(event, names=names))
    for at in reversed(range(len(found))):
        event = found[at].event
        if since and event.sort == ANEW and of_occasion(rulebase, kept_by(rulebase, name)):
            return
        if _tells(rulebase, event, name):
            if since and is_over(rulebase, kept_by(rulebase, name), event.day, since):
                return
            since = event.day
            _strip(rulebase, found, at, name)


def _tells(rulebase: Rulebase, event: Event, name: str) -> bool:
    same = kept_by(rulebase, name)
    return event.sort in {TOLD, CORRECTED} and any(kept_by(rulebase, n) == same for n in event.facts)


def _strip(rulebase: Rulebase, found: list[Telling], at: int, name: str) -> None:
    """Take what is told of a fact out of an event."""
    event, said = found[at]
    facts = {n: value for n, value in event.facts.items() if kept_by(rulebase, n) != kept_by(rulebase, name)}
    found[at] = Telling(replace(event, facts=facts), {n: said[n] for n in facts})


def _read(rulebase: Rulebase, name: str, given: object, day: datetime.date) -> tuple[str, object] | None:
    """Read a fact as it is kept, as plain values; None for what does not fit."""
    try:
        kept, value = read_told(rulebase, name, given, day)
    except (FactError, UnknownName):
        return None
    return kept, record(value)


def kept_by(rulebase: Rulebase, name: str) -> str:
    """Name the fact by which a fact is kept: a computed fact that can be told, as what it is computed from.

    >>> from advisor import load
    >>> kept_by(load("examples/garden"), "days_since_watering")
    'watered_on'
    """
    fact = rulebase.facts.get(name)
    return keeper(rulebase, name) if fact and fact.formula and fact.formula.once() else name


def of_occasion(rulebase: Rulebase, name: str) -> bool:
    """Whether a fact is about one occasion, by itself or by what it hangs on."""
    return any(rulebase.facts[one].lasts == OCCASION for one in _hanging_on(rulebase, name))


def is_over(rulebase: Rulebase, name: str, since: datetime.date, day: datetime.date) -> bool:
    """Whether what was told on a day does not hold any more on another: an occasion is over with its day."""
    gone = (day - since).days
    for one in _hanging_on(rulebase, name):
        lasts = rulebase.facts[one].lasts
        if gone >= 1 and lasts == OCCASION:
            return True
        if lasts.startswith("days") and gone >= int(lasts.split()[1]):
            return True
    return False


def _hanging_on(rulebase: Rulebase, name: str) -> AbstractSet[str]:
    """Name a fact and those that are known by its being told: where these do not last, neither does it."""
    found: set[str] = set()
    todo = [name]
    while todo:
        fact = rulebase.facts.get(todo.pop())
        if fact is None or fact.name in found:
            continue
        found.add(fact.name)
        if fact.applies and len(fact.applies) == 1:
            levels = [rulebase.levels[test.level] for test in fact.applies[0]]
            todo += [one for level in levels for one in (level.formula.facts if level.formula else (level.fact,))]
    return found
