"""A rulebase as a site of plain pages: to be read from a folder or a server, without a program and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from advisor.render.site.facts import facts
from advisor.render.site.found import found
from advisor.render.site.frame import framed
from advisor.render.site.helping import helping
from advisor.render.site.linking import OVERVIEW, SCRIPT, STYLE, Links
from advisor.render.site.names import names
from advisor.render.site.overview import overview
from advisor.render.site.planning import plans, uncovered
from advisor.render.site.scenes import scenes
from advisor.render.site.sources import sources
from advisor.render.site.topics import topic
from advisor.rulebase.model import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.render.site.frame import Page
    from advisor.workbench.atlas import Atlas


def site(atlas: Atlas, pictures: Mapping[str, str] = NOTHING, folders: Iterable[str] = ()) -> dict[str, str]:
    """Write every file of the site, by its name; the same atlas gives the same texts.

    `pictures` has graphs of topics as SVG, as Graphviz draws them, by the topic's name. `folders` are the places from
    which the rulebase was loaded; they are left out of the names of its files.

    >>> from advisor import Advisor
    >>> from advisor.workbench.atlas import atlas_of
    >>> sorted(site(atlas_of(Advisor.load("examples/garden"))))[:4]
    ['facts.html', 'filter.js', 'findings.html', 'index.html']
    """
    links = Links(atlas, folders)
    written = {page.file: framed(links, page) for page in _pages(links, pictures)}
    beside = Path(__file__)
    return {**written, **{name: beside.with_name(name).read_text(encoding="utf-8") for name in (STYLE, SCRIPT)}}


def _pages(links: Links, pictures: Mapping[str, str]) -> Iterator[Page]:
    yield overview(links)
    for name in links.rulebase.topics:
        yield topic(links, name, pictures.get(name, ""))
    if links.helps or links.rulebase.flags:
        yield helping(links)
    if links.rulebase.plans:
        yield plans(links)
    if links.rulebase.not_covered:
        yield uncovered(links)
    for page in (facts, sources, scenes, found, names):
        yield page(links)


def made_in_words(folder: str, files: Iterable[str]) -> str:
    """Say what was made, and where to begin.

    >>> made_in_words("site", ["index.html", "facts.html", "site.css"])
    'Made 2 pages in site. Open site/index.html in a browser.'
    """
    pages = sum(name.endswith(".html") for name in files)
    return f"Made {pages:,} pages in {folder}. Open {folder}/{OVERVIEW} in a browser."
