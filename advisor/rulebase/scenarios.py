"""Building scenarios: situations and what must come of them, every name in them checked."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from advisor.rulebase.declaring import day_of, unknown, value_of
from advisor.rulebase.drafts import Draft, entries, listed, mappings
from advisor.rulebase.model import Scenario, Step
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.rulebase.care import Flag
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact
    from advisor.rulebase.nodes import Node, Report

DAY = datetime.date(2026, 1, 15)
"""The day of a scenario that names none: fixed, so that a scenario gives the same tomorrow."""

_BESIDE_TALK = {"say": "begin the talk with it", "topics": "let a step ask about them"}


class Scenarios:
    """Builds the scenarios of a draft against everything else in the rulebase."""

    def __init__(
        self,
        facts: Mapping[str, Fact],
        acts: Mapping[str, set[str]],
        rules: Iterable[str],
        flags: Mapping[str, Flag],
        report: Report,
    ) -> None:
        self.facts, self.flags, self.report = facts, flags, report
        self.acts, self.rules = acts, dict.fromkeys(rules)
        self.concluding: set[str] = set()

    def build(self, draft: Draft) -> tuple[Scenario, ...]:
        """Build every scenario, in the order of the files."""
        self.concluding = {name for name, (_, node) in draft.rules.items() if node.get("conclude") is not None}
        return tuple(self._scenario(key, node) for key, node in draft.scenarios.values())

    def _scenario(self, key: Scalar, node: MappingNode) -> Scenario:
        say, today = node.get("say"), day_of(self.report, node.get("today"))
        if node.get("talk"):
            self._alone(node)
        elif node.get("understands") and say is None:
            self.report.add(
                "no-text", "nothing is said that could be understood", key, "write the message under `say:`"
            )
        if not any(node.get(k) for k in ("given", "say", "topics", "advises", "talk")):
            remedy = "write `given:`, `say:`, `topics:` or `talk:`"
            self.report.add("no-situation", "the scenario has no situation", key, remedy)
        return Scenario(
            key.text,
            self.report.position(key),
            today=today,
            given=self._values(node.get("given"), told=True) or {},
            say=say.text if isinstance(say, Scalar) else None,
            topics=self._names(node.get("topics"), "topic", self.acts),
            talk=tuple(self._talk(mappings(node.get("talk")), today or "")),
            **self._expected(node),
        )

    def _alone(self, node: MappingNode) -> None:
        """Report what a scenario by talk has beside its talk, and belongs into one of its steps."""
        for name, _ in node.entries:
            if name.text in Scenario._fields and name.text not in {"today", "given", "talk"}:
                remedy = _BESIDE_TALK.get(name.text, "put it into the step after which it is so")
                self.report.add("beside-talk", f"'{name.text}' cannot stand beside a talk", name, remedy)

    def _talk(self, nodes: Iterable[MappingNode], day: str) -> Iterator[Step]:
        """Build the steps of a talk; what the step before leaves nothing to answer is no answer."""
        silent = "nothing has been asked yet that could be answered"
        for node in nodes:
            say, answered = node.get("say"), node.get("answered")
            if silent and answered and not say:
                self.report.add("nothing-asked", silent, answered, "write it under `say:`")
            text = say or answered
            today = self._later(node.get("today"), day)
            day = today or day or DAY.isoformat()
            step = Step(
                text.text if isinstance(text, Scalar) else "",
                self.report.position(node),
                answer=not say,
                today=today,
                asked=self._names(node.get("asked"), "fact", self.facts),
                checked=(self._names(node.get("checked"), "flag", self.flags) or (None,))[0],
                **self._expected(node),
            )
            yield step
            silent = "the step before expects that nothing is asked" if step.asked == () and not step.checked else ""

    def _later(self, node: Node | None, before: str) -> str | None:
        """Read the day of a step; one that lies before the day of the talk so far is reported."""
        today = day_of(self.report, node)
        if node is not None and today is not None and today < before:
            message = f"{today} lies before the day of the talk so far, {before}"
            self.report.add("bad-value", message, node, "write that day or a later one")
        return today

    def _expected(self, node: MappingNode) -> dict[str, Any]:
        """Read what must come of a scenario or a step, each part by its key."""
        return {
            "understands": self._values(node.get("understands"), told=True),
            "topic": (self._names(node.get("topic"), "topic", self.acts) or (None,))[0],
            "advises": self._advises(node.get("advises")),
            "advised": self._advising(node.get("advised")),
            "withholds": self._names(node.get("withholds"), "rule", self.rules) or (),
            "concludes": self._values(node.get("concludes"), told=False),
            "assuming": self._names(node.get("assuming"), "fact", self.facts),
            "open": self._open(node.get("open")),
            "flags": self._names(node.get("flags"), "flag", self.flags),
            "contradiction": self._names(node.get("contradiction"), "fact", self.facts),
            "conflict": self._names(node.get("conflict"), "rule", self.rules),
        }

    def _advising(self, node: Node | None) -> tuple[str, ...]:
        """Read the names of rules that must advise; one that concludes a fact never does."""
        for item in listed(node):
            if item.text in self.concluding:
                message = f"the rule '{item.text}' concludes a fact, and advises nothing"
                self.report.add("not-advice", message, item, "expect the fact under `concludes:`")
        return self._names(node, "rule", self.rules) or ()

    def _values(self, node: Node | None, *, told: bool) -> dict[str, Value] | None:
        if node is None:
            return None
        found: dict[str, Value] = {}
        for key, value in entries(node):
            fact = self.facts.get(key.text)
            if fact is None:
                unknown(self.report, "fact", key, self.facts)
            elif isinstance(value, Scalar) and self._fitting(fact, key, told=told):
                read = value_of(self.report, fact, value)
                if read is not None:
                    found[key.text] = read
        return found

    def _fitting(self, fact: Fact, key: Scalar, *, told: bool) -> bool:
        """Report a fact that is told where it can only be concluded or computed, or the other way round."""
        if not told:
            if not fact.derived:
                self.report.add("not-derived", f"no rule concludes '{fact.name}'", key, "tell it under `given:`")
            return fact.derived
        if fact.derived:
            remedy = "tell what it comes from, and expect it under `concludes:`"
            self.report.add("not-told", f"'{fact.name}' cannot be told: rules conclude it", key, remedy)
        elif fact.formula and fact.formula.inverse(Fraction(0)) is None:
            remedy = "tell " + " and ".join(fact.formula.facts)
            self.report.add("not-told", f"'{fact.name}' cannot be told: it is computed", key, remedy)
            return False
        return not fact.derived

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
            if topic.text not in self.acts:
                unknown(self.report, "topic", topic, self.acts)
            for act, verdict in entries(acts):
                self._act(topic.text, act, act.text)
                if isinstance(verdict, Scalar):
                    found.setdefault(topic.text, {})[act.text] = verdict.text
        return found

    def _open(self, node: Node | None) -> tuple[str, ...] | None:
        if node is None:
            return None
        for item in listed(node):
            topic, dot, act = item.text.partition(".")
            if not dot:
                continue  # reported with the shape of the file
            if topic not in self.acts:
                unknown(self.report, "topic", item, self.acts, name=topic)
            else:
                self._act(topic, item, act, len(topic) + 1)
        return tuple(item.text for item in listed(node))
