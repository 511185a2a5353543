"""Findings as a JUnit report, which most servers that build and test can show: a suite for each code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from advisor.render.findings import in_full

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from advisor.rulebase.model import Fact
    from advisor.workbench.findings import Finding

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, even when escaped


def findings_as_junit(
    findings: Sequence[Finding], facts: Mapping[str, Fact], codes: Iterable[str], failing: Collection[Finding]
) -> str:
    """Write a report with a test for each finding, and one that passes for each code looked for and not found.

    Those in `failing` are failures; others, and those that are accepted, are skipped tests with the reason.

    >>> print(findings_as_junit([], {}, ["unused-cue"], []))
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="advisor check" tests="1" failures="0" skipped="0" errors="0">
      <testsuite name="unused-cue" tests="1" failures="0" skipped="0" errors="0">
        <testcase classname="unused-cue" name="nothing found"/>
      </testsuite>
    </testsuites>
    """
    groups: dict[str, list[Finding]] = {code: [] for code in codes}
    for one in findings:
        groups.setdefault(one.code, []).append(one)
    failed, skipped = sum(one in failing for one in findings), sum(one not in failing for one in findings)
    tests = sum(max(1, len(group)) for group in groups.values())
    suites = (line for code, group in groups.items() for line in _suite(code, group, facts, failing))
    head = f"<testsuites {_counts('advisor check', tests, failed, skipped)}>"
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"])


def _counts(name: str, tests: int, failed: int, skipped: int) -> str:
    return f'name={_quoted(name)} tests="{tests}" failures="{failed}" skipped="{skipped}" errors="0"'


def _suite(
    code: str, group: Sequence[Finding], facts: Mapping[str, Fact], failing: Collection[Finding]
) -> Iterator[str]:
    failed = sum(one in failing for one in group)
    yield f"  <testsuite {_counts(code, max(1, len(group)), failed, len(group) - failed)}>"
    for one in group:
        yield from _case(one, facts, failed=one in failing)
    if not group:
        yield f'    <testcase classname={_quoted(code)} name="nothing found"/>'
    yield "  </testsuite>"


def _case(one: Finding, facts: Mapping[str, Fact], *, failed: bool) -> Iterator[str]:
    file, line = _quoted(one.position.file.removeprefix("./")), one.position.line
    name = _quoted(f"{one.position}: {one.message}")
    yield f'    <testcase classname={_quoted(one.code)} name={name} file={file} line="{line}">'
    if failed:
        message, told = _quoted(one.message), _escaped(f"{one.position}\n{in_full(one, facts)}")
        yield f"      <failure type={_quoted(one.severity)} message={message}>{told}</failure>"
    else:
        reason = f"accepted: {one.accepted}" if one.accepted else f"{one.severity}: {one.message}"
        yield f"      <skipped message={_quoted(reason)}/>"
    yield "    </testcase>"


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _quoted(text: str) -> str:
    """Write an attribute's value in its quotes."""
    return quoteattr(_allowed(text))


def _escaped(text: str) -> str:
    return _allowed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
