"""A replay in words: what came out differently, and what made it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, NOTE, PARAGRAPH, Block
from advisor.render.record import day_in_words, printable
from advisor.workbench import causes, replay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.conversation.record import Record
    from advisor.workbench.causes import Cause
    from advisor.workbench.replay import Divergence, Replayed

_SORTS = {
    replay.APPEARED: "This is advised now, and was not then",
    replay.DISAPPEARED: "This was advised then, and is not now",
    replay.REVERSED: "The advice is now the opposite",
    replay.WORDED: "The same advice is worded differently",
    replay.OTHER_RULE: "The same verdict is given by another rule",
    replay.ASSUMED: "The same advice takes other things for granted",
    replay.AT_ODDS: "What was told is at odds now, so nothing is advised",
    replay.NOT_AT_ODDS: "What was told was at odds then, and is not now",
}

_CAUSES = {
    causes.NEW: "The rule {name} is new.",
    causes.GONE: "The rule {name} is gone.",
    causes.CONDITION: "The rule {name} has another condition: it was “{before}” and is “{now}”.",
    causes.VERDICT: "The rule {name} has another verdict: it was {before} and is {now}.",
    causes.CONCLUSION: "The rule {name} concludes something else: it was {before} and is {now}.",
    causes.WORDS: "The rule {name} has other words.",
    causes.BEATEN: "The rule {name} is overridden by {by}.",
    causes.FREED: "The rule {name} is no longer overridden by {by}.",
    causes.SILENCED: "The rule {name} is silenced by the flag {by}.",
    causes.FACT: "Of the fact {name}, “{by}” has changed: it was “{before}” and is “{now}”.",
    causes.TOPIC: "The topic {name} applies otherwise: it was “{before}” and is “{now}”.",
    causes.LOST: "What was told of {name} cannot be used any more.",
    causes.ELSEWHERE: "No single rule could be named; something else in the rulebase has changed.",
}
_NOTHING = "nothing"


def replayed_blocks(replayed: Replayed, record: Record) -> Iterator[Block]:
    """Put a replay into words.

    >>> from advisor import Advisor
    >>> from advisor.conversation.record import Record
    >>> garden = Advisor.load("examples/garden")
    >>> record = Record.of_reply(garden.ask("It will rain. Should I water the plants?"))
    >>> next(replayed_blocks(replay.replay(garden, record), record)).words
    'The same is advised.'
    """
    yield from (Block(sort, printable(words)) for sort, words in _blocks(replayed, record))


def _blocks(replayed: Replayed, record: Record) -> Iterator[Block]:
    count = len(replayed.divergences)
    if replayed.same:
        yield Block(LEAD, "The same is advised.")
    elif count:
        yield Block(LEAD, f"{count} thing{'s differ' if count > 1 else ' differs'}.")
    else:
        yield Block(LEAD, "The same is advised, but not everything in the record could be used.")
    then = f"{record.rulebase} {record.version}".rstrip()
    now = f"{replayed.rulebase} {replayed.version}".rstrip()
    changed = "other files than then" if replayed.changed else "the same files as then"
    yield Block(NOTE, f"Recorded on {day_in_words(record.day)} with {then}; decided again with {now}, {changed}.")
    if replayed.lost:
        yield Block(HEADING, "What the rulebase cannot use any more")
    for lost in replayed.lost:
        hint = f"; did you mean {lost.nearest}?" if lost.nearest else "."
        yield Block(ITEM, f"{lost.kind} {lost.name}: {lost.why}{hint}")
    for one in replayed.divergences:
        yield from _divergence(one)


def _divergence(one: Divergence) -> Iterator[Block]:
    yield Block(HEADING, _SORTS[one.sort] + (f" ({one.on})" if one.on else ""))
    for advised, when in ((one.before, "Then"), (one.now, "Now")):
        if advised is not None:
            yield Block(ITEM, f"{when}: {advised.say}")
            granted = f", assuming {', '.join(advised.assuming)}" if advised.assuming else ""
            yield Block(DETAIL, f"{advised.verdict}, by the rule {advised.rule}{granted}")
            if one.sort == replay.WORDED and advised.because:
                yield Block(DETAIL, f"Why: {advised.because}")
    for cause in one.causes:
        yield Block(PARAGRAPH, cause_in_words(cause))


def cause_in_words(cause: Cause) -> str:
    """Say what made a difference.

    >>> cause_in_words(causes.Cause("condition", "rain-waters", "", "rain", "rain and not frost"))
    'The rule rain-waters has another condition: it was “rain” and is “rain and not frost”.'
    """
    if cause.sort == causes.NEVER:
        return (
            f"These may not go together any more: {cause.now}" if cause.now else f"May go together now: {cause.before}"
        )
    words = {name: value or _NOTHING for name, value in cause._asdict().items()}
    reason = f" {cause.now}" if cause.sort == causes.GONE and cause.now else ""
    return _CAUSES[cause.sort].format(**words) + reason
