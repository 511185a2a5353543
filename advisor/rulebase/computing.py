"""Reading formulas: `compute:` as text to a tree over told facts, typed on the way."""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import near
from advisor.rulebase import terms
from advisor.rulebase.checking import cycle, layers
from advisor.rulebase.drafts import fits
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
_FUNCTIONS = {"days_since": 1, "days_until": 1, "days_between": 2, "min": 0, "max": 0}
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_KINDS = {
    "+": {(NUMBER, NUMBER): NUMBER, (DATE, NUMBER): DATE, (NUMBER, DATE): DATE},
    "-": {(NUMBER, NUMBER): NUMBER, (DATE, NUMBER): DATE, (DATE, DATE): NUMBER},
    "*": {(NUMBER, NUMBER): NUMBER},
}


class Typed(NamedTuple):
    """A formula, whether it gives a date or a number (of days, or of anything), and how many parts it has."""

    formula: Formula
    kind: str
    size: int = 1


_TODAY = Typed(Formula("const", Fraction(0)), DATE)


def read_formula(root: ast.expr, text: str, fact: Callable[[str], Typed | str]) -> Typed:
    """Read a parsed formula; `fact` gives what a name stands for, or says why it cannot stand there.

    Raises Unreadable; without a message where what is wrong is reported already.
    """
    return _Reader(text, fact).read(root)


class _Reader:
    def __init__(self, text: str, fact: Callable[[str], Typed | str]) -> None:
        self.text = text
        self.fact = fact

    def wrong(self, message: str, node: ast.expr, remedy: str, code: str = "bad-formula") -> Unreadable:
        return Unreadable(Mistake(code, message, *place(node), remedy))

    def read(self, node: ast.expr) -> Typed:
        if isinstance(node, ast.Name):
            found = self.fact(node.id)
            if isinstance(found, str):
                raise self.wrong(found, node, "a formula reads numbers, durations and dates that are told")
            return found
        if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
            return self.operation(_SIGNS[type(node.op)], self.read(node.left), self.read(node.right), node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return self.operation("*", Typed(Formula("const", Fraction(-1)), NUMBER), self.read(node.operand), node)
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.Call) and name and name not in {"days", "weeks", "date"}:
            return self.call(name, node)
        try:
            value, unit = literal(node, self.text)
        except ValueError as error:
            raise self.wrong(str(error), node, f"a formula holds {FORMULA.holds}") from None
        if unit == DATE:
            raise self.wrong("a fixed date cannot stand in a formula", node, "compare with it in a condition")
        return Typed(Formula("const", value), NUMBER)

    def joined(self, op: str, parts: list[Typed], kind: str, node: ast.expr) -> Typed:
        size = 1 + sum(part.size for part in parts)
        if size > MAX_PARTS:
            message = f"written out over told facts, this has more than {MAX_PARTS} parts"
            raise self.wrong(message, node, "compute less in one fact", "too-long")
        return Typed(Formula(op, parts=tuple(part.formula for part in parts)), kind, size)

    def operation(self, op: str, left: Typed, right: Typed, node: ast.expr) -> Typed:
        if op == "*" and left.formula.facts and right.formula.facts:
            raise self.wrong("two facts are multiplied", node, "one side of * must be a number")
        kind = _KINDS[op].get((left.kind, right.kind))
        if kind is None:
            message = f"a {left.kind} {op} a {right.kind} makes no sense"
            raise self.wrong(message, node, "date + weeks(4), date - date and number * 2 do")
        return self.joined(op, [left, right], kind, node)

    def call(self, name: str, node: ast.Call) -> Typed:
        if name not in _FUNCTIONS:
            nearest = near(name, [*_FUNCTIONS, "days", "weeks"])
            there_are = "there are: " + ", ".join([*_FUNCTIONS, "days", "weeks"])
            raise self.wrong(
                f"there is no function '{name}'", node, f"did you mean '{nearest}'?" if nearest else there_are
            )
        parts = [self.read(argument) for argument in node.args]
        count = _FUNCTIONS[name]
        if (count and len(parts) != count) or len(parts) < (count or 2):
            wanted = "one date" if count == 1 else "two dates" if count else "two or more values"
            raise self.wrong(f"{name} takes {wanted}", node, f"write {name}(…) with {wanted}")
        kinds = {part.kind for part in parts}
        if count and kinds != {DATE}:
            raise self.wrong(f"{name} counts from dates", node, "give it dates")
        if len(kinds) > 1:
            raise self.wrong(f"{name} mixes dates and numbers", node, "give it values of one kind")
        if not count:
            return self.joined(name, parts, parts[0].kind, node)
        pair = {
            "days_since": [_TODAY, parts[0]],
            "days_until": [parts[0], _TODAY],
            "days_between": [parts[-1], parts[0]],
        }[name]
        return self.joined("-", pair, NUMBER, node)


