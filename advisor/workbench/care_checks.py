"""What the checks of care share: all that a rulebase says to people, with its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import Position
from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.care import Flag
    from advisor.rulebase.model import Rulebase


class Said(NamedTuple):
    """A text that is said to people, and whether it is said when something is urgent."""

    text: str
    position: Position
    pressing: bool = False


def texts(rulebase: Rulebase) -> Iterator[Said]:
    """Walk all that is said to people."""
    for key, words in (("notice", rulebase.notice), ("reminder", rulebase.care.reminder), ("help", rulebase.care.help)):
        yield Said(words, _place(rulebase, key))
    for rule in rulebase.rules.values():
        if isinstance(rule.then, Advice):
            yield Said(rule.then.say, rule.position)
            yield Said(rule.then.because, rule.position)
    for subject in rulebase.not_covered.values():
        yield Said(subject.say, subject.position)
    for name, note in rulebase.care.evidence.items():
        yield Said(note.note, _place(rulebase, f"evidence/{name}"))
    for plan in rulebase.plans.values():
        yield Said(plan.because, plan.position)
        yield Said(plan.done, plan.position)
    for flag in rulebase.flags.values():
        yield from (Said(words, flag.position, flag.quiets) for words in _said(flag))
    for together in rulebase.care.together:
        yield Said(together.say, together.position, pressing=True)


def _place(rulebase: Rulebase, key: str) -> Position:
    """Give the place of what has no position of its own; a rulebase that no file holds has none."""
    return rulebase.places.get(key) or Position(rulebase.name, 1, 1)


def _said(flag: Flag) -> Iterator[str]:
    yield from (flag.say, *flag.voices.values(), flag.brief, flag.stays)
    yield from (check.ask for check in flag.checks)
