"""A graph shows every rule, what it reads, what comes of it and what gives way to it, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import Rulebase, UnknownName, load
from advisor.rulebase.checking import facts_of
from advisor.rulebase.model import Advice
from advisor.workbench.graph import APPLIES, COMPUTES, CONCLUDES, OVERRIDES, READS, Edge, Graph, graph_of, overview
from tests.drawing import drawn
from tests.gardens import garden

GARDEN = Path(__file__).resolve().parents[2] / "examples" / "garden"


@cache
def breakup() -> Rulebase:
    return load("breakup")


def keys(graph: Graph, kind: str) -> set[str]:
    return {node.name for node in graph.nodes if node.kind == kind}


def leading_to(graph: Graph, key: str, *kinds: str) -> set[str]:
    return {edge.start for edge in graph.edges if edge.end == key and edge.kind in kinds}


def told_to(graph: Graph, rulebase: Rulebase, name: str) -> set[str]:
    """Name the facts from which arrows lead to a rule, by way of computed facts and of its topic."""
    then = rulebase.rules[name].then
    near = leading_to(graph, f"rule:{name}", READS)
    near |= leading_to(graph, f"topic:{then.topic}", APPLIES) if isinstance(then, Advice) else set()
    behind = {start for key in near for start in leading_to(graph, key, COMPUTES)}
    names = {key.partition(":")[2] for key in near | behind}
    return {name for name in names if rulebase.facts[name].formula is None}


def sound(graph: Graph, rulebase: Rulebase) -> None:
    """Hold that a graph is one, and says of its rules what their clauses say."""
    known = {node.key: node for node in graph.nodes}
    assert len(known) == len(graph.nodes)
    assert len(set(graph.edges)) == len(graph.edges)
    assert all(edge.start in known and edge.end in known for edge in graph.edges)
    assert all(not node.topic or node.topic in known for node in graph.nodes)
    beaten = {(e.start, e.end) for e in graph.edges if e.kind == OVERRIDES}
    inside = {node.name for node in graph.nodes if node.kind == "rule"}
    assert beaten == {
        (f"rule:{name}", f"rule:{other}")
        for name in inside
        for other in rulebase.rules[name].overrides
        if other in inside
    }


def holds_all_of(graph: Graph, rulebase: Rulebase, rules: set[str]) -> None:
    """Hold that every one of the rules is there, with all it reads and all it overrides or gives way to."""
    assert keys(graph, "rule") >= rules
    for name in rules:
        rule = rulebase.rules[name]
        read = facts_of(rule.clauses, rulebase.levels)
        assert told_to(graph, rulebase, name) == read
        assert keys(graph, "fact") >= read
        assert keys(graph, "rule") >= {*rule.overrides}
        assert keys(graph, "rule") >= {other for other, r in rulebase.rules.items() if name in r.overrides}
        ends = {edge.end for edge in graph.edges if edge.start == f"rule:{name}" and edge.kind != OVERRIDES}
        assert ends == {f"act:{rule.then.on}" if isinstance(rule.then, Advice) else f"fact:{rule.then.fact}"}


@given(st.integers(0, 10**6))
def test_every_rule_fact_read_and_override_is_in_the_graph(seed: int) -> None:
    rulebase = drawn(seed)[1].rulebase
    graph = graph_of(rulebase)
    sound(graph, rulebase)
    holds_all_of(graph, rulebase, {*rulebase.rules})


@given(st.integers(0, 10**6))
def test_the_graph_of_a_topic_holds_all_that_its_rules_hang_on(seed: int) -> None:
    rulebase = drawn(seed)[1].rulebase
    for topic in rulebase.topics:
        graph = graph_of(rulebase, [topic])
        sound(graph, rulebase)
        own = {n for n, r in rulebase.rules.items() if isinstance(r.then, Advice) and r.then.topic == topic}
        holds_all_of(graph, rulebase, own)
        for name in (key for key in keys(graph, "fact") if rulebase.facts[key].derived):
            concluding = {n for n, r in rulebase.rules.items() if getattr(r.then, "fact", None) == name}
            assert keys(graph, "rule") >= concluding
            assert leading_to(graph, f"fact:{name}", CONCLUDES) == {f"rule:{n}" for n in concluding}


def test_a_large_rulebase_is_drawn_whole_or_a_topic_at_a_time() -> None:
    graph = graph_of(breakup())
    sound(graph, breakup())
    holds_all_of(graph, breakup(), {*breakup().rules})
    assert keys(graph, "topic") == {*breakup().topics}
    for topic in breakup().topics:
        one = graph_of(breakup(), [topic])
        sound(one, breakup())
        assert {node for node in one.nodes if node.kind != "topic"} < {*graph.nodes}


def test_a_fact_that_is_counted_from_another_stands_between_that_one_and_the_rule() -> None:
    edges = graph_of(load(GARDEN)).edges
    assert Edge("fact:watered_on", "fact:days_since_watering", COMPUTES) in edges
    assert Edge("fact:days_since_watering", "rule:enough-for-now", READS) in edges
    assert Edge("fact:watered_on", "rule:enough-for-now", READS) not in edges


def test_a_word_of_a_condition_that_is_no_fact_there_is_joined_to_nothing() -> None:
    rulebase = garden("""
    facts:
      planted: {kind: date, ask: When?}
      age: {kind: number, unit: days, compute: days_since(planted)}
      topic: {kind: choice, choices: [age, size], ask: Which?}
    topics: {beds: {title: Beds}}
    rules: {ask: {when: topic == age, advise: {topic: beds, verdict: know, say: Look.}, source: notes/all}}
    """)
    assert graph_of(rulebase).edges == (
        Edge("fact:topic", "rule:ask", READS),
        Edge("rule:ask", "act:beds.beds", "advises"),
    )


APPLYING = """
facts:
  rain: {kind: boolean, ask: Does it rain?}
  depth: {kind: number, unit: mm, applies: rain, ask: How much?}
  season: {kind: choice, choices: [summer, winter], ask: Which season?}
