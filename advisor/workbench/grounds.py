"""Grounds: the situations of one topic or derived fact of two rulebases, on variables and a diagram that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.diagram import FALSE
from advisor.reasoning.situation import told_mask
from advisor.reasoning.variables import variables_of
from advisor.rulebase.clauses import Test
from advisor.rulebase.model import Advice
from advisor.workbench.differences import CONFLICT
from advisor.workbench.space import Space

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.reasoning.variables import Variable
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rule
    from advisor.workbench.joining import Joined, Side
    from advisor.workbench.turns import Verdicts

    Split = dict[Verdicts, int]


class Ground(Space):
    """The situations of one of two rulebases; `like` is the ground of the other, whose variables it takes."""

    def __init__(
        self,
        side: Side,
        roots: Sequence[Rule],
        today: datetime.date,
        budget: int,
        *,
        levels: Iterable[str] = (),
        like: Space | None = None,
    ) -> None:
        super().__init__(side.plan, roots, today, budget, like=like, mentioned=[Test(name, 1) for name in levels])
        self.side = side
        self.loose: tuple[int, ...] = ()

    @property
    def possible(self) -> int:
        """Which situations there are: of those that may be told, all that this side allows."""
        if self._possible is None:
            limits = (self.compiler.test(one)[0] for one in self.side.limits if one.level in self.compiler.at)
            self._possible = self.loosened(self.diagram.all([self.compiler.possible(), *limits]))
        return self._possible

    def loosened(self, node: int) -> int:
        """Let what does not apply on this side, and may on the other, be anything: it is read as not applying."""
        for number in reversed(self.loose):  # children before the parents on which it hangs whether they apply
            apart = self.diagram.within(node, number, 1 << (self.variables[number].apart or 0))
            node = self.diagram.choose(self.compiler.applies(number), node, apart)
        return node

    def stands(self, rule: str) -> int:
        return self.within(self.loosened(self.compiler.stands(rule)))

    def at_odds(self, rule: str) -> int:
        """Give the situations in which a rule is at odds with another."""
        return self.within(self.loosened(self.compiler.at_odds(rule)))

    def has(self, value: Value, fact: str) -> int:
        """Give the situations in which a derived fact has a value."""
        return self.within(self.loosened(self.compiler.value(fact, value)))

    def on(self, act: str) -> list[Rule]:
        """List the rules on an act."""
        return [rule for rule in self.roots if isinstance(rule.then, Advice) and rule.then.on == act]


class _Common(Space):
    """The situations that both of two rulebases allow."""

    def __init__(self, ground: Ground, possible: int) -> None:
        super().__init__(ground.plan, ground.roots, ground.today, like=ground)
        self._possible = possible


class Grounds:
    """The two grounds of a topic, or of a fact that is derived, and what they have in common.

    Raises TooLarge from every method that would make more than `budget` nodes.
    """

    def __init__(self, joined: Joined, name: str, today: datetime.date, budget: int, *, derived: bool = False) -> None:
        self.joined, self.name = joined, name
        plans = joined.old.plan, joined.new.plan
        roots = [(made.concluding if derived else made.advising).get(name, ()) for made in plans]
        levels = _levels(joined, roots, today)
        self.new = Ground(joined.new, roots[1], today, budget, levels=levels)
        self.old = Ground(joined.old, roots[0], today, budget, like=self.new)
        self.diagram, self.variables = self.new.diagram, self.new.variables
        self.old.loose = self.new.loose = tuple(self._loose())
        possible = [ground.possible for ground in self.both]
        for number in self.old.loose:  # what applies on neither side is nothing but that
            applies = self.diagram.any(ground.loosened(ground.compiler.applies(number)) for ground in self.both)
            apart = self.diagram.test(number, 1 << (self.variables[number].apart or 0))
            possible.append(self.diagram.either(applies, apart))
        self.common = _Common(self.new, self.diagram.all(possible))

    def _loose(self) -> Iterator[int]:
        """Go through the variables that apply in other situations than before; of a boolean it is just false then."""
        for number in self.new.compiler.parted():
            boolean = self.new.rulebase.facts[self.variables[number].fact].kind == "boolean"
            applies = {ground.compiler.applies(number) for ground in self.both}
            if not boolean and len(applies) > 1:
                yield number

    @property
    def both(self) -> tuple[Ground, Ground]:
        """The ground of the older and that of the newer."""
        return self.old, self.new

    def apart(self) -> tuple[str, ...]:
        """Name the facts that this hangs on, and of which the two cannot be compared."""
        read = dict.fromkeys(name for one in self.variables for name in (one.fact, *one.told))
        found = [name for name in read if name in self.joined.apart]
        return tuple(dict.fromkeys(self.joined.written(name) for name in found))

    def acts(self) -> tuple[str, ...]:
        """Name the acts on which either has rules."""
        rules = [rule for ground in (self.new, self.old) for rule in ground.roots]
        return tuple(dict.fromkeys(rule.then.on for rule in rules if isinstance(rule.then, Advice)))

    def stands(self, ground: Ground, rule: str) -> int:
        """Give the common situations in which a rule stands."""
        return self.common.within(ground.stands(rule))

    def at_odds(self, ground: Ground, rule: str) -> int:
        """Give the common situations in which a rule is at odds with another."""
        return self.common.within(ground.at_odds(rule))

    def split(self, ground: Ground, act: str) -> Split:
        """Part the common situations by the verdicts that stand on an act."""
        said: dict[str, int] = {}
        for rule in ground.on(act):
            assert isinstance(rule.then, Advice)  # noqa: S101 - it is on an act
            stands, odds = self.stands(ground, rule.name), self.at_odds(ground, rule.name)
            for what, node in ((rule.then.verdict, stands), (CONFLICT, odds)):
                said[what] = self.diagram.either(said.get(what, FALSE), node)
        return self.parted(said)

    def parted(self, said: Mapping[str, int]) -> Split:
        """Part the common situations by what is said in each."""
        found: Split = {frozenset(): self.common.possible}
        for what, where in said.items():
            parts = {}
            for before, node in found.items():
                parts[before] = self.diagram.both(node, self.diagram.negate(where))
                parts[before | {what}] = self.diagram.both(node, where)
            found = {one: node for one, node in parts.items() if node != FALSE}
        return found

    def region(self, node: int, cells: Mapping[int, int]) -> int:
        """Give what of a diagram lies in some cells."""
        return self.diagram.all([node, *(self.diagram.test(number, 1 << cell) for number, cell in cells.items())])

    def rules(self, ground: Ground, act: str, region: int) -> tuple[str, ...]:
        """Name the rules on an act, or else all, that stand or are at odds somewhere in a region."""
        rules = ground.on(act) or [rule for rule in ground.roots if not isinstance(rule.then, Advice)]
        found = []
        for rule in rules:
            said = self.diagram.either(self.stands(ground, rule.name), self.at_odds(ground, rule.name))
            if self.diagram.both(said, region) != FALSE:
                found.append(rule.name)
        return tuple(found)

    def cell_of(self, variable: Variable, value: Value) -> int | None:
        """Give the cell of a variable in which a value of its one told fact lies."""
        levels = [self.new.rulebase.levels[name] for name in variable.levels]
        masks = [told_mask(level, {variable.fact: value}, self.new.today) for level in levels]
        inside = (number for number, cells in enumerate(variable.cells) if masks == [1 << cell for cell in cells])
        return next(inside, None)

    def whatever(self, ground: Ground, other: Ground) -> int:
        """Give what a side allows for some values of the facts that the other does not have, or has apply elsewhere."""
        node = ground.possible
        for number, variable in enumerate(self.variables):
            if number in ground.loose or any(name not in other.side.facts for name in variable.told):
                cells = range(self.diagram.sizes[number])
                node = self.diagram.any(self.diagram.within(node, number, 1 << cell) for cell in cells)
        return node


def _levels(joined: Joined, roots: Sequence[Sequence[Rule]], today: datetime.date) -> tuple[str, ...]:
    """Name the levels that the rules of either side hang on, with all that ties them to others on either side."""
    found: tuple[str, ...] = ()
    while True:
        before = found
        for side, rules in ((joined.new, roots[1]), (joined.old, roots[0])):
            variables = variables_of(side.plan, rules, today, [Test(name, 1) for name in found])
            found = tuple(dict.fromkeys([*found, *(name for one in variables for name in one.levels)]))
        if found == before:
            return found
