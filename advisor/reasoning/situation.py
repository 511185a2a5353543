"""What is told, and what follows from the telling alone: known cells, with where each comes from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from advisor.errors import FactError, UnknownName
from advisor.rulebase.axes import Line
from advisor.rulebase.checking import facts_of
from advisor.rulebase.clauses import judge
from advisor.rulebase.declaring import check_bounds
from advisor.rulebase.kinds import KINDS, Range, Value
from advisor.rulebase.levels import interval_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from advisor.rulebase.axes import Level
    from advisor.rulebase.formulas import Interval
    from advisor.rulebase.model import Fact, Rulebase

TOLD, IMPLIED, APART = "told", "implied", "does not apply"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Told facts that no situation allows together: the smallest set found at odds, and the rule they break.

    `kind` is `never` (with the combination in `text`), `applies` (a fact told that does not apply) or `values` (two
    tellings of one thing that differ).
    """

    kind: str
    facts: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Told facts as read, on one day: `values` as they are kept, `cells` the known cell of each level.

    `values` holds told facts only: what is told of a computed fact is kept as the fact that it is computed from.
    `origins` tells for each known level where it comes from: how (told, implied, does not apply) and by which facts.
    """

    today: datetime.date
    values: Mapping[str, Value]
    cells: Mapping[str, int]
    origins: Mapping[str, tuple[str, frozenset[str]]]
    contradiction: Contradiction | None = None


def tell(rulebase: Rulebase, facts: Mapping[str, object], today: datetime.date) -> Situation:
    r"""Read told facts; raises UnknownName and FactError for what does not fit, and gives what is at odds as data.

    >>> from advisor.rulebase.loading import loads
    >>> garden = loads("name: garden\nfacts: {rain: {kind: boolean, ask: Does it rain?}}")
    >>> dict(tell(garden, {"rain": "yes"}, datetime.date(2026, 11, 23)).values)
    {'rain': True}
    """
    values: dict[str, Value] = {}
    clash: Contradiction | None = None
    for name in sorted(facts):
        told, value = _read(rulebase, name, facts[name], today)
        if told in values:
            both = _meet(values[told], value)
            if both is None:
                named = tuple(sorted(n for n in facts if told in _told_by(rulebase.facts[n])))
                clash = clash or Contradiction("values", named)
                continue
            value = both
        values[told] = value
    return _settled(rulebase, values, today, clash)


def _told_by(fact: Fact) -> tuple[str, ...]:
    return fact.formula.facts if fact.formula else (fact.name,)


def _read(rulebase: Rulebase, name: str, given: object, today: datetime.date) -> tuple[str, Value]:
    """Read one telling: the fact that keeps it, and the value."""
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
    latest = value.high if isinstance(value, Range) else value
    if keeper.past and isinstance(latest, datetime.date) and latest > today:
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


def _turned_back(
    rulebase: Rulebase, fact: Fact, value: Value, given: object, today: datetime.date
) -> tuple[Fact, Value]:
    """Keep what is told of a computed fact as the fact it is computed from: day 12 is kept as a date."""
    formula = fact.formula
    assert formula is not None  # noqa: S101 - the caller asks only for computed facts
    keeper = rulebase.facts[formula.facts[0]]
    bounds: list[Fraction] = []
    for bound in interval_of(value, today):
        turned = None if bound is None else formula.inverse(bound)
        if turned is None and bound is not None:
            raise FactError(fact.name, given, "nothing: it is computed", "tell " + " and ".join(formula.facts))
        if turned is not None:
            bounds.append(turned)
    if any(KINDS[keeper.kind].whole and bound.denominator != 1 for bound in bounds):
        raise FactError(fact.name, given, "a whole number of days")
    try:
        points = sorted(_value_at(keeper, bound, today) for bound in bounds)
    except (OverflowError, ValueError):
        raise FactError(fact.name, given, "a value within the calendar") from None
    if not isinstance(value, Range):
        return keeper, points[0]
    if len(points) == 2:  # noqa: PLR2004 - both ends of the range are closed
        return keeper, Range(points[0], points[1])  # type: ignore[arg-type]
    rises = formula.interval({keeper.name: (None, bounds[0])})[0] is None
    opened_up = (value.high is None) is rises
    return keeper, Range(points[0], None) if opened_up else Range(None, points[0])  # type: ignore[arg-type]


def _value_at(fact: Fact, point: Fraction, today: datetime.date) -> Value:
    if fact.kind == "date":
        return datetime.date.fromordinal(int(point) + today.toordinal())
    if point.denominator == 1:
        return int(point)
    text = f"{point.numerator / point.denominator:.12f}"
    return KINDS["number"].read(fact.name, text)


def _meet(a: Value, b: Value) -> Value | None:
    """Give what two tellings of one fact have in common, or None when nothing."""
    if not isinstance(a, Range) and not isinstance(b, Range):
        return a if a == b else None
    lows, highs = zip(*(v if isinstance(v, Range) else (v, v) for v in (a, b)))
    low = max((v for v in lows if v is not None), default=None)
    high = min((v for v in highs if v is not None), default=None)
    if low is not None and high is not None and low >= high:
        return low if low == high else None
    return Range(low, high)


def _settled(
    rulebase: Rulebase, values: Mapping[str, Value], today: datetime.date, clash: Contradiction | None
) -> Situation:
    cells, origins, broken = _close(rulebase, values, today)
    if clash is None and broken is not None:
        clash = Contradiction(broken.kind, _smallest(rulebase, values, today, broken.facts), broken.text)
    return Situation(today, dict(values), cells, origins, clash)


def _smallest(
    rulebase: Rulebase, values: Mapping[str, Value], today: datetime.date, involved: Iterable[str]
) -> tuple[str, ...]:
    """Find the smallest set of told facts that is at odds, looking first at those involved."""
    names = [n for n in sorted(values) if n in set(involved)] or sorted(values)
    for size in (1, 2, 3):
        for chosen in combinations(names, size):
            if _close(rulebase, {n: values[n] for n in chosen}, today)[2] is not None:
                return chosen
    kept = list(names)
    for name in names:
        rest = [n for n in kept if n != name]
        if _close(rulebase, {n: values[n] for n in rest}, today)[2] is not None:
            kept = rest
    return tuple(kept)


Closed = tuple[dict[str, int], dict[str, tuple[str, frozenset[str]]], "Contradiction | None"]


def _close(rulebase: Rulebase, values: Mapping[str, Value], today: datetime.date) -> Closed:
    """Find every cell known by the telling alone: told, implied by a fact that applies only then, or not applying."""
    masks, origins = _told_cells(rulebase, values, today)
    clash: Contradiction | None = None
    conditional = [fact for fact in rulebase.facts.values() if fact.applies is not None]
    changed = True
    while changed and clash is None:
        changed = False
        for fact in conditional:
            step = _apply(rulebase, fact, values, masks, origins)
            if isinstance(step, Contradiction):
                clash = step
                break
            changed = changed or step
    known = {name: mask.bit_length() - 1 for name, mask in masks.items() if not mask & (mask - 1)}
    for never in rulebase.never if clash is None else ():
        for clause in never.clauses:
            if clash is None and judge((clause,), {n: 1 << c for n, c in known.items()}):
                involved = frozenset().union(*(origins[test.level][1] for test in clause))
                clash = Contradiction("never", tuple(sorted(involved)), never.text)
    return known, {name: origins[name] for name in known}, clash


def _told_cells(
    rulebase: Rulebase, values: Mapping[str, Value], today: datetime.date
) -> tuple[dict[str, int], dict[str, tuple[str, frozenset[str]]]]:
    masks: dict[str, int] = {}
    origins: dict[str, tuple[str, frozenset[str]]] = {}
    for name, level in rulebase.levels.items():
        read = level.formula.facts if level.formula else (level.fact,)
        told = frozenset(fact for fact in read if fact in values)
        if told:
            mask = told_mask(level, values, today)
            if mask != level.full:
                masks[name] = mask
                origins[name] = TOLD, told
    return masks, origins


def told_mask(level: Level, values: Mapping[str, Value], today: datetime.date) -> int:
    """Give the cells of a level that told values leave possible."""
    if not isinstance(level.axis, Line):
        value = values[level.fact]
        return 1 << level.axis.cell("true" if value is True else "false" if value is False else str(value))
    low, high = interval(level, values, today)
    return level.axis.span(low, high)


def interval(level: Level, values: Mapping[str, Value], today: datetime.date) -> Interval:
    """Give the interval on a level's line in which told values lie."""
    if not level.formula:
        return interval_of(values[level.fact], None if level.calendar else today)
    low, high = level.formula.interval({n: interval_of(values[n], today) for n in level.formula.facts if n in values})
    day = today.toordinal() if level.calendar else 0
    return None if low is None else low + day, None if high is None else high + day


