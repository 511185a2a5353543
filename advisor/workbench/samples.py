"""Samples: values of told facts, some of each cell that conditions tell apart, its edges among them."""

from __future__ import annotations

import datetime
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from advisor.reasoning.tellings import value_at
from advisor.reasoning.variables import told_by
from advisor.rulebase.axes import Line, Named
from advisor.rulebase.formulas import Formula
from advisor.rulebase.kinds import KINDS, Range
from advisor.rulebase.levels import point_of
from advisor.rulebase.model import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.rulebase.axes import Gap, Level
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Rulebase

Bounds = tuple["Fraction | None", "Fraction | None"]

_PLACES = 30
_OTHER = "something else"


class Samples:
    """Values of the told facts of a rulebase on one day.

    >>> from advisor import load
    >>> samples = Samples(load("examples/garden"), datetime.date(2026, 11, 23))
    >>> [str(day) for day in samples.of("watered_on")]
    ['2026-11-23', '2026-11-20', '2026-11-19']
    """

    def __init__(self, rulebase: Rulebase, today: datetime.date) -> None:
        self.rulebase, self.today = rulebase, today
        self.levels: dict[str, list[Level]] = {name: [] for name, fact in rulebase.facts.items() if fact.told}
        for level in rulebase.levels.values():
            for name in told_by(level):
                if name in self.levels:
                    self.levels[name].append(level)

    def of(self, name: str, known: Mapping[str, Value] = NOTHING) -> tuple[Value, ...]:
        """List values of a told fact, the simplest first: the first choice, what lies nearest to nought or today.

        `known` holds values of other facts: what is computed of several is told apart only beside them.
        """
        fact = self.rulebase.facts[name]
        if fact.kind == "boolean":
            return False, True
        if fact.kind == "choice":
            return fact.choices
        if fact.kind == "text":
            return self._texts(name)
        points = {*self._points(fact, known)}
        ordered = sorted(points, key=lambda point: (point.denominator != 1, abs(point), point < 0))
        values = (value_at(fact, point, self.today) for point in ordered)
        return tuple(value for value in values if value is not None)

    def bounds(self, fact: Fact) -> Bounds:
        """Give the least and greatest point that may be told of an ordered fact, both included; None is an open end."""
        low, high = (None if bound is None else Fraction(bound) for bound in (fact.minimum, fact.maximum))  # type: ignore[arg-type]
        return low, Fraction(0) if fact.past else high

    def _texts(self, name: str) -> tuple[str, ...]:
        axis = self.rulebase.levels[name].axis
        tested = axis.names if isinstance(axis, Named) else ()
        other = _OTHER
        while other in tested:
            other += "!"
        return *tested, other

    def _points(self, fact: Fact, known: Mapping[str, Value]) -> Iterator[Fraction]:
        whole = KINDS[fact.kind].whole
        low, high = self.bounds(fact)
        line = Line.cut(self._gaps(fact, known), whole=whole, low=low, high=high)
        places = 0 if whole else _PLACES
        for cell in range(line.size):
            before, after = line.bounds(cell)
            first = (low, 0) if before is None and low is not None else before
            last = (high, 1) if after is None and high is not None else after
            for point, gap in _ends(first, last, places):
                if gap in {before, after}:  # a bound that no condition names is no better than what lies within
                    yield point
        # of the bounds the one nearest to nought, where nought itself is beyond them
        yield max(low or Fraction(0), Fraction(0)) if high is None or high >= 0 else high

    def _gaps(self, fact: Fact, known: Mapping[str, Value]) -> Iterator[Gap]:
        """Go through the places on a fact's own line at which the truth of some test changes."""
        points = {name: point_of(value, self.today) for name, value in known.items() if _is_point(value)}
        for level in self.levels[fact.name]:
            if not isinstance(level.axis, Line):
                continue
            shift = self.today.toordinal() if level.calendar else 0
            formula = _beside(level.formula, points, fact.name) if level.formula else None
            for value, side in level.axis.gaps:
                if level.formula is None:
                    yield value - shift, side
                elif formula is not None:
                    yield from formula.gaps((value - shift, side))


def _is_point(value: Value) -> bool:
    return isinstance(value, datetime.date) or not isinstance(value, (str, Range))


def _beside(formula: Formula, points: Mapping[str, Fraction], name: str) -> Formula | None:
    """Put points in the place of other facts; None when more than one place is left to vary."""
    held = _held(formula, {other: point for other, point in points.items() if other != name})
    return held if held.facts == (name,) and held.once() else None


def _held(formula: Formula, points: Mapping[str, Fraction]) -> Formula:
    if formula.op == "fact" and formula.name in points:
        return Formula("const", points[formula.name])
    return formula._replace(parts=tuple(_held(part, points) for part in formula.parts))


def _ends(first: Gap | None, last: Gap | None, places: int) -> Iterator[tuple[Fraction, Gap]]:
    """Go through points between two gaps, each with the gap it lies at: edges, and the shortest number near each."""
    if first is not None and not first[1]:
        yield first[0], first
    if last is not None and last[1]:
        yield last[0], last
    for more in range(places + 1):
        step = 10**more
        low = None if first is None else Fraction(_from(first, step), step)
        high = None if last is None else Fraction(_upto(last, step), step)
        if low is None or high is None or low <= high:
            yield from ((point, gap) for point, gap in ((low, first), (high, last)) if point is not None and gap)
            return


def _from(gap: Gap, step: int) -> int:
    value, after = gap
    return floor(value * step) + 1 if after else ceil(value * step)


def _upto(gap: Gap, step: int) -> int:
    value, after = gap
    return floor(value * step) if after else ceil(value * step) - 1
