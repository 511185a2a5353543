"""A talk in words: what one more message changes, what is left to find out, and help for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, NOTE, PARAGRAPH, Block
from advisor.render.care import care_blocks, caution_blocks, country_blocks, help_text_blocks, private_blocks
from advisor.render.facts import fact_in_words, sentence
from advisor.render.question import settled_in_words
from advisor.render.reply import advice_blocks, conflict_blocks
from advisor.rulebase.model import KNOW, SILENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.conversation.fold import Lost, State
    from advisor.conversation.reply import Reply
    from advisor.reasoning.outcome import Concluded
    from advisor.rulebase.model import Rulebase

FIND_OUT = "will find out"
UNSURE = "Nothing can be said for certain yet."
NOT_SO = "Not so? Type: not so"


def turn_blocks(reply: Reply, before: Reply | None) -> Iterator[Block]:
    """Say what a message brought: all of it on a new topic, else what was understood and what it changed.

    What is asked next is not among it.
    """
    outcome = reply.outcome
    anew = before is None or outcome.topics != before.outcome.topics or before.quiet
    yield from care_blocks(reply, before)
    yield from private_blocks(reply.heard)
    if reply.quiet:
        if reply.country is None and (before is None or not before.quiet):
            yield from country_blocks(reply.rulebase)
        yield Block(DETAIL, NOT_SO)
        yield from caution_blocks(reply)
        return
    yield from understood_blocks(reply, None if anew else before)
    if outcome.contradiction:
        yield from _at_odds(reply, outcome.contradiction.facts)
    elif not outcome.topics:
        return
    elif anew or before is None or before.outcome.contradiction:
        yield from _all_advice(reply)
    elif _advice(reply) == _advice(before) and outcome.conflicts == before.outcome.conflicts:
        if reply.declined.keys() <= before.declined.keys():  # else that it is left open says enough
            yield Block(PARAGRAPH, "The advice stays as it is." if outcome.concluded else UNSURE)
            if reply.heard.about and reply.heard.asked and reply.leading:  # it was asked for again
                yield Block(LEAD, reply.leading.advice.say)
    else:
        yield from _changed(reply, before)


# --- what was understood


def understood_blocks(reply: Reply, before: Reply | None) -> Iterator[Block]:
    """Say back which facts are new, which are dropped, and what began anew; without a reply before, all of them."""
    facts, now = reply.rulebase.facts, reply.situation.values
    were = before.situation.values if before else {}
    if reply.heard.answer and reply.heard.answer.declined:
        yield from left_open_blocks(reply.heard.answer.declined)
    read = [name for name in reply.heard.facts if name in now]  # in the order of the message
    new = [fact_in_words(facts[n], now[n]) for n in dict.fromkeys([*read, *now]) if were.get(n) != now[n]]
    if new:
        yield Block(PARAGRAPH, sentence("I understood: " + "; ".join(new)))
    for name in reply.heard.unsure:
        yield Block(PARAGRAPH, sentence(f"I read two different things about this: {facts[name].ask}"))
    gone = [fact_in_words(facts[name], value) for name, value in were.items() if name not in now]
    if gone:
        yield Block(PARAGRAPH, sentence("No longer taken into account: " + "; ".join(gone)))
    begun = len(before.state.restarts) if before and before.state else 0
    for restart in reply.state.restarts[begun:] if reply.state else ():
        plan = reply.rulebase.plans[restart.plan]
        yield Block(PARAGRAPH, f"{plan.title}: counted anew, from {restart.day.day} {restart.day:%B %Y}.")


def left_open_blocks(how: str) -> Iterator[Block]:
    """Say that a question is left open."""
    listed = how == FIND_OUT
    yield Block(PARAGRAPH, "Left open, and on the list of what to find out." if listed else "Left open.")


def _at_odds(reply: Reply, names: Iterable[str]) -> Iterator[Block]:
    facts, values = reply.rulebase.facts, reply.situation.values
    yield Block(LEAD, "These cannot all be so, and I give no advice before I know which is right:")
    for number, name in enumerate((name for name in names if name in values), 1):
        yield Block(DETAIL, f"{number}  {fact_in_words(facts[name], values[name])}")


# --- advice


def _all_advice(reply: Reply) -> Iterator[Block]:
    """Say all advice on the topic; what hangs on more is left to the questions."""
    outcome = reply.outcome
    if len(outcome.topics) == 1:
        yield Block(PARAGRAPH, sentence(f"About: {reply.rulebase.topics[outcome.topics[0]].title}"))
    yield from conflict_blocks(reply)
    if reply.leading:
        yield from advice_blocks(reply, reply.leading, LEAD)
    elif outcome.open and not outcome.conflicts:
        yield Block(LEAD, UNSURE)
    elif not outcome.conflicts:
        yield Block(LEAD, "These rules say nothing about that.")
    rest = [one for one in outcome.concluded if one is not reply.leading]
    yield from _listed("Also:", [one for one in rest if one.advice.verdict not in {KNOW, SILENT}], reply)
    yield from _listed("Good to know:", [one for one in rest if one.advice.verdict == KNOW], reply)
    yield from _listed("The source is silent:", [one for one in rest if one.advice.verdict == SILENT], reply)


def _listed(heading: str, concluded: list[Concluded], reply: Reply) -> Iterator[Block]:
    if concluded:
        yield Block(HEADING, heading)
    for one in concluded:
        yield from advice_blocks(reply, one, ITEM)


def _advice(reply: Reply) -> dict[tuple[str, ...], Concluded]:
    return {(*_said(one), *one.assuming): one for one in reply.outcome.concluded}


def _said(one: Concluded) -> tuple[str, ...]:
    cases = (case.advice.say for case in one.cases)
    return (one.advice.on, one.advice.verdict, one.advice.say, one.advice.because, *cases)


def _changed(reply: Reply, before: Reply) -> Iterator[Block]:
    """Say which advice is new, which stands on less or more that is taken for granted, and which no longer holds."""
    now, was = _advice(reply), _advice(before)
    heard = {_said(one) for one in was.values()}
    new = [one for key, one in now.items() if key not in was and _said(one) not in heard]
    again = [one for key, one in now.items() if key not in was and _said(one) in heard]
    says = {one.advice.say for one in now.values()}
    gone = [one.advice.say for key, one in was.items() if key not in now and one.advice.say not in says]
    yield from conflict_blocks(reply)
    for place, one in enumerate(new):
        yield from advice_blocks(reply, one, PARAGRAPH if place else LEAD)
    if again:
        yield Block(HEADING, "This stays:")
    for one in again:
        yield Block(ITEM, one.advice.say)
        presumed = [fact_in_words(reply.rulebase.facts[n], reply.outcome.presumed[n]) for n in one.assuming]
        if presumed:
            yield Block(DETAIL, sentence("Taking it that " + " and that ".join(presumed)))
    if gone:
        yield Block(HEADING, "This no longer holds:")
        yield from (Block(ITEM, say) for say in gone)
        if not now:
            yield Block(PARAGRAPH, UNSURE)


# --- the end of the questions


def done_blocks(reply: Reply) -> Iterator[Block]:
    """Say that nothing is left to ask, what is left to find out, and what was not answered."""
    yield Block(PARAGRAPH, settled_in_words(reply.outcome, reply.declined))
    yield from to_find_out_blocks(reply)
    yield Block(PARAGRAPH, "Tell me more at any time. You can also type how, plan, summary or quit.")


def to_find_out_blocks(reply: Reply) -> Iterator[Block]:
    """List what somebody means to find out."""
    names = [name for name, how in reply.declined.items() if how == FIND_OUT]
    if names:
        yield Block(HEADING, "To find out:")
        yield from (Block(ITEM, reply.rulebase.facts[name].ask) for name in names)


# --- lists, and help


def facts_blocks(reply: Reply) -> Iterator[Block]:
    """List the facts that were told, numbered, with the day on which each was."""
    state = reply.state
    values = reply.situation.values
    if not values:
        yield Block(PARAGRAPH, "You have not told me anything yet that I could use.")
        return
    yield Block(HEADING, "What you told me:")
    for number, (name, value) in enumerate(values.items(), 1):
        day = state.since.get(name) if state else None
        when = f" (told on {day.day} {day:%B})" if day and day != reply.situation.today else ""
        yield Block(DETAIL, f"{number}  {fact_in_words(reply.rulebase.facts[name], value)}{when}")


def topics_blocks(
    rulebase: Rulebase, names: tuple[str, ...], heading: str, *, neither: bool = False, helped: bool = False
) -> Iterator[Block]:
    """List topics, numbered, with `helped` help before them, and with `neither` a last number for none of them."""
    yield Block(HEADING, heading)
    if helped and any(flag.quiets for flag in rulebase.flags.values()):
        yield Block(DETAIL, "help  where people find help")
    titles = [rulebase.topics[name].title for name in names] + ["something else"] * neither
    yield from (Block(DETAIL, f"{number}  {title}") for number, title in enumerate(titles, 1))


def help_blocks(rulebase: Rulebase, country: str | None = None) -> Iterator[Block]:
    """Say where people find help: by what the rulebase has for it, or by the words of its most urgent flags."""
    if rulebase.care.help:
        yield from help_text_blocks(rulebase, country)
        yield Block(DETAIL, "For the use of this chat, type commands.")
        return
    says = dict.fromkeys(flag.say for flag in rulebase.flags.values() if flag.quiets)
    if says:
        yield Block(LEAD, "If you or somebody else is in danger, this program is not enough.")
    for say in says:
        yield Block(PARAGRAPH, say)
    if rulebase.notice:
        yield Block(NOTE, rulebase.notice)
    if not says and not rulebase.notice:
        yield Block(PARAGRAPH, "This rulebase names no place to turn to. In danger, call your local emergency number.")
    yield Block(DETAIL, "For the use of this chat, type commands.")


def resumed_blocks(rulebase: Rulebase, state: State, *, changed: bool) -> Iterator[Block]:
    """Say what became of a session that goes on: what has ended since, and what this rulebase has no use for."""
    if changed:
        yield Block(PARAGRAPH, "The rules have changed since you were here. What you told me is read by the new ones.")
    for lost in state.lost:
        yield Block(ITEM, lost_in_words(lost))
    ended = [rulebase.facts[name].ask or name for name in state.ended if name not in state.situation.values]
    if ended:
        yield Block(HEADING, "These were about another day, and I ask again where they matter:")
        yield from (Block(ITEM, ask) for ask in ended)


def lost_in_words(lost: Lost) -> str:
    """Say what of a session cannot be used any more.

    >>> from advisor.conversation.fold import Lost
    >>> lost_in_words(Lost("fact", "rain", "there is no such fact any more", "rained"))
    'Left out: the fact rain, as there is no such fact any more; perhaps it is rained now.'
    """
    words = f"the {lost.kind} {lost.name.replace('_', ' ')}"
    near = f"; perhaps it is {lost.nearest.replace('_', ' ')} now" if lost.nearest else ""
    return f"Left out: {words}, as {lost.why}{near}."
