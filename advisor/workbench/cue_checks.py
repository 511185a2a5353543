"""What example messages show of the cues of a rulebase; each message is read once, whichever checks ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.language.cues import Cues
from advisor.language.reading import Understanding
from advisor.workbench.trials import DAY, messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.language.cues import Cue
    from advisor.language.heard import Fired, Heard
    from advisor.workbench.bench import Bench
    from advisor.workbench.trials import Message


class Shown(NamedTuple):
    """A message with the cues that fire in it."""

    message: Message
    fired: tuple[Fired, ...]


def heard(bench: Bench) -> tuple[tuple[Message, Heard], ...]:
    """Read the example messages in a rulebase's own files; those beside it are for learning, and are not judged."""
    own = messages(bench.rulebase, bench.own)
    return bench.once("heard", lambda: tuple((one, bench.advisor.understand(one.text, today=DAY)) for one in own))


def shown(bench: Bench) -> tuple[Shown, ...]:
    """Give the example messages of a rulebase, and those beside it, with the cues that fire in them."""
    return bench.once("shown", lambda: _shown(bench))


def _shown(bench: Bench) -> tuple[Shown, ...]:
    reading = _reading(bench)
    beside = (Shown(message, reading.fired(message.text, DAY)) for message in bench.beside)
    return (*(Shown(message, one.fired) for message, one in heard(bench)), *beside)


def _reading(bench: Bench) -> Understanding:
    return bench.once("understanding", lambda: Understanding(bench.rulebase))


def has_examples(bench: Bench) -> bool:
    """Whether there are example messages at all: without any, they show nothing."""
    return bool(bench.beside or messages(bench.rulebase, bench.own))


def fired(bench: Bench) -> frozenset[tuple[str, str, str]]:
    """Give the cues that fired on any message, or on what a scenario says: role, name and phrase of each."""
    return bench.once("fired", lambda: _fired(bench))


def _fired(bench: Bench) -> frozenset[tuple[str, str, str]]:
    reading = _reading(bench)
    scenarios = bench.rulebase.scenarios
    said = [*(one.say for one in scenarios if one.say), *(step.say for one in scenarios for step in one.talk)]
    found = [*(one.fired for one in shown(bench)), *(reading.fired(text, DAY) for text in said)]
    return frozenset(one[:3] for fired in found for one in fired)


def cues(bench: Bench) -> Mapping[tuple[str, str, str], Cue]:
    """Give every cue by its role, name and phrase."""
    return bench.once("cues", lambda: {(cue.role, cue.name, cue.phrase.cue): cue for cue in Cues(bench.rulebase).all})
