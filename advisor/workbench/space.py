"""Spaces: every situation that a topic or a derived fact may meet, and what its rules come to in each.

A space is what proofs are made on: that something is never so is a diagram without any situation, and that it may be
so is shown by the smallest situation in which it surely is.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.compiling import Compiler
from advisor.reasoning.diagram import FALSE, TRUE, Diagram, TooLarge
from advisor.reasoning.goals import NO, YES
from advisor.reasoning.nearest import surely, value_in
from advisor.reasoning.proving import cell_of
from advisor.reasoning.situation import Situation
from advisor.reasoning.variables import told_by, variables_of
from advisor.rulebase.axes import Line
from advisor.workbench.realising import Realising

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.reasoning.plan import Plan
    from advisor.reasoning.variables import Variable
    from advisor.rulebase.axes import Level
    from advisor.rulebase.clauses import Test
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule

BUDGET = 200_000
"""The nodes that the diagrams of a space may have."""

_MOST_STEPS = 2_000
_MOST_TRIES = 500


class Space:
    """The situations of some rules as diagrams; variables and diagram may be those of a space that is `like` it.

    There are variables for what the rules read, and for the tests in `mentioned`.

    Raises TooLarge from every method that would make more than `budget` nodes.

    >>> import datetime
    >>> from advisor import load
    >>> from advisor.reasoning.plan import plan
    >>> garden = plan(load("examples/garden"))
    >>> space = Space(garden, garden.advising["watering"], datetime.date(2026, 11, 23))
    >>> space.example(space.holds("never-before-frost"))
    {'frost': True}
    """

    def __init__(  # noqa: PLR0913 - what it is made of, and four ways to share or bound it
        self,
        plan: Plan,
        roots: Sequence[Rule],
        today: datetime.date,
        budget: int = BUDGET,
        *,
        like: Space | None = None,
        diagram: Diagram | None = None,
        mentioned: Iterable[Test] = (),
    ) -> None:
        self.plan, self.roots, self.today = plan, tuple(roots), today
        self.rulebase = plan.rulebase
        self.variables: tuple[Variable, ...] = like.variables if like else variables_in(plan, roots, today, mentioned)
        self.diagram: Diagram = diagram or (
            like.diagram if like else Diagram([len(v.cells) for v in self.variables], budget)
        )
        self.compiler = Compiler(plan, self.variables, self.diagram)
        self.realising = Realising(self.rulebase, today)
        self._possible: int | None = None
        self._presuming: Compiler | None = None

    @property
    def possible(self) -> int:
        """Which situations there are."""
        if self._possible is None:
            self._possible = self.diagram.both(self.compiler.possible(), self.together())
        return self._possible

    def together(self) -> int:
        """Give when variables that are computed from the same facts can be in their cells together."""
        groups = _tied(self.variables)
        return self.diagram.all(_Together(self, group).node(0, ()) for group in groups)

    def within(self, node: int) -> int:
        """Leave of a diagram only the situations that there are."""
        return self.diagram.both(node, self.possible)

    def holds(self, rule: str) -> int:
        """Give the situations in which the condition of a rule holds."""
        return self.within(self.compiler.rule(rule)[0])

    def stands(self, rule: str) -> int:
        """Give the situations in which a rule stands."""
        return self.within(self.compiler.stands(rule))

    def presumably(self, rule: str) -> int:
        """Give the situations in which a rule may hold, and nothing override it, while derived facts are presumed."""
        if self._presuming is None:
            self._presuming = _Presuming(self.plan, self.variables, self.diagram)
        clear = [self._presuming.rule(other)[1] for other in self.plan.overriders[rule]]
        return self.within(self.diagram.all([self._presuming.rule(rule)[0], *clear]))

    def beaten(self, rule: str) -> int:
        """Give the situations in which a rule that holds overrides this one."""
        return self.within(self.compiler.beaten(rule))

    def differ(self, a: int, b: int) -> int:
        """Give the situations in which two diagrams say different things."""
        return self.within(self.diagram.choose(a, self.diagram.negate(b), b))

    def empty(self, node: int) -> bool:
        """Whether no situation there is lies in a diagram."""
        return self.within(node) == FALSE

    def example(self, node: int) -> dict[str, Value] | None:
        """Give a situation that is sure to lie in a diagram, with the fewest facts told; None when there is none.

        Whatever else is told, it stays in the diagram. Of a large diagram it may be one with more facts than needed.
        """
        return None if self.empty(node) else self.told(self.cells(self.within(node)))

    def cells(self, node: int) -> dict[int, int]:
        """Give the cells of the fewest variables that are sure to lead to true in a diagram that can be true."""
        try:
            return _Smallest(self).cells(node)
        except (TooLarge, RecursionError):
            return self._path(node)

    def _path(self, node: int) -> dict[int, int]:
        """Give the cells on a way down to true, wherever that leads."""
        found: dict[int, int] = {}
        while self.diagram.kids[node]:
            kids = self.diagram.kids[node]
            cell = next(cell for cell, kid in enumerate(kids) if kid != FALSE)
            if self.tellable(self.diagram.place[node], cell):
                found[self.diagram.place[node]] = cell
            node = kids[cell]
        return found

    def tellable(self, number: int, cell: int) -> bool:
        """Whether somebody can tell that a variable is in a cell: of what does not apply nothing is told."""
        variable = self.variables[number]
        return cell != variable.apart or self.rulebase.facts[variable.fact].kind == "boolean"

    def told(self, cells: Mapping[int, int]) -> dict[str, Value]:
        """Give facts that put variables, by number, into cells; in the order of the files."""
        nothing = Situation(self.today, {}, {}, {})
        on_lines = [number for number in cells if self.line(number)]
        placed = self._placed(cells)
        values = self.realising.values(one for number in placed for one in self.inside(number, placed[number]))
        found = values or {}
        for number in cells if values is None else cells.keys() - set(on_lines):
            variable = self.variables[number]
            if len(variable.told) == 1:
                found[variable.fact] = value_in(self.rulebase, variable, cells[number], nothing)
        return {name: found[name] for name in sorted(found, key=lambda name: self.rulebase.facts[name].position)}

    def _placed(self, cells: Mapping[int, int]) -> dict[int, int]:
        """Give the cells on lines, and of what is computed from the same facts those that are possible beside them."""
        placed = {number: cell for number, cell in cells.items() if self.line(number)}
        several = [self.variables[number].told for number in placed if len(self.variables[number].told) > 1]
        told = {name for names in several for name in names}
        if not told:
            return placed
        told |= {name for number in placed for name in self.variables[number].told}
        node = self.within(self.diagram.all(self.diagram.test(number, 1 << cell) for number, cell in cells.items()))
        for number, variable in enumerate(self.variables):
            if number in placed or not told.issuperset(variable.told):
                continue
            for cell in range(self.diagram.sizes[number]):
                inside = self.diagram.both(node, self.diagram.test(number, 1 << cell))
                if not self.empty(inside):
                    node, placed[number] = inside, cell
                    break
        return placed

    def line(self, number: int) -> bool:
        """Whether the cells of a variable are parts of a line."""
        return isinstance(self.rulebase.levels[self.variables[number].levels[0]].axis, Line)

    def inside(self, number: int, cell: int) -> list[tuple[Level, int]]:
        """Give the levels of a variable, each with the cell of it that lies in one of the variable's."""
        variable = self.variables[number]
        return [(self.rulebase.levels[name], one) for name, one in zip(variable.levels, variable.cells[cell])]


