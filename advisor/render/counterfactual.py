"""What is not so, in words: why not, what would come of other facts, and what would have to be different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.explain import ASSUMING, AT_ODDS, FIRM, NEVER, OPEN, RULED_OUT, UNKNOWN
from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, Block
from advisor.render.explanation import derivation_blocks, open_blocks, out_in_words, short_blocks
from advisor.render.facts import fact_in_words, sentence
from advisor.render.readings import (
    Scene,
    asked,
    found,
    presumed_clauses,
    quoted,
    that,
    told_clauses,
    unvalued,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from advisor.reasoning.changes import Change, Difference
    from advisor.reasoning.explain import Explanation
    from advisor.reasoning.outcome import Concluded, RuledOut
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.model import Rulebase

TOO_MANY = "There are too many possibilities here to say that for sure."


def why_not_blocks(
    rulebase: Rulebase, explanation: Explanation, today: datetime.date, *, situation: Situation | None = None
) -> Iterator[Block]:
    """Say why something is not so: what is in the way, what it hangs on, or that it is so after all.

    >>> import datetime
    >>> from advisor import Advisor
    >>> garden, day = Advisor.load("examples/garden"), datetime.date(2026, 11, 23)
    >>> why = garden.why_not({"rain_expected": True}, "watering.water=do", today=day)
    >>> print(next(why_not_blocks(garden.rulebase, why, day)).words)
    What is in the way: you told me that rain is expected.
    """
    scene = Scene(rulebase, today, situation)
    status = explanation.status
    if status == AT_ODDS or (status == RULED_OUT and not explanation.in_the_way):
        yield from short_blocks(scene, explanation)
    elif status in {FIRM, ASSUMING}:
        yield Block(LEAD, "It is so.")
        yield from _so(scene, explanation)
    elif status == RULED_OUT:
        told = (found(scene, reading) or asked(scene, reading) for reading in explanation.in_the_way)
        clauses = list(dict.fromkeys(told))
        if len(clauses) == 1:
            yield Block(LEAD, sentence(f"what is in the way: you told me that {clauses[0]}"))
        else:
            yield Block(LEAD, "What is in the way, taken together:")
            yield from (Block(ITEM, f"you told me that {clause}") for clause in clauses)
        yield from _takes(scene, explanation.ruled_out)
    elif status == OPEN:
        yield Block(LEAD, "Nothing that you told me is in the way. It hangs on what I do not know yet.")
        yield from open_blocks(scene, explanation.open)
    elif status == NEVER:
        yield Block(LEAD, "Nothing that you told me is in the way: it does not come to that in any situation.")
    else:
        assert status == UNKNOWN  # noqa: S101 - the statuses of why not are these
        yield Block(LEAD, TOO_MANY)


def _so(scene: Scene, explanation: Explanation) -> Iterator[Block]:
    for one in explanation.concluded:
        yield Block(ITEM, one.advice.say)
        if one.assuming:
            yield Block(DETAIL, sentence(f"taking it {that(presumed_clauses(scene, one.assuming))}"))
    if explanation.derivation and not explanation.concluded:
        yield from derivation_blocks(scene, explanation.derivation)


def _takes(scene: Scene, ruled_out: tuple[RuledOut, ...]) -> Iterator[Block]:
    """Say of what was meant what it would take, as far as a test failed."""
    for one in ruled_out:
        clauses = list(dict.fromkeys(asked(scene, reading) for reading in one.failed))
        if clauses:
            yield Block(ITEM, sentence(f"{quoted(scene, one.rule)} would take {that(clauses, 'or')}"))
        else:
            yield Block(ITEM, out_in_words(scene, one))


# --- what if


def difference_blocks(
    rulebase: Rulebase, difference: Difference, today: datetime.date, *, situation: Situation | None = None
) -> Iterator[Block]:
    """Say what would change if some facts were different; `situation` is the one they would be different in.

    >>> import datetime
    >>> from advisor import Advisor
    >>> garden, day = Advisor.load("examples/garden"), datetime.date(2026, 11, 23)
    >>> other = garden.what_if({"rain_expected": True}, {"watered_on": "2026-11-21"}, today=day)
    >>> for block in list(difference_blocks(garden.rulebase, other, day))[:3]: print(block.words)
    If you last watered 21 November 2026:
    It would also be so:
    It has been 2 days since 21 November 2026; look again after four.
    """
    scene = Scene(rulebase, today, situation)
    if difference.contradiction:
        yield from _impossible(scene, difference)
        return
    yield Block(LEAD, f"{_supposed(scene, difference)}:")
    if difference.nothing and not (difference.opens or difference.closes or difference.dropped):
        yield Block(ITEM, "Nothing would change.")
        return
    if difference.nothing:
        yield Block(ITEM, "The advice would stay as it is.")
    also = "" if difference.disappears else "also "
    yield from _advised(f"It would {also}be so:", scene, difference.appears)
    yield from _advised("It would not be so any more:", scene, difference.disappears)
    dropped = told_clauses(scene, difference.dropped) or [unvalued(scene, name) for name in difference.dropped]
    yield from _listed("This would not come into it any more:", dropped)
    yield from _listed("I would then ask:", (question.text for question in difference.opens))
    yield from _listed("I would not need to ask any more:", (_question(scene, name) for name in difference.closes))


def _supposed(scene: Scene, difference: Difference) -> str:
    """Say what was supposed, as an if."""
    facts = scene.rulebase.facts
    clauses = [
        f"I did not know the answer to “{facts[name].ask}”" if value is None else fact_in_words(facts[name], value)
        for name, value in difference.facts.items()
    ]
    return f"If {' and '.join(clauses)}" if clauses else "If all stays as it is"


def _impossible(scene: Scene, difference: Difference) -> Iterator[Block]:
    """Say that what was supposed cannot be so beside what was told."""
    facts, names = scene.rulebase.facts, difference.contradiction.facts if difference.contradiction else ()
    supposed = {n: v for n, v in difference.facts.items() if v is not None}
    rest = [name for name in names if name not in supposed]
    yield Block(LEAD, "That cannot be, so nothing follows from it. These cannot all be so:")
    yield from (Block(ITEM, fact_in_words(facts[n], v)) for n, v in supposed.items() if n in names or not rest)
    for clause in told_clauses(scene, rest) or [unvalued(scene, name) for name in rest]:
        yield Block(ITEM, clause)


def _advised(heading: str, scene: Scene, concluded: tuple[Concluded, ...]) -> Iterator[Block]:
    if concluded:
        yield Block(HEADING, heading)
    for one in concluded:
        yield Block(ITEM, one.advice.say)
        if one.assuming:
            yield Block(DETAIL, sentence(f"taking it {that(presumed_clauses(scene, one.assuming))}"))


def _listed(heading: str, words: Iterable[str]) -> Iterator[Block]:
    for place, one in enumerate(words):
        if not place:
            yield Block(HEADING, heading)
        yield Block(ITEM, one)


def _question(scene: Scene, name: str) -> str:
    fact = scene.rulebase.facts[name]
    return fact.ask or name.replace("_", " ")


# --- the nearest change


def changes_blocks(rulebase: Rulebase, changes: tuple[Change, ...] | None, today: datetime.date) -> Iterator[Block]:
    """Say what would have to be different; nothing to change means that it is so already, None that nothing would do.

    >>> import datetime
    >>> from advisor import Advisor
    >>> garden, day = Advisor.load("examples/garden"), datetime.date(2026, 11, 23)
    >>> changes = garden.nearest_change({"rain_expected": True}, "watering.water=dont", today=day)
    >>> for block in changes_blocks(garden.rulebase, changes, day): print(block.words)
    It would take this:
    Frost is expected. I do not know yet whether it is so.
    """
    if changes is None:
        yield Block(LEAD, "Nothing that can be changed would make that certain.")
        return
    if not changes:
        yield Block(LEAD, "It is so already; nothing would have to be different.")
        return
    scene = Scene(rulebase, today)
    yield Block(LEAD, "It would take this:" if len(changes) == 1 else "It would take all of this:")
    for change in changes:
        needed = sentence(asked(scene, change.needed))
        if change.now is None:
            yield Block(ITEM, f"{needed} I do not know yet whether it is so.")
        else:
            now = fact_in_words(rulebase.facts[change.fact], change.now)
            yield Block(ITEM, f"Now: {sentence(now)} Then: {needed}")
