"""A record in words: what was told, what was advised on which grounds, what is open, and how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import Position
from advisor.language.heard import FIND_OUT
from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, NOTE, PARAGRAPH, TITLE, Block
from advisor.render.facts import fact_in_words
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import KNOW, SILENT, Fact

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from advisor.conversation.record import Record
    from advisor.conversation.record_notes import Advised, Condition, Plain, PlanNote, Possible

UNFILLED = "…"
_SORTS = {KNOW: "Good to know", SILENT: "On this the source is silent"}
_NOWHERE = Position("", 1, 1)


def record_blocks(record: Record) -> Iterator[Block]:
    """Put a record into words; what a raised flag says comes first, and alone where it silences everything.

    >>> from advisor import Advisor
    >>> from advisor.conversation.record import Record
    >>> reply = Advisor.load("examples/garden").ask("Should I water the plants?")
    >>> [block.words for block in record_blocks(Record.of_reply(reply))][:2]
    ['When to water the garden', 'This is an example; your garden knows better.']
    """
    yield from (Block(sort, printable(words)) for sort, words in _blocks(record))


def _blocks(record: Record) -> Iterator[Block]:
    yield Block(TITLE, record.title or record.rulebase)
    yield from (Block(LEAD, say) for say in record.help)
    if record.notice:
        yield Block(NOTE, record.notice)
    day = day_in_words(record.day)
    made = f"This record was made by a rule-based program from your answers on {day}. It is not advice of a person."
    yield Block(PARAGRAPH, f"{made} What you wrote in your own words is not in it.")
    if not record.quiet:
        yield from _listed("What it is about", (note.title for note in record.topics.values()))
        yield from _situation(record)
        yield from _at_odds(record)
        yield from _advice(record)
        yield from _listed("Still open", _possibilities(record))
        yield from _listed("To find out", (record.facts[name].question or _plain(name) for name in record.to_find_out))
        yield from _listed("Taken for granted", (_sentence(_fact(record, n, v)) for n, v in record.presumed.items()))
        yield from _plans(record)
    yield Block(HEADING, "How it came about")
    engine = f", by the engine {record.engine}" if record.engine else ""
    yield Block(NOTE, f"Decided by the rulebase {record.rulebase} {record.version}".rstrip() + f"{engine}.")
    yield Block(NOTE, f"Hash of the rulebase: {record.hash}")


def day_in_words(day: datetime.date) -> str:
    """Put a day into words.

    >>> import datetime
    >>> day_in_words(datetime.date(2026, 11, 23))
    '23 November 2026'
    """
    return KINDS["date"].word(day)


def printable(words: str) -> str:
    r"""Take out what could drive a terminal; a line's end stays.

    >>> printable("rain\x1b[31m")
    'rain [31m'
    """
    return "".join(c if c == "\n" or not (c < " " or "\x7f" <= c <= "\x9f") else " " for c in words)


def _sentence(words: str) -> str:
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?", ":", "…")) else words + "."


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _listed(heading: str, items: Iterable[str]) -> Iterator[Block]:
    found = list(items)
    if found:
        yield Block(HEADING, heading)
    yield from (Block(ITEM, words) for words in found)


def _fact(record: Record, name: str, plain: Plain) -> str:
    """Say that a fact has a value, in the words that the record keeps of it."""
    note = record.facts[name]
    fact = Fact(name, note.kind, _NOWHERE, unit=note.unit, shown=note.shown)
    return fact_in_words(fact, KINDS[note.kind].read(name, plain, (str(plain),)))


def _condition(record: Record, condition: Condition) -> str:
    words = " or ".join(_fact(record, condition.fact, value) for value in condition.values)
    known = "is something else" if record.facts[condition.fact].kind == "text" else "is known"
    return words or f"{_plain(condition.fact)} {known}"


def _clauses(record: Record, conditions: Iterable[Condition]) -> str:
    return " and ".join(_condition(record, condition) for condition in conditions)


def _situation(record: Record) -> Iterator[Block]:
    if record.told:
        yield Block(HEADING, "What you told")
    for told in record.told:
        yield Block(ITEM, _sentence(_fact(record, told.fact, told.value)))
        asked = record.facts[told.fact].question
        on = "" if told.day == record.day else f"Told on {day_in_words(told.day)}. "
        if asked or on:
            yield Block(DETAIL, f"{on}{f'Question: {asked}' if asked else ''}".rstrip())
    put_off = {name for name, how in record.declined.items() if how == FIND_OUT}
    asked_in_vain = [
        f"{record.facts[name].question or _plain(name)} ({how})"
        for name, how in record.declined.items()
        if name not in put_off
    ]
    yield from _listed("What you left open", asked_in_vain)


def _at_odds(record: Record) -> Iterator[Block]:
    clash = record.contradiction
    if clash is None:
        return
    told = {one.fact: one.value for one in record.told}
    yield Block(LEAD, "These cannot all be so, and without knowing which is right there is no advice:")
    for name in clash.facts:
        yield Block(ITEM, _fact(record, name, told[name]) if name in told else _plain(name))


def _advice(record: Record) -> Iterator[Block]:
    for clash in record.conflicts:
        yield Block(PARAGRAPH, "Rules say opposite things here, and nothing tells which is right:")
        for rule, say in clash.rules.items():
            yield Block(ITEM, f"{say} ({rule})")
    heading = ""
    for sort in ("Advice", *_SORTS.values()):
        for one in record.advice:
            if _SORTS.get(one.verdict, "Advice") != sort:
                continue
            if sort != heading:
                heading = sort
                yield Block(HEADING, heading)
            yield Block(ITEM, one.say)
            yield from _grounds(record, one)
    if not record.advice and record.topics and not record.contradiction and not record.conflicts:
        yield Block(PARAGRAPH, "Nothing could be said for certain.")


def _grounds(record: Record, one: Advised) -> Iterator[Block]:
    if one.because:
        yield Block(DETAIL, f"Why: {one.because}")
    told = {told.fact: told.value for told in record.told}
    rests_on = [_fact(record, name, told[name]) for name in one.rests_on if name in told]
    if rests_on:
        yield Block(DETAIL, _sentence(f"From what you told: {'; '.join(rests_on)}"))
    if one.assuming:
        presumed = [_fact(record, name, record.presumed[name]) for name in one.assuming if name in record.presumed]
        yield Block(DETAIL, _sentence("Taking it that " + " and that ".join(presumed)))
    for case in one.cases:
        if case.when:
            yield Block(DETAIL, f"If {_clauses(record, case.when)}: {case.say}")
    for source in dict.fromkeys([one.source, *(case.source for case in one.cases)]):
        yield Block(DETAIL, f"Source: {_source(record, source)}")


def _source(record: Record, name: str) -> str:
    """Name a section of a source, with its author and the day it is of."""
    note = record.sources[name]
    of = ", ".join(filter(None, (note.author, note.date)))
    return f"{note.title} – {note.section}" + (f" ({of})" if of else "") + (f", {note.url}" if note.url else "")


def _possibilities(record: Record) -> Iterator[str]:
    """Say what would be advised if more were known; what is only good to know, or waits for a value, is left out."""
    for one in record.open:
        if one.verdict not in _SORTS and UNFILLED not in one.say:
            yield _if_then(record, one)


def _if_then(record: Record, one: Possible) -> str:
    if one.when:
        return f"If {_clauses(record, one.when)}: {one.say}"
    exceptions = dict.fromkeys(_clauses(record, clause) for clause in one.unless if clause)
    return f"Unless {' or '.join(exceptions)}: {one.say}" if exceptions else f"Perhaps: {one.say}"


def _plans(record: Record) -> Iterator[Block]:
    if record.plans:
        yield Block(HEADING, "Plans")
    for plan in record.plans:
        yield Block(ITEM, _progress(plan))
        for words in filter(None, (plan.done if plan.over else "", plan.because)):
            yield Block(DETAIL, words)
        for begun in plan.restarts:
            cause = record.facts[begun.cause]
            why = cause.shown.get("true") or _plain(begun.cause)
            yield Block(DETAIL, f"Counted anew from {day_in_words(begun.day)}: {why}.")
        yield Block(DETAIL, f"Source: {_source(record, plan.source)}")


def _progress(plan: PlanNote) -> str:
    if plan.start is None or plan.ends is None:
        return _sentence(plan.title)
    since, until = day_in_words(plan.start), day_in_words(plan.ends)
    if plan.over:
        return f"{plan.title}: from {since}, over since {until}."
    return f"{plan.title}: day {plan.day} of {plan.length}, counted from {since}, until {until}."
