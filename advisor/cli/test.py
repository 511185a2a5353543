"""`advisor test`: run a rulebase's scenarios."""

from __future__ import annotations

import sys

import click

from advisor.advisor import Advisor
from advisor.cli._options import as_json, rules_or_shipped, text_or_json
from advisor.render.trials import trials_in_words, trials_record
from advisor.workbench.trials import coverage, try_all

FINDINGS = 1


@click.command("test", short_help="Run the scenarios of a rulebase.")
@click.argument("where", nargs=-1)
@click.option(
    "--engine",
    default="indexed",
    show_default=True,
    metavar="ENGINE",
    help="The engine that matches the rules.",
)
@click.option("--strict", is_flag=True, help="A rule that is not shown both ways is a failure too.")
@text_or_json
def command(where: tuple[str, ...], engine: str, strict: bool, form: str) -> None:
    """Run the scenarios of the rulebase at WHERE, and tell which rules they show advised and not advised."""
    advisor = Advisor.load(*rules_or_shipped(where), engine=engine)
    trials = try_all(advisor)
    covered = coverage(advisor, trials)
    click.echo(as_json(trials_record(trials, covered)) if form == "json" else trials_in_words(trials, covered))
    if not all(trial.passed for trial in trials) or (strict and not covered.full):
        sys.exit(FINDINGS)
