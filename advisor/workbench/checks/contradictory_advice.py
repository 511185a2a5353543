"""Rules that give opposite advice on one act in one situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.rulebase.model import Advice
from advisor.workbench.checks._rivals import rivals
from advisor.workbench.findings import ERROR, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = ERROR
REMEDY = "say with `overrides:` which of the two gives way, or let one of them ask for more"


def check(bench: Bench) -> Iterator[Finding]:
    """Two rules that give opposite advice on one act in the same situation, with no override between them.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          frozen: {kind: boolean, ask: Is the pond frozen?}
          thick_ice: {kind: boolean, applies: frozen, ask: Is the ice thicker than a hand?}
        topics: {skating: {title: Skating}}
        rules:
          keep-off:
            when: frozen
            advise: {topic: skating, verdict: dont, say: Keep off the ice.}
            source: notes/ice
          thick-ice-bears:
            when: thick_ice
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          frozen: {kind: boolean, ask: Is the pond frozen?}
          thick_ice: {kind: boolean, applies: frozen, ask: Is the ice thicker than a hand?}
        topics: {skating: {title: Skating}}
        rules:
          keep-off:
            when: frozen
            advise: {topic: skating, verdict: dont, say: Keep off the ice.}
            source: notes/ice
          thick-ice-bears:
            when: thick_ice
            overrides: [keep-off]
            advise: {topic: skating, verdict: may, say: You can skate.}
            source: notes/ice

    Why: where both hold neither of them stands, so that whoever asks is shown a conflict and no advice. `do` and `may`
    are opposite to `dont` and `wait`.
    """
    for space, rule, other, node in rivals(bench, Advice):
        one, two = rule.then, other.then
        assert isinstance(one, Advice)  # noqa: S101 - asked for
        assert isinstance(two, Advice)  # noqa: S101 - a rival is of the same sort
        message = f"on {one.on} '{rule.name}' says {one.verdict} and '{other.name}' says {two.verdict} where both hold"
        yield finding(__name__, message, rule.position, example=space.example(node) or {})
