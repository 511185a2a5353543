"""Merging documents: what each file of each rulebase declares, by section and name, before anything is built."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.errors import near
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Report, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.nodes import Node
    from advisor.rulebase.shape import Shape

NAMED = {
    "sources": "source",
    "facts": "fact",
    "topics": "topic",
    "not_covered": "subject",
    "rules": "rule",
    "flags": "flag",
    "signs": "sign",
    "together": "combination",
    "countries": "country",
    "evidence": "note on evidence",
    "plans": "plan",
}


@dataclass(slots=True)
class Document:
    """One rulebase as files hold it: the checked nodes of its root and of its subjects."""

    root: MappingNode
    parts: tuple[MappingNode, ...]
    hints: str = ""
    alarms: str = ""


@dataclass(slots=True)
class Draft:
    """Everything declared, merged: a key and a node for each name of each section, and what is not named one by one."""

    sources: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    facts: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    topics: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    not_covered: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    rules: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    flags: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    plans: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    signs: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    together: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    countries: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    evidence: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    resources: list[MappingNode] = field(default_factory=list)
    voices: dict[str, list[Node]] = field(default_factory=dict)
    wording: dict[str, list[Node]] = field(default_factory=dict)
    scenarios: dict[str, tuple[Scalar, MappingNode]] = field(default_factory=dict)
    never: list[Scalar] = field(default_factory=list)
    domain: list[Node] = field(default_factory=list)
    classes: dict[str, Scalar] = field(default_factory=dict)
    hints: str = ""
    alarms: str = ""
    help: Scalar | None = None
    words: dict[str, dict[str, None]] = field(default_factory=dict)
    phrases: dict[tuple[str, str], list[tuple[Scalar, Node]]] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    inherited: frozenset[str] = frozenset()

    def heir(self, rule: str) -> str:
        """Name the rule that stands in a rule's place: the last that replaces it, or itself."""
        while rule in self.replaced:
            rule = self.replaced[rule]
        return rule


def entries(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    """Walk the entries of a mapping; nothing when it is absent."""
    if isinstance(node, MappingNode):
        yield from node.entries


def text(node: MappingNode, key: str, otherwise: str = "") -> str:
    """Give the text under a key, with the line breaks of folding removed."""
    found = node.get(key)
    return found.text.strip() if isinstance(found, Scalar) else otherwise


def listed(node: Node | None) -> list[Scalar]:
    """Give the scalars of a list, or the one scalar that stands for a list of one."""
    if isinstance(node, Scalar):
        return [node]
    return [item for item in getattr(node, "items", ()) if isinstance(item, Scalar)]


def mappings(node: Node | None) -> list[MappingNode]:
    """Give the mappings of a list, or the one mapping that stands for a list of one."""
    if isinstance(node, MappingNode):
        return [node]
    return [item for item in getattr(node, "items", ()) if isinstance(item, MappingNode)]


def fits(node: Scalar, shape: Shape) -> bool:
    """Whether a text has its shape; what is wrong with it otherwise has been reported with the file."""
    return shape.check(node, Report(), None)


def merge(documents: list[Document], report: Report) -> Draft:
    """Merge rulebases, each extending the ones before it; the scenarios are those of the last."""
    draft = Draft()
    for number, document in enumerate(documents):
        inherited = set(draft.rules)
        draft.inherited = frozenset([*draft.rules, *draft.topics])
        for part in (document.root, *document.parts):
            _named(draft, part, report)
            _added(draft, part)
            if number == len(documents) - 1:
                for key, node in entries(part.get("scenarios")):
                    _declare(draft.scenarios, "scenario", key, node, report)
        if document.root.get("name"):
            # these are of the rulebase that is extended, and of no other
            kept = ("language", "notice", "reminder", "help")
            draft.texts = {key: draft.texts[key] for key in kept if key in draft.texts}
        draft.classes.update((name.text, name) for name in listed(document.root.get("classes")))
        draft.hints = document.hints or draft.hints
        draft.alarms = document.alarms or draft.alarms
        for name in ("name", "version", "title", "language", "notice", "reminder", "help"):
            if found := text(document.root, name):
                draft.texts[name] = found
        called = document.root.get("help")
        draft.help = called if isinstance(called, Scalar) else draft.help
        _retire(draft, document, inherited, report)
    return draft


def _named(draft: Draft, part: MappingNode, report: Report) -> None:
    for section, noun in NAMED.items():
        for key, node in entries(part.get(section)):
            _declare(getattr(draft, section), noun, key, node, report)


def _added(draft: Draft, part: MappingNode) -> None:
    draft.never += listed(part.get("never"))
    draft.resources += mappings(part.get("resources"))
    for name, lists in (("voices", draft.voices), ("wording", draft.wording)):
        for voice, cues in entries(part.get(name)):
            lists.setdefault(voice.text, []).append(cues)
    if domain := part.get("domain"):
        draft.domain.append(domain)
    for key, words in entries(part.get("words")):
        draft.words.setdefault(key.text, {}).update(dict.fromkeys(w.text for w in listed(words)))
    for section, phrases in entries(part.get("phrases")):
        for key, said in entries(phrases):
            draft.phrases.setdefault((section.text, key.text), []).append((key, said))


def _declare(names: dict[str, tuple[Scalar, MappingNode]], noun: str, key: Scalar, node: Node, report: Report) -> None:
    if key.text in names:
        first = report.position(names[key.text][0])
        remedy = "give it another name" + (", or say which rule it `replaces:`" if noun == "rule" else "")
        if noun in {"fact", "topic", "subject"}:
            remedy += ", or add phrases to the first under `phrases:`"
        report.add("duplicate-name", f"the {noun} '{key.text}' is declared already, at {first}", key, remedy)
    elif isinstance(node, MappingNode):
        names[key.text] = key, node


def _retire(draft: Draft, document: Document, inherited: set[str], report: Report) -> None:
    """Take out the rules that a rulebase retires or replaces; only rules of the rulebases it extends can be."""
    for key, reason in entries(document.root.get("retires")):
        if _known(key, draft, inherited, report) and isinstance(reason, Scalar):
            draft.retired[key.text] = reason.text
            del draft.rules[key.text]
    for name, (_, node) in list(draft.rules.items()):
        old = node.get("replaces")
        if name in inherited or not isinstance(old, Scalar) or not _known(old, draft, inherited, report):
            continue
        why = text(node, "reason")
        if not why and text(draft.rules[old.text][1], "safety") == "true":
            message = f"'{old.text}' is a safety rule and is replaced without a reason"
            report.add("no-reason", message, old, "say why under `reason:`")
        draft.retired[old.text] = why or f"replaced by {name}"
        draft.replaced[old.text] = name
        del draft.rules[old.text]
    for name in draft.rules.keys() & draft.retired.keys():  # declared anew by a rulebase that came later
        del draft.retired[name]
        draft.replaced.pop(name, None)


def _known(name: Scalar, draft: Draft, inherited: set[str], report: Report) -> bool:
    if name.text in inherited and name.text in draft.rules:
        return True
    nearest = None if report.full else near(name.text, inherited)
    remedy = f"did you mean '{nearest}'?" if nearest else "name a rule of the rulebase that is extended"
    message = f"there is no rule '{name.text}' to retire or replace"
    if name.text in draft.retired:
        message, remedy = f"the rule '{name.text}' is retired or replaced already", "do it once"
    report.add("unknown-rule", message, name, remedy)
    return False
