"""An acceptance of what no check finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import near
from advisor.rulebase.problems import PROBLEMS
from advisor.workbench.checks import codes
from advisor.workbench.findings import WARNING, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = WARNING
REMEDY = "correct the code; `advisor check` writes it before each finding"


def check(bench: Bench) -> Iterator[Finding]:
    """A code under `accepts:` that no finding has.

    Avoid:

        name: shed
        facts:
          flat:
            kind: boolean
            ask: Is the tyre flat?
            accepts: {unused-facts: Asked for the repair shop.}

    Prefer:

        name: shed
        facts:
          flat:
            kind: boolean
            ask: Is the tyre flat?
            accepts: {unused-fact: Asked for the repair shop.}

    Why: what was meant to be accepted is not, and the reason written down is read by nobody. What keeps a rulebase from
    being loaded is a problem, and cannot be accepted.
    """
    known = codes()
    for one in bench.rulebase.accepted:
        if one.code in PROBLEMS:
            text, remedy = f"'{one.code}' is a problem, and problems cannot be accepted", "take it out"
            yield finding(__name__, text, one.position, remedy=remedy)
        elif one.code not in known:
            nearest = near(one.code, known)
            remedy = f"did you mean '{nearest}'?" if nearest else ""
            yield finding(__name__, f"no finding has the code '{one.code}'", one.position, remedy=remedy)