def variables_in(
    plan: Plan, roots: Sequence[Rule], today: datetime.date, mentioned: Iterable[Test] = ()
) -> tuple[Variable, ...]:
    """List the variables that rules hang on, and those that impossible combinations tie to what is computed of several.

    Values that are told for a number computed of several facts put everything else that is read of them into cells.
    """
    found = variables_of(plan, roots, today, mentioned)
    levels, nevers = plan.rulebase.levels, plan.rulebase.never
    limits = [test for never in nevers for clause in never.clauses for test in clause]
    while several := {name for variable in found if len(variable.told) > 1 for name in variable.told}:
        known = {name for variable in found for name in variable.levels}
        more = [test for test in limits if test.level not in known and several & {*told_by(levels[test.level])}]
        if not more:
            break
        mentioned = [*mentioned, *more]
        found = variables_of(plan, roots, today, mentioned)
    return found


class _Presuming(Compiler):
    """Compiles rules as they may come out before all is told: a derived fact may have the value that it presumes.

    Only a value that nothing else gives it is added: any other is met in situations in which all is told, too.
    """

    def values(self, fact: str) -> dict[int, int]:
        found, presume = super().values(fact), self.plan.rulebase.facts[fact].presume
        cell = None if presume is None else cell_of(self.plan.rulebase, fact, presume)
        return found if cell is None or found.get(cell, FALSE) != FALSE else {**found, cell: TRUE}


