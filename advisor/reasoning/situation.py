"""What is told, and what follows from the telling alone: known cells, with where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from advisor.reasoning.records import Recorded
from advisor.reasoning.tellings import meet, read_told, value_at
from advisor.rulebase.axes import Line
from advisor.rulebase.clauses import judge, truth
from advisor.rulebase.kinds import Range
from advisor.rulebase.levels import interval_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from advisor.rulebase.axes import Level
    from advisor.rulebase.formulas import Interval
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Rulebase

TOLD, IMPLIED, APART = "told", "implied", "does not apply"


@dataclass(frozen=True, slots=True)
class Contradiction(Recorded):
    """Told facts that no situation allows together: the smallest set found at odds, and the rule they break.

    `kind` is `never` (with the combination in `text`), `applies` (a fact told that does not apply) or `values` (two
    tellings of one thing that differ).
    """

    kind: str
    facts: tuple[str, ...]
    text: str = ""


class Situation(NamedTuple):
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

    >>> import datetime
    >>> from advisor.rulebase.loading import loads
    >>> garden = loads("name: garden\nfacts: {rain: {kind: boolean, ask: Does it rain?}}")
    >>> dict(tell(garden, {"rain": "yes"}, datetime.date(2026, 11, 23)).values)
    {'rain': True}
    """
    tellings: dict[str, list[tuple[str, Value]]] = {}
    for name in sorted(facts):
        told, value = read_told(rulebase, name, facts[name], today)
        tellings.setdefault(told, []).append((name, value))
    values: dict[str, Value] = {}
    clash: Contradiction | None = None
    for told, found in tellings.items():
        values[told] = found[0][1]
        for _, value in found[1:]:
            both = meet(values[told], value)
            if both is None:
                # of intervals that have nothing in common, two have nothing in common
                pairs = ((a[0], b[0]) for a, b in combinations(found, 2) if meet(a[1], b[1]) is None)
                clash = clash or Contradiction("values", next(pairs))
                break
            values[told] = both
    return _settled(rulebase, values, today, clash)


def _settled(
    rulebase: Rulebase, values: Mapping[str, Value], today: datetime.date, clash: Contradiction | None
) -> Situation:
    cells, origins, broken = _close(rulebase, values, today)
    if clash is None and broken is not None:
        at_odds = _smallest(rulebase, values, today, broken.facts)
        # fewer facts may break another rule
        broken = _close(rulebase, {name: values[name] for name in at_odds}, today)[2] or broken
        clash = Contradiction(broken.kind, at_odds, broken.text)
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


Origin = tuple[str, frozenset[str]]
Origins = dict[str, Origin]
Closed = tuple[dict[str, int], Origins, "Contradiction | None"]


def _close(rulebase: Rulebase, values: Mapping[str, Value], today: datetime.date) -> Closed:
    """Find every cell known by the telling alone: told, implied by a fact that applies only then, or not applying."""
    masks, origins = _told_cells(rulebase, values, today)
    clash: Contradiction | None = None
    over: dict[str, list[Level]] = {
        name: [] for name in sorted(rulebase.facts) if rulebase.facts[name].applies is not None
    }
    for level in rulebase.levels.values():
        for name in _read_by(level):
            if name in over:
                over[name].append(level)
    changed = True
    while changed and clash is None:
        changed = False
        for name, levels in over.items():
            step = _apply(rulebase, rulebase.facts[name], levels, masks, origins)
            if isinstance(step, Contradiction):
                clash = step
                break
            changed = changed or step
    known = {name: mask.bit_length() - 1 for name, mask in masks.items() if not mask & (mask - 1)}
    for never in rulebase.never if clash is None else ():
        for clause in never.clauses:
            if clash is None and judge((clause,), masks):
                involved = frozenset().union(*(origins[test.level][1] for test in clause))
                clash = Contradiction("never", tuple(sorted(involved)), never.text)
    return known, {name: origins[name] for name in known}, clash


def _told_cells(
    rulebase: Rulebase, values: Mapping[str, Value], today: datetime.date
) -> tuple[dict[str, int], Origins]:
    masks: dict[str, int] = {}
    origins: Origins = {}
    for name, level in rulebase.levels.items():
        read = _read_by(level)
        told = frozenset(fact for fact in read if fact in values)
        if told:
            mask = left_by(rulebase, level, values, today)
            if mask != level.full:
                masks[name] = mask
                origins[name] = TOLD, told
    return masks, origins


