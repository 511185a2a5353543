"""Rules that conclude different values of one fact in one situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Conclusion
from advisor.workbench.checks._rivals import rivals
from advisor.workbench.findings import ERROR, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = ERROR
REMEDY = "let their conditions not overlap, or say with `overrides:` which of the two gives way"


def check(bench: Bench) -> Iterator[Finding]:
    """Two rules that conclude different values of one fact in the same situation, with no override between them.

    Avoid:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          thickness: {kind: number, unit: cm, ask: How thick is the ice?}
          bears: {kind: choice, choices: [nobody, one, many], otherwise: nobody}
        rules:
          bears-one: {when: thickness >= 5, conclude: {bears: one}, source: notes/ice}
          bears-many: {when: thickness >= 15, conclude: {bears: many}, source: notes/ice}

    Prefer:

        name: pond
        sources: {notes: {title: Our notes, sections: {ice: Ice}}}
        facts:
          thickness: {kind: number, unit: cm, ask: How thick is the ice?}
          bears: {kind: choice, choices: [nobody, one, many], otherwise: nobody}
        rules:
          bears-one: {when: 5 <= thickness < 15, conclude: {bears: one}, source: notes/ice}
          bears-many: {when: thickness >= 15, conclude: {bears: many}, source: notes/ice}

    Why: a fact has one value. Where rules conclude two the fact is unknown, and so is all that hangs on it.
    """
    for space, rule, other, node in rivals(bench, Conclusion):
        one, two = rule.then, other.then
        assert isinstance(one, Conclusion)  # noqa: S101 - asked for
        assert isinstance(two, Conclusion)  # noqa: S101 - a rival is of the same sort
        show = KINDS[bench.rulebase.facts[one.fact].kind].show
        values = f"{show(one.value)}, and '{other.name}' that it is {show(two.value)}"
        message = f"'{rule.name}' concludes that '{one.fact}' is {values}, where both hold"
        yield finding(__name__, message, rule.position, example=space.example(node) or {})
