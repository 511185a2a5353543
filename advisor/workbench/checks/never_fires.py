"""A rule whose condition no situation meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.findings import ERROR, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = ERROR
REMEDY = "correct its condition, or take the rule out"


def check(bench: Bench) -> Iterator[Finding]:
    """A rule whose condition no situation meets: its advice is never given.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          frozen: {kind: boolean, ask: Is the pond frozen?}
          thickness: {kind: number, unit: cm, applies: frozen, ask: How thick is the ice?}
        topics: {skating: {title: Skating}}
        rules:
          thin-water:
            when: thickness < 5 and not frozen
            advise: {topic: skating, verdict: dont, say: Keep off the pond.}
            source: notes/ice

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          frozen: {kind: boolean, ask: Is the pond frozen?}
          thickness: {kind: number, unit: cm, applies: frozen, ask: How thick is the ice?}
        topics: {skating: {title: Skating}}
        rules:
          thin-ice:
            when: thickness < 5
            advise: {topic: skating, verdict: dont, say: Keep off the pond.}
            source: notes/ice

    Why: each comparison can hold by itself, but not all of them together: by when a fact applies, by what `never:`
    rules out, by when its topic applies, or because a derived fact never has the value that is asked of it. An
    `otherwise` never fires where the rules of its act leave no situation to it.
    """
    for _, space in bench.decided():
        for rule in space.roots:
            if space.empty(space.holds(rule.name)) and space.empty(space.presumably(rule.name)):
                what = (
                    "the otherwise of its act is never given" if rule.otherwise else "no situation meets its condition"
                )
                yield finding(__name__, f"'{rule.name}' never fires: {what}", rule.position)
