"""Inquiry: which question to ask next, worked out exactly from what is still possible.

A state of a talk is a few diagrams whose leaves are verdicts. What is not in them cannot matter. Of what is, the two
questions that leave the least entropy are looked at more closely: of these the one is taken that leaves the least of
entropy and of facts that still matter.
"""

from __future__ import annotations

from functools import cached_property
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.diagram import FALSE, TRUE, agreed, product, union
from advisor.reasoning.prospects import prospect, verdicts
from advisor.rulebase.model import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from advisor.reasoning.charts import Chart
    from advisor.reasoning.diagram import Outcomes
    from advisor.reasoning.prospects import Prospect
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.model import Rulebase

JOINED = 300
"""Up to which product of their nodes the diagrams of two acts are joined, so that what they share is weighed once."""

PER_FACT = 0.25
"""What a fact that still matters counts beside a bit of entropy; measured in benchmarks/questions.py."""

LOOKED_AT = 2
TINY = 1e-12

Chances = dict[int, float]
"""How likely each leaf is."""


class Sweep(NamedTuple):
    """The entropy of the leaves of a diagram, and what is left of it once a variable is known."""

    entropy: float
    left: Mapping[int, float]


class Inquiry:
    """What can still be asked on a topic: diagrams of verdicts in `parts`, and the cells left of each variable.

    `acts` holds the diagram of each act by itself, where it is known.
    """

    def __init__(
        self,
        rulebase: Rulebase,
        chart: Chart,
        parts: tuple[int, ...],
        masks: tuple[int, ...],
        acts: Mapping[str, int] = NOTHING,
    ) -> None:
        self.rulebase, self.chart, self.masks, self.acts = rulebase, chart, masks, acts
        self.parts = tuple(part for part in parts if chart.diagram.kids[part])
        # chances hang on cells that are left of a variable only where that is neither all nor one
        partly = [(n, m) for n, m in enumerate(masks) if m != chart.variables[n].full and m & (m - 1)]
        self._memo: dict[object, object] = chart.memo.setdefault(tuple(partly), {})

    @cached_property
    def matters(self) -> tuple[int, ...]:
        """The variables on which a verdict still hangs."""
        return tuple(sorted(set().union(*(self.chart.diagram.support(part) for part in self.parts))))

    @cached_property
    def askable(self) -> tuple[int, ...]:
        """Those of them that surely apply, so that asking for them makes sense."""
        return tuple(number for number in self.matters if self._applies(number))

    def _applies(self, number: int) -> bool:
        node = self.chart.applies.get(number, TRUE)
        for other in self.chart.diagram.support(node):
            node = self.chart.diagram.within(node, other, self.masks[other])
        return node == TRUE

    def chances(self, number: int) -> dict[int, float]:
        """Give how likely each cell of a variable is that is still possible."""
        weights = self._weights(number)
        live = {c: w for c, w in enumerate(weights) if w and self._leads_somewhere(number, c)}
        total = sum(live.values())
        return {cell: weight / total for cell, weight in live.items()}

    def _leads_somewhere(self, number: int, cell: int) -> bool:
        diagram = self.chart.diagram
        return all(diagram.within(part, number, 1 << cell) != diagram.impossible for part in self.parts)

    def _weights(self, number: int) -> tuple[float, ...]:
        key = ("weights", number)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = _weights(self.rulebase, self.chart, number, self.masks[number])
        return found  # type: ignore[return-value]

    def answered(self, number: int, cell: int) -> Inquiry:
        """Give what can still be asked when a variable is known to be in a cell."""
        masks = (*self.masks[:number], 1 << cell, *self.masks[number + 1 :])
        parts = [self.chart.diagram.within(part, number, 1 << cell) for part in self.parts]
        return Inquiry(self.rulebase, self.chart, tuple(_tidy(self.chart, part, masks) for part in parts), masks)

    @cached_property
    def gains(self) -> dict[int, float]:
        """The bits that the answer to each question that can be asked brings."""
        swept = [self._sweep(part) for part in self.parts]
        return {n: sum(one.entropy - one.left[n] for one in swept if n in one.left) for n in self.askable}

    @cached_property
    def entropy(self) -> float:
        """The bits that are still open."""
        return sum(_bits(self._below(part)) for part in self.parts)

    def cost(self, number: int) -> float:
        """Give what is left to do after a question: bits, and facts that still matter."""
        total = 0.0
        for cell, chance in self.chances(number).items():
            after = self.answered(number, cell)
            total += chance * (after.entropy + PER_FACT * len(after.matters))
        return total

    def ranked(self) -> list[int]:
        """List the questions that can be asked, best first; what is as good goes by the order of the files."""
        gains = self.gains
        places = {name: i for i, name in enumerate(self.rulebase.facts)}
        place = {number: places[self.chart.variables[number].fact] for number in gains}
        order = sorted(gains, key=lambda number: (-round(gains[number], 9), place[number]))
        head = sorted(order[:LOOKED_AT], key=lambda n: (round(self.cost(n), 9), place[n])) if len(order) > 1 else order
        return head + order[len(head) :]

    # --- chances of verdicts

    def _below(self, node: int) -> Chances:
        """Give how likely each leaf below a node is; impossible ones are left out."""
        key = ("below", node)
        found = self._memo.get(key)
        if found is None:
            diagram = self.chart.diagram
            chances: Chances = {}
            if not diagram.kids[node]:
                chances = {} if node == diagram.impossible else {node: 1.0}
            else:
                for weight, kid in zip(self._weights(diagram.place[node]), diagram.kids[node]):
                    if weight:
                        for leaf, chance in self._below(kid).items():
                            chances[leaf] = chances.get(leaf, 0.0) + weight * chance
            found = self._memo[key] = chances
        return found  # type: ignore[return-value]

    def _sweep(self, root: int) -> Sweep:
        key = ("sweep", root)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._swept(root)
        return found  # type: ignore[return-value]

    def _swept(self, root: int) -> Sweep:
        """Go down once: how likely each node is, and by it each leaf with each cell of each variable."""
        diagram = self.chart.diagram
        total = self._below(root)
        above = {root: 1.0}
        joint: dict[int, list[Chances]] = {}
        through: dict[int, Chances] = {}
        for node in diagram.nodes(root):
            if not diagram.kids[node]:
                continue
            number, mass = diagram.place[node], above[node]
            weights = self._weights(number)
            rows = joint.setdefault(number, [{} for _ in weights])
            _add(through.setdefault(number, {}), self._below(node), mass)
            for weight, kid, row in zip(weights, diagram.kids[node], rows):
                if weight:
                    above[kid] = above.get(kid, 0.0) + mass * weight
                    _add(row, self._below(kid), mass * weight)
        left: dict[int, float] = {}
        for number, rows in joint.items():
            passing = through[number]
            beside = {leaf: mass - passing.get(leaf, 0.0) for leaf, mass in total.items()}
            for weight, row in zip(self._weights(number), rows):
                _add(row, beside, weight)
            left[number] = sum(_bits(row) for row in rows)
        return Sweep(_bits(total), left)


