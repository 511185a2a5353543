"""Building scenarios: situations and what must come of them, every name in them checked."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor.rulebase.declaring import unknown, value_of
from advisor.rulebase.drafts import Draft, entries, listed
from advisor.rulebase.model import VERDICTS, Advice, Scenario
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact, Flag, Rule, Topic
    from advisor.rulebase.nodes import Node, Report


class Scenarios:
    """Builds the scenarios of a draft against everything else in the rulebase."""

    def __init__(
        self,
        facts: Mapping[str, Fact],
        topics: Mapping[str, Topic],
        rules: Mapping[str, Rule],
        flags: Mapping[str, Flag],
        report: Report,
    ) -> None:
        self.facts, self.topics, self.rules, self.flags, self.report = facts, topics, rules, flags, report
        self.acts: dict[str, set[str]] = {name: set() for name in topics}
        for rule in rules.values():
            if isinstance(rule.then, Advice):
                self.acts[rule.then.topic].add(rule.then.act)

    def build(self, draft: Draft) -> tuple[Scenario, ...]:
        """Build every scenario, in the order of the files."""
        return tuple(self._scenario(key, node) for key, node in draft.scenarios.values())

    def _scenario(self, key: Scalar, node: MappingNode) -> Scenario:
        say, topic = node.get("say"), node.get("topic")
        if node.get("understands") and say is None:
            self.report.add(
                "no-text", "nothing is said that could be understood", key, "write the message under `say:`"
            )
        if not any(node.get(k) for k in ("given", "say", "topics", "advises")):
            self.report.add("no-situation", "the scenario has no situation", key, "write `given:`, `say:` or `topics:`")
        return Scenario(
            key.text,
            self.report.position(key),
            today=self._day(node.get("today")),
            given=self._values(node.get("given")) or {},
            say=say.text if isinstance(say, Scalar) else None,
            understands=self._values(node.get("understands")),
            topic=(self._names(topic, "topic", self.topics) or (None,))[0],
            topics=self._names(node.get("topics"), "topic", self.topics),
            advises=self._advises(node.get("advises")),
            concludes=self._values(node.get("concludes")),
            assuming=self._names(node.get("assuming"), "fact", self.facts),
            open=self._open(node.get("open")),
            withholds=self._names(node.get("withholds"), "rule", self.rules) or (),
            flags=self._names(node.get("flags"), "flag", self.flags),
            contradiction=self._names(node.get("contradiction"), "fact", self.facts),
            conflict=self._names(node.get("conflict"), "rule", self.rules),
        )

    def _day(self, node: Node | None) -> str | None:
        if not isinstance(node, Scalar):
            return None
        try:
            return datetime.date.fromisoformat(node.text).isoformat()
        except ValueError:
            self.report.add("bad-value", f"'{node.text}' is no day of the calendar", node, "write it as 2026-11-23")
            return None

    def _values(self, node: Node | None) -> dict[str, Value] | None:
        if node is None:
            return None
        found: dict[str, Value] = {}
        for key, value in entries(node):
            if key.text not in self.facts:
                unknown(self.report, "fact", key, self.facts)
            elif isinstance(value, Scalar):
                read = value_of(self.report, self.facts[key.text], value)
                if read is not None:
                    found[key.text] = read
        return found

    def _names(self, node: Node | None, kind: str, names: Mapping[str, object]) -> tuple[str, ...] | None:
        if node is None:
            return None
        for item in listed(node):
            if item.text not in names:
                unknown(self.report, kind, item, names)
        return tuple(item.text for item in listed(node))

    def _act(self, topic: str, act: Scalar, name: str, offset: int = 0) -> None:
        if name not in self.acts.get(topic, {name}):
            unknown(self.report, "act", act, self.acts[topic], name=name, offset=offset)

    def _advises(self, node: Node | None) -> dict[str, dict[str, str]] | None:
        if node is None:
            return None
        found: dict[str, dict[str, str]] = {}
        for topic, acts in entries(node):
            if topic.text not in self.topics:
                unknown(self.report, "topic", topic, self.topics)
            for act, verdict in entries(acts):
                self._act(topic.text, act, act.text)
                if isinstance(verdict, Scalar):
                    if verdict.text not in VERDICTS:
                        unknown(self.report, "verdict", verdict, VERDICTS)
                    found.setdefault(topic.text, {})[act.text] = verdict.text
        return found

    def _open(self, node: Node | None) -> tuple[str, ...] | None:
        if node is None:
            return None
        for item in listed(node):
            topic, _, act = item.text.partition(".")
            if topic not in self.topics:
                unknown(self.report, "topic", item, self.topics, name=topic)
            else:
                self._act(topic, item, act, len(topic) + 1)
        return tuple(item.text for item in listed(node))
