"""The page of facts: what is asked and how people say it, what is worked out, and what rules conclude."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from advisor.render.facts import fact_in_words
from advisor.render.findings import counted
from advisor.render.markup import Markup, joined, tag
from advisor.render.question import expected_in_words
from advisor.render.site.frame import Page
from advisor.render.site.linking import FACTS
from advisor.render.site.pieces import condition, cues, findings, folded, known, listed, rule_card, written
from advisor.rulebase.checking import default_of
from advisor.workbench.atlas import FACT, OTHER, PLAN, RULE, TOPIC, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact

FILTER = "Show only what has these words"

_KINDS = {"boolean": "yes or no", "choice": "one of its choices", "duration": "a length of time"}
_LASTS = {
    "always": "",
    "occasion": "for one occasion: it is asked anew when a new one is reported, or on a later day",
}


def facts(links: Links) -> Page:
    """Write the page of facts."""
    every = links.rulebase.facts.values()
    groups = {
        "What people tell": [fact for fact in every if fact.told],
        "What is computed": [fact for fact in every if fact.formula],
        "What rules conclude": [fact for fact in every if fact.derived],
    }
    sections = [_group(links, head, found) for head, found in groups.items() if found]
    body = tag("div", joined(sections, "\n"), data_filter=FILTER) if sections else tag("p", "It has no facts yet.")
    return Page(FACTS, "Facts", body)


def _group(links: Links, head: str, found: Iterable[Fact]) -> Markup:
    return tag("section", tag("h2", head), joined((_fact(links, fact) for fact in found), "\n"), data_group=True)


def _fact(links: Links, fact: Fact) -> Markup:
    key = Key(FACT, fact.name)
    return tag(
        "section",
        tag("h3", tag("code", fact.name)),
        tag("p", fact.ask, class_="say") if fact.ask else None,
        tag("p", fact.help, class_="because") if fact.help else None,
        condition(links, key, "It makes sense when"),
        known(_known(links, fact)),
        *_choices(fact),
        *_said(fact),
        *(rule_card(links, rule) for rule in links.atlas.concluding.get(fact.name, ())),
        id=links.anchor(key),
        class_="thing",
        data_item=True,
    )


def _known(links: Links, fact: Fact) -> Iterator[tuple[str, Part]]:
    yield "As written", written(fact.applies_text)
    if fact.told:
        yield "Answered with", expected_in_words(fact)
    else:
        yield "Is", _KINDS.get(fact.kind, f"a {fact.kind}") + (f" of {fact.unit}" if fact.unit else "")
    if fact.formula:
        yield "Computed from", links.facts(fact.formula.facts)
    if fact.presume is not None:
        yield "Until told", f"it is taken that {fact_in_words(fact, fact.presume)}"
    otherwise = cast("Value | None", default_of(fact)) if fact.derived else None
    if otherwise is not None:
        yield "Otherwise", f"when it is known that no rule for it holds: {fact_in_words(fact, otherwise)}"
    yield "Lasts", _lasts(fact.lasts)
    if fact.fixed:
        yield "Fixed", "nobody can change it, so no advice on what to change names it"
    yield from _readers(links, fact)
    yield "Findings", findings(links, Key(FACT, fact.name))
    yield "Stands in", links.place(fact.position)


def _lasts(lasts: str) -> str:
    """Say how long an answer holds; nothing where it always does."""
    number = lasts.removeprefix("days ")
    return counted(int(number), "day") if number.isdecimal() else _LASTS.get(lasts, lasts)


def _readers(links: Links, fact: Fact) -> Iterator[tuple[str, Part]]:
    readers = links.atlas.readers.get(fact.name, ())
    yield "Read by", links.rules(key.name for key in readers if key.kind == RULE)
    yield "Decides whether", joined((links.link(key) for key in readers if key.kind == TOPIC), ", ")
    yield "Leads to", links.facts(key.name for key in readers if key.kind == FACT)
    yield "Counted in", joined((links.link(key) for key in readers if key.kind == PLAN), ", ")
    yield "Never together", joined((tag("code", key.name) for key in readers if key.kind == OTHER), ", ")


def _choices(fact: Fact) -> Iterator[Markup]:
    if fact.choices:
        yield tag("p", "Choices:")
        yield listed(joined([tag("code", one), f": {fact_in_words(fact, one)}"]) for one in fact.choices)


def _said(fact: Fact) -> Iterator[Markup]:
    """Tell how people say a fact, by what they say with it."""
    count = sum(len(phrases) for phrases in fact.said.values())
    if count:
        inside: list[Markup] = []
        for value, phrases in fact.said.items():
            inside += [tag("p", _meaning(fact, value)), cues(phrases)]
        yield folded(f"People say it in {counted(count, 'way')}", *inside)


def _meaning(fact: Fact, value: str) -> str:
    if fact.kind == "boolean":
        return f"To say that {fact_in_words(fact, value == 'true')}:"
    if fact.kind == "choice":
        return f"To say that {fact_in_words(fact, value)}:"
    return "To tell it:"
