"""Variables: what the diagrams of a topic ask for, each with the cells that a test can tell apart."""

from __future__ import annotations

from itertools import product as every
from typing import TYPE_CHECKING, NamedTuple

from advisor.rulebase.axes import Line
from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.reasoning.plan import Plan
    from advisor.rulebase.axes import Level
    from advisor.rulebase.clauses import Test
    from advisor.rulebase.model import Rule


class Variable(NamedTuple):
    """What a diagram asks for: a told fact, or a fact computed from several, by the cells of its levels taken together.

    `cells` gives for each cell the cell of each level; `apart` is the one for "does not apply", `past` the mask of
    those that a day not after today can be in. `told` names the facts that settle it.
    """

    fact: str
    levels: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    apart: int | None
    past: int
    told: tuple[str, ...]

    def mask(self, level: str, cells: int) -> int:
        """Give the mask of the cells that lie in a mask of one of its levels."""
        at = self.levels.index(level)
        return sum(1 << number for number, cell in enumerate(self.cells) if cells >> cell[at] & 1)

    @property
    def full(self) -> int:
        """The mask of all cells."""
        return (1 << len(self.cells)) - 1


def variables_of(
    plan: Plan, roots: Sequence[Rule], today: datetime.date, mentioned: Iterable[Test] = ()
) -> tuple[Variable, ...]:
    """List the variables that rules hang on, in the order in which they are met, parents before their children.

    Those that the tests in `mentioned` hang on are listed as well.
    """
    return tuple(_Finder(plan, roots, today, tuple(mentioned)).variables())


class _Finder:
    def __init__(self, plan: Plan, roots: Sequence[Rule], today: datetime.date, mentioned: Sequence[Test]) -> None:
        self.plan, self.roots, self.today, self.mentioned = plan, roots, today, mentioned
        self.rules, self.levels = plan.rulebase.rules, plan.rulebase.levels

    def _read(self) -> Iterator[Level]:
        """Go through the levels of told facts that the topic's rules read, in the order in which they are met."""
        seen: set[str] = set()
        todo: list[Rule] = list(reversed(self.roots))
        yield from self._tested(todo, seen)
        for test in self.mentioned:
            yield from self._test(test, todo)
            yield from self._tested(todo, seen)

    def _tested(self, todo: list[Rule], seen: set[str]) -> Iterator[Level]:
        """Go through the levels that rules to be looked at test, and through those of the rules they lead to."""
        while todo:
            rule = todo.pop()
            if rule.name in seen:
                continue
            seen.add(rule.name)
            near = [*self.plan.overriders[rule.name], *self.plan.rivals[rule.name]]
            if rule.otherwise and isinstance(rule.then, Advice):
                near += self.plan.conditional[rule.then.on]
            further: list[Rule] = []
            for test in (test for clause in rule.clauses for test in clause):
                yield from self._test(test, further)
            near += [rule.name for rule in further]
            todo += [self.rules[name] for name in reversed(near)]

    def _test(self, test: Test, further: list[Rule]) -> Iterator[Level]:
        """Give the level that a test reads, its parents first; what rules conclude leads further, to those rules."""
        level = self.levels[test.level]
        if self.plan.rulebase.facts[level.fact].derived:
            further += self.plan.concluding.get(level.fact, ())
        else:
            yield from self._with_parents(level)

    def _with_parents(self, level: Level) -> Iterator[Level]:
        for name in level.formula.facts if level.formula else (level.fact,):
            for clause in self.plan.rulebase.facts[name].applies or ():
                for test in clause:
                    yield from self._with_parents(self.levels[test.level])
        yield level

    def variables(self) -> Iterator[Variable]:
        """Go through the variables."""
        found = list(dict.fromkeys(level.name for level in self._read()))
        grown = True
        while grown:  # an impossible combination ties facts together, and a child that is told tells of its parents
            tied = [[t.level for clause in never.clauses for t in clause] for never in self.plan.rulebase.never]
            more = [name for names in tied if not set(names).isdisjoint(found) for name in names]
            more += [name for name, parents in self.plan.parents.items() if not parents.isdisjoint(found)]
            more = [level.name for name in more for level in self._with_parents(self.levels[name])]
            grown = not set(more) <= set(found)
            found = list(dict.fromkeys([*found, *more]))
        homes: dict[str, list[Level]] = {}
        for name in found:
            level = self.levels[name]
            several = level.formula is not None and len(level.formula.facts) > 1
            homes.setdefault(name if several else told_by(level)[0], []).append(level)
        for home in homes.values():
            yield self._variable(home)

    def _variable(self, levels: list[Level]) -> Variable:
        told = told_by(levels[0])
        fact = levels[0].fact if len(told) > 1 else told[0]
        apart = levels[0].apart is not None
        cells = [
            cells
            for cells in every(*(range(level.size) for level in levels))
            if len(levels) == 1 or self._possible(levels, cells)
        ]
        alone = cells.index(tuple(level.apart or 0 for level in levels)) if apart else None
        past = sum(1 << n for n, cell in enumerate(cells) if n != alone and self._past(levels[0], cell[0]))
        return Variable(fact, tuple(level.name for level in levels), tuple(cells), alone, past, told)

    def _possible(self, levels: list[Level], cells: tuple[int, ...]) -> bool:
        """Whether one value can lie in these cells of several levels over one told fact."""
        away = [cell == level.apart for level, cell in zip(levels, cells)]
        if any(away):
            return all(away)
        low: int | None = None
        high: int | None = None
        for level, cell in zip(levels, cells):
            first, last = _days(level, cell, self.today)
            low = first if low is None else low if first is None else max(low, first)
            high = last if high is None else high if last is None else min(high, last)
        return low is None or high is None or low <= high

    def _past(self, level: Level, cell: int) -> bool:
        """Whether a day not after today can lie in a cell; other kinds of facts have no such days."""
        if self.plan.rulebase.facts[level.fact].kind != "date" or not isinstance(level.axis, Line):
            return True
        first, _ = _days(level, cell, self.today)
        return first is None or first <= self.today.toordinal()


def told_by(level: Level) -> tuple[str, ...]:
    """Name the told facts that a level is read from."""
    return level.formula.facts if level.formula else (level.fact,)


def _days(level: Level, cell: int, today: datetime.date) -> tuple[int | None, int | None]:
    """Give the first and last whole number of a cell, dates counted from the calendar's first day."""
    axis = level.axis
    assert isinstance(axis, Line)  # noqa: S101 - only ordered facts have several levels
    low, high = axis.bounds(cell)
    shift = 0 if level.calendar else today.toordinal()
    return None if low is None else int(low[0]) + shift, None if high is None else int(high[0]) - 1 + shift
