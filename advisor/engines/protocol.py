"""What every engine does: patterns are compiled once, known cells are added, names of what certainly holds come out.

An engine only matches. It knows no values, no rules and no advice: a pattern is an OR of ANDs of tests over cells
(`rulebase/clauses.py`), and it *holds* when each test of one of its clauses is on a level whose cell is known and in
the test's mask. That a pattern is *false* is asked for by patterns too: see `denials`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from advisor.rulebase.clauses import Clauses, opposite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from advisor.rulebase.clauses import Clause

Cells = Mapping[str, int]
"""Known cells: the name of a level and the number of its cell, counted from 0."""

SEPARATOR = "\x00"
"""What stands between the name of a pattern and the number of one of its denials; no rule has it in its name."""


class Pattern(NamedTuple):
    """Something to be recognised: a name and an OR of clauses; no clause: never, an empty clause: always.

    >>> from advisor.rulebase.clauses import Test
    >>> Pattern("umbrella", ((Test("rain", 2),),)).name
    'umbrella'
    """

    name: str
    clauses: Clauses


class Run(Protocol):
    """One situation that becomes known bit by bit. Not for use by two threads at once."""

    @property
    def names(self) -> AbstractSet[str]:
        """The names of all patterns that certainly hold by the cells added so far."""

    def add(self, cells: Cells) -> frozenset[str]:
        """Add known cells and give the names of the patterns that hold now and did not before.

        The same cell of a level may be added again. Another one, or one that the level does not have, is a
        ValueError, and nothing of that call is added. A level without a test is ignored.
        """


class Program(Protocol):
    """Compiled patterns. It keeps nothing of its runs, so any number of them may interleave, also across threads."""

    def start(self, cells: Cells) -> Run:
        """Begin a run in which these cells are known; `Run.add` tells what is refused."""


class Engine(Protocol):
    """A way of matching."""

    @property
    def name(self) -> str:
        """The name that callers ask for: that of the engine's file."""

    def compile(self, patterns: Sequence[Pattern], levels: Mapping[str, int]) -> Program:
        """Prepare patterns over levels of which `levels` gives the numbers of cells.

        Raises EngineUnavailable when the engine cannot run on this machine or not on these patterns, and ValueError
        for a test on a level that `levels` does not have or on cells that the level does not have.
        """


def checked(patterns: Iterable[Pattern], levels: Mapping[str, int]) -> dict[str, int]:
    """Give the number of cells of each level that a pattern tests.

    Raises ValueError for a test that does not fit the levels.

    >>> from advisor.rulebase.clauses import Test
    >>> checked([Pattern("umbrella", ((Test("rain", 2),),))], {"rain": 2, "wind": 3})
    {'rain': 2}
    """
    found: dict[str, int] = {}
    for pattern in patterns:
        for clause in pattern.clauses:
            for level, mask in clause:
                size = levels.get(level)
                if size is None or mask < 0 or mask >> size:
                    cells = "is not a level" if size is None else f"has {size} cells"
                    message = f"{pattern.name}: the mask {mask:#x} does not fit {level}, which {cells}"
                    raise ValueError(message)
                found[level] = size
    return found


def distinct(patterns: Iterable[Pattern]) -> dict[Clause, list[str]]:
    """Give the different clauses that can hold, each with the names of its patterns.

    >>> from advisor.rulebase.clauses import Test
    >>> rainy = (Test("rain", 2),)
    >>> distinct([Pattern("umbrella", (rainy,)), Pattern("boots", (rainy, (Test("snow", 0),)))]) == {
    ...     rainy: ["umbrella", "boots"]
    ... }
    True
    """
    clauses: dict[Clause, list[str]] = {}
    for pattern in patterns:
        for clause in pattern.clauses:
            if all(test.mask for test in clause):
                clauses.setdefault(clause, []).append(pattern.name)
    return clauses


def fresh(cells: Cells, known: Cells, levels: Mapping[str, int]) -> dict[str, int]:
    """Give those of the cells that are not known yet; levels that are not in `levels` are left out.

    Raises ValueError for a cell that its level does not have and for a second cell of a known level.

    >>> fresh({"rain": 1, "wind": 0}, {"wind": 0}, {"rain": 2, "wind": 3})
    {'rain': 1}
    """
    new: dict[str, int] = {}
    for level, cell in cells.items():
        size = levels.get(level)
        if size is None:
            continue
        if not 0 <= cell < size:
            raise no_such_cell(level, cell)
        if level not in known:
            new[level] = cell
        elif known[level] != cell:
            raise second_cell(level, known[level], cell)
    return new


def no_such_cell(level: str, cell: int) -> ValueError:
    """Word the error of a cell that its level does not have.

    >>> no_such_cell("rain", 7)
    ValueError('rain has no cell 7')
    """
    return ValueError(f"{level} has no cell {cell}")


def second_cell(level: str, old: int, new: int) -> ValueError:
    """Word the error of a level that is told to be in two cells.

    >>> second_cell("rain", 0, 1)
    ValueError('rain is in cell 0 and cannot be in cell 1 as well')
    """
    return ValueError(f"{level} is in cell {old} and cannot be in cell {new} as well")


def denials(name: str, clauses: Clauses, levels: Mapping[str, int]) -> tuple[Pattern, ...]:
    """Give patterns that tell when an OR of clauses is certainly false: when all of them hold.

    There is one a clause: the OR of the opposites of its tests, so their size grows with that of the clauses, where
    multiplying the negation out could double with each. An empty clause gives a denial that never holds; no clause at
    all gives no denial, and all of none hold. The names are the given one, `SEPARATOR` and a number from 0.

    >>> from advisor.rulebase.clauses import Test
    >>> denials("dry", ((Test("rain", 1), Test("fog", 1)),), {"rain": 2, "fog": 3})[0].clauses
    ((Test(level='rain', mask=2),), (Test(level='fog', mask=6),))
    """
    found = []
    for number, clause in enumerate(clauses):
        opposites = (opposite(test, levels) for test in clause)
        found.append(Pattern(f"{name}{SEPARATOR}{number}", tuple((t,) for t in opposites if t.mask)))
    return tuple(found)
