"""The bench: a rulebase laid out for checks, with what several of them need worked out once."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from advisor.reasoning.diagram import FALSE, TooLarge
from advisor.reasoning.plan import plan
from advisor.rulebase.conditions import compares
from advisor.rulebase.rereading import Conditions
from advisor.workbench.second_opinion import SolvedSpace, installed
from advisor.workbench.space import BUDGET, Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from advisor.reasoning.plan import Plan
    from advisor.rulebase.clauses import Clauses, Test
    from advisor.rulebase.model import Rule, Rulebase
    from advisor.workbench.trials import Hearing, Message

Made = TypeVar("Made")

DAY = datetime.date(2026, 1, 15)


class Bench:
    """What checks look at: an advisor, the place of its own files ("" for all of them), messages beside it, the day.

    `quick` leaves out what reads messages; `budget` is the number of nodes that the diagrams of a topic may have.

    >>> from advisor import Advisor
    >>> bench = Bench(Advisor.load("examples/garden"))
    >>> sorted(bench.spaces)
    ['soil_is_dry', 'watering']
    """

    def __init__(
        self,
        advisor: Hearing,
        own: str = "",
        beside: Iterable[Message] = (),
        today: datetime.date | None = None,
        *,
        quick: bool = False,
        budget: int = BUDGET,
    ) -> None:
        self.advisor, self.own, self.beside = advisor, own, tuple(beside)
        self.today, self.quick, self.budget = today or DAY, quick, budget
        self._made: dict[object, object] = {}

    @property
    def rulebase(self) -> Rulebase:
        """The rulebase."""
        return self.advisor.rulebase

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """Give what was made under a key, making it the first time."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]  # a key stands for one kind of thing

    @cached_property
    def plan(self) -> Plan:
        """The rulebase prepared for deciding."""
        return plan(self.rulebase)

    @cached_property
    def conditions(self) -> Conditions:
        """The conditions of the rulebase as they were written."""
        return Conditions(self.rulebase)

    @cached_property
    def spaces(self) -> Mapping[str, Space | None]:
        """The space of each topic and derived fact, by name.

        One whose diagrams would be too large is left to a solver, where there is one, and is None elsewhere.
        """
        topics = self.rulebase.topics
        made = {name: self._space(rules, topics[name].applies or ()) for name, rules in self.plan.advising.items()}
        return made | {name: self._space(rules) for name, rules in self.plan.concluding.items()}

    def _space(self, rules: tuple[Rule, ...], applies: Clauses = ()) -> Space | None:
        # what a condition mentions need not be in its clauses: what is absorbed by another part is not
        mentioned = [test for rule in rules for test in self._mentioned(rule)]
        mentioned += [test for clause in applies for test in clause]
        space = Space(self.plan, rules, self.today, self.budget, mentioned=mentioned)
        if not self._compiled(space, rules):
            return SolvedSpace(self.plan, rules, self.today, mentioned) if installed() else None
        space.diagram.budget = self.budget * 10  # what is asked of a space that could be made is small beside it
        return space

    def _mentioned(self, rule: Rule) -> list[Test]:
        expression = self.conditions.rules.get(rule.name)
        return [] if expression is None else [self.conditions.levels.test(one) for one in compares(expression)]

    @staticmethod
    def _compiled(space: Space, rules: tuple[Rule, ...]) -> bool:
        """Whether the diagrams of a space stay within its budget."""
        try:
            # all of them together, as checks put them: what each rule takes alone says little of that
            spoken = FALSE
            for rule in rules:
                either = space.diagram.either(space.stands(rule.name), space.compiler.at_odds(rule.name))
                spoken = space.diagram.either(spoken, either)
                space.within(space.diagram.negate(spoken))
        except (TooLarge, RecursionError):
            return False
        return True

    def decided(self) -> Iterator[tuple[str, Space]]:
        """Go through the spaces that are not too large, with their names."""
        for name, space in self.spaces.items():
            if space is not None:
                yield name, space
