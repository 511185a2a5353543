"""Suggested scenarios as YAML, ready to be pasted: titles in words, and beside each what it is for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from advisor.reasoning.records import record
from advisor.render.facts import fact_in_words
from advisor.render.mutants import mutant_in_words
from advisor.rulebase.kinds import KINDS
from advisor.workbench.mutations import Mutant
from advisor.workbench.suggesting import Show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase, Scenario
    from advisor.workbench.suggesting import End, Suggestion, Suggestions

CONFIRM = "says what the rules say now; confirm that it is what they should say"
_PLAIN = re.compile(r"[A-Za-z][\w ,.'’()/-]*[\w.)’]")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null"}
_LONGEST = 90
_WIDTH = 100
_FEW = 5


def suggestions_as_yaml(rulebase: Rulebase, found: Suggestions) -> str:
    """Write suggested scenarios down; "" where there are none."""
    if not found.scenarios:
        return ""
    lines = ["scenarios:"]
    for title, one in titled(rulebase, found.scenarios):
        lines += [f"  {quoted(title)}:", f"    # {CONFIRM}"]
        lines += [f"    # for: {end_in_words(end)}" for end in one.ends[:_FEW]]
        lines += [f"    # and for {len(one.ends) - _FEW:,} more"] * (len(one.ends) > _FEW)
        lines += [f"    {line}" for line in _body(rulebase, one.scenario)]
    return "\n".join(lines)


def suggestions_record(rulebase: Rulebase, found: Suggestions) -> dict[str, Any]:
    """Give suggested scenarios as plain values; `left` has what none was found for."""
    return {
        "scenarios": [
            {"title": title, **_plain(one.scenario), "for": [end_in_words(end) for end in one.ends]}
            for title, one in titled(rulebase, found.scenarios)
        ],
        "left": [end_in_words(end) for end in found.left],
    }


def left_in_words(found: Suggestions) -> str:
    """Tell what no scenario was found for; "" where there is nothing."""
    return "\n".join(
        ["No scenario was found for:", *(f"  {end_in_words(end)}" for end in found.left)] * bool(found.left)
    )


def titled(rulebase: Rulebase, found: Iterable[Suggestion]) -> Iterator[tuple[str, Suggestion]]:
    """Give suggestions with titles in words that no scenario has yet."""
    taken = {scenario.title for scenario in rulebase.scenarios}
    for one in found:
        title = bare = _title(rulebase, one)
        number = 1
        while title in taken:
            number += 1
            title = f"{bare} ({number})"
        taken.add(title)
        yield title, one


def _title(rulebase: Rulebase, one: Suggestion) -> str:
    """Say what is told; where nothing is, what is asked about."""
    words = ""
    for name, value in one.scenario.given.items():
        clause = fact_in_words(rulebase.facts[name], value)
        if words and len(f"{words}, {clause}") > _LONGEST:
            return f"{words} and more"
        words = f"{words}, {clause}" if words else clause
    topic = rulebase.topics.get(one.where)
    return words or f"asked about {topic.title if topic else one.where}"


def end_in_words(end: End) -> str:
    """Say what a scenario is for: a change that it fails with, a comparison that decides, or a rule that it shows."""
    if isinstance(end, Mutant):
        return mutant_in_words(end)
    if isinstance(end, Show):
        return f"'{end.rule}' {'advised' if end.stands else 'not advised'}"
    return f"'{end.one.rule.name}': `{end.one.leaf.text}` decides while it is {'true' if end.so else 'false'}"


def quoted(text: str) -> str:
    """Write a text as YAML: as it is, or in quotes where that would be read otherwise.

    >>> quoted("a frosty night"), quoted("rain: no")
    ('a frosty night', '"rain: no"')
    """
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _body(rulebase: Rulebase, scenario: Scenario) -> Iterator[str]:
    yield from _entries("given", _values(rulebase, scenario.given))
    if scenario.topics is not None:
        yield f"topics: [{', '.join(scenario.topics)}]"
    advises = [f"{topic}: {{{_joined(acts)}}}" for topic, acts in (scenario.advises or {}).items()]
    yield from _entries("advises", advises)
    yield from _entries("concludes", _values(rulebase, scenario.concludes or {}))
    for key, names in (("advised", scenario.advised), ("withholds", scenario.withholds)):
        if names:
            yield from _listed(key, names)
    if scenario.conflict is not None:
        yield from _listed("conflict", scenario.conflict)


def _values(rulebase: Rulebase, values: Mapping[str, Value]) -> list[str]:
    return [f"{name}: {_value(rulebase, name, value)}" for name, value in values.items()]


def _value(rulebase: Rulebase, name: str, value: Value) -> str:
    fact = rulebase.facts[name]
    shown = KINDS[fact.kind].show(value)
    return json.dumps(shown, ensure_ascii=False) if fact.kind in {"text", "date"} else shown


def _joined(acts: Mapping[str, str]) -> str:
    return ", ".join(f"{act}: {verdict}" for act, verdict in acts.items())


def _entries(key: str, entries: list[str]) -> Iterator[str]:
    """Write entries in brackets where they fit in a line."""
    line = f"{key}: {{{', '.join(entries)}}}"
    if not entries:
        return
    if len(line) <= _WIDTH:
        yield line
    else:
        yield f"{key}:"
        yield from (f"  {entry}" for entry in entries)


def _listed(key: str, names: tuple[str, ...]) -> Iterator[str]:
    line = f"{key}: [{', '.join(names)}]"
    if len(line) <= _WIDTH:
        yield line
    else:
        yield f"{key}:"
        yield from (f"  - {name}" for name in names)


def _plain(scenario: Scenario) -> dict[str, Any]:
    """Give what a scenario tells and expects, by its keys."""
    parts: dict[str, Any] = {
        "given": scenario.given,
        "topics": scenario.topics,
        "advises": scenario.advises,
        "concludes": scenario.concludes,
        "advised": scenario.advised,
        "withholds": scenario.withholds,
        "conflict": scenario.conflict,
    }
    kept = {key: part for key, part in parts.items() if part or (key == "conflict" and part is not None)}
    return {key: record(part) for key, part in kept.items()}