topics:
  pots: {title: Pots, applies: season == summer}
  beds: {title: Beds}
rules:
  empty: {when: depth > 5, advise: {topic: pots, verdict: do, say: Empty them.}, source: notes/all}
  leave: {when: depth > 9, overrides: [empty], advise: {topic: beds, verdict: dont, say: Leave it.}, source: notes/all}
"""


def test_what_says_when_a_fact_or_topic_applies_leads_to_it_and_not_to_each_rule() -> None:
    edges = graph_of(garden(APPLYING)).edges
    assert Edge("fact:rain", "fact:depth", APPLIES) in edges
    assert Edge("fact:season", "topic:pots", APPLIES) in edges
    assert Edge("fact:season", "rule:empty", READS) not in edges


def test_a_rule_of_another_topic_that_overrides_comes_with_all_it_reads() -> None:
    graph = graph_of(garden(APPLYING), ["pots"])
    assert Edge("rule:leave", "rule:empty", OVERRIDES) in graph.edges
    assert Edge("fact:depth", "rule:leave", READS) in graph.edges
    assert keys(graph, "topic") == {"pots", "beds"}


def test_a_rule_of_another_topic_that_gives_way_stands_alone() -> None:
    graph = graph_of(garden(APPLYING), ["beds"])
    assert Edge("rule:leave", "rule:empty", OVERRIDES) in graph.edges
    assert leading_to(graph, "rule:empty", READS) == set()
    assert keys(graph, "act") == {"beds"}


def test_the_overview_joins_each_topic_to_the_told_facts_its_advice_hangs_on() -> None:
    graph = overview(load(GARDEN))
    told = {"fact:frost", "fact:rain_expected", "fact:watered_on"}
    assert leading_to(graph, "topic:watering", READS) == told
    assert keys(graph, "rule") == set()
    assert all(node.sort == "told" for node in graph.nodes if node.kind == "fact")


def test_the_overview_of_a_topic_has_no_other() -> None:
    graph = overview(breakup(), ["bump_in"])
    assert keys(graph, "topic") == {"bump_in"}
    assert {edge.end for edge in graph.edges} == {"topic:bump_in"}


@pytest.mark.parametrize("draw", [graph_of, overview])
def test_a_topic_that_is_none_is_refused(draw: object) -> None:
    with pytest.raises(UnknownName, match="there is no topic 'wattering'; did you mean 'watering'"):
        draw(load(GARDEN), ["wattering"])  # type: ignore[operator]


def test_a_rulebase_without_rules_is_an_empty_graph() -> None:
    assert graph_of(garden()) == overview(garden()) == Graph((), ())


def test_a_graph_is_plain_values_for_json() -> None:
    found = graph_of(load(GARDEN)).to_dict()
    assert found["edges"][0] == {
        "start": "fact:days_since_watering",
        "end": "rule:dry-after-four-days",
        "kind": "reads",
    }
    assert found["nodes"][0] == {
        "key": "fact:days_since_watering",
        "kind": "fact",
        "name": "days_since_watering",
        "sort": "computed",
        "title": "days since watering",
        "text": "",
        "topic": "",
        "otherwise": False,
    }
    conclusion = next(node for node in found["nodes"] if node["name"] == "dry-after-four-days")
    assert (conclusion["sort"], conclusion["title"]) == ("conclusion", "soil_is_dry: true")
