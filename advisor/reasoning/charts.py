"""Charts: a topic compiled into decision diagrams, one an act, over the facts that people can be asked for.

A chart reads the same normal form as the engines do. What it says of a complete situation is what deciding says of it,
without presumptions and flags: which rules stand on an act, or that they are in conflict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.reasoning.diagram import FALSE, Diagram, product
from advisor.reasoning.proving import cell_of
from advisor.reasoning.variables import variables_of
from advisor.rulebase.checking import default_of
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice, Conclusion

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from advisor.reasoning.plan import Plan
    from advisor.reasoning.variables import Variable
    from advisor.rulebase.clauses import Clauses, Test
    from advisor.rulebase.model import Never, Rule

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
    return _Compiler(plan, rules, today, budget).chart(None if name in plan.advising else name)


class _Compiler:
    def __init__(self, plan: Plan, roots: Sequence[Rule], today: datetime.date, budget: int) -> None:
        self.plan, self.roots = plan, roots
        self.rules, self.levels = plan.rulebase.rules, plan.rulebase.levels
        self.variables = variables_of(plan, roots, today)
        self.at = {level: number for number, v in enumerate(self.variables) for level in v.levels}
        self.diagram = Diagram([len(v.cells) for v in self.variables], budget)
        self._judged: dict[str, tuple[int, int]] = {}
        self._derived: dict[str, dict[int, int]] = {}

    # --- what the rules come to

    def _test(self, test: Test) -> tuple[int, int]:
        """Give when a test holds and when it fails."""
        level = self.levels[test.level]
        if test.level in self.at:
            variable = self.variables[self.at[test.level]]
            mask = variable.mask(test.level, test.mask)
            return tuple(self.diagram.test(self.at[test.level], m) for m in (mask, variable.full & ~mask))  # type: ignore[return-value]
        values = self._values(level.fact)
        inside = [node for cell, node in values.items() if test.mask >> cell & 1]
        outside = [node for cell, node in values.items() if not test.mask >> cell & 1]
        return self.diagram.any(inside), self.diagram.any(outside)

    def _clauses(self, clauses: Clauses) -> tuple[int, int]:
        """Give when a condition holds and when it fails; for one that reads a fact in conflict there is more."""
        diagram = self.diagram
        read = [[self._test(test) for test in clause] for clause in clauses]
        holds = diagram.any(diagram.all(test[0] for test in clause) for clause in read)
        return holds, diagram.all(diagram.any(test[1] for test in clause) for clause in read)

    def _rule(self, name: str) -> tuple[int, int]:
        """Give when a rule's condition holds and when it fails."""
        found = self._judged.get(name)
        if found is None:
            rule, diagram = self.rules[name], self.diagram
            holds, fails = self._clauses(rule.clauses)
            if rule.otherwise and isinstance(rule.then, Advice):
                others = [self._rule(other) for other in self.plan.conditional[rule.then.on]]
                holds = diagram.all([holds, *(other[1] for other in others)])
                fails = diagram.any([fails, *(other[0] for other in others)])
            found = self._judged[name] = holds, fails
        return found

    def _beaten(self, name: str) -> int:
        """Give when a rule that holds overrides the named one."""
        return self.diagram.any(self._rule(other)[0] for other in self.plan.overriders[name])

    def _stands(self, name: str) -> int:
        diagram = self.diagram
        clear = [self._rule(other)[1] for other in self.plan.overriders[name]]
        rivals = [diagram.either(self._rule(r)[1], self._beaten(r)) for r in self.plan.rivals[name]]
        return diagram.all([self._rule(name)[0], *clear, *rivals])

    def _at_odds(self, name: str) -> int:
        diagram = self.diagram
        rivals = [diagram.both(self._rule(r)[0], diagram.negate(self._beaten(r))) for r in self.plan.rivals[name]]
        return diagram.all([self._rule(name)[0], diagram.negate(self._beaten(name)), diagram.any(rivals)])

    def _values(self, fact: str) -> dict[int, int]:
        """Give when a derived fact is in each of its cells; in conflict it is in none."""
        found = self._derived.get(fact)
        if found is None:
            found = self._derived[fact] = {}
            values = {r.then.value for r in self.plan.concluding.get(fact, ()) if isinstance(r.then, Conclusion)}
            default = default_of(self.plan.rulebase.facts[fact])
            for value in values if default is None else {*values, default}:
                cell = cell_of(self.plan.rulebase, fact, value)  # type: ignore[arg-type]  # a value of the fact
                if cell is not None:
                    found[cell] = self.diagram.either(found.get(cell, FALSE), self._value(fact, value))
        return found

    def _value(self, fact: str, value: object) -> int:
        """Give when a derived fact has a value: a rule for it stands, or all rules are out and it is the default."""
        rules = self.plan.concluding.get(fact, ())
        agree = [r.name for r in rules if isinstance(r.then, Conclusion) and r.then.value == value]
        found = self.diagram.any(self._stands(name) for name in agree)
        if value == default_of(self.plan.rulebase.facts[fact]):
            out = [self.diagram.either(self._rule(r.name)[1], self._beaten(r.name)) for r in rules]
            found = self.diagram.either(found, self.diagram.all(out))
        return found

    # --- the chart

    def chart(self, fact: str | None) -> Chart:
        acts = self._acts() if fact is None else self._fact(fact)
        never = self.diagram.any(self._clauses(one.clauses)[0] for one in self._nevers())
        for on, node in acts.items():
            acts[on] = self._normal(self.diagram.choose(never, self.diagram.impossible, node))
        applies = {number: self._normal(self._applies(number)) for number in self._parted()}
        dated = any(self.levels[level].calendar for variable in self.variables for level in variable.levels)
        return Chart(self.variables, self.diagram, acts, applies, dated=dated, exact=self._exact(), memo={})

    def _acts(self) -> dict[str, int]:
        acts: dict[str, int] = {}
        for rule in self.roots:
            assert isinstance(rule.then, Advice)  # noqa: S101 - rules of a topic advise
            on = rule.then.on
            acts[on] = self._say(acts.get(on), rule.name, self._stands(rule.name))
            if self.plan.rivals[rule.name]:
                acts[on] = self._say(acts[on], CONFLICT + on, self._at_odds(rule.name))
        return acts

    def _fact(self, name: str) -> dict[str, int]:
        fact = self.plan.rulebase.facts[name]
        node: int | None = None
        default = default_of(fact)
        values = {rule.then.value for rule in self.roots if isinstance(rule.then, Conclusion)}
        for value in values if default is None else {*values, default}:
            shown = KINDS[fact.kind].show(value)  # type: ignore[arg-type]  # a value of the fact
            node = self._say(node, shown, self._value(name, value))
        return {name: self._say(node, "", FALSE)}

    def _say(self, node: int | None, word: str, condition: int) -> int:
        """Add a word to the outcomes where a condition holds."""
        nothing = self.diagram.leaf(frozenset({frozenset()}))
        more = self.diagram.choose(condition, self.diagram.leaf(frozenset({frozenset({word})})), nothing)
        found = self.diagram.joined(product, nothing if node is None else node, more)
        assert found is not None  # noqa: S101 - the outcomes of parts always join
        return found

    def _nevers(self) -> list[Never]:
        return [
            never
            for never in self.plan.rulebase.never
            if all(test.level in self.at for clause in never.clauses for test in clause)
        ]

    def _parted(self) -> list[int]:
        return [number for number, variable in enumerate(self.variables) if variable.apart is not None]

    def _applies(self, number: int) -> int:
        """Give when a variable applies, as its condition says."""
        facts = self.plan.rulebase.facts
        conditions = [facts[name].applies for name in self.variables[number].told]
        return self.diagram.all(self._clauses(c)[0] for c in conditions if c is not None)

    def _normal(self, node: int) -> int:
        """Let a variable matter only where it applies, and be in its cell apart nowhere else.

        Children come after their parents in the order of the variables, so going backwards deals with what a child's
        condition brings in.
        """
        for number in reversed(self._parted()):
            variable = self.variables[number]
            apart = 1 << (variable.apart or 0)
            boolean = self.plan.rulebase.facts[variable.fact].kind == "boolean"
            where = node if boolean else self.diagram.within(node, number, variable.full & ~apart)
            node = self.diagram.choose(self._applies(number), where, self.diagram.within(node, number, apart))
        return node

    def _exact(self) -> bool:
        computed = [name for variable in self.variables if len(variable.told) > 1 for name in variable.told]
        return len(computed) == len(set(computed)) and set(computed).isdisjoint(
            variable.fact for variable in self.variables if len(variable.told) == 1
        )
