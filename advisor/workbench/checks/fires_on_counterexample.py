"""The check `fires-on-counterexample`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.language.cues import SUBJECT, TOPIC
from advisor.workbench.cue_checks import cues, shown
from advisor.workbench.findings import WARNING, Finding, finding, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench

SEVERITY = WARNING
REMEDY = "say with `unless:` when it does not count, or write a longer cue"
QUICK = False


def check(bench: Bench) -> Iterator[Finding]:
    """A cue of a topic or subject fires on a message that is a counterexample of it.

    Avoid:

        name: shed
        topics:
          chain:
            title: The chain
            asked: [chain]
            counterexamples: [I chain my bicycle to the fence.]

    Prefer:

        name: shed
        topics:
          chain:
            title: The chain
            asked: [{cue: chain, unless: [to the fence]}]
            counterexamples: [I chain my bicycle to the fence.]

    Why: a counterexample was written down because it looks like the topic and is not. A cue that speaks for the topic
    all the same will do so for everything else that people write in these words.
    """
    for message, fired in shown(bench):
        for one in fired if message.counter else ():
            if one.role in {TOPIC, SUBJECT} and one.name == message.label and not one.aside:
                text = f"'{one.phrase}' of {one.name} fires on its counterexample {short(message.text)}"
                yield finding(__name__, text, cues(bench)[one[:3]].phrase.position or message.position)
