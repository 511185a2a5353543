"""`advisor replay`: a record decided again on the rulebase there is now, or shown as a page."""

from __future__ import annotations

import sys

import click

from advisor.advisor import Advisor
from advisor.cli._options import as_json, text_or_json, width
from advisor.cli._records import in_form, record_at
from advisor.errors import AdvisorError
from advisor.render.blocks import as_text
from advisor.rulebase.files import installed, shipped

DIFFERS = 1
_ESCAPED = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}  # may drive a terminal; JSON leaves them as they are


@click.command(
    "replay",
    short_help="Decide a record again, and tell what differs.",
    epilog=f"Exits with {DIFFERS} when something differs.",
)
@click.argument("record")
@click.option(
    "--rules",
    multiple=True,
    metavar="WHERE",
    help="A rulebase, by name or path; several extend each other. Without it, the one that the record names.",
)
@click.option(
    "--as",
    "shape",
    type=click.Choice(["markdown", "html", "text"]),
    help="Print the record itself in this form, and decide nothing.",
)
@text_or_json
def command(record: str, rules: tuple[str, ...], shape: str | None, form: str) -> None:
    """Decide the consultation in RECORD again, a file in JSON (- reads a pipe), and tell what differs and why."""
    kept = record_at(record)
    if shape is not None:
        click.echo(in_form(kept, shape, width()), nl=False)
        return
    from advisor.render.replay import replayed_blocks
    from advisor.workbench.replay import replay

    if not rules and kept.rulebase not in shipped() and kept.rulebase not in installed():
        raise AdvisorError("the rulebase that the record names is not found by its name; say where it is with --rules")
    advisor = Advisor.load(*(rules or (kept.rulebase,)), engine="indexed")
    replayed = replay(advisor, kept)
    if form == "json":
        click.echo(as_json({"same": replayed.same, **replayed.to_dict()}).translate(_ESCAPED))
    else:
        click.echo(as_text(replayed_blocks(replayed, kept), width()))
    if not replayed.same:
        sys.exit(DIFFERS)
