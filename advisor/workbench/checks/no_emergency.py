"""The check `no-emergency`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.conversation.help import EMERGENCY as EMERGENCY_NEED
from advisor.conversation.help import places
from advisor.rulebase.care import EMERGENCY
from advisor.workbench.findings import WARNING, Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench

SEVERITY = WARNING
REMEDY = "add a place with `needs: [emergency]` for the country '*'"


def check(bench: Bench) -> Iterator[Finding]:
    """There is a flag for emergencies, and no number that can be called from anywhere.

    Avoid:

        name: hike
        flags:
          fall: {urgency: emergency, said: [fell down], say: Call for help now.}

    Prefer:

        name: hike
        flags:
          fall: {urgency: emergency, said: [fell down], say: "Call {emergency} now."}
        resources:
          - {country: "*", needs: [emergency], name: your emergency number, checked_on: 2026-01-10}

    Why: in an emergency the number comes first, and nobody is asked for their country before.
    """
    urgent = next((flag for flag in bench.rulebase.flags.values() if flag.urgency == EMERGENCY), None)
    if urgent and not places(bench.rulebase.care, EMERGENCY_NEED, None):
        yield finding(__name__, "in an emergency there is no number to call", urgent.position)
