"""For the tests of a rulebase: situations drawn by Hypothesis, to hold stated properties to."""

from __future__ import annotations

import datetime
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError, UnknownName
from advisor.reasoning.plan import plan
from advisor.reasoning.situation import tell, told_mask
from advisor.reasoning.tellings import value_at
from advisor.reasoning.variables import told_by
from advisor.rulebase.checking import facts_of
from advisor.rulebase.clauses import judge
from advisor.rulebase.kinds import KINDS, Range
from advisor.workbench.samples import Samples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import DrawFn, SearchStrategy

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Never, Rulebase

_MOST = 15
_DAYS = 36_500
_NUMBERS = 1_000_000
_HUNDREDTHS = 100


def situations(
    rulebase: Rulebase,
    *,
    topics: str | Iterable[str] | None = None,
    complete: bool = False,
    today: datetime.date | None = None,
) -> SearchStrategy[dict[str, Value]]:
    """Give a strategy that draws told facts which some situation allows: each fact known or not, or a range.

    Values lie in every cell that conditions tell apart, at its edges and far beyond. `topics` keeps to the facts that
    the advice on some topics hangs on, `complete` tells every fact that applies, exactly. Dates lie around `today`
    (None: the clock is read once); give the same day to what is tried. A situation that breaks a property shrinks to
    few facts, first choices, and small numbers at the thresholds. Raises UnknownName, and AdvisorError where
    Hypothesis is not installed.

    >>> from hypothesis import find
    >>> from advisor import Advisor
    >>> garden, day = Advisor.load("examples/garden"), datetime.date(2026, 11, 23)
    >>> def watered(facts):
    ...     return any(one.rule == "water-dry-soil" for one in garden.decide(facts, today=day).concluded)
    >>> find(situations(garden.rulebase, topics="watering", today=day), watered)
    {'rain_expected': False, 'watered_on': datetime.date(2026, 11, 19)}
    """
    try:
        from hypothesis import strategies
    except ImportError:
        raise AdvisorError("situations are drawn by a library: pip install hypothesis") from None
    day = datetime.date.today() if today is None else today  # noqa: DTZ011 - the day where the tests run
    drawing = _Drawing(rulebase, _told(rulebase, topics), day)
    return strategies.composite(drawing.complete if complete else drawing.partial)()


def _told(rulebase: Rulebase, topics: str | Iterable[str] | None) -> tuple[str, ...]:
    """Name the told facts that the advice on topics hangs on, parents before the facts that apply only with them."""
    wanted: Iterable[str] = rulebase.facts
    if topics is not None:
        prepared = plan(rulebase)
        names = (topics,) if isinstance(topics, str) else tuple(topics)
        for name in names:
            if name not in rulebase.topics:
                raise UnknownName("topic", name, rulebase.topics)
        read = prepared.told_for(rule for name in names for rule in prepared.advising[name])
        wanted = (name for name in rulebase.facts if name in read)
    found: dict[str, None] = {}
    todo = [(name, False) for name in reversed([*wanted])]
    seen: set[str] = set()
    while todo:
        name, met = todo.pop()
        fact = rulebase.facts[name]
        if met and fact.told:
            found[name] = None
        elif not met and name not in seen:
            seen.add(name)
            parents = facts_of(fact.applies or (), rulebase.levels)
            todo += [(name, True), *((parent, False) for parent in sorted(parents, reverse=True))]
    return tuple(found)