def _apply(
    rulebase: Rulebase,
    fact: Fact,
    values: Mapping[str, Value],
    masks: dict[str, int],
    origins: dict[str, tuple[str, frozenset[str]]],
) -> bool | Contradiction:
    """Carry `applies` one step, to the fact from its condition or back; tell whether anything changed."""
    applies = fact.applies or ()
    holds = judge(applies, masks)
    # that something is not so, is told of what does not apply as well
    told = fact.name in values and values[fact.name] is not False
    changed = False
    if holds is False:
        behind = frozenset().union(*(origins[t.level][1] for c in applies for t in c if t.level in origins))
        if told:
            return Contradiction("applies", tuple(sorted(behind | {fact.name})), fact.applies_text)
        for level in _levels_over(rulebase, fact.name):
            assert level.apart is not None  # noqa: S101 - levels over a fact with `applies` have the cell
            if masks.get(level.name) != 1 << level.apart:
                masks[level.name], origins[level.name] = 1 << level.apart, (APART, behind)
                changed = True
    elif holds is None and told and len(applies) == 1:
        for test in applies[0]:
            before = masks.get(test.level, rulebase.levels[test.level].full)
            if before & ~test.mask:
                masks[test.level] = before & test.mask
                how, others = origins.get(test.level, (IMPLIED, frozenset()))
                origins[test.level] = how, others | {fact.name}
                changed = True
    return changed


