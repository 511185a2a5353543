"""`advisor test`: run a rulebase's scenarios, and read its example messages."""

from __future__ import annotations

import sys

import click

from advisor.cli._measuring import Measures, check_place
from advisor.cli._options import rules_or_shipped, text_or_json
from advisor.cli._trying import Wanted, rewritten, tried
from advisor.rulebase.files import is_path


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
@click.option(
    "--run",
    "patterns",
    multiple=True,
    metavar="PATTERN",
    help="Run only scenarios with this in their title, such as frost or 'a * night'; no messages, no coverage.",
)
@click.option("--examples", is_flag=True, help="Tell how many of the messages in its folder examples are understood.")
@click.option("--strict", is_flag=True, help="A rule that is not shown both ways is a failure too.")
@click.option("--fail-on-empty", is_flag=True, help="That there is nothing to run is a failure too.")
@click.option("--update", is_flag=True, help="Rewrite what failing scenarios expect to what comes, in their files.")
@click.option("--coverage", is_flag=True, help="Tell which comparisons no scenario shows deciding a rule alone.")
@click.option("--mutants", is_flag=True, help="Tell which small changes of the rules no scenario fails with.")
@click.option(
    "--min-score",
    "least",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Exit with 1 when fewer than N percent of the mutants are killed; with --strict it is 100.",
)
@click.option("--suggest", is_flag=True, help="Write scenarios that would close these gaps, ready to be pasted.")
@click.option("--output", default="", metavar="FILE", help="Write the suggested scenarios to this new file.")
@click.option("--watch", "watching", is_flag=True, help="Run again whenever a file at WHERE changes.")
@text_or_json
def command(
    where: tuple[str, ...],
    engine: str,
    patterns: tuple[str, ...],
    examples: bool,
    strict: bool,
    fail_on_empty: bool,
    update: bool,
    coverage: bool,
    mutants: bool,
    least: float | None,
    suggest: bool,
    output: str,
    watching: bool,
    form: str,
) -> None:
    """Run the scenarios and example messages of the rulebase at WHERE, and tell which rules the scenarios show."""
    if strict and patterns:
        raise click.UsageError("--strict looks at all scenarios; leave --run out")
    measures = Measures(coverage, mutants, suggest, least, output)
    _check_measures(measures, patterns=bool(patterns), update=update, watching=watching)
    if update and (examples or strict or fail_on_empty or watching):
        raise click.UsageError("--update only rewrites; leave out --examples, --strict, --fail-on-empty and --watch")
    if update and not (where and is_path(where[-1])):
        raise click.UsageError("--update rewrites files; name their folder, such as ./garden")
    if watching and form == "json":
        raise click.UsageError("--watch shows one run after the other, and only as text")
    wanted = Wanted(rules_or_shipped(where), engine, patterns, examples, strict, fail_on_empty, form, measures)
    if watching:
        from advisor.cli._watching import watch

        code = watch(wanted.places, lambda: tried(wanted))
    else:
        code = rewritten(wanted) if update else tried(wanted)
    if code:
        sys.exit(code)


def _check_measures(measures: Measures, *, patterns: bool, update: bool, watching: bool) -> None:
    """Refuse options that do not go together."""
    if measures.any and (patterns or update):
        other = "--run" if patterns else "--update"
        raise click.UsageError(f"--coverage, --mutants and --suggest look at all scenarios; leave {other} out")
    if measures.least is not None and not measures.mutants:
        raise click.UsageError("--min-score is about mutants; add --mutants")
    if measures.output and not measures.suggest:
        raise click.UsageError("--output is for suggested scenarios; add --suggest")
    if measures.output:
        check_place(measures.output)
    if measures.suggest and watching:
        raise click.UsageError("--suggest writes scenarios once; leave --watch out")