class _Drawing:
    """Draws situations over some told facts; `names` has parents first."""

    def __init__(self, rulebase: Rulebase, names: tuple[str, ...], today: datetime.date) -> None:
        self.rulebase, self.names, self.today = rulebase, names, today
        self.samples = Samples(rulebase, today)
        self.never: dict[str, list[Never]] = {name: [] for name in names}
        for never in rulebase.never:
            for name in facts_of(never.clauses, rulebase.levels) & self.never.keys():
                self.never[name].append(never)

    def partial(self, draw: DrawFn) -> dict[str, Value]:
        """Draw a situation in which each fact is known or not."""
        from hypothesis import strategies

        found: dict[str, Value] = {}
        # nought ends it, and a fact stands beside its value: so a fact can be taken out while all else stays
        more = strategies.integers(0, min(_MOST, 2 * len(self.names)))
        while draw(more):
            name = draw(strategies.sampled_from(self.names))
            if name not in found:
                found[name] = draw(self._value(name, found, ranges=True))
        return self._possible(found)

    def complete(self, draw: DrawFn) -> dict[str, Value]:
        """Draw a situation in which every fact is known that applies."""
        from hypothesis import assume

        found: dict[str, Value] = {}
        masks: dict[str, int] = {}
        away: set[str] = set()
        for name in self.names:
            applies = self.rulebase.facts[name].applies
            # drawn even where it does not apply, and thrown away: what is drawn after it stays as it is
            if applies is not None and judge(applies, masks) is False:
                draw(self._value(name, found, ranges=False))
                away.add(name)
            else:
                found[name] = self._allowed(draw, name, found, masks, away)
            masks |= self._cells(name, found, away)
        assume(tell(self.rulebase, found, self.today).contradiction is None)
        return found

    def _possible(self, found: dict[str, Value]) -> dict[str, Value]:
        """Leave out facts that cannot be so beside those drawn before them, and facts that do not apply."""
        order = [*found]
        while (told := tell(self.rulebase, found, self.today)).contradiction is not None:
            del found[max(told.contradiction.facts, key=order.index)]
        masks = {level: 1 << cell for level, cell in told.cells.items()}
        facts = self.rulebase.facts
        return {
            name: found[name]
            for name in self.names
            if name in found and judge(facts[name].applies or ((),), masks) is not False
        }

    def _allowed(
        self, draw: DrawFn, name: str, found: dict[str, Value], masks: dict[str, int], away: set[str]
    ) -> Value:
        """Draw a value that completes no impossible combination."""
        from hypothesis import reject

        strategy = self._value(name, found, ranges=False)
        if not self.never[name]:
            return draw(strategy)

        def fits(value: Value) -> bool:
            cells = masks | self._cells(name, {**found, name: value}, away)
            return not any(judge(never.clauses, cells) for never in self.never[name])

        if self.rulebase.facts[name].kind in {"boolean", "choice"} and not any(map(fits, self.samples.of(name))):
            reject()
        return draw(strategy.filter(fits))

    def _cells(self, name: str, found: dict[str, Value], away: set[str]) -> dict[str, int]:
        """Give the cells of the levels that a fact is read by, where everything they are read from is settled."""
        cells = {}
        for level in self.samples.levels[name]:
            read = told_by(level)
            if not away.isdisjoint(read):
                cells[level.name] = 1 << (level.apart or 0)
            elif found.keys() >= set(read):
                cells[level.name] = told_mask(level, found, self.today)
        return cells

    def _value(self, name: str, found: dict[str, Value], *, ranges: bool) -> SearchStrategy[Value]:
        """Give a strategy for the values of a fact beside others; what comes first in it is what is shrunk to."""
        from hypothesis import strategies

        fact = self.rulebase.facts[name]
        values = self.samples.of(name, found)
        sampled: SearchStrategy[Value] = strategies.sampled_from(values)
        if fact.kind in {"boolean", "choice"}:
            return sampled
        if fact.kind == "text":
            return strategies.one_of(sampled, self._text())
        return strategies.one_of(_spans(values) if ranges else sampled, self._beyond(fact))

    def _beyond(self, fact: Fact) -> SearchStrategy[Value]:
        """Give a strategy for any values of an ordered fact, whatever conditions ask."""
        from hypothesis import strategies

        low, high = self.samples.bounds(fact)
        if fact.kind == "date":
            first = max(-_DAYS, 1 - self.today.toordinal())
            last = min(_DAYS, datetime.date.max.toordinal() - self.today.toordinal())
            days = strategies.integers(first, last if high is None else min(last, floor(high)))
            return days.map(lambda day: self.today + datetime.timedelta(day))
        least = low if low is not None else min(Fraction(-_NUMBERS), high or Fraction(0))
        most = high if high is not None else max(Fraction(_NUMBERS), low or Fraction(0))
        whole = strategies.integers(ceil(least), floor(most)) if ceil(least) <= floor(most) else None
        if KINDS[fact.kind].whole and whole is not None:
            return whole

        def parted(parts: tuple[int, int]) -> Value:
            # the part comes first: it shrinks to nought before the number shrinks
            point = parts[1] + Fraction(parts[0], _HUNDREDTHS)
            return value_at(fact, min(max(point, least), most), self.today) or 0

        part = strategies.tuples(
            strategies.integers(0, _HUNDREDTHS - 1), strategies.integers(floor(least), floor(most))
        )
        return strategies.one_of(*([whole] if whole is not None else []), part.map(parted))

    @staticmethod
    def _text() -> SearchStrategy[Value]:
        from hypothesis import strategies

        return strategies.text(max_size=20).map(lambda text: KINDS["text"].read("text", text))


def _spans(values: tuple[Value, ...]) -> SearchStrategy[Value]:
    """Give a strategy for these values, and for ranges that begin or end with one; a range shrinks to its value."""
    from hypothesis import strategies

    def spanned(ends: tuple[Value, Value | str]) -> Value:
        one, other = ends
        if other in {_ITSELF, one}:
            return one
        if other in {_UP, _DOWN}:
            return Range(one, None) if other == _UP else Range(None, one)  # type: ignore[arg-type]
        return Range(*sorted(ends))  # type: ignore[arg-type]  # of one kind, and ordered

    others = (_UP, _DOWN, *values)
    ends = strategies.sampled_from((*[_ITSELF] * len(others), *others))
    return strategies.tuples(strategies.sampled_from(values), ends).map(spanned)


_ITSELF, _UP, _DOWN = "itself", "up", "down"
