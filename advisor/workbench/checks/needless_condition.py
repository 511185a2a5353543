"""A part of a condition that changes nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from advisor.rulebase.clauses import TooManyClauses
from advisor.rulebase.writing import Writer
from advisor.workbench.editing import dropped
from advisor.workbench.findings import NOTE, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.model import Rule
    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding
    from advisor.workbench.space import Space

SEVERITY = NOTE
REMEDY = "take it out, or correct it"


def check(bench: Bench) -> Iterator[Finding]:
    """A part of a condition without which the rule holds in the very same situations.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts: {thickness: {kind: number, unit: cm, ask: How thick is the ice?}}
        topics: {skating: {title: Skating}}
        rules:
          thick-ice-bears:
            when: thickness >= 5 and thickness >= 15
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts: {thickness: {kind: number, unit: cm, ask: How thick is the ice?}}
        topics: {skating: {title: Skating}}
        rules:
          thick-ice-bears:
            when: thickness >= 15
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice

    Why: such a part follows from the others, by when a fact or the topic applies, or by what `never:` rules out. It
    makes the rule look more careful than it is, and no scenario can ever test it. Where two parts say the same, each
    is named, and one of them has to stay.
    """
    for _, space in bench.decided():
        for rule in space.roots:
            if rule.conditional and not space.empty(space.holds(rule.name)):
                yield from _parts(bench, space, rule)


def _parts(bench: Bench, space: Space, rule: Rule) -> Iterator[Finding]:
    holds, fails = space.compiler.rule(rule.name)
    whole = bench.conditions.rules[rule.name]
    writer = Writer(rule.when, bench.rulebase.facts, whole)
    for one in dropped(whole):
        with suppress(TooManyClauses):
            other, against = space.compiler.clauses(bench.conditions.within(rule, one.rest))
            if space.empty(space.differ(holds, other)) and space.empty(space.differ(fails, against)):
                message = f"`{writer.write(one.part)}` in the condition of '{rule.name}' changes nothing"
                yield finding(__name__, message, rule.position)
