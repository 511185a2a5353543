"""A rulebase as a graph: what rules read, what they conclude and advise, and which rule gives way to which.

What a rule reads is taken from its clauses. A told fact that a rule names only through a computed one is joined to the
rule through that one, so that the picture has the names the author wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import UnknownName
from advisor.reasoning.plan import plan
from advisor.reasoning.records import Recorded
from advisor.rulebase.checking import facts_of
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from advisor.reasoning.plan import Plan
    from advisor.rulebase.clauses import Clauses
    from advisor.rulebase.model import Fact, Rule, Rulebase

FACT, RULE, ACT, TOPIC = "fact", "rule", "act", "topic"
READS, CONCLUDES, ADVISES, OVERRIDES, APPLIES, COMPUTES = (
    "reads",
    "concludes",
    "advises",
    "overrides",
    "applies",
    "computes",
)
CONCLUSION = "conclusion"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Node(NamedTuple):
    """One thing in the graph; `key` is its kind and name, as fact:frost, and stands for it in edges.

    `sort` is told, derived or computed for a fact, and a verdict or conclusion for a rule. `title` is what it is called
    or says in words: a fact's question, a rule's advice or the value it concludes. `text` is the condition as written
    of a rule, or of a topic that does not always apply. `topic` is the key of the topic that an act or a rule belongs
    to. `otherwise` marks a topic's advice for when no other rule of the act holds.
    """

    key: str
    kind: str
    name: str
    sort: str = ""
    title: str = ""
    text: str = ""
    topic: str = ""
    otherwise: bool = False


class Edge(NamedTuple):
    """An arrow from one node to another: reads, concludes, advises, overrides, applies or computes."""

    start: str
    end: str
    kind: str


@dataclass(frozen=True, slots=True)
class Graph(Recorded):
    """Nodes and edges; each edge joins two nodes that are there, and none stands twice."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(rulebase: Rulebase, topics: Iterable[str] = ()) -> Graph:
    """Draw the rules of topics with all they hang on, or without topics every rule; raises UnknownName.

    Rules of other topics that override one of these, or give way to one, are in it too.

    >>> from advisor import load
    >>> found = graph_of(load("examples/garden"))
    >>> [edge.end for edge in found.edges if edge.start == "fact:frost"]
    ['rule:never-before-frost']
    """
    chosen = _chosen(rulebase, topics)
    return _Drawing(rulebase, plan(rulebase)).of(chosen, everything=not chosen)


def overview(rulebase: Rulebase, topics: Iterable[str] = ()) -> Graph:
    """Draw topics, or all of them, with the told facts that their rules hang on; raises UnknownName.

    >>> from advisor import load
    >>> overview(load("examples/garden")).edges[0]
    Edge(start='fact:frost', end='topic:watering', kind='reads')
    """
    known = plan(rulebase)
    edges = [
        Edge(f"fact:{fact}", f"topic:{topic}", READS)
        for topic in _chosen(rulebase, topics) or tuple(rulebase.topics)
        for fact in sorted(known.told_for(known.advising[topic]))
    ]
    drawn = dict.fromkeys(edge.start.partition(":")[2] for edge in edges)
    facts = [_fact(rulebase.facts[name]) for name in sorted(drawn)]
    return Graph((*facts, *(_topic(rulebase, t) for t in _chosen(rulebase, topics) or rulebase.topics)), tuple(edges))


