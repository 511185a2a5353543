"""Situations of a topic in which nothing is advised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.diagram import TRUE
from advisor.workbench.findings import WARNING, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.model import Topic
    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding
    from advisor.workbench.space import Space

SEVERITY = WARNING
REMEDY = "add a rule for it, or an `otherwise:` to the topic; with verdict silent where the source says nothing"


def check(bench: Bench) -> Iterator[Finding]:
    """A topic that can be asked about in a situation for which none of its rules has a word.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts: {thickness: {kind: number, unit: cm, ask: How thick is the ice?}}
        topics: {skating: {title: Skating}}
        rules:
          thin-ice:
            when: thickness < 5
            advise: {topic: skating, verdict: dont, say: Keep off the ice.}
            source: notes/ice

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts: {thickness: {kind: number, unit: cm, ask: How thick is the ice?}}
        topics:
          skating:
            title: Skating
            otherwise: {verdict: silent, say: Our notes do not say what ice bears., source: notes/ice}
        rules:
          thin-ice:
            when: thickness < 5
            advise: {topic: skating, verdict: dont, say: Keep off the ice.}
            source: notes/ice

    Why: somebody told everything and is given nothing, not even that the source is silent. Where rules are at odds
    there is no advice either; that is a finding of its own, `contradictory-advice`.
    """
    for name, space in bench.decided():
        topic = bench.rulebase.topics.get(name)
        if topic is None:
            continue
        gap = _gap(space, topic)
        if space.empty(gap):
            continue
        example = space.example(gap) or {}
        message = f"nothing is advised on '{name}'" + ("" if space.roots else ": it has no rules")
        yield finding(__name__, message + (" in some situations" if example else ""), topic.position, example=example)


def _gap(space: Space, topic: Topic) -> int:
    """Give the situations in which a topic applies and no rule of it stands, nor is at odds with another."""
    diagram, compiler = space.diagram, space.compiler
    spoken = diagram.any(diagram.either(space.stands(r.name), compiler.at_odds(r.name)) for r in space.roots)
    applies = TRUE if topic.applies is None else compiler.clauses(topic.applies)[0]
    return space.within(diagram.both(applies, diagram.negate(spoken)))
