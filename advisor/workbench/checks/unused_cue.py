"""The check `unused-cue`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.language.cues import FACT, SUBJECT, TOPIC
from advisor.workbench.cue_checks import cues, fired, has_examples
from advisor.workbench.findings import NOTE, Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench

SEVERITY = NOTE
REMEDY = "write an example message that has it, or take it out"
QUICK = False


def check(bench: Bench) -> Iterator[Finding]:
    """A cue of a topic, a subject or a fact fires on no message.

    Avoid:

        name: shed
        topics:
          tyres:
            title: Tyres
            asked: [mend a tyre, patch a tube]
            examples: [How do I mend a tyre?]

    Prefer:

        name: shed
        topics:
          tyres:
            title: Tyres
            asked: [mend a tyre, patch a tube]
            examples: [How do I mend a tyre?, Can I patch a tube twice?]

    Why: nothing shows that such a cue does what it was written for: a slip in it, or another cue that keeps it from
    firing, goes unseen. What scenarios say counts as well. Cues of flags are left alone: for danger one does not wait
    until somebody has written it.
    """
    if not has_examples(bench):
        return
    heard = fired(bench)
    for key, cue in cues(bench).items():
        if key in heard or cue.role not in {FACT, TOPIC, SUBJECT} or cue.phrase.position is None:
            continue
        value = f": {str(cue.value).lower()}" if cue.role == FACT and cue.value is not None else ""
        text = f"'{cue.phrase.cue}' ({cue.role} {cue.name}{value}) fires on no example message"
        yield finding(__name__, text, cue.phrase.position)
