"""The commands of a talk that change what was told: back, change, skip, and turning to a topic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.cli._waiting import Waiting, picked
from advisor.conversation.session import ABOUT, CARRIED, DECLINED, OF_SAFETY
from advisor.language.heard import RATHER_NOT
from advisor.reasoning.questions import Question
from advisor.reasoning.records import record
from advisor.render.blocks import DETAIL, PARAGRAPH, Block
from advisor.render.question import question_blocks
from advisor.render.talk import facts_blocks, left_open_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.cli._talk import Talk
    from advisor.conversation.reply import Reply


def back(talk: Talk, given: str) -> Iterator[Block]:
    """Take back what the last line told, declined or turned to; what was said about safety stays."""
    del given
    if not talk.turns:
        yield Block(PARAGRAPH, "There is nothing to take back.")
        return
    before = talk.turns.pop()
    advisor, today = talk.advisor, talk.today()
    earlier, events = talk.session.events[:before], talk.session.events[before:]
    if talk.name is None:  # nothing is kept, so it can be as if it had never been said
        stays = (event for event in events if event.sort in OF_SAFETY | {CARRIED})
        session = replace(talk.session, events=(*earlier, *stays))
    else:
        names = tuple(dict.fromkeys(n for e in events for n in (*e.facts, *(e.names if e.sort == DECLINED else ()))))
        were = advisor.state(replace(talk.session, events=earlier), today=today)
        values = were.situation.values
        session = advisor.withdraw(talk.session, *(n for n in names if n not in values), today=today)
        session = session.corrected(record({n: v for n, v in values.items() if n in names}), today)
        now = advisor.state(session, today=today).situation.values  # a new occasion may have ended others
        session = session.told(record({n: v for n, v in values.items() if now.get(n) != v}), today)
        if any(event.sort == ABOUT for event in events):
            session = session.about(were.topics, today)
    yield Block(PARAGRAPH, "Taken back.")
    yield from talk.answer(*talk.replied_to(session))


def change(talk: Talk, given: str) -> Iterator[Block]:
    reply = talk.replied()
    names = tuple(reply.situation.values)
    told, equals, value = given.partition("=")
    if equals:
        yield from _corrected(talk, {told.strip(): value.strip()})
    elif name := picked(given, names):
        yield from ask_again(talk, name)
    else:
        if given and names:
            yield Block(PARAGRAPH, "There is no such number.")
        yield from facts_blocks(reply)
        if names:
            yield Block(DETAIL, "To put one right, type change and its number, such as change 1.")


def ask_again(talk: Talk, name: str) -> Iterator[Block]:
    """Ask anew for a fact that was told, and wait for it."""
    talk.waiting = Waiting(fact=name)
    fact = talk.advisor.rulebase.facts[name]
    ask = fact.ask or f"What is right: {name.replace('_', ' ')}?"
    choices = ("yes", "no") if fact.kind == "boolean" else fact.choices
    yield from question_blocks(talk.advisor.rulebase, Question(name, ask, choices, ()))
    yield Block(DETAIL, "You need not answer: don't know.")


def put_right(talk: Talk, name: str, line: str) -> Iterator[Block]:
    """Read a line as the right answer to a question that was answered before; anything else is said to the advisor."""
    advisor, today = talk.advisor, talk.today()
    heard = advisor.understand(line, expecting=name, today=today)
    if heard.answer and heard.answer.declined:
        before = len(talk.session.events)
        session = advisor.decline(
            advisor.withdraw(talk.session, name, today=today), name, heard.answer.declined, today=today
        )
        yield from left_open_blocks(heard.answer.declined)
        yield from talk.answer(*talk.replied_to(session))
        talk.turns.append(before)
    elif name in heard.facts:
        yield from _corrected(talk, {name: heard.facts[name]})
    elif not heard.understood:
        yield Block(PARAGRAPH, "I did not understand that.")
        yield from ask_again(talk, name)
    else:
        yield from talk.respond(line)


def _corrected(talk: Talk, facts: Mapping[str, object]) -> Iterator[Block]:
    before = len(talk.session.events)
    session = talk.advisor.tell(talk.session, facts, correcting=True, today=talk.today())
    yield from talk.answer(*talk.replied_to(session))
    talk.turns.append(before)


def at_odds(reply: Reply) -> tuple[str, ...]:
    """Name the facts that were told and cannot all be so."""
    found = reply.outcome.contradiction
    return tuple(name for name in found.facts if name in reply.situation.values) if found else ()


def skip(talk: Talk, given: str) -> Iterator[Block]:
    del given
    if talk.quiet or not (talk.reply and talk.reply.question):
        yield Block(PARAGRAPH, "There is no question to leave open.")
        return
    before = len(talk.session.events)
    session = talk.advisor.decline(talk.session, talk.reply.question.fact, RATHER_NOT, today=talk.today())
    yield from left_open_blocks(RATHER_NOT)
    yield from talk.answer(*talk.replied_to(session))
    talk.turns.append(before)


def turn(talk: Talk, topic: str) -> Iterator[Block]:
    """Turn the talk to a topic."""
    before = len(talk.session.events)
    session = talk.advisor.turn(talk.session, topic, today=talk.today())
    yield from talk.answer(*talk.replied_to(session))
    talk.turns.append(before)
