"""One layout for the YAML files of rulebases; nothing that they say changes, and every comment is kept.

Nesting is shown by two spaces, a list stands two further in than its key, a comment in line with what it is about; a
list or mapping in brackets stays in its line where it fits, and is else broken at commas. Everything else is the
author's: the order of keys, quotes, the lines of a text, blank lines (but for one of several).

The nesting with its comments is laid out by ruamel.yaml, which keeps comments where it keeps them at all. Texts and
brackets never get there: it would fold the first anew, and lose comments within the second.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import AdvisorError, RulebaseError
from advisor.rulebase.nodes import Mapping, Report, Scalar, Sequence, parse
from advisor.workbench.cutting import BLOCK, LINE, comments, cut
from advisor.workbench.laying import laid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.nodes import Node
    from advisor.workbench.cutting import Piece

_BREAK = re.compile(r"\r\n?|\n")
_HEAD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*---[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_TAIL = re.compile(r"^\.\.\.(?:[ \t][^\n]*)?(?:\n|\Z)[\s\S]*", re.MULTILINE)
_MANY = 1_000_000
_MOST_TURNS = 4


class Unlayable(AdvisorError):
    """A file that cannot be laid out without a loss; it is left as it is."""


def formatted(text: str, file: str = "text") -> str:
    r"""Give a YAML text in the one layout, with the line ends that it has.

    Raises RulebaseError where it cannot be read, Unlayable where it would lose a comment, and AdvisorError where
    ruamel.yaml is missing.

    >>> formatted("rain: [a  ,b")
    Traceback (most recent call last):
        ...
    advisor.errors.RulebaseError: text:1:7: yaml-syntax: this '[' is never closed...
    """
    report = Report()
    before = parse(text, file, report)
    if before is None or report:
        raise RulebaseError(report.problems)
    plain = "\n".join(_BREAK.split(text.removeprefix("\ufeff")))
    laid_out, last = _whole(plain, file), plain
    for _ in range(_MOST_TURNS):  # a comment that stood nowhere may be in line with something only now
        if laid_out == last:
            break
        laid_out, last = _whole(laid_out, file), laid_out
    after = parse(laid_out, file, Report())
    if after is None or not _same(before, after) or comments(plain) != comments(laid_out):
        raise Unlayable(f"{file}: it cannot be laid out without changing what it says; it is left as it is")
    found = _BREAK.search(text)
    return laid_out.replace("\n", found[0]) if found and found[0] != "\n" else laid_out


def _whole(text: str, file: str) -> str:
    """Lay out a text; what stands before `---` and after `...` stays as it is."""
    head = _HEAD.match(text)
    body = text[head.end() :] if head else text
    tail = _TAIL.search(body)
    lines = _laid_out(body[: tail.start()] if tail else body, file)
    parts = [head[0].rstrip()] if head else []
    return "\n".join([*parts, *lines, *([tail[0].rstrip()] if tail else [])]) + "\n"


def _laid_out(body: str, file: str) -> Iterator[str]:
    skeleton, pieces = cut(body)
    before = [_untabbed(line) for line in skeleton.split("\n")]
    after = _nested("\n".join(before), file).rstrip().split("\n")
    return _Layout(pieces, before, after).lines()


def _untabbed(line: str) -> str:
    before, hash_sign, comment = line.rstrip().partition("#")
    return before.replace("\t", " ") + hash_sign + comment


def _nested(skeleton: str, file: str) -> str:
    """Lay out the nesting, which holds names and comments alone."""
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError
    except ImportError:
        message = "a library is needed to lay out files: pip install ruamel.yaml"
        raise AdvisorError(message) from None
    layout = YAML()
    layout.width = _MANY
    layout.indent(mapping=2, sequence=4, offset=2)
    written = io.StringIO()
    try:
        layout.dump(layout.load(skeleton), written)
    except (YAMLError, NotImplementedError, AssertionError, ValueError) as error:
        raise Unlayable(f"{file}: it cannot be laid out ({type(error).__name__}); it is left as it is") from None
    return written.getvalue().removesuffix("...\n")


class _Row(NamedTuple):
    """A line of the skeleton that was laid out, with something in it: what it is made of, and where it begins."""

    parts: re.Match[str]
    numbers: list[int]
    moved: dict[int, int]  # where its parts began before, and where they begin now

    @property
    def owner(self) -> int:
        """The column of the key or dash to which its value belongs."""
        start = len(self.parts["indent"] + self.parts["dashes"])
        if self.parts["key"]:
            return start
        return len((self.parts["indent"] + self.parts["dashes"]).rstrip()) - 1 if self.parts["dashes"] else -2


class _Layout:
    """Puts the pieces back into a skeleton that was laid out, and comments in line with what they are about."""

    def __init__(self, pieces: list[Piece], before: list[str], after: list[str]) -> None:
        self.pieces, self.after = pieces, after
        self.began: dict[int, int] = {}  # the piece with which a line began: where
        self.gaps: dict[int, int] = {}  # the piece with which a line ended: how far from it the comment stood
        self.stood: list[int | None] = []  # the column of each comment that had a line of its own
        for line in before:
            found = LINE.fullmatch(line)
            numbers = _numbers(found)
            if found and numbers:
                self.began[numbers[0]] = len(found["indent"])
                self.gaps[numbers[-1]] = len(found["comment"] or "") - len((found["comment"] or "").lstrip())
            if "#" in line:
                self.stood.append(None if numbers else line.index("#"))
        self.rows = [self._row(line) for line in after]

    def _row(self, line: str) -> _Row | None:
        found = LINE.fullmatch(line)
        numbers = _numbers(found)
        if not found or not numbers:
            return None
        start = len(found["indent"])
        moved = {self.began.get(numbers[0], start): start}
        if found["key"]:
            moved[self.pieces[int(found["key"])].column] = start + len(found["dashes"])
        return _Row(found, numbers, moved)

    def lines(self) -> Iterator[str]:
        """Go through the lines of the whole text."""
        comments, blank, shift = iter(self.stood), True, 0
        for at, (line, row) in enumerate(zip(self.after, self.rows)):
            stood = next(comments) if "#" in line else None
            if row:
                yield from self._filled(row)
            elif line.strip():
                column = self._column(at, stood, shift)
                shift = column - (column if stood is None else stood)
                yield " " * column + line.strip()
            elif not blank:
                yield ""
            blank = not line.strip()

    def _filled(self, row: _Row) -> list[str]:
        prefix, (key, value) = row.parts["indent"] + row.parts["dashes"], row.parts.group("key", "value")
        prefix += f"{self.pieces[int(key)].raw}:" if key else ""
        first, *rest = laid(self.pieces[int(value)], prefix, row.owner) if value else [""]
        lines = [prefix + first, *rest]
        if comment := (row.parts["comment"] or "").strip():
            lines[-1] += " " * max(2, self.gaps.get(row.numbers[-1], 2)) + comment
        return lines

    def _column(self, at: int, stood: int | None, shift: int) -> int:
        """Say where a comment with a line of its own begins, never so far in that a block before it would hold it."""
        before = next((row for row in reversed(self.rows[:at]) if row), None)
        column = self._beside(at, stood, shift)
        block = before is not None and self.pieces[before.numbers[-1]].sort == BLOCK
        return max(0, min(column, before.owner)) if before and block else column

    def _beside(self, at: int, stood: int | None, shift: int) -> int:
        """Say where the part begins now beside which a comment stood."""
        following = next((row for row in self.rows[at:] if row), None)
        if following and stood in following.moved:
            return following.moved[stood]
        for row in reversed(self.rows[:at]):
            if row and stood in row.moved:
                return row.moved[stood]
            if row and stood is not None and min(row.moved) < stood:
                break
        if stood is not None and at and self.after[at - 1].lstrip().startswith("#"):
            return max(0, stood + shift)
        last = following or next((row for row in reversed(self.rows[:at]) if row), None)
        return len(last.parts["indent"]) if last else 0


def _numbers(found: re.Match[str] | None) -> list[int]:
    return [int(number) for number in found.group("key", "value") if number] if found else []


def _same(one: Node, other: Node) -> bool:
    """Whether two trees say the same: every text, and whether it stands there without quotes."""
    if isinstance(one, Scalar):
        return isinstance(other, Scalar) and (one.text, one.plain) == (other.text, other.plain)
    if isinstance(one, Sequence):
        alike = isinstance(other, Sequence) and len(one.items) == len(other.items)
        return alike and all(_same(*pair) for pair in zip(one.items, other.items))  # type: ignore[union-attr]
    alike = isinstance(other, Mapping) and len(one.entries) == len(other.entries)
    pairs = zip(one.entries, other.entries) if isinstance(other, Mapping) else ()
    return alike and all(_same(key, also) and _same(value, too) for (key, value), (also, too) in pairs)
