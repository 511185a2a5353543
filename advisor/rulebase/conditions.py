"""Conditions: text that reads like Python, parsed with a white list and typed by the facts it names; never evaluated.

`parse` gives a tree of comparisons; `normal_form` turns it into clauses once the cells of all facts are known.
"""

from __future__ import annotations

import ast
import unicodedata
from typing import TYPE_CHECKING, NamedTuple, Union

from advisor.errors import near
from advisor.rulebase.clauses import ALWAYS, Clauses, Test, conjoin, disjoin, opposite, tidy
from advisor.rulebase.syntax import WEEK, Mistake, Unreadable, literal, place, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from advisor.rulebase.model import Fact


class Compare(NamedTuple):
    """A fact compared with values: `op` is `in` (one of the values), `<`, `<=`, `>` or `>=` (with the one value).

    Values are names for choices, texts, true and false (as `true`, `false`); Fractions for numbers, days and dates (a
    date counts from the calendar's first day). `offset` and `width` tell where it stands in the text.
    """

    fact: str
    op: str
    values: tuple[str, ...] | tuple[Fraction, ...]
    offset: int
    width: int


class Both(NamedTuple):
    """All parts hold."""

    parts: tuple[Expression, ...]


class Either(NamedTuple):
    """One of the parts holds."""

    parts: tuple[Expression, ...]


class Not(NamedTuple):
    """The part does not hold."""

    part: Expression


Expression = Union[Compare, Both, Either, Not]


def parse(text: str, facts: Mapping[str, Fact], report: Callable[[Mistake], None]) -> Expression | None:
    """Read a condition; every mistake goes to `report`, and None comes back when there was one."""
    mistakes: list[Mistake] = []
    try:
        expression = _Reader(text, facts, mistakes).read(tree(text))
    except Unreadable as error:
        mistakes.append(error.mistake)
    for mistake in mistakes:
        report(mistake)
    return None if mistakes else expression


_OPS = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NOTHING = Either(())


