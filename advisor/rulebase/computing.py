"""Reading formulas: `compute:` as text to a tree over told facts, typed on the way."""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import near
from advisor.rulebase.formulas import Formula
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.nodes import Scalar
from advisor.rulebase.syntax import FORMULA, Mistake, Unreadable, literal, place, tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.rulebase.drafts import Draft
    from advisor.rulebase.model import Fact
    from advisor.rulebase.nodes import Report

MAX_PARTS = 100
DATE, NUMBER = "date", "number"
_TODAY = Formula("const", Fraction(0))
_FUNCTIONS = {"days_since": 1, "days_until": 1, "days_between": 2, "min": 0, "max": 0}
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


class Typed(NamedTuple):
    """A formula and whether it gives a date or a number (of days, or of anything)."""

    formula: Formula
    kind: str


def read_formula(text: str, fact: Callable[[str], Typed | str]) -> Typed:
    """Read a formula; `fact` gives what a name stands for, or says why it cannot stand there. Raises Unreadable."""
    return _Reader(text, fact).read(tree(text, FORMULA))


class _Reader:
    def __init__(self, text: str, fact: Callable[[str], Typed | str]) -> None:
        self.text = text
        self.fact = fact

    def wrong(self, code: str, message: str, node: ast.expr, remedy: str) -> Unreadable:
        return Unreadable(Mistake(code, message, *place(node), remedy))

    def read(self, node: ast.expr) -> Typed:
        if isinstance(node, ast.Name):
            found = self.fact(node.id)
            if isinstance(found, str):
                remedy = "a formula reads numbers, durations and dates that are told"
                raise self.wrong("bad-formula", found, node, remedy)
            return found
        if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
            return self.operation(_SIGNS[type(node.op)], self.read(node.left), self.read(node.right), node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return self.operation("*", Typed(Formula("const", Fraction(-1)), NUMBER), self.read(node.operand), node)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id not in {"days", "weeks", "date"}
        ):
            return self.call(node.func.id, node)
        try:
            value, unit = literal(node, self.text)
        except ValueError as error:
            raise self.wrong(
                "bad-formula", str(error), node, "write names, numbers, days(n), weeks(n), + - *"
            ) from None
        if unit == DATE:
            raise self.wrong(
                "bad-formula",
                "a fixed date cannot stand in a formula",
                node,
                "compare with it in a condition",
            )
        return Typed(Formula("const", value), NUMBER)

    def operation(self, op: str, left: Typed, right: Typed, node: ast.expr) -> Typed:
        kinds = (left.kind, right.kind)
        if op == "*" and left.formula.facts and right.formula.facts:
            raise self.wrong("bad-formula", "two facts are multiplied", node, "one side of * must be a number")
        allowed = {
            "+": {(NUMBER, NUMBER): NUMBER, (DATE, NUMBER): DATE, (NUMBER, DATE): DATE},
            "-": {(NUMBER, NUMBER): NUMBER, (DATE, NUMBER): DATE, (DATE, DATE): NUMBER},
            "*": {(NUMBER, NUMBER): NUMBER},
        }[op]
        if kinds not in allowed:
            message = f"a {left.kind} {op} a {right.kind} makes no sense"
            raise self.wrong("bad-formula", message, node, "date + weeks(4), date - date and number * 2 do")
        return Typed(Formula(op, parts=(left.formula, right.formula)), allowed[kinds])

    def call(self, name: str, node: ast.Call) -> Typed:
        if name not in _FUNCTIONS:
            nearest = near(name, [*_FUNCTIONS, "days", "weeks"])
            remedy = (
                f"did you mean '{nearest}'?" if nearest else "there are: " + ", ".join([*_FUNCTIONS, "days", "weeks"])
            )
            raise self.wrong("bad-formula", f"there is no function '{name}'", node, remedy)
        parts = [self.read(argument) for argument in node.args]
        count = _FUNCTIONS[name]
        if node.keywords or (count and len(parts) != count) or len(parts) < (count or 2):
            wanted = "one date" if count == 1 else "two dates" if count else "two or more values"
            raise self.wrong("bad-formula", f"{name} takes {wanted}", node, f"write {name}(…) with {wanted}")
        kinds = {part.kind for part in parts}
        if (count and kinds != {DATE}) or len(kinds) > 1:
            raise self.wrong("bad-formula", f"{name} mixes dates and numbers", node, "give it values of one kind")
        formulas = tuple(part.formula for part in parts)
        if not count:
            return Typed(Formula(name, parts=formulas), parts[0].kind)
        pair = {
            "days_since": (_TODAY, formulas[0]),
            "days_until": (formulas[0], _TODAY),
            "days_between": (formulas[-1], formulas[0]),
        }[name]
        return Typed(Formula("-", parts=pair), NUMBER)


