"""`advisor check`: everything that is wrong with a rulebase, at once."""

from __future__ import annotations

import sys

import click

from advisor.advisor import Advisor
from advisor.cli._options import as_json, rules_or_shipped, text_or_json
from advisor.errors import RulebaseError
from advisor.rulebase.loading import load


@click.command("check", short_help="List every problem of a rulebase, with its remedy.")
@click.argument("where", nargs=-1)
@text_or_json
def command(where: tuple[str, ...], form: str) -> None:
    """Check the rulebase at WHERE (a name or path; several extend each other): every problem, and its remedy."""
    if form == "text":
        rulebase = load(*rules_or_shipped(where))
        Advisor(rulebase).understand("")  # phrases that the language cannot use are refused here
        click.echo(
            f"{rulebase.name} {rulebase.version}: {_counted(len(rulebase.facts), 'fact')}, "
            f"{_counted(len(rulebase.topics), 'topic')}, {_counted(len(rulebase.rules), 'rule')}, "
            f"{_counted(len(rulebase.scenarios), 'scenario')}; no problems."
        )
        return
    try:
        load(*rules_or_shipped(where))
    except RulebaseError as error:
        click.echo(as_json([problem.to_dict() for problem in error.problems]))
        sys.exit(error.exit_code)
    click.echo("[]")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
