"""The commands of a talk that ask for reasons: why, how, why not, and what if. None of them changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import AdvisorError, UnknownName
from advisor.language.english import words
from advisor.render.blocks import PARAGRAPH, Block
from advisor.rulebase.model import AGAINST, FOR, Advice

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from advisor.cli._talk import Talk

NO_ADVICE = "There is no advice yet."
_COMMON = words("a an the to of it is are you your i me my not do does don t s no and or in on with for just")


def why(talk: Talk, given: str) -> Iterator[Block]:
    """Say why the question is asked; without one, how the advice came about."""
    from advisor.render.question import why_asked_blocks

    if talk.reply and talk.reply.question:
        yield from why_asked_blocks(talk.advisor.rulebase, talk.reply.question)
    else:
        yield from how(talk, given)


def how(talk: Talk, given: str) -> Iterator[Block]:
    """Say how an advice came about, the leading one where none is named."""
    from advisor.render.explanation import explanation_blocks

    reply = talk.replied()
    level = "full" if given.lower().startswith("full") else "short"
    act = act_meant(talk, given.lower().removeprefix("full").removeprefix("short").strip())
    act = act or (reply.leading.advice.on if reply.leading else None)
    if act is None:
        yield Block(PARAGRAPH, NO_ADVICE)
        return
    today = talk.today()
    found = talk.advisor.why(reply.situation.values, act, today=today)
    yield from explanation_blocks(talk.advisor.rulebase, found, today, level, situation=reply.situation)


def why_not(talk: Talk, given: str) -> Iterator[Block]:
    """Say what is in the way of something else, and what would have to be different."""
    from advisor.reasoning.explain import NEVER
    from advisor.render.counterfactual import changes_blocks, why_not_blocks

    reply, today, advisor = talk.replied(), talk.today(), talk.advisor
    if not given.strip("= "):
        yield Block(PARAGRAPH, "Type why not and then what you would rather do.")
        return
    wanted = _wanted(talk, given)
    if wanted is None:
        yield from talk.respond(f"why not {given}?")
        return
    found = advisor.why_not(reply.situation.values, wanted, today=today)
    if found.status == NEVER:
        yield Block(PARAGRAPH, "These rules do not come to that in any situation.")
        yield from how(talk, wanted)
        return
    yield from why_not_blocks(advisor.rulebase, found, today, situation=reply.situation)
    if found.in_the_way:
        try:
            changes = advisor.nearest_change(reply.situation.values, wanted, today=today)
        except UnknownName:
            raise
        except AdvisorError:  # too large to work it out: what is in the way is said, and that is most of it
            return
        yield from changes_blocks(advisor.rulebase, changes, today)


def _wanted(talk: Talk, given: str) -> str | None:
    """Say what a why not is about: a rule, fact or act by name, or an act by words of its advice."""
    rulebase = talk.advisor.rulebase
    if "=" in given or given in rulebase.rules or given in rulebase.facts:
        return given
    return act_meant(talk, given, FOR | AGAINST)


def what_if(talk: Talk, given: str) -> Iterator[Block]:
    """Say what would change if something were different."""
    from advisor.render.counterfactual import difference_blocks

    if not given.strip("= "):
        yield Block(PARAGRAPH, "Type what if and then a sentence, as you would tell it to me.")
        return
    changes, reply, today = _facts_in(talk, given), talk.reply, talk.today()
    if reply is None or not reply.outcome.topics:
        yield from talk.respond(f"what if {given}?")
        return
    if changes is None:
        topic = talk.advisor.understand(f"what if {given}?", today=today).topic
        if topic and topic not in reply.outcome.topics:
            yield from talk.respond(f"what if {given}?")
        else:
            yield Block(PARAGRAPH, "I cannot tell what that would change. Say it as you would tell it if it were so.")
        return
    found = talk.advisor.what_if(reply.situation.values, changes, topics=reply.outcome.topics, today=today)
    yield from difference_blocks(talk.advisor.rulebase, found, today, situation=reply.situation)
    yield Block(PARAGRAPH, "Asking this changes nothing.")


def _facts_in(talk: Talk, given: str) -> Mapping[str, object] | None:
    """Read facts from words, or from name=value; None where there are none."""
    name, equals, value = given.partition("=")
    if equals:
        return {name.strip(): value.strip()}
    expecting = talk.reply.question.fact if talk.reply and talk.reply.question else None
    return talk.advisor.understand(given, expecting=expecting, today=talk.today()).facts or None


def act_meant(talk: Talk, text: str, verdicts: Container[str] | None = None) -> str | None:
    """Find the act that words mean, on the topic of the talk: by its name, or by most of them being in its advice.

    `verdicts` are the ones that the advice may have, None for any.
    """
    topics = talk.reply.outcome.topics if talk.reply else ()
    wanted = set(text.lower().replace("_", " ").split()) - _COMMON
    best, most = None, 0
    for rule in talk.advisor.rulebase.rules.values():
        then = rule.then
        if not isinstance(then, Advice) or then.topic not in topics:
            continue
        if text in {then.on, then.act}:
            return then.on
        if verdicts is not None and then.verdict not in verdicts:
            continue
        named = wanted & set(then.act.split("_"))
        shared = wanted & set(then.say.lower().translate(_NO_MARKS).split())
        weight = 4 * len(named) + len(shared)
        if weight > most and (named or 2 * len(shared) > len(wanted)):
            best, most = then.on, weight
    return best


_NO_MARKS = str.maketrans("'’.,;:!?", " " * 8)
