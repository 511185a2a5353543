"""`advisor graph`: topics, facts and rules as a picture, or as text that other programs draw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli._options import as_json, rules_or_shipped
from advisor.rulebase.loading import load

if TYPE_CHECKING:
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.graph import Graph

_FORMS = ("mermaid", "dot", "svg", "json")
_ENDINGS = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg", ".json": "json"}
_MOST = 40
"""More rules than that are too many to read in one picture."""


@click.command(
    "graph",
    short_help="Draw the rules of a rulebase as a graph.",
    epilog="Of more rules than fit one picture only the topics are drawn, unless --topic or --detail is given.",
)
@click.argument("where", nargs=-1)
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="A topic whose rules are drawn.")
@click.option(
    "--detail",
    type=click.Choice(["topics", "rules", "conditions"]),
    help="What is drawn: topics and their facts, rules as well, or rules with their conditions.",
)
@click.option(
    "--format", "form", type=click.Choice(_FORMS), help="How it is written; mermaid, or by the ending of FILE."
)
@click.option("--output", metavar="FILE", help="Write it to a file, made anew where there is one.")
def command(
    where: tuple[str, ...], topics: tuple[str, ...], detail: str | None, form: str | None, output: str | None
) -> None:
    """Draw the facts, rules and topics of the rulebase at WHERE (a name or path; several extend each other)."""
    form = _form(form, output)
    rulebase = load(*rules_or_shipped(where))
    text = _drawn(rulebase, topics, detail, form)
    if output is None:
        click.echo(text.removesuffix("\n"))
        return
    from advisor.cli._writing import write_anew

    write_anew(Path(output), text.removesuffix("\n") + "\n")


def _form(form: str | None, output: str | None) -> str:
    """Tell the form by what was asked for and by the file's ending, which have to agree."""
    if output is None:
        return form or "mermaid"
    found = _ENDINGS.get(Path(output).suffix.lower())
    if found is None:
        raise click.BadParameter(f"{output!r}: the name ends in {', '.join(_ENDINGS)}", param_hint="--output")
    if form not in {None, found}:
        raise click.BadParameter(f"{output!r} holds {found}, and not {form}", param_hint="--output")
    return found


def _drawn(rulebase: Rulebase, topics: tuple[str, ...], detail: str | None, form: str) -> str:
    from advisor.render.graph import as_dot, as_mermaid, drawn_in_short
    from advisor.workbench.graph import graph_of, overview

    if detail is None and not topics and len(rulebase.rules) > _MOST:
        detail = "topics"
        click.echo(drawn_in_short(len(rulebase.rules)), err=True)
    graph: Graph = overview(rulebase, topics) if detail == "topics" else graph_of(rulebase, topics)
    conditions = detail == "conditions"
    if form == "json":
        return as_json(graph.to_dict())
    if form == "mermaid":
        return as_mermaid(graph, rulebase.title, conditions=conditions)
    dot = as_dot(graph, rulebase.title, conditions=conditions)
    if form == "dot":
        return dot
    from advisor.cli._graphviz import as_svg

    return as_svg(dot)
