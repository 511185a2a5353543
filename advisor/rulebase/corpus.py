"""The example messages beside a rulebase, from which hints are learnt: files in its folder `examples`.

Each is a mapping from a label (a topic, a subject, a flag, `off_topic` or `no_flag`) to messages. They are no part of
the rulebase: loading does not read them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import Position, RulebaseError
from advisor.rulebase.combinators import MapOf
from advisor.rulebase.declaring import unknown
from advisor.rulebase.drafts import entries, listed
from advisor.rulebase.files import installed, is_path, shipped
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Report, parse, read_text
from advisor.rulebase.terms import EXAMPLES, IDENTIFIER

if TYPE_CHECKING:
    import os

    from advisor.rulebase.model import Rulebase, Topic, Uncovered

FOLDER = "examples"
OFF_TOPIC = "off_topic"
NO_FLAG = "no_flag"
"""The label of messages that raise no flag, though they use the words of some."""

_SHAPE = MapOf(IDENTIFIER, EXAMPLES, "labels with messages")


class Labelled(NamedTuple):
    """A message and what it is about."""

    text: str
    label: str
    position: Position


def folder_of(where: str | os.PathLike[str]) -> Path:
    """Give the folder of a rulebase by its name or path; raises RulebaseError where it has none."""
    named = {} if is_path(where) else {**installed(), **shipped()}
    folder = named.get(str(where), Path(where))
    if not folder.is_dir():
        report = Report()
        message = f"'{where}' is no rulebase with a folder of its own"
        report.add("unknown-rulebase", message, Position(str(where), 1, 1), "name one that is a folder")
        raise RulebaseError(report.problems)
    return folder


def labels_of(rulebase: Rulebase) -> list[str]:
    """Name everything that a message can be about: topics, subjects, and none of them."""
    return [*rulebase.topics, *rulebase.not_covered, OFF_TOPIC]


def alarms_of(rulebase: Rulebase) -> list[str]:
    """Name every flag that a message can raise, and none of them."""
    return [*rulebase.flags, NO_FLAG]


def labelled(rulebase: Rulebase, folder: Path, called: str = "") -> list[Labelled]:
    """Read the examples of a rulebase: those in its folder, and in its own files those of topics and in scenarios.

    `called` is what the folder is called in their places; its own name when left out. Raises RulebaseError with every
    Problem: a file that cannot be read, or a label that is none.
    """
    report = Report()
    found: list[Labelled] = []
    labels = [*labels_of(rulebase), *alarms_of(rulebase)]
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        shown = f"{called or folder.name}/{FOLDER}/{path.name}"
        text = read_text(path, shown, report)
        node = parse(text, shown, report) if text is not None else None
        if node is None or not _SHAPE.check(node, report, None) or not isinstance(node, MappingNode):
            continue
        for key, messages in entries(node):
            if key.text not in labels:
                unknown(report, "label", key, labels)
            found += [Labelled(item.text, key.text, item.position) for item in listed(messages)]
    if report:
        raise RulebaseError(report.problems)
    things: list[Topic | Uncovered] = [*rulebase.topics.values(), *rulebase.not_covered.values()]
    for thing in things:
        found += [Labelled(example.text, thing.name, example.position) for example in thing.examples]
    for scenario in rulebase.scenarios:
        about = scenario.topic or next(iter(scenario.advises or ()), None)
        if scenario.say is not None and about:
            found.append(Labelled(scenario.say, about, scenario.position))
    return found
