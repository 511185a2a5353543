"""Scenarios by talk: their steps said one after the other in one session, and what comes of each."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from advisor.errors import AdvisorError
from advisor.rulebase.scenarios import DAY
from advisor.workbench.expecting import ANSWERED, ASKED, CHECKED, GIVEN, NONE, SAY, Miss, Seen, misses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.conversation.reply import Reply
    from advisor.conversation.session import Session
    from advisor.rulebase.model import Rulebase, Scenario, Step


class Talking(Protocol):
    """What a talk is held with: an advisor, as far as it takes part in one."""

    rulebase: Rulebase

    def begin(self) -> Session:
        """Begin a talk."""

    def tell(self, session: Session, facts: Mapping[str, object], *, today: datetime.date | None = None) -> Session:
        """Report facts."""

    def respond(self, session: Session, text: str, *, today: datetime.date | None = None) -> tuple[Session, Reply]:
        """Take in what somebody says, and reply."""


def played(advisor: Talking, scenario: Scenario) -> Iterator[tuple[Seen | None, tuple[Miss, ...]]]:
    """Hold the talk of a scenario: give what came of each step, and what it missed.

    It ends early with a miss where the advisor refuses what it is told.
    """
    begun = scenario.today or scenario.talk[0].today
    day = datetime.date.fromisoformat(begun) if begun else DAY
    before: Seen | None = None
    number = 0
    try:
        session = advisor.begin()
        if scenario.given:
            session = advisor.tell(session, scenario.given, today=day)
        for number, step in enumerate(scenario.talk, 1):
            day = datetime.date.fromisoformat(step.today) if step.today else day
            session, reply = advisor.respond(session, step.say, today=day)
            seen = _seen(reply, day)
            found = (*_answered(step, before, seen), *_next(step, seen), *misses(step, seen))
            yield seen, tuple(replace(one, step=number) for one in found)
            before = seen
    except AdvisorError as error:
        about, key = ("what is said", SAY) if number else ("the facts", GIVEN)
        expected = "what can be taken in" if number else "facts that fit"
        yield None, (Miss(about, expected, str(error), key, step=number),)


def _seen(reply: Reply, day: datetime.date) -> Seen:
    # a direct question about safety comes before all others
    waiting = reply.guard.waiting if reply.guard and reply.check else None
    asked = None if waiting or reply.question is None else reply.question.fact
    topic = next(iter(reply.state.topics), None) if reply.state else None
    return Seen(
        day,
        reply.heard,
        dict(reply.situation.values),
        topic,
        reply.flags,
        reply.outcome,
        asked,
        waiting.flag if waiting else None,
    )


def _answered(step: Step, before: Seen | None, seen: Seen) -> Iterator[Miss]:
    """Tell where an answer answers nothing: nothing was asked, or it was not understood as an answer."""
    if not step.answer or before is None or before.checked is not None:
        return
    if before.asked is None:
        yield Miss("the question answered", "a question", NONE, ANSWERED)
        return
    heard = seen.heard
    answered = heard is not None and (heard.answer is not None or before.asked in heard.facts)
    # it may be told through a formula, and is kept as what that is computed from
    if not answered and before.asked not in seen.facts:
        yield Miss(f"the answer to {before.asked}", "an answer", "none that was understood", ANSWERED, before.asked)


def _next(step: Step, seen: Seen) -> Iterator[Miss]:
    """Tell where another question comes next than the one expected."""
    if step.checked is not None and seen.checked != step.checked:
        values = (seen.checked,) if seen.checked else None
        got = seen.checked or (f"the question about {seen.asked}" if seen.asked else NONE)
        yield Miss("the direct question asked next", step.checked, got, CHECKED, values=values)
    if step.asked is None:
        return
    silent = seen.asked is None and (seen.checked is None or step.checked is not None)
    met = seen.asked in step.asked if step.asked else silent
    if not met:
        got = f"the direct question of the flag {seen.checked}" if seen.checked else seen.asked or NONE
        came: tuple[str, ...] | None = (seen.asked,) if seen.asked else ()
        came = None if seen.checked else came
        yield Miss("the question asked next", " or ".join(step.asked) or NONE, got, ASKED, values=came)
