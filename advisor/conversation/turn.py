"""A turn: what somebody says, and the session and the reply that come of it. Pure: nothing is kept anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.conversation.fold import fold
from advisor.conversation.reply import Reply, quiet_reply, silences_all
from advisor.conversation.rewriting import of_occasion
from advisor.conversation.session import ABOUT, ANEW, ANSWERED, ASKED, DECLINED, RAISED, TOLD, Event
from advisor.errors import FactError
from advisor.language.heard import DENIED, OFF_TOPIC, Heard
from advisor.reasoning.questions import questions
from advisor.reasoning.records import record
from advisor.reasoning.settling import conclude
from advisor.reasoning.tellings import meet, read_told

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping

    from advisor.conversation.fold import State
    from advisor.conversation.session import Session
    from advisor.language.reading import Understanding
    from advisor.reasoning.settling import Prepared
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase

ALWAYS = "always"
SAID_NOTHING = Heard(OFF_TOPIC)


def respond(
    rulebase: Rulebase,
    prepared: Callable[[], Prepared],
    understanding: Understanding,
    session: Session,
    text: str,
    today: datetime.date,
) -> tuple[Session, Reply]:
    """Take in what somebody says, and reply. What is not understood at all leaves the session as it was.

    `prepared` is called only when something is to be decided: a reply about safety needs no engine. Raises AdvisorError
    for a text that is too long.
    """
    state = fold(rulebase, session, today)
    heard = understanding.read(text, state.situation.today, state.asked)
    events = tuple(_events(rulebase, state, heard))
    return reply_to(rulebase, prepared, session.then(*events), today, heard)


def reply_to(
    rulebase: Rulebase,
    prepared: Callable[[], Prepared],
    session: Session,
    today: datetime.date,
    heard: Heard = SAID_NOTHING,
) -> tuple[Session, Reply]:
    """Reply to a session as it stands; what is asked and advised by it becomes part of the session."""
    state = fold(rulebase, session, today)
    raised = tuple(name for name, status in state.flags.items() if status != DENIED)
    if silences_all(rulebase, raised):
        session = session.on(rulebase, today).then(*_asked(state, None))
        return session, quiet_reply(rulebase, heard, state.situation, raised, state)
    ready = prepared()
    outcome = conclude(ready, state.situation, state.topics, raised)
    asking = questions(ready.charts, outcome, state.situation, state.declined.keys())
    reply = Reply(rulebase, heard, state.situation, outcome, asking, raised, state)
    return session.on(rulebase, today).then(*_said(session, state, reply)), reply


def _events(rulebase: Rulebase, state: State, heard: Heard) -> Iterator[Event]:
    """Tell what happened by what was heard: flags before all, then an answer, a topic, and facts."""
    day = state.situation.today
    for raised in heard.flags:
        # what nobody raised needs no denial
        if state.flags.get(raised.flag) != raised.status and (raised.status != DENIED or raised.flag in state.flags):
            yield Event(RAISED, day, names=(raised.flag,), how=raised.status)
    told = readable(rulebase, heard.facts, day)
    anew = heard.anew and any(name in state.situation.values and of_occasion(rulebase, name) for name in told)
    if anew:
        yield Event(ANEW, day)
    if heard.answer and heard.answer.declined:
        yield Event(DECLINED, day, names=(heard.answer.fact,), how=heard.answer.declined)
    # an answer may hold words of another topic; only what is no answer turns the talk
    turns = heard.asked or not state.topics  # facts alone turn no talk that is about something already
    if heard.about and turns and not heard.answer and state.topics != (heard.about,):
        yield Event(ABOUT, day, names=(heard.about,))
    news = told if anew else {n: value for n, value in told.items() if _is_news(rulebase, state, n, value)}
    if news:
        yield Event(TOLD, day, record(news))


def _is_news(rulebase: Rulebase, state: State, name: str, value: Value) -> bool:
    """Whether a report says more than is known, or says on a later day that something is so still, or once more."""
    known = state.situation.values.get(name)
    if known is None or meet(known, value) != known:
        return True
    lasts = rulebase.facts[name].lasts != ALWAYS
    return state.since[name] != state.situation.today and (lasts or _restarts(rulebase, name, value))


def _restarts(rulebase: Rulebase, name: str, value: Value) -> bool:
    return value is True and any(name in plan.restarts for plan in rulebase.plans.values())


def readable(rulebase: Rulebase, facts: Mapping[str, object], today: datetime.date) -> dict[str, Value]:
    """Give what was heard as it is kept, without what does not fit, or is told in two ways that differ.

    A day to come does not fit where only a past one does.
    """
    found: dict[str, Value] = {}
    apart: set[str] = set()
    for name, value in facts.items():
        try:
            keeper, kept = read_told(rulebase, name, value, today)
        except FactError:
            continue
        both = meet(found.get(keeper, kept), kept)
        if both is None:
            apart.add(keeper)
        else:
            found[keeper] = both
    return {name: value for name, value in found.items() if name not in apart}


def _said(session: Session, state: State, reply: Reply) -> Iterator[Event]:
    """Tell what the reply adds: the advice, where it is another than before, and the question it asks."""
    day = state.situation.today
    advice = tuple((c.advice.on, c.advice.verdict, c.rule) for c in reply.outcome.concluded)
    last = next((event for event in reversed(session.events) if event.sort == ANSWERED), None)
    before = (last.names, last.advice) if last else ((), ())
    if (advice or before[1]) and before != (reply.outcome.topics, advice):
        yield Event(ANSWERED, day, names=reply.outcome.topics, advice=advice)
    yield from _asked(state, reply.questions[0].fact if reply.questions else None)


def _asked(state: State, fact: str | None) -> Iterator[Event]:
    """Tell which question waits for an answer from now on: without one, a later "yes" answers nothing."""
    if fact != state.asked:
        yield Event(ASKED, state.situation.today, names=(fact,) if fact else ())
