"""An override that changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.findings import NOTE, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding
    from advisor.workbench.space import Space

SEVERITY = NOTE
REMEDY = "take it out of `overrides:`, or correct one of the conditions"


def check(bench: Bench) -> Iterator[Finding]:
    """A rule that overrides another one, though the two never hold together or others override it there anyway.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts: {frozen: {kind: boolean, ask: Is the pond frozen?}}
        topics: {pond: {title: The pond}}
        rules:
          swim:
            when: not frozen
            advise: {topic: pond, verdict: may, say: You can swim.}
            source: notes/ice
          keep-off:
            when: frozen
            overrides: [swim]
            advise: {topic: pond, verdict: dont, say: Keep off the ice.}
            source: notes/ice

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts: {frozen: {kind: boolean, ask: Is the pond frozen?}}
        topics: {pond: {title: The pond}}
        rules:
          swim:
            when: not frozen
            advise: {topic: pond, verdict: may, say: You can swim.}
            source: notes/ice
          keep-off:
            when: frozen
            advise: {topic: pond, verdict: dont, say: Keep off the ice.}
            source: notes/ice

    Why: whoever reads an override takes it that the two rules meet. Where they do not, either the override is left
    over from an earlier condition, or one of the conditions says less than was meant.
    """
    for _, space in bench.decided():
        for rule in space.roots:
            for other in bench.plan.overriders[rule.name]:
                if space.empty(space.holds(rule.name)) or not _needless(space, rule.name, other):
                    continue
                apart = space.empty(space.diagram.both(space.holds(rule.name), space.holds(other)))
                why = "they never hold together" if apart else "whenever both hold, others override it too"
                message = f"that '{other}' overrides '{rule.name}' changes nothing: {why}"
                yield finding(__name__, message, bench.rulebase.rules[other].position)


def _needless(space: Space, rule: str, other: str) -> bool:
    """Whether one of two rules is false wherever the other holds, or further ones override the first there as well.

    Not to be false is more than to hold: a condition that reads a fact in conflict does neither.
    """
    diagram, compiler = space.diagram, space.compiler
    others = (name for name in space.plan.overriders[rule] if name != other)
    elsewhere = diagram.any(compiler.rule(name)[0] for name in others)
    meeting = (diagram.both(compiler.rule(a)[0], diagram.negate(compiler.rule(b)[1])) for a, b in _pair(rule, other))
    return space.empty(diagram.both(diagram.any(meeting), diagram.negate(elsewhere)))


def _pair(rule: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (rule, other), (other, rule)
