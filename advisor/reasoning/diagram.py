"""Decision diagrams: every situation of some facts, and what comes of it, as one graph in which equal parts are shared.

A node asks for one *variable* and has a child for each of its cells; variables stand in one order on every way down. A
node is a whole number: 0 and 1 are false and true, and every other node without children is a *leaf* that holds a set
of outcomes. The empty leaf marks what no situation allows. Equal functions are the same node.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

Outcomes = frozenset[Any]
"""What may come of a situation: one outcome where it is known, several where it hangs on what nobody can be asked."""

Join = Callable[[Outcomes, Outcomes], "Outcomes | None"]

FALSE, TRUE = 0, 1
NOWHERE = 1 << 30
"""The place of a leaf: below every variable."""


class TooLarge(AdvisorError):
    """A diagram that would have more nodes than its budget allows.

    >>> print(TooLarge())
    this topic has too many rules that hang together for an exact answer
    """

    def __init__(self) -> None:
        super().__init__("this topic has too many rules that hang together for an exact answer")

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return type(self), ()


class Diagram:
    """Diagrams over the same variables, in one order; `sizes` gives the number of cells of each variable.

    Raises TooLarge from every method that would make more than `budget` nodes.

    >>> diagram = Diagram([2, 3], budget=100)
    >>> wet = diagram.test(0, 0b10)
    >>> mild = diagram.test(1, 0b110)
    >>> diagram.support(diagram.both(wet, mild))
    (0, 1)
    """

    def __init__(self, sizes: Sequence[int], budget: int) -> None:
        self.sizes, self.budget = tuple(sizes), budget
        self.place: list[int] = [NOWHERE, NOWHERE]
        self.kids: list[tuple[int, ...]] = [(), ()]
        self.holds: dict[int, Outcomes] = {}
        self._leaves: dict[Outcomes, int] = {}
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._memo: dict[tuple[object, ...], int] = {}
        self._reached: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self.impossible = self.leaf(frozenset())

    def leaf(self, outcomes: Outcomes) -> int:
        """Give the leaf that holds a set of outcomes."""
        found = self._leaves.get(outcomes)
        if found is None:
            found = self._leaves[outcomes] = self._new(NOWHERE, ())
            self.holds[found] = outcomes
        return found

    def _new(self, place: int, kids: tuple[int, ...]) -> int:
        if len(self.kids) >= self.budget:
            raise TooLarge
        self.place.append(place)
        self.kids.append(kids)
        return len(self.kids) - 1

    def node(self, variable: int, kids: tuple[int, ...]) -> int:
        """Give the node with these children, one a cell; the child itself where all are the same."""
        if kids.count(kids[0]) == len(kids):
            return kids[0]
        found = self._nodes.get((variable, kids))
        if found is None:
            found = self._nodes[variable, kids] = self._new(variable, kids)
        return found

    def test(self, variable: int, mask: int) -> int:
        """Give the diagram that is true in the cells of a mask."""
        return self.node(variable, tuple(mask >> cell & 1 for cell in range(self.sizes[variable])))

    def _split(self, variable: int, node: int) -> tuple[int, ...]:
        """Give the children of a node for the cells of a variable at or above it."""
        return self.kids[node] if self.place[node] == variable else (node,) * self.sizes[variable]

    def choose(self, condition: int, yes: int, no: int) -> int:
        """Give one diagram where a condition is true, and another where it is false."""
        if condition == TRUE or yes == no:
            return yes
        if condition == FALSE:
            return no
        if yes == TRUE and no == FALSE:
            return condition
        key = (condition, yes, no)
        found = self._memo.get(key)
        if found is None:
            top = min(self.place[condition], self.place[yes], self.place[no])
            split = zip(self._split(top, condition), self._split(top, yes), self._split(top, no))
            found = self._memo[key] = self.node(top, tuple([self.choose(*three) for three in split]))
        return found

    def both(self, a: int, b: int) -> int:
        """Give the AND of two conditions."""
        return self.choose(a, b, FALSE) if a < b else self.choose(b, a, FALSE)

    def either(self, a: int, b: int) -> int:
        """Give the OR of two conditions."""
        return self.choose(a, TRUE, b) if a < b else self.choose(b, TRUE, a)

    def negate(self, a: int) -> int:
        """Give the opposite of a condition."""
        return self.choose(a, FALSE, TRUE)

    def all(self, conditions: Iterable[int]) -> int:
        """Give the AND of conditions; true for none."""
        return reduce(self.both, conditions, TRUE)

    def any(self, conditions: Iterable[int]) -> int:
        """Give the OR of conditions; false for none."""
        return reduce(self.either, conditions, FALSE)

    def joined(self, op: Join, a: int, b: int) -> int | None:
        """Join the outcomes of two diagrams, situation by situation; None when `op` gives none for some of them.

        `op` must be commutative, and give what it is given for two that are the same.
        """
        if a == b:
            return a
        if a > b:
            a, b = b, a
        key = (op, a, b)
        found = self._memo.get(key)
        if found is None:
            top = min(self.place[a], self.place[b])
            if top == NOWHERE:
                outcomes = op(self.holds[a], self.holds[b])
                found = -1 if outcomes is None else self.leaf(outcomes)
            else:
                kids: list[int] = []
                for x, y in zip(self._split(top, a), self._split(top, b)):
                    kid = self.joined(op, x, y)
                    if kid is None:
                        break
                    kids.append(kid)
                found = self.node(top, tuple(kids)) if len(kids) == self.sizes[top] else -1
            self._memo[key] = found
        return None if found < 0 else found

    def mapped(self, key: Hashable, change: Callable[[Outcomes], Outcomes], node: int) -> int:
        """Change the outcomes in every leaf; `key` names the change, so that it is made once a node."""
        if self.place[node] == NOWHERE:
            return self.leaf(change(self.holds[node]))
        known = ("map", key, node)
        found = self._memo.get(known)
        if found is None:
            kids = tuple([self.mapped(key, change, kid) for kid in self.kids[node]])
            found = self._memo[known] = self.node(self.place[node], kids)
        return found

    def within(self, node: int, variable: int, mask: int) -> int:
        """Give a diagram for when only some cells of a variable are possible.

        It says nothing of the other cells: they lead where the first possible one leads, so that equal states are the
        same node.
        """
        if self.place[node] > variable:
            return node
        key = ("within", node, variable, mask)
        found = self._memo.get(key)
        if found is None:
            kids = self.kids[node]
            if self.place[node] == variable:
                first = kids[(mask & -mask).bit_length() - 1]
                kids = tuple([kid if mask >> cell & 1 else first for cell, kid in enumerate(kids)])
            else:
                kids = tuple([self.within(kid, variable, mask) for kid in kids])
            found = self._memo[key] = self.node(self.place[node], kids)
        return found

    def without(self, node: int, variable: int, mask: int, op: Join) -> int | None:
        """Take a variable out: join the outcomes of all its possible cells; None when `op` gives none somewhere."""
        found: int | None = None
        for cell in range(self.sizes[variable]):
            if mask >> cell & 1:
                one = self.within(node, variable, 1 << cell)
                found = one if found is None else self.joined(op, found, one)
                if found is None:
                    return None
        return node if found is None else found

    def nodes(self, root: int) -> list[int]:
        """List the nodes of a diagram, those asked first before those below them, its leaves last."""
        seen = {root}
        todo = [root]
        while todo:
            for kid in self.kids[todo.pop()]:
                if kid not in seen:
                    seen.add(kid)
                    todo.append(kid)
        return sorted(seen, key=self.place.__getitem__)

    def support(self, root: int) -> tuple[int, ...]:
        """List the variables that a diagram hangs on, in order."""
        return self._reach(root)[0]

    def leaves(self, root: int) -> tuple[int, ...]:
        """List the leaves that a diagram leads to."""
        return self._reach(root)[1]

    def _reach(self, root: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        found = self._reached.get(root)
        if found is None:
            nodes = self.nodes(root)
            places = sorted({self.place[node] for node in nodes} - {NOWHERE})
            leaves = sorted(node for node in nodes if self.place[node] == NOWHERE)
            found = self._reached[root] = tuple(places), tuple(leaves)
        return found


def union(a: Outcomes, b: Outcomes) -> Outcomes:
    """Join what may come of two situations that nobody can tell apart.

    >>> sorted(union(frozenset({"wait"}), frozenset({"do"})))
    ['do', 'wait']
    """
    return a | b


def agreed(a: Outcomes, b: Outcomes) -> Outcomes | None:
    """Join two situations of which one is impossible or which come to the same; None for any others.

    >>> agreed(frozenset(), frozenset({"do"})) == frozenset({"do"}), agreed(frozenset({"wait"}), frozenset({"do"}))
    (True, None)
    """
    return b if not a or a == b else None if b else a


def product(a: Outcomes, b: Outcomes) -> Outcomes:
    """Join the outcomes of two parts of one situation: each outcome is a set, and both hold together.

    >>> product(frozenset({frozenset({"wait"})}), frozenset({frozenset({"mulch"})})) == {frozenset({"wait", "mulch"})}
    True
    """
    return frozenset(x | y for x in a for y in b)
