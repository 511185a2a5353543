"""Cells: the parts of a fact that tests can tell apart, numbered so that engines see small whole numbers.

An axis belongs to a *level*. A line is cut by gaps: `(value, 0)` is the gap just before a value, `(value, 1)` the
gap just after it; cell `i` lies between gap `i - 1` and gap `i`. A level that may not apply has one more, the last.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.rulebase.formulas import Formula

Gap = tuple[Fraction, int]
Point = Fraction


class Named(NamedTuple):
    """Cells with a name each: the choices of a fact, or the texts that are tested; `other` adds one for the rest.

    >>> Named(("rain", "snow"), other=True).cell("hail")
    2
    """

    names: tuple[str, ...]
    other: bool = False

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.names) + self.other

    def cell(self, name: str) -> int:
        """Give the cell of a name; ValueError for an unknown one without `other`."""
        return self.names.index(name) if name in self.names or not self.other else len(self.names)


class Line(NamedTuple):
    """Intervals of numbers in which no test changes; dates are days from today, or from the calendar's first day.

    >>> axis = Line.cut([(Fraction(28), 0)], whole=True)
    >>> axis.size, axis.cell(Fraction(27)), axis.cell(Fraction(28))
    (2, 0, 1)
    """

    gaps: tuple[Gap, ...]
    whole: bool

    @classmethod
    def cut(cls, gaps: Iterable[Gap], *, whole: bool, low: Point | None = None, high: Point | None = None) -> Line:
        """Cut a line at the gaps that lie strictly between the bounds."""
        kept = {_on_whole(gap) if whole else gap for gap in gaps}
        if low is not None:
            kept = {gap for gap in kept if gap > (low, 0)}
        if high is not None:
            kept = {gap for gap in kept if gap <= (high, 0)}
        return cls(tuple(sorted(kept)), whole)

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.gaps) + 1

    def cell(self, point: Point) -> int:
        """Give the cell in which a point lies."""
        return bisect_right(self.gaps, (point, 0))

    def span(self, low: Point | None, high: Point | None) -> int:
        """Give the mask of the cells that an interval touches; None is an open end."""
        first = 0 if low is None else self.cell(low)
        last = len(self.gaps) if high is None else self.cell(high)
        return (1 << last + 1) - (1 << first)

    def sample(self, cell: int) -> Point:
        """Give a point that lies in a cell."""
        left = self.gaps[cell - 1] if cell else None
        right = self.gaps[cell] if cell < len(self.gaps) else None
        if left is None:
            return Fraction(0) if right is None else right[0] - (1 - right[1])
        if not left[1]:
            return left[0]
        if right is None:
            return left[0] + 1
        return right[0] if right[1] else (left[0] + right[0]) / 2

    def bounds(self, cell: int) -> tuple[Gap | None, Gap | None]:
        """Give the gaps to the left and to the right of a cell; None is an open end."""
        return self.gaps[cell - 1] if cell else None, self.gaps[cell] if cell < len(self.gaps) else None


def _on_whole(gap: Gap) -> Gap:
    """Move a gap to just before the next whole number."""
    value, after = gap
    return Fraction(math.floor(value) + 1 if after else math.ceil(value)), 0


class Level(NamedTuple):
    """What an engine sees of a fact: its numbered cells.

    `fact` is the fact that is told or derived; `formula` gives the point of a line from the told facts it names (None:
    the fact's own value); `calendar` counts dates from the calendar's first day instead of from today. `apart` is the
    cell of "does not apply": one more than the axis has, for a boolean its false cell (None: always applies).
    """

    name: str
    fact: str
    axis: Named | Line
    apart: int | None = None
    formula: Formula | None = None
    calendar: bool = False

    @property
    def size(self) -> int:
        """How many cells there are, with the one for "does not apply"."""
        return self.axis.size + (self.apart == self.axis.size)

    @property
    def full(self) -> int:
        """The mask of all cells."""
        return (1 << self.size) - 1


BOOLEAN = Named(("false", "true"))
