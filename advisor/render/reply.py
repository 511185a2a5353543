"""A reply in words: help first, what was understood, the advice with reason and source, and what could change it."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from advisor.language.heard import NOT_COVERED
from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, PARAGRAPH, Block
from advisor.render.care import care_blocks, caution_blocks, private_blocks
from advisor.render.facts import fact_in_words, sentence, test_in_words
from advisor.rulebase.model import KNOW, SILENT, Advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.conversation.reply import Reply
    from advisor.language.heard import Heard
    from advisor.reasoning.outcome import Concluded, Open, Reading
    from advisor.reasoning.situation import Contradiction
    from advisor.rulebase.model import Conclusion, Rulebase

MOST_OPEN = 4
UNFILLED = "…"
MOST_QUESTIONS = 3


def reply_blocks(
    reply: Reply, *, notice: bool = True, understood: bool = True, questions: bool = True
) -> Iterator[Block]:
    """Put a reply into words; the notice, what was understood and the questions are left out where they are shown."""
    yield from care_blocks(reply, asks=True)
    if not reply.quiet:
        if understood:
            yield from _understood(reply)
        if reply.outcome.contradiction is not None:
            yield from _at_odds(reply, reply.outcome.contradiction)
        else:
            yield from _advice(reply)
            yield from _questions(reply) if questions else ()
    yield from private_blocks(reply.heard)
    if notice:
        yield from caution_blocks(reply)


def _understood(reply: Reply) -> Iterator[Block]:
    rulebase = reply.rulebase
    values = reply.situation.values
    read = [name for name in reply.heard.facts if name in values]  # in the order of the text
    clauses = [fact_in_words(rulebase.facts[name], values[name]) for name in dict.fromkeys([*read, *values])]
    if clauses:
        yield Block(PARAGRAPH, sentence("I understood: " + "; ".join(clauses)))
    for name in reply.heard.unsure:
        yield Block(PARAGRAPH, sentence(f"I read two different things about this: {rulebase.facts[name].ask}"))
    if len(reply.outcome.topics) == 1:
        yield Block(PARAGRAPH, sentence(f"About: {rulebase.topics[reply.outcome.topics[0]].title}"))
    elif not reply.outcome.topics:
        yield from _which_topic(reply)


def _which_topic(reply: Reply) -> Iterator[Block]:
    topics = reply.rulebase.topics
    if reply.heard.offered:
        yield Block(HEADING, "Which of these do you mean?")
        names: Iterable[str] = reply.heard.offered
    else:
        yield from not_covered_blocks(reply.rulebase, reply.heard)
        near = [one.topic for one in reply.heard.topics]
        yield Block(HEADING, "Nearest to it, I can advise on:" if near else "I can advise on:")
        names = near or topics
    for name in names:
        yield Block(ITEM, f"{topics[name].title} ({name})")


def not_covered_blocks(rulebase: Rulebase, heard: Heard) -> Iterator[Block]:
    """Say plainly that there is no answer: to a subject beside this one, or because nothing here is about it."""
    if heard.decision == NOT_COVERED and heard.subject:
        subject = rulebase.not_covered[heard.subject]
        yield Block(PARAGRAPH, f"This sounds like a matter these rules do not cover: {subject.title}.")
        yield Block(PARAGRAPH, subject.say or "I have no advice on it, and make none up.")
    elif heard.decision == NOT_COVERED:
        yield Block(PARAGRAPH, "I have no advice on that: it is near what these rules are about, but not covered.")
    else:
        yield Block(PARAGRAPH, "I could not tell what this is about, so I give no advice.")


def _at_odds(reply: Reply, contradiction: Contradiction) -> Iterator[Block]:
    facts, values = reply.rulebase.facts, reply.situation.values
    yield Block(LEAD, "These cannot all be so, and I give no advice before I know which is right:")
    for name in contradiction.facts:
        yield Block(ITEM, fact_in_words(facts[name], values[name]) if name in values else name.replace("_", " "))


def _advice(reply: Reply) -> Iterator[Block]:
    outcome = reply.outcome
    yield from conflict_blocks(reply)
    shown = [c for c in outcome.concluded if c is not reply.leading]
    if reply.leading:
        yield from advice_blocks(reply, reply.leading, LEAD)
    elif outcome.topics and not outcome.conflicts:
        unsure = "Nothing can be said for certain yet." if outcome.open else "These rules say nothing about that."
        yield Block(LEAD, unsure)
    yield from _list("Also:", [c for c in shown if c.advice.verdict not in {KNOW, SILENT}], reply)
    yield from _list("Good to know:", [c for c in shown if c.advice.verdict == KNOW], reply)
    yield from _list("The source is silent:", [c for c in shown if c.advice.verdict == SILENT], reply)
    yield from _open(reply, outcome.open)


def _questions(reply: Reply) -> Iterator[Block]:
    questions = () if reply.check else reply.questions[:MOST_QUESTIONS]  # one about safety comes before all others
    if questions:
        yield Block(HEADING, "Tell me, if you like:")
    yield from (Block(ITEM, question.text) for question in questions)


def _list(heading: str, concluded: list[Concluded], reply: Reply) -> Iterator[Block]:
    if concluded:
        yield Block(HEADING, heading)
    for one in concluded:
        yield from advice_blocks(reply, one, ITEM)


def conflict_blocks(reply: Reply) -> Iterator[Block]:
    """Say which rules are at odds."""
    for conflict in reply.outcome.conflicts:
        yield Block(PARAGRAPH, "Two rules say opposite things here, and nothing tells which is right:")
        for name in conflict.rules:
            then = reply.rulebase.rules[name].then
            yield Block(ITEM, then.say if isinstance(then, Advice) else _concludes(reply, then))


def _concludes(reply: Reply, then: Conclusion) -> str:
    return sentence(fact_in_words(reply.rulebase.facts[then.fact], then.value))


def advice_blocks(reply: Reply, concluded: Concluded, sort: str) -> Iterator[Block]:
    """Say an advice with why, from which source, and what it takes for granted."""
    yield from _said(reply, concluded, sort)
    yield from _grounds(reply.rulebase, reply, concluded)


def _said(reply: Reply, concluded: Concluded, sort: str) -> Iterator[Block]:
    """Say an advice and whose word it is; one that holds in several cases says each with its if."""
    whose = speaker(reply, concluded)
    if not concluded.cases:
        yield Block(sort, whose + concluded.advice.say)
        return
    says = {case.advice.say for case in concluded.cases}
    one = concluded.cases[0].advice.say if len(says) == 1 else "One of these holds, whichever way it is:"
    yield Block(sort, whose + one)
    for case in concluded.cases if len(says) > 1 else ():
        when = _clauses(reply, case.when, " and ")
        yield Block(DETAIL, f"If {when}: {case.advice.say}" if when else case.advice.say)


def speaker(reply: Reply, concluded: Concluded) -> str:
    """Say whose word an advice is: of the leading one always, of another where it differs."""
    sources, leading = reply.rulebase.sources, reply.leading
    speaks = sources[concluded.source.partition("/")[0]].speaks
    same = leading and leading is not concluded and sources[leading.source.partition("/")[0]].speaks == speaks
    return f"{speaks}: " if speaks and not same else ""


def evidence_of(rulebase: Rulebase, concluded: Concluded) -> tuple[str, ...]:
    """Name the notes on evidence of the rules behind an advice."""
    rules = [case.rule for case in concluded.cases] or [concluded.rule]
    return tuple(dict.fromkeys(note for rule in rules for note in rulebase.rules[rule].evidence))


def research_in_words(rulebase: Rulebase, name: str) -> str:
    """Say what research says to a claim, how sure that note is, and who found it."""
    note = rulebase.care.evidence[name]
    named = dict.fromkeys(re.split(r"[,(]", reference)[0].strip() for reference in note.references)
    found = f"; {'; '.join(named)}" if named else ""
    return f"Research: {note.note} (confidence in this note: {note.confidence}{found})"


def _grounds(rulebase: Rulebase, reply: Reply, concluded: Concluded) -> Iterator[Block]:
    """Say why, from which source, and what was taken for granted."""
    for because in dict.fromkeys(case.advice.because for case in concluded.cases or (concluded,)):
        if because:
            yield Block(DETAIL, f"Why: {because}")
    source, leading = concluded.source, reply.leading
    again = leading is not concluded and leading and leading.source.partition("/")[0] == source.partition("/")[0]
    yield Block(DETAIL, f"Source: {section_in_words(rulebase, source) if again else source_in_words(rulebase, source)}")
    before = list(takewhile(lambda other: other is not concluded, reply.outcome.concluded))
    told = {note for one in before for note in evidence_of(rulebase, one)}  # each note is given once
    for name in (note for note in evidence_of(rulebase, concluded) if note not in told):
        yield Block(DETAIL, research_in_words(rulebase, name))
    if concluded.assuming:
        presumed = [fact_in_words(rulebase.facts[name], reply.outcome.presumed[name]) for name in concluded.assuming]
        yield Block(DETAIL, sentence("Taking it that " + " and that ".join(presumed)))


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
