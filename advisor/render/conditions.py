"""Conditions in words: what has to hold, part by part, as the rulebase itself says its facts."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from advisor.render.facts import fact_in_words
from advisor.render.readings import plain
from advisor.rulebase.conditions import Both, Compare, Either, Not
from advisor.rulebase.kinds import KINDS, Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.conditions import Expression
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact

ALL = "all of these hold"
ONE = "one of these holds"
NOT_ALL = "not all of these hold"
NONE = "none of these holds"
_FEW = 3
"""So many choices that are left are named, and not the one that is not so."""


class Worded(NamedTuple):
    """A part of a condition in words: of the fact that it compares, or how its own parts are joined."""

    words: str
    fact: str = ""
    parts: tuple[Worded, ...] = ()


def worded(expression: Expression, facts: Mapping[str, Fact]) -> Worded:
    """Put a condition into words, each comparison as a clause to stand after "if".

    >>> from advisor import load
    >>> from advisor.rulebase.conditions import parse
    >>> facts = load("examples/garden").facts
    >>> found = worded(parse("not frost and days_since_watering > days(4)", facts, print), facts)
    >>> found.words, [part.words for part in found.parts]
    ('all of these hold', ['no frost is expected', 'days since watering: more than 4 days'])
    """
    if isinstance(expression, Compare):
        return Worded(_compared(facts[expression.fact], expression, negated=False), expression.fact)
    if isinstance(expression, Not):
        inner = expression.part
        if isinstance(inner, Compare):
            return Worded(_compared(facts[inner.fact], inner, negated=True), inner.fact)
        if isinstance(inner, Not):
            return worded(inner.part, facts)
        found = _joined(inner, facts)
        return found._replace(words=NOT_ALL if isinstance(inner, Both) else NONE)
    return _joined(expression, facts)


def _joined(expression: Both | Either, facts: Mapping[str, Fact]) -> Worded:
    """Join parts; those of a part that is joined alike are its own."""
    words = ALL if isinstance(expression, Both) else ONE
    found: list[Worded] = []
    for part in expression.parts:
        one = worded(part, facts)
        found += one.parts if one.words == words and one.parts else [one]
    return Worded(words, parts=tuple(found))


def _compared(fact: Fact, compare: Compare, *, negated: bool) -> str:
    if fact.kind == "boolean" and len(compare.values) == 1:
        return fact_in_words(fact, (compare.values[0] == "true") is not negated)
    if compare.op == "in":
        rest = [one for one in fact.choices if one not in compare.values]
        if negated and 0 < len(rest) <= _FEW and fact.applies is None:
            return " or ".join(fact_in_words(fact, one) for one in rest)
        words = " or ".join(fact_in_words(fact, _value(fact, one)) for one in compare.values)
    else:
        words = _ordered(fact, compare.op, _value(fact, compare.values[0]))
    return f"not so: {words}" if negated else words


def _ordered(fact: Fact, op: str, value: Value) -> str:
    """Say that a value lies on one side of a bound."""
    if op == ">=":
        return fact_in_words(fact, Range(value, None))  # type: ignore[arg-type]  # of a kind with an order
    if op == "<=":
        return fact_in_words(fact, Range(None, value))  # type: ignore[arg-type]
    side = ("before", "after") if fact.kind == "date" else ("less than", "more than")
    words = f"{side[op == '>']} {KINDS[fact.kind].word(value)}"
    if fact.unit and fact.kind == "number":
        words = f"{words} {fact.unit.removesuffix('s') if value == 1 else fact.unit}"
    return fact.shown.get("value", f"{plain(fact.name)}: <value>").replace("<value>", words)


def _value(fact: Fact, value: str | Fraction) -> Value:
    """Give the value of a fact that a comparison means."""
    if not isinstance(value, Fraction):
        return value
    if fact.kind == "date":
        return datetime.date.fromordinal(int(value))
    return int(value) if value.denominator == 1 else Decimal(value.numerator) / value.denominator
