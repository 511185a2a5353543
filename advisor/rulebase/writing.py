"""Writing conditions down: an expression as its author would write it, and in the author's own words where it can."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from advisor.rulebase.conditions import Both, Compare, Either, Not
from advisor.rulebase.syntax import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.rulebase.conditions import Expression
    from advisor.rulebase.model import Fact

MADE = -1
"""The offset of a comparison that stands in no text."""


_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_NEGATIVE = re.compile(r"!=|\bnot\s+in\b")
_LENGTH = re.compile(r"\b(days|weeks)\s*\(")
_JOINT = re.compile(r"[<>!=]=|[<>]")


class Leaf(NamedTuple):
    """A comparison as it stands in a condition: its words and place, and the way that leads to it from the top.

    `part` is the comparison, or what is not so where the author wrote `!=` or `not in`.
    """

    part: Expression
    path: tuple[int, ...]
    text: str
    offset: int
    width: int


class Writer:
    """Writes parts of one condition whose text is given; the facts tell how values are written.

    >>> from advisor import load
    >>> from advisor.rulebase.conditions import parse
    >>> facts, text = load("examples/garden").facts, "not (frost or days_since_watering<days(4))"
    >>> whole = parse(text, facts, print)
    >>> Writer(text, facts, whole).write(whole)
    'not (frost or days_since_watering<days(4))'
    """

    def __init__(self, text: str, facts: Mapping[str, Fact], whole: Expression) -> None:
        self.text, self.facts = text, facts
        self.leaves = tuple(self._leaves(whole, ()))

    def _leaves(self, part: Expression, path: tuple[int, ...]) -> Iterator[Leaf]:
        compare = part.part if isinstance(part, Not) else part
        if isinstance(compare, Compare) and (compare is part or self._negative(compare)):
            yield Leaf(part, path, self.write(part), compare.offset, compare.width)
        elif isinstance(part, (Both, Either)):
            for number, one in enumerate(part.parts):
                yield from self._leaves(one, (*path, number))
        elif isinstance(part, Not):
            yield from self._leaves(part.part, (*path, 0))

    def _own(self, compare: Compare) -> str:
        return "" if compare.offset == MADE else self.text[compare.offset : compare.offset + compare.width]

    def _negative(self, compare: Compare) -> bool:
        """Whether the author's words of a comparison say that it is not so."""
        return compare.op == "in" and bool(_NEGATIVE.search(_QUOTED.sub("", self._own(compare))))

    def write(self, part: Expression, *, inside: type | None = None) -> str:
        """Write a part; `inside` is what it is a part of, for the brackets."""
        if isinstance(part, Compare):
            return self._compare(part, negated=False)
        if isinstance(part, Not):
            if isinstance(part.part, Compare):
                return self._compare(part.part, negated=True)
            return f"not ({self.write(part.part)})"
        joint = " and " if isinstance(part, Both) else " or "
        written = joint.join(self.write(one, inside=type(part)) for one in part.parts)
        return f"({written})" if inside is Both and isinstance(part, Either) else written

    def _compare(self, compare: Compare, *, negated: bool) -> str:
        own = self._own(compare)
        if own and negated == self._negative(compare) and not _chained(own):
            return own
        fact = self.facts[compare.fact]
        if fact.kind == "boolean" and len(compare.values) == 1:
            return fact.name if (compare.values[0] == "true") is not negated else f"not {fact.name}"
        values = [self._value(fact, value) for value in compare.values]
        if compare.op != "in":
            written = f"{fact.name} {compare.op} {values[0]}"
            return f"not {written}" if negated else written
        if len(values) == 1:
            return f"{fact.name} {'!=' if negated else '=='} {values[0]}"
        return f"{fact.name} {'not in' if negated else 'in'} [{', '.join(values)}]"

    def _value(self, fact: Fact, value: str | Fraction) -> str:
        if not isinstance(value, Fraction):
            return f'"{value}"' if fact.kind == "text" else value
        if fact.kind == "date":
            return f'date("{datetime.date.fromordinal(int(value)).isoformat()}")'
        unit = 1 if fact.kind == "duration" else {"days": 1, "weeks": WEEK}.get(fact.unit, 0)
        if fact.kind == "number" and not _LENGTH.search(self.text):
            unit = 0  # its author counts in plain numbers
        sign, size = ("-", -value) if value < 0 else ("", value)
        if unit and (size * unit).denominator == 1:
            return f"{sign}days({size * unit})"
        return f"{sign}{Decimal(size.numerator) / size.denominator:f}"


def _chained(text: str) -> bool:
    """Whether the words of a comparison are those of several: `1 <= x < 5`."""
    return len(_JOINT.findall(_QUOTED.sub("", text))) > 1
