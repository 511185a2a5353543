"""The check `no-false-form`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.workbench.cue_checks import has_examples
from advisor.workbench.findings import NOTE, Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.bench import Bench

SEVERITY = NOTE
REMEDY = "write under `false:` how people say that it is not so; a plain no to its question is read"


def check(bench: Bench) -> Iterator[Finding]:
    """A yes-or-no fact has phrases for true and none for false.

    Avoid:

        name: shed
        facts:
          flat: {kind: boolean, ask: Is the tyre flat?, said: {true: [the tyre is flat]}}
        topics:
          tyres: {title: Tyres, asked: [mend a tyre], examples: [How do I mend a tyre?]}

    Prefer:

        name: shed
        facts:
          flat: {kind: boolean, ask: Is the tyre flat?, said: {true: [the tyre is flat], false: [the tyre holds]}}
        topics:
          tyres: {title: Tyres, asked: [mend a tyre], examples: [How do I mend a tyre?]}

    Why: people also say that something is not so, and seldom by a "not" before the same words. A rulebase without
    example messages is not looked at.
    """
    for fact in bench.rulebase.facts.values() if has_examples(bench) else ():
        if fact.kind == "boolean" and fact.told and fact.said.get("true") and not fact.said.get("false"):
            yield finding(__name__, f"'{fact.name}' has phrases for true and none for false", fact.position)
