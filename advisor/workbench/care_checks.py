"""Findings about care: places that nobody has opened lately, texts that say what they must not, or too much of it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.conversation.help import EMERGENCY as EMERGENCY_NEED
from advisor.conversation.help import filled, places
from advisor.errors import Position
from advisor.language.english import printable, sentences
from advisor.language.phrases import WordLists
from advisor.rulebase.care import EMERGENCY
from advisor.rulebase.model import Advice
from advisor.workbench.findings import NOTE, WARNING, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.language.phrases import Pattern
    from advisor.rulebase.care import Flag
    from advisor.rulebase.model import Phrase, Rulebase

UNCHECKED, OLD, NO_EMERGENCY = "unchecked-help", "old-help", "no-emergency"
FORBIDDEN, URGENT_TEXT = "forbidden-wording", "urgent-text"
CODES = {
    FORBIDDEN: (WARNING, "say it in other words"),
    URGENT_TEXT: (WARNING, "say less: the number first, at most 60 words, one question, no '!'"),
    NO_EMERGENCY: (WARNING, "add a place with `needs: [emergency]` for the country '*'"),
    OLD: (WARNING, "open the page of the place, and put the day under `checked_on:`"),
    UNCHECKED: (NOTE, "let a person open the page of the place, and put the day under `checked_on:`"),
}
"""Every code, with its severity and remedy; warnings first."""

RENEWED = 90  # days after which a page is to be opened again
MOST_WORDS = 60
FIRST_CHARACTERS = 120


def care_findings(rulebase: Rulebase, today: datetime.date) -> tuple[Finding, ...]:
    """Look at the help and the texts of a rulebase, as they are on a day; they come by code, and then by place."""
    found = [*_help(rulebase, today), *_wording(rulebase), *_urgent(rulebase)]
    codes = list(CODES)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (codes.index(one.code), one.position)))


def _found(code: str, message: str, position: Position) -> Finding:
    severity, remedy = CODES[code]
    return Finding(code, severity, message, position, remedy)


def _help(rulebase: Rulebase, today: datetime.date) -> Iterator[Finding]:
    """Find places that nobody has opened, or not for long, and an emergency that no number answers."""
    for row in rulebase.care.resources:
        where = f"{row.name} ({row.country})"
        if row.checked_on is None:
            yield _found(UNCHECKED, f"nobody has opened the page of {where}", row.position)
            continue
        days = (today - datetime.date.fromisoformat(row.checked_on)).days
        if days > RENEWED:
            yield _found(OLD, f"the page of {where} was opened {days} days ago, on {row.checked_on}", row.position)
    urgent = next((flag for flag in rulebase.flags.values() if flag.urgency == EMERGENCY), None)
    if urgent and not places(rulebase.care, EMERGENCY_NEED, None):
        yield _found(NO_EMERGENCY, "in an emergency there is no number to call", urgent.position)


# --- wording


def _wording(rulebase: Rulebase) -> Iterator[Finding]:
    """Find texts that say what this rulebase says it never does."""
    wording, lists = rulebase.care.wording, WordLists(rulebase.words)
    never = _patterns(lists, wording.never)
    urgent = _patterns(lists, wording.urgent)
    for text, position, pressing in _texts(rulebase) if never or urgent else ():
        said = sentences(printable(text))
        for phrase, pattern in [*never, *(urgent if pressing else ())]:
            if any(next(pattern.find(sentence, None), None) for sentence in said):
                yield _found(FORBIDDEN, f"this text says '{phrase.cue}': {_short(text)}", position)


def _patterns(lists: WordLists, phrases: Iterable[Phrase]) -> list[tuple[Phrase, Pattern]]:
    return [(phrase, lists.compile(phrase.cue)) for phrase in phrases]


def _texts(rulebase: Rulebase) -> Iterator[tuple[str, Position, bool]]:
    """Walk all that is said to people, with its place, and whether it is said when something is urgent."""
    nowhere = Position(rulebase.name, 1, 1)
    for words in (rulebase.notice, rulebase.care.reminder, rulebase.care.help):
        yield words, nowhere, False
    for rule in rulebase.rules.values():
        if isinstance(rule.then, Advice):
            yield rule.then.say, rule.position, False
            yield rule.then.because, rule.position, False
    for subject in rulebase.not_covered.values():
        yield subject.say, subject.position, False
    for note in rulebase.care.evidence.values():
        yield note.note, nowhere, False
    for plan in rulebase.plans.values():
        yield plan.because, plan.position, False
        yield plan.done, plan.position, False
    for flag in rulebase.flags.values():
        yield from ((words, flag.position, flag.quiets) for words in _said(flag))
    for together in rulebase.care.together:
        yield together.say, together.position, True


def _said(flag: Flag) -> Iterator[str]:
    yield from (flag.say, *flag.voices.values(), flag.brief, flag.stays)
    yield from (check.ask for check in flag.checks)


def _urgent(rulebase: Rulebase) -> Iterator[Finding]:
    """Find flags of the first two urgencies that say too much, or the number too late."""
    for flag in rulebase.flags.values():
        for voice in ("self", *flag.voices) if flag.quiets else ():
            check = flag.checks[0].ask if flag.checks and voice == "self" else ""
            text = f"{filled(flag.says(voice), rulebase.care, None)} {check}".strip()
            for fault in _faults(text, rulebase, pressing=flag.urgency == EMERGENCY):
                yield _found(URGENT_TEXT, f"what {flag.name} says ({voice}) {fault}", flag.position)


def _faults(text: str, rulebase: Rulebase, *, pressing: bool) -> Iterator[str]:
    if "!" in text:
        yield "has a '!'"
    if text.count("?") > 1:
        yield "asks more than one question"
    if not pressing:
        return
    words = len(f"{text} {rulebase.care.reminder}".split())
    if words > MOST_WORDS:
        yield f"has {words} words with the reminder, where no country is known"
    numbers = [row.call or row.name for row in places(rulebase.care, EMERGENCY_NEED, None)]
    if numbers and not any(0 <= text.find(number) < FIRST_CHARACTERS for number in numbers):
        yield f"names no emergency number in its first {FIRST_CHARACTERS} characters"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text if len(text) <= MOST_WORDS else text[:MOST_WORDS].rstrip() + "…"}"'
