"""Files that hold scenarios and nothing else, for rulebases that lie elsewhere: `*.scenarios.yaml`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import RulebaseError
from advisor.rulebase.combinators import Key, ListOf, Record
from advisor.rulebase.drafts import entries, listed
from advisor.rulebase.files import is_path
from advisor.rulebase.loading import load
from advisor.rulebase.model import Advice, Conclusion
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Report, Scalar, parse, read_text
from advisor.rulebase.scenarios import Scenarios
from advisor.rulebase.shape import DOCUMENT, SINGLE, check
from advisor.rulebase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.errors import Problem
    from advisor.rulebase.model import Rulebase, Scenario

SUFFIX = ".scenarios.yaml"

_PLACE = Text("a name or path of a rulebase")
_OWN = {
    "rulebase": Key(_PLACE, "The rulebase that the scenarios are about, by its name or path."),
    "rulebases": Key(ListOf(_PLACE, "a list of rulebases"), "Several, each extending the ones before it."),
    "scenarios": Key(DOCUMENT.keys["scenarios"].shape, "The scenarios, by title.", required=True),
}
SCENARIOS = Record(
    "a file of scenarios",
    _OWN,
    either=("rulebase", "rulebases"),
    elsewhere=MappingProxyType(dict.fromkeys(SINGLE.keys.keys() - _OWN.keys(), "it belongs in the rulebase")),
)
_NOT_FOUND = frozenset({"unknown-rulebase", "unreadable", "no-root"})


class ScenarioFile(NamedTuple):
    """A file of scenarios as read: the rulebase it is about, where that lies, and the scenarios."""

    rulebase: Rulebase
    where: tuple[str | Path, ...]
    scenarios: tuple[Scenario, ...]


def read_scenarios(path: Path, loaded: Callable[..., Rulebase] = load) -> ScenarioFile:
    """Read a file of scenarios against the rulebase that it names; a path in it is meant from the file's own folder.

    `loaded` gives a rulebase by its places, as `load` does. Raises RulebaseError with every Problem of either.
    """
    report = Report()
    text = read_text(path, str(path), report)
    root = parse(text, str(path), report) if text is not None else None
    if root is not None:
        check(root, SCENARIOS, report)
    if not isinstance(root, MappingNode):
        raise RulebaseError(report.problems)
    named = {
        _place(path.parent, item.text): item for key in ("rulebase", "rulebases") for item in listed(root.get(key))
    }
    try:
        rulebase = loaded(*named) if named else None
    except RulebaseError as error:
        found = [*report.problems, *_placed(error.problems, named)]
        own = sorted((one for one in found if one.position.file == str(path)), key=lambda one: one.position)
        raise RulebaseError([*own, *(one for one in found if one.position.file != str(path))]) from None
    scenarios = tuple(_Against(rulebase, report).scenarios(root)) if rulebase is not None else ()
    if report or rulebase is None:
        raise RulebaseError(report.problems)
    return ScenarioFile(rulebase, tuple(named), scenarios)


def _place(folder: Path, text: str) -> str | Path:
    if not is_path(text):
        return text
    full = os.path.realpath(folder / text)
    try:
        return Path(os.path.relpath(full))  # short where it is shown
    except ValueError:  # on another drive
        return Path(full)


def _placed(problems: tuple[Problem, ...], named: dict[str | Path, Scalar]) -> Iterator[Problem]:
    """Show what says that a rulebase is not there at the line that names it."""
    items = {str(place): item for place, item in named.items()}
    for problem in problems:
        item = items.get(problem.position.file) if problem.code in _NOT_FOUND else None
        if item is None:
            yield problem
        else:
            yield replace(problem, position=item.position, excerpt=item.file.line(item.line), width=item.width)


class _Against(Scenarios):
    """Builds scenarios against a rulebase that is loaded already."""

    def __init__(self, rulebase: Rulebase, report: Report) -> None:
        acts: dict[str, set[str]] = {topic: set() for topic in rulebase.topics}
        for rule in rulebase.rules.values():
            if isinstance(rule.then, Advice):
                acts[rule.then.topic].add(rule.then.act)
        super().__init__(rulebase.facts, acts, rulebase.rules, rulebase.flags, report)
        self.concluding = {name for name, rule in rulebase.rules.items() if isinstance(rule.then, Conclusion)}

    def scenarios(self, root: MappingNode) -> Iterator[Scenario]:
        """Build the scenarios of a file, in its order."""
        for key, node in entries(root.get("scenarios")):
            if isinstance(node, MappingNode):
                yield self._scenario(key, node)
