"""The page of findings: by code, what each means, where it lies, an example, and what to do about it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from advisor.render.facts import sentence
from advisor.render.findings import counted, situation_in_words
from advisor.render.markup import Markup, joined, tag
from advisor.render.site.facts import FILTER
from advisor.render.site.frame import Page
from advisor.render.site.linking import FINDINGS
from advisor.render.site.overview import findings_in_short
from advisor.render.site.pieces import coded, known
from advisor.workbench.atlas import OTHER
from advisor.workbench.findings import SEVERITIES
from advisor.workbench.pages import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links
    from advisor.workbench.findings import Finding


def found(links: Links) -> Page:
    """Write the page of findings."""
    numbered = sorted(enumerate(links.atlas.findings), key=_order)
    groups = [_group(links, list(those)) for _, those in groupby(numbered, key=lambda pair: _order(pair)[:3])]
    body = [tag("p", findings_in_short(links, page=""), " Findings keep nobody from using the rules.")]
    if groups:
        body.append(tag("div", joined(groups, "\n"), data_filter=FILTER))
    return Page(FINDINGS, "Findings", joined(body, "\n"))


def _order(pair: tuple[int, Finding]) -> tuple[bool, int, str, int]:
    number, one = pair
    return bool(one.accepted), SEVERITIES.index(one.severity), one.code, number


def _group(links: Links, those: Sequence[tuple[int, Finding]]) -> Markup:
    first = those[0][1]
    about = page(first.code)
    count = f"{counted(len(those), first.severity)}{' accepted' if first.accepted else ''}"
    # what would stand below each of them stands above them all
    alike = len({one.accepted or one.remedy for _, one in those}) == 1
    shared = tag("b", "Accepted: " if first.accepted else "Remedy: "), coded(sentence(first.accepted or first.remedy))
    return tag(
        "section",
        tag("h2", tag("code", first.code), " ", tag("span", count, class_=f"mark {first.severity}")),
        tag("p", coded(about.title)) if about else None,
        tag("p", *shared) if alike else None,
        tag("ol", *(_finding(links, number, one, alike=alike) for number, one in those), class_="findings"),
        data_group=True,
    )


def _finding(links: Links, number: int, one: Finding, *, alike: bool) -> Markup:
    """Tell one finding; a remedy or reason that is `alike` for all of a code has been told."""
    return tag(
        "li",
        tag("p", coded(sentence(one.message))),
        known(_known(links, number, one, alike=alike)),
        id=f"finding-{number + 1}",
        data_item=True,
    )


def _known(links: Links, number: int, one: Finding, *, alike: bool) -> Iterator[tuple[str, Part]]:
    subject = links.atlas.subjects[number]
    if subject is not None and subject.kind != OTHER:
        yield "At", links.link(subject)
    if one.example:
        yield "For example", sentence(situation_in_words(one.example, links.rulebase.facts))
    if not alike:
        yield ("Accepted", one.accepted) if one.accepted else ("Remedy", coded(sentence(one.remedy)))
    yield "Stands in", links.place(one.position)
