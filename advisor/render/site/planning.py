"""The pages of plans, which count days, and of subjects that the rulebase does not cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.findings import counted
from advisor.render.markup import Markup, joined, tag
from advisor.render.site.frame import Page
from advisor.render.site.linking import PLANS, UNCOVERED
from advisor.render.site.pieces import cues, findings, folded, known, listed
from advisor.rulebase.kinds import KINDS
from advisor.workbench.atlas import PLAN, SUBJECT, Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links
    from advisor.rulebase.model import DatedPlan, Uncovered


def plans(links: Links) -> Page:
    """Write the page of plans."""
    return Page(PLANS, "Plans", joined((_plan(links, one) for one in links.rulebase.plans.values()), "\n"))


def _plan(links: Links, plan: DatedPlan) -> Markup:
    key = Key(PLAN, plan.name)
    because = tag("p", plan.because, class_="because") if plan.because else None
    return tag(
        "section",
        tag("h2", plan.title),
        because,
        known(_known(links, plan)),
        id=links.anchor(key),
        class_="thing",
    )


def _known(links: Links, plan: DatedPlan) -> Iterator[tuple[str, Part]]:
    yield "Counts", joined([f"{KINDS['duration'].word(plan.length)} from ", links.fact(plan.start)])
    yield "Starts over at", links.facts(plan.restarts)
    for fact, kept in plan.unless.items():
        yield "Goes on", joined(["in spite of ", links.fact(fact), ", with ", links.facts(kept)])
    yield "When it is over", plan.done
    yield "Source", links.section(plan.source) if plan.source else None
    yield "Findings", findings(links, Key(PLAN, plan.name))
    yield "Stands in", links.place(plan.position)


def uncovered(links: Links) -> Page:
    """Write the page of what is not covered."""
    lead = tag("p", "These subjects lie near, and there are no rules for them. Whoever asks about one is told so.")
    found = (_subject(links, one) for one in links.rulebase.not_covered.values())
    return Page(UNCOVERED, "Not covered", joined([lead, *found], "\n"))


def _subject(links: Links, subject: Uncovered) -> Markup:
    key = Key(SUBJECT, subject.name)
    return tag(
        "section",
        tag("h2", subject.title),
        tag("p", subject.say, class_="say") if subject.say else None,
        *(listed([tag("q", one.text) for one in subject.examples]),),
        folded(f"It is heard by {counted(len(subject.asked), 'cue')}", cues(subject.asked)) if subject.asked else None,
        known([("Findings", findings(links, key)), ("Stands in", links.place(subject.position))]),
        id=links.anchor(key),
        class_="thing",
    )