def _add(found: Chances, more: Chances, weight: float) -> None:
    for leaf, chance in more.items():
        found[leaf] = found.get(leaf, 0.0) + weight * chance


def _bits(masses: Chances) -> float:
    """Give the entropy of masses, times their sum."""
    live = [mass for mass in masses.values() if mass > TINY]
    total = sum(live)
    return total * log2(total) - sum([mass * log2(mass) for mass in live]) if len(live) > 1 else 0.0


def _weights(rulebase: Rulebase, chart: Chart, number: int, mask: int) -> tuple[float, ...]:
    """Give how likely each cell of a variable is where it applies: by the fact's weights, else all alike."""
    variable = chart.variables[number]
    fact = rulebase.facts[variable.fact]
    away = variable.apart if fact.kind != "boolean" else None
    weights = [0.0 if cell == away or not mask >> cell & 1 else 1.0 for cell in range(len(variable.cells))]
    if fact.weights:
        names = ("false", "true") if fact.kind == "boolean" else fact.choices
        weights = [weight * float(fact.weights.get(name, 1)) for weight, name in zip(weights, [*names, ""])]
    total = sum(weights)
    return tuple(weight / total for weight in weights) if total else tuple(weights)


def inquiry(
    rulebase: Rulebase,
    chart: Chart,
    situation: Situation,
    silent: AbstractSet[str] = frozenset(),
    declined: AbstractSet[str] = frozenset(),
) -> Inquiry:
    """Give what can still be asked in a situation; facts in `declined` are not asked for.

    What cannot be asked stays unknown: where a verdict hangs on it, several remain possible to the end.
    """
    seen = prospect(rulebase, chart, situation, silent)
    diagram = chart.diagram
    masks = _possible(seen)
    away = _unaskable(rulebase, chart, situation, masks, declined)
    acts: dict[str, int] = {}
    for on, node in seen.acts.items():
        one = diagram.mapped(("verdicts", on), lambda found, on=on: _verdicts(rulebase, on, found), node)  # type: ignore[misc]
        for number in diagram.support(one):
            if number in away:
                one = diagram.without(one, number, masks[number], union) or one
        acts[on] = _tidy(chart, one, masks)
    return Inquiry(rulebase, chart, _joined(chart, list(acts.values())), masks, acts)


