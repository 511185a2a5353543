"""Laying out the pieces of a YAML text anew: lists in brackets within a width, texts in the lines they were given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from advisor.workbench.cutting import BLOCK, FLOW, gaps, tokens

if TYPE_CHECKING:
    from advisor.workbench.cutting import Piece

WIDTH = 120
"""How many characters a line has at most, where it can be broken."""

_STEP = 2
_OPEN = {"FlowSequenceStartToken": "[", "FlowMappingStartToken": "{"}
_CLOSE = {"FlowSequenceEndToken": "]", "FlowMappingEndToken": "}"}
_INDICATED = re.compile(r"[|>][-+]?[1-9]")


class Item(NamedTuple):
    """What stands between two commas of a list in brackets: its text with the comma, and what comes after it.

    `depth` counts the brackets open after it, `broken` tells whether the author began a new line there.
    """

    text: str
    depth: int
    broken: bool


class _Reader:
    """Reads a list or mapping in brackets into items; without any where it has to stay in its lines."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.items: list[Item] = []
        self.depth = 0
        self.text = ""
        self.at = 0
        self.kept = any("#" in gap for gap in gaps(raw))
        for token in () if self.kept else tokens(raw):
            self._read(type(token).__name__, token.start_mark.index, token.end_mark.index)
        self.items.append(Item(self.text, 0, broken=False))

    def _read(self, name: str, start: int, end: int) -> None:
        if end == start:  # a key without a sign of its own, the end of the text
            return
        if not self.text and self.items and "\n" in self.raw[self.at : start]:
            self.items[-1] = self.items[-1]._replace(broken=True)
        self.at = end
        if name in _OPEN:
            self.text += _OPEN[name]
            self.depth += 1
        elif name in _CLOSE:
            self._close(_CLOSE[name])
        elif name == "FlowEntryToken":
            self.items.append(Item(f"{self.text},", self.depth, broken=False))
            self.text = ""
        elif name == "ValueToken":
            self.text += ": "
        elif name == "ScalarToken":
            self._scalar(self.raw[start:end])
        else:  # a key after a question mark
            self.kept = True

    def _close(self, bracket: str) -> None:
        self.depth -= 1
        if not self.text and self.items:  # a comma stands before the bracket
            last = self.items.pop()
            self.text = last.text.removesuffix(",")
        self.text += bracket

    def _scalar(self, text: str) -> None:
        if "\n" in text:
            lines = [line.strip() for line in text.split("\n")]
            # an empty line is a line break, and what an escape does at the end of a line is not for us to know
            self.kept = self.kept or not all(lines) or text[0] == '"'
            text = " ".join(lines)
        self.text += text


def laid(piece: Piece, prefix: str, owner: int) -> list[str]:
    """Lay out a piece after a prefix, its line so far; gives the lines with which that line goes on.

    `owner` is the column of the key or dash to which it belongs, where it stands now.
    """
    before, room = _between(piece, owner)
    if piece.sort == BLOCK:
        first, *rest = _block(piece, owner)
    elif piece.sort == FLOW:
        return _flow(piece, prefix, owner, before)
    else:
        first, *rest = _text(piece, owner)
    new_line = bool(before) or ("\n" in piece.between and (bool(rest) or len(f"{prefix} {first}") > WIDTH))
    if new_line and piece.sort != BLOCK:
        return [*(before or [""]), room + first, *rest]
    return [f"{_gap(prefix)}{first}", *rest]


def _gap(prefix: str) -> str:
    return " " if prefix.endswith(":") else ""


def _between(piece: Piece, owner: int) -> tuple[list[str], str]:
    """Give the lines of comments between a colon and its value, and the indent of what follows in a new line."""
    room = " " * (owner + _STEP)
    if "#" not in piece.between:
        return [], room
    first, *rest = piece.between.split("\n")[:-1]
    comment = first.strip()
    gap = " " * max(2, len(first) - len(first.lstrip())) if comment else ""
    return [gap + comment, *(room + line.strip() for line in rest if line.strip())], room


