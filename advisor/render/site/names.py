"""The index: every name in the rulebase, with what it is and the way there."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from advisor.render.markup import Markup, joined, tag
from advisor.render.site.facts import FILTER
from advisor.render.site.frame import Page
from advisor.render.site.linking import NAMES, verdict
from advisor.rulebase.model import Advice
from advisor.workbench.atlas import FACT, FLAG, NOTE, PLAN, RULE, SOURCE, SUBJECT, TOPIC, Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.render.site.linking import Links

_KINDS = {NOTE: "note on research", SUBJECT: "not covered"}


def names(links: Links) -> Page:
    """Write the index of names."""
    rows = sorted(_rows(links), key=lambda row: row[:2])
    sections = [
        tag("section", tag("h2", letter.upper()), tag("ul", *(row[2] for row in those)), data_group=True)
        for letter, those in groupby(rows, key=lambda row: row[0][0])
    ]
    retired = links.rulebase.retired
    body = [tag("div", joined(sections, "\n"), data_filter=FILTER)]
    if retired:
        body.append(tag("h2", "Retired rules"))
        body += [tag("p", tag("code", name), f": {reason}") for name, reason in sorted(retired.items())]
    return Page(NAMES, "Names", joined(body, "\n"))


def _rows(links: Links) -> Iterator[tuple[str, str, Markup]]:
    """Give a line for each name, after what it is ordered by."""
    rulebase = links.rulebase
    things = {
        TOPIC: rulebase.topics,
        FACT: rulebase.facts,
        RULE: rulebase.rules,
        FLAG: rulebase.flags,
        PLAN: rulebase.plans,
        SUBJECT: rulebase.not_covered,
        SOURCE: rulebase.sources,
        NOTE: rulebase.care.evidence,
    }
    for kind, those in things.items():
        for name in those:
            key = Key(kind, name)
            link = links.link(key, tag("code", name))
            yield name, kind, tag("li", link, " ", _what(links, key), data_item=True)


def _what(links: Links, key: Key) -> Markup:
    """Say what a name stands for."""
    word = _KINDS.get(key.kind, key.kind)
    if key.kind == RULE:
        then = links.rulebase.rules[key.name].then
        if isinstance(then, Advice):
            return joined([tag("span", word, class_="soft"), " ", verdict(then.verdict)])
    title = links.called(key)
    words = word if title == key.name else f"{word}: {title}"
    return tag("span", words, class_="soft")
