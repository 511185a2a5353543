"""A second opinion on what rules come to, by a SAT solver: for topics whose diagrams would be too large.

The solver is python-sat, the extra `sat`. Conditions become gates, a variable one literal for each cell of
which one is true; the same compiler that makes diagrams makes the gates.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from advisor.reasoning.diagram import FALSE, TRUE
from advisor.workbench.space import Space, variables_in

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.reasoning.plan import Plan
    from advisor.rulebase.clauses import Test
    from advisor.rulebase.model import Rule

SOLVER = "cadical153"


def installed() -> bool:
    """Whether there is a solver."""
    from importlib.util import find_spec

    return find_spec("pysat") is not None


class Circuit:
    """Conditions as gates in a solver; a node is 0 for false, 1 for true, else twice a number, odd if negated.

    It has the methods of a Diagram that compiling a condition needs. `sizes` gives the cells of each variable.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        from pysat.solvers import Solver  # an extra

        self.sizes = tuple(sizes)
        self.solver = Solver(name=SOLVER)
        self._count = 0
        self._gates: dict[tuple[int, int], int] = {}
        self._cells = [[self._new() for _ in range(size)] for size in sizes]
        for cells in self._cells:
            self.solver.add_clause([self._literal(cell) for cell in cells])
            for place, one in enumerate(cells):
                for other in cells[:place]:
                    self.solver.add_clause([-self._literal(one), -self._literal(other)])

    def _new(self) -> int:
        self._count += 1
        return 2 * self._count

    @staticmethod
    def _literal(node: int) -> int:
        return -(node // 2) if node % 2 else node // 2

    def test(self, variable: int, mask: int) -> int:
        """Give the gate that is true in the cells of a mask."""
        return self.any(node for cell, node in enumerate(self._cells[variable]) if mask >> cell & 1)

    def negate(self, a: int) -> int:
        """Give the opposite of a condition."""
        return a ^ 1

    def both(self, a: int, b: int) -> int:
        """Give the AND of two conditions."""
        if FALSE in {a, b} or a == b ^ 1:
            return FALSE
        if a in {TRUE, b}:
            return b
        if b == TRUE:
            return a
        key = (min(a, b), max(a, b))
        found = self._gates.get(key)
        if found is None:
            found = self._gates[key] = self._new()
            gate, x, y = (self._literal(node) for node in (found, a, b))
            for clause in ([-gate, x], [-gate, y], [gate, -x, -y]):
                self.solver.add_clause(clause)
        return found

    def either(self, a: int, b: int) -> int:
        """Give the OR of two conditions."""
        return self.both(a ^ 1, b ^ 1) ^ 1

    def choose(self, condition: int, yes: int, no: int) -> int:
        """Give one condition where another is true, and a third where it is false."""
        return self.either(self.both(condition, yes), self.both(condition ^ 1, no))

    def all(self, conditions: Iterable[int]) -> int:
        """Give the AND of conditions; true for none."""
        return reduce(self.both, conditions, TRUE)

    def any(self, conditions: Iterable[int]) -> int:
        """Give the OR of conditions; false for none."""
        return reduce(self.either, conditions, FALSE)

    def cells(self, node: int, told: Mapping[int, int]) -> dict[int, int] | None:
        """Give cells of all variables in which a condition is true, some of them told; None when there are none."""
        if not self.can_be(node, told):
            return None
        model = {literal for literal in self.solver.get_model() if literal > 0}
        return {n: next(c for c, x in enumerate(xs) if x // 2 in model) for n, xs in enumerate(self._cells)}

    def can_be(self, node: int, told: Mapping[int, int]) -> bool:
        """Whether a condition can be true while variables, by number, are in cells."""
        if node == FALSE:
            return False
        assumed = [self._literal(self._cells[number][cell]) for number, cell in told.items()]
        if node != TRUE:
            assumed.append(self._literal(node))
        return bool(self.solver.solve(assumptions=assumed))


class SolvedSpace(Space):
    """The situations of some rules as gates in a solver: it answers what a space answers, and has no limit of nodes."""

    diagram: Circuit  # type: ignore[assignment]  # alike, as far as compiling and proving go

    def __init__(self, plan: Plan, roots: Sequence[Rule], today: datetime.date, mentioned: Sequence[Test] = ()) -> None:
        sizes = [len(v.cells) for v in variables_in(plan, roots, today, mentioned)]
        super().__init__(plan, roots, today, diagram=Circuit(sizes), mentioned=mentioned)  # type: ignore[arg-type]

    def empty(self, node: int) -> bool:
        return not self.diagram.can_be(self.within(node), {})

    def cells(self, node: int) -> dict[int, int]:
        """Give cells that are sure to make a condition true: none of them can be left out.

        The condition must be one that can be true.
        """
        found = self.diagram.cells(self.within(node), {}) or {}
        told = {number: cell for number, cell in found.items() if self.tellable(number, cell)}
        against = self.within(self.diagram.negate(node))
        for number in reversed(list(told)):
            rest = {n: c for n, c in told.items() if n != number}
            if not self.diagram.can_be(against, rest):
                told = rest
        return told
