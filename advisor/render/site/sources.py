"""The page of sources: each section with what cites it, and the notes on what research says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.markup import Markup, joined, tag, text
from advisor.render.site.frame import Page
from advisor.render.site.linking import SOURCES, away, linked
from advisor.render.site.pieces import findings, known, listed
from advisor.workbench.atlas import NOTE, RULE, SOURCE, Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links


def sources(links: Links) -> Page:
    """Write the page of sources."""
    parts = [_source(links, name) for name in links.rulebase.sources] or [tag("p", "It names no source yet.")]
    notes = links.rulebase.care.evidence
    if notes:
        lead = "What studies say to the claims of the sources, with how sure each note is."
        rows = (_note(links, name) for name in notes)
        parts.append(tag("section", tag("h2", "What research says"), tag("p", lead), *rows, id="research"))
    return Page(SOURCES, "Sources", joined(parts, "\n"))


def _source(links: Links, name: str) -> Markup:
    source, key = links.rulebase.sources[name], Key(SOURCE, name)
    sections = [_section(links, name, section) for section in source.sections]
    note = tag("p", linked(source.note)) if source.note else None
    return tag("section", tag("h2", source.title), note, known(_known(links, name)), *sections, id=links.anchor(key))


def _known(links: Links, name: str) -> Iterator[tuple[str, Part]]:
    source = links.rulebase.sources[name]
    yield "Name", tag("code", name)
    yield "Author", text(source.author)
    yield "Date", source.date
    yield "Found at", away(source.url) if source.url else None
    yield "Advice begins", f"“{source.speaks}: …”" if source.speaks else None
    yield "Read again by", source.review_by
    yield "Findings", findings(links, Key(SOURCE, name))


def _section(links: Links, source: str, section: str) -> Markup:
    citing = links.atlas.citing.get(f"{source}/{section}", ())
    rules = [key.name for key in citing if key.kind == RULE]
    others: list[Part] = [links.link(key) for key in citing if key.kind != RULE]
    by = joined([*map(links.rule, rules), *others], ", ") if citing else tag("span", "nothing", class_="soft")
    return tag(
        "section",
        tag("h3", links.rulebase.sources[source].sections[section]),
        known([("Name", tag("code", f"{source}/{section}")), ("Cited by", by)]),
        id=f"section-{source}.{section}",
        class_="thing",
    )


def _note(links: Links, name: str) -> Markup:
    note, key = links.rulebase.care.evidence[name], Key(NOTE, name)
    references = listed(linked(one) for one in note.references)
    return tag(
        "section",
        tag("h3", f"“{note.claim}”"),
        tag("p", linked(note.note)),
        known(
            [
                ("Confidence", f"{note.confidence}, in this note"),
                ("Named by", links.rules(links.atlas.noting.get(name, ()))),
                ("References", references),
                ("Findings", findings(links, key)),
            ]
        ),
        id=links.anchor(key),
        class_="thing",
    )
