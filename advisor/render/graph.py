"""A graph as Mermaid or DOT: text that other programs draw. Names and titles are data, and cannot break out of it.

What is drawn never hangs on colour alone: shapes tell facts, rules and acts apart, and a rule bears its verdict.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from advisor.workbench.graph import (
    ACT,
    ADVISES,
    APPLIES,
    COMPUTES,
    CONCLUDES,
    CONCLUSION,
    FACT,
    OVERRIDES,
    READS,
    RULE,
    TOPIC,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.workbench.graph import Graph, Node

_WIDTH = 34
_INK = "#1c1c1c"
_RED = "#b3261e"
_FONT = 'fontname="Helvetica,Arial,sans-serif"'


class _Paint(NamedTuple):
    fill: str
    line: str


_PAINTS = {
    "do": _Paint("#cfe9cf", "#2e7d32"),
    "may": _Paint("#e4f3d8", "#558b2f"),
    "dont": _Paint("#f7d0cf", "#b3261e"),
    "wait": _Paint("#fbe3b8", "#a15c00"),
    "know": _Paint("#d5e5f7", "#1c5d99"),
    "silent": _Paint("#e4e4e4", "#6b6b6b"),
    CONCLUSION: _Paint("#e6dcf5", "#6a3ea1"),
    "told": _Paint("#ffffff", "#444444"),
    "computed": _Paint("#f4f4f4", "#444444"),
    "derived": _Paint("#f1eafa", "#6a3ea1"),
    ACT: _Paint("#fffbe6", "#7a6a00"),
    TOPIC: _Paint("#fafafa", "#8a8a8a"),
}

_ARROWS = {
    READS: "-->",
    CONCLUDES: "==>",
    ADVISES: "-->",
    OVERRIDES: "-. overrides .->",
    APPLIES: "-. applies .->",
    COMPUTES: "-. gives .->",
}
_DOT_ARROWS = {
    READS: "",
    CONCLUDES: 'color="#6a3ea1", penwidth=2',
    ADVISES: "",
    OVERRIDES: f'color="{_RED}", style=dashed, arrowhead=tee, constraint=false, tooltip=overrides',
    APPLIES: "style=dotted, label=applies",
    COMPUTES: "style=dotted, label=gives",
}


def as_mermaid(graph: Graph, title: str, *, conditions: bool = False) -> str:
    """Write a graph in Mermaid; `conditions` adds to each rule its condition as written.

    >>> from advisor.workbench.graph import Graph, Node
    >>> print(as_mermaid(Graph((Node("fact:frost", "fact", "frost", "told"),), ()), "The <garden>"))
    flowchart LR
      accTitle: The garden
      fact_frost(["frost"])
      classDef told fill:#ffffff,stroke:#444444,color:#1c1c1c
      class fact_frost told
    """
    ids = {node.key: node.key.replace(":", "_") for node in graph.nodes}
    lines = ["flowchart LR", *(f"  accTitle: {plain}" for plain in [_plain(title)] if plain)]
    for topic, inside in _grouped(graph.nodes):
        written = [_mermaid_node(node, ids[node.key], conditions=conditions) for node in inside]
        if topic is None:
            lines += [f"  {line}" for line in written]
        elif not inside:
            lines.append(f"  {_mermaid_node(topic, ids[topic.key], conditions=conditions)}")
        else:
            lines.append(f'  subgraph {ids[topic.key]}["{_entities(topic.title)}"]')
            lines += [*(f"    {line}" for line in written), "  end"]
    lines += [f"  {ids[edge.start]} {_ARROWS[edge.kind]} {ids[edge.end]}" for edge in graph.edges]
    beaten = [str(place) for place, edge in enumerate(graph.edges) if edge.kind == OVERRIDES]
    if beaten:
        lines.append(f"  linkStyle {','.join(beaten)} stroke:{_RED}")
    return "\n".join([*lines, *_mermaid_paint(graph, ids)])


def _mermaid_node(node: Node, name: str, *, conditions: bool) -> str:
    """Write a node; long lines are wrapped by Mermaid itself."""
    opening, closing = _MERMAID_SHAPES[_look(node)]
    words = "<br/>".join(_entities(line) for line in _lines(node, conditions=conditions))
    return f'{name}{opening}"{words}"{closing}'


_MERMAID_SHAPES = {
    "told": ("([", "])"),
    "computed": ("[/", "/]"),
    "derived": ("[[", "]]"),
    RULE: ("[", "]"),
    ACT: ("{{", "}}"),
    TOPIC: ("(", ")"),
}
_DOT_SHAPES = {
    "told": 'shape=box, style="rounded,filled"',
    "computed": 'shape=box, style="rounded,filled,dashed"',
    "derived": "shape=box, style=filled, peripheries=2",
    RULE: "shape=box, style=filled",
    ACT: "shape=hexagon, style=filled",
    TOPIC: 'shape=box, style="rounded,filled"',
}


def _look(node: Node) -> str:
    return node.sort if node.kind == FACT else node.kind


def _painted(node: Node) -> str:
    return node.sort or node.kind


def _mermaid_paint(graph: Graph, ids: dict[str, str]) -> Iterator[str]:
    """Colour what is drawn, a class for each sort that is there; boxes of topics are topics too."""
    sorts: dict[str, list[str]] = {}
    for node in graph.nodes:
        sorts.setdefault(_painted(node), []).append(ids[node.key])
    for sort, (fill, line) in _PAINTS.items():
        if sort in sorts:
            dashes = ",stroke-dasharray:4 3" if sort == "computed" else ""
            yield f"  classDef {sort} fill:{fill},stroke:{line},color:{_INK}{dashes}"
            yield f"  class {','.join(sorts[sort])} {sort}"


def as_dot(graph: Graph, title: str, *, conditions: bool = False) -> str:
    r"""Write a graph in DOT, the language of Graphviz; `conditions` adds to each rule its condition as written.

    >>> from advisor.workbench.graph import Graph, Node
    >>> print(as_dot(Graph((Node("fact:frost", "fact", "frost", "told"),), ()), 'The "garden"').splitlines()[0])
    digraph "The \"garden\"" {
    """
    lines = [
        f"digraph {_quoted([title])} {{",
        f"  graph [rankdir=LR, compound=true, {_FONT}, fontsize=13, nodesep=0.18, ranksep=0.6];",
        f'  node [{_FONT}, fontsize=11, fontcolor="{_INK}", margin="0.12,0.06", height=0.3];',
        f'  edge [{_FONT}, fontsize=9, color="#666666", fontcolor="#555555", arrowsize=0.7];',
    ]
    boxes: dict[str, Node] = {}
    for topic, inside in _grouped(graph.nodes):
        if topic is None:
            lines += [f"  {_dot_node(node, conditions=conditions)}" for node in inside]
        elif not inside:
            lines.append(f"  {_dot_node(topic, conditions=conditions)}")
        else:
            boxes[topic.key] = inside[-1]
            fill, line = _PAINTS[TOPIC]
            lines.append(f"  subgraph {_quoted([f'cluster:{topic.key}'])} {{")
            lines.append(f"    label={_quoted(_wrapped(topic.title))};")
            lines.append(f'    style="rounded,filled"; color="{line}"; fillcolor="{fill}";')
            lines += [f"    {_dot_node(node, conditions=conditions)}" for node in inside]
            lines.append("  }")
    # last: boxes take over what is said of the whole before them
    caption = f"  label={_quoted(_caption(graph, title))}; labelloc=b; labeljust=l;"
    return "\n".join([*lines, *_dot_edges(graph, boxes), caption, "}"])


def _caption(graph: Graph, title: str) -> list[str]:
    beaten = any(edge.kind == OVERRIDES for edge in graph.edges)
    return [title, "A dashed red line leads to the rule that gives way."] if beaten else [title]


def _dot_node(node: Node, *, conditions: bool) -> str:
    fill, line = _PAINTS[_painted(node)]
    words = _quoted(_wrapped(*_lines(node, conditions=conditions)))
    tip = f", tooltip={_quoted([node.title or node.name])}"
    return (
        f'{_quoted([node.key])} [label={words}, {_DOT_SHAPES[_look(node)]}, fillcolor="{fill}", color="{line}"{tip}];'
    )


def _dot_edges(graph: Graph, boxes: dict[str, Node]) -> Iterator[str]:
    for edge in graph.edges:
        style = _DOT_ARROWS[edge.kind]
        end = edge.end
        if end in boxes:  # an arrow leads to a box by way of something inside it
            style += f", lhead={_quoted([f'cluster:{end}'])}"
            end = boxes[end].key
        yield f"  {_quoted([edge.start])} -> {_quoted([end])}" + (f" [{style}];" if style else ";")


def _grouped(nodes: Iterable[Node]) -> Iterator[tuple[Node | None, list[Node]]]:
    """Give what belongs to no topic, then each topic with what belongs to it; there may be nothing."""
    inside: dict[str, list[Node]] = {}
    topics: list[Node] = []
    for node in nodes:
        if node.kind == TOPIC:
            topics.append(node)
        else:
            inside.setdefault(node.topic, []).append(node)
    yield None, inside.get("", [])
    for topic in topics:
        yield topic, sorted(inside.get(topic.key, []), key=lambda node: (node.kind == ACT, node.key))


def _lines(node: Node, *, conditions: bool) -> list[str]:
    """Say what a node bears, line by line."""
    if node.kind != RULE:
        return [node.title if node.kind == TOPIC else node.name]
    lines = ["otherwise" if node.otherwise else node.name, node.title if node.sort == CONCLUSION else node.sort]
    return [*lines, f"when {node.text}"] if conditions and node.text else lines


def _wrapped(*lines: str) -> list[str]:
    return [part for line in lines for part in textwrap.wrap(_printable(line), _WIDTH) or [""]]


def _printable(words: str) -> str:
    """Make one line of words, without characters that cannot be shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _plain(words: str) -> str:
    """Keep what cannot mean anything to Mermaid: letters, digits and a few marks."""
    return " ".join(_kept(_printable(words), lambda _: " ").split())


def _entities(words: str) -> str:
    """Write a text for Mermaid: every character that could mean something to it, or to Markdown or HTML, by number."""
    return _kept(_printable(words), lambda character: f"#{ord(character)};")


def _kept(words: str, otherwise: Callable[[str], str]) -> str:
    return "".join(c if c.isalnum() or c in " _-.,?!()=/+'’" else otherwise(c) for c in words)


def _quoted(lines: Iterable[str]) -> str:
    """Write lines as one text for DOT, which reads entities of HTML in it."""
    shown = (_printable(line).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(shown) + '"'


def drawn_in_short(rules: int) -> str:
    """Say why a picture shows topics alone.

    >>> drawn_in_short(122).partition(".")[0]
    '122 rules are too many for one picture: this one shows the topics, and the facts that their advice hangs on'
    """
    return (
        f"{rules:,} rules are too many for one picture: this one shows the topics, and the facts that their advice "
        "hangs on. --topic NAME draws one topic in full, --detail rules every rule."
    )


def left_out_in_words(topic: str, why: Exception) -> str:
    """Say that pages have no graph of a topic, and why.

    >>> left_out_in_words("watering", OSError("Graphviz was not done"))
    "the graph of 'watering' is left out: Graphviz was not done"
    """
    return f"the graph of '{topic}' is left out: {why}"