def left_by(rulebase: Rulebase, level: Level, values: Mapping[str, Value], today: datetime.date) -> int:
    """Give the cells of a level that are left by the told values of some of the facts it is read from."""
    mask = told_mask(level, values, today)
    if any(rulebase.facts[fact].applies is not None for fact in _read_by(level) if fact not in values):
        mask |= 1 << (level.apart or 0)  # something else that it is computed from may not apply
    return mask


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
    rulebase: Rulebase, fact: Fact, levels: list[Level], masks: dict[str, int], origins: Origins
) -> bool | Contradiction:
    """Carry `applies` one step, to the levels over a fact from its condition or back; tell whether anything changed."""
    applies = fact.applies or ()
    holds = judge(applies, masks)
    sure = _surely_applying(levels, masks, origins)
    before = dict(masks)  # masks only ever shrink
    if holds is False:
        # of each clause, the failed test with the fewest facts behind it
        failed = [[origins[t.level][1] for t in clause if truth(t, masks) is False] for clause in applies]
        behind = frozenset().union(*(min(sets, key=_few) for sets in failed))
        if sure is not None:
            return Contradiction("applies", tuple(sorted(behind | sure)), fact.applies_text)
        for level in levels:
            assert level.apart is not None  # noqa: S101 - levels over a fact with `applies` have the cell
            if masks.get(level.name) != 1 << level.apart:
                masks[level.name], origins[level.name] = 1 << level.apart, (APART, behind)
    elif holds is None and sure is not None and len(applies) == 1:
        for test in applies[0]:
            mask = masks.get(test.level, rulebase.levels[test.level].full)
            if mask & ~test.mask:
                how, others = origins.get(test.level, (IMPLIED, frozenset()))
                masks[test.level], origins[test.level] = mask & test.mask, (how, others | sure)
    elif holds:
        for level in levels:
            _have_value(rulebase, level, masks, origins)
    return masks != before


def _few(names: frozenset[str]) -> tuple[int, list[str]]:
    return len(names), sorted(names)


def _surely_applying(
    levels: Iterable[Level], masks: Mapping[str, int], origins: Mapping[str, Origin]
) -> frozenset[str] | None:
    """Name the told facts by which a fact with these levels surely applies; None when it may not."""
    found = [
        origins[level.name][1]
        for level in levels
        if level.name in masks and not masks[level.name] >> (level.apart or 0) & 1
    ]
    return min(found, key=_few, default=None)


def _have_value(rulebase: Rulebase, level: Level, masks: dict[str, int], origins: Origins) -> None:
    """Take the cell of "does not apply" out of a level of which every part applies."""
    parts = [rulebase.facts[name].applies for name in _read_by(level)]
    if level.apart != level.axis.size or any(judge(part, masks) is not True for part in parts if part is not None):
        return
    mask = masks.get(level.name, level.full)
    if mask >> level.apart & 1 and mask != 1 << level.apart:
        tests = [t for part in parts if part is not None for clause in part if judge((clause,), masks) for t in clause]
        how, others = origins.get(level.name, (IMPLIED, frozenset()))
        behind = frozenset().union(*(origins[test.level][1] for test in tests))
        masks[level.name], origins[level.name] = mask & ~(1 << level.apart), (how, others | behind)


def _read_by(level: Level) -> tuple[str, ...]:
    return level.formula.facts if level.formula else (level.fact,)


def value_now(rulebase: Rulebase, situation: Situation, name: str) -> Value | None:
    r"""Give the value of a told or computed fact on the situation's day: exact, or a Range; None when it is not known.

    >>> import datetime
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
    if any(_is_apart(rulebase, situation, part) for part in formula.facts):
        return None
    known = {n: interval_of(v, situation.today) for n, v in situation.values.items() if n in formula.facts}
    bounds = formula.interval(known)
    low, high = (None if bound is None else value_at(fact, bound, situation.today) for bound in bounds)
    if low is None and high is None:
        return None
    return low if low == high else Range(low, high)  # type: ignore[arg-type]  # ordered kinds


def _is_apart(rulebase: Rulebase, situation: Situation, name: str) -> bool:
    """Whether a fact is known not to apply."""
    levels = (level for level in rulebase.levels.values() if _read_by(level) == (name,))
    return any(situation.origins.get(level.name, ("", frozenset()))[0] == APART for level in levels)
