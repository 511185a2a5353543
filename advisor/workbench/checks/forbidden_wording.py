"""The check `forbidden-wording`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.language.english import printable, sentences
from advisor.language.phrases import WordLists
from advisor.workbench.care_checks import texts
from advisor.workbench.findings import WARNING, Finding, finding, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.language.phrases import Pattern
    from advisor.rulebase.model import Phrase
    from advisor.workbench.bench import Bench

SEVERITY = WARNING
REMEDY = "say it in other words"


def check(bench: Bench) -> Iterator[Finding]:
    """A text says what the rulebase says under `wording:` that it never does.

    Avoid:

        name: garden
        notice: These rules always work.
        wording: {never: [always work*]}

    Prefer:

        name: garden
        notice: These rules are what worked for us.
        wording: {never: [always work*]}

    Why: who promises too much is not believed, and who frightens is not read to the end. What stands under `urgent` is
    looked for only in what flags of the first two urgencies say.
    """
    rulebase = bench.rulebase
    wording, lists = rulebase.care.wording, WordLists(rulebase.words)
    never, urgent = _patterns(lists, wording.never), _patterns(lists, wording.urgent)
    for text, position, pressing in texts(rulebase) if never or urgent else ():
        said = sentences(printable(text))
        for phrase, pattern in [*never, *(urgent if pressing else ())]:
            if any(next(pattern.find(sentence, None), None) for sentence in said):
                yield finding(__name__, f"this text says '{phrase.cue}': {short(text)}", position)


def _patterns(lists: WordLists, phrases: Iterable[Phrase]) -> list[tuple[Phrase, Pattern]]:
    return [(phrase, lists.compile(phrase.cue)) for phrase in phrases]
