"""The whole proof in words: rule by rule and test by test, with what was read, who told it, and what beat what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.outcome import CASES, Concluded
from advisor.reasoning.proving import DERIVED, PRESUMED, UNKNOWN
from advisor.reasoning.situation import APART, IMPLIED, TOLD
from advisor.render.blocks import DEEPER, HEADING, ITEM, Block
from advisor.render.facts import fact_in_words, sentence
from advisor.render.readings import Scene, asked, found, quoted
from advisor.render.reply import source_in_words
from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.reasoning.explain import Explanation
    from advisor.reasoning.outcome import Defeat, Derivation, Open, Proof, Reading, RuledOut
    from advisor.rulebase.model import Rule

# Blocks have one depth; spaces that do not break are kept by text, Markdown and HTML alike.
INDENT = 2 * DEEPER

_FROM = {
    TOLD: "you told me",
    IMPLIED: "follows from what you told me",
    APART: "follows from what you told me",
    PRESUMED: "presumed",
    DERIVED: "concluded, see below",
}


def proof_blocks(scene: Scene, explanation: Explanation) -> Iterator[Block]:
    """Say how a conclusion came about, a step an item, what lies behind a step indented below it."""
    lines = list(_lines(scene, explanation))
    if lines:
        yield Block(HEADING, "How this comes about:")
    for depth, words in lines:
        yield Block(ITEM, INDENT * depth + sentence(words))


Line = tuple[int, str]


def _lines(scene: Scene, explanation: Explanation) -> Iterator[Line]:
    for one in explanation.concluded:
        yield from _concluded(scene, one)
    if explanation.derivation:
        yield from _derivation(scene, explanation.derivation, 0)
    for conflict in explanation.conflicts:
        yield 0, f"in conflict over {conflict.on}, with no override between them"
        for name in conflict.rules:
            yield 1, f"rule {name}: {quoted(scene, name)}"
            yield from _condition(scene.rulebase.rules[name], 2)
    for out in explanation.ruled_out:
        yield from _ruled_out(scene, out)
    for opened in explanation.open:
        yield from _open(scene, opened)


def _concluded(scene: Scene, one: Concluded) -> Iterator[Line]:
    if one.how != CASES:
        yield from _proof(scene, one.proof, 0)
        return
    yield 0, f"every case that is left gives {one.advice.verdict} on {one.advice.on}"
    yield from _tests(scene, one.proof.tests, 1)
    for case in one.cases:
        yield 1, f"rule {case.rule}: “{case.advice.say}”"
        yield from _condition(scene.rulebase.rules[case.rule], 2)
        yield from _tests(scene, case.when, 2)
        yield 2, f"source: {source_in_words(scene.rulebase, case.source)}"


def _proof(scene: Scene, proof: Proof, depth: int) -> Iterator[Line]:
    rule = scene.rulebase.rules[proof.rule]
    yield depth, f"rule {rule.name} holds: {quoted(scene, rule.name)}"
    yield from _condition(rule, depth + 1)
    yield from _tests(scene, proof.tests, depth + 1)
    for defeat in proof.defeats:
        yield from _defeat(scene, defeat, depth + 1, rule)
    for derivation in proof.derived:
        yield from _derivation(scene, derivation, depth + 1)
    yield depth + 1, f"source: {source_in_words(scene.rulebase, rule.source)}"


def _condition(rule: Rule, depth: int) -> Iterator[Line]:
    if rule.otherwise:
        yield depth, "it is said when no rule of its act that has a condition holds"
    elif rule.when:
        yield depth, f"its condition: {rule.when}"
    else:
        yield depth, "it has no condition"


def _tests(scene: Scene, tests: Iterable[Reading], depth: int) -> Iterator[Line]:
    for reading in tests:
        yield depth, _test(scene, reading)


def _test(scene: Scene, reading: Reading) -> str:
    """Say what a test asked for, what it found, and who told it."""
    wanted, read = asked(scene, reading), found(scene, reading)
    if read is None or reading.how == UNKNOWN:
        return f"asked for: {wanted}; not known"
    came_from = _FROM[reading.how]
    if read == wanted:
        return f"{read} ({came_from})"
    return f"asked for: {wanted}; found: {read} ({came_from})"


def _defeat(scene: Scene, defeat: Defeat, depth: int, against: Rule | None) -> Iterator[Line]:
    """Say of a rule that is out of the way what it could have done, and why it does not."""
    rules = scene.rulebase.rules
    rule = rules[defeat.rule]
    part = ""
    if against:
        part = ", a rival"
        if against.name in rule.overrides:
            part = ", which would override it"
        elif against.otherwise and isinstance(rule.then, Advice):
            part = ", which would have more to say"
    if defeat.beaten_by is None:
        yield depth, f"rule {rule.name}{part}, does not hold: {quoted(scene, rule.name)}"
        yield from _condition(rule, depth + 1)
    else:
        yield depth, f"rule {rule.name}{part}, is overridden by rule {defeat.beaten_by}: {quoted(scene, rule.name)}"
        yield from _condition(rules[defeat.beaten_by], depth + 1)
    yield from _tests(scene, defeat.tests, depth + 1)


def _derivation(scene: Scene, one: Derivation, depth: int) -> Iterator[Line]:
    clause = fact_in_words(scene.rulebase.facts[one.fact], one.value)
    if one.proof:
        yield depth, f"{clause}: concluded by rule {one.proof.rule}"
        yield from _proof(scene, one.proof, depth + 1)
    elif one.how == PRESUMED:
        yield depth, f"{clause}: presumed, for nothing known tells"
    else:
        yield depth, f"{clause}: no rule that would say otherwise holds"
        for defeat in one.defeats:
            yield from _defeat(scene, defeat, depth + 1, None)
        for derivation in one.derived:
            yield from _derivation(scene, derivation, depth + 1)


def _ruled_out(scene: Scene, one: RuledOut) -> Iterator[Line]:
    rule = scene.rulebase.rules.get(one.rule)
    if rule is None:
        return  # a retired rule is gone, with nothing to show but the reason given already
    by = scene.rulebase.rules.get(one.by)
    cause = (
        f"{one.cause}: topic {one.by}" if one.by and not by else f"{one.cause} by rule {one.by}" if by else one.cause
    )
    yield 0, f"rule {one.rule} is out ({cause}): {quoted(scene, one.rule)}"
    yield from _condition(rule, 1)
    yield from _tests(scene, one.failed, 1)
    if by:
        yield 1, f"rule {by.name} holds: {quoted(scene, by.name)}"
        yield from _condition(by, 2)


def _open(scene: Scene, one: Open) -> Iterator[Line]:
    yield 0, f"rule {one.rule} is open: {quoted(scene, one.rule)}"
    yield from _condition(scene.rulebase.rules[one.rule], 1)
    yield from _tests(scene, one.when, 1)
    for obstacle in one.unless:
        yield 1, f"unless rule {obstacle.rule} holds: {quoted(scene, obstacle.rule)}"
        yield from _tests(scene, obstacle.when, 2)
