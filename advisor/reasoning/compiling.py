"""Compiling rules into diagrams: in which situations each holds, fails, is beaten, stands, or is at odds with another.

A condition has two diagrams, when it holds and when it fails: where it reads a fact in conflict, it does neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.reasoning.diagram import FALSE, Diagram
from advisor.reasoning.proving import cell_of
from advisor.rulebase.checking import default_of
from advisor.rulebase.model import Advice, Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.reasoning.plan import Plan
    from advisor.reasoning.variables import Variable
    from advisor.rulebase.clauses import Clauses, Test
    from advisor.rulebase.model import Never


class Compiler:
    """Compiles the rules of a plan over some variables, each rule once; two compilers may share a diagram.

    Raises TooLarge from every method that would make more nodes than the diagram's budget allows.

    >>> import datetime
    >>> from advisor import load
    >>> from advisor.reasoning.plan import plan
    >>> from advisor.reasoning.variables import variables_of
    >>> garden = plan(load("examples/garden"))
    >>> variables = variables_of(garden, garden.advising["watering"], datetime.date(2026, 11, 23))
    >>> compiler = Compiler(garden, variables, Diagram([len(v.cells) for v in variables], 1000))
    >>> [variables[number].fact for number in compiler.diagram.support(compiler.stands("water-dry-soil"))]
    ['watered_on', 'frost', 'rain_expected']
    """

    def __init__(self, plan: Plan, variables: Sequence[Variable], diagram: Diagram) -> None:
        self.plan, self.variables, self.diagram = plan, variables, diagram
        self.rules, self.levels = plan.rulebase.rules, plan.rulebase.levels
        self.at = {level: number for number, v in enumerate(variables) for level in v.levels}
        self._judged: dict[str, tuple[int, int]] = {}
        self._derived: dict[str, dict[int, int]] = {}

    def test(self, test: Test) -> tuple[int, int]:
        """Give when a test holds and when it fails."""
        level = self.levels[test.level]
        if test.level in self.at:
            variable = self.variables[self.at[test.level]]
            mask = variable.mask(test.level, test.mask)
            return tuple(self.diagram.test(self.at[test.level], m) for m in (mask, variable.full & ~mask))  # type: ignore[return-value]
        assert self.plan.rulebase.facts[level.fact].derived, level  # noqa: S101 - else a variable was left out
        values = self.values(level.fact)
        inside = [node for cell, node in values.items() if test.mask >> cell & 1]
        outside = [node for cell, node in values.items() if not test.mask >> cell & 1]
        return self.diagram.any(inside), self.diagram.any(outside)

    def clauses(self, clauses: Clauses) -> tuple[int, int]:
        """Give when a condition holds and when it fails; for one that reads a fact in conflict there is more."""
        diagram = self.diagram
        read = [[self.test(test) for test in clause] for clause in clauses]
        holds = diagram.any(diagram.all(test[0] for test in clause) for clause in read)
        return holds, diagram.all(diagram.any(test[1] for test in clause) for clause in read)

    def rule(self, name: str) -> tuple[int, int]:
        """Give when a rule's condition holds and when it fails."""
        found = self._judged.get(name)
        if found is None:
            rule, diagram = self.rules[name], self.diagram
            holds, fails = self.clauses(rule.clauses)
            if rule.otherwise and isinstance(rule.then, Advice):
                others = [self.rule(other) for other in self.plan.conditional[rule.then.on]]
                holds = diagram.all([holds, *(other[1] for other in others)])
                fails = diagram.any([fails, *(other[0] for other in others)])
            found = self._judged[name] = holds, fails
        return found

    def beaten(self, name: str) -> int:
        """Give when a rule that holds overrides the named one."""
        return self.diagram.any(self.rule(other)[0] for other in self.plan.overriders[name])

    def stands(self, name: str) -> int:
        diagram = self.diagram
        clear = [self.rule(other)[1] for other in self.plan.overriders[name]]
        rivals = [diagram.either(self.rule(r)[1], self.beaten(r)) for r in self.plan.rivals[name]]
        return diagram.all([self.rule(name)[0], *clear, *rivals])

    def at_odds(self, name: str) -> int:
        diagram = self.diagram
        rivals = [diagram.both(self.rule(r)[0], diagram.negate(self.beaten(r))) for r in self.plan.rivals[name]]
        return diagram.all([self.rule(name)[0], diagram.negate(self.beaten(name)), diagram.any(rivals)])

    def values(self, fact: str) -> dict[int, int]:
        """Give when a derived fact is in each of its cells; in conflict it is in none."""
        found = self._derived.get(fact)
        if found is None:
            found = self._derived[fact] = {}
            values = {r.then.value for r in self.plan.concluding.get(fact, ()) if isinstance(r.then, Conclusion)}
            default = default_of(self.plan.rulebase.facts[fact])
            for value in values if default is None else {*values, default}:
                cell = cell_of(self.plan.rulebase, fact, value)  # type: ignore[arg-type]  # a value of the fact
                if cell is not None:
                    found[cell] = self.diagram.either(found.get(cell, FALSE), self.value(fact, value))
        return found

    def value(self, fact: str, value: object) -> int:
        """Give when a derived fact has a value: a rule for it stands, or all rules are out and it is the default."""
        rules = self.plan.concluding.get(fact, ())
        agree = [r.name for r in rules if isinstance(r.then, Conclusion) and r.then.value == value]
        found = self.diagram.any(self.stands(name) for name in agree)
        if value == default_of(self.plan.rulebase.facts[fact]):
            out = [self.diagram.either(self.rule(r.name)[1], self.beaten(r.name)) for r in rules]
            found = self.diagram.either(found, self.diagram.all(out))
        return found

    # --- which situations there are

    def never(self) -> int:
        """Give when a combination is met that the rulebase calls impossible, as far as the variables tell."""
        return self.diagram.any(self.clauses(one.clauses)[0] for one in self._nevers())

    def _nevers(self) -> Iterable[Never]:
        for never in self.plan.rulebase.never:
            if all(test.level in self.at for clause in never.clauses for test in clause):
                yield never

    def parted(self) -> list[int]:
        """List the variables that do not always apply."""
        return [number for number, variable in enumerate(self.variables) if variable.apart is not None]

    def applies(self, number: int) -> int:
        """Give when a variable applies, as its condition says."""
        facts = self.plan.rulebase.facts
        conditions = [facts[name].applies for name in self.variables[number].told]
        return self.diagram.all(self.clauses(c)[0] for c in conditions if c is not None)

    def possible(self) -> int:
        """Give which situations there are: none that is impossible, and what does not apply is in its cell apart."""
        diagram = self.diagram
        found = diagram.negate(self.never())
        for number in self.parted():
            variable = self.variables[number]
            apart = 1 << (variable.apart or 0)
            boolean = self.plan.rulebase.facts[variable.fact].kind == "boolean"
            there = diagram.test(number, variable.full if boolean else variable.full & ~apart)
            found = diagram.both(found, diagram.choose(self.applies(number), there, diagram.test(number, apart)))
        for number, variable in enumerate(self.variables):
            if self.plan.rulebase.facts[variable.fact].past and variable.past != variable.full:
                away = 0 if variable.apart is None else 1 << variable.apart
                found = diagram.both(found, diagram.test(number, variable.past | away))
        return found
