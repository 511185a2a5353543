"""Findings: what an author should look at. They are no Problems: the rulebase can be used.

A warning is most likely a mistake, a note may be meant so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from advisor.errors import Position

WARNING, NOTE = "warning", "note"


class Finding(NamedTuple):
    """One thing that an author should look at.

    `severity` is warning or note; `position` its place.
    """

    code: str
    severity: str
    message: str
    position: Position
    remedy: str

    def to_dict(self) -> dict[str, Any]:
        """Give the finding as plain values for JSON."""
        file, line, column = self.position
        place = {"file": file, "line": line, "column": column}
        return {"code": self.code, "severity": self.severity, **place, "message": self.message, "remedy": self.remedy}
