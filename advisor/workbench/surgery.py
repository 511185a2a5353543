"""Editing YAML by places: a value, an item or a key is changed in the text, and not a character around it."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from advisor.rulebase.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.rulebase.tree import Node

_BREAK = re.compile(r"\r\n?|\n")
_PLAIN = re.compile(r"(?:-?\w|\.)[\w.]*(?:[ -][\w.]+)*")
"""What means in YAML what it says, inside brackets as well, and without quotes."""
_COMMENT = re.compile(r"(?:^|\s)(#.*\s*)\Z")
_MARGIN = re.compile(r"[ \t]*")


class CannotEdit(Exception):
    """Something that is written in a way in which it cannot be changed in its place."""


class Surgery:
    r"""Edits one text by the nodes that were read from it; `done` gives the text with all of them.

    >>> from advisor.rulebase.nodes import Report, parse
    >>> text = "rain: yes  # it pours\n"
    >>> surgery = Surgery(text)
    >>> surgery.value(parse(text, "garden.yaml", Report()).get("rain"), "no")
    >>> surgery.done()
    'rain: no  # it pours\n'
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._edits: list[tuple[int, int, str]] = []
        self._break = "\r\n" if "\r\n" in text else "\n"

    def done(self) -> str:
        """Give the text with every edit made."""
        text = self.text
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2], reverse=True):
            text = text[:start] + new + text[end:]
        return text

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make the edits in here all, or where one cannot be made, none."""
        before = len(self._edits)
        try:
            yield
        except CannotEdit:
            del self._edits[before:]
            raise

    def value(self, node: Node | None, new: str) -> None:
        """Put another text in the place of a scalar, in the quotes that it has. Raises CannotEdit."""
        start, end = self._extent(node)
        self._edits.append((start, end, _like(self.text[start:end], new)))

    def bare(self, node: Node | None, new: str) -> None:
        """Put YAML in the place of a scalar. Raises CannotEdit."""
        self._edits.append((*self._extent(node), new))

    def listed(self, key: Scalar, node: Node | None, wanted: Iterable[str]) -> None:
        """Make a list hold just these texts; what stays keeps its place, and what is new takes that of what goes.

        Raises CannotEdit.
        """
        if not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node.items):
            raise CannotEdit("it is no list of names")
        items = [item for item in node.items if isinstance(item, Scalar)]
        new = [name for name in dict.fromkeys(wanted) if name not in {item.text for item in items}]
        gone = [item for item in items if item.text not in set(wanted)]
        for item, name in zip(gone, new):
            self.value(item, name)
        edit = self._flow if self.text[self._at(node)] == "[" else self._block
        edit(key, node, gone[len(new) :], new[len(gone) :])

    def _flow(self, _key: Scalar, node: Sequence, gone: list[Scalar], more: list[str]) -> None:
        """Take items out of a list in brackets, or add to its end."""
        ends = [self._extent(item) for item in node.items]
        kept = [span for item, span in zip(node.items, ends) if item not in gone]
        if not kept and gone:
            self._edits.append((ends[0][0], ends[-1][1], ""))
            return
        for number, item in enumerate(node.items):
            if item in gone:
                before = [span for span in ends[:number] if span in kept]
                span = (ends[number - 1][1], ends[number][1]) if before else (ends[number][0], ends[number + 1][0])
                self._edits.append((*span, ""))
        if more:
            added = ", ".join(_like("", name) for name in more)
            at = kept[-1][1] if kept else self._at(node) + 1
            self._edits.append((at, at, f", {added}" if kept else added))

    def _block(self, key: Scalar, node: Sequence, gone: list[Scalar], more: list[str]) -> None:
        """Take items out of a list of lines, or add to its end."""
        for item in gone:
            if not self._line(item).lstrip().startswith("-"):
                raise CannotEdit("an item does not begin its line")
            self._cut(item.line, item.line)
        if len(gone) == len(node.items):
            after = self._extent(key)[1] + 1
            self._edits.append((after, after, " []"))
        if more:
            last = node.items[-1].line
            margin = self._line(node)[: node.column - 1]
            lines = "".join(f"{margin}- {_like('', name)}{self._break}" for name in more)
            self._insert(last + 1, lines)

    def _insert(self, line: int, lines: str) -> None:
        """Put whole lines before the line of that number, which may be one after the last."""
        at = self._starts[line - 1] if line <= len(self._starts) else len(self.text)
        if at == len(self.text) and at and not self.text.endswith(("\n", "\r")):
            lines = self._break + lines.removesuffix(self._break)
        self._edits.append((at, at, lines))

    def added(self, node: Mapping, before: Scalar, key: str, names: Iterable[str]) -> None:
        """Add a key with a list of names to a mapping, before another key of it."""
        words = f"{key}: [{', '.join(_like('', name) for name in names)}]"
        at = self._at(before)
        if node.flow:
            self._edits.append((at, at, f"{words}, "))
        else:  # also right where the first key stands behind the dash of a list
            self._edits.append((at, at, f"{words}{self._break}{' ' * (before.column - 1)}"))

    def dropped(self, node: Mapping, key: Scalar, value: Node) -> None:
        """Take out a key with its list, where both have lines of their own. Raises CannotEdit."""
        own = not node.flow and not self._line(key)[: key.column - 1].strip()
        last = key.line
        if isinstance(value, Sequence) and value.items and self.text[self._at(value)] == "-":
            last = value.items[-1].line
        elif isinstance(value, Sequence):
            own = own and all(item.line == key.line for item in value.items) and self._line(key).count("]") == 1
        if not own:
            raise CannotEdit("it has no lines of its own")
        self._cut(key.line, last)

    def _cut(self, first: int, last: int) -> None:
        """Take out lines of names, all but the comments in them."""
        for line in range(first, last + 1):
            start, end = self._starts[line - 1], self._next(line)
            found = _COMMENT.search(self.text[start:end])
            margin = _MARGIN.match(self.text[start:end])
            kept = f"{margin[0] if margin else ''}{found[1]}" if found else ""
            self._edits.append((start, end, kept))

    def _at(self, node: Node) -> int:
        return self._starts[node.line - 1] + node.column - 1

    def _line(self, node: Node) -> str:
        return self.text[self._starts[node.line - 1] : self._next(node.line)]

    def _next(self, line: int) -> int:
        """Give the place where the line after that number begins."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def _extent(self, node: Node | None) -> tuple[int, int]:
        """Give the places where a scalar begins and ends, quotes included; it has to stand in one line as it is."""
        if isinstance(node, Scalar):
            start = self._at(node)
            if node.quoted:
                return start, start + len(node.text) + 2
            if node.plain and node.text and self.text.startswith(node.text, start):
                return start, start + len(node.text)
        raise CannotEdit("it is written over several lines, or with escapes")


def _like(old: str, new: str) -> str:
    """Write a text as another one is written: in the same quotes, or without, where that can be."""
    mark = old[:1] if old[:1] in {"'", '"'} else ""
    if mark and not re.search(r"[\\'\"]|[^ -~]", new):
        return f"{mark}{new}{mark}"
    return new if not mark and _PLAIN.fullmatch(new) else json.dumps(new, ensure_ascii=False)
