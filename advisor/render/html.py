"""Blocks as one page of HTML that needs nothing else: to be kept, printed, and read on a telephone."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, NOTE, TITLE, Block
from advisor.render.markup import Markup, document, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --soft: #555; --line: #c8c8c8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #16181b; --soft: #a9adb3; --line: #44484e; }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 42rem; padding: 1.5rem 1rem 3rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
p { margin: .6rem 0; }
ul { margin: .4rem 0; padding-left: 1.3rem; }
li { margin: .5rem 0; }
.lead { font-size: 1.15rem; font-weight: 600; }
.detail, .note { color: var(--soft); font-size: .92rem; }
.detail { margin: .15rem 0; }
.note { border-left: 3px solid var(--line); padding-left: .8rem; }
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #333; --line: #999; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2 { break-after: avoid; }
  li, .lead, .note { break-inside: avoid; }
  @page { margin: 2cm; }
}
"""

_TAGS = {TITLE: "h1", HEADING: "h2", LEAD: 'p class="lead"', NOTE: 'p class="note"', DETAIL: 'p class="detail"'}


def as_html(blocks: Iterable[Block], title: str, language: str = "en") -> str:
    """Lay blocks out as a page of HTML without scripts and without anything fetched; `title` names it.

    >>> page = as_html([Block(LEAD, "Water <it>.")], "The garden")
    >>> '<p class="lead">Water &lt;it&gt;.</p>' in page
    True
    """
    found = list(blocks)
    if not any(block.sort == TITLE for block in found):
        found.insert(0, Block(TITLE, title))
    style = Markup(f"<style>{_STYLE}</style>")
    return document(title, language, [style], ["<main>", *_body(found), "</main>"])


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    """Lay out the blocks; items that follow each other are one list, with what belongs to each inside it."""
    inside = False
    placed: list[tuple[bool, Block]] = []
    for block in blocks:
        inside = block.sort == ITEM or (inside and block.sort == DETAIL)
        placed.append((inside, block))
    for listed, group in groupby(placed, key=lambda pair: pair[0]):
        alike = [block for _, block in group]
        if listed:
            yield "<ul>"
            yield from _items(alike)
            yield "</ul>"
        else:
            yield from map(_tagged, alike)


def _items(blocks: Sequence[Block]) -> Iterator[str]:
    firsts = [number for number, block in enumerate(blocks) if block.sort == ITEM]
    for first, after in zip(firsts, [*firsts[1:], len(blocks)]):
        details = "".join(f"\n{_tagged(block)}" for block in blocks[first + 1 : after])
        yield f"<li>{text(blocks[first].words)}{details}</li>"


def _tagged(block: Block) -> str:
    tag = _TAGS.get(block.sort, "p")
    return f"<{tag}>{text(block.words)}</{tag.partition(' ')[0]}>"
