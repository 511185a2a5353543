"""Computed facts: what a formula over told facts is worth, on intervals.

A date is a number of days from today here, so that a formula's value is a plain number and nothing that is compiled
depends on the day.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.axes import Gap

Interval = tuple["Fraction | None", "Fraction | None"]
"""The bounds between which a number lies, both included; None is an open end."""

_OPEN: Interval = (None, None)


class Formula(NamedTuple):
    """A tree of operations: `const` (value), `fact` (name), `+`, `-`, `*` (two parts), `min`, `max` (two or more).

    >>> length = Formula("-", parts=(Formula("const", Fraction(0)), Formula("fact", name="planted")))
    >>> length.interval({"planted": (Fraction(-12), Fraction(-12))})
    (Fraction(12, 1), Fraction(12, 1))
    """

    op: str
    value: Fraction = Fraction(0)
    name: str = ""
    parts: tuple[Formula, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the formula reads, each once, in the order of their names."""
        if self.op == "fact":
            return (self.name,)
        return tuple(sorted({fact for part in self.parts for fact in part.facts}))

    def interval(self, known: Mapping[str, Interval]) -> Interval:
        """Give the bounds of the value, from the bounds of the facts; a fact that is not known is open at both ends."""
        if self.op == "const":
            return self.value, self.value
        if self.op == "fact":
            return known.get(self.name, _OPEN)
        return _OPERATIONS[self.op]([part.interval(known) for part in self.parts])

    def gaps(self, gap: Gap) -> set[Gap]:
        """Give the gaps on the line of the one fact it reads at which its value passes a gap.

        Works for formulas that read one fact in one place; every operation is then monotone in that place.
        """
        if self.op == "fact":
            return {gap}
        part = next(p for p in self.parts if p.facts)
        rest = [p.interval({})[0] or Fraction(0) for p in self.parts if p is not part]
        moved = _pull(self.op, gap, rest, first=self.parts[0] is part)
        return set() if moved is None else part.gaps(moved)

    def needed(self) -> set[str]:
        """Name the facts without which nothing is known of the value; of `min(a, b)` either one tells something."""
        zero = Fraction(0), Fraction(0)
        rest = {name: {other: zero for other in self.facts if other != name} for name in self.facts}
        return {name for name, known in rest.items() if self.interval(known) == _OPEN}

    def whole(self) -> bool:
        """Whether whole values of the facts give a whole value."""
        return self.value.denominator == 1 and all(part.whole() for part in self.parts)

    def once(self) -> bool:
        """Whether one fact is read, in one place."""
        return self.op == "fact" or (
            sum(1 for p in self.parts if p.facts) == 1 and all(p.once() for p in self.parts if p.facts)
        )

    def falls(self) -> bool:
        """Whether the value falls where the one fact it reads, in one place, rises."""
        if self.op == "fact":
            return False
        part = next(p for p in self.parts if p.facts)
        turned = self.op == "-" and self.parts[0] is not part
        if self.op == "*":
            other = next(p for p in self.parts if p is not part)
            turned = (other.interval({})[0] or 0) < 0
        return turned is not part.falls()

    def inverse(self, value: Fraction) -> Fraction | None:
        """Give the value of the one fact it reads at which the formula has a value; None when many or none fit."""
        if self.op in {"const", "min", "max"}:
            return None
        if self.op == "fact":
            return value
        part = next(p for p in self.parts if p.facts)
        rest = next((p for p in self.parts if p is not part), None)
        if not self.once() or rest is None:
            return None
        moved = _pull(self.op, (value, 0), [rest.interval({})[0] or Fraction(0)], first=self.parts[0] is part)
        return None if moved is None else part.inverse(moved[0])


def _pull(op: str, gap: Gap, rest: list[Fraction], *, first: bool) -> Gap | None:
    """Move a gap of an operation's value back to the operand that varies; None when the value never passes it."""
    value, after = gap
    if op == "+":
        return value - rest[0], after
    if op == "-":
        return (value + rest[0], after) if first else (rest[0] - value, 1 - after)
    if op == "*":
        return None if not rest[0] else (value / rest[0], after if rest[0] > 0 else 1 - after)
    if op == "max":
        return gap if gap > (max(rest), 0) else None
    return gap if gap <= (min(rest), 0) else None


def _add(parts: list[Interval]) -> Interval:
    (a, b), (c, d) = parts
    return None if a is None or c is None else a + c, None if b is None or d is None else b + d


def _subtract(parts: list[Interval]) -> Interval:
    return _add([parts[0], _negative(parts[1])])


def _negative(part: Interval) -> Interval:
    low, high = part
    return None if high is None else -high, None if low is None else -low


def _multiply(parts: list[Interval]) -> Interval:
    (a, b), (c, d) = parts
    if c is None or c != d:
        (a, b), (c, d) = (c, d), (a, b)
    if c is None or not c:
        return Fraction(0), Fraction(0)
    low, high = None if a is None else a * c, None if b is None else b * c
    return (low, high) if c > 0 else (high, low)


def _least(parts: list[Interval]) -> Interval:
    lows = [low for low, _ in parts]
    highs = [high for _, high in parts if high is not None]
    return None if None in lows else min(low for low in lows if low is not None), min(highs, default=None)


def _most(parts: list[Interval]) -> Interval:
    return _negative(_least([_negative(part) for part in parts]))


_OPERATIONS = {"+": _add, "-": _subtract, "*": _multiply, "min": _least, "max": _most}
