"""What a message changes about safety: flags raised, denied or lifted, and direct questions answered or asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.conversation.session import CHECKED, LIFTED, NOTICED, RAISED, Event
from advisor.conversation.standing import MOST_TRIES, suspending
from advisor.language.heard import AFFIRMED, ANSWER, CLARIFY, DENIED, HELP
from advisor.rulebase.care import SELF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.conversation.fold import State
    from advisor.language.heard import Heard, Raised
    from advisor.rulebase.model import Rulebase

DONE = "done"
YES, NO = "yes", "no"


def guarded(rulebase: Rulebase, state: State, heard: Heard, said: str | None) -> Iterator[Event]:
    """Tell what a message changes about safety; `said` is the answer to the direct question that waits, if any is."""
    day, guard = state.situation.today, state.guard
    if new := tuple(sign for sign in heard.signs if sign not in guard.signs):
        yield Event(NOTICED, day, names=new)
    for one in heard.flags:
        known = guard.standing.get(one.flag)
        # what nobody raised needs no denial
        if known is None and one.status == DENIED:
            continue
        if known is None or known.status != one.status or known.lifted:
            yield _raised(state, one.flag, one.status, one.voice)
    yield from _answered(rulebase, state, heard, said)
    if heard.decision in {ANSWER, CLARIFY, HELP} and (heard.asked or heard.about or heard.topics):
        names = [name for name in guard.standing if guard.liftable(name, day)]
        if names:
            yield Event(LIFTED, day, names=tuple(names))


def _raised(state: State, flag: str, status: str, voice: str = SELF) -> Event:
    names = (flag,) if voice == SELF else (flag, voice)
    return Event(RAISED, state.situation.today, names=names, how=status)


def _answered(rulebase: Rulebase, state: State, heard: Heard, said: str | None) -> Iterator[Event]:
    """Tell what the answer to a direct question raises or denies."""
    waiting = state.guard.waiting
    if waiting is None or said is None:
        return
    flag = rulebase.flags[waiting.flag]
    check = flag.checks[waiting.step]
    yield Event(CHECKED, state.situation.today, names=(flag.name,), how=DONE)
    if said == YES:
        yield _raised(state, check.yes or flag.name, AFFIRMED)
    elif said == NO and check.no:
        yield _raised(state, check.no, AFFIRMED)
    elif said == NO:
        signs = {*state.guard.signs, *heard.signs}
        if signs.isdisjoint(flag.despite) and not any(_up(one, flag.name) for one in heard.flags):
            yield _raised(state, flag.name, DENIED)
    elif check.unsure:
        yield _raised(state, check.unsure, AFFIRMED)


def _up(one: Raised, name: str) -> bool:
    return one.flag == name and one.status != DENIED


def asking_about(rulebase: Rulebase, state: State, *, spoke: bool) -> Iterator[Event]:
    """Tell which direct question is asked from now on: the one that waits, once more, or else the next.

    One that was asked twice, and not understood, is given up. `spoke` says that there was a message.
    """
    guard, day = state.guard, state.situation.today
    up = suspending(rulebase, (one for one in guard.standing.values() if one.voice == SELF))
    waiting = guard.waiting
    wanted = guard.next_check(up)
    if waiting is not None:
        one = guard.standing[waiting.flag]
        if wanted is not None and wanted != waiting and _before(rulebase, wanted.flag, waiting.flag):
            yield Event(CHECKED, day, names=(wanted.flag,), how=str(wanted.step))
        elif not spoke:
            return
        elif one.tries >= MOST_TRIES:
            yield Event(CHECKED, day, names=(waiting.flag,), how=DONE)
            guard.answered(waiting.flag)
            up = suspending(rulebase, (one for one in guard.standing.values() if one.voice == SELF))
            if following := guard.next_check(up):
                yield Event(CHECKED, day, names=(following.flag,), how=str(following.step))
        else:
            yield Event(CHECKED, day, names=(waiting.flag,), how=str(waiting.step))
    elif wanted is not None:
        yield Event(CHECKED, day, names=(wanted.flag,), how=str(wanted.step))


def _before(rulebase: Rulebase, one: str, other: str) -> bool:
    return rulebase.flags[one].rank < rulebase.flags[other].rank
