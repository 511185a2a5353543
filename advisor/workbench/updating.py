"""Updating scenarios: what one expects and does not come is rewritten, in its file, to what comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.rulebase.drafts import Draft, entries
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice
from advisor.rulebase.nodes import Report, parse
from advisor.rulebase.scenarios import Scenarios
from advisor.rulebase.tree import Mapping, Scalar, Sequence
from advisor.workbench.expecting import (
    ADVISES,
    ANSWERED,
    ASKED,
    ASSUMING,
    CHECKED,
    CONCLUDES,
    CONFLICT,
    CONTRADICTION,
    FLAGS,
    GIVEN,
    OPEN,
    RULES_ADVISED,
    SAY,
    TOPIC,
    UNDERSTANDS,
    WITHHOLDS,
)
from advisor.workbench.surgery import CannotEdit, Surgery
from advisor.workbench.trials import try_one

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Texts
    from collections.abc import Sequence as Listed

    from advisor.rulebase.model import Rulebase, Scenario
    from advisor.rulebase.tree import Node
    from advisor.workbench.expecting import Miss
    from advisor.workbench.trials import Advising, Trial

_LISTS = {ASSUMING, OPEN, FLAGS, CONTRADICTION, CONFLICT}
_BY_NAME = {RULES_ADVISED: WITHHOLDS, WITHHOLDS: RULES_ADVISED}
_NOTHING_CAME = "nothing comes that could be expected instead"


class Kept(NamedTuple):
    """An expectation that was left as it is, though it is not met, and why."""

    scenario: Scenario
    miss: Miss
    why: str


class Updated(NamedTuple):
    """What updating came to: the files that change (their text before and after), and which scenarios.

    `kept` lists the expectations that could not be rewritten; they fail as before.
    """

    texts: Texts[str, tuple[str, str]]
    scenarios: tuple[Scenario, ...]
    kept: tuple[Kept, ...]


def update(advisor: Advising, trials: Iterable[Trial], texts: Texts[str, str]) -> Updated:
    """Rewrite what failed trials missed in the texts of the files, by their names, and keep everything else.

    Nothing is taken out: a rule that no longer advises is withheld now, and the other way round. A scenario is only
    rewritten where what is written then loads, leaves the rest of the file as it is, and is met.
    """
    now = dict(texts)
    changed: list[Scenario] = []
    kept: list[Kept] = []
    for trial in trials:
        file = trial.scenario.position.file
        if trial.passed:
            continue
        if file not in now:
            kept += [
                Kept(trial.scenario, miss, "its file is none of those that may be written") for miss in trial.misses
            ]
            continue
        text, left = _Updating(advisor, trial, now[file]).updated()
        kept += left
        if text != now[file]:
            now[file] = text
            changed.append(trial.scenario)
    return Updated({f: (texts[f], t) for f, t in now.items() if t != texts[f]}, tuple(changed), tuple(kept))


class _Updating:
    """Rewrites one scenario in the text of its file."""

    def __init__(self, advisor: Advising, trial: Trial, text: str) -> None:
        self.advisor, self.trial, self.scenario = advisor, trial, trial.scenario
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix("\ufeff")
        self.surgery = Surgery(self.text)

    def updated(self) -> tuple[str, list[Kept]]:
        """Give the text with what could be rewritten, and what could not."""
        root = parse(self.text, self.scenario.position.file, Report())
        found = _found(root, self.scenario.title)
        if found is None:
            why = "the scenario is not where it was"
            return self.mark + self.text, [Kept(self.scenario, miss, why) for miss in self.trial.misses]
        kept: list[Kept] = []
        for step in dict.fromkeys(miss.step for miss in self.trial.misses):
            node = _step(found[1], step)
            missed = [miss for miss in self.trial.misses if miss.step == step]
            kept += self._moved(node, [miss for miss in missed if miss.key in _BY_NAME])
            for miss in missed:
                if miss.key not in _BY_NAME:
                    kept += self._tried(miss, node)
        text = self.surgery.done()
        if text != self.text and (why := self._refused(root, text, {one.miss for one in kept})):
            return self.mark + self.text, [Kept(self.scenario, miss, why) for miss in self.trial.misses]
        return self.mark + text, kept

    def _tried(self, miss: Miss, node: Mapping | None) -> list[Kept]:
        try:
            with self.surgery.together():
                self._rewrite(miss, node)
        except CannotEdit as error:
            return [Kept(self.scenario, miss, str(error))]
        return []

    def _rewrite(self, miss: Miss, node: Mapping | None) -> None:
        """Rewrite one expectation to what came."""
        values = miss.values
        if miss.key in {ANSWERED, GIVEN, SAY}:
            raise CannotEdit("what is said or told is never rewritten")
        if node is None or values is None:
            raise CannotEdit(_NOTHING_CAME)
        key, there = next(((k, v) for k, v in node.entries if k.text == miss.key), (None, None))
        if key is None or there is None:
            raise CannotEdit("nothing is written there that could be changed")
        if miss.key == ADVISES:
            topic, _, act = miss.name.partition(".")
            self.surgery.value(_below(_below(there, topic), act), str(values[0]))
        elif miss.key in {CONCLUDES, UNDERSTANDS}:
            kind = KINDS[self.advisor.rulebase.facts[miss.name].kind]
            self.surgery.value(_below(there, miss.name), kind.show(values[0]))
        elif miss.key in _LISTS or (miss.key == ASKED and isinstance(there, Sequence)):
            self.surgery.listed(key, there, [str(value) for value in values])
        elif miss.key in {TOPIC, CHECKED} or (miss.key == ASKED and values):
            self.surgery.value(there, str(values[0]))
        elif miss.key == ASKED:
            self.surgery.bare(there, "[]")
        else:
            raise CannotEdit(_NOTHING_CAME)

    def _moved(self, node: Mapping | None, missed: Listed[Miss]) -> list[Kept]:
        """Move rules between `advised` and `withholds`; what can be expected of a rule is one of the two."""
        try:
            with self.surgery.together():
                self._between(node, {miss.name for miss in missed})
        except CannotEdit as error:
            return [Kept(self.scenario, miss, str(error)) for miss in missed]
        return []

    def _between(self, node: Mapping | None, moving: set[str]) -> None:
        if node is None or not moving:
            return
        there = {key.text: (key, value) for key, value in node.entries if key.text in _BY_NAME}
        names = {key: [item.text for item in _items(value)] for key, (_, value) in there.items()}
        wanted = {
            key: [n for n in names.get(key, []) if n not in moving]
            + [n for n in names.get(other, []) if n in moving and n not in names.get(key, [])]
            for key, other in _BY_NAME.items()
        }
        if len(there) == 1:
            [(own, (key, value))] = there.items()
            other = _BY_NAME[own]
            if not wanted[own]:
                self.surgery.bare(key, other)
            else:
                self.surgery.listed(key, value, wanted[own])
                self.surgery.added(node, key, other, wanted[other])
            return
        for name, (key, value) in there.items():
            if wanted[name]:
                self.surgery.listed(key, value, wanted[name])
            else:
                self.surgery.dropped(node, key, value)

    def _refused(self, root: Node | None, text: str, kept: set[Miss]) -> str:
        """Say why a rewritten text cannot stand: it has to read, be the same elsewhere, and be met; "" where it can."""
        report = Report()
        title, anew = self.scenario.title, parse(text, self.scenario.position.file, report)
        found = _found(anew, title)
        if report or found is None or _rest(anew, title) != _rest(root, title):
            return "the way it is laid out leaves no room to change it in its place"
        [scenario] = _scenarios(self.advisor.rulebase, report).build(Draft(scenarios={title: found}))
        if report:
            return f"what comes cannot be expected: {report.problems[0].message}"
        still = {(miss.step, miss.key, miss.name) for miss in try_one(self.advisor, scenario).misses}
        if still - {(miss.step, miss.key, miss.name) for miss in kept}:
            return "what comes once is not what comes again"
        return ""


def _found(root: Node | None, title: str) -> tuple[Scalar, Mapping] | None:
    """Find a scenario in a file."""
    for key, node in entries(root.get("scenarios") if isinstance(root, Mapping) else None):
        if key.text == title and isinstance(node, Mapping):
            return key, node
    return None


def _step(node: Mapping, step: int) -> Mapping | None:
    """Give the mapping that has the expectations: the scenario's own, or that of a step of its talk."""
    if not step:
        return node
    talk = node.get("talk")
    found = talk.items[step - 1] if isinstance(talk, Sequence) and step <= len(talk.items) else None
    return found if isinstance(found, Mapping) else None


def _below(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _items(node: Node) -> list[Scalar]:
    return [item for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []


def _rest(root: Node | None, title: str) -> object:
    """Give all that a file says, other than one scenario."""
    return [
        (key.text, [(k.text, _plain(v)) for k, v in entries(node) if k.text != title])
        if key.text == "scenarios"
        else (key.text, _plain(node))
        for key, node in entries(root)
    ]


def _plain(node: Node) -> object:
    if isinstance(node, Mapping):
        return [(key.text, _plain(value)) for key, value in node.entries]
    return node.text if isinstance(node, Scalar) else [_plain(item) for item in node.items]


def _scenarios(rulebase: Rulebase, report: Report) -> Scenarios:
    """Give what builds scenarios against a loaded rulebase."""
    acts: dict[str, set[str]] = {topic: set() for topic in rulebase.topics}
    for rule in rulebase.rules.values():
        if isinstance(rule.then, Advice):
            acts[rule.then.topic].add(rule.then.act)
    return Scenarios(rulebase.facts, acts, rulebase.rules, rulebase.flags, report)