class _Reader:
    """Turns a parsed expression into a typed one; goes on after a mistake to find them all."""

    def __init__(self, text: str, facts: Mapping[str, Fact], mistakes: list[Mistake]) -> None:
        self.text = text
        self.facts = facts
        self.mistakes = mistakes

    def wrong(self, code: str, message: str, node: ast.expr, remedy: str) -> Expression:
        self.mistakes.append(Mistake(code, message, *place(node), remedy))
        return _NOTHING

    def read(self, node: ast.expr) -> Expression:
        if isinstance(node, ast.BoolOp):
            parts = tuple(self.read(value) for value in node.values)
            return Both(parts) if isinstance(node.op, ast.And) else Either(parts)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return Not(self.read(node.operand))
        if isinstance(node, ast.Name):
            return self.bare(node)
        if isinstance(node, ast.Compare):
            return self.compare(node)
        return self.wrong(
            "bad-condition",
            "a comparison or a yes-or-no fact belongs here",
            node,
            "write `fact`, or `fact == value`",
        )

    def fact(self, node: ast.Name) -> Fact | None:
        fact = self.facts.get(node.id)
        if fact is None:
            nearest = near(node.id, self.facts)
            remedy = f"did you mean '{nearest}'?" if nearest else "declare it under `facts:`"
            self.wrong("unknown-fact", f"there is no fact '{node.id}'", node, remedy)
        return fact

    def bare(self, node: ast.Name) -> Expression:
        fact = self.fact(node)
        if fact and fact.kind != "boolean":
            return self.wrong(
                "wrong-kind",
                f"'{fact.name}' is a {fact.kind}, not yes or no",
                node,
                f"compare it: `{fact.name} == …`",
            )
        return Compare(node.id, "in", ("true",), *place(node))

    def compare(self, node: ast.Compare) -> Expression:
        terms = [node.left, *node.comparators]
        parts = tuple(
            self.pair(left, _OPS.get(type(op), "is"), right, node)
            for left, op, right in zip(terms, node.ops, terms[1:])
        )
        return parts[0] if len(parts) == 1 else Both(parts)

    def pair(self, left: ast.expr, op: str, right: ast.expr, node: ast.Compare) -> Expression:
        if op in _MIRROR and not isinstance(left, ast.Name):
            left, op, right = right, _MIRROR[op], left
        if not isinstance(left, ast.Name) or op == "is":
            return self.wrong("bad-condition", "a comparison needs a fact on one side", node, "write `fact == value`")
        fact = self.fact(left)
        if fact is None:
            return _NOTHING
        listed = right.elts if isinstance(right, (ast.List, ast.Tuple)) and op in {"in", "not in"} else [right]
        if op in {"in", "not in"} and listed == [right]:
            return self.wrong("bad-condition", f"`{op}` needs a list", right, "write `[a, b]` after it")
        if op in _MIRROR and op not in {"==", "!="} and fact.kind in {"boolean", "choice", "text"}:
            return self.wrong("wrong-kind", f"a {fact.kind} has no order", node, "use == or in")
        values = tuple(self.value(fact, item) for item in listed)
        if any(value is None for value in values) or not values:
            return _NOTHING if values else self.wrong("never-holds", "the list is empty", right, "name what is meant")
        single = "in" if op in {"==", "!=", "in", "not in"} else op
        found = Compare(fact.name, single, values, *place(node))  # type: ignore[arg-type]  # no None left
        return Not(found) if op in {"!=", "not in"} else found

    def value(self, fact: Fact, node: ast.expr) -> str | Fraction | None:
        if fact.kind in {"boolean", "choice"}:
            return self.named(fact, node, fact.choices if fact.kind == "choice" else ("true", "false"))
        if fact.kind == "text":
            content = self.quoted(node)
            if content is not None:
                return " ".join(unicodedata.normalize("NFC", content).split())
            self.wrong("wrong-kind", f"'{fact.name}' is text", node, 'put the text in quotes: "…"')
            return None
        return self.point(fact, node)

    def quoted(self, node: ast.expr) -> str | None:
        """Give what stands in quotes, as it is written; None where there are none."""
        start, width = place(node)
        quoted = isinstance(node, ast.Constant) and isinstance(node.value, str)
        return self.text[start + 1 : start + width - 1] if quoted else None

    def named(self, fact: Fact, node: ast.expr, names: tuple[str, ...]) -> str | None:
        text = node.id if isinstance(node, ast.Name) else self.quoted(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, bool):
            text = str(node.value)
        name = text.lower() if text is not None and fact.kind == "boolean" else text
        if name is not None and name in names:
            return name
        if isinstance(node, ast.Name) and text in self.facts:
            self.wrong(
                "two-facts",
                "a fact is compared with a fact",
                node,
                "compute their difference as a fact of its own",
            )
            return None
        nearest = near(text, names) if text is not None else None
        remedy = f"did you mean '{nearest}'?" if nearest else "it can be: " + ", ".join(names)
        start, width = place(node)
        self.wrong("unknown-choice", f"'{fact.name}' is never {self.text[start : start + width]}", node, remedy)
        return None

    def point(self, fact: Fact, node: ast.expr) -> Fraction | None:
        sign, inner = 1, node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, inner = -1, node.operand
        expected = {
            "date": 'a date: `date("2026-11-23")`',
            "duration": "a length of time: `days(28)` or `weeks(4)`",
        }
        remedy = "it is compared with " + expected.get(fact.kind, "a number")
        if isinstance(inner, ast.Name):
            code = "two-facts" if inner.id in self.facts else "unknown-choice"
            remedy = "compute their difference as a fact of its own" if code == "two-facts" else remedy
            self.wrong(code, f"'{fact.name}' cannot be compared with the name '{inner.id}'", node, remedy)
            return None
        try:
            value, unit = literal(inner, self.text)
        except ValueError as error:
            self.wrong("bad-condition", str(error), node, remedy)
            return None
        fitted = _fit(fact, value, unit)
        if fitted is None or (sign < 0 and unit == "date"):
            self.wrong("wrong-kind", f"'{fact.name}' is a {_described(fact)}", node, remedy)
            return None
        return sign * fitted


def _described(fact: Fact) -> str:
    return f"{fact.kind} of {fact.unit}" if fact.unit else fact.kind


def _fit(fact: Fact, value: Fraction, unit: str) -> Fraction | None:
    """Give the point on the fact's line, or None when the literal is of another sort."""
    if fact.kind == "date" or unit == "date":
        return value if fact.kind == unit else None
    if unit == "days" and fact.kind == "number":
        return {"days": value, "weeks": value / WEEK}.get(fact.unit)
    return value


def compares(expression: Expression) -> list[Compare]:
    """List the comparisons of an expression, in order."""
    if isinstance(expression, Compare):
        return [expression]
    parts = (expression.part,) if isinstance(expression, Not) else expression.parts
    return [found for part in parts for found in compares(part)]


def normal_form(
    expression: Expression,
    test: Callable[[Compare], Test],
    sizes: Mapping[str, int],
    *,
    negated: bool = False,
) -> Clauses:
    """Turn an expression into clauses: negation pushed into the tests, then multiplied out within the limits."""
    if isinstance(expression, Not):
        return normal_form(expression.part, test, sizes, negated=not negated)
    if isinstance(expression, Compare):
        found = test(expression)
        return tidy([(opposite(found, sizes) if negated else found,)], sizes)
    parts = [normal_form(part, test, sizes, negated=negated) for part in expression.parts]
    if isinstance(expression, Both) is not negated:
        value = ALWAYS
        for part in parts:
            value = conjoin(value, part)
        return tidy(value, sizes) if len(value) > 1 else value
    value = ()
    for part in parts:
        value = disjoin(value, part, sizes)
    return value