def _block(piece: Piece, owner: int) -> list[str]:
    """Move the lines of a block; where it says how far they are indented, as far as their owner moves."""
    header, *lines = piece.raw.split("\n")
    filled = [line for line in lines if line.strip()]
    here = min((len(line) - len(line.lstrip(" ")) for line in filled), default=0)
    if filled and not _INDICATED.match(header):
        here = len(filled[0]) - len(filled[0].lstrip(" "))
    shift = owner - piece.owner if _INDICATED.match(header) else owner + _STEP - here
    moved = (_moved(line, shift) if line.strip() or len(line) > here else "" for line in lines)
    return [header.rstrip(), *moved]


def _moved(line: str, shift: int) -> str:
    return " " * shift + line if shift > 0 else line[-shift:]


def _text(piece: Piece, owner: int) -> list[str]:
    first, *rest = piece.raw.split("\n")
    room = " " * (owner + _STEP)
    return [first, *(room + line.lstrip() if line.strip() else "" for line in rest)]


def _flow(piece: Piece, prefix: str, owner: int, before: list[str]) -> list[str]:
    """Lay out a list or mapping in brackets: in its line if it fits, else in the next one, as the author broke it."""
    read = _Reader(piece.raw)
    gap, room = _gap(prefix), " " * (owner + _STEP)
    one_line = " ".join(item.text for item in read.items)
    if not read.kept and not before and len(prefix + gap + one_line) <= WIDTH:
        return [gap + one_line]
    stays = not before and (not gap or (read.kept and "\n" not in piece.between))
    column = len(prefix + gap) if stays else owner + _STEP
    lines = _kept(piece, column, owner) if read.kept else _broken(read.items, column)
    return [gap + lines[0], *lines[1:]] if stays else [*(before or [""]), room + lines[0], *lines[1:]]


def _kept(piece: Piece, column: int, owner: int) -> list[str]:
    """Move the lines of a list with comments in it as far as its bracket moves."""
    first, *rest = piece.raw.split("\n")
    shift = column - piece.column
    moved = (max(owner + 1, len(line) - len(line.lstrip()) + shift) for line in rest)
    return [first.rstrip(), *(" " * by + line.strip() if line.strip() else "" for by, line in zip(moved, rest))]


def _broken(items: list[Item], column: int) -> list[str]:
    """Break a list into lines: where the author did if each of them fits, else where one is full."""
    if len(" ".join(item.text for item in items)) + column <= WIDTH:
        return [" ".join(item.text for item in items)]
    broken = [last.broken for last in items[:-1]]
    lines = _lines(items, broken, column)
    widest = max(len(line) + (0 if number else column) for number, line in enumerate(lines))
    return lines if any(broken) and widest <= WIDTH else _lines(items, _full(items, column), column)


def _lines(items: list[Item], broken: list[bool], column: int) -> list[str]:
    """Put items into lines, the first without its indent; `broken` tells after which of them a new one begins."""
    lines = [items[0].text]
    for last, new, item in zip(items, broken, items[1:]):
        if new:
            lines.append(" " * (column + last.depth) + item.text)
        else:
            lines[-1] += f" {item.text}"
    return lines


def _full(items: list[Item], column: int) -> list[bool]:
    """Tell after which items a line is full; what stands in inner brackets stays together where it fits."""
    end, new = column, []
    for number, item in enumerate(items):
        depth = items[number - 1].depth if number else 0
        whole = len(item.text)
        for last, inner in zip(items[number:], items[number + 1 :]):
            if depth > 1 or last.depth <= 1:
                break
            whole += 1 + len(inner.text)
        together = whole if column + depth + whole <= WIDTH else len(item.text)
        breaks = number > 0 and end + 1 + together > WIDTH
        end = column + depth + len(item.text) if breaks else end + (number > 0) + len(item.text)
        new.append(breaks)
    return new[1:]
