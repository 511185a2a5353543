"""`advisor schema`: the shape of rulebase files, for editors."""

from __future__ import annotations

import click

from advisor.cli._options import as_json
from advisor.rulebase.schema import json_schema


@click.command("schema", short_help="Print the JSON Schema of rulebase files.")
def command() -> None:
    """Print the JSON Schema of rulebase files, for completion and checks in an editor."""
    click.echo(as_json(json_schema()))
