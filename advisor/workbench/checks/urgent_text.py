"""The check `urgent-text`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.conversation.help import EMERGENCY as EMERGENCY_NEED
from advisor.conversation.help import filled, places
from advisor.rulebase.care import EMERGENCY
from advisor.workbench.findings import WARNING, Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.model import Rulebase
    from advisor.workbench.bench import Bench

SEVERITY = WARNING
REMEDY = "say less: the number first, at most 60 words, one question, no '!'"

_MOST_WORDS = 60
_FIRST_CHARACTERS = 120


def check(bench: Bench) -> Iterator[Finding]:
    """What a flag of the first two urgencies says is hard to take in.

    Avoid:

        name: hike
        flags:
          fall: {urgency: emergency, said: [fell down], say: "Keep calm! Do not move. Call {emergency}."}
        resources:
          - {country: "*", needs: [emergency], name: your emergency number, checked_on: 2026-01-10}

    Prefer:

        name: hike
        flags:
          fall: {urgency: emergency, said: [fell down], say: "Call {emergency} now. Do not move."}
        resources:
          - {country: "*", needs: [emergency], name: your emergency number, checked_on: 2026-01-10}

    Why: who is in danger reads a line or two. In an emergency a number has to stand within the first 120 characters and
    60 words are the most; at both urgencies a `!` and a second question are too much.
    """
    rulebase = bench.rulebase
    for flag in rulebase.flags.values():
        for voice in ("self", *flag.voices) if flag.quiets else ():
            asked = flag.checks[0].ask if flag.checks and voice == "self" else ""
            text = f"{filled(flag.says(voice), rulebase.care, None)} {asked}".strip()
            for fault in _faults(text, rulebase, pressing=flag.urgency == EMERGENCY):
                yield finding(__name__, f"what {flag.name} says ({voice}) {fault}", flag.position)


def _faults(text: str, rulebase: Rulebase, *, pressing: bool) -> Iterator[str]:
    if "!" in text:
        yield "has a '!'"
    if text.count("?") > 1:
        yield "asks more than one question"
    if not pressing:
        return
    words = len(f"{text} {rulebase.care.reminder}".split())
    if words > _MOST_WORDS:
        yield f"has {words} words with the reminder, where no country is known"
    numbers = [row.call or row.name for row in places(rulebase.care, EMERGENCY_NEED, None)]
    if numbers and not any(0 <= text.find(number) < _FIRST_CHARACTERS for number in numbers):
        yield f"names no emergency number in its first {_FIRST_CHARACTERS} characters"
