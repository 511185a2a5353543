"""The page of help and flags: first where people find help, and then what is heard of danger, and what comes of it.

The cues of flags are only counted: many name means of harm, and nobody should come upon a list of those.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.conversation.help import filled
from advisor.render.findings import counted
from advisor.render.markup import Markup, joined, tag, text
from advisor.render.readings import plain
from advisor.render.site.frame import Page
from advisor.render.site.linking import HELP, away
from advisor.render.site.pieces import findings, folded, known, listed
from advisor.rulebase.care import ADAPT, ANYWHERE, BOUNDARY, DOER, EMERGENCY, URGENCIES, URGENT, WITNESS
from advisor.workbench.atlas import FLAG, PLACE, TOGETHER, Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.render.markup import Part
    from advisor.render.site.linking import Links
    from advisor.rulebase.care import Check, Flag, Resource

_NUMBER = re.compile(r"\+?[0-9][0-9 -]*")
_EVERYTHING = "all advice: while it stands, nothing is decided"

_WHAT_HAPPENS = {
    EMERGENCY: "Help comes first, in a few words, and nothing is decided.",
    URGENT: "Help comes first, and nothing is decided.",
    BOUNDARY: "There is no help with the act, and the rules that would help are silent.",
    ADAPT: "The advice goes on without the rules that do not fit.",
}
_VOICES = {WITNESS: "Of somebody else", DOER: "Of the writer’s own deed"}


def helping(links: Links) -> Page:
    """Write the page of help and flags."""
    title = "Help and flags" if links.helps else "Flags"
    return Page(HELP, title, joined([*_flags(links), *_together(links)], "\n"), joined(_help(links), "\n"))


def _help(links: Links) -> Iterator[Markup]:
    care = links.rulebase.care
    if links.helps:
        yield tag("h2", "Where to find help")
    if care.help:
        yield tag("p", filled(care.help, care, None), class_="say")
    codes = list(dict.fromkeys(row.country for row in care.resources))
    codes.sort(key=lambda code: (code != ANYWHERE, _country(links, code)))
    if len(codes) > 1:
        rows = (tag("a", _country(links, code), href=f"#{_anchor(code)}") for code in codes)
        yield tag("p", joined(rows, " · "), class_="countries")
    for code in codes:
        yield tag("section", *_places(links, code), id=_anchor(code))


def _country(links: Links, code: str) -> str:
    if code == ANYWHERE:
        return "Anywhere"
    country = links.rulebase.care.countries.get(code)
    return country.name if country else code


def _anchor(code: str) -> str:
    return "help-anywhere" if code == ANYWHERE else f"help-{code}"


def _places(links: Links, code: str) -> Iterator[Markup]:
    care = links.rulebase.care
    yield tag("h3", _country(links, code))
    around = care.countries[code].within if code in care.countries else ""
    if around:
        name = _country(links, around)
        yield tag("p", "Here those of ", tag("a", name, href=f"#{_anchor(around)}"), " can be reached as well.")
    rows = [(number, row) for number, row in enumerate(care.resources) if row.country == code]
    yield tag("ul", *(_place(links, number, row) for number, row in rows), class_="places")


def _place(links: Links, number: int, row: Resource) -> Markup:
    ways = [
        joined(["call ", _call(row.call)]) if row.call else None,
        f"text {row.text}" if row.text else None,
        away(row.url) if row.url else None,
        row.email or None,
        row.hours or None,
    ]
    checked = f"Checked on {row.checked_on}." if row.checked_on else "Checked by nobody yet."
    return tag(
        "li",
        tag("b", row.name),
        joined([": ", joined((way for way in ways if way), ", ")]) if any(ways) else None,
        tag("p", f"For: {', '.join(map(plain, row.needs))}. {checked}", class_="soft"),
        id=links.anchor(Key(PLACE, str(number))),
    )


def _call(number: str) -> Markup:
    """Give a number that a telephone calls at a touch, where it is one."""
    if not _NUMBER.fullmatch(number):
        return text(number)
    return tag("a", number, href=f"tel:{re.sub('[ -]', '', number)}")


def _flags(links: Links) -> Iterator[Markup]:
    flags = links.rulebase.flags.values()
    if flags:
        yield tag("h2", "What is heard of danger")
        lead = "A flag is raised by what people write. The most urgent speaks; of others there is one line each."
        yield tag("p", lead)
    for urgency in URGENCIES:
        those = [flag for flag in flags if flag.urgency == urgency]
        if those:
            head = tag("h3", f"{urgency.capitalize()} ({those[0].priority})")
            yield tag("section", head, tag("p", _WHAT_HAPPENS[urgency]), *(_flag(links, flag) for flag in those))


def _flag(links: Links, flag: Flag) -> Markup:
    care, key = links.rulebase.care, Key(FLAG, flag.name)
    says = tag("p", filled(flag.say, care, None), class_="say") if flag.say else None
    return tag(
        "article",
        tag("h4", flag.title or plain(flag.name), " ", tag("code", flag.name)),
        says,
        known(_known(links, flag)),
        *_silences(links, flag),
        id=links.anchor(key),
        class_=f"flag {flag.urgency}",
    )


def _known(links: Links, flag: Flag) -> Iterator[tuple[str, Part]]:
    care = links.rulebase.care
    for voice, words in _VOICES.items():
        if voice in flag.voices:
            yield words, filled(flag.voices[voice], care, None)
    yield "In one line", filled(flag.brief, care, None)
    yield "What stays", filled(flag.stays, care, None)
    yield "It asks", listed(_check(links, flag, one) for one in flag.checks)
    yield "Help for", ", ".join(map(plain, flag.needs))
    if flag.firm:
        yield "A no", "does not lift it"
    if flag.despite:
        beside = joined((links.flag(name) for name in flag.despite), ", ")
        yield "A no", joined(["counts for nothing beside ", beside])
    if flag.quiets:
        yield "Silences", _EVERYTHING
    yield "Raised by", f"{counted(len(flag.said), 'cue')}" if flag.said else "what is learnt or asked"
    yield "Findings", findings(links, Key(FLAG, flag.name))
    yield "Stands in", links.place(flag.position)


def _check(links: Links, flag: Flag, check: Check) -> Markup:
    """Give a direct question, with the flags that its answers raise beside the usual."""
    answers = ((check.yes, "yes"), (check.no, "no"), (check.unsure, "doubt"))
    raised = [joined([f"{word}: ", links.flag(name)]) for name, word in answers if name and name != flag.name]
    after = joined([" (", joined(raised, ", "), ")"]) if raised else None
    return joined([check.ask, after])


def _silences(links: Links, flag: Flag) -> Iterator[Markup]:
    if not flag.quiets and flag.silences:
        names = sorted(flag.silences)
        summary = f"{counted(len(names), 'rule')} {'falls' if len(names) == 1 else 'fall'} silent"
        yield folded(summary, tag("p", links.rules(names)))


def _together(links: Links) -> Iterator[Markup]:
    found = links.rulebase.care.together
    if found:
        yield tag("h2", "What means more together")
        yield listed(_one_together(links, number) for number in range(len(found)))


def _one_together(links: Links, number: int) -> Markup:
    one = links.rulebase.care.together[number]
    raises: Part = None
    if one.raises:
        words = "it may be" if one.possible else "then it is"
        raises = joined([f" {words} ", links.flag(one.raises), "."])
    return tag(
        "span",
        joined((links.flag(name) for name in one.of), " and "),
        ":",
        raises,
        joined([" “", one.say, "”"]) if one.say else None,
        joined([" (", links.section(one.source), ")"]) if one.source else None,
        id=links.anchor(Key(TOGETHER, str(number))),
    )
