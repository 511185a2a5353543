"""A reply in words: help first, what was understood, the advice with reason and source, and what could change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, NOTE, PARAGRAPH, Block
from advisor.render.facts import fact_in_words, test_in_words
from advisor.rulebase.model import KNOW, SILENT, Advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.conversation.reply import Reply
    from advisor.reasoning.outcome import Concluded, Open, Reading
    from advisor.reasoning.situation import Contradiction
    from advisor.rulebase.model import Rulebase

MOST_OPEN = 4
UNFILLED = "…"
MOST_QUESTIONS = 3


def reply_blocks(reply: Reply, *, notice: bool = True) -> Iterator[Block]:
    """Put a reply into words; `notice` is left out where it has been shown already."""
    rulebase = reply.rulebase
    for say in reply.help:
        yield Block(LEAD, say)
    quiet = any(rulebase.flags[name].silences_all for name in reply.flags)
    if not quiet:
        yield from _understood(reply)
        if reply.outcome.contradiction is not None:
            yield from _at_odds(reply, reply.outcome.contradiction)
        else:
            yield from _advice(reply)
    if notice and rulebase.notice:
        yield Block(NOTE, rulebase.notice)


def _sentence(words: str) -> str:
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?", ":", "…")) else words + "."


def _understood(reply: Reply) -> Iterator[Block]:
    rulebase = reply.rulebase
    values = reply.situation.values
    read = [name for name in reply.heard.facts if name in values]  # in the order of the text
    clauses = [fact_in_words(rulebase.facts[name], values[name]) for name in dict.fromkeys([*read, *values])]
    if clauses:
        yield Block(PARAGRAPH, _sentence("I understood: " + "; ".join(clauses)))
    for name in reply.heard.unsure:
        yield Block(PARAGRAPH, _sentence(f"I read two different things about this: {rulebase.facts[name].ask}"))
    if len(reply.outcome.topics) == 1:
        yield Block(PARAGRAPH, _sentence(f"About: {rulebase.topics[reply.outcome.topics[0]].title}"))
    elif not reply.outcome.topics:
        yield from _which_topic(reply)


def _which_topic(reply: Reply) -> Iterator[Block]:
    topics = reply.rulebase.topics
    if reply.heard.topics:
        yield Block(HEADING, "Which of these do you mean?")
        names: Iterable[str] = reply.heard.topics
    else:
        yield Block(PARAGRAPH, "I could not tell what this is about, so I give no advice.")
        yield Block(HEADING, "I can advise on:")
        names = topics
    for name in names:
        yield Block(ITEM, f"{topics[name].title} ({name})")


def _at_odds(reply: Reply, contradiction: Contradiction) -> Iterator[Block]:
    facts, values = reply.rulebase.facts, reply.situation.values
    yield Block(LEAD, "These cannot all be so, and I give no advice before I know which is right:")
    for name in contradiction.facts:
        yield Block(ITEM, fact_in_words(facts[name], values[name]) if name in values else name.replace("_", " "))


def _advice(reply: Reply) -> Iterator[Block]:
    outcome, rulebase = reply.outcome, reply.rulebase
    for conflict in outcome.conflicts:
        yield Block(PARAGRAPH, "Two rules say opposite things here, and nothing tells which is right:")
        for name in conflict.rules:
            then = rulebase.rules[name].then
            yield Block(ITEM, f"{then.say if isinstance(then, Advice) else then.fact} ({name})")
    shown = [c for c in outcome.concluded if c is not reply.leading]
    if reply.leading:
        yield Block(LEAD, reply.leading.advice.say)
        yield from _grounds(rulebase, reply, reply.leading)
    elif outcome.topics and not outcome.conflicts:
        yield Block(LEAD, "Nothing can be said for certain yet.")
    yield from _list("Also:", [c for c in shown if c.advice.verdict not in {KNOW, SILENT}], rulebase, reply)
    yield from _list("Good to know:", [c for c in shown if c.advice.verdict == KNOW], rulebase, reply)
    yield from _list("The source is silent:", [c for c in shown if c.advice.verdict == SILENT], rulebase, reply)
    yield from _open(reply, outcome.open)
    questions = reply.questions[:MOST_QUESTIONS]
    if questions:
        yield Block(HEADING, "Tell me, if you like:")
        for question in questions:
            yield Block(ITEM, question.text)


def _list(heading: str, concluded: list[Concluded], rulebase: Rulebase, reply: Reply) -> Iterator[Block]:
    if concluded:
        yield Block(HEADING, heading)
    for one in concluded:
        yield Block(ITEM, one.advice.say)
        yield from _grounds(rulebase, reply, one)


def _grounds(rulebase: Rulebase, reply: Reply, concluded: Concluded) -> Iterator[Block]:
    """Say why, from which source, and what was taken for granted."""
    if concluded.advice.because:
        yield Block(DETAIL, f"Why: {concluded.advice.because}")
    source, leading = concluded.source, reply.leading
    again = leading is not concluded and leading and leading.source.partition("/")[0] == source.partition("/")[0]
    yield Block(DETAIL, f"Source: {section_in_words(rulebase, source) if again else source_in_words(rulebase, source)}")
    if concluded.assuming:
        presumed = [fact_in_words(rulebase.facts[name], reply.outcome.presumed[name]) for name in concluded.assuming]
        yield Block(DETAIL, _sentence("Taking it that " + " and that ".join(presumed)))


def source_in_words(rulebase: Rulebase, name: str) -> str:
    """Name a section of a source with its title, author and year."""
    source, _, section = name.partition("/")
    found = rulebase.sources[source]
    where = ", ".join(filter(None, (found.author, found.date[:4])))
    return f"{found.title} – {found.sections[section]}" + (f" ({where})" if where else "")


def section_in_words(rulebase: Rulebase, name: str) -> str:
    """Name a section alone, where its source has just been named."""
    source, _, section = name.partition("/")
    return rulebase.sources[source].sections[section]


def _open(reply: Reply, opened: tuple[Open, ...]) -> Iterator[Block]:
    """Say what would be advised if more were known; what is only good to know can wait until it is."""
    telling = [o for o in opened if o.advice.verdict not in {KNOW, SILENT} and UNFILLED not in o.advice.say]
    if telling:
        yield Block(HEADING, "What else it could be:")
    for one in telling[:MOST_OPEN]:
        yield Block(ITEM, _if_then(reply, one))
    if len(telling) > MOST_OPEN:
        yield Block(ITEM, f"{len(telling) - MOST_OPEN} more hang on what I do not know.")


def _if_then(reply: Reply, one: Open) -> str:
    """Say an open advice with what it hangs on: the if, and where nothing else is missing, the unless."""
    conditions = _clauses(reply, one.when, " and ")
    if conditions:
        return f"If {conditions}: {one.advice.say}"
    exceptions = " or ".join(dict.fromkeys(_clauses(reply, obstacle.when, " and ") for obstacle in one.unless))
    return f"Unless {exceptions}: {one.advice.say}"


def _clauses(reply: Reply, readings: tuple[Reading, ...], joint: str) -> str:
    return joint.join(test_in_words(reply.rulebase, reading, reply.situation.today) for reading in readings)
