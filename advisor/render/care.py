"""What is said about safety, in words: the help first, the direct question, what stays, and what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.conversation.help import filled, place_in_words, places
from advisor.language.heard import DENIED, POSSIBLE
from advisor.render.blocks import DETAIL, ITEM, LEAD, NOTE, PARAGRAPH, Block
from advisor.rulebase.care import BOUNDARY, EMERGENCY, SELF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.conversation.reply import Reply
    from advisor.language.heard import Heard
    from advisor.rulebase.model import Rulebase

ADDED = "For safety we add:"
DENIED_NOW = "Thank you for answering. I take you at your word. When you want the advice, ask for it again."
STILL = "What I said about help stands, and I give no advice now."
FIRM = "This stays as it is for today, and I give no advice."
TOO_LITTLE = "I do not understand enough to advise. These people can help:"


def care_blocks(reply: Reply, before: Reply | None = None, *, asks: bool = False) -> Iterator[Block]:
    """Say what comes before all advice: help, and the direct question; in a talk, what is new of it.

    `before` is the reply before, None for the first. `asks` says that the direct question comes here in any case, and
    not where a talk asks its questions.
    """
    lines, were = reply.help[: len(reply.help) - len(reply.stays)], before.help if before else ()
    added = "" if reply.quiet else f"{ADDED} "
    denied = _denied_now(reply, before)
    if denied:
        yield Block(PARAGRAPH, DENIED_NOW)
    elif reply.quiet and not lines:
        yield Block(PARAGRAPH, STILL)
    elif reply.quiet and set(lines) <= set(were) and not _pressing(reply):
        yield from (Block(PARAGRAPH, line) for line in _short(reply) or lines)
        lines = ()
    elif not reply.quiet:
        again = [line for line in _bounds(reply) if set(lines) <= set(were)]
        yield from (Block(PARAGRAPH, line) for line in again)
    sort = LEAD
    for line in lines:
        if reply.quiet or line not in were:
            yield Block(sort, f"{added}{line}")
            sort = PARAGRAPH
    yield from (Block(NOTE, line) for line in reply.stays)
    if _given_up(reply):
        yield Block(PARAGRAPH, TOO_LITTLE)
        yield from (Block(ITEM, line) for line in _places(reply))
    if reply.check and (reply.quiet or asks):
        yield Block(PARAGRAPH, reply.check)


def _denied_now(reply: Reply, before: Reply | None) -> bool:
    """Whether a flag was denied by the message, of those that kept everything silent."""
    was = before.guard.standing if before and before.guard else {}
    now = reply.guard.standing if reply.guard else {}
    return any(
        reply.rulebase.flags[name].quiets and one.status == DENIED and name in was and was[name].status != DENIED
        for name, one in now.items()
    )


def _pressing(reply: Reply) -> bool:
    """Whether an emergency stands: it is said in full each time, with its number first."""
    return reply.rulebase.flags[reply.flags[0]].urgency == EMERGENCY


def _short(reply: Reply) -> tuple[str, ...]:
    """Give the one line of the flag that speaks."""
    brief = reply.rulebase.flags[reply.flags[0]].brief
    return (filled(brief, reply.rulebase.care, reply.country),) if brief else ()


def _bounds(reply: Reply) -> tuple[str, ...]:
    """Give the lines of boundaries that stand: no rewording moves them."""
    flags, care = reply.rulebase.flags, reply.rulebase.care
    standing = reply.guard.standing if reply.guard else {}
    up = [name for name in reply.flags if flags[name].urgency == BOUNDARY and standing[name].status != DENIED]
    return tuple(filled(flags[name].brief, care, reply.country) for name in up if flags[name].brief)


def _given_up(reply: Reply) -> bool:
    """Whether a direct question was asked in vain, so that something possible stays open."""
    if not reply.quiet or reply.check or not reply.guard:
        return False
    one = reply.guard.standing[reply.flags[0]]
    return one.status == POSSIBLE and one.voice == SELF and 0 < len(reply.rulebase.flags[one.flag].checks) <= one.step


def _places(reply: Reply) -> Iterator[str]:
    care, flag = reply.rulebase.care, reply.rulebase.flags[reply.flags[0]]
    rows = [row for need in flag.needs for row in places(care, need, reply.country)]
    return iter(dict.fromkeys(map(place_in_words, rows)))


def caution_blocks(reply: Reply) -> Iterator[Block]:
    """Give the notice; in one line where help comes before all else."""
    if reply.caution:
        yield Block(NOTE, reply.caution)


def private_blocks(heard: Heard) -> Iterator[Block]:
    """Warn of what had better not be typed."""
    if heard.private:
        kinds = " and ".join(heard.private)
        yield Block(DETAIL, f"There is {kinds} in what you wrote. I keep none of it, and need none: leave it out.")


def help_text_blocks(rulebase: Rulebase, country: str | None) -> Iterator[Block]:
    """Say where people find help: the rulebase's own words for it, and the places that it knows."""
    care = rulebase.care
    if care.help:
        yield Block(LEAD, filled(care.help, care, country))
    if country is not None:
        own = [row for row in care.resources if row.country in {country, care.countries[country].within}]
        yield Block(PARAGRAPH, f"Places in {care.countries[country].name}:")
        yield from (Block(ITEM, f"{place_in_words(row)}{f', {row.hours}' if row.hours else ''}") for row in own)
    elif care.countries:
        yield from country_blocks(rulebase)


def country_blocks(rulebase: Rulebase) -> Iterator[Block]:
    """Ask for the country, so that numbers can be given; nothing is guessed."""
    if rulebase.care.countries:
        yield Block(DETAIL, "For numbers where you are, type country and its name, such as: country Ireland")
