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
_WORDLESS = re.compile(r"^[\W_]*$", re.MULTILINE)


def check_phrases(documents: list[Document], facts: Mapping[str, Fact], report: Report) -> None:
    """Report phrases with a word list that is declared nowhere, or with a hole that nothing fills."""
    parts = [part for document in documents for part in (document.root, *document.parts)]
    lists = {key.text: words for part in parts for key, words in entries(part.get("words"))}
    kinds: dict[bool, list[Scalar]] = {True: [], False: []}
    for part in parts:
        for fact, said in _said(part):
            kinds[fact in facts and facts[fact].kind not in {"boolean", "choice"}] += _cues(said)
        for phrases in _others(part):
            kinds[False] += _cues(phrases)
    for valued, cues in kinds.items():
        if not _fine("\n".join(cue.text for cue in cues), lists, valued=valued):
            for cue in cues:
                _check(cue, lists, report, valued=valued)
    used = {name: [m for cue in listed(words) for m in _LIST.findall(cue.text)] for name, words in lists.items()}
    circle = cycle({name: [m.strip() for m in names] for name, names in used.items()})
    if circle:
        message = "word lists hold each other in a circle: " + " -> ".join(circle)
        report.add("words-cycle", message, lists[circle[0]], "write the alternatives of one of them out")


def _said(part: MappingNode) -> Iterator[tuple[str, Node | None]]:
    """Walk the phrases of facts, with the fact's name."""
    for key, fact in entries(part.get("facts")):
        if isinstance(fact, MappingNode):
            yield key.text, fact.get("said")
    more = part.get("phrases")
    for key, said in entries(more.get("facts") if isinstance(more, MappingNode) else None):
        yield key.text, said


def _others(part: MappingNode) -> Iterator[Node | None]:
    """Walk the phrases of topics, subjects, flags and the field, and the alternatives of word lists."""
    for section, key in (("topics", "asked"), ("not_covered", "asked"), ("flags", "said"), ("signs", "said")):
        for _, node in entries(part.get(section)):
            yield node.get(key) if isinstance(node, MappingNode) else None
    yield part.get("domain")
    yield from (node for section in ("voices", "wording") for _, node in entries(part.get(section)))
    more = part.get("phrases")
    if isinstance(more, MappingNode):
        yield from (more.get(section) for section in ("topics", "not_covered", "flags"))
    for _, words in entries(part.get("words")):
        yield words


def _cues(node: Node | None) -> list[Scalar]:
    """List the cues below a node, with those that forbid them; in a loop, as there are thousands."""
    found: list[Scalar] = []
    left = [node]
    while left:
        one = left.pop()
        if isinstance(one, Scalar):
            found.append(one)
        elif isinstance(one, Sequence):
            left += one.items
        elif one is not None:
            left += [value for key, value in one.entries if key.text != "weight"]
    return found


def _fine(cues: str, lists: Mapping[str, Node], *, valued: bool) -> bool:
    """Whether nothing is wrong with any of thousands of phrases: one look at all of them together."""
    known = {name.strip() for name in _LIST.findall(cues)} <= lists.keys()
    filled = set(_HOLE.findall(cues)) <= ({"value"} if valued else set())
    return known and filled and _WORDLESS.search(cues) is None


def _check(cue: Scalar, lists: Mapping[str, Node], report: Report, *, valued: bool) -> None:
    if not cue.text[:1].isalnum() and not any(character.isalnum() for character in cue.text):
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
