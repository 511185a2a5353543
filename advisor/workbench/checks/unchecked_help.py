"""The check `unchecked-help`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.findings import NOTE, Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench

SEVERITY = NOTE
REMEDY = "let a person open the page of the place, and put the day under `checked_on:`"


def check(bench: Bench) -> Iterator[Finding]:
    """Nobody has opened the page of a place that helps.

    Avoid:

        name: hike
        resources:
          - {country: "*", needs: [rescue], name: Mountain rescue, call: "112"}

    Prefer:

        name: hike
        resources:
          - {country: "*", needs: [rescue], name: Mountain rescue, call: "112", checked_on: 2026-01-10}

    Why: a number that was copied and never tried may be wrong, and who calls it has no second chance. Only a person can
    see that the page says what the rulebase says.
    """
    for row in bench.rulebase.care.resources:
        if row.checked_on is None:
            yield finding(__name__, f"nobody has opened the page of {row.name} ({row.country})", row.position)
