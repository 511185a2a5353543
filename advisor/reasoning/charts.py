"""Charts: a topic compiled into decision diagrams, one an act, over the facts that people can be asked for.

A chart reads the same normal form as the engines do. What it says of a complete situation is what deciding says of it,
without presumptions and flags: which rules stand on an act, or that they are in conflict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.reasoning.compiling import Compiler
from advisor.reasoning.diagram import FALSE, Diagram, product
from advisor.reasoning.variables import variables_of
from advisor.rulebase.checking import default_of
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice, Conclusion

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from advisor.reasoning.plan import Plan
    from advisor.reasoning.variables import Variable
    from advisor.rulebase.model import Rule

CONFLICT = "\x00"
"""What stands before the name of an act in an outcome in which its rules are at odds."""


class Chart(NamedTuple):
    """A topic as diagrams: `acts` has for each act the diagram whose leaves hold the rules that stand on it.

    The chart of a derived fact has one diagram, under the fact's name: its leaves hold the value, in words.
    `applies` gives for variables that do not always apply when they do. `dated` says that cells hang on the day.
    `exact` is False where cells are held possible together that perhaps are not: where a fact computed from several
    shares one of them with another. `memo` keeps what readers work out on its nodes.
    """

    variables: tuple[Variable, ...]
    diagram: Diagram
    acts: Mapping[str, int]
    applies: Mapping[int, int]
    dated: bool
    exact: bool
    memo: dict[object, dict[Any, Any]]


def chart(plan: Plan, name: str, today: datetime.date, budget: int) -> Chart:
    """Compile a topic or a derived fact; raises TooLarge when the diagrams would have more than `budget` nodes."""
    rules = plan.advising[name] if name in plan.advising else plan.concluding.get(name, ())
    return _Charting(plan, rules, today, budget).chart(None if name in plan.advising else name)


class _Charting:
    def __init__(self, plan: Plan, roots: Sequence[Rule], today: datetime.date, budget: int) -> None:
        self.plan, self.roots, self.levels = plan, roots, plan.rulebase.levels
        self.variables = variables_of(plan, roots, today)
        self.diagram = Diagram([len(v.cells) for v in self.variables], budget)
        self.compiler = Compiler(plan, self.variables, self.diagram)

    def chart(self, fact: str | None) -> Chart:
        acts = self._acts() if fact is None else self._fact(fact)
        never = self.compiler.never()
        for on, node in acts.items():
            acts[on] = self._normal(self.diagram.choose(never, self.diagram.impossible, node))
        applies = {number: self._normal(self.compiler.applies(number)) for number in self.compiler.parted()}
        dated = any(self.levels[level].calendar for variable in self.variables for level in variable.levels)
        return Chart(self.variables, self.diagram, acts, applies, dated=dated, exact=self._exact(), memo={})

    def _acts(self) -> dict[str, int]:
        acts: dict[str, int] = {}
        for rule in self.roots:
            assert isinstance(rule.then, Advice)  # noqa: S101 - rules of a topic advise
            on = rule.then.on
            acts[on] = self._say(acts.get(on), rule.name, self.compiler.stands(rule.name))
            if self.plan.rivals[rule.name]:
                acts[on] = self._say(acts[on], CONFLICT + on, self.compiler.at_odds(rule.name))
        return acts

    def _fact(self, name: str) -> dict[str, int]:
        fact = self.plan.rulebase.facts[name]
        node: int | None = None
        default = default_of(fact)
        values = {rule.then.value for rule in self.roots if isinstance(rule.then, Conclusion)}
        for value in values if default is None else {*values, default}:
            shown = KINDS[fact.kind].show(value)  # type: ignore[arg-type]  # a value of the fact
            node = self._say(node, shown, self.compiler.value(name, value))
        return {name: self._say(node, "", FALSE)}

    def _say(self, node: int | None, word: str, condition: int) -> int:
        """Add a word to the outcomes where a condition holds."""
        nothing = self.diagram.leaf(frozenset({frozenset()}))
        more = self.diagram.choose(condition, self.diagram.leaf(frozenset({frozenset({word})})), nothing)
        found = self.diagram.joined(product, nothing if node is None else node, more)
        assert found is not None  # noqa: S101 - the outcomes of parts always join
        return found

    def _normal(self, node: int) -> int:
        """Let a variable matter only where it applies, and be in its cell apart nowhere else.

        Children come after their parents in the order of the variables, so going backwards deals with what a child's
        condition brings in.
        """
        for number in reversed(self.compiler.parted()):
            variable = self.variables[number]
            apart = 1 << (variable.apart or 0)
            boolean = self.plan.rulebase.facts[variable.fact].kind == "boolean"
            where = node if boolean else self.diagram.within(node, number, variable.full & ~apart)
            node = self.diagram.choose(self.compiler.applies(number), where, self.diagram.within(node, number, apart))
        return node

    def _exact(self) -> bool:
        computed = [name for variable in self.variables if len(variable.told) > 1 for name in variable.told]
        return len(computed) == len(set(computed)) and set(computed).isdisjoint(
            variable.fact for variable in self.variables if len(variable.told) == 1
        )
