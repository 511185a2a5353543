"""A fact that rules of topics read, and whose value changes no advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.prospects import Charts
from advisor.workbench.checks._reading import reached
from advisor.workbench.findings import NOTE, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

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
    charts = bench.once("charts", lambda: Charts(bench.plan, bench.budget))
    found: set[str] = set()
    matters: set[str] = set()
    for topic, names in reached(bench).items():
        chart = charts.of(topic, bench.today)
        if chart is None:
            matters |= names  # nobody knows
            continue
        found |= names
        hangs = {number for node in chart.acts.values() for number in chart.diagram.support(node)}
        matters |= {name for number in hangs for name in chart.variables[number].told}
    for name, fact in bench.rulebase.facts.items():
        if fact.told and name in found - matters:
            yield finding(__name__, f"whatever is answered for '{name}', the advice is the same", fact.position)
