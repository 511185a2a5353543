"""HTML put together from parts: what is not markup already is escaped, so no word of a rulebase becomes any."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from collections.abc import Iterable

_EMPTY = frozenset({"br", "link", "meta"})
"""Tags without an end."""


class Markup(str):
    """HTML that is written as it is; every other text is escaped where it becomes part of some."""

    __slots__ = ()


Part = Union[str, None]
"""What stands in a tag: a text or HTML; None is left out."""


def text(words: str) -> Markup:
    """Escape words, and keep the ends of lines.

    >>> text("a < b")
    'a &lt; b'
    """
    return Markup("<br>\n".join(escape(line) for line in words.split("\n")))


def joined(parts: Iterable[Part], between: str = "") -> Markup:
    """Put parts in a row, with a text between them.

    >>> joined([tag("b", "one"), "<two>"], ", ")
    '<b>one</b>, &lt;two&gt;'
    """
    written = (part if isinstance(part, Markup) else text(part) for part in parts if part is not None)
    return Markup(escape(between).join(written))


def tag(name: str, *inside: Part, **attributes: str | bool | None) -> Markup:
    """Write a tag around parts.

    In names of attributes '_' stands for '-', and one at the end for nothing; an attribute that is None or False is
    left out.

    >>> tag("a", "Frost & rain", href='x"y', class_="fact", hidden=False)
    '<a href="x&quot;y" class="fact">Frost &amp; rain</a>'
    """
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{given}>" if name in _EMPTY else f"<{name}{given}>{joined(inside)}</{name}>")


def document(title: str, language: str, head: Iterable[Markup], body: Iterable[str]) -> str:
    """Write a whole page: what stands in its head beside the usual, and the lines of its body.

    >>> document("Frost", "en", [], []).splitlines()[:2]
    ['<!DOCTYPE html>', '<html lang="en">']
    """
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language or "en")}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        tag("title", " ".join(title.split())),
        *head,
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"
