"""What every page of the site has around it: its title, the way to help and to the other pages, the notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.render.markup import Markup, document, joined, tag, text
from advisor.render.site.linking import (
    FACTS,
    FINDINGS,
    HELP,
    NAMES,
    OVERVIEW,
    PLANS,
    SCENARIOS,
    SCRIPT,
    SOURCES,
    STYLE,
    UNCOVERED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links


class Page(NamedTuple):
    """A page of the site: its file, what it is called, and what it says below that.

    `first` is what it says before the notice, which stands first elsewhere.
    """

    file: str
    title: str
    body: Markup
    first: Markup = Markup()


def framed(links: Links, page: Page) -> str:
    """Write a page whole."""
    rulebase = links.rulebase
    title = page.title if page.file == OVERVIEW else f"{page.title} – {rulebase.title}"
    head = [tag("link", rel="stylesheet", href=STYLE), tag("script", src=SCRIPT, defer=True)]
    heading = tag("h1", page.title)
    notice = _notice(links)
    inside = [heading, page.first, notice, page.body] if page.first else [notice, heading, page.body]
    body = [
        tag("a", "Skip to the text", href="#text", class_="skip"),
        _header(links, page),
        tag("main", joined(inside, "\n"), id="text"),
        tag("footer", tag("p", f"Made from the rulebase {rulebase.name} {rulebase.version}.")),
    ]
    return document(title, rulebase.language, head, body)


def _header(links: Links, page: Page) -> Markup:
    help_now: Part = None
    if links.helps and page.file != HELP:
        help_now = tag("p", tag("a", "Where to find help now", href=HELP), class_="help-now")
    pages = [
        tag("li", tag("a", name, href=file, aria_current="page" if file == page.file else None))
        for file, name in _pages(links)
    ]
    home = tag("p", tag("a", links.rulebase.title, href=OVERVIEW), class_="home")
    return tag("header", help_now, home, tag("nav", tag("ul", *pages), aria_label="Pages"))


def _pages(links: Links) -> Iterator[tuple[str, str]]:
    """Name the pages that there are, but for those of topics."""
    rulebase = links.rulebase
    yield OVERVIEW, "Overview"
    if links.helps or rulebase.flags:
        yield HELP, "Help and flags" if links.helps else "Flags"
    yield FACTS, "Facts"
    if rulebase.plans:
        yield PLANS, "Plans"
    if rulebase.not_covered:
        yield UNCOVERED, "Not covered"
    yield SOURCES, "Sources"
    yield SCENARIOS, "Scenarios"
    yield FINDINGS, "Findings"
    yield NAMES, "Names"


def _notice(links: Links) -> Markup:
    notice = links.rulebase.notice
    if not notice:
        return Markup()
    return tag("p", tag("b", "The advisor says of itself: "), text(notice), class_="notice", role="note")
