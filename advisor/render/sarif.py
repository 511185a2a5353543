"""Findings as a SARIF log, version 2.1.0: the form in which tools hand findings to each other."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, Any

from advisor.reasoning.records import record
from advisor.render.findings import situation_in_words
from advisor.render.pages import page_as_markdown, page_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.rulebase.model import Fact
    from advisor.workbench.findings import Finding
    from advisor.workbench.pages import Page

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_UNRESERVED = frozenset("/-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_LEVELS = {"problem": "error"}  # the others are called the same


def findings_as_sarif(
    findings: Sequence[Finding], facts: Mapping[str, Fact], pages: Sequence[Page], version: str
) -> dict[str, Any]:
    """Give findings as a log of one run of this version; `pages` are those of all codes that were looked for.

    Those that are accepted are results that the source suppresses, with the reason as their justification.

    >>> findings_as_sarif([], {}, [], "1.0")["runs"][0]["results"]
    []
    """
    index = {page.code: number for number, page in enumerate(pages)}
    driver = {"name": "advisor", "version": version, "rules": [_rule(page) for page in pages]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, facts, index) for one in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(page: Page) -> dict[str, Any]:
    return {
        "id": page.code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.why[:1].upper() + page.why[1:] or page.title},
        "help": {"text": page_in_words(page), "markdown": page_as_markdown(page)},
        "defaultConfiguration": {"level": _LEVELS.get(page.severity, page.severity)},
    }


def _result(one: Finding, facts: Mapping[str, Fact], index: Mapping[str, int]) -> dict[str, Any]:
    file, line, column = one.position
    place = {"artifactLocation": {"uri": uri(file)}, "region": {"startLine": line, "startColumn": column}}
    example = f" For example: {situation_in_words(one.example, facts)}." if one.example else ""
    told: dict[str, Any] = {
        "ruleId": one.code,
        "level": one.severity,
        "message": {"text": f"{one.message}.{example}"},
        "locations": [{"physicalLocation": place}],
        "properties": {"remedy": one.remedy, "example": record(one.example), "dated": one.dated},
    }
    if one.code in index:
        told["ruleIndex"] = index[one.code]
    if one.accepted:
        told["suppressions"] = [{"kind": "inSource", "justification": one.accepted}]
    return told


def uri(file: str) -> str:
    """Write the path of a file as a relative reference; an absolute one becomes a file URI.

    >>> uri("./my rules//a.yaml"), uri("/rules/a:b.yaml")
    ('my%20rules/a.yaml', 'file:///rules/a%3Ab.yaml')
    """
    path = posixpath.normpath(file.replace(os.sep, "/")).encode("utf-8", "surrogatepass")
    quoted = "".join(chr(byte) if chr(byte) in _UNRESERVED else f"%{byte:02X}" for byte in path)
    return f"file://{quoted}" if quoted.startswith("/") else quoted