def _names(root: ast.expr) -> list[ast.Name]:
    """Find the names of facts in a formula; the names of functions are none."""
    nodes = list(ast.walk(root))
    functions = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return [node for node in nodes if isinstance(node, ast.Name) and id(node) not in functions]


class Formulas:
    """Reads the formulas of a draft, each written out over told facts."""

    def __init__(self, facts: dict[str, Fact], draft: Draft, report: Report) -> None:
        self.facts, self.draft, self.report = facts, draft, report
        self.done: dict[str, Typed] = {}
        self.roots: dict[str, tuple[ast.expr, Scalar]] = {}

    def read(self) -> None:
        """Give every computed fact its formula; what is wrong with one is reported once, where it stands."""
        for name in self.facts:
            node = self.draft.facts[name][1].get("compute")
            if isinstance(node, Scalar) and fits(node, terms.FORMULA):
                try:
                    self.roots[name] = tree(node.text, FORMULA), node
                except Unreadable as error:
                    self._report(error.mistake, node)
        read = {name: self._reads(root) for name, (root, _) in self.roots.items()}
        while circle := cycle(read):
            self._circle(circle)
            read = {} if self.report.full else {name: names for name, names in read.items() if name not in circle}
        # bases first, so that reading a formula never leads into another
        for name in (name for layer in layers(read) for name in layer):
            typed = self._formula(self.facts[name], *self.roots[name])
            if typed:
                self.done[name] = typed
                self.facts[name] = replace(self.facts[name], formula=typed.formula)

    def _reads(self, root: ast.expr) -> list[str]:
        """Name the computed facts that a formula reads."""
        return [name for name in dict.fromkeys(node.id for node in _names(root)) if name in self.roots]

    def _report(self, mistake: Mistake, node: Scalar) -> None:
        code, message, offset, width, remedy = mistake
        if message:
            self.report.add(code, message, node, remedy, offset=offset, width=width)

    def _circle(self, circle: list[str]) -> None:
        root, node = self.roots[circle[0]]
        offset, width = place(next(name for name in _names(root) if name.id == circle[1]))
        message = f"'{circle[0]}' is computed from itself: {' -> '.join(circle)}"
        self.report.add("computed-cycle", message, node, "let one of them be told", offset=offset, width=width)

    def part(self, name: str) -> Typed | str:
        """Say what a fact stands for in a formula, or why it cannot stand there; nothing where that is reported."""
        fact = self.facts.get(name)
        if fact is None:
            if name in self.draft.facts:
                return ""
            nearest = near(name, self.facts)
            return f"there is no fact '{name}'" + (f"; did you mean '{nearest}'?" if nearest else "")
        if self.draft.facts[name][1].get("compute") is not None:
            return self.done.get(name, "")
        if fact.derived or not KINDS[fact.kind].ordered:
            return f"'{name}' is {'derived' if fact.derived else 'a ' + fact.kind}"
        return Typed(Formula("fact", name=name), DATE if fact.kind == "date" else NUMBER)

    def _formula(self, fact: Fact, root: ast.expr, node: Scalar) -> Typed | None:
        try:
            typed = read_formula(root, node.text, self.part)
        except Unreadable as error:
            self._report(error.mistake, node)
            return None
        if not typed.formula.facts:
            remedy = "a number that is always the same needs no fact"
            self.report.add("bad-formula", "the formula reads no fact", node, remedy)
            return None
        if (typed.kind == DATE) != (fact.kind == "date"):
            message = f"the formula gives a {typed.kind}, '{fact.name}' is a {fact.kind}"
            self.report.add("wrong-kind", message, node, "change the kind")
            return None
        return typed
