"""A turn: what somebody says, and the session and the reply that come of it. Pure: nothing is kept anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.conversation.fold import fold
from advisor.conversation.guarding import asking_about, guarded
from advisor.conversation.reply import Reply, quiet_reply, quiets
from advisor.conversation.rewriting import of_occasion
from advisor.conversation.session import ABOUT, ANEW, ANSWERED, ASKED, DECLINED, TOLD, Event
from advisor.conversation.standing import suspending
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


class Means(NamedTuple):
    """What replies are made with: a rulebase, what decides by it, what understands it, and whose help is named.

    `prepared` is called only when something is to be decided: a reply about safety needs no engine. `country` is a
    code, None where it is not known.
    """

    rulebase: Rulebase
    prepared: Callable[[], Prepared]
    understanding: Callable[[], Understanding]
    country: str | None = None


def respond(means: Means, session: Session, text: str, today: datetime.date) -> tuple[Session, Reply]:
    """Take in what somebody says, and reply. What is not understood at all leaves the session as it was.

    Raises AdvisorError for a text that is too long.
    """
    rulebase, understanding = means.rulebase, means.understanding()
    state = fold(rulebase, session, today)
    guard = state.guard
    known = {name for name, one in guard.standing.items() if one.status != DENIED} | guard.signs.keys()
    # an answer to a direct question about safety answers no other
    heard = understanding.read(text, state.situation.today, None if guard.waiting else state.asked, known)
    said = understanding.assent(text, today) if guard.waiting else None
    events = (*guarded(rulebase, state, heard, said), *_events(rulebase, state, heard))
    return reply_to(means, session.then(*events), today, heard)


def reply_to(means: Means, session: Session, today: datetime.date, heard: Heard | None = None) -> tuple[Session, Reply]:
    """Reply to a session as it stands; what is asked and advised by it becomes part of the session."""
    rulebase, country = means.rulebase, means.country
    session = session.then(*asking_about(rulebase, fold(rulebase, session, today), spoke=heard is not None))
    heard = heard or SAID_NOTHING
    state = fold(rulebase, session, today)
    raised = tuple(one.flag for one in suspending(rulebase, state.guard.standing.values()))
    if quiets(rulebase, raised):
        session = session.on(rulebase, today).then(*_asked(state, None))
        return session, quiet_reply(rulebase, heard, state.situation, state.guard, country, state)
    ready = means.prepared()
    outcome = conclude(ready, state.situation, state.topics, raised)
    asking = questions(ready.charts, outcome, state.situation, state.declined.keys())
    reply = Reply(rulebase, heard, state.situation, outcome, asking, raised, state, state.guard, country)
    return session.on(rulebase, today).then(*_said(session, state, reply)), reply


def _events(rulebase: Rulebase, state: State, heard: Heard) -> Iterator[Event]:
    """Tell what happened by what was heard beside safety: an answer, a topic, and facts."""
    day = state.situation.today
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
