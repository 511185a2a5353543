"""Findings about the cues of a rulebase: what example messages show of them, each message read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.language.choosing import Asked, add_up
from advisor.language.cues import FACT, SUBJECT, TOPIC, Cues
from advisor.workbench.findings import NOTE, WARNING, Finding
from advisor.workbench.trials import DAY, Message, lies_in, meets, messages, taken_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.errors import Position
    from advisor.language.cues import Cue
    from advisor.language.heard import Fired, Heard
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.trials import Hearing

MISUNDERSTOOD, FIRES, TWICE = "misunderstood-example", "fires-on-counterexample", "claimed-twice"
NO_FALSE, UNUSED = "no-false-form", "unused-cue"
CODES = {
    MISUNDERSTOOD: (WARNING, "give its topic a cue for its words, or what claims it an `unless:`"),
    FIRES: (WARNING, "say with `unless:` when it does not count, or write a longer cue"),
    TWICE: (WARNING, "let the wrong one not fire by `unless:`, or tell the two apart by `weight:`"),
    NO_FALSE: (
        NOTE,
        "write under `false:` how people say that it is not so; a plain no to its question is read",
    ),
    UNUSED: (NOTE, "write an example message that has it, or take it out"),
}
"""Every code, with its severity and remedy; warnings first."""

_EQUAL = 0.75  # of the better score: as good as it
_SHOWN = 60  # characters of a message


def cue_findings(advisor: Hearing, beside: Iterable[Message] = (), own: str = "") -> tuple[Finding, ...]:
    """Look at a rulebase's cues by its example messages, and those `beside` it; without any there are no findings.

    `own` is the place of its own files, empty for all: what it extends is judged elsewhere. They come by code, and
    then by their places.
    """
    rulebase = advisor.rulebase
    examples, others = messages(rulebase, own), tuple(beside)
    if not examples and not others:
        return ()
    cues = {(cue.role, cue.name, cue.phrase.cue): cue for cue in Cues(rulebase).all}
    fired: set[tuple[str, str, str]] = set()
    found: list[Finding] = []
    for number, message in enumerate((*examples, *others)):
        heard = advisor.understand(message.text, today=DAY)
        fired.update(one[:3] for one in heard.fired)
        if number < len(examples) and not meets(rulebase, heard, message):
            found.append(_misunderstood(message, heard))
        found += _on_counterexample(message, heard, cues) if message.counter else _claimed(message, heard, rulebase)
    for scenario in rulebase.scenarios:
        if scenario.say is not None:
            fired.update(one[:3] for one in advisor.understand(scenario.say, today=DAY).fired)
    found += _unused((cue for key, cue in cues.items() if key not in fired), rulebase, own)
    found += _without_false(rulebase, own)
    codes = list(CODES)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (codes.index(one.code), one.position)))


def _found(code: str, message: str, position: Position) -> Finding:
    severity, remedy = CODES[code]
    return Finding(code, severity, message, position, remedy)


def _misunderstood(message: Message, heard: Heard) -> Finding:
    sort = "a counterexample" if message.counter else "an example"
    text = f"{_short(message.text)} is {sort} of {message.label}, and is taken as {taken_as(heard)}"
    return _found(MISUNDERSTOOD, text, message.position)


def _on_counterexample(message: Message, heard: Heard, cues: Mapping[tuple[str, str, str], Cue]) -> Iterator[Finding]:
    """Find the cues that speak for what a message is no example of."""
    for one in heard.fired:
        if one.role in {TOPIC, SUBJECT} and one.name == message.label and not one.aside:
            text = f"'{one.phrase}' of {one.name} fires on its counterexample {_short(message.text)}"
            yield _found(FIRES, text, cues[one[:3]].phrase.position or message.position)


def _claimed(message: Message, heard: Heard, rulebase: Rulebase) -> Iterator[Finding]:
    """Find what the cues of a topic claim about as much as those of another topic or of a subject do."""
    if message.label not in rulebase.topics and message.label not in rulebase.not_covered:
        return
    counted = [one for one in heard.fired if one.role in {TOPIC, SUBJECT} and not one.aside]
    scores = add_up([Asked(one.name, one.weight, (0, *one.span)) for one in counted])
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    close = [name for name in ranked if scores[name] >= _EQUAL * scores[ranked[0]]]
    if len(close) > 1 and any(name in rulebase.topics for name in close):
        claims = " and ".join(f"{name} ({_phrases(counted, name)})" for name in close)
        yield _found(TWICE, f"{_short(message.text)} is claimed about equally by {claims}", message.position)


def _phrases(fired: Sequence[Fired], name: str) -> str:
    return ", ".join(dict.fromkeys(f"'{one.phrase}'" for one in fired if one.name == name))


def _unused(cues: Iterable[Cue], rulebase: Rulebase, own: str) -> Iterator[Finding]:
    """Find the cues of topics, subjects and facts that fired nowhere."""
    for cue in cues:
        position = cue.phrase.position
        if cue.role not in {FACT, TOPIC, SUBJECT} or position is None or not lies_in(own, position):
            continue
        told = rulebase.facts[cue.name] if cue.role == FACT else None
        value = f": {str(cue.value).lower()}" if told and cue.value is not None else ""
        yield _found(UNUSED, f"'{cue.phrase.cue}' ({cue.role} {cue.name}{value}) fires on no example message", position)


def _without_false(rulebase: Rulebase, own: str) -> Iterator[Finding]:
    """Find the yes-or-no facts that people can only say to be so."""
    for fact in rulebase.facts.values():
        only_true = fact.kind == "boolean" and fact.told and fact.said.get("true") and not fact.said.get("false")
        if only_true and lies_in(own, fact.position):
            yield _found(NO_FALSE, f"'{fact.name}' has phrases for true and none for false", fact.position)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"}"'
