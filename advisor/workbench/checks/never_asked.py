"""A fact that some condition reads and no topic leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.checks._reading import reached, read
from advisor.workbench.findings import WARNING, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = WARNING
REMEDY = "let a rule that advises read what is concluded from it, or take it out"


def check(bench: Bench) -> Iterator[Finding]:
    """A fact that rules read, though no advice hangs on what they conclude: no talk ever asks for it.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          frozen: {kind: boolean, ask: Is the pond frozen?}
          thickness: {kind: number, unit: cm, ask: How thick is the ice?}
          bears: {kind: boolean}
        topics: {skating: {title: Skating}}
        rules:
          ice-bears: {when: thickness >= 15, conclude: {bears: true}, source: notes/ice}
          skate:
            when: frozen
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          frozen: {kind: boolean, ask: Is the pond frozen?}
          thickness: {kind: number, unit: cm, ask: How thick is the ice?}
          bears: {kind: boolean}
        topics: {skating: {title: Skating}}
        rules:
          ice-bears: {when: thickness >= 15, conclude: {bears: true}, source: notes/ice}
          skate:
            when: frozen and bears
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice

    Why: questions are asked for what can change the advice. A question that is never asked is most often a sign that
    a rule was meant to read a derived fact and does not.
    """
    asked = set().union(*reached(bench).values())
    for name, fact in bench.rulebase.facts.items():
        if fact.told and name in read(bench) and name not in asked:
            yield finding(__name__, f"no talk ever asks for '{name}': no advice hangs on it", fact.position)
