"""Explanations in words: why something is so, in a line, in short or with the whole proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import UnknownName
from advisor.reasoning.explain import KNOWN
from advisor.reasoning.outcome import (
    ANSWERED,
    CASES,
    NOT_APPLYING,
    OTHERWISE,
    OVERRIDDEN,
    RETIRED,
    Concluded,
    Derivation,
    Reading,
)
from advisor.reasoning.proving import PRESUMED
from advisor.reasoning.situation import IMPLIED
from advisor.render.blocks import DETAIL, ITEM, LEAD, PARAGRAPH, Block
from advisor.render.facts import fact_in_words, sentence
from advisor.render.readings import (
    VERDICTS_IN_WORDS,
    Scene,
    asked,
    found,
    grounds,
    presumed_clauses,
    quoted,
    rule_says,
    said,
    that,
    told_clauses,
    unvalued,
    who,
)
from advisor.render.reply import source_in_words
from advisor.rulebase.model import Conclusion

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from advisor.reasoning.explain import Explanation
    from advisor.reasoning.outcome import Open, RuledOut
    from advisor.reasoning.situation import Contradiction, Situation
    from advisor.rulebase.model import Fact, Rulebase

LINE, SHORT, FULL = LEVELS = ("line", "short", "full")
"""How much is told: one sentence; what it rests on and what would be otherwise; every test of every rule."""

MOST = 4
NOT_SO = {1: "that is not so", 2: "neither is so"}


def explanation_blocks(
    rulebase: Rulebase,
    explanation: Explanation,
    today: datetime.date,
    level: str = SHORT,
    *,
    situation: Situation | None = None,
) -> Iterator[Block]:
    """Say why something came out as it did: level `line`, `short` or `full`; raises UnknownName for another level.

    With the `situation` it was asked about, what was told is said by its very values; without, as far as it matters.

    >>> import datetime
    >>> from advisor import Advisor
    >>> garden, day = Advisor.load("examples/garden"), datetime.date(2026, 11, 23)
    >>> why = garden.why({"rain_expected": True, "frost": False}, "watering.water", today=day)
    >>> for block in explanation_blocks(garden.rulebase, why, day, "line"): print(block.words)
    Wait for the rain, because rain is expected.
    """
    if level not in LEVELS:
        raise UnknownName("level", level, LEVELS)
    scene = Scene(rulebase, today, situation)
    if level == LINE:
        yield Block(LEAD, _line(scene, explanation))
        return
    yield from short_blocks(scene, explanation)
    if level == FULL:
        from advisor.render.proof import proof_blocks  # seldom asked for

        yield from proof_blocks(scene, explanation)


# --- a line


def _line(scene: Scene, explanation: Explanation) -> str:
    """Give the one sentence that says most."""
    if explanation.contradiction:
        return sentence("these cannot all be so: " + "; ".join(_at_odds(scene, explanation.contradiction)))
    if explanation.concluded:
        return _why(scene, explanation.concluded[0])
    if explanation.derivation:
        return _derived(scene, explanation.derivation)
    if explanation.conflicts:
        says = " / ".join(quoted(scene, name) for name in explanation.conflicts[0].rules)
        return sentence(f"these contradict each other, and nothing tells which is right: {says}")
    if explanation.open:
        return sentence(f"that is still open: {_if_then(scene, explanation.open[0])}")
    if explanation.ruled_out:
        return out_in_words(scene, explanation.ruled_out[0])
    return _plainly(scene, explanation)


def _why(scene: Scene, one: Concluded) -> str:
    """Say what is advised and the main reason: what its own condition found."""
    if one.how == CASES:
        return f"Either way: {VERDICTS_IN_WORDS[one.advice.verdict]}, whatever turns out to be so."
    presumed = presumed_clauses(scene, one.assuming)
    clauses = [found(scene, test) or asked(scene, test) for test in one.proof.tests]
    clauses = [clause for clause in dict.fromkeys(clauses) if clause not in presumed]
    reason = _because(clauses, presumed)
    if one.how == OTHERWISE:
        reason = ", because nothing more definite fits what you told me" + _because([], presumed)
    if not reason:
        return one.advice.say if one.proof.tests else f"{one.advice.say} That holds whatever else is so."
    if one.advice.say.endswith("."):
        return f"{one.advice.say[:-1]}{reason}."
    return f"{one.advice.say} That is so{reason.removeprefix(',')}."


def _derived(scene: Scene, one: Derivation) -> str:
    clause = fact_in_words(scene.rulebase.facts[one.fact], one.value)
    if one.how == PRESUMED:
        return sentence(f"I take it that {clause}; nothing that I know tells")
    told = told_clauses(scene, *grounds(one))
    return sentence(f"{clause}{_because(told, presumed_clauses(scene, one.assuming), 'you told me ')}")


def _because(clauses: list[str], presumed: list[str], opening: str = "") -> str:
    words = f", because {opening}{that(clauses) if opening else ' and '.join(clauses)}" if clauses else ""
    return words + (f", taking it {that(presumed)}" if presumed else "")


def _plainly(scene: Scene, explanation: Explanation) -> str:
    """Say what can be said of a fact that was told, of one that is not known, and where nothing follows."""
    rulebase = scene.rulebase
    fact = rulebase.facts.get(explanation.conclusion)
    if explanation.status == KNOWN and fact:
        told = told_clauses(scene, explanation.told)
        if explanation.value is None:
            return sentence(f"{_implied(scene, fact)}from what you told me" + (f": {that(told)}" if told else ""))
        clause = fact_in_words(fact, explanation.value)
        if fact.formula is None:
            return sentence(f"you told me that {clause}")
        return sentence(clause + (f", because you told me {that(told)}" if told else ", by what you told me"))
    if explanation.told:
        asks = [rulebase.facts[name].ask for name in explanation.told if rulebase.facts[name].ask]
        return f"That is still open. It hangs on this: {' '.join(asks)}" if asks else "That is still open."
    return f"You have not told me: {fact.ask}" if fact and fact.ask else "Nothing that I know tells."


def _implied(scene: Scene, fact: Fact) -> str:
    """Say what is known of a fact that was not told itself; without a situation that something is."""
    cells = scene.situation.cells if scene.situation else {}
    for level in scene.rulebase.levels.values():
        if level.fact == fact.name and level.name in cells:
            clause = found(scene, Reading(fact.name, level.name, 0, cells[level.name], IMPLIED))
            return f"{clause}; that follows "
    return "that follows "


# --- in short


def short_blocks(scene: Scene, explanation: Explanation) -> Iterator[Block]:
    """Say what came out, what it rests on, and what would be otherwise."""
    if explanation.contradiction:
        yield Block(LEAD, "These cannot all be so, and nothing follows before I know which is right:")
        yield from (Block(ITEM, clause) for clause in _at_odds(scene, explanation.contradiction))
    elif explanation.concluded:
        for one in explanation.concluded:
            yield from concluded_blocks(scene, one)
    elif explanation.derivation:
        yield from derivation_blocks(scene, explanation.derivation)
    elif explanation.conflicts:
        yield Block(LEAD, "These contradict each other, and nothing tells which is right:")
        names = dict.fromkeys(name for conflict in explanation.conflicts for name in conflict.rules)
        yield from (Block(ITEM, sentence(rule_says(scene, name))) for name in names)
    elif explanation.open:
        yield Block(LEAD, "That is still open. It hangs on what I do not know yet.")
        yield from open_blocks(scene, explanation.open)
    elif len(explanation.ruled_out) > 1:
        yield Block(LEAD, "None of this holds here.")
        yield from (Block(ITEM, out_in_words(scene, one)) for one in explanation.ruled_out)
    else:
        yield Block(LEAD, _line(scene, explanation))


def concluded_blocks(scene: Scene, one: Concluded) -> Iterator[Block]:
    """Say an advice with its reason and source, what it rests on, and what would be otherwise."""
    if one.how == CASES:
        yield Block(LEAD, f"Either way: {VERDICTS_IN_WORDS[one.advice.verdict]}.")
        for case in one.cases:
            when = " and ".join(asked(scene, reading) for reading in case.when)
            yield Block(ITEM, f"If {when}: {said(case.advice)}" if when else case.advice.say)
            if case.advice.because:
                yield Block(DETAIL, f"Why: {case.advice.because}")
            yield Block(DETAIL, f"Source: {source_in_words(scene.rulebase, case.source)}")
    else:
        yield Block(LEAD, one.advice.say)
        if one.advice.because:
            yield Block(DETAIL, f"Why: {one.advice.because}")
        yield Block(DETAIL, f"Source: {source_in_words(scene.rulebase, one.source)}")
    yield from _rests_on(scene, one)
    yield from _otherwise(scene, one)


def derivation_blocks(scene: Scene, one: Derivation) -> Iterator[Block]:
    """Say a concluded fact, what it rests on, and what would be otherwise."""
    if one.how == PRESUMED:
        yield Block(LEAD, _derived(scene, one))
        return
    yield Block(LEAD, sentence(fact_in_words(scene.rulebase.facts[one.fact], one.value)))
    if one.proof:
        source = scene.rulebase.rules[one.proof.rule].source
        yield Block(DETAIL, f"Source: {source_in_words(scene.rulebase, source)}")
    yield from _rests_on(scene, one)
    yield from _otherwise(scene, one)


def _rests_on(scene: Scene, one: Concluded | Derivation) -> Iterator[Block]:
    """Say in one paragraph what was told and what was taken for granted."""
    told = told_clauses(scene, *grounds(one))
    presumed = presumed_clauses(scene, one.assuming)
    parts = []
    if told:
        parts.append(f"This is so because you told me {that(told)}")
    if presumed:
        parts.append(f"I took it {that(presumed)}")
    if not parts:
        parts.append("This does not hang on anything that you told me")
    yield Block(PARAGRAPH, " ".join(sentence(part) for part in parts))


def _otherwise(scene: Scene, one: Concluded | Derivation) -> Iterator[Block]:
    """Say in one paragraph what could have stood in the way, and why it is out of it."""
    defeats = one.proof.defeats if one.proof else one.defeats if isinstance(one, Derivation) else ()
    beaten = list(dict.fromkeys(quoted(scene, d.rule) for d in defeats if d.beaten_by and d.rule != d.beaten_by))
    clauses = list(dict.fromkeys(asked(scene, test) for d in defeats if not d.beaten_by for test in d.tests))
    parts = []
    if clauses:
        more = [f"one of {len(clauses) - MOST} other things is so"] if len(clauses) > MOST else []
        ifs = that([*clauses[:MOST], *more], "or", "if")
        parts.append(f"It could be different {ifs}; as things stand, {NOT_SO.get(len(clauses), 'none of that is so')}.")
    if beaten:
        parts.append(sentence(f"something that weighs more sets this aside: {', '.join(beaten)}"))
    if parts:
        yield Block(PARAGRAPH, " ".join(parts))


def open_blocks(scene: Scene, opened: tuple[Open, ...]) -> Iterator[Block]:
    """Say of advice that is open what each hangs on."""
    for one in opened:
        yield Block(ITEM, sentence(_if_then(scene, one)))


def _if_then(scene: Scene, one: Open) -> str:
    """Say an open advice with what it hangs on."""
    when = " and ".join(asked(scene, reading) for reading in one.when)
    if when:
        return f"if {when}: {said(one.advice)}"
    ways = dict.fromkeys(" and ".join(asked(scene, r) for r in obstacle.when) for obstacle in one.unless)
    unless = " or ".join(way for way in ways if way)
    return f"unless {unless}: {said(one.advice)}" if unless else said(one.advice)


def out_in_words(scene: Scene, one: RuledOut) -> str:
    """Say of one rule why it does not hold."""
    rulebase = scene.rulebase
    if one.cause == RETIRED:
        return sentence(f"that is not used any more: {one.by}")
    opening = f"{quoted(scene, one.rule)} does not hold here, because"
    rule = rulebase.rules.get(one.rule)
    if rule and isinstance(rule.then, Conclusion):
        opening = f"it is not shown that {rule_says(scene, one.rule)}, because"
    if one.cause == OVERRIDDEN:
        return sentence(f"{opening} this weighs more: {quoted(scene, one.by)}")
    if one.cause == NOT_APPLYING:
        return sentence(f"{opening} “{rulebase.topics[one.by].title}” does not come into it")
    if one.cause == ANSWERED:
        by = f": {quoted(scene, one.by)}" if one.by else ""
        return sentence(f"{opening} there is something more definite to say{by}")
    reasons = list(dict.fromkeys(who(scene, reading) for reading in one.failed))
    return sentence(f"{opening} {' and '.join(reasons) or 'what it takes is not so'}")


def _at_odds(scene: Scene, contradiction: Contradiction) -> list[str]:
    return told_clauses(scene, contradiction.facts) or [unvalued(scene, name) for name in contradiction.facts]