class _Together:
    """Finds which cells of some variables can be together; where that would take too long, any can."""

    def __init__(self, space: Space, group: Sequence[int]) -> None:
        self.space, self.group = space, group
        self.tries = 0

    def node(self, place: int, wanted: tuple[tuple[Level, int], ...]) -> int:
        """Give when the variables from a place on can be in their cells, with those before it in theirs."""
        space = self.space
        if place == len(self.group):
            return TRUE
        number, kids = self.group[place], []
        for cell in range(space.diagram.sizes[number]):
            self.tries += 1
            more = (*wanted, *space.inside(number, cell))
            if cell == space.variables[number].apart or self.tries > _MOST_TRIES:
                kids.append(TRUE)
            else:
                kids.append(self.node(place + 1, more) if space.realising.possible(more) else FALSE)
        tests = (space.diagram.test(number, 1 << cell) for cell in range(len(kids)))
        return space.diagram.any(space.diagram.both(test, kid) for test, kid in zip(tests, kids))


def _tied(variables: Sequence[Variable]) -> list[list[int]]:
    """Gather the variables that formulas tie together, by number."""
    groups: list[tuple[set[str], list[int]]] = []
    for number, variable in enumerate(variables):
        names, numbers = set(variable.told), [number]
        near = [one for one in groups if one[0] & names]
        for one in near:
            groups.remove(one)
            names, numbers = names | one[0], numbers + one[1]
        groups.append((names, sorted(numbers)))
    return [numbers for names, numbers in groups if any(len(variables[n].told) > 1 for n in numbers)]


class _Step(NamedTuple):
    """The fewest facts from a node downwards: how many, the variable and cell to tell (None: nothing), what is left."""

    cost: float
    tell: tuple[int, int] | None
    next: int


class _Smallest:
    """Finds the fewest facts that are sure to lead to true, whatever the rest is."""

    def __init__(self, space: Space) -> None:
        self.space, self.diagram = space, space.diagram
        self._steps: dict[int, _Step] = {}

    def cells(self, node: int) -> dict[int, int]:
        diagram = self.diagram
        there = diagram.choose(node, diagram.leaf(YES), diagram.leaf(NO))
        node = diagram.choose(self.space.possible, there, diagram.impossible)
        found: dict[int, int] = {}
        while diagram.kids[node]:
            step = self.best(node)
            if step.tell is not None:
                found[step.tell[0]] = step.tell[1]
            node = step.next
        return found

    def best(self, node: int) -> _Step:
        """Find the fewest facts from a node downwards; of as many, those that come first are told."""
        diagram = self.diagram
        if not diagram.kids[node]:
            return _Step(0 if diagram.holds[node] == YES else inf, None, node)
        found = self._steps.get(node)
        if found is None:
            if len(self._steps) > _MOST_STEPS:
                raise TooLarge
            number, kids = diagram.place[node], diagram.kids[node]
            variable = self.space.variables[number]
            price = len(variable.told)
            left = diagram.without(node, number, variable.full, surely)
            found = _Step(inf, None, node) if left is None else _Step(self.best(left).cost, None, left)
            for cell, kid in enumerate(kids):
                if found.cost >= price and self.space.tellable(number, cell):
                    cost = price + self.best(kid).cost
                    if cost < found.cost or (cost == found.cost < inf and found.tell is None):
                        found = _Step(cost, (number, cell), kid)
            self._steps[node] = found
        return found
