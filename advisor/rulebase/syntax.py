"""The language of conditions and formulas, as far as the parser of Python reads it for us.

What is not of the language is refused before that parser sees it, so that no input is too deep or too long for it.
"""

from __future__ import annotations

import ast
import datetime
import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import near

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 2000
MAX_DEPTH = 40
WEEK = 7


class Mistake(NamedTuple):
    """Something wrong in a condition or formula: a Problem without its file."""

    code: str
    message: str
    offset: int
    width: int
    remedy: str


class Unreadable(Exception):
    """The text cannot be read any further; its mistake is the argument."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake)
        self.mistake = mistake


class Language(NamedTuple):
    """What is being read, conditions or formulas: the code of its mistakes, and how it is spoken of."""

    code: str
    noun: str
    holds: str
    joins: str
    example: str
    part: str


CONDITION = Language(
    "bad-condition",
    "condition",
    "names, numbers, quoted text, and or not in, comparisons",
    "`and` or `or`",
    "write comparisons joined by and, or, not: `rain and wind >= 3`",
    "derived",
)
FORMULA = Language(
    "bad-formula",
    "formula",
    "names, numbers, days(n), weeks(n), + - *",
    "`+`, `-` or `*`",
    "write names and numbers joined by + - *: `height * 2 + 5`",
    "computed",
)

_TOKEN = re.compile(
    r"""\s+|[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:\.[0-9]+)?(?![\w.])|"[^"\\\n]*"|'[^'\\\n]*'|==|!=|<=|>=|[<>()\[\],+*-]"""
)
_INSTEAD = {
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not`, or `!=`",
    "=": "write `==` to compare",
    "“": 'use plain quotes: "…"',
    "”": 'use plain quotes: "…"',
}
_CLOSING = {"(": ")", "[": "]"}
_JOINING = frozenset({"and", "or", "not", "in"})
_JOINED = {"is": "write `==`", "AND": "write `and`", "OR": "write `or`", "NOT": "write `not`", "IN": "write `in`"}


def scan(text: str, language: Language = CONDITION) -> None:
    """Refuse what is too long, too deep or not of the language, before the parser sees it."""
    if len(text) > MAX_LENGTH:
        remedy = f"name a part as a {language.part} fact"
        raise Unreadable(Mistake("too-long", f"{len(text)} characters; at most {MAX_LENGTH}", 0, 1, remedy))
    tokens = list(_tokens(text, language))
    _check_joined(tokens, language)
    _check_nested(tokens, language)


def _tokens(text: str, language: Language) -> Iterator[tuple[str, int]]:
    """Split a text into what stands between white space, each with its place."""
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if not found:
            character = text[position]
            remedy = _INSTEAD.get(character, f"a {language.noun} holds {language.holds}")
            raise Unreadable(Mistake(language.code, f"cannot read {character!r} here", position, 1, remedy))
        if not found[0].isspace():
            yield found[0], position
        position = found.end()


def _check_joined(tokens: list[tuple[str, int]], language: Language) -> None:
    """Refuse a name or value that follows another, of which the parser would say little, or make something else."""
    ended = False
    for token, position in tokens:
        named = token not in _JOINING and (token[0].isalnum() or token[0] in "_'\"")
        if named and ended:
            remedy = _JOINED.get(token, f"write {language.joins} between the two")
            message = "nothing joins this to what stands before it"
            raise Unreadable(Mistake(language.code, message, position, len(token), remedy))
        ended = named or token in {")", "]"}


def _check_nested(tokens: list[tuple[str, int]], language: Language) -> None:
    """Refuse brackets without a partner, and brackets and signs within each other too deeply."""
    opened: list[tuple[str, int]] = []
    run = 0
    for token, position in tokens:
        if token in _CLOSING:
            opened.append((token, position))
        elif token in {")", "]"} and (not opened or _CLOSING[opened.pop()[0]] != token):
            message = f"nothing is open that this '{token}' could close"
            raise Unreadable(Mistake(language.code, message, position, 1, "count the brackets: each needs its partner"))
        elif token == "," and not opened:
            remedy = f"write {language.joins} instead"
            raise Unreadable(Mistake(language.code, "a comma joins nothing here", position, 1, remedy))
        run = run + 1 if token in {"not", "-", "+"} else 0
        if len(opened) + run > MAX_DEPTH:
            raise _too_deep(position, 1, language)
    if opened:
        token, position = opened[-1]
        remedy = f"close it with '{_CLOSING[token]}'"
        raise Unreadable(Mistake(language.code, f"this '{token}' is never closed", position, 1, remedy))


def _too_deep(offset: int, width: int, language: Language) -> Unreadable:
    remedy = f"name a part as a {language.part} fact"
    return Unreadable(Mistake("too-deep", f"more than {MAX_DEPTH} levels", offset, width, remedy))


def tree(text: str, language: Language = CONDITION) -> ast.expr:
    """Parse one expression of the white-listed language; raises Unreadable."""
    scan(text, language)
    # the parser counts columns in bytes: with one byte a character its places are ours
    line = re.sub(r"\s|[^\x00-\x7f]", lambda c: " " if c[0].isspace() else "~", text)
    try:
        node = ast.parse(line.strip() and f"({line})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = (error.offset or 2) - 2 if isinstance(error, SyntaxError) else 0
        column = min(max(0, column), max(0, len(text) - 1))
        message = f"this does not read as a {language.noun}"
        remedy = language.example if text.strip() else "leave the key out where nothing is asked for"
        raise Unreadable(Mistake(language.code, message, column, 1, remedy)) from None
    _measure(node, language)
    return node


def _measure(root: ast.expr, language: Language) -> None:
    """Refuse operators and calls within each other deeper than readers, which call themselves, can follow."""
    todo: list[tuple[ast.AST, int]] = [(root, 0)]
    while todo:
        node, depth = todo.pop()
        depth += not isinstance(node, (ast.BoolOp, ast.Compare, ast.Name, ast.Constant)) and isinstance(node, ast.expr)
        if depth > MAX_DEPTH and isinstance(node, ast.expr):
            raise _too_deep(*place(node), language)
        todo += [(child, depth) for child in ast.iter_child_nodes(node)]


def place(node: ast.expr) -> tuple[int, int]:
    """Give the offset and width of a node in the text, which stood in a pair of brackets of ours."""
    return node.col_offset - 1, (node.end_col_offset or node.col_offset + 1) - node.col_offset


def literal(node: ast.expr, text: str) -> tuple[Fraction, str]:
    """Read a number, `days(n)`, `weeks(n)` or `date("…")`: its point and unit ("", days or date); else ValueError."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        # the digits as written: the parser has made a binary float of a decimal
        return Fraction(text[node.col_offset - 1 : (node.end_col_offset or 0) - 1]), ""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or len(node.args) != 1 or node.keywords:
        raise ValueError('this is no value: a number, days(n), weeks(n) or date("…")')
    name, (argument,) = node.func.id, node.args
    content = argument.value if isinstance(argument, ast.Constant) else None
    if name in {"days", "weeks"} and type(content) is int:
        return Fraction(content * (WEEK if name == "weeks" else 1)), "days"
    if name == "date" and isinstance(content, str):
        return Fraction(_day(text[argument.col_offset : (argument.end_col_offset or 0) - 2])), "date"
    if name in {"days", "weeks", "date"}:
        raise ValueError(f"{name}(…) holds " + ("a date in quotes" if name == "date" else "a whole number"))
    nearest = near(name, ["days", "weeks", "date"])
    raise ValueError(f"there is no function '{name}'" + (f"; did you mean '{nearest}'?" if nearest else ""))


def _day(text: str) -> int:
    """Number a day of the calendar; raises ValueError."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    # some versions of Python read other ways of writing a date as well
    if day is None or day.isoformat() != text:
        raise ValueError(f"'{text}' is no day of the calendar, such as 2026-11-23")
    return day.toordinal()
