"""Findings that an author accepts where they are, each for a reason: the key `accepts:` and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.rulebase.combinators import Key, ListOf, MapOf, OneOf, Record
from advisor.rulebase.texts import Name, Text
from advisor.rulebase.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.errors import Position
    from advisor.rulebase.texts import Shape
    from advisor.rulebase.tree import Node

CODE = Name("a code of a finding", r"[a-z0-9]+(-[a-z0-9]+)*", "small letters and digits, with a '-' between words")
CODES = MapOf(CODE, Text(), "codes with reasons", least=1)
KEY = "accepts"
ACCEPTS = {KEY: Key(CODES, "Findings of `advisor check` that are accepted here, by code, each with the reason.")}
"""The key of a record that accepts findings in all that is written below it."""

_START = (1, 1)


class Accepted(NamedTuple):
    """A finding that the author accepts for a reason: its code, and where it lies.

    `position` is that of the code under `accepts:`. What it answers lies in `file`, from `first` on and before `until`
    (lines with columns; None: to the end), or, with `whole`, in the file or any file of the folder that `file` names.
    """

    code: str
    reason: str
    position: Position
    file: str
    first: tuple[int, int] = _START
    until: tuple[int, int] | None = None
    whole: bool = False

    def answers(self, code: str, position: Position) -> bool:
        """Whether it answers a finding with this code at this place.

        >>> from advisor.errors import Position
        >>> one = Accepted("unused-cue", "Rare.", Position("a.yaml", 3, 5), "a.yaml", (2, 1), (6, 1))
        >>> one.answers("unused-cue", Position("a.yaml", 5, 9)), one.answers("unused-cue", Position("a.yaml", 6, 1))
        (True, False)
        """
        if code != self.code:
            return False
        if self.whole:
            return position.file == self.file or position.file.startswith(f"{self.file}/")
        from_here = position.file == self.file and position[1:] >= self.first
        return from_here and (self.until is None or position[1:] < self.until)


def accepted(root: Mapping, parts: tuple[Mapping, ...], shapes: tuple[Shape, Shape]) -> Iterator[Accepted]:
    r"""Read what a rulebase accepts, from its root and its other files, by the shapes of these two.

    >>> from advisor.rulebase.nodes import Report, parse
    >>> from advisor.rulebase.shape import SINGLE
    >>> text = "topics:\n  rain:\n    title: Rain\n    accepts: {no-advice: We only listen.}\n  wind: {title: Wind}"
    >>> [one] = accepted(parse(text, "garden.yaml", Report()), (), (SINGLE, SINGLE))
    >>> one.code, one.reason, one.first, one.until
    ('no-advice', 'We only listen.', (2, 3), (5, 3))
    """
    for part in (root, *parts):
        if KEY not in part.file.text:  # few files accept anything, and walking takes time
            continue
        found = _within(part, shapes[part is not root], _START, None)
        if part is root:
            folder = root.file.name.removesuffix("/rulebase.yaml")
            found = (one._replace(file=folder, whole=True) if one.first == _START else one for one in found)
        yield from found


def _within(node: Node, shape: Shape, first: tuple[int, int], until: tuple[int, int] | None) -> Iterator[Accepted]:
    """Walk a node by its shape; it begins at `first`, with its key where it has one, and ends before `until`."""
    if isinstance(shape, OneOf):
        shape = next((one for one in shape.shapes if type(node) in one.takes), shape)
    if isinstance(shape, ListOf) and isinstance(node, Sequence):
        ends = [*((item.line, item.column) for item in node.items[1:]), until]
        for item, end in zip(node.items, ends):
            yield from _within(item, shape.item, (item.line, item.column), end)
    elif isinstance(node, Mapping):
        ends = [*((key.line, key.column) for key, _ in node.entries[1:]), until]
        for (key, value), end in zip(node.entries, ends):
            inner = _inner(shape, key.text)
            if inner is CODES:
                yield from _reasons(value, first, until)
            elif inner is not None:
                yield from _within(value, inner, (key.line, key.column), end)


def _inner(shape: Shape, key: str) -> Shape | None:
    """Give the shape of what stands under a key; None where nothing below it can be looked into."""
    if isinstance(shape, Record):
        return shape.keys[key].shape if key in shape.keys else None
    return shape.value if isinstance(shape, MapOf) else None


def _reasons(node: Node, first: tuple[int, int], until: tuple[int, int] | None) -> Iterator[Accepted]:
    for code, reason in node.entries if isinstance(node, Mapping) else ():
        if isinstance(reason, Scalar):
            why = " ".join(reason.text.split())
            yield Accepted(code.text, why, code.position, code.file.name, first, until)
