"""Rules that conclude the opposite in one situation with nothing to choose between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.model import Rule
    from advisor.workbench.bench import Bench
    from advisor.workbench.space import Space


def rivals(bench: Bench, sort: type) -> Iterator[tuple[Space, Rule, Rule, int]]:
    """Go through pairs of rules that are at odds somewhere: their space, both, the later one first, and where.

    `sort` is Advice or Conclusion.
    """
    rules = bench.rulebase.rules
    for _, space in bench.decided():
        free = {r.name: space.diagram.negate(space.beaten(r.name)) for r in space.roots if bench.plan.rivals[r.name]}
        for rule in space.roots:
            for name in bench.plan.rivals[rule.name]:
                other = rules[name]
                if not isinstance(rule.then, sort) or rule.position < other.position or rule.name == name:
                    continue
                both = space.diagram.both(space.holds(rule.name), space.holds(name))
                node = space.diagram.all([both, free[rule.name], free[name]])
                if not space.empty(node):
                    yield space, rule, other, node
