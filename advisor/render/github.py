"""Findings as workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.findings import in_full, totals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.rulebase.model import Fact
    from advisor.workbench.findings import Finding

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def findings_as_commands(findings: Sequence[Finding], facts: Mapping[str, Fact]) -> str:
    """Write a workflow command for each finding that is not accepted, and a line that counts them.

    >>> from advisor.errors import Position
    >>> from advisor.workbench.findings import Finding
    >>> one = Finding("unused-cue", "note", "50% unused", Position("./a,b.yaml", 3, 5), "Take it out.")
    >>> print(findings_as_commands([one], {}))
    ::notice file=a%2Cb.yaml,line=3,col=5,title=unused-cue::50%25 unused%0ARemedy: Take it out.
    1 note.
    """
    lines = [_command(one, facts) for one in findings if not one.accepted]
    return "\n".join([*lines, totals(findings)])


def _command(one: Finding, facts: Mapping[str, Fact]) -> str:
    file, line, column = one.position
    where = {"file": file.removeprefix("./"), "line": str(line), "col": str(column), "title": one.code}
    properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in where.items())
    return f"::{_COMMANDS[one.severity]} {properties}::{in_full(one, facts).translate(_DATA)}"
