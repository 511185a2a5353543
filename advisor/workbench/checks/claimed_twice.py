"""The check `claimed-twice`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.language.choosing import Asked, add_up
from advisor.language.cues import SUBJECT, TOPIC
from advisor.language.heard import CLARIFY, HELP
from advisor.workbench.cue_checks import shown
from advisor.workbench.findings import WARNING, Finding, finding, short
from advisor.workbench.trials import DAY, meets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.language.heard import Fired
    from advisor.workbench.bench import Bench
    from advisor.workbench.trials import Message

SEVERITY = WARNING
REMEDY = "let the wrong one not fire by `unless:`, or tell the two apart by `weight:`"
QUICK = False

_EQUAL = 0.75  # of the better score: as good as it


def check(bench: Bench) -> Iterator[Finding]:
    """The cues of two topics, or of a topic and a subject, speak about equally for a message, and nothing else decides.

    Avoid:

        name: shed
        topics:
          tyres: {title: Tyres, asked: [bicycle]}
          chain:
            title: The chain
            asked: [chain]
            examples: [Should I oil the chain of my bicycle?]

    Prefer:

        name: shed
        topics:
          tyres: {title: Tyres, asked: [{cue: bicycle, weight: 0.5}]}
          chain:
            title: The chain
            asked: [chain]
            examples: [Should I oil the chain of my bicycle?]

    Why: by its cues nobody can tell what such a message is about: who writes it is asked which of the two is meant,
    though a reader would know, or it is taken for the wrong one. Where hints have been learnt that decide it rightly
    there is nothing to find. One scores about as well as another when it comes within a quarter of the better.
    """
    rulebase = bench.rulebase
    for message, fired in shown(bench):
        if message.counter or not (message.label in rulebase.topics or message.label in rulebase.not_covered):
            continue
        counted = [one for one in fired if one.role in {TOPIC, SUBJECT} and not one.aside]
        scores = add_up([Asked(one.name, one.weight, (0, *one.span)) for one in counted])
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        close = [name for name in ranked if scores[name] >= _EQUAL * scores[ranked[0]]]
        if len(close) > 1 and any(name in rulebase.topics for name in close) and not _told_apart(bench, message):
            claims = " and ".join(f"{name} ({_phrases(counted, name)})" for name in close)
            text = f"{short(message.text)} is claimed about equally by {claims}"
            yield finding(__name__, text, message.position)


def _told_apart(bench: Bench, message: Message) -> bool:
    """Whether the message is taken rightly all the same, by what was learnt; one that gets help is not judged."""
    heard = bench.advisor.understand(message.text, today=DAY)
    return heard.decision == HELP or (heard.decision != CLARIFY and meets(bench.rulebase, heard, message))


def _phrases(fired: Sequence[Fired], name: str) -> str:
    return ", ".join(dict.fromkeys(f"'{one.phrase}'" for one in fired if one.name == name))
