"""A fact that rules of topics read, and whose value changes no advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.diagram import FALSE
from advisor.reasoning.prospects import Charts
from advisor.workbench.checks._reading import reached
from advisor.workbench.findings import NOTE, finding
from advisor.workbench.second_opinion import SolvedSpace
from advisor.workbench.space import variables_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from advisor.reasoning.diagram import Diagram
    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding
    from advisor.workbench.space import Space

SEVERITY = NOTE
REMEDY = "take it out of the conditions that read it, or let it matter"


def check(bench: Bench) -> Iterator[Finding]:
    """A fact that rules read and whose value changes nothing: whatever is answered, the same advice is given.

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
          keep-off:
            when: thickness < 15
            overrides: [keep-off-in-wind]
            advise: {topic: skating, verdict: dont, say: Keep off the ice.}
            source: notes/ice
          keep-off-in-wind:
            when: windy and thickness < 10
            advise: {topic: skating, verdict: dont, say: Keep off while the wind blows.}
            source: notes/ice

    Prefer:

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
          dress-warmly:
            when: windy
            advise: {topic: skating, act: dress, verdict: do, say: Dress warmly.}
            source: notes/ice

    Why: it is never asked either, because questions are asked for what can change the advice. Mostly a rule that reads
    it is beaten wherever it would tell, or a condition says the same in both cases.
    """
    found = frozenset().union(*reached(bench).values())
    matters: set[str] = set()
    for topic in reached(bench):
        matters |= _mattering(bench, topic, found - matters)
    for name, fact in bench.rulebase.facts.items():
        if fact.told and name in found - matters:
            yield finding(__name__, f"whatever is answered for '{name}', the advice is the same", fact.position)


def _mattering(bench: Bench, topic: str, names: frozenset[str]) -> AbstractSet[str]:
    """Name the facts on which the advice of a topic hangs: at least those of `names` that do; all where nobody knows.

    A rule of another topic that overrides one of this may let further facts tell.
    """
    space = bench.spaces[topic]
    if space is None or isinstance(space, SolvedSpace):
        variables = variables_in(bench.plan, bench.plan.advising[topic], bench.today)
        return {name for variable in variables for name in variable.told}
    alone = {name for number in _telling(space) for name in space.variables[number].told}
    if alone.issuperset(names.intersection(name for variable in space.variables for name in variable.told)):
        return alone
    # what tells nothing alone may still do so together with the facts that apply only with it
    charts = bench.once("charts", lambda: Charts(bench.plan, bench.budget))
    chart = charts.of(topic, bench.today)
    if chart is None:
        return {name for variable in space.variables for name in variable.told}
    hangs = {number for node in chart.acts.values() for number in chart.diagram.support(node)}
    return {name for number in hangs for name in chart.variables[number].told}


def _telling(space: Space) -> Iterator[int]:
    """Go through the variables of which another cell alone, in some situation, lets another rule stand."""
    diagram = space.diagram
    nodes = [node for rule in space.roots for node in (space.stands(rule.name), space.compiler.at_odds(rule.name))]
    for number, variable in enumerate(space.variables):
        first, *others = range(len(variable.cells))
        there = diagram.within(space.possible, number, 1 << first)
        if any(
            not _same(diagram, node, number, (first, cell), diagram.both(there, beside))
            for cell in others
            if (beside := diagram.within(space.possible, number, 1 << cell)) != FALSE
            for node in nodes
            if number in diagram.support(node)
        ):
            yield number


def _same(diagram: Diagram, node: int, number: int, cells: tuple[int, int], there: int) -> bool:
    """Whether a condition comes out the same in two cells of a variable, where both are possible."""
    one, other = (diagram.within(node, number, 1 << cell) for cell in cells)
    return one == other or diagram.both(there, diagram.choose(one, diagram.negate(other), other)) == FALSE
