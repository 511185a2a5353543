"""The first page of the site: what the rulebase is about, where it comes from, what is in it, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.findings import counted
from advisor.render.markup import Markup, joined, tag
from advisor.render.site.frame import Page
from advisor.render.site.linking import FACTS, FINDINGS, HELP, NAMES, OVERVIEW, PLANS, SCENARIOS, SOURCES, UNCOVERED
from advisor.render.site.pieces import known, listed
from advisor.workbench.atlas import PLAN, SOURCE, SUBJECT, TOPIC, Key
from advisor.workbench.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links


def overview(links: Links) -> Page:
    """Write the first page."""
    rulebase = links.rulebase
    parts = [
        tag("h2", "What it is about"),
        listed(_topic(links, name) for name in rulebase.topics) or tag("p", "It has no topics yet."),
        *_uncovered(links),
        *_plans(links),
        tag("h2", "Where it comes from"),
        listed(_source(links, name) for name in rulebase.sources) or tag("p", "It names no source yet."),
        tag("h2", "What is in it"),
        known(_counts(links)),
        tag("h2", "How it stands"),
        tag("p", _trials(links)),
        tag("p", findings_in_short(links)),
    ]
    return Page(OVERVIEW, rulebase.title or rulebase.name, joined(parts, "\n"))


def _topic(links: Links, name: str) -> Markup:
    acts = links.atlas.acts[name]
    rules = counted(sum(len(rules) for rules in acts.values()), "rule")
    return joined([links.link(Key(TOPIC, name)), " ", tag("span", f"({rules})", class_="soft")])


def _uncovered(links: Links) -> Iterator[Markup]:
    subjects = links.rulebase.not_covered
    if subjects:
        yield tag("h2", "What it does not cover")
        yield tag("p", joined((links.link(Key(SUBJECT, name)) for name in subjects), " · "))


def _plans(links: Links) -> Iterator[Markup]:
    plans = links.rulebase.plans
    if plans:
        yield tag("h2", "What it counts days for")
        yield listed(links.link(Key(PLAN, name)) for name in plans)


def _source(links: Links, name: str) -> Markup:
    source = links.rulebase.sources[name]
    by = ", ".join(filter(None, (source.author, source.date)))
    return joined([links.link(Key(SOURCE, name)), tag("span", f" ({by})", class_="soft") if by else None])


def _counts(links: Links) -> Iterator[tuple[str, Part]]:
    rulebase = links.rulebase
    facts = rulebase.facts.values()
    told = sum(fact.told for fact in facts)
    concluded = sum(fact.derived for fact in facts)
    more = f"{told:,} told, {concluded:,} concluded by rules, {len(facts) - told - concluded:,} computed"
    yield "Version", rulebase.version
    yield "Rules", tag("a", f"{len(rulebase.rules):,}", href=NAMES)
    yield "Facts", joined([tag("a", f"{len(facts):,}", href=FACTS), f": {more}"])
    if rulebase.flags:
        yield "Flags", tag("a", f"{len(rulebase.flags):,}", href=HELP)
    if rulebase.care.resources:
        yield "Places that help", tag("a", f"{len(rulebase.care.resources):,}", href=HELP)
    if rulebase.plans:
        yield "Plans", tag("a", f"{len(rulebase.plans):,}", href=PLANS)
    if rulebase.not_covered:
        yield "Not covered", tag("a", counted(len(rulebase.not_covered), "subject"), href=UNCOVERED)
    yield "Sources", tag("a", f"{len(rulebase.sources):,}", href=SOURCES)
    if rulebase.care.evidence:
        yield "Notes on research", tag("a", f"{len(rulebase.care.evidence):,}", href=f"{SOURCES}#research")


def _trials(links: Links) -> Markup:
    trials = links.atlas.trials
    if not trials:
        return joined(["There are no ", tag("a", "scenarios", href=SCENARIOS), " yet, so nothing shows what it does."])
    passed = sum(trial.passed for trial in trials)
    return joined([f"{passed:,} of ", tag("a", counted(len(trials), "scenario"), href=SCENARIOS), " passed."])


def findings_in_short(links: Links, page: str = FINDINGS) -> Markup:
    """Count the findings by how bad they are, and those that are accepted; `page` leads to them, if it is a page."""
    found = links.atlas.findings
    open_ones = [one.severity for one in found if not one.accepted]
    counts = [counted(open_ones.count(name), name) for name in SEVERITIES if name in open_ones]
    accepted = sum(bool(one.accepted) for one in found)
    words = ", ".join(counts) if counts else "nothing to look at"
    more = f", and {counted(accepted, 'finding')} accepted with reasons" if accepted else ""
    return joined(["A check found ", tag("a", words, href=page) if page else words, more, "."])
