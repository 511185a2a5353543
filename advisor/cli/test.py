"""`advisor test`: run a rulebase's scenarios, and read its example messages."""

from __future__ import annotations

import sys

import click

from advisor.advisor import Advisor
from advisor.cli._examples import beside
from advisor.cli._options import as_json, rules_or_shipped, text_or_json
from advisor.render.trials import trials_in_words, trials_record
from advisor.workbench.trials import coverage, messages, try_all, try_messages

FINDINGS = 1


@click.command(
    "test",
    short_help="Run the scenarios and example messages of a rulebase.",
    epilog="Messages in its folder examples are for learning: that one is misunderstood is no failure.",
)
@click.argument("where", nargs=-1)
@click.option(
    "--engine",
    default="indexed",
    show_default=True,
    metavar="ENGINE",
    help="The engine that matches the rules.",
)
@click.option("--examples", is_flag=True, help="Tell how many of the messages in its folder examples are understood.")
@click.option("--strict", is_flag=True, help="A rule that is not shown both ways is a failure too.")
@text_or_json
def command(where: tuple[str, ...], engine: str, examples: bool, strict: bool, form: str) -> None:
    """Run the scenarios and example messages of the rulebase at WHERE, and tell which rules the scenarios show."""
    places = rules_or_shipped(where)
    advisor = Advisor.load(*places, engine=engine)
    trials = try_all(advisor)
    covered = coverage(advisor, trials)
    read = try_messages(advisor, messages(advisor.rulebase, own=places[-1]))
    share = try_messages(advisor, beside(advisor.rulebase, places[-1])) if examples else None
    run = (trials, covered, read, share)
    click.echo(as_json(trials_record(*run)) if form == "json" else trials_in_words(*run))
    fine = all(trial.passed for trial in trials) and all(one.passed for one in read)
    if not fine or (strict and not covered.full):
        sys.exit(FINDINGS)
