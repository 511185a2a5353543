"""Blocks: what a page says, piece by piece, before it is laid out as text or Markdown."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLE, LEAD, PARAGRAPH, HEADING = "title", "lead", "paragraph", "heading"
"""What the whole page is called; the main sentence; a paragraph; a heading over what follows."""

ITEM, DETAIL, NOTE = "item", "detail", "note"
"""An item; what belongs to the block above; small print."""


_MARKS = re.compile(r"[\\`*_\[\]]|^[#>+=~-]|(?:(?<=^\d)|(?<=^\d\d))[.)]")
"""What Markdown would read as its own: anywhere, or where a line begins."""


DEEPER = "\u00a0"
"""What words begin with that belong, as deep as there are of them, to the item above."""


class Block(NamedTuple):
    """A piece of a page: its sort and its words."""

    sort: str
    words: str


def as_text(blocks: Iterable[Block], width: int = 80) -> str:
    """Lay blocks out as plain text.

    >>> print(as_text([Block(LEAD, "Water it."), Block(DETAIL, "It is dry."), Block(ITEM, "In the evening.")]))
    Water it.
      It is dry.
    <BLANKLINE>
    - In the evening.
    """
    lines: list[str] = []
    before = ""
    for sort, words in blocks:
        close = (before, sort) in {(ITEM, ITEM), (HEADING, ITEM)} or sort == DETAIL
        if lines and not close:
            lines.append("")
        first, rest = {ITEM: ("- ", "  "), DETAIL: ("  ", "  ")}.get(sort, ("", ""))
        if before == ITEM and sort == DETAIL:
            first = rest = "    "
        deep = len(words) - len(words.lstrip(DEEPER))
        if deep:  # what belongs to the item above stands under it
            first = rest = " " * (len(first) + deep)
        lines += _wrapped(words[deep:], width, first, rest)
        if sort == TITLE:
            lines.append("=" * max(map(len, lines)))
        before = ITEM if before == ITEM and sort == DETAIL else sort
    return "\n".join(lines)


def _wrapped(words: str, width: int, first: str, rest: str) -> list[str]:
    found: list[str] = []
    for paragraph in words.splitlines() or [""]:
        found += textwrap.wrap(
            paragraph,
            width,
            initial_indent=rest if found else first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        ) or [""]
    return found


def as_markdown(blocks: Iterable[Block]) -> str:
    """Lay blocks out as Markdown.

    >>> print(as_markdown([Block(LEAD, "Water it."), Block(ITEM, "In the evening.")]))
    **Water it.**
    <BLANKLINE>
    - In the evening.
    """
    lines: list[str] = []
    before = ""
    for sort, words in blocks:
        within = before == ITEM and sort == DETAIL
        if within:
            lines[-1] += "\\"  # a new line in the same item
        elif lines and not (before == ITEM and sort == ITEM):
            lines.append("")
        lines.append(_marked(sort, words, within=within))
        before = ITEM if within else sort
    return "\n".join(lines)


_AROUND = {TITLE: "# {}", LEAD: "**{}**", HEADING: "### {}", ITEM: "- {}", NOTE: "_{}_"}


def _marked(sort: str, words: str, *, within: bool) -> str:
    """Mark one block up, with nothing in its words that would be markup itself."""
    inside = "  " if within or sort == ITEM else ""
    joint = " " if sort in {TITLE, HEADING} else f"\\\n{inside}"
    lines = (_MARKS.sub(r"\\\g<0>", line.strip()) for line in words.splitlines())
    safe = joint.join(lines).replace("<", "&lt;")
    return _AROUND.get(sort, inside + "{}").format(safe)
