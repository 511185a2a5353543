"""Mermaid and DOT show what is in a graph, and no name or title breaks out of its place."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import load
from advisor.cli._graphviz import as_svg
from advisor.render.graph import as_dot, as_mermaid
from advisor.workbench.graph import Edge, Graph, Node, graph_of, overview

GARDEN = load(Path(__file__).resolve().parents[2] / "examples" / "garden")
ODD = (
    st.text()
    | st.text(st.sampled_from("\"'`<>|#&;:%{}[]()\\\n\t*_~$@-=.a1 \u202eÿé"))
    | st.sampled_from(
        [
            'style:"x";',
            "classDef a:#b;",
            "%%{init: {}}%%",
            "end",
            "&amp;",
            "#35;",
            "\\N\\G",
            "<b>",
            "1. one",
            "subgraph x",
        ]
    )
)
SPACE = re.compile(r"[^\S ]|\s+")
needs_graphviz = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def shown(text: str) -> str:
    """Give a text as a picture shows it: on one line, without what cannot be shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def graph(titles: list[str]) -> Graph:
    """Make a graph that has each title as that of a box, of a topic without rules, and as a condition."""
    nodes = [Node("fact:rain", "fact", "rain", "told", titles[0])]
    edges = []
    for number, title in enumerate(titles):
        nodes += [
            Node(f"rule:r{number}", "rule", f"r{number}", "do", title, title, f"topic:t{number}"),
            Node(f"topic:t{number}", "topic", f"t{number}", title=title),
            Node(f"topic:u{number}", "topic", f"u{number}", title=title),
        ]
        edges += [Edge("fact:rain", f"rule:r{number}", "reads"), Edge("fact:rain", f"topic:t{number}", "applies")]
    return Graph(tuple(nodes), tuple(edges))


LABEL = re.compile(r'^ +(?:subgraph )?[\w.-]+(?:\[|\(\[|\(|\[\[|\[/|\{\{)"([^"]*)"(?:\]|\]\)|\)|\]\]|/\]|\}\})$')
OTHER = re.compile(
    r"^(flowchart LR|  end|  accTitle: [^#;{}<>\"]+|  [\w.-]+ (-->|==>|-\. \w+ \.->) [\w.-]+"
    r"|  class [\w.,-]+ \w+|  classDef \w+ [\w:#, -]+|  linkStyle [\d,]+ stroke:#\w+)$"
)


def labels(mermaid: str) -> list[str]:
    """Read what the quoted texts of Mermaid say; that any line is of another shape fails the test."""
    found = []
    for line in mermaid.split("\n"):
        label = LABEL.match(line)
        assert label or OTHER.match(line), line
        if label:
            found.append(label[1])
    assert not any(re.search(r"[<>&;:%{}\[\]\"`*|\\]", re.sub(r"<br/>|#\d+;", "", label)) for label in found)
    return [html.unescape(re.sub(r"#(\d+);", r"&#\1;", label)) for label in found]


@given(st.lists(ODD, min_size=1, max_size=4), ODD)
def test_no_title_breaks_mermaid_and_each_is_shown_as_it_is(titles: list[str], title: str) -> None:
    found = labels(as_mermaid(graph(titles), title, conditions=True))
    for number, one in enumerate(titles):
        condition = f"r{number}<br/>do<br/>{shown(f'when {one}')}" if one else f"r{number}<br/>do"
        assert found.count(shown(one)) >= 2
        assert condition in found


def texts_in(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314


@needs_graphviz
@settings(max_examples=30)
@given(st.lists(ODD, min_size=1, max_size=6), ODD)
def test_no_title_breaks_dot_and_each_is_shown_as_it_is(titles: list[str], title: str) -> None:
    found = "".join("".join(texts_in(as_svg(as_dot(graph(titles), title, conditions=True)))).split())
    for one in [title, *titles]:
        assert "".join(shown(one).split()) in found


DOT_LINE = re.compile(r'^ *("(?:[^"\\]|\\.)*"|[^"])*$')


@given(st.lists(ODD, min_size=1, max_size=4), ODD)
def test_every_text_of_dot_is_closed_in_the_line_it_begins_in(titles: list[str], title: str) -> None:
    for line in as_dot(graph(titles), title, conditions=True).split("\n"):
        assert DOT_LINE.match(line), line


@needs_graphviz
@pytest.mark.parametrize("conditions", [False, True])
def test_graphviz_draws_every_node_of_a_rulebase(conditions: bool) -> None:  # noqa: FBT001
    drawn = graph_of(GARDEN)
    found = texts_in(as_svg(as_dot(drawn, GARDEN.title, conditions=conditions)))
    names = {node.name for node in drawn.nodes if node.kind != "topic" and not node.otherwise}
    assert names | {"Watering the garden", "otherwise", "When to water the garden"} <= {*found}
    assert ("when frost" in found) is conditions


def test_mermaid_shows_each_kind_by_its_shape_and_each_rule_with_its_verdict() -> None:
    lines = as_mermaid(graph_of(GARDEN), GARDEN.title).split("\n")
    for line in (
        '  subgraph topic_watering["Watering the garden"]',
        '  fact_frost(["frost"])',
        '  fact_days_since_watering[/"days_since_watering"/]',
        '  fact_soil_is_dry[["soil_is_dry"]]',
        '    rule_rain-waters["rain-waters<br/>wait"]',
        '  rule_dry-after-four-days["dry-after-four-days<br/>soil_is_dry#58; true"]',
        '    rule_watering.water.otherwise["otherwise<br/>silent"]',
        '    act_watering.water{{"water"}}',
        "  rule_rain-waters -. overrides .-> rule_water-dry-soil",
        "  fact_watered_on -. gives .-> fact_days_since_watering",
        "  rule_dry-after-four-days ==> fact_soil_is_dry",
    ):
        assert line in lines


def test_mermaid_draws_overrides_in_red_by_their_place_among_the_arrows() -> None:
    lines = as_mermaid(graph_of(GARDEN), GARDEN.title).split("\n")
    arrows = [line for line in lines if re.search(r" (-->|==>|\.->) ", line)]
    (style,) = [line for line in lines if line.startswith("  linkStyle")]
    places = [int(place) for place in style.split()[1].split(",")]
    assert [arrow for arrow in arrows if "overrides" in arrow] == [arrows[place] for place in places]


def test_a_condition_is_shown_where_it_is_asked_for() -> None:
    assert "when frost" not in as_mermaid(graph_of(GARDEN), "")
    assert "never-before-frost<br/>dont<br/>when frost" in as_mermaid(graph_of(GARDEN), "", conditions=True)


def test_dot_leads_an_arrow_to_a_topic_to_its_box() -> None:
    found = as_dot(graph(["Pots"]), "Pots")
    assert '"fact:rain" -> "rule:r0" [style=dotted, label=applies, lhead="cluster:topic:t0"];' in found


def test_a_topic_without_rules_is_a_node_of_its_own() -> None:
    text = as_mermaid(overview(GARDEN), GARDEN.title)
    assert '  topic_watering("Watering the garden")' in text
    assert "subgraph" not in text


def test_an_empty_graph_is_drawn_empty() -> None:
    assert as_mermaid(Graph((), ()), "") == "flowchart LR"
    assert as_dot(Graph((), ()), "").startswith('digraph "" {')