def _levels_over(rulebase: Rulebase, fact: str) -> list[Level]:
    return [lv for lv in rulebase.levels.values() if fact in (lv.formula.facts if lv.formula else (lv.fact,))]


def value_now(rulebase: Rulebase, situation: Situation, name: str) -> Value | None:
    r"""Give the value of a told or computed fact on the situation's day: exact, or a Range; None when it is not known.

    >>> from advisor.rulebase.loading import loads
    >>> facts = "planted: {kind: date, ask: When?}, ripe: {kind: date, compute: planted + weeks(4)}"
    >>> garden = loads("name: garden\nfacts: {" + facts + "}")
    >>> situation = tell(garden, {"planted": "2026-11-01"}, datetime.date(2026, 11, 23))
    >>> value_now(garden, situation, "ripe")
    datetime.date(2026, 11, 29)
    """
    fact = rulebase.facts[name]
    formula = fact.formula
    if formula is None:
        return situation.values.get(name)
    known = {n: interval_of(v, situation.today) for n, v in situation.values.items() if n in formula.facts}
    bounds = formula.interval(known)
    try:
        low, high = (None if b is None else _value_at(fact, b, situation.today) for b in bounds)
    except (OverflowError, ValueError):
        return None
    if low is None and high is None:
        return None
    return low if low == high else Range(low, high)  # type: ignore[arg-type]  # ordered kinds
