"""Collecting what is wrong with the files of a rulebase, each problem with its place and its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from advisor.errors import Position, Problem

MOST_PROBLEMS = 200
"""How many problems are kept; further ones are counted."""

_MOST_COLUMNS = 10_000
_BEYOND = 200
_BREAK = re.compile(r"\r\n?|\n")


class File:
    """The text of one file, by lines and columns; both are counted from 1.

    >>> File("garden.yaml", "rain: no").line(1)
    'rain: no'
    """

    __slots__ = ("_last", "_lines", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self._lines: list[str] | None = None
        self._last = 0

    @property
    def lines(self) -> list[str]:
        """The lines without their ends; at least one."""
        if self._lines is None:
            # not str.splitlines, which breaks lines where no editor does
            self._lines = _BREAK.split(self.text)
        return self._lines

    def line(self, number: int) -> str:
        """Give a line; an empty one when there is no such line."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def locate(self, index: int) -> tuple[int, int]:
        """Give the line and column of a character of the text.

        >>> File("garden.yaml", "rain: no").locate(6)
        (1, 7)
        """
        before = _BREAK.split(self.text[:index])
        return len(before), len(before[-1]) + 1

    def clamp(self, line: int, column: int) -> tuple[int, int]:
        """Give the place in the text nearest to a line and column that may lie after its end."""
        if not self._last:
            self._last = len(self.lines)
            while self._last > 1 and not self.line(self._last).strip():
                self._last -= 1
        if line <= self._last:
            return line, min(column, len(self.line(line)) + 1)
        # what ends too early is shown after the last line that holds something
        return self._last, len(self.line(self._last)) + 1


# Not frozen: a large rulebase has a quarter of a million of these, and freezing doubles the price of each.
@dataclass(slots=True, eq=False)
class Located:
    """Something that begins at a line and column of a file, both counted from 1."""

    file: File = field(repr=False)
    line: int
    column: int

    @property
    def position(self) -> Position:
        """Where it begins."""
        return Position(self.file.name, self.line, self.column)

    @property
    def width(self) -> int:
        """How many characters a caret under it underlines."""
        return 1

    def place(self, offset: int) -> tuple[int, int] | None:
        """Give the line and column of a character of its text; None where that cannot be told."""
        return None


Place = Located | Position


class Report:
    """The problems found so far, in the order of their files, lines and columns; true when there are any.

    >>> report = Report()
    >>> report.source("garden.yaml", "rain: no").name
    'garden.yaml'
    >>> report.add("unknown-key", "there is no key 'rain' here", Position("garden.yaml", 1, 1), width=4)
    >>> print(*report.problems)
    garden.yaml:1:1: unknown-key: there is no key 'rain' here
        rain: no
        ^^^^
    """

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._kept: dict[Problem, None] = {}
        self._more = 0

    def __bool__(self) -> bool:
        return bool(self._kept)

    def source(self, name: str, text: str) -> File:
        """Take in the text of a file, for excerpts and for the order of the problems."""
        file = self._files[name] = File(name, text)
        return file

    def position(self, at: Located) -> Position:
        """Give the place where a node begins."""
        return at.position

    @property
    def full(self) -> bool:
        """Whether further problems are only counted, so that no remedy needs to be looked for."""
        return len(self._kept) >= MOST_PROBLEMS

    def add(
        self, code: str, message: str, at: Place, remedy: str = "", width: int | None = None, offset: int = 0
    ) -> None:
        """Report a problem at a node or position.

        `offset` and `width` choose characters of a node's text; without them the caret underlines the node.
        """
        if self.full:
            self._more += 1
            return
        file, line, column, span = self._find(at, offset, width)
        excerpt = ""
        if column <= _MOST_COLUMNS:  # nobody reads on that far, and lines of megabytes would be copied
            excerpt = file.line(line)[: column + _BEYOND]
        problem = Problem(code, message, Position(file.name, line, column), remedy, excerpt, span)
        self._kept.setdefault(problem)

    def _find(self, at: Place, offset: int, width: int | None) -> tuple[File, int, int, int]:
        if isinstance(at, Position):
            file = self._files.get(at.file) or self.source(at.file, "")
            return file, at.line, at.column + offset, width or 1
        chosen = at.place(offset) if offset or width is not None else None
        if chosen is None:
            return at.file, at.line, at.column, at.width
        return at.file, *chosen, width or 1

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems, sorted; the last one tells how many more there are when they are too many to keep."""
        order = {name: number for number, name in enumerate(self._files)}
        found = sorted(self._kept, key=lambda p: (order.get(p.position.file, len(order)), p.position[1:]))
        if self._more:
            message = f"{self._more:,} more {'problem was' if self._more == 1 else 'problems were'} found"
            last = found[-1].position
            found.append(Problem("more-problems", message, last, "put the ones above right first"))
        return tuple(found)
