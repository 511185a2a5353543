"""Flags as they stand in a talk: which were raised, which suspend, and which direct question waits for an answer.

A flag is never taken away. It is possible, affirmed, or denied after it was asked about or put right. Possible and
affirmed suspend; denied goes on suspending until the advice is asked for again in a later message, and for an
emergency not before the next day; one that is firm always does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from advisor.language.heard import AFFIRMED, DENIED, POSSIBLE
from advisor.rulebase.care import EMERGENCY, SELF

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from advisor.language.heard import Heard
    from advisor.rulebase.care import Flag
    from advisor.rulebase.model import Rulebase

MOST_TRIES = 2
_RANK = {AFFIRMED: 0, POSSIBLE: 1, DENIED: 2}


@dataclass(frozen=True, slots=True)
class Standing:
    """A flag as it stands: its status, who it is about, the day it was raised last, and what became of its questions.

    `step` counts the direct questions that were answered, `tries` how often the next one was asked; `sure` says that it
    was affirmed once, `lifted` that it suspends no longer.
    """

    flag: str
    status: str
    voice: str
    day: datetime.date
    step: int = 0
    tries: int = 0
    lifted: bool = False
    sure: bool = False


class Waiting(NamedTuple):
    """A direct question that waits for an answer."""

    flag: str
    step: int


@dataclass
class Guard:
    """What a talk has raised so far; events change it."""

    flags: Mapping[str, Flag]
    standing: dict[str, Standing] = field(default_factory=dict)
    signs: dict[str, None] = field(default_factory=dict)
    waiting: Waiting | None = None
    asked: set[str] = field(default_factory=set)

    def raised(self, name: str, status: str, voice: str, day: datetime.date) -> None:
        """Let a flag be raised, or denied."""
        known = self.standing.get(name)
        status = status if status in _RANK else AFFIRMED  # of what a session says that nobody knows, the safe reading
        if status == DENIED:
            if known is not None:
                self.standing[name] = replace(known, status=DENIED, step=len(self.flags[name].checks))
            if self.waiting and self.waiting.flag == name:
                self.waiting = None
        elif known is None or known.status == DENIED:
            sure = status == AFFIRMED or bool(known and known.sure)
            self.standing[name] = Standing(name, status, voice, day, sure=sure)
            if known is not None:  # it was denied, and is asked about anew
                self.asked -= {check.ask for check in self.flags[name].checks}
        else:
            best = AFFIRMED if AFFIRMED in {status, known.status} else POSSIBLE
            self.standing[name] = replace(
                known, status=best, day=day, lifted=False, sure=best == AFFIRMED or known.sure
            )

    def checked(self, name: str, step: int) -> None:
        """Let a direct question be asked; the same words need not be asked twice for other flags."""
        known = self.standing.get(name)
        if known is None or step >= len(self.flags[name].checks):
            return
        tries = known.tries + 1 if known.step == step else 1
        self.standing[name] = replace(known, step=step, tries=tries)
        self.waiting = Waiting(name, step)
        self.asked.add(self.flags[name].checks[step].ask)

    def answered(self, name: str) -> None:
        """Let the direct question that waits be answered, or given up."""
        known = self.standing.get(name)
        if known is not None:
            self.standing[name] = replace(known, step=known.step + 1, tries=0)
        self.waiting = None

    def lifted(self, names: Iterable[str]) -> None:
        """Let flags suspend no longer."""
        for name in names:
            if name in self.standing:
                self.standing[name] = replace(self.standing[name], lifted=True)

    def _open(self, one: Standing, step: int) -> bool:
        """Whether a direct question is still to be asked: not in the same words again, and some only in doubt."""
        check = self.flags[one.flag].checks[step]
        if check.doubt and one.status == AFFIRMED:
            return False
        return check.ask not in self.asked or self.waiting == (one.flag, step)

    def liftable(self, name: str, today: datetime.date) -> bool:
        """Whether asking for the advice again ends what a denied flag suspends.

        Not where it is firm and was sure, nor beside signs that speak against a denial, nor an emergency of that day.
        """
        one, flag = self.standing[name], self.flags[name]
        if one.status != DENIED or one.lifted or (flag.firm and one.sure):
            return False
        return self.signs.keys().isdisjoint(flag.despite) and (flag.urgency != EMERGENCY or today > one.day)

    def next_check(self, now: Iterable[Standing]) -> Waiting | None:
        """Give the direct question to ask next: that of the most urgent flag that has one left."""
        for one in now:
            checks = self.flags[one.flag].checks
            step = one.step
            while step < len(checks) and not self._open(one, step):
                step += 1
            if one.status != DENIED and step < len(checks):
                return Waiting(one.flag, step)
        return None


def by_urgency(rulebase: Rulebase, standing: Iterable[Standing]) -> list[Standing]:
    """Put flags in order: the most urgent first, affirmed before possible, then as the rulebase has them."""
    order = {name: place for place, name in enumerate(rulebase.flags)}
    return sorted(standing, key=lambda one: (rulebase.flags[one.flag].rank, _RANK[one.status], order[one.flag]))


def suspending(rulebase: Rulebase, standing: Iterable[Standing]) -> list[Standing]:
    """Give those that suspend, the most urgent first."""
    return by_urgency(rulebase, (one for one in standing if one.status != DENIED or not one.lifted))


def guard_of(rulebase: Rulebase, heard: Heard, day: datetime.date) -> Guard:
    """Give what a single message raises; what it only denies is none of it."""
    guard = Guard(rulebase.flags)
    for one in heard.flags:
        if one.status != DENIED:
            guard.raised(one.flag, one.status, one.voice, day)
    guard.signs.update(dict.fromkeys(heard.signs))
    own = [one for one in suspending(rulebase, guard.standing.values()) if one.voice == SELF]
    if check := guard.next_check(own):
        guard.checked(*check)
    return guard
