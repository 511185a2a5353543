"""A calendar file of dated plans, for any program that reads iCalendar."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.conversation.fold import Progress
    from advisor.rulebase.model import Rulebase

PRODUCT = "-//advisor//dated plans//EN"


def calendar_file(rulebase: Rulebase, progress: tuple[Progress, ...], today: datetime.date) -> bytes:
    """Write the day on which each plan that is not over ends as an iCalendar file (RFC 5545).

    Somebody may look over one's shoulder: an entry has the title of its plan, and nothing else that was told. The same
    plans give the same bytes. Raises AdvisorError where the library `icalendar` is missing, or no plan has a day.
    """
    try:
        from icalendar import Calendar, Event  # an extra, and only this needs it
    except ImportError:
        raise AdvisorError("a calendar file needs a library: pip install icalendar") from None
    entries = list(_entries(rulebase, progress))
    if not entries:
        raise AdvisorError("no plan is running, so there is nothing to put into a calendar")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    stamp = datetime.datetime.combine(today, datetime.time(), datetime.timezone.utc)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp)
        event.add("dtstart", entry.day)
        event.add("summary", entry.title)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")  # nobody is busy all day
        calendar.add_component(event)
    return bytes(calendar.to_ical())


class _Entry(NamedTuple):
    uid: str
    day: datetime.date
    title: str


def _entries(rulebase: Rulebase, progress: tuple[Progress, ...]) -> Iterator[_Entry]:
    for one in progress:
        if one.start is not None and one.ends is not None and not one.over:
            # the same plan from the same day is the same entry, whoever writes it down and where
            named = f"{rulebase.name}\n{one.plan.name}\n{one.start.isoformat()}"
            yield _Entry(hashlib.sha256(named.encode()).hexdigest()[:32], one.ends, one.plan.title)
