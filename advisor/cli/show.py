"""`advisor show`: what is in a rulebase."""

from __future__ import annotations

import click

from advisor.cli._options import as_json, rules_or_shipped, text_or_json
from advisor.render.contents import contents, contents_in_words
from advisor.rulebase.loading import load


@click.command("show", short_help="Show what is in a rulebase.")
@click.argument("names", nargs=-1, metavar="[topics|facts|rules|flags|sources|plans|NAME]...")
@click.option("--rules", multiple=True, metavar="WHERE", help="A rulebase, by name or path; several extend each other.")
@text_or_json
def command(names: tuple[str, ...], rules: tuple[str, ...], form: str) -> None:
    """Show the topics, facts, rules, flags, sources or plans of a rulebase, or one by its NAME in full."""
    rulebase = load(*rules_or_shipped(rules))
    for name in names or ("topics",):
        found = contents(rulebase, name)
        click.echo(as_json(found) if form == "json" else contents_in_words(found))
