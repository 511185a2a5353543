"""The shapes of single texts that a format is declared with: texts, names, choices and flags.

A shape says what it expects, reports everything that does not fit, and never raises. A plain text that is empty is a
missing value, which reading the file has reported already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

from advisor.errors import near
from advisor.rulebase.tree import Scalar, Sequence

if TYPE_CHECKING:
    from advisor.rulebase.report import Report
    from advisor.rulebase.tree import Node

LONGEST_TEXT = 5_000
LONGEST_CONDITION = 2_000
LONGEST_NAME = 80

_SHOWN = 40
_NOTHING = frozenset({"null", "Null", "NULL", "~"})
"""What YAML takes for no value where it stands without quotes."""


class Shape(Protocol):
    """What a node may look like; `noun` says it in words, `takes` is the kind of node that it describes."""

    @property
    def noun(self) -> str:
        """What is expected, to be read after "expected"."""

    @property
    def takes(self) -> tuple[type, ...]:
        """The kinds of nodes that are checked further; all others are refused."""

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        """Report all that does not fit; `owner` is the key under which the node stands, None for a whole file."""


def short(text: str) -> str:
    """Shorten a text for a message.

    >>> short("a" * 50) == "a" * 40 + "…"
    True
    """
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def wrong(shape: Shape, node: Node, report: Report) -> bool:
    """Report a node of the wrong kind."""
    given = "a list" if type(node) is Sequence else "keys with values"
    remedy = ""
    if isinstance(node, Scalar):
        if node.plain and not node.text:
            return False
        given = f"the text '{short(node.text)}'"
        remedy = "put it in brackets: [ ]" if Sequence in shape.takes else ""
    elif Scalar in shape.takes and type(node) is not Sequence:
        remedy = "put a text that holds ': ' in quotes"
    report.add("wrong-shape", f"expected {shape.noun}, not {given}", node, remedy)
    return False


def nothing(node: Scalar, report: Report) -> bool:
    """Report a text without content."""
    if node.text.strip():
        message = f"'{node.text}' stands for no value"
        report.add("no-value", message, node, "leave it out, or put the word in quotes")
    elif not node.plain:
        report.add("no-value", "the text is empty", node, "write something, or leave it out")
    return False


def _too_long(node: Scalar, limit: int, remedy: str, report: Report) -> bool:
    message = f"the text has {len(node.text):,} characters, more than {limit:,}"
    report.add("too-long", message, node, remedy)
    return False


@dataclass(eq=False, repr=False)
class Text:
    """Any text up to a length; `blank` lets it be empty between quotes."""

    noun: str = "a text"
    limit: int = LONGEST_TEXT
    remedy: str = "shorten it"
    blank: bool = False
    takes: ClassVar[tuple[type, ...]] = (Scalar,)

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        if type(node) is not Scalar:
            return wrong(self, node, report)
        text = node.text
        if node.plain and (not text or text in _NOTHING):
            return nothing(node, report)
        if not self.blank and (not text or text.isspace()):
            return nothing(node, report)
        return len(text) <= self.limit or _too_long(node, self.limit, self.remedy, report)


@dataclass(eq=False, repr=False)
class Flag:
    """True or false, without quotes."""

    noun: str = "true or false"
    takes: ClassVar[tuple[type, ...]] = (Scalar,)

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        if type(node) is not Scalar:
            return wrong(self, node, report)
        if node.plain and node.text in {"true", "false"}:
            return True
        if node.plain and not node.text:
            return False
        report.add("unknown-value", f"'{short(node.text)}' is neither true nor false", node, "write true or false")
        return False


@dataclass(eq=False, repr=False)
class Choice:
    """One of a few words."""

    values: tuple[str, ...]
    takes: ClassVar[tuple[type, ...]] = (Scalar,)

    @property
    def noun(self) -> str:
        return ", ".join(self.values[:-1]) + " or " * (len(self.values) > 1) + self.values[-1]

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        if type(node) is not Scalar:
            return wrong(self, node, report)
        if node.text in self.values:
            return True
        if node.plain and not node.text:
            return False
        nearest = None if report.full else near(node.text, self.values)
        remedy = f"did you mean '{nearest}'?" if nearest else f"write {self.noun}"
        place = f" for '{owner.text}'" if owner else ""
        report.add("unknown-value", f"'{short(node.text)}' does not fit{place}", node, remedy)
        return False


@dataclass(eq=False, repr=False)
class Name:
    """A text of a certain spelling, such as a name; `like` says which."""

    noun: str
    pattern: str
    like: str
    limit: int = LONGEST_NAME
    reserved: frozenset[str] = frozenset()
    code: str = "bad-name"
    takes: ClassVar[tuple[type, ...]] = (Scalar,)
    _match: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_match", re.compile(self.pattern))

    def fits(self, text: str) -> bool:
        """Whether a text is spelled in this way.

        >>> Name("a name", "[a-z]+", "lower case").fits("rain")
        True
        """
        if len(text) > self.limit or self._match.fullmatch(text) is None:
            return False
        return text not in self.reserved

    def check(self, node: Node, report: Report, owner: Scalar | None) -> bool:
        if type(node) is not Scalar:
            return wrong(self, node, report)
        text = node.text
        if node.plain and (not text or text in _NOTHING):
            return nothing(node, report)
        if self.fits(text):
            return True
        if len(text) > self.limit:
            return _too_long(node, self.limit, "shorten it", report)
        if text in self.reserved:
            message, remedy = f"'{text}' cannot be {self.noun}: it has a meaning of its own", "choose another word"
        else:
            mended = self._mended(text)
            message = f"'{short(text)}' is not {self.noun}"
            remedy = f"did you mean '{mended}'?" if mended else f"write {self.like}"
        report.add(self.code, message, node, remedy)
        return False

    def _mended(self, text: str) -> str | None:
        """Find a spelling that fits and differs in capitals, spaces and dashes only."""
        lower = text.strip().lower()
        tried = (lower, re.sub(r"[\s-]+", "_", lower), re.sub(r"[\s_]+", "-", lower))
        return next((other for other in tried if self.fits(other)), None)
