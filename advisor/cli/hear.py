"""`advisor hear`: what is understood of a message, and why; nothing is decided."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from advisor.advisor import Advisor
from advisor.cli._options import Day, as_json, rules_or_shipped, text_or_json, width
from advisor.render.blocks import as_text
from advisor.render.hearing import hearing_blocks

if TYPE_CHECKING:
    import datetime


@click.command(
    "hear",
    short_help="Show how a message is understood, and by which cues.",
    epilog="Without TEXT, or with -, it is read from standard input.",
)
@click.argument("text", required=False)
@click.option("--rules", multiple=True, metavar="WHERE", help="A rulebase, by name or path; several extend each other.")
@click.option("--expecting", metavar="FACT", help="The fact whose question was just asked.")
@click.option("--today", type=Day(), metavar="DAY", help="The day to count from, such as 2026-11-23.")
@text_or_json
def command(
    text: str | None, rules: tuple[str, ...], expecting: str | None, today: datetime.date | None, form: str
) -> None:
    """Show how TEXT is understood: topic, facts, times, and the cues and hints that say so."""
    advisor = Advisor.load(*rules_or_shipped(rules))
    said = sys.stdin.read() if text is None or text == "-" else text
    heard = advisor.understand(said, expecting=expecting, today=today)
    if form == "json":
        click.echo(as_json(heard.to_dict()))
    else:
        click.echo(as_text(hearing_blocks(advisor.rulebase, heard, said), width()))
