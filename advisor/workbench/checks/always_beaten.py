"""A rule that holds in some situations, and in all of them another one overrides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.findings import ERROR, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = ERROR
REMEDY = "let what overrides it ask for more, or take the rule out"


def check(bench: Bench) -> Iterator[Finding]:
    """A rule that another one overrides in every situation in which it holds: its advice is never given.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          frozen: {kind: boolean, ask: Is the pond frozen?}
          thick_ice: {kind: boolean, ask: Is the ice thicker than a hand?}
        topics: {skating: {title: Skating}}
        rules:
          thick-ice-bears:
            when: frozen and thick_ice
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice
          keep-off:
            when: frozen
            overrides: [thick-ice-bears]
            advise: {topic: skating, verdict: dont, say: Keep off the ice.}
            source: notes/ice

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          frozen: {kind: boolean, ask: Is the pond frozen?}
          thick_ice: {kind: boolean, ask: Is the ice thicker than a hand?}
        topics: {skating: {title: Skating}}
        rules:
          thick-ice-bears:
            when: frozen and thick_ice
            overrides: [keep-off]
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice
          keep-off:
            when: frozen
            advise: {topic: skating, verdict: dont, say: Keep off the ice.}
            source: notes/ice

    Why: the exception has to override the rule and not the other way round. A rule that is overridden by several is
    beaten by all of them together, though by none of them alone.
    """
    for _, space in bench.decided():
        for rule in space.roots:
            holds = space.holds(rule.name)
            alone = space.diagram.both(holds, space.diagram.negate(space.beaten(rule.name)))
            if space.empty(alone) and not space.empty(holds) and space.empty(space.presumably(rule.name)):
                by = [
                    n
                    for n in bench.plan.overriders[rule.name]
                    if not space.empty(space.diagram.both(holds, space.holds(n)))
                ]
                message = f"'{rule.name}' is always beaten by {' or '.join(repr(name) for name in by)}"
                yield finding(__name__, message, rule.position, example=space.example(holds) or {})
