"""`advisor ask`: one message, one reply."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from advisor.advisor import Advisor
from advisor.cli._options import FORMATS, Day, as_json, country_option, facts_of, rules_or_shipped, width
from advisor.cli._records import checked_place, keep
from advisor.render.blocks import NOTE, PARAGRAPH, Block, as_markdown, as_text
from advisor.render.reply import reply_blocks

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from advisor.conversation.reply import Reply
    from advisor.rulebase.model import Rulebase

UNSETTLED = 3


@click.command(
    "ask",
    short_help="Describe a situation and get advice on it.",
    epilog="Without TEXT it is asked for, so that nothing private stands in the shell's history; - reads a pipe.",
)
@click.argument("text", required=False)
@click.option("--rules", multiple=True, metavar="WHERE", help="A rulebase, by name or path; several extend each other.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact, beside what the text says.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="What it is about, instead of what the text says.",
)
@country_option
@click.option("--today", type=Day(), metavar="DAY", help="The day to count from, such as 2026-11-23.")
@click.option(
    "--engine", default="auto", show_default=True, metavar="ENGINE", help="The engine that matches the rules."
)
@click.option("--format", "form", type=FORMATS, default="text", show_default=True, help="How the reply is written.")
@click.option(
    "--record",
    metavar="FILE",
    help="Keep a record as well, in a new file that ends in .json, .md, .html or .txt.",
)
@click.option("--strict", is_flag=True, help=f"Exit with {UNSETTLED} when the advice is not settled.")
def command(
    text: str | None,
    rules: tuple[str, ...],
    facts: tuple[str, ...],
    topics: tuple[str, ...],
    country: str | None,
    today: datetime.date | None,
    engine: str,
    form: str,
    record: str | None,
    strict: bool,
) -> None:
    """Describe a situation in TEXT and get advice on it."""
    kept = checked_place(record) if record is not None else None
    advisor = Advisor.load(*rules_or_shipped(rules), engine=engine)
    given = text not in {None, "-"}
    asked = text is None and sys.stdin.isatty()
    if asked:
        text = _asked_for(advisor.rulebase)
    elif text is None or text == "-":
        text = sys.stdin.read()
    reply = advisor.ask(text or "", facts=facts_of(facts), topics=topics or None, country=country, today=today)
    if form == "json":
        click.echo(as_json(reply.to_dict()))
    else:
        blocks = [*reply_blocks(reply, notice=not asked or reply.quiet), *(_to_put_right(reply) if given else ())]
        click.echo(as_markdown(blocks) if form == "markdown" else as_text(blocks, width()))
    if kept is not None:
        from advisor.conversation.record import Record

        keep(Record.of_reply(reply), kept)
    if strict and not reply.settled:
        sys.exit(UNSETTLED)


def _to_put_right(reply: Reply) -> Iterator[Block]:
    """Say how to put right what was read in the text, to those who write options."""
    read = list(dict.fromkeys(one.fact for one in reply.heard.readings))
    if read and not reply.quiet:
        names = " or ".join(f"--fact {name}=…" for name in read)
        yield Block(NOTE, f"Did I read something wrongly? Put it right with {names}")


def _asked_for(rulebase: Rulebase) -> str:
    """Ask for the message on the terminal; the notice comes before anything private is typed."""
    words = "What is it about? Tell it in your own words, and press Enter."
    notice = [Block(NOTE, rulebase.notice)] if rulebase.notice else []
    click.echo(as_text([*notice, Block(PARAGRAPH, words)], width()), err=True)
    while not (line := click.prompt("", prompt_suffix="> ", default="", show_default=False, err=True).strip()):
        click.echo("A sentence is enough; Ctrl-C leaves.", err=True)
    click.echo(err=True)
    return line
