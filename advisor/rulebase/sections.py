"""Building what a rulebase holds beside facts, topics and rules: sources, what is not covered, dated plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.rulebase import terms
from advisor.rulebase.declaring import day_of, phrases, unknown
from advisor.rulebase.drafts import Draft, entries, fits, listed, text
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import DatedPlan, Example, Phrase, Source, Uncovered
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.errors import Position
    from advisor.rulebase.drafts import Document
    from advisor.rulebase.model import Fact
    from advisor.rulebase.nodes import Node, Report


def places(documents: Iterable[Document]) -> dict[str, Position]:
    """Say where stands what has no position of its own: the texts of the whole, sources, word lists, evidence."""
    found: dict[str, Position] = {}
    for document in documents:
        for text_of_all in ("notice", "reminder", "help"):
            if node := document.root.get(text_of_all):
                found[text_of_all] = node.position
        for part in (document.root, *document.parts):
            for section in ("sources", "words", "evidence"):
                for key, node in entries(part.get(section)):
                    found.setdefault(f"{section}/{key.text}", key.position)
                    inner = node.get("sections") if isinstance(node, MappingNode) else None
                    found.update((f"{section}/{key.text}/{one.text}", one.position) for one, _ in entries(inner))
    return found


def build_sources(draft: Draft, report: Report) -> dict[str, Source]:
    """Build the sources with their sections."""
    return {
        name: Source(
            name,
            text(node, "title"),
            text(node, "author"),
            text(node, "date"),
            text(node, "url"),
            text(node, "note"),
            {key.text: title.text for key, title in entries(node.get("sections")) if isinstance(title, Scalar)},
            text(node, "speaks"),
            day_of(report, node.get("review_by")) or "",
        )
        for name, (_, node) in draft.sources.items()
    }


def asked(draft: Draft, section: str, name: str, node: MappingNode) -> tuple[Phrase, ...]:
    """Read how people ask about a topic or a subject: its own phrases and those that other files add."""
    more = draft.phrases.get((section, name), ())
    return sum((phrases(added) for _, added in more), phrases(node.get("asked")))


def examples(node: MappingNode, key: str) -> tuple[Example, ...]:
    """Read a list of example messages."""
    return tuple(Example(item.text, item.position) for item in listed(node.get(key)))


def build_uncovered(draft: Draft) -> dict[str, Uncovered]:
    """Build the subjects that are not covered."""
    return {
        name: Uncovered(
            name,
            text(node, "title"),
            key.position,
            asked(draft, "not_covered", name, node),
            text(node, "say"),
            examples(node, "examples"),
            examples(node, "counterexamples"),
        )
        for name, (key, node) in draft.not_covered.items()
    }


def cited(report: Report, node: Node | None, sources: Mapping[str, Source]) -> str:
    """Read a section of a source, as source/section; one that is not there is reported."""
    if not isinstance(node, Scalar):
        return ""
    name, slash, section = node.text.partition("/")
    if not slash:
        return ""  # reported with the shape of the file
    source = sources.get(name)
    if source is None:
        unknown(report, "source", node, sources, name=name)
    elif section not in source.sections:
        unknown(report, "section", node, source.sections, name=section, offset=len(name) + 1)
    return node.text


def build_plans(
    draft: Draft, facts: Mapping[str, Fact], sources: Mapping[str, Source], report: Report
) -> dict[str, DatedPlan]:
    """Build the dated plans."""
    plans = {}
    for name, (key, node) in draft.plans.items():
        restarts = _restarts(node.get("restarts"), facts, report)
        plans[name] = DatedPlan(
            name,
            text(node, "title"),
            report.position(key),
            _start(node.get("from"), facts, report),
            _length(node.get("length")),
            tuple(restarts),
            text(node, "because"),
            text(node, "done"),
            cited(report, node.get("source"), sources),
            {fact: kept for fact, kept in restarts.items() if kept},
        )
    return plans


def _start(node: Node | None, facts: Mapping[str, Fact], report: Report) -> str:
    if isinstance(node, Scalar):
        _told(node, "date", "counts from", facts, report)
        return node.text
    return ""  # reported with the shape of the file


def _length(node: Node | None) -> int:
    if not isinstance(node, Scalar) or not fits(node, terms.LENGTH):
        return 0  # reported with the shape of the file
    days = KINDS["duration"].accept(node.text)
    return days if isinstance(days, int) else 0


def _restarts(node: Node | None, facts: Mapping[str, Fact], report: Report) -> dict[str, tuple[str, ...]]:
    """Read the facts that restart a plan, each with those that keep it from doing so."""
    found: dict[str, tuple[str, ...]] = {}
    for item in getattr(node, "items", ()):
        fact = item.get("fact") if isinstance(item, MappingNode) else item
        if not isinstance(fact, Scalar):
            continue  # reported with the shape of the file
        kept = listed(item.get("unless")) if isinstance(item, MappingNode) else []
        for named in (fact, *kept):
            _told(named, "boolean", "is restarted by", facts, report)
        if fact.text in found:
            report.add("duplicate-name", f"'{fact.text}' restarts the plan twice", fact, "keep one")
        found[fact.text] = tuple(dict.fromkeys(other.text for other in kept))
    return found


def _told(node: Scalar, kind: str, verb: str, facts: Mapping[str, Fact], report: Report) -> None:
    """Report a fact that is not a told one of this kind."""
    fact = facts.get(node.text)
    if fact is None:
        unknown(report, "fact", node, facts)
    elif fact.kind != kind:
        message = f"a plan {verb} a {kind}; '{fact.name}' is a {fact.kind}"
        report.add("wrong-kind", message, node, f"name a told {kind}")
    elif not fact.told:
        how = "rules conclude it" if fact.derived else "it is computed"
        report.add("not-told", f"a plan {verb} what is told; '{fact.name}' is not: {how}", node, f"name a told {kind}")
