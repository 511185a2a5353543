"""Values that put facts into cells which formulas tie together: found exactly, or proved not to exist.

A formula is a sum once it is said which part of each `min` and `max` counts. The cells are then inequalities, and
facts are taken out of them one after the other, as Fourier and Motzkin did.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from itertools import product
from math import ceil, floor, gcd
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import FactError
from advisor.reasoning.tellings import read_told, value_at
from advisor.rulebase.axes import Line
from advisor.rulebase.kinds import KINDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.rulebase.axes import Level
    from advisor.rulebase.formulas import Formula
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase

Terms = dict[str, Fraction]
"""What a sum counts of each fact; under "" the number that is added."""

_MOST_CASES = 64
_MOST_BOUNDS = 400


class _Bound(NamedTuple):
    """A sum that is at most nought, or less than it (`less`)."""

    terms: Terms
    less: bool = False


class _End(NamedTuple):
    """An end of what is left to a fact, or None where it is open; `less` says that the end itself is out."""

    point: Fraction | None = None
    less: bool = False


class TooMany(Exception):
    """More cases than are looked at."""


class Realising:
    r"""Finds values of told facts on one day.

    >>> import datetime
    >>> from advisor.rulebase.loading import loads
    >>> facts = "sown: {kind: date, past: true, ask: When?}, cut: {kind: date, past: true, ask: When?}"
    >>> facts += ", grown: {kind: number, unit: days, compute: 'days_between(sown, cut)'}, ripe: {kind: boolean}"
    >>> rules = "r: {when: grown >= 90, conclude: {ripe: true}, source: n/a}"
    >>> garden = loads("name: garden\nfacts: {" + facts + "}\nrules: {" + rules + "}"
    ...                "\nsources: {n: {title: Notes, sections: {a: All}}}")
    >>> found = Realising(garden, datetime.date(2026, 11, 23)).values([(garden.levels["grown"], 1)])
    >>> {name: str(day) for name, day in (found or {}).items()}
    {'cut': '2026-11-23', 'sown': '2026-08-25'}
    """

    def __init__(self, rulebase: Rulebase, today: datetime.date) -> None:
        self.rulebase, self.today = rulebase, today

    def possible(self, wanted: Iterable[tuple[Level, int]]) -> bool:
        """Whether levels can be in these cells together; True as well where that was not worked out."""
        try:
            return any(_ranges(bounds, _names(bounds)) is not None for bounds in self._cases(wanted))
        except TooMany:
            return True

    def values(self, wanted: Iterable[tuple[Level, int]]) -> dict[str, Value] | None:
        """Give values that put levels into these cells together, each as near to nought or today as may be, or None."""
        with suppress(TooMany):
            for bounds in self._cases(wanted):
                found = self._values(bounds)
                if found is not None:
                    return found
        return None

    # --- what is wanted, as bounds

    def _cases(self, wanted: Iterable[tuple[Level, int]]) -> Iterator[list[_Bound]]:
        """Go through the ways in which levels can be in cells, by which parts of `min` and `max` count."""
        ways: list[list[list[_Bound]]] = []
        names: set[str] = set()
        for level, cell in wanted:
            names.update(level.formula.facts if level.formula else (level.fact,))
            sums = _sums(level.formula) if level.formula else [({level.fact: Fraction(1)}, [])]
            ways.append([[*given, *self._inside(level, cell, terms)] for terms, given in sums])
        limits = [bound for name in sorted(names) for bound in self._limits(name)]
        for number, way in enumerate(product(*ways)):
            if number >= _MOST_CASES:
                raise TooMany
            yield [self._whole(bound) for bound in [*limits, *(bound for part in way for bound in part)]]

    def _inside(self, level: Level, cell: int, terms: Terms) -> Iterator[_Bound]:
        assert isinstance(level.axis, Line)  # noqa: S101 - formulas count with ordered facts alone
        low, high = level.axis.bounds(cell)
        shift = self.today.toordinal() if level.calendar else 0
        if low is not None:
            yield _Bound(_plus(_times(terms, -1), low[0] - shift), less=bool(low[1]))
        if high is not None:
            yield _Bound(_plus(terms, shift - high[0]), less=not high[1])

    def _limits(self, name: str) -> Iterator[_Bound]:
        """Go through the bounds of what may be told of a fact at all."""
        fact = self.rulebase.facts[name]
        if fact.minimum is not None:
            yield _Bound({name: Fraction(-1), "": Fraction(fact.minimum)})  # type: ignore[arg-type]  # of numbers
        if fact.maximum is not None:
            yield _Bound({name: Fraction(1), "": -Fraction(fact.maximum)})  # type: ignore[arg-type]
        if fact.past:
            yield _Bound({name: Fraction(1), "": Fraction(0)})

    def _whole(self, bound: _Bound) -> _Bound:
        """Let a bound on whole numbers be as close as whole numbers come to it."""
        return _closed(bound) if all(self._counted(name) for name in bound.terms if name) else bound

    def _counted(self, name: str) -> bool:
        return KINDS[self.rulebase.facts[name].kind].whole

    # --- values within them

    def _values(self, bounds: list[_Bound]) -> dict[str, Value] | None:
        names = _names(bounds)
        ranges = _ranges(bounds, names)
        if ranges is None:
            return None
        points: dict[str, Fraction] = {}
        found: dict[str, Value] = {}
        for name in names:
            low, high = _ends(ranges[name], name, points)
            point = _nearest(low, high, whole=self._counted(name))
            value = None if point is None else value_at(self.rulebase.facts[name], point, self.today)
            if point is None or value is None:
                return None
            try:
                found[name] = read_told(self.rulebase, name, value, self.today)[1]
            except FactError:
                return None
            points[name] = point
        return found


def _names(bounds: Iterable[_Bound]) -> list[str]:
    return [name for name in dict.fromkeys(name for bound in bounds for name in bound.terms) if name]


def _sums(formula: Formula) -> list[tuple[Terms, list[_Bound]]]:
    """Give the sums that a formula can be, each with what must hold for it; raises TooMany."""
    if formula.op == "const":
        return [({"": formula.value}, [])]
    if formula.op == "fact":
        return [({formula.name: Fraction(1)}, [])]
    found = []
    for parts in product(*map(_sums, formula.parts)):
        sums, given = [terms for terms, _ in parts], [bound for _, bounds in parts for bound in bounds]
        found += [(terms, [*given, *more]) for terms, more in _joined(formula.op, sums)]
        if len(found) > _MOST_CASES:
            raise TooMany
    return found


def _joined(op: str, sums: Sequence[Terms]) -> Iterator[tuple[Terms, list[_Bound]]]:
    """Go through what an operation makes of sums."""
    first, second = sums[0], sums[1]
    if op == "+":
        yield _added(first, second), []
    elif op == "-":
        yield _added(first, _times(second, -1)), []
    elif op == "*":
        number, other = (first, second) if set(first) <= {""} else (second, first)
        yield _times(other, number.get("", Fraction(0))), []
    else:
        sign = 1 if op == "min" else -1
        for one in sums:
            yield one, [_Bound(_times(_added(one, _times(other, -1)), sign)) for other in sums if other is not one]


def _times(terms: Terms, factor: Fraction | int) -> Terms:
    return {name: part * factor for name, part in terms.items() if part * factor}


def _added(a: Terms, b: Terms) -> Terms:
    both = {name: a.get(name, Fraction(0)) + b.get(name, Fraction(0)) for name in {**a, **b}}
    return {name: part for name, part in both.items() if part}


def _plus(terms: Terms, number: Fraction | int) -> Terms:
    return _added(terms, {"": Fraction(number)})


def _closed(bound: _Bound) -> _Bound:
    """Round a bound on whole numbers to the last whole number that it lets through."""
    parts = {name: part for name, part in bound.terms.items() if name}
    scale = 1
    for part in parts.values():
        scale *= part.denominator // gcd(scale, part.denominator)
    step = 0
    for part in parts.values():
        step = gcd(step, int(part * scale))
    if not step:
        return bound
    most = -bound.terms.get("", Fraction(0)) * scale / step
    most = Fraction(ceil(most) - 1 if bound.less else floor(most))
    return _Bound({**{name: part * scale / step for name, part in parts.items()}, "": -most})


def _ranges(bounds: Iterable[_Bound], names: Sequence[str]) -> dict[str, list[_Bound]] | None:
    """Give the bounds of each fact in terms of those named before it; None where all of them cannot hold together.

    Raises TooMany.
    """
    left = list(bounds)
    found: dict[str, list[_Bound]] = {}
    for name in reversed(names):
        own = [bound for bound in left if name in bound.terms]
        found[name] = own
        left = [bound for bound in left if name not in bound.terms]
        seen = {(tuple(sorted(bound.terms.items())), bound.less) for bound in left}
        lower, upper = ([bound for bound in own if (bound.terms[name] > 0) is above] for above in (False, True))
        for one, other in product(lower, upper):
            made = _without(name, one, other)
            key = (tuple(sorted(made.terms.items())), made.less)
            if key not in seen:
                seen.add(key)
                left.append(made)
        if len(left) > _MOST_BOUNDS:
            raise TooMany
    broken = (bound.terms.get("", Fraction(0)) for bound in left if not bound.less)
    less = (bound.terms.get("", Fraction(0)) for bound in left if bound.less)
    return None if any(number > 0 for number in broken) or any(number >= 0 for number in less) else found


def _without(name: str, one: _Bound, other: _Bound) -> _Bound:
    """Add two bounds up so that a fact that is low in one and high in the other falls out."""
    terms = _added(_times(one.terms, other.terms[name]), _times(other.terms, -one.terms[name]))
    return _Bound(terms, one.less or other.less)


def _ends(bounds: Iterable[_Bound], name: str, points: Mapping[str, Fraction]) -> tuple[_End, _End]:
    """Give the ends of what is left to a fact once those before it have their values."""
    low, high = _End(), _End()
    for bound in bounds:
        rest = sum((part * points.get(other, 1) for other, part in bound.terms.items() if other != name), Fraction(0))
        factor = bound.terms[name]
        end = _End(-rest / factor, bound.less)
        if factor > 0 and (high.point is None or (end.point, not end.less) < (high.point, not high.less)):
            high = end
        if factor < 0 and (low.point is None or (end.point, end.less) > (low.point, low.less)):
            low = end
    return low, high


def _nearest(low: _End, high: _End, *, whole: bool) -> Fraction | None:
    """Give the point between two ends that is nearest to nought, a whole number where there is one; None for none."""
    first = None if low.point is None else floor(low.point) + 1 if low.less else ceil(low.point)
    last = None if high.point is None else ceil(high.point) - 1 if high.less else floor(high.point)
    if first is None or last is None or first <= last:
        point = first if first is not None and first > 0 else last if last is not None and last < 0 else 0
        return Fraction(point)
    if whole or low.point is None or high.point is None:
        return None
    if not low.less and low.point <= high.point:
        return low.point
    return high.point if not high.less else (low.point + high.point) / 2
