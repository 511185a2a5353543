"""Building rules: their conclusions and advice, what they override, and the order in which facts are derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.rulebase.clauses import MAX_CLAUSES, MAX_TESTS, TooManyClauses, conjoin
from advisor.rulebase.declaring import one_value, unknown
from advisor.rulebase.drafts import Draft, entries, listed, mappings, text
from advisor.rulebase.model import Advice, Conclusion, Rule
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Scalar
from advisor.rulebase.sections import cited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.clauses import Clauses
    from advisor.rulebase.model import Fact, Source, Topic
    from advisor.rulebase.nodes import Node, Report

TOO_MANY = (
    "too-many-clauses",
    f"written out, the condition has more than {MAX_CLAUSES} clauses or {MAX_TESTS} tests in one",
)
TOO_MANY_REMEDY = "name a part of it as a derived fact"


def concluded(draft: Draft) -> set[str]:
    """Name the facts that some rule concludes."""
    return {key.text for _, node in draft.rules.values() for key, _ in entries(node.get("conclude"))}


class Rules:
    """Builds the rules of a draft, reporting what is wrong with them."""

    def __init__(
        self,
        draft: Draft,
        facts: Mapping[str, Fact],
        topics: Mapping[str, Topic],
        sources: Mapping[str, Source],
        report: Report,
    ) -> None:
        self.draft, self.facts, self.topics, self.sources, self.report = draft, facts, topics, sources, report
        self.acts: dict[str, set[str]] = {name: set() for name in topics}

    def build(self, clauses: Mapping[str, tuple[str, Clauses]]) -> dict[str, Rule]:
        """Build every rule; `clauses` holds the text and normal form of the conditions that could be read, by rule.

        `acts` then names all acts of each topic, also those of rules that could not be built.
        """
        rules: dict[str, Rule] = {}
        for name, (key, node) in self.draft.rules.items():
            then = self._then(node)
            source = cited(self.report, node.get("source"), self.sources)
            overrides = self._overrides(name, node)
            if then is None or name not in clauses:
                continue
            when, form = clauses[name]
            if isinstance(then, Advice) and (applies := self.topics[then.topic].applies) is not None:
                form = self._within(applies, form, node)
            rules[name] = Rule(
                name,
                then,
                form,
                source,
                self.report.position(key),
                when,
                overrides,
                safety=text(node, "safety") == "true",
                tags=tuple(tag.text for tag in listed(node.get("tags"))),
                evidence=tuple(note.text for note in listed(node.get("evidence"))),
            )
        for topic in self.topics.values():
            rules |= self._otherwise(topic)
        return rules

    def _within(self, applies: Clauses, form: Clauses, node: MappingNode) -> Clauses:
        try:
            return conjoin(applies, form)
        except TooManyClauses:
            self.report.add(*TOO_MANY, node, TOO_MANY_REMEDY)
            return form

    def _then(self, node: MappingNode) -> Advice | Conclusion | None:
        advise, conclude = node.get("advise"), node.get("conclude")
        if isinstance(advise, MappingNode) and conclude is None:
            topic = self._topic(advise.get("topic"))
            return None if topic is None else self._advice(advise, topic)
        if not isinstance(conclude, MappingNode) or advise is not None or not conclude.entries:
            return None  # reported with the shape of the file
        if len(conclude.entries) > 1:
            second = conclude.entries[1][0]
            self.report.add("one-of", "a rule concludes one fact", second, "write a rule for each fact")
            return None
        ((fact, value),) = conclude.entries
        if fact.text not in self.facts:
            unknown(self.report, "fact", fact, self.facts)
            return None
        read = one_value(self.report, self.facts[fact.text], value) if isinstance(value, Scalar) else None
        return None if read is None else Conclusion(fact.text, read)

    def _topic(self, node: Node | None) -> str | None:
        """Read the topic of advice; what is none has been reported with the shape of the file, or is here."""
        if not isinstance(node, Scalar):
            return None
        if node.text in self.topics:
            return node.text
        unknown(self.report, "topic", node, self.topics)
        return None

    def _advice(self, node: MappingNode, topic: str) -> Advice:
        act = text(node, "act", topic)
        self.acts[topic].add(act)
        return Advice(topic, act, text(node, "verdict"), text(node, "say"), text(node, "because"))

    def _overrides(self, name: str, node: MappingNode) -> tuple[str, ...]:
        found: list[str] = []
        for other in listed(node.get("overrides")):
            heir = self.draft.heir(other.text)
            if heir == name:
                self.report.add("override-cycle", f"'{name}' overrides itself", other, "take it out of the list")
            elif heir in self.draft.rules:
                found.append(heir)
            elif heir not in self.draft.retired:
                unknown(self.report, "rule", other, self.draft.rules)
        return tuple(dict.fromkeys(found))

    def _otherwise(self, topic: Topic) -> dict[str, Rule]:
        node = self.draft.topics[topic.name][1].get("otherwise")
        found: dict[str, Rule] = {}
        for item in mappings(node):
            advice = self._advice(item, topic.name)
            name = f"{advice.on}.otherwise"
            if name in found:
                at = item.get("act") or item
                self.report.add("duplicate-name", f"the act '{advice.act}' has two otherwise", at, "keep one")
            position = self.report.position(item)
            form = topic.applies if topic.applies is not None else ((),)
            source = cited(self.report, item.get("source"), self.sources)
            found[name] = Rule(name, advice, form, source, position, otherwise=True)
        return found
