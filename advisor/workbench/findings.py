"""Findings: what an author should look at. They are no Problems: the rulebase can be used.

An error is a mistake, a warning most likely one, and a note may be meant so.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from advisor.reasoning.records import record
from advisor.rulebase.model import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.errors import Position
    from advisor.rulebase.kinds import Value

ERROR, WARNING, NOTE = SEVERITIES = ("error", "warning", "note")
"""How bad a finding is, the worst first."""

_SHOWN = 60  # characters of a text that is quoted


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an author should look at.

    `severity` is error, warning or note; `position` its place; `example` the smallest situation that shows it: told
    facts with their values, and nothing where there is none. `dated` says that it hangs on the day, `accepted` for
    what reason the author accepts it ("": nobody does).
    """

    code: str
    severity: str
    message: str
    position: Position
    remedy: str
    example: Mapping[str, Value] = field(default_factory=lambda: NOTHING, hash=False)
    dated: bool = False
    accepted: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the finding as plain values for JSON."""
        file, line, column = self.position
        return {
            "code": self.code,
            "severity": self.severity,
            "file": file,
            "line": line,
            "column": column,
            "message": self.message,
            "remedy": self.remedy,
            "example": record(self.example),
            "dated": self.dated,
            "accepted": self.accepted or None,
        }


def code_of(module: str) -> str:
    """Give the code of a check by the name of its module.

    >>> code_of("advisor.workbench.checks.unused_cue")
    'unused-cue'
    """
    return module.rpartition(".")[2].replace("_", "-")


def finding(
    module: str, message: str, position: Position, *, example: Mapping[str, Value] = NOTHING, remedy: str = ""
) -> Finding:
    """Make a finding of the check whose module is named: with its code, severity and, unless another is given, remedy.

    A check hands over its own `__name__`.
    """
    own = sys.modules[module]
    dated: bool = getattr(own, "DATED", False)
    return Finding(code_of(module), own.SEVERITY, message, position, remedy or own.REMEDY, example, dated)


def short(text: str) -> str:
    """Quote a text in a message, cut where it is long.

    >>> short("Does it  rain?")
    '"Does it rain?"'
    """
    text = " ".join(text.split())
    return f'"{text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"}"'


def failing(found: Iterable[Finding], level: str, *, dated: bool) -> tuple[Finding, ...]:
    """Give the findings for which a check fails: of this severity or a worse one, and not accepted.

    `level` may be never, too. What hangs on the day counts only with `dated`: a build that passed yesterday passes
    today.

    >>> from advisor.errors import Position
    >>> one = Finding("unused-cue", NOTE, "It is so.", Position("a.yaml", 1, 1), "Change it.")
    >>> failing([one], WARNING, dated=False), len(failing([one], NOTE, dated=False))
    ((), 1)
    """
    counted = SEVERITIES[: SEVERITIES.index(level) + 1] if level in SEVERITIES else ()
    return tuple(one for one in found if one.severity in counted and not one.accepted and (dated or not one.dated))
