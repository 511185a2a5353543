"""The built-in engine: from each (level, cell) straight to the clauses that test it; pure Python, incremental.

Each clause counts the tests that must hold before its last one; a run is a copy of the counters. A known cell leads to
the clauses whose tests it makes hold, and nothing is done for all the others. Two kinds of level are kept from costing
more than they tell:

- A *crowded* level, which many clauses test (a fact that everything depends on), counts for none of them that has a
  rarer test: it is looked at when the rest of the clause holds, and a clause that then waits for it is noted.
- A *wide* level, one of many cells (a number that is compared with thousands of thresholds), has no table of its
  cells: it is searched by bisection, so that memory grows with the number of tests and never with tests times cells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from advisor.engines.protocol import Cells, Pattern, checked, no_such_cell, second_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.rulebase.clauses import Clause, Test

CROWDED = 16  # tests: more than so many make a level crowded
WIDE = 64  # cells: more than so many make a level wide
SMALL = 500  # clauses: up to so many a list of counters is faster than bytes, and small enough
LARGEST_BYTE = 255
NOTHING: frozenset[str] = frozenset()

# What a cell leads to: names of patterns, and counters. A plain tuple, because a named one is slow to unpack.
_Hit = tuple[Sequence[str], Sequence[int]]


class _Row(Protocol):
    def __getitem__(self, cell: int, /) -> _Hit: ...


class _Mask(Protocol):
    def __contains__(self, cell: int, /) -> bool: ...


class _Late(NamedTuple):
    """What is left of a clause when its counter has come to nothing: tests of crowded levels."""

    name: str
    checks: tuple[tuple[str, _Mask], ...]


class Indexed:
    """The engine that needs nothing and runs on everything.

    >>> from advisor.rulebase.clauses import Test
    >>> umbrella = Pattern("umbrella", ((Test("rain", 2), Test("wind", 1)),))
    >>> program = Indexed().compile([umbrella], {"rain": 2, "wind": 2})
    >>> run = program.start({"rain": 1})
    >>> sorted(run.names), sorted(run.add({"wind": 0}))
    ([], ['umbrella'])
    """

    name = "indexed"

    def compile(self, patterns: Sequence[Pattern], levels: Mapping[str, int]) -> _Program:
        """Build the index; it runs everywhere and on everything."""
        index = _Index(checked(patterns, levels), patterns)
        for pattern in patterns:
            for clause in pattern.clauses:
                index.file(pattern.name, clause)
        return index.program()


class _Program:
    def __init__(
        self,
        rows: Mapping[str, _Row],
        always: frozenset[str],
        counters: Sequence[int],
        names: Sequence[str | None],
        late: Mapping[int, _Late],
    ) -> None:
        few = len(counters) <= SMALL or max(counters) > LARGEST_BYTE
        self._counters = list(counters) if few else bytearray(counters)
        self.rows, self.always, self.names, self.late = rows, always, names, late

    def start(self, cells: Cells) -> _Run:
        known = dict(cells)
        held = set(self.always)
        left = self._counters.copy()
        ready: list[int] = []
        rows, names = self.rows, self.names
        for level, cell in known.items():
            try:
                complete, touched = rows[level][cell]
            except KeyError:
                continue  # no test is on that level
            except IndexError:
                raise no_such_cell(level, cell) from None
            if cell < 0:
                raise no_such_cell(level, cell)
            if complete:
                held.update(complete)
            for counter in touched:
                count = left[counter]
                if count:
                    left[counter] = count - 1
                elif (name := names[counter]) is not None:
                    held.add(name)
                else:
                    ready.append(counter)
        run = _Run(self, known, left, held)
        if ready:
            run.finish(ready, held)
        return run


class _Run:
    __slots__ = ("_held", "_known", "_left", "_program", "_waiting")

    def __init__(self, program: _Program, known: dict[str, int], left: list[int] | bytearray, held: set[str]) -> None:
        self._program, self._known, self._left, self._held = program, known, left, held
        self._waiting: dict[str, list[int]] = {}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._held)

    def add(self, cells: Cells) -> frozenset[str]:
        hits = self._hits(cells)
        self._known.update(cells)
        ready: list[int] = []
        if self._waiting:
            for level in cells:
                ready += self._waiting.pop(level, ())
        left, names = self._left, self._program.names
        gained: set[str] = set()
        for complete, touched in hits:
            gained.update(complete)
            for counter in touched:
                count = left[counter]
                if count:
                    left[counter] = count - 1
                elif (name := names[counter]) is not None:
                    gained.add(name)
                else:
                    ready.append(counter)
        if ready:
            self.finish(ready, gained)
        if not gained:
            return NOTHING
        gained -= self._held
        self._held |= gained
        return frozenset(gained)

    def _hits(self, cells: Cells) -> list[_Hit]:
        """Look the new cells up before anything changes, so that a refused call adds nothing."""
        rows, known = self._program.rows, self._known
        hits: list[_Hit] = []
        for level, cell in cells.items():
            try:
                hit = rows[level][cell]
            except KeyError:
                continue  # no test is on that level
            except IndexError:
                raise no_such_cell(level, cell) from None
            if cell < 0:
                raise no_such_cell(level, cell)
            if level not in known:
                hits.append(hit)
            elif known[level] != cell:
                raise second_cell(level, known[level], cell)
        return hits

    def finish(self, ready: Iterable[int], names: set[str]) -> None:
        """Make the tests that were put off; a clause whose next level is not known waits for it."""
        get, late = self._known.get, self._program.late
        for counter in ready:
            name, checks = late[counter]
            for level, mask in checks:
                cell = get(level)
                if cell is None:
                    self._waiting.setdefault(level, []).append(counter)
                    break
                if cell not in mask:
                    break
            else:
                names.add(name)


class _Index:
    """The index while it is built."""

    def __init__(self, sizes: Mapping[str, int], patterns: Iterable[Pattern]) -> None:
        self._sizes = sizes
        clauses = (clause for pattern in patterns for clause in pattern.clauses if len(clause) > 1)
        self._often = Counter(test.level for clause in clauses for test in clause)
        self._always: set[str] = set()
        self._complete: dict[str, list[tuple[int, str]]] = {level: [] for level in sizes}
        self._touched: dict[str, list[tuple[int, int]]] = {level: [] for level in sizes}
        self._counters: list[int] = []
        self._names: list[str | None] = []
        self._late: dict[int, _Late] = {}
        self._masks: dict[tuple[int, bool], _Mask] = {}

    def file(self, name: str, clause: Clause) -> None:
        if not all(test.mask for test in clause):
            return
        if not clause:
            self._always.add(name)
        elif len(clause) == 1:
            self._complete[clause[0].level].append((clause[0].mask, name))
        else:
            self._count(name, clause)

    def _count(self, name: str, clause: Clause) -> None:
        often = self._often
        order = sorted(clause, key=lambda test: often[test.level])
        counted = [test for test in order if often[test.level] <= CROWDED] or order[:1]
        put_off = order[len(counted) :]
        counter = len(self._counters)
        self._counters.append(len(counted) - 1)
        self._names.append(None if put_off else name)
        if put_off:
            self._late[counter] = _Late(name, tuple((test.level, self._mask(test)) for test in put_off))
        for test in counted:
            self._touched[test.level].append((test.mask, counter))

    def _mask(self, test: Test) -> _Mask:
        """Give the cells of a mask as something that is searched fast and is not large."""
        mask, key = test.mask, (test.mask, self._sizes[test.level] > WIDE)
        if key not in self._masks:
            low, high = _ends(mask)
            solid = key[1] and _solid(mask)
            cells = (cell for cell in range(low, high) if mask >> cell & 1)
            self._masks[key] = range(low, high) if solid else _Bits(mask) if key[1] else frozenset(cells)
        return self._masks[key]

    def program(self) -> _Program:
        rows = {level: self._row(level, size) for level, size in self._sizes.items()}
        return _Program(rows, frozenset(self._always), self._counters, self._names, self._late)

    def _row(self, level: str, size: int) -> _Row:
        complete, touched = self._complete[level], self._touched[level]
        if size > WIDE:
            return _WideRow(complete, touched, size)
        return tuple(
            (
                tuple([name for mask, name in complete if mask >> cell & 1]),
                tuple([counter for mask, counter in touched if mask >> cell & 1]),
            )
            for cell in range(size)
        )


def _ends(mask: int) -> tuple[int, int]:
    """Give the first cell of a mask and the one after its last."""
    return (mask & -mask).bit_length() - 1, mask.bit_length()


def _solid(mask: int) -> bool:
    """Tell whether the cells of a mask are one interval."""
    low, high = _ends(mask)
    return mask == (1 << high) - (1 << low)


class _Bits:
    """Cells of a wide level that are no interval."""

    __slots__ = ("_mask",)

    def __init__(self, mask: int) -> None:
        self._mask = mask

    def __contains__(self, cell: int) -> bool:
        return bool(self._mask >> cell & 1)


_T = TypeVar("_T")


class _Spread(Generic[_T]):
    """Things under masks of many cells: those from a cell on and up to a cell are sorted and found by bisection."""

    def __init__(self, things: Iterable[tuple[int, _T]], size: int) -> None:
        rising: list[tuple[int, _T]] = []
        falling: list[tuple[int, _T]] = []
        self._single: dict[int, list[_T]] = {}
        self._odd: list[tuple[int, _T]] = []
        for mask, thing in things:
            low, high = _ends(mask)
            if high - low == 1:
                self._single.setdefault(low, []).append(thing)
            elif high == size and _solid(mask):
                rising.append((low, thing))
            elif low == 0 and _solid(mask):
                falling.append((high, thing))
            else:
                self._odd.append((mask, thing))
        rising.sort(key=itemgetter(0))
        falling.sort(key=itemgetter(0))
        self._lows, self._rising = [low for low, _ in rising], [thing for _, thing in rising]
        self._highs, self._falling = [high for high, _ in falling], [thing for _, thing in falling]

    def at(self, cell: int) -> list[_T]:
        """Give the things whose mask has the cell."""
        found = self._rising[: bisect_right(self._lows, cell)]
        found += self._falling[bisect_right(self._highs, cell) :]
        found += self._single.get(cell, ())
        found += [thing for mask, thing in self._odd if mask >> cell & 1]
        return found


class _WideRow:
    """The row of a wide level: put together for the cell that is looked up, and not kept."""

    def __init__(self, complete: Iterable[tuple[int, str]], touched: Iterable[tuple[int, int]], size: int) -> None:
        self._complete, self._touched, self._size = _Spread(complete, size), _Spread(touched, size), size

    def __getitem__(self, cell: int, /) -> _Hit:
        if cell >= self._size:
            raise IndexError(cell)
        return self._complete.at(cell), self._touched.at(cell)