def _chosen(rulebase: Rulebase, topics: Iterable[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(topics))
    for topic in chosen:
        if topic not in rulebase.topics:
            raise UnknownName("topic", topic, rulebase.topics)
    return chosen


def _fact(fact: Fact) -> Node:
    sort = "derived" if fact.derived else "computed" if fact.formula else "told"
    return Node(f"fact:{fact.name}", FACT, fact.name, sort, fact.ask or fact.name.replace("_", " "))


def _topic(rulebase: Rulebase, name: str) -> Node:
    topic = rulebase.topics[name]
    return Node(f"topic:{name}", TOPIC, name, title=topic.title, text=topic.applies_text)


def _rule(rulebase: Rulebase, rule: Rule) -> Node:
    then = rule.then
    if isinstance(then, Advice):
        sort, title, topic = then.verdict, then.say, f"topic:{then.topic}"
    else:
        value = KINDS[rulebase.facts[then.fact].kind].show(then.value)
        sort, title, topic = CONCLUSION, f"{then.fact}: {value}", ""
    return Node(f"rule:{rule.name}", RULE, rule.name, sort, title, rule.when, topic, rule.otherwise)


class _Drawing:
    """A graph as it grows: nodes by key, each once, and edges."""

    def __init__(self, rulebase: Rulebase, known: Plan) -> None:
        self.rulebase, self.plan = rulebase, known
        self.nodes: dict[str, Node] = {}
        self.edges: dict[Edge, None] = {}

    def of(self, topics: Collection[str], *, everything: bool) -> Graph:
        """Draw topics, their rules and all that these hang on, then which of the rules give way to which."""
        rules = self.rulebase.rules
        own = list(rules) if everything else [r.name for t in topics for r in self.plan.advising[t]]
        read = own if everything else self._behind(own)
        beaten = dict.fromkeys(other for name in read for other in rules[name].overrides)
        for topic in self.rulebase.topics if everything else topics:
            self._belongs(topic)
        for name in dict.fromkeys((*read, *beaten)):
            self._add_rule(rules[name], whole=name in read)
        for name in (n for n in rules if f"rule:{n}" in self.nodes):
            for other in rules[name].overrides:
                if f"rule:{other}" in self.nodes:
                    self._join(f"rule:{name}", f"rule:{other}", OVERRIDES)
        order = {kind: place for place, kind in enumerate((FACT, RULE, ACT, TOPIC))}
        nodes = sorted(self.nodes.values(), key=lambda node: (order[node.kind], node.key))
        return Graph(tuple(nodes), tuple(sorted(self.edges)))

    def _behind(self, names: Iterable[str]) -> list[str]:
        """Name rules and those that they hang on: what overrides them, and what concludes the facts they read."""
        found: dict[str, None] = {}
        todo = list(names)
        while todo:
            name = todo.pop(0)
            if name not in found:
                found[name] = None
                rule = self.rulebase.rules[name]
                todo += self.plan.overriders[name]
                for fact in sorted(facts_of(rule.clauses, self.rulebase.levels)):
                    todo += [r.name for r in self.plan.concluding.get(fact, ())]
        return list(found)

    def _join(self, start: str, end: str, kind: str) -> None:
        self.edges[Edge(start, end, kind)] = None

    def _belongs(self, topic: str) -> str:
        """Put in a topic, and the facts on which it hangs whether it makes sense."""
        node = _topic(self.rulebase, topic)
        if node.key not in self.nodes:
            self.nodes[node.key] = node
            applies = self.rulebase.topics[topic].applies
            for key in self._named(applies, node.text) if applies is not None else ():
                self._join(key, node.key, APPLIES)
        return node.key

    def _add_rule(self, rule: Rule, *, whole: bool) -> None:
        """Put in a rule with what it reads and what comes of it; one that is not whole stands with its topic alone."""
        node = _rule(self.rulebase, rule)
        self.nodes[node.key] = node
        if node.topic:
            self._belongs(node.topic.partition(":")[2])
        if not whole:
            return
        topic = self.rulebase.topics[rule.then.topic] if isinstance(rule.then, Advice) else None
        within = facts_of(topic.applies, self.rulebase.levels) if topic and topic.applies is not None else set[str]()
        for key in self._named(rule.clauses, rule.when, within):
            self._join(key, node.key, READS)
        if isinstance(rule.then, Advice):
            act = Node(f"act:{rule.then.on}", ACT, rule.then.act, topic=node.topic)
            self.nodes.setdefault(act.key, act)
            self._join(node.key, act.key, ADVISES)
        else:
            self._join(node.key, self._add_fact(rule.then.fact), CONCLUDES)

    def _named(self, clauses: Clauses, text: str, within: Collection[str] = ()) -> Iterator[str]:
        """Put in the facts that clauses read, under the names that the condition has for them, and give their keys.

        Clauses of a rule hold those of its topic as well: what is read `within` these alone is joined to the topic.
        """
        read = facts_of(clauses, self.rulebase.levels)
        words = {*_NAME.findall(text)}
        through: set[str] = set()
        for name in sorted(words & self.rulebase.facts.keys()):
            formula = self.rulebase.facts[name].formula
            if formula is not None and read.issuperset(formula.facts):
                through |= {*formula.facts}
                yield self._add_fact(name)
        for name in sorted(read):
            if name in words or (name not in through and name not in within):
                yield self._add_fact(name)

    def _add_fact(self, name: str) -> str:
        """Put in a fact, what it is computed from, and the facts on which it hangs whether it applies."""
        fact = self.rulebase.facts[name]
        node = _fact(fact)
        if node.key not in self.nodes:
            self.nodes[node.key] = node
            for part in fact.formula.facts if fact.formula else ():
                self._join(self._add_fact(part), node.key, COMPUTES)
            for key in self._named(fact.applies, fact.applies_text) if fact.applies is not None else ():
                self._join(key, node.key, APPLIES)
        return node.key
