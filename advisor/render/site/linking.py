"""Where everything stands in the site, and links that lead there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.render.facts import fact_in_words
from advisor.render.markup import Markup, joined, tag, text
from advisor.render.readings import plain
from advisor.rulebase.checking import HOLE
from advisor.rulebase.model import Advice
from advisor.workbench.atlas import FACT, FLAG, NOTE, PLACE, PLAN, RULE, SCENARIO, SOURCE, SUBJECT, TOGETHER, TOPIC, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.errors import Position
    from advisor.rulebase.kinds import Value
    from advisor.workbench.atlas import Atlas

OVERVIEW, FACTS, SOURCES, HELP = "index.html", "facts.html", "sources.html", "help.html"
PLANS, UNCOVERED, SCENARIOS, FINDINGS, NAMES = (
    "plans.html",
    "not-covered.html",
    "scenarios.html",
    "findings.html",
    "names.html",
)
STYLE, SCRIPT = "site.css", "filter.js"

VERDICTS = {
    "do": "do",
    "may": "may",
    "dont": "don’t",
    "wait": "wait",
    "know": "good to know",
    "silent": "the source is silent",
}
"""What a verdict is called beside a rule."""

_LINKED = re.compile(r"https?://[^\s<>\"']+")


class Links:
    """The links of one site: what an atlas holds, where each of it stands; `folders` are left out of names of files."""

    def __init__(self, atlas: Atlas, folders: Iterable[str] = ()) -> None:
        self.atlas, self.rulebase = atlas, atlas.rulebase
        self.folders = tuple(folders)
        self._scenarios = _slugs(scenario.title for scenario in atlas.rulebase.scenarios)

    @property
    def helps(self) -> bool:
        """Whether the rulebase says where to find help."""
        return bool(self.rulebase.care.help or self.rulebase.care.resources)

    def anchor(self, key: Key) -> str:
        """Give the name of the place on its page at which a thing stands."""
        if key.kind == SCENARIO:
            return self._scenarios[int(key.name)]
        return f"{key.kind}-{key.name.replace('/', '.')}"

    def page(self, key: Key) -> str:
        """Give the page on which a thing stands."""
        if key.kind == TOPIC:
            return topic_page(key.name)
        if key.kind == RULE:
            then = self.rulebase.rules[key.name].then
            return topic_page(then.topic) if isinstance(then, Advice) else FACTS
        return _PAGES[key.kind]

    def href(self, key: Key) -> str:
        """Give the address of a thing within the site."""
        page = self.page(key)
        return page if key.kind == TOPIC else f"{page}#{self.anchor(key)}"

    def link(self, key: Key, words: str | None = None) -> Markup:
        """Lead to a thing by words, or by what it is called."""
        return tag("a", self.called(key) if words is None else words, href=self.href(key))

    def called(self, key: Key) -> str:
        """Say what a thing is called: by its title, where it has one, else by its name."""
        rulebase = self.rulebase
        titles: Mapping[str, object] = {TOPIC: rulebase.topics, PLAN: rulebase.plans, SUBJECT: rulebase.not_covered}
        if key.kind == SCENARIO:
            return rulebase.scenarios[int(key.name)].title
        if key.kind == PLACE:
            return rulebase.care.resources[int(key.name)].name
        if key.kind == TOGETHER:
            return rulebase.care.together[int(key.name)].name
        if key.kind == NOTE:
            return rulebase.care.evidence[key.name].claim
        if key.kind == SOURCE:
            return rulebase.sources[key.name].title
        if key.kind == FLAG:
            return rulebase.flags[key.name].title or plain(key.name)
        if key.kind in titles:
            return str(titles[key.kind][key.name].title)  # type: ignore[index]  # things with titles, by name
        return key.name

    def rule(self, name: str) -> Markup:
        """Lead to a rule by its name; one that was retired has no place."""
        if name not in self.rulebase.rules:
            return tag("code", name)
        return self.link(Key(RULE, name), tag("code", name))

    def rules(self, names: Iterable[str]) -> Markup:
        """Lead to rules, one after the other."""
        return joined((self.rule(name) for name in names), ", ")

    def fact(self, name: str) -> Markup:
        """Lead to a fact by its name."""
        return self.link(Key(FACT, name), tag("code", name))

    def said(self, words: str) -> Markup:
        """Show what is said, each value that is put in when it is said as a link to its fact."""
        parts = HOLE.split(words)  # every other one is the name in a hole
        holes = ((self.fact(part) if number % 2 else part) for number, part in enumerate(parts))
        return joined(holes)

    def facts(self, names: Iterable[str]) -> Markup:
        """Lead to facts, one after the other."""
        return joined((self.fact(name) for name in names), ", ")

    def flag(self, name: str) -> Markup:
        """Lead to a flag by its title; what is only a sign has no place."""
        return self.link(Key(FLAG, name)) if name in self.rulebase.flags else text(plain(name))

    def value(self, name: str, value: Value) -> Markup:
        """Say in the rulebase's words that a fact has a value, and lead to the fact."""
        return self.link(Key(FACT, name), fact_in_words(self.rulebase.facts[name], value))

    def act(self, on: str) -> Markup:
        """Lead to an act (`topic.act`) by its names."""
        topic, _, act = on.partition(".")
        return tag("a", tag("code", on), href=f"{topic_page(topic)}#act-{act}")

    def section(self, name: str) -> Markup:
        """Lead to a section of a source (`source/section`) by its title."""
        source, _, section = name.partition("/")
        found = self.rulebase.sources[source]
        words = f"{found.title} – {found.sections[section]}"
        return tag("a", words, href=f"{SOURCES}#section-{source}.{section}")

    def finding(self, number: int, words: str) -> Markup:
        """Lead to a finding by its number."""
        return tag("a", words, href=f"{FINDINGS}#finding-{number + 1}")

    def place(self, position: Position) -> Markup:
        """Name a place in the files, without the folder in which the rulebase lies."""
        file = position.file
        for folder in self.folders:
            name = folder.replace("\\", "/").rstrip("/").rpartition("/")[2]
            if file == folder:
                file = name
            elif file.startswith(f"{folder}/"):
                inside = file.removeprefix(folder).lstrip("/")
                file = f"{name}/{inside}" if len(self.folders) > 1 else inside
        return tag("code", f"{file}:{position.line}")


