"""The check `old-help`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.workbench.findings import WARNING, Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench

SEVERITY = WARNING
REMEDY = "open the page of the place, and put the day under `checked_on:`"
DATED = True

_RENEWED = 90  # days after which a page is to be opened again


def check(bench: Bench) -> Iterator[Finding]:
    """The page of a place that helps was opened more than 90 days ago.

    Avoid:

        name: hike
        resources:
          - {country: "*", needs: [rescue], name: Mountain rescue, call: "112", checked_on: 2025-01-10}

    Prefer:

        name: hike
        resources:
          - {country: "*", needs: [rescue], name: Mountain rescue, call: "112", checked_on: 2026-01-10}

    Why: numbers and hours change. A page that was right in spring says little about the winter.
    """
    for row in bench.rulebase.care.resources:
        if row.checked_on is not None:
            days = (bench.today - datetime.date.fromisoformat(row.checked_on)).days
            if days > _RENEWED:
                where = f"{row.name} ({row.country})"
                text = f"the page of {where} was opened {days} days ago, on {row.checked_on}"
                yield finding(__name__, text, row.position)
