"""A fact that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.rulebase.checking import HOLE
from advisor.rulebase.conditions import compares, parse
from advisor.rulebase.model import Advice
from advisor.workbench.findings import NOTE, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = NOTE
REMEDY = "read it in a condition, or take it out"


def check(bench: Bench) -> Iterator[Finding]:
    """A fact that nothing reads: no condition, formula, plan or text.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          thickness: {kind: number, unit: cm, ask: How thick is the ice?}
          windy: {kind: boolean, ask: Is it windy?}
        topics: {skating: {title: Skating}}
        rules:
          skate:
            when: thickness >= 15
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          thickness: {kind: number, unit: cm, ask: How thick is the ice?}
        topics: {skating: {title: Skating}}
        rules:
          skate:
            when: thickness >= 15
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice

    Why: it is understood and kept, and changes nothing. A fact that rules conclude and nothing reads can be what
    a program asks for: then say so under `accepts:`.
    """
    used = set(_used(bench))
    for name, fact in bench.rulebase.facts.items():
        if name not in used:
            yield finding(__name__, f"nothing reads the fact '{name}'", fact.position)


def _used(bench: Bench) -> Iterator[str]:
    rulebase = bench.rulebase
    written = [one.text for one in rulebase.never]
    written += [fact.applies_text for fact in rulebase.facts.values()]
    written += [topic.applies_text for topic in rulebase.topics.values()]
    read = (parse(text, rulebase.facts, lambda _: None) for text in written if text)
    for expression in (*bench.conditions.rules.values(), *read):
        yield from (compare.fact for compare in compares(expression)) if expression else ()
    for fact in rulebase.facts.values():
        yield from fact.formula.facts if fact.formula else ()
    for rule in rulebase.rules.values():
        if isinstance(rule.then, Advice):
            yield from HOLE.findall(f"{rule.then.say} {rule.then.because}")
    for plan in rulebase.plans.values():
        yield from (plan.start, *plan.restarts, *(name for names in plan.unless.values() for name in names))
