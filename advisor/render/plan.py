"""Dated plans in words: which day it is, counted out from the day the plan counts from, and when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, PARAGRAPH, Block
from advisor.render.facts import fact_in_words, sentence
from advisor.render.question import expected_in_words
from advisor.render.reply import source_in_words
from advisor.rulebase.kinds import KINDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from advisor.conversation.fold import Progress, Restart
    from advisor.rulebase.model import Rulebase


def plan_blocks(rulebase: Rulebase, progress: Progress, today: datetime.date) -> Iterator[Block]:
    """Say how far a plan has come: the day, the count, the end, what it began anew for, and where it is from.

    >>> import datetime
    >>> from advisor import load
    >>> from advisor.conversation.fold import progress
    >>> from advisor.reasoning.situation import tell
    >>> garden, day = load("examples/garden"), datetime.date(2026, 11, 23)
    >>> (dry,) = progress(garden, tell(garden, {"watered_on": "2026-11-21"}, day))
    >>> for block in list(plan_blocks(garden, dry, day))[:3]: print(block.words)
    Four days until the next look: day 2 of 4.
    21 November is day 0; today, 23 November, is day 2; 4 days end on 25 November. 2 days are left.
    It counts from 21 November, because you told me that you last watered 21 November 2026.
    """
    plan = progress.plan
    if progress.start is None or progress.day is None or progress.ends is None:
        yield Block(LEAD, sentence(plan.title))
        start = rulebase.facts[plan.start]
        yield Block(
            PARAGRAPH, sentence(f"to count the days I need to know this: {start.ask or expected_in_words(start)}")
        )
    else:
        yield Block(LEAD, _heading(progress.day, plan.title, plan.length))
        yield Block(PARAGRAPH, _count(progress.start, progress.ends, progress.day, plan.length, today))
        if progress.over and plan.done:
            yield Block(PARAGRAPH, plan.done)
        yield Block(PARAGRAPH, _because(rulebase, progress, progress.start, today))
    if plan.because:
        yield Block(DETAIL, f"Why: {plan.because}")
    if plan.source:
        yield Block(DETAIL, f"Source: {source_in_words(rulebase, plan.source)}")
    if progress.restarts:
        yield Block(HEADING, "It began anew:")
        for restart in progress.restarts:
            yield Block(ITEM, f"{_day(restart.day, today)}: {_cause(rulebase, restart)}")


def _heading(day: int, title: str, length: int) -> str:
    if day < 0:
        return sentence(f"{title}: it begins in {_days(-day)}")
    if day < length:
        return sentence(f"{title}: day {day} of {length}")
    return sentence(f"{title}: the {_days(length)} are over" if length > 1 else f"{title}: the day is over")


def _count(start: datetime.date, ends: datetime.date, day: int, length: int, today: datetime.date) -> str:
    """Count out the days, so that anybody can check them."""
    first, last = _day(start, today), _day(ends, today)
    end = f"{_days(length)} {'ends' if length == 1 else 'end'}"
    if day < 0:
        return f"{first} is day 0; {end} on {last}."
    if day > length:
        return f"{first} is day 0; {_days(length)} ended on {last}, {_days(day - length)} ago."
    if day == length:
        return f"{first} is day 0; {end} today, {last}."
    now = f"today, {_day(today, today)}, is day {day}; " if day else ""
    first = first if day else f"Today, {first},"
    left = length - day
    return f"{first} is day 0; {now}{end} on {last}. {_days(left)} {'is' if left == 1 else 'are'} left."


def _because(rulebase: Rulebase, progress: Progress, start: datetime.date, today: datetime.date) -> str:
    """Say from which day it counts, and why: the latest new beginning, or what was told of the day itself."""
    anew = next((restart for restart in reversed(progress.restarts) if restart.day == start), None)
    if anew is not None and anew.cause != progress.plan.start:
        return sentence(f"it counts from {_day(start, today)}, because it began anew then: {_cause(rulebase, anew)}")
    clause = fact_in_words(rulebase.facts[progress.plan.start], start)
    return sentence(f"it counts from {_day(start, today)}, because you told me that {clause}")


def _cause(rulebase: Rulebase, restart: Restart) -> str:
    fact = rulebase.facts[restart.cause]
    return fact_in_words(fact, restart.day if fact.kind == "date" else True)


def _day(day: datetime.date, today: datetime.date) -> str:
    """Name a day; the year only where it is not this one."""
    words = KINDS["date"].word(day)
    return words.rpartition(" ")[0] if day.year == today.year else words


def _days(count: int) -> str:
    return KINDS["duration"].word(count)