_PAGES = {
    FACT: FACTS,
    FLAG: HELP,
    PLAN: PLANS,
    SUBJECT: UNCOVERED,
    SCENARIO: SCENARIOS,
    SOURCE: SOURCES,
    NOTE: SOURCES,
    PLACE: HELP,
    TOGETHER: HELP,
}


def topic_page(name: str) -> str:
    """Name the page of a topic.

    >>> topic_page("watering")
    'topic-watering.html'
    """
    return f"topic-{name}.html"


def verdict(name: str) -> Markup:
    """Show a verdict: in words, and in a colour of its own.

    >>> verdict("dont")
    '<span class="verdict dont">don’t</span>'
    """
    return tag("span", VERDICTS.get(name, name), class_=f"verdict {name}")


def away(address: str, words: str | None = None) -> Markup:
    """Lead out of the site, where an address is one of the web; else show it.

    >>> away("javascript:alert(1)")
    'javascript:alert(1)'
    """
    if not _LINKED.fullmatch(address):
        return text(words or address)
    return tag("a", words or address, href=address, rel="noreferrer")


def linked(words: str) -> Markup:
    """Show words, with the addresses of the web in them as links.

    >>> linked("see https://example.org; it says so")
    'see <a href="https://example.org" rel="noreferrer">https://example.org</a>; it says so'
    """
    parts: list[str] = []
    end = 0
    for found in _LINKED.finditer(words):
        address = found[0].rstrip(".,;:!?)")
        parts += [words[end : found.start()], away(address)]
        end = found.start() + len(address)
    return joined([*parts, words[end:]])


def _slugs(titles: Iterable[str]) -> tuple[str, ...]:
    """Name the places of scenarios by their titles, each of its own."""
    found: dict[str, None] = {}
    for title in titles:
        words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        slug = bare = f"scenario-{words}".rstrip("-")
        number = 1
        while slug in found:
            number += 1
            slug = f"{bare}-{number}"
        found[slug] = None
    return tuple(found)
