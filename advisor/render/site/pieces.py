"""Pieces that several pages of the site are made of: lists of what is to be known, conditions, rules, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.conditions import worded
from advisor.render.facts import fact_in_words, sentence
from advisor.render.findings import counted
from advisor.render.markup import Markup, joined, tag, text
from advisor.render.site.linking import SCENARIOS, linked, verdict
from advisor.rulebase.model import Advice
from advisor.workbench.atlas import FACT, NOTE, RULE, SCENARIO, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.render.conditions import Worded
    from advisor.render.markup import Part
    from advisor.render.site.linking import Links
    from advisor.rulebase.model import Phrase, Rule
    from advisor.workbench.atlas import Shown

_FEW = 10
"""How many scenarios that show a rule not advised are named; of one that always holds nearly all do."""


def listed(items: Iterable[Part], **attributes: str) -> Markup:
    """Give a list; nothing for no items."""
    made = [tag("li", item) for item in items]
    return tag("ul", *made, **attributes) if made else Markup()


def known(pairs: Iterable[tuple[str, Part]]) -> Markup:
    """Give what is to be known of a thing, each by a word; what is empty is left out."""
    rows = [tag("div", tag("dt", word), tag("dd", said)) for word, said in pairs if said]
    return tag("dl", *rows) if rows else Markup()


def folded(summary: str, *inside: Part) -> Markup:
    """Give what is read only by those who open it."""
    return tag("details", tag("summary", summary), *inside)


def condition(links: Links, key: Key, lead: str = "When") -> Markup:
    """Say the condition of a thing in words, each part leading to its fact; nothing where it has none."""
    expression = links.atlas.conditions.get(key)
    if expression is None:
        return Markup()
    found = worded(expression, links.rulebase.facts)
    if not found.parts:
        return tag("p", f"{lead} ", _worded(links, found), ".", class_="when")
    return tag("div", tag("p", f"{lead} {found.words}:"), _parts(links, found), class_="when")


def _worded(links: Links, part: Worded) -> Markup:
    if part.fact:
        return links.link(Key(FACT, part.fact), part.words)
    return joined([text(f"{part.words}:"), _parts(links, part)])


def _parts(links: Links, part: Worded) -> Markup:
    return listed(_worded(links, one) for one in part.parts)


def written(words: str) -> Markup | None:
    """Show a condition as its author wrote it; nothing for none."""
    return tag("code", words, class_="written") if words else None


def coded(words: str) -> Markup:
    """Show words, with what stands between backticks as code.

    >>> coded("put it under `when:`.")
    'put it under <code>when:</code>.'
    """
    parts = words.split("`")
    if len(parts) % 2 == 0:  # a backtick of its own
        return text(words)
    return joined(tag("code", part) if number % 2 else part for number, part in enumerate(parts))


def cues(phrases: Sequence[Phrase]) -> Markup:
    """List the cues of phrases, each with what forbids it."""
    rows = []
    for phrase in phrases:
        unless = joined((tag("code", one) for one in phrase.unless), ", ")
        rows.append(joined([tag("code", phrase.cue), joined([" unless ", unless]) if phrase.unless else None]))
    return listed(rows, class_="cues")


def findings(links: Links, key: Key) -> Markup | None:
    """Lead to what was found at a thing; None where there is nothing."""
    found = links.atlas.about.get(key, ())
    if not found:
        return None
    rows = []
    for number in found:
        one = links.atlas.findings[number]
        rows.append(joined([links.finding(number, one.code), f" ({'accepted' if one.accepted else one.severity})"]))
    return joined(rows, ", ")


def rule_card(links: Links, rule: Rule) -> Markup:
    """Show a rule whole: what it says, when and why, where from, what stands above and below it, what shows it."""
    then = rule.then
    title: list[Part] = [tag("code", rule.name), " "]
    said: list[Part] = []
    if isinstance(then, Advice):
        title = [verdict(then.verdict), " ", tag("code", "otherwise" if rule.otherwise else rule.name)]
        said = [
            tag("p", links.said(then.say), class_="say"),
            tag("p", links.said(then.because), class_="because") if then.because else None,
        ]
    else:
        fact = links.rulebase.facts[then.fact]
        said = [tag("p", sentence(f"then {fact_in_words(fact, then.value)}"), class_="say")]
    if rule.safety:
        title += [" ", tag("span", "safety", class_="mark")]
    return tag(
        "article",
        tag("h4", *title),
        *said,
        _when(links, rule),
        known(_known(links, rule)),
        *_research(links, rule),
        _shown(links, rule),
        id=links.anchor(Key(RULE, rule.name)),
        class_=f"rule {then.verdict if isinstance(then, Advice) else 'concludes'}",
    )


def _when(links: Links, rule: Rule) -> Markup:
    if rule.otherwise:
        return tag("p", "When it is known that none of the advice with a condition holds.", class_="when")
    if not rule.conditional:
        return tag("p", "Always.", class_="when")
    return condition(links, Key(RULE, rule.name))


def _known(links: Links, rule: Rule) -> Iterator[tuple[str, Part]]:
    atlas = links.atlas
    yield "As written", written(rule.when)
    yield "Source", links.section(rule.source)
    yield "Overrides", links.rules(rule.overrides)
    yield "Gives way to", links.rules(atlas.overriders.get(rule.name, ()))
    yield "Falls silent at", joined((links.flag(name) for name in atlas.silencing.get(rule.name, ())), ", ")
    yield "Tags", joined((tag("code", one) for one in rule.tags), ", ")
    if rule.name in links.rulebase.inherited:
        yield "From", "a rulebase that this one extends"
    yield "Findings", findings(links, Key(RULE, rule.name))
    yield "Stands in", links.place(rule.position)


def _research(links: Links, rule: Rule) -> Iterator[Markup]:
    for name in rule.evidence:
        note = links.rulebase.care.evidence[name]
        yield tag(
            "p",
            tag("b", "Research: "),
            links.link(Key(NOTE, name)),
            text(": "),
            linked(note.note),
            f" (confidence in this note: {note.confidence})",
            class_="research",
        )


def _shown(links: Links, rule: Rule) -> Markup:
    """Name the scenarios that show a rule both ways."""
    found = links.atlas.shown[rule.name]
    advised, withheld = found.advised, found.withheld
    if not advised and not withheld:
        return tag("p", "No scenario shows this rule.", class_="missing")
    word = "advised" if isinstance(rule.then, Advice) else "concluding"
    summary = f"Shown {word} by {counted(len(advised), 'scenario')}, and not {word} by {len(withheld):,}"
    return folded(summary, *_scenarios(links, found, word))


def _scenarios(links: Links, shown: Shown, word: str) -> Iterator[Markup]:
    for numbers, head in ((shown.advised, f"Shows it {word}:"), (shown.withheld, f"Shows it not {word}:")):
        if numbers:
            rows: list[Part] = [links.link(Key(SCENARIO, str(number))) for number in numbers[:_FEW]]
            if len(numbers) > _FEW:
                rows.append(joined([f"and {len(numbers) - _FEW:,} more ", tag("a", "scenarios", href=SCENARIOS)]))
            yield joined([tag("p", head), listed(rows)])
