"""Which facts are read by rules at all, and which ones lead to advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.rulebase.checking import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.workbench.bench import Bench


def read(bench: Bench) -> frozenset[str]:
    """Name the told facts that the conditions of rules read."""
    return bench.once("facts read", lambda: _read(bench))


def _read(bench: Bench) -> frozenset[str]:
    rulebase = bench.rulebase
    return frozenset().union(*(facts_of(rule.clauses, rulebase.levels) for rule in rulebase.rules.values()))


def reached(bench: Bench) -> Mapping[str, frozenset[str]]:
    """Name for each topic the told facts that its advice is worked out from, the parents of such facts included."""
    return bench.once("facts reached", lambda: {name: _reached(bench, name) for name in bench.rulebase.topics})


def _reached(bench: Bench, topic: str) -> frozenset[str]:
    rulebase = bench.rulebase
    found = set(bench.plan.told_for(bench.plan.advising[topic]))
    todo = list(found)
    while todo:
        applies = rulebase.facts[todo.pop()].applies
        more = facts_of(applies, rulebase.levels) - found if applies is not None else set()
        found |= more
        todo += more
    return frozenset(found)
