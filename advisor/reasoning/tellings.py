"""Reading what is told: values of told facts, and of computed facts turned back into the facts they come from."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from advisor.errors import FactError, UnknownName
from advisor.rulebase.checking import facts_of
from advisor.rulebase.declaring import check_bounds
from advisor.rulebase.kinds import KINDS, Range, Value
from advisor.rulebase.levels import interval_of

if TYPE_CHECKING:
    from advisor.rulebase.model import Fact, Rulebase


def read_told(rulebase: Rulebase, name: str, given: object, today: datetime.date) -> tuple[str, Value]:
    r"""Read what is told of one fact: the name of the told fact that keeps it, and the value that is kept.

    Raises UnknownName and FactError.

    >>> from advisor.rulebase.loading import loads
    >>> facts = "planted: {kind: date, ask: When?}, age: {kind: number, unit: days, compute: days_since(planted)}"
    >>> garden = loads("name: garden\nfacts: {" + facts + "}")
    >>> read_told(garden, "age", 12, datetime.date(2026, 11, 23))
    ('planted', datetime.date(2026, 11, 11))
    """
    fact = rulebase.facts.get(name)
    if fact is None:
        raise UnknownName("fact", name, rulebase.facts)
    if fact.derived:
        known = ", ".join(sorted(_read_by(rulebase, name))) or "told facts"
        raise FactError(name, given, "nothing: rules conclude it", f"tell what it comes from: {known}")
    value = KINDS[fact.kind].read(name, given, fact.choices)
    keeper = fact
    if fact.formula:
        keeper, value = _turned_back(rulebase, fact, value, given, today)
    try:
        value = check_bounds(keeper, value)
    except FactError as error:
        raise FactError(name, given, error.expected) from None
    days = value if isinstance(value, Range) else (value,)
    if keeper.past and any(isinstance(day, datetime.date) and day > today for day in days):
        raise FactError(name, given, f"a day not after today, {today.isoformat()}")
    return keeper.name, value


def _read_by(rulebase: Rulebase, derived: str) -> set[str]:
    """Name the told facts that a derived fact comes from."""
    found: set[str] = set()
    seen = {derived}
    todo = [derived]
    while todo:
        name = todo.pop()
        for rule in rulebase.rules.values():
            if getattr(rule.then, "fact", None) == name:
                read = facts_of(rule.clauses, rulebase.levels) - seen
                seen |= read
                found |= {f for f in read if not rulebase.facts[f].derived}
                todo += [f for f in read if rulebase.facts[f].derived]
    return found


def keeper(rulebase: Rulebase, name: str) -> str:
    """Name the told fact that keeps what is told of a fact.

    >>> from advisor import load
    >>> keeper(load("examples/garden"), "days_since_watering")
    'watered_on'
    """
    fact = rulebase.facts.get(name)
    return fact.formula.facts[0] if fact and fact.formula else name


def _turned_back(
    rulebase: Rulebase, fact: Fact, value: Value, given: object, today: datetime.date
) -> tuple[Fact, Value]:
    """Keep what is told of a computed fact as the fact it is computed from: day 12 is kept as a date."""
    formula = fact.formula
    assert formula is not None  # noqa: S101 - the caller asks only for computed facts
    keeper = rulebase.facts[formula.facts[0]]
    ends: list[Fraction | None] = []
    for bound in interval_of(value, today):
        turned = None if bound is None else formula.inverse(bound)
        if turned is None and bound is not None:
            raise FactError(fact.name, given, "nothing: it is computed", "tell " + " and ".join(formula.facts))
        ends.append(turned)
    low, high = reversed(ends) if formula.falls() else ends
    if KINDS[keeper.kind].whole:  # of a range, the whole days within it are meant
        low, high = None if low is None else Fraction(ceil(low)), None if high is None else Fraction(floor(high))
        if low is not None and high is not None and low > high:
            raise FactError(fact.name, given, "a whole number of days")
    first, last = (None if end is None else value_at(keeper, end, today) for end in (low, high))
    if (first is None) != (low is None) or (last is None) != (high is None):
        if keeper.kind == "date":
            raise FactError(fact.name, given, "a value within the calendar")
        raise FactError(fact.name, given, f"a value that comes of a {keeper.kind} '{keeper.name}' exactly")
    return keeper, first if first == last and first is not None else Range(first, last)  # type: ignore[arg-type]


def value_at(fact: Fact, point: Fraction, today: datetime.date) -> Value | None:
    """Give the value at a place on a line, on the day that holds it; None for one that cannot be written down."""
    if fact.kind == "date":
        try:
            return datetime.date.fromordinal(floor(point) + today.toordinal())
        except (OverflowError, ValueError):
            return None
    if point.denominator == 1:
        return KINDS[fact.kind].accept(int(point))
    places = point.denominator.bit_length()  # as many as any decimal with this denominator takes
    shifted = point * 10**places
    if shifted.denominator != 1:
        return None
    sign, digits = ("-", -shifted) if shifted < 0 else ("", shifted)
    return KINDS["number"].accept(Decimal(f"{sign}{int(digits)}e-{places}"))


def meet(a: Value, b: Value) -> Value | None:
    """Give what two tellings of one fact have in common, or None when nothing."""
    if not isinstance(a, Range) and not isinstance(b, Range):
        return a if a == b else None
    lows, highs = zip(*(v if isinstance(v, Range) else (v, v) for v in (a, b)))
    low = max((v for v in lows if v is not None), default=None)
    high = min((v for v in highs if v is not None), default=None)
    if low is not None and high is not None and low >= high:
        return low if low == high else None
    return Range(low, high)
