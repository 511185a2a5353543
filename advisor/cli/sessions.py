"""`advisor sessions`: the talks that are kept, and forgetting them."""

from __future__ import annotations

import click

from advisor.cli._options import as_json, store_option, text_or_json


@click.command("sessions", short_help="List the talks that are kept, or forget one.")
@click.option("--forget", metavar="NAME", help="Take this talk out of the store for good.")
@store_option
@text_or_json
def command(forget: str | None, store: str, form: str) -> None:
    """List the talks kept by `advisor chat`, or forget one of them."""
    import os

    from advisor.conversation.store import SQLiteStore

    if not os.path.exists(store):  # noqa: PTH110 - pathlib costs time
        if forget:
            from advisor.errors import SessionNotFound

            raise SessionNotFound(forget, None)
        click.echo("[]" if form == "json" else "No talk is kept.")
        return
    with SQLiteStore(store) as kept:
        if forget:
            kept.forget(forget)
            click.echo(f"{forget} is forgotten.", err=form == "json")
        found = kept.list() if not forget or form == "json" else ()
    if form == "json":
        click.echo(as_json([one._asdict() for one in found]))
        return
    for one in found:
        click.echo(f"{one.name}: {one.rulebase}, {one.first} to {one.last}, {one.events} events")
    if not found and not forget:
        click.echo("No talk is kept.")
