"""Blocks: what a page says, piece by piece, before it is laid out as text or Markdown."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAD, PARAGRAPH, HEADING, ITEM, DETAIL, NOTE = "lead", "paragraph", "heading", "item", "detail", "note"
"""The main sentence; a paragraph; a heading over items; an item; what belongs to the block above; small print."""


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
        lines += _wrapped(words, width, first, rest)
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
        safe = words.replace("\\", "\\\\").replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_")
        if lines and not (before == ITEM and sort in {ITEM, DETAIL}):
            lines.append("")
        lines.append(
            {LEAD: f"**{safe}**", HEADING: f"### {safe}", ITEM: f"- {safe}", NOTE: f"_{safe}_"}.get(
                sort, f"  {safe}" if before == ITEM and sort == DETAIL else safe
            )
        )
        before = ITEM if before == ITEM and sort == DETAIL else sort
    return "\n".join(lines)
