"""Parts that two rulebases do not have alike in words: names that came and went, terms that changed, numbers."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from advisor.render.blocks import DETAIL, ITEM, Block
from advisor.workbench.differences import ADDED, CHANGED, GONE, RENAMED
from advisor.workbench.parts import EVERY_RULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.workbench.differences import Count, Part

_MOST = 12
_LONGEST = 90
_PLURALS = {"country with help": "countries with help", "subject that is not covered": "subjects that are not covered"}
_PLURALS |= {"note on research": "notes on research", "thing said together": "things said together"}
_TERMS = {
    "words": "it is worded differently",
    "checks": "its direct questions lead elsewhere",
    "hints": "what was learnt from messages is another",
    "alarms": "what was learnt of the flags is another",
    "help": "the answer to a call for help is worded differently",
    "reminder": "the short notice is worded differently",
    "wording": "what texts must not say is other",
    "unless": "what keeps it from beginning anew is other",
}


def parts_blocks(parts: Iterable[Part]) -> Iterator[Block]:
    """Put parts into words, those that came or went in one line a kind."""
    found = sorted(parts, key=lambda one: (one.kind, [GONE, RENAMED, ADDED, CHANGED].index(one.sort), one.level))
    for (kind, sort, level), group in groupby(found, key=lambda one: (one.kind, one.sort, one.level)):
        several = list(group)
        if sort in {ADDED, GONE}:
            names = [one.name for one in several]
            more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
            noun = kind if len(names) == 1 else _PLURALS.get(kind, f"{kind}s")
            yield Block(ITEM, f"{noun} {sort} ({level}): {', '.join(names[:_MOST])}{more}")
            yield from (Block(DETAIL, f"{one.name}: {one.now}") for one in several if one.now)
        else:
            yield from (Block(ITEM, _part(one)) for one in several)


def _part(one: Part) -> str:
    named = one.kind if one.kind in {"name", "language"} else f"{one.kind} {one.name}"
    if one.sort == RENAMED:
        return f"{one.kind} renamed ({one.level}): {one.name} -> {one.now}"
    if one.term == "suspends":
        return f"{named} ({one.level}): it {_suspended(one)}"
    if one.term in _TERMS:
        return f"{named} ({one.level}): {_TERMS[one.term]}"
    if not one.term:
        return f"{named} ({one.level}): it is other than it was"
    before, now = (_short(text) or "nothing" for text in (one.before, one.now))
    return f"{named} ({one.level}): {one.term}: {before} -> {now}"


def _suspended(one: Part) -> str:
    if one.before == EVERY_RULE:
        return f"no longer suspends every rule, only {_short(one.now)}" if one.now else "no longer suspends any rule"
    return f"now suspends {_short(one.now)}" if one.now else f"no longer suspends {_short(one.before)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def count_in_words(one: Count) -> str:
    """Say how many of something differ.

    >>> from advisor.workbench.differences import Count
    >>> count_in_words(Count("phrases", "topic watering", 2, 0, "minor"))
    'phrases of topic watering (minor): 2 added'
    """
    numbers = [
        f"{number:,} {word}"
        for number, word in ((one.added, ADDED), (one.gone, GONE), (one.changed, CHANGED))
        if number
    ]
    where = f" of {one.where}" if one.where else ""
    nouns = one.kind if one.kind in {"phrases", "words"} else _PLURALS.get(one.kind, f"{one.kind}s")
    return f"{nouns}{where} ({one.level}): {', '.join(numbers)}"
