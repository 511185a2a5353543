"""Building what a rulebase has for people in danger: its flags, and the care that goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.rulebase.care import (
    ANYWHERE,
    BOUNDARY,
    EMERGENCY,
    NEED,
    URGENT,
    Care,
    Check,
    Country,
    Evidence,
    Flag,
    Resource,
    Sign,
    Together,
    Wording,
)
from advisor.rulebase.declaring import day_of, phrases, unknown
from advisor.rulebase.drafts import Draft, listed, mappings, text
from advisor.rulebase.model import Advice
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Scalar
from advisor.rulebase.sections import cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.rulebase.model import Phrase, Rule, Source
    from advisor.rulebase.nodes import Node, Report

_VOICED = ("witness", "doer")
_TEXTS = ("say", *_VOICED, "brief", "stays")


class Caring:
    """Builds the flags of a draft and what goes with them, reporting what is wrong with them."""

    def __init__(self, draft: Draft, rules: Mapping[str, Rule], topics: Iterable[str], report: Report) -> None:
        self.draft, self.rules, self.topics, self.report = draft, rules, set(topics), report
        self.tags: dict[str, set[str]] = {}
        for name, rule in rules.items():
            for tag in rule.tags:
                self.tags.setdefault(tag, set()).add(name)
        self.needs = {need.text for node in draft.resources for need in listed(node.get("needs"))}
        self._evidence()
        self._holes(draft.help)

    def flags(self) -> dict[str, Flag]:
        """Build the flags, with the rules that each silences."""
        return {name: self._flag(name, key, node) for name, (key, node) in self.draft.flags.items()}

    def care(self, flags: Mapping[str, Flag], sources: Mapping[str, Source]) -> Care:
        """Build everything else."""
        draft = self.draft
        return Care(
            draft.texts.get("reminder", ""),
            draft.texts.get("help", ""),
            {
                n: Sign(n, self.report.position(key), phrases(node.get("said")))
                for n, (key, node) in draft.signs.items()
            },
            {voice: _all(said) for voice, said in draft.voices.items()},
            tuple(self._together(name, flags, sources) for name in draft.together),
            tuple(map(self._resource, draft.resources)),
            {name: self._country(name) for name in draft.countries},
            {name: _note(name, node) for name, (_, node) in draft.evidence.items()},
            Wording(_all(draft.wording.get("never", [])), _all(draft.wording.get("urgent", []))),
        )

    # --- flags

    def _flag(self, name: str, key: Scalar, node: MappingNode) -> Flag:
        suspends, kept = node.get("suspends"), listed(node.get("keeps"))
        everything = isinstance(suspends, Scalar) and not kept
        urgency = text(node, "urgency", URGENT if everything else BOUNDARY)
        for other in kept:
            self._rule(other)
        silenced = self._silenced(suspends) - {self.draft.heir(rule.text) for rule in kept}
        if urgency in {EMERGENCY, URGENT}:  # nothing is decided then, and so nothing is kept
            silenced = set(self.rules)
        for written in _TEXTS:
            self._holes(node.get(written))
        for need in listed(node.get("needs")):
            self._need(need, need.text)
        return Flag(
            name,
            self.report.position(key),
            sum((phrases(more) for _, more in self.draft.phrases.get(("flags", name), ())), phrases(node.get("said"))),
            text(node, "say"),
            frozenset(silenced),
            urgency,
            text(node, "title", name.replace("_", " ")),
            {voice: text(node, voice) for voice in _VOICED if node.get(voice)},
            text(node, "brief"),
            text(node, "stays"),
            tuple(map(self._check, mappings(node.get("checks")))),
            tuple(need.text for need in listed(node.get("needs"))),
            text(node, "firm") == "true",
            tuple(self._signs(node.get("despite"))),
        )

    def _silenced(self, node: Node | None) -> set[str]:
        """Give the rules that a flag names: all, some by name, or those of topics and tags."""
        if isinstance(node, Scalar):
            return set(self.rules)
        if not isinstance(node, MappingNode):
            return {rule for item in listed(node) for rule in self._rule(item)}
        found = {rule for item in listed(node.get("rules")) for rule in self._rule(item)}
        for item in listed(node.get("topics")):
            if item.text not in self.topics:
                unknown(self.report, "topic", item, self.topics)
            found |= {n for n, r in self.rules.items() if isinstance(r.then, Advice) and r.then.topic == item.text}
        for item in listed(node.get("tags")):
            if item.text not in self.tags:
                unknown(self.report, "tag", item, self.tags)
            found |= self.tags.get(item.text, set())
        return found

    def _rule(self, item: Scalar) -> list[str]:
        if item.text not in self.draft.rules and item.text not in self.draft.retired:
            unknown(self.report, "rule", item, self.draft.rules)
        return [self.draft.heir(item.text)]

    def _check(self, node: MappingNode) -> Check:
        for answer in ("yes", "no", "unsure"):
            named = node.get(answer)
            if isinstance(named, Scalar) and named.text not in self.draft.flags:
                unknown(self.report, "flag", named, self.draft.flags)
        doubt = text(node, "doubt") == "true"
        return Check(text(node, "ask"), text(node, "yes"), text(node, "no"), text(node, "unsure"), doubt)

    def _signs(self, node: Node | None) -> list[str]:
        for item in listed(node):
            if item.text not in self.draft.signs:
                unknown(self.report, "sign", item, self.draft.signs)
        return [item.text for item in listed(node)]

    def _holes(self, node: Node | None) -> None:
        """Report a need in braces with which no place helps."""
        if isinstance(node, Scalar):
            for hole in NEED.finditer(node.text):
                self._need(node, hole[1], offset=hole.start(1))

    def _need(self, node: Scalar, name: str, offset: int = 0) -> None:
        for one in name.split("|"):
            if one not in self.needs:
                unknown(self.report, "need", node, self.needs, name=one, offset=offset)
            offset += len(one) + 1

    # --- what goes with them

    def _together(self, name: str, flags: Mapping[str, Flag], sources: Mapping[str, Source]) -> Together:
        key, node = self.draft.together[name]
        for item in listed(node.get("of")):
            if item.text not in flags and item.text not in self.draft.signs:
                unknown(self.report, "flag", item, [*flags, *self.draft.signs])
        raises = node.get("raises")
        if isinstance(raises, Scalar) and raises.text not in flags:
            unknown(self.report, "flag", raises, flags)
        self._holes(node.get("say"))
        return Together(
            name,
            self.report.position(key),
            tuple(item.text for item in listed(node.get("of"))),
            text(node, "raises"),
            text(node, "possible") == "true",
            text(node, "say"),
            cited(self.report, node.get("source"), sources),
        )

    def _resource(self, node: MappingNode) -> Resource:
        country = node.get("country")
        if isinstance(country, Scalar) and country.text != ANYWHERE:
            self._known_country(country)
        return Resource(
            text(node, "country"),
            tuple(need.text for need in listed(node.get("needs"))),
            text(node, "name"),
            self.report.position(node),
            call=text(node, "call"),
            text=text(node, "text"),
            url=text(node, "url"),
            email=text(node, "email"),
            hours=text(node, "hours"),
            grade=text(node, "grade"),
            source=text(node, "source"),
            source_says=text(node, "source_says"),
            checked_on=day_of(self.report, node.get("checked_on")),
        )

    def _country(self, code: str) -> Country:
        _, node = self.draft.countries[code]
        within = node.get("within")
        if isinstance(within, Scalar):
            self._known_country(within)
        also = tuple(name.text for name in listed(node.get("also")))
        return Country(code, text(node, "name"), also, text(node, "within"))

    def _known_country(self, node: Scalar) -> None:
        if node.text not in self.draft.countries:
            unknown(self.report, "country", node, self.draft.countries)

    def _evidence(self) -> None:
        """Report notes on evidence that rules name and that are not there."""
        for _, node in self.draft.rules.values():
            for item in listed(node.get("evidence")):
                if item.text not in self.draft.evidence:
                    unknown(self.report, "evidence", item, self.draft.evidence)


def _all(nodes: Iterable[Node]) -> tuple[Phrase, ...]:
    return sum(map(phrases, nodes), ())


def _note(name: str, node: MappingNode) -> Evidence:
    references = tuple(reference.text for reference in listed(node.get("references")))
    return Evidence(name, text(node, "claim"), text(node, "note"), text(node, "confidence"), references)
