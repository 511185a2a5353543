"""Cutting a YAML text into its nesting and the texts in it, so that the first can be laid out and the second kept.

The nesting, with all comments between, is the *skeleton*: the same text with a placeholder for each key and value. A
*piece* is what stood there. A list or mapping in brackets is one piece, with all that is in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml import events

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY, TEXT, BLOCK, FLOW = "key", "text", "block", "flow"
LINE = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:- +)*)(?:p(?P<key>\d+):)?(?:(?<![ \n]) +| *)(?:p(?P<value>\d+))?(?P<comment> *#.*)?"
)
"""A line of a skeleton."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COLON = re.compile(r"[ \t]*:")
_BLANK_END = re.compile(r"(?:\n[ \t]*)+\Z")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)
_STARTS = (events.SequenceStartEvent, events.MappingStartEvent)
_ENDS = (events.SequenceEndEvent, events.MappingEndEvent)

Event = Any
"""An event of the parser; the stubs know no event that always has a place."""


class Piece(NamedTuple):
    """A key or value as it was written: a key, a text, a block of lines after `|` or `>`, or what stands in brackets.

    `between` is what stood between the colon before it and it; `column` counts from 0, as does `owner`, the column of
    the key or dash to which it belongs.
    """

    sort: str
    raw: str
    between: str
    column: int
    owner: int

    @property
    def comments(self) -> list[str]:
        """The comments in it and before it, in order."""
        found = _comments(self.between)
        if self.sort == BLOCK:
            return found + _comments(self.raw.split("\n", 1)[0])
        return found + [comment for gap in gaps(self.raw) for comment in _comments(gap)] if self.sort == FLOW else found


class _Level:
    """A list or mapping of lines that is open: its column, and where the last key ended while its value is missing."""

    def __init__(self, column: int, *, keys: bool) -> None:
        self.column, self.keys = column, keys
        self.key: tuple[int, int] | None = None  # its column and where it ends


class _Cutter:
    def __init__(self, text: str) -> None:
        self.text = text
        self.done = 0
        self.pieces: list[Piece] = []
        self.skeleton: list[str] = []
        self.levels: list[_Level] = []
        self.brackets: list[Event] = []

    def cut(self) -> None:
        for event in yaml.parse(self.text, Loader=_LOADER):
            if isinstance(event, _STARTS):
                if self.brackets or event.flow_style:
                    self.brackets.append(event)
                else:
                    self._enter(event)
            elif isinstance(event, _ENDS) and self.brackets:
                start = self.brackets.pop()
                if not self.brackets:
                    self._take(FLOW, start, _end(event))
            elif isinstance(event, _ENDS):
                self.levels.pop()
                self._passed()
            elif isinstance(event, events.ScalarEvent) and not self.brackets:
                self._scalar(event)
        self.skeleton.append(self.text[self.done :])

    def _enter(self, event: Event) -> None:
        self.levels.append(_Level(event.start_mark.column, keys=isinstance(event, events.MappingStartEvent)))

    def _passed(self) -> None:
        """Note that the value of the key that waits for one has been read."""
        if self.levels:
            self.levels[-1].key = None

    def _scalar(self, event: Event) -> None:
        level = self.levels[-1] if self.levels else None
        end = _end(event)
        if event.style in {"|", ">"}:
            header, _, rest = self.text[event.start_mark.index : end].partition("\n")
            kept = rest.removesuffix("\n") if "+" in header.split("#")[0] else _BLANK_END.sub("", f"\n{rest}")[1:]
            self._take(BLOCK, event, event.start_mark.index + len(header) + len(f"\n{kept}" if kept else ""))
        elif level and level.keys and level.key is None:
            self._take(KEY, event, end)
            level.key = event.start_mark.column, end
        else:
            self._take(TEXT, event, end)

    def _take(self, sort: str, event: Event, end: int) -> None:
        """Put a placeholder in the place of a key or value, and of the space before a value."""
        start, column = event.start_mark.index, event.start_mark.column
        level = self.levels[-1] if self.levels else None
        owner = level.column if level else -2
        between = ""
        if level and level.key and sort != KEY:
            owner = level.key[0]
            colon = _COLON.match(self.text, level.key[1])
            if colon:
                between, start = self.text[colon.end() : start], colon.end()
        name = f" p{len(self.pieces)}" if start < event.start_mark.index else f"p{len(self.pieces)}"
        self.skeleton += [self.text[self.done : start], name]
        self.pieces.append(Piece(sort, self.text[event.start_mark.index : end], between, column, owner))
        self.done = end
        if sort != KEY:
            self._passed()


def cut(text: str) -> tuple[str, list[Piece]]:
    r"""Cut a YAML text that can be read into its skeleton and its pieces.

    >>> skeleton, pieces = cut("rain:  # today\n  - 'no'\n  - {much: yes}\n")
    >>> skeleton, [piece.raw for piece in pieces]
    ('p0:  # today\n  - p1\n  - p2\n', ['rain', "'no'", '{much: yes}'])
    """
    cutter = _Cutter(text)
    cutter.cut()
    return "".join(cutter.skeleton), cutter.pieces


def gaps(raw: str) -> Iterator[str]:
    """Go through what stands between the tokens of a list or mapping in brackets: space, and comments."""
    at = 0
    for token in tokens(raw):
        if token.end_mark.index > token.start_mark.index:
            yield raw[at : token.start_mark.index]
            at = token.end_mark.index


def tokens(raw: str) -> Iterator[Any]:
    """Go through the tokens of a list or mapping in brackets."""
    yield from yaml.scan(raw, Loader=_LOADER)


def comments(text: str) -> list[str]:
    r"""List the comments of a YAML text, in order, without the space around them.

    >>> comments("# top\nrain: no  # today\nnames: ['#1', # first\n  b]\n")
    ['# top', '# today', '# first']
    """
    skeleton, pieces = cut(text)
    found: list[str] = []
    for line in skeleton.split("\n"):
        before, hash_sign, _ = line.partition("#")
        for number in re.findall(r"\bp(\d+)\b", before):
            found += pieces[int(number)].comments
        if hash_sign:
            found.append(line[len(before) :].rstrip())
    return found


def _end(event: Event) -> int:
    index: int = event.end_mark.index
    return index


def _comments(gap: str) -> list[str]:
    return [found.rstrip() for found in _COMMENT.findall(gap)]
