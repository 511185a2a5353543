"""Readings in words: what a test asked for and what it found, who told it, and what a rule says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.outcome import Concluded, Derivation, Proof, Reading
from advisor.reasoning.proving import DERIVED, PRESUMED, UNKNOWN
from advisor.reasoning.situation import APART, IMPLIED, TOLD, Situation, value_now
from advisor.render.facts import fact_in_words, sentence, test_in_words
from advisor.render.reply import UNFILLED
from advisor.rulebase.checking import HOLE
from advisor.rulebase.model import DO, DONT, KNOW, MAY, SILENT, WAIT, Advice, Rulebase

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

VERDICTS_IN_WORDS = {
    DO: "do it",
    MAY: "you may",
    DONT: "don't",
    WAIT: "wait",
    KNOW: "there is something to know",
    SILENT: "the source says nothing on it",
    "none": "no advice",
    "conflict": "two things that contradict each other",
}
"""What a verdict comes to where no rule's own words are at hand; also no verdict, and rules at odds."""

_WHO = {
    TOLD: "you told me that",
    IMPLIED: "it follows from what you told me that",
    APART: "it follows from what you told me that",
    PRESUMED: "I took it that",
    DERIVED: "it follows that",
}


class Scene(NamedTuple):
    """What words are drawn from: the rulebase, the day, and where it is at hand the situation with its exact values."""

    rulebase: Rulebase
    today: datetime.date
    situation: Situation | None = None


def plain(name: str) -> str:
    """Give a name as words.

    >>> plain("soil_is_dry")
    'soil is dry'
    """
    return name.replace("_", " ")


def said(advice: Advice) -> str:
    """Give the words of an advice; where they wait for a value that is not known, those of its verdict."""
    return sentence(VERDICTS_IN_WORDS[advice.verdict]) if unfilled(advice) else advice.say


def unfilled(advice: Advice) -> bool:
    """Whether the words of an advice wait for a value."""
    return bool(HOLE.search(advice.say)) or UNFILLED in advice.say


def rule_says(scene: Scene, name: str) -> str:
    """Give what a rule says, in the rulebase's words; a retired rule gives its name as words."""
    rule = scene.rulebase.rules.get(name)
    if rule is None:
        return name.replace("-", " ").replace("_", " ")
    then = rule.then
    return said(then) if isinstance(then, Advice) else fact_in_words(scene.rulebase.facts[then.fact], then.value)


def quoted(scene: Scene, name: str) -> str:
    """Give what a rule says to stand inside a sentence."""
    return f"“{rule_says(scene, name)}”"


def asked(scene: Scene, reading: Reading) -> str:
    """Say what a test asks for, as a clause to stand after "if" or "that"."""
    return test_in_words(scene.rulebase, reading, scene.today)


def found(scene: Scene, reading: Reading) -> str | None:
    """Say what a test found, as a clause to stand after "that"; None where it found nothing.

    The situation gives the very value; without it, the cell in which the value lies has to do.
    """
    rulebase, situation = scene.rulebase, scene.situation
    level = rulebase.levels[reading.level]
    if situation is not None and reading.how == TOLD:
        value = value_now(rulebase, situation, reading.fact)
        if value is not None:
            return fact_in_words(rulebase.facts[reading.fact], value)
    if reading.cell is None:
        return None
    if reading.cell == level.axis.size:
        return f"“{plain(reading.fact)}” does not come into it"
    return asked(scene, reading._replace(mask=1 << reading.cell))


def who(scene: Scene, reading: Reading) -> str:
    """Say what a test found and where that came from, as a clause: "you told me that it rains"."""
    clause = found(scene, reading)
    if clause is None or reading.how == UNKNOWN:
        return f"I do not know whether {asked(scene, reading)}"
    return f"{_WHO[reading.how]} {clause}"


def told_clauses(scene: Scene, names: Iterable[str], readings: Iterable[Reading] = ()) -> list[str]:
    """Say what was told of facts: the values told, or without a situation what the readings found by the telling."""
    rulebase, situation = scene.rulebase, scene.situation
    if situation is not None:
        known = set(names)
        return [fact_in_words(rulebase.facts[name], v) for name, v in situation.values.items() if name in known]
    clauses = (found(scene, reading) for reading in readings if reading.how in {TOLD, IMPLIED, APART})
    return list(dict.fromkeys(clause for clause in clauses if clause))


def presumed_clauses(scene: Scene, names: Iterable[str]) -> list[str]:
    """Say what was taken for granted."""
    facts = [scene.rulebase.facts[name] for name in names]
    return [fact_in_words(fact, fact.presume) for fact in facts if fact.presume is not None]


def unvalued(scene: Scene, name: str) -> str:
    """Name a told fact whose value is not at hand: by its question."""
    fact = scene.rulebase.facts[name]
    return f"what you answered to “{fact.ask}”" if fact.ask else plain(name)


def that(clauses: Iterable[str], joint: str = "and", word: str = "that") -> str:
    """Join clauses, each of which follows a "that", or another word.

    >>> that(["it rains", "it is cold", "it is dark"], "or", "if")
    'if it rains, if it is cold or if it is dark'
    """
    *rest, last = (f"{word} {clause}" for clause in clauses)
    return f"{', '.join(rest)} {joint} {last}" if rest else last


def grounds(one: Concluded | Derivation) -> tuple[tuple[str, ...], list[Reading]]:
    """Give what a conclusion rests on: the told facts, and every reading behind it."""
    proof = one.proof if isinstance(one, Concluded) else one
    readings = list(dict.fromkeys(_readings(proof)))
    return proof.told(), readings


def _readings(one: Proof | Derivation) -> Iterator[Reading]:
    if isinstance(one, Derivation) and one.proof:
        yield from _readings(one.proof)
    if isinstance(one, Proof):
        yield from one.tests
    for defeat in one.defeats:
        yield from defeat.tests
    for derivation in one.derived:
        yield from _readings(derivation)
