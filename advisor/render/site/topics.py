"""The page of a topic: how people ask, when it applies, each act with its rules, and the picture of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.render.findings import counted
from advisor.render.markup import Markup, joined, tag
from advisor.render.readings import plain
from advisor.render.site.frame import Page
from advisor.render.site.linking import topic_page
from advisor.render.site.pieces import condition, cues, findings, folded, known, listed, rule_card, written
from advisor.workbench.atlas import TOPIC, Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links
    from advisor.rulebase.model import Example, Topic, Uncovered

_CAPTION = (
    "An arrow leads from a fact to each rule that reads it, and from a rule to its act. A picture that is wider than "
    "the page can be scrolled."
)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


def topic(links: Links, name: str, picture: str) -> Page:
    """Write the page of a topic; `picture` is a graph of it as SVG, as Graphviz draws it ("" for none)."""
    found = links.rulebase.topics[name]
    parts = [known(_known(links, found)), *asking(found), *_applies(links, found), tag("h2", "What it advises")]
    acts = links.atlas.acts[name]
    for act, rules in acts.items():
        cards = [rule_card(links, rule) for rule in rules]
        parts.append(tag("section", tag("h3", plain(act).capitalize()), *cards, id=f"act-{act}"))
    if not acts:
        parts.append(tag("p", "No rule advises anything on it yet."))
    parts += _graph(found, picture)
    return Page(topic_page(name), found.title, joined([*parts, _others(links, name)], "\n"))


def _known(links: Links, found: Topic) -> Iterator[tuple[str, Part]]:
    yield "Name", tag("code", found.name)
    if found.name in links.rulebase.inherited:
        yield "From", "a rulebase that this one extends"
    yield "Findings", findings(links, Key(TOPIC, found.name))
    yield "Stands in", links.place(found.position)


def asking(found: Topic | Uncovered) -> Iterator[Markup]:
    """Tell how people ask about a topic, or a subject that is not covered."""
    if not found.asked and not found.examples and not found.counterexamples:
        return
    yield tag("h2", "How people ask")
    yield from _messages("Messages that are about it", found.examples)
    yield from _messages("Messages that are not, though one might think so", found.counterexamples)
    if found.asked:
        yield folded(f"It is heard by {counted(len(found.asked), 'cue')}", cues(found.asked))


def _messages(head: str, examples: Sequence[Example]) -> Iterator[Markup]:
    if examples:
        yield tag("p", f"{head}:")
        yield listed(tag("q", one.text) for one in examples)


def _applies(links: Links, found: Topic) -> Iterator[Markup]:
    if found.applies_text:
        yield tag("h2", "When it makes sense")
        yield condition(links, Key(TOPIC, found.name))
        yield known([("As written", written(found.applies_text))])


def _graph(found: Topic, picture: str) -> Iterator[Markup]:
    if picture:
        label = f"Graph: the facts, rules and acts of “{found.title}”"
        yield tag("h2", "As a graph")
        yield tag(
            "figure",
            tag("div", _inline(picture), class_="picture", role="group", aria_label=label, tabindex="0"),
            tag("figcaption", _CAPTION),
        )


def _inline(picture: str) -> Markup:
    """Take the picture alone out of what Graphviz writes, to stand within a page."""
    return Markup(_COMMENT.sub("", picture[picture.index("<svg") :]).strip())


def _others(links: Links, name: str) -> Markup:
    rest = [links.link(Key(TOPIC, other)) for other in links.rulebase.topics if other != name]
    if not rest:
        return Markup()
    return tag("nav", tag("h2", "Other topics", id="others"), listed(rest), aria_labelledby="others")