class Formulas:
    """Reads the formulas of a draft, each written out over told facts."""

    def __init__(self, facts: dict[str, Fact], draft: Draft, report: Report) -> None:
        self.facts, self.draft, self.report = facts, draft, report
        self.done: dict[str, Typed | None] = {}
        self.path: list[str] = []

    def read(self) -> None:
        """Give every computed fact its formula; what is wrong with one is reported once, where it stands."""
        for name, fact in list(self.facts.items()):
            if self.computed(name):
                found = self.part(name)
                if isinstance(found, Typed):
                    self.facts[name] = replace(fact, formula=found.formula)

    def computed(self, name: str) -> bool:
        """Whether a fact has a formula, readable or not."""
        return self.draft.facts[name][1].get("compute") is not None

    def part(self, name: str) -> Typed | str:
        """Say what a fact stands for in a formula, or why it cannot stand there; nothing where that is reported."""
        fact = self.facts.get(name)
        if fact is None:
            nearest = near(name, self.facts)
            return f"there is no fact '{name}'" + (f"; did you mean '{nearest}'?" if nearest else "")
        if not self.computed(name):
            if fact.derived or not KINDS[fact.kind].ordered:
                return f"'{name}' is {'derived' if fact.derived else 'a ' + fact.kind}"
            return Typed(Formula("fact", name=name), DATE if fact.kind == "date" else NUMBER)
        if name in self.path:
            return f"'{name}' is computed from itself: {' -> '.join([*self.path[self.path.index(name) :], name])}"
        if name not in self.done:
            self.path.append(name)
            self.done[name] = self._formula(fact)
            self.path.pop()
        return self.done[name] or ""

    def _formula(self, fact: Fact) -> Typed | None:
        node = self.draft.facts[fact.name][1].get("compute")
        if not isinstance(node, Scalar):
            return None
        if len(self.path) > MAX_PARTS:
            self.report.add("too-deep", f"more than {MAX_PARTS} facts are computed from each other", node, "use fewer")
            return None
        try:
            typed = read_formula(node.text, self.part)
        except Unreadable as error:
            code, message, offset, width, remedy = error.mistake
            if message:
                self.report.add(code, message, node, remedy, offset=offset, width=width)
            return None
        return typed if self._fitting(fact, typed, node) else None

    def _fitting(self, fact: Fact, typed: Typed, node: Scalar) -> bool:
        """Report a formula of the wrong kind, without facts, or too large to be counted with."""
        if typed.formula.size() > MAX_PARTS:
            message = f"written out over told facts, the formula has more than {MAX_PARTS} parts"
            self.report.add("too-long", message, node, "compute less in one fact")
            return False
        if not typed.formula.facts:
            remedy = "a number that is always the same needs no fact"
            self.report.add("bad-formula", "the formula reads no fact", node, remedy)
            return False
        if (typed.kind == DATE) != (fact.kind == "date"):
            message = f"the formula gives a {typed.kind}, '{fact.name}' is a {fact.kind}"
            self.report.add("wrong-kind", message, node, "change the kind")
            return False
        return True
