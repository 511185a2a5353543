"""A rulebase about a house by a river, with flags of every urgency, and talks about it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from advisor import Advisor, loads
from advisor.conversation.session import RAISED, Event
from advisor.language.heard import AFFIRMED
from advisor.rulebase.care import SELF

if TYPE_CHECKING:
    from advisor import Reply, Session

DAY = datetime.date(2026, 11, 23)
HOUSE = """
name: house
notice: "A program that knows about houses."
reminder: "Only a program."
help: "Call {emergency}. [At sea, {coast}.]"
sources: {notes: {title: Notes, sections: {all: All}}}
facts:
  dry: {kind: boolean, ask: Is the cellar dry?, said: {true: [the cellar is dry], false: [the cellar is wet]}}
topics:
  pump: {title: The pump, asked: [run the pump]}
  paint: {title: Paint, asked: [paint the cellar]}
rules:
  run: {when: not dry, advise: {topic: pump, act: run, verdict: do, say: Run it.}, tags: [engine], source: notes/all}
  stop: {when: dry, advise: {topic: pump, act: run, verdict: dont, say: Stop it.}, tags: [engine], source: notes/all}
  wait: {when: not dry, advise: {topic: paint, act: paint, verdict: wait, say: Wait.}, tags: [brush], source: notes/all}
flags:
  gas:
    urgency: emergency
    say: "Go out and call {emergency}."
    witness: "Get them out and call {emergency}."
    doer: "Turn it off and call {emergency}."
    brief: About the gas.
    stays: "If it smells again, {emergency}."
    said: [i smell gas]
    checks: [{ask: Are you outside?}]
    needs: [emergency]
    despite: [hissing]
  flood:
    urgency: urgent
    say: "Go upstairs. {flood} helps. [At sea, {coast}.]"
    witness: "Get them upstairs. {flood} helps."
    brief: "About the water: {flood}."
    stays: "If the water comes back: {flood}."
    said: [the cellar is flooded]
    checks: [{ask: Is it rising?}, {ask: Is somebody down there?, yes: trapped, unsure: trapped}]
    needs: [flood]
  trapped:
    urgency: emergency
    say: "Do not go down. Call {emergency}."
    stays: "Nobody goes down; {emergency}."
    said: [somebody is in the cellar]
    checks: [{ask: Is it rising?, yes: trapped, no: flood, unsure: trapped}]
  order: {urgency: urgent, say: The town keeps you out., stays: The town says when., said: [the town closed the house],
          firm: true}
  cracks: {urgency: boundary, say: Leave the wall alone., brief: The wall too., stays: Mind the wall.,
           said: [the wall is cracked], suspends: {tags: [engine]}}
  shared: {urgency: adapt, say: Ask the neighbour first., said: [we share the cellar], suspends: {tags: [brush]},
           checks: [{ask: Do you get on?, no: cracks, unsure: cracks}]}
signs:
  hissing: {said: [it hisses]}
  candle: {said: [i lit a candle]}
together:
  flame: {of: [gas, candle], say: Put it out on your way., source: notes/all}
  both: {of: [flood, candle], raises: gas, possible: true, source: notes/all}
  wall: {of: [flood, cracks], say: A wall in water may fall., source: notes/all}
voices: {witness: [my neighbour], doer: [i opened the tap]}
countries:
  IE: {name: Ireland, also: [Eire], within: EU}
  EU: {name: European Union}
  NL: {name: The Netherlands, also: [Holland], within: EU}
  NO: {name: Norway}
resources:
  - {country: EU, needs: [emergency], name: Emergency, call: "112", checked_on: 2026-11-01}
  - {country: IE, needs: [emergency], name: Emergency, call: "999", checked_on: 2026-11-01}
  - {country: "*", needs: [emergency], name: your own number, checked_on: never}
  - {country: NL, needs: [flood], name: Water board, call: "0800", text: "0800", hours: always, checked_on: 2026-11-01}
  - {country: NL, needs: [coast, flood], name: Coast guard, call: "0900", text: SEA to 1, checked_on: never}
  - {country: EU, needs: [crisis], name: Listeners, url: "https://www.listeners.example", checked_on: never}
  - {country: "*", needs: [otherwise], name: a neighbour, checked_on: never}
"""
ADVISOR = Advisor(loads(HOUSE), engine="plain")
RULEBASE, CARE = ADVISOR.rulebase, ADVISOR.rulebase.care
FLAGS = list(RULEBASE.flags)

SAID = (
    "I smell gas.",
    "I don't smell gas.",
    "My neighbour says: I smell gas.",
    "The cellar is flooded!",
    "The cellar is not flooded.",
    "Somebody is in the cellar.",
    "The town closed the house.",
    "The wall is cracked.",
    "We share the cellar.",
    "It hisses.",
    "I lit a candle.",
    "Should I run the pump?",
    "Should I paint the cellar?",
    "The cellar is wet.",
    "Yes.",
    "No.",
    "I don't know.",
    "Hm.",
)
"""What may be said in a talk about the house."""

TALKS = st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from((0, 0, 0, 1, 5))), max_size=9)


def day(number: int) -> datetime.date:
    return DAY + datetime.timedelta(days=number)


def say(
    *lines: str, session: Session | None = None, number: int = 0, country: str | None = None
) -> tuple[Session, Reply]:
    """Say one line after the other on a day, and give what came of the last."""
    session = session or ADVISOR.begin()
    for line in lines:
        session, reply = ADVISOR.respond(session, line, country=country, today=day(number))
    return session, reply


def raised(*names: str, status: str = AFFIRMED, voice: str = SELF, session: Session | None = None) -> Session:
    """Let flags be raised, or denied, whatever words may do so."""
    session = session or ADVISOR.begin()
    told = ((name,) if voice == SELF else (name, voice) for name in names)
    return session.then(*(Event(RAISED, DAY, names=one, how=status) for one in told))


def sorts(session: Session, sort: str) -> list[tuple[tuple[str, ...], str]]:
    """Give the names and the how of the events of one sort."""
    return [(event.names, event.how) for event in session.events if event.sort == sort]
