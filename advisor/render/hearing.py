"""What was understood of a message, in words for authors: the decision, what it rests on, and what was left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.language.cues import HINT
from advisor.language.heard import CLARIFY, NOT_COVERED, OFF_TOPIC
from advisor.render.blocks import DETAIL, HEADING, PARAGRAPH, Block
from advisor.render.facts import fact_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.language.heard import Fired, Heard, Raised
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase

_MOST = 12  # words that were left over are listed


def hearing_blocks(rulebase: Rulebase, heard: Heard, text: str) -> Iterator[Block]:
    """Say what a message was taken as, and by which cues and hints."""
    yield Block(PARAGRAPH, f"Decision: {_decision(rulebase, heard)}")
    if heard.topics:
        yield from _rows("Topics, and what speaks for each:", [f"{one.score:<6g} {one.topic}" for one in heard.topics])
    facts = [
        f"{one.fact} = {_shown(one.value)}  “{one.words}”, by '{one.phrase}'{' denied' * one.negated}"
        for one in heard.readings
    ]
    yield from _rows("Facts:", facts)
    if heard.readings:
        says = (fact_in_words(rulebase.facts[one.fact], one.value) for one in heard.readings)
        yield Block(DETAIL, f"said back: {'; '.join(says)}")
    if heard.answer:
        answer = heard.answer
        value = answer.declined if answer.value is None else _shown(answer.value)
        yield from _rows("Answer to the question:", [f"{answer.fact} = {value}"])
    yield from _rows("Told both ways, and left out:", list(heard.unsure))
    yield from _rows("Safety:", [_flag(one) for one in heard.flags])
    yield from _rows("Signs:", list(heard.signs))
    yield from _rows("Times:", [_time(one.words, one.day, one.days) for one in heard.times])
    yield from _rows("Cues that fired:", [_fired(one, text) for one in heard.fired if one.role != HINT])
    hints = [f"{one.weight:+.2f} {one.phrase}" for one in heard.fired if one.role == HINT]
    name = next((one.name for one in heard.fired if one.role == HINT), "")
    yield from _rows(f"Hints that say most on {name}:", hints)
    if heard.leftover:
        more = " …" if len(heard.leftover) > _MOST else ""
        yield Block(PARAGRAPH, f"Left over: {' '.join(heard.leftover[:_MOST])}{more}")


def _flag(one: Raised) -> str:
    """Say a flag with its urgency, whose matter it is, and the words it was read from."""
    read = f"  “{one.words}”" if one.words else ""
    return f"{one.flag}: {one.status}, {one.urgency} ({one.priority}), {one.voice}{read}"


def _rows(heading: str, rows: list[str]) -> Iterator[Block]:
    if rows:
        yield Block(HEADING, heading)
        yield from (Block(DETAIL, row) for row in rows)


def _decision(rulebase: Rulebase, heard: Heard) -> str:
    if heard.about and heard.decision not in {NOT_COVERED, OFF_TOPIC}:
        return f"{heard.decision}: {rulebase.topics[heard.about].title} ({heard.about})"
    if heard.decision == CLARIFY:
        return f"clarify: {' or '.join(rulebase.topics[name].title for name in heard.offered)}"
    if heard.subject:
        return f"{heard.decision}: {rulebase.not_covered[heard.subject].title} ({heard.subject})"
    return heard.decision


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        low, high = value
        return f"{'' if low is None else low}..{'' if high is None else high}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _time(words: str, day: Value | None, days: Value | None) -> str:
    told = [f"the day {_shown(day)}" if day is not None else "", f"{_shown(days)} days" if days is not None else ""]
    return f"“{words}”: {', '.join(part for part in told if part)}"


def _fired(one: Fired, text: str) -> str:
    name = f" {one.name}" if one.name else ""
    words = " ".join(text[slice(*one.span)].split())
    weight = f" {one.weight:g}" if one.role in {"topic", "subject", "domain"} else ""
    return f"{one.role}{name}{weight}: '{one.phrase}' on “{words}”{f' ({one.aside})' if one.aside else ''}"