def _possible(seen: Prospect) -> tuple[int, ...]:
    """Give the cells of each variable that some situation allows; what is impossible is so for every act alike."""
    diagram = seen.chart.diagram
    node = next(iter(seen.acts.values()), diagram.impossible)
    masks = list(seen.masks)
    if diagram.impossible in diagram.leaves(node):
        for number in diagram.support(node):
            live = [
                c for c in range(diagram.sizes[number]) if diagram.within(node, number, 1 << c) != diagram.impossible
            ]
            masks[number] &= sum(1 << cell for cell in live) or masks[number]
    return tuple(masks)


def _verdicts(rulebase: Rulebase, on: str, outcomes: Outcomes) -> Outcomes:
    return frozenset(frozenset((on, verdict) for verdict in verdicts(rulebase, on, o)) for o in outcomes)


def _joined(chart: Chart, parts: list[int]) -> tuple[int, ...]:
    """Join diagrams that hang on the same variables, as far as they stay small."""
    diagram = chart.diagram
    found: list[int] = []
    supports: list[set[int]] = []
    for part in sorted(parts, key=lambda part: (len(diagram.support(part)), part)):
        support = set(diagram.support(part))
        for at, other in enumerate(found):
            if support & supports[at]:
                together = _together(chart, other, part)
                if together is not None:
                    found[at] = together
                    supports[at] |= support
                    break
        else:
            found.append(part)
            supports.append(support)
    return tuple(found)


def _together(chart: Chart, a: int, b: int) -> int | None:
    """Join two diagrams; None when what comes of it may not be small."""
    diagram = chart.diagram
    if len(diagram.nodes(a)) * len(diagram.nodes(b)) > JOINED:
        return None
    return diagram.joined(product, a, b)


def _tidy(chart: Chart, node: int, masks: tuple[int, ...]) -> int:
    """Take out the variables on which a diagram hangs only where no situation is possible."""
    diagram = chart.diagram
    if diagram.impossible in diagram.leaves(node):
        for number in reversed(diagram.support(node)):
            node = diagram.without(node, number, masks[number], agreed) or node
    return node


def _unaskable(
    rulebase: Rulebase, chart: Chart, situation: Situation, masks: tuple[int, ...], declined: AbstractSet[str]
) -> set[int]:
    """List the variables that no answer settles: without a question, not to be asked for, or never sure to apply."""
    diagram = chart.diagram
    found: set[int] = set()
    for number, variable in enumerate(chart.variables):
        node = chart.applies.get(number, TRUE)
        for other in diagram.support(node):
            node = diagram.within(node, other, masks[other])
            if other in found:  # it has to apply whatever that is
                node = diagram.all(
                    diagram.within(node, other, 1 << cell)
                    for cell in range(len(chart.variables[other].cells))
                    if masks[other] >> cell & 1
                )
        if node == FALSE or not to_ask(rulebase, variable.told, situation, declined):
            found.add(number)
    return found


def to_ask(rulebase: Rulebase, told: tuple[str, ...], situation: Situation, declined: AbstractSet[str]) -> str | None:
    """Name the fact to ask for, of those that settle a variable; None when there is none."""
    unknown = [name for name in told if name not in situation.values]
    # what is told as a range may be asked for once more, more exactly
    return next((n for n in unknown or told if rulebase.facts[n].ask and n not in declined), None)
