"""Checks of phrases that need no language: word lists that exist, and holes where a value can stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.rulebase.checking import cycle
from advisor.rulebase.declaring import unknown
from advisor.rulebase.drafts import entries, listed
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.rulebase.drafts import Document
    from advisor.rulebase.model import Fact
    from advisor.rulebase.nodes import Node, Report

_LIST = re.compile(r"\(([^()]*)\)")
_HOLE = re.compile(r"<([^<>]*)>")


def check_phrases(documents: list[Document], facts: Mapping[str, Fact], report: Report) -> None:
    """Report phrases with a word list that is declared nowhere, or with a hole that nothing fills."""
    parts = [part for document in documents for part in (document.root, *document.parts)]
    lists = {key.text: words for part in parts for key, words in entries(part.get("words"))}
    for part in parts:
        for fact, cue in _said(part):
            valued = fact in facts and facts[fact].kind not in {"boolean", "choice"}
            _check(cue, lists, report, valued=valued)
        for cue in _others(part):
            _check(cue, lists, report, valued=False)
    used = {name: [m for cue in listed(words) for m in _LIST.findall(cue.text)] for name, words in lists.items()}
    circle = cycle({name: [m.strip() for m in names] for name, names in used.items()})
    if circle:
        message = "word lists hold each other in a circle: " + " -> ".join(circle)
        report.add("words-cycle", message, lists[circle[0]], "write the alternatives of one of them out")


def _said(part: MappingNode) -> Iterator[tuple[str, Scalar]]:
    """Walk the phrases of facts, with the fact's name."""
    for key, fact in entries(part.get("facts")):
        said = fact.get("said") if isinstance(fact, MappingNode) else None
        yield from ((key.text, cue) for cue in _cues(said))
    more = part.get("phrases")
    for key, said in entries(more.get("facts") if isinstance(more, MappingNode) else None):
        yield from ((key.text, cue) for cue in _cues(said))


def _others(part: MappingNode) -> Iterator[Scalar]:
    """Walk the phrases of topics and flags, and the alternatives of word lists."""
    for section, key in (("topics", "asked"), ("flags", "said")):
        for _, node in entries(part.get(section)):
            yield from _cues(node.get(key) if isinstance(node, MappingNode) else None)
    more = part.get("phrases")
    for _, asked in entries(more.get("topics") if isinstance(more, MappingNode) else None):
        yield from _cues(asked)
    for _, words in entries(part.get("words")):
        yield from listed(words)


def _cues(node: Node | None) -> Iterator[Scalar]:
    """Walk the cues below a node, with those that forbid them."""
    if isinstance(node, Scalar):
        yield node
    for item in node.items if isinstance(node, Sequence) else ():
        yield from _cues(item)
    for _, value in entries(node):
        yield from _cues(value)


def _check(cue: Scalar, lists: Mapping[str, Node], report: Report, *, valued: bool) -> None:
    if not any(character.isalnum() for character in cue.text):
        report.add("bad-phrase", "there is no word in this phrase", cue, "write how people say it")
    if "(" in cue.text:
        for found in _LIST.finditer(cue.text):
            if found[1].strip() not in lists:
                unknown(report, "word-list", cue, lists, name=found[1].strip() or "()", offset=found.start(1))
    if "<" in cue.text:
        for found in _HOLE.finditer(cue.text):
            if found[1] != "value" or not valued:
                message = f"nothing can stand for <{found[1]}> here"
                remedy = "only phrases of numbers, dates, durations and texts have a hole: <value>"
                report.add("bad-phrase", message, cue, remedy, offset=found.start(), width=len(found[0]))
