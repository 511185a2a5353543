"""A word list that no phrase uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.language.cues import Cues
from advisor.workbench.findings import NOTE, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.model import Phrase, Rulebase
    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

SEVERITY = NOTE
REMEDY = "use it in a phrase as (name), or take it out"

_LIST = re.compile(r"\(([^()]*)\)")


def check(bench: Bench) -> Iterator[Finding]:
    """A word list that no phrase uses.

    Avoid:

        name: shed
        words: {wheel: [tyre, tube]}
        topics: {tyres: {title: Tyres, asked: [mend a tyre, mend a tube]}}

    Prefer:

        name: shed
        words: {wheel: [tyre, tube]}
        topics: {tyres: {title: Tyres, asked: [mend a (wheel)]}}

    Why: a list that is written down and not used is mostly a slip: the phrase meant to use it names its words alone, or
    another list. A list that another uses, or that `classes:` names, is used.
    """
    rulebase = bench.rulebase
    cues = (text for phrase in _phrases(rulebase) for text in (phrase.cue, *phrase.unless))
    used = set(rulebase.classes).union(*(_named(text) for text in cues))
    todo = list(used)
    while todo:
        within = set().union(*(_named(text) for text in rulebase.words.get(todo.pop(), ()))) - used
        used |= within
        todo += within
    for name in rulebase.words:
        if name not in used:
            yield finding(__name__, f"no phrase uses the word list '{name}'", rulebase.places[f"words/{name}"])


def _phrases(rulebase: Rulebase) -> Iterator[Phrase]:
    yield from (cue.phrase for cue in Cues(rulebase).all)
    yield from (*rulebase.care.wording.never, *rulebase.care.wording.urgent)


def _named(text: str) -> set[str]:
    return {name.strip() for name in _LIST.findall(text)} if "(" in text else set()
