"""From comparisons to tests: which level a fact lives in, where its line is cut, which cells a comparison holds in."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING

from advisor.rulebase.axes import BOOLEAN, Level, Line, Named
from advisor.rulebase.clauses import Test
from advisor.rulebase.kinds import KINDS, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.rulebase.axes import Gap
    from advisor.rulebase.conditions import Compare
    from advisor.rulebase.formulas import Formula, Interval
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact

CALENDAR = "@calendar"


class Levels:
    """The levels of a rulebase, built from all comparisons that its conditions make.

    >>> from advisor.errors import Position
    >>> from advisor.rulebase.conditions import Compare
    >>> from advisor.rulebase.model import Fact
    >>> wind = Fact("wind", "number", Position("garden.yaml", 1, 1))
    >>> strong = Compare("wind", ">=", (Fraction(8),), 0, 9)
    >>> levels = Levels({"wind": wind}, [strong])
    >>> levels.test(strong)
    Test(level='wind', mask=2)
    """

    def __init__(self, facts: Mapping[str, Fact], compared: Iterable[Compare]) -> None:
        self.facts = facts
        cuts: dict[str, set[Gap]] = {}
        texts: dict[str, set[str]] = {}
        for compare in compared:
            if facts[compare.fact].kind == "text":
                texts.setdefault(compare.fact, set()).update(compare.values)  # type: ignore[arg-type]  # texts hold text
            elif KINDS[facts[compare.fact].kind].ordered:
                name, formula = self._home(compare.fact)
                found = cuts.setdefault(name, set())
                for gap in _gaps(compare):
                    found |= formula.gaps(gap) if formula else {gap}
        for name, fact in facts.items():
            if KINDS[fact.kind].ordered and fact.applies is not None:
                cuts.setdefault(
                    self._home(name)[0], set()
                )  # whether it applies is a cell even where nobody compares it
        self.by_name: dict[str, Level] = {}
        for name, fact in facts.items():
            if fact.kind in {"boolean", "choice", "text"}:
                self.by_name[name] = self._named(fact, texts.get(name, set()))
        for name, gaps in cuts.items():
            self.by_name[name] = self._line(name, gaps)
        self.sizes: dict[str, int] = {name: level.size for name, level in self.by_name.items()}

    def _home(self, name: str) -> tuple[str, Formula | None]:
        """Tell the level in which comparisons of an ordered fact live, and the formula that leads there (None: itself).

        A number computed from one told fact, read once, lives in that fact's level; every other computed fact has a
        level of its own. Comparing a date with days of the calendar is a level apart from counting days from today.
        """
        fact = self.facts[name]
        if fact.kind == "date":
            return name + CALENDAR, None
        if fact.formula and fact.formula.once():
            return fact.formula.facts[0], fact.formula
        return name, None

    def _named(self, fact: Fact, texts: set[str]) -> Level:
        if fact.kind == "boolean":
            return Level(fact.name, fact.name, BOOLEAN, apart=0 if fact.applies is not None else None)
        axis = Named(fact.choices) if fact.kind == "choice" else Named(tuple(sorted(texts)), other=True)
        return Level(fact.name, fact.name, axis, apart=axis.size if fact.applies is not None else None)

    def _line(self, name: str, gaps: set[Gap]) -> Level:
        fact = self.facts[name.removesuffix(CALENDAR)]
        formula = fact.formula
        # a difference of whole days is whole; any other computed number may lie between
        whole = KINDS[fact.kind].whole
        if formula:
            whole = formula.whole() and all(KINDS[self.facts[f].kind].whole for f in formula.facts)
        low, high = self._bounds(name)
        axis = Line.cut(gaps, whole=whole, low=low, high=high)
        read = [self.facts[f] for f in formula.facts] if formula else [fact]
        apart = axis.size if any(f.applies is not None for f in read) else None
        return Level(name, fact.name, axis, apart, formula, calendar=name.endswith(CALENDAR))

    def test(self, compare: Compare) -> Test:
        """Give the test of a comparison: its level and the cells in which it holds."""
        fact = self.facts[compare.fact]
        if not KINDS[fact.kind].ordered:
            level = self.by_name[compare.fact]
            axis = level.axis
            assert isinstance(axis, Named)  # noqa: S101 - only ordered facts lie on lines
            return Test(level.name, sum(1 << axis.cell(str(value)) for value in set(compare.values)))
        name, formula = self._home(compare.fact)
        level = self.by_name[name]
        axis = level.axis
        assert isinstance(axis, Line)  # noqa: S101 - ordered facts lie on lines
        mask = 0
        for value in compare.values:
            before, after = (_above(axis, (Fraction(value), side), formula, self._bounds(name)[1]) for side in (0, 1))
            everything = (1 << axis.size) - 1
            mask |= {
                "in": before & ~after,
                ">=": before,
                ">": after,
                "<": everything & ~before,
                "<=": everything & ~after,
            }[compare.op]
        return Test(name, mask)

    def _bounds(self, name: str) -> tuple[Fraction | None, Fraction | None]:
        fact = self.facts[name.removesuffix(CALENDAR)]
        low, high = (None if b is None else Fraction(b) for b in (fact.minimum, fact.maximum))  # type: ignore[arg-type]
        return low, high

    def home(self, name: str) -> str:
        """Name the level that a fact's comparisons test; a fact that nobody compares gives its own name."""
        return self._home(name)[0] if KINDS[self.facts[name].kind].ordered else name


def _gaps(compare: Compare) -> set[Gap]:
    sides = {"in": (0, 1), ">=": (0,), "<": (0,), ">": (1,), "<=": (1,)}[compare.op]
    return {(Fraction(value), side) for value in compare.values for side in sides}


def _above(axis: Line, gap: Gap, formula: Formula | None, high: Fraction | None) -> int:
    """Give the mask of the cells that lie above a gap of the value."""
    everything = (1 << axis.size) - 1
    moved = formula.gaps(gap) if formula else {gap}
    if formula and not moved:  # the value never passes the gap: one point tells on which side it is
        value, _ = formula.interval({formula.facts[0]: (Fraction(0), Fraction(0))})
        return everything if value is not None and (value, 0) >= gap else 0
    (place,) = axis.cut(moved, whole=axis.whole).gaps
    # a gap below the lower bound has every cell above it; one above the upper bound would be taken for the last
    right = everything & -(1 << bisect_right(axis.gaps, place)) if high is None or place <= (high, 0) else 0
    return everything & ~right if formula and formula.falls() else right


def point_of(value: Value, today: datetime.date | None) -> Fraction:
    """Give the place of a number, duration or date on its line; dates count from `today`, or from year one."""
    if isinstance(value, datetime.date):
        return Fraction(value.toordinal() - (today.toordinal() if today else 0))
    return Fraction(value)  # type: ignore[arg-type]  # ordered kinds hold numbers


def interval_of(value: Value, today: datetime.date | None) -> Interval:
    """Give the interval in which a told value lies: a point, or the bounds of a Range."""
    if isinstance(value, Range):
        low, high = (None if bound is None else point_of(bound, today) for bound in value)
        return low, high
    point = point_of(value, today)
    return point, point
