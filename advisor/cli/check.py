"""`advisor check`: everything that is wrong with a rulebase, at once, and what its author should look at."""

from __future__ import annotations

import datetime
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from advisor.advisor import Advisor
from advisor.cli._options import Day, as_json, rules_or_shipped
from advisor.errors import RulebaseError
from advisor.rulebase.loading import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from advisor.errors import Position
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.bench import Bench
    from advisor.workbench.findings import Finding

FINDINGS = 1
_ON_SERVERS = {"github", "sarif", "junit"}


class _Told(NamedTuple):
    """What was found, the codes that were looked for, and the findings for which the check fails."""

    rulebase: Rulebase | None
    found: tuple[Finding, ...]
    codes: tuple[str, ...]
    failing: tuple[Finding, ...]


@click.command(
    "check",
    short_help="List every problem and finding of a rulebase, with its remedy.",
    epilog=(
        "Where there are example messages, they are read, and what they show of its cues is told as well. A finding is "
        "accepted where it is, by its code and a reason under `accepts:`. `advisor explain CODE` tells more of a code."
    ),
)
@click.argument("where", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Show every finding, and not the first few of a code.")
@click.option("--accepted", is_flag=True, help="Show the findings that the rulebase accepts, with the reasons.")
@click.option("--quick", is_flag=True, help="Read no example messages.")
@click.option("--only", multiple=True, metavar="CODE", help="Look for findings of this code alone.")
@click.option("--skip", multiple=True, metavar="CODE", help="Look for no findings of this code.")
@click.option(
    "--fail-level",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 when there is a finding of this severity, or a worse one.",
)
@click.option("--strict", is_flag=True, help="The same as --fail-level warning.")
@click.option(
    "--today",
    type=Day(),
    metavar="DAY",
    help="The day on which dates are looked at, such as 2026-11-23. Only with it do dated findings fail the check.",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1_000),
    metavar="NODES",
    help="How large the diagrams of a topic may become before nothing is proved of it.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
def command(
    where: tuple[str, ...],
    everything: bool,
    accepted: bool,
    quick: bool,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    fail_level: str,
    strict: bool,
    today: datetime.date | None,
    budget: int | None,
    form: str,
) -> None:
    """Check the rulebase at WHERE (a name or path; several extend each other): every problem, and every finding."""
    from advisor.workbench import checks
    from advisor.workbench.findings import failing

    places = rules_or_shipped(where)
    try:
        bench = _bench(load(*places), places[-1], today, quick=quick, budget=budget)
        codes = _codes(bench, only, skip)
        found = checks.run(bench, only=only, skip=skip)
    except RulebaseError as error:
        if form == "text":
            raise
        click.echo(_problems(error, form))
        sys.exit(error.exit_code)
    level = "warning" if strict and fail_level != "note" else fail_level
    failed = failing(found, level, dated=today is not None)
    if form == "text":
        click.echo(_in_words(bench.rulebase, found, everything=everything, accepted=accepted))
    else:
        shown = found if accepted or form in _ON_SERVERS else tuple(one for one in found if not one.accepted)
        click.echo(_written(_Told(bench.rulebase, shown, codes, failed), form))
    if failed:
        sys.exit(FINDINGS)


def _codes(bench: Bench, only: Sequence[str], skip: Sequence[str]) -> tuple[str, ...]:
    """Give the codes that are looked for: some of them, since a check that looks for nothing passes always."""
    from advisor.workbench import checks

    codes = tuple(sorted(check.code for check in checks.chosen(bench, only, skip)))
    if not codes:
        raise click.UsageError("--only, --skip and --quick leave nothing to look for")
    return codes


def _bench(rulebase: Rulebase, place: str, today: datetime.date | None, *, quick: bool, budget: int | None) -> Bench:
    from advisor.cli._examples import beside  # a rulebase that does not load needs none of these
    from advisor.language.cues import Cues
    from advisor.workbench.bench import Bench
    from advisor.workbench.space import BUDGET

    advisor = Advisor(rulebase)
    Cues(rulebase).compile()  # phrases that the language cannot use are refused here
    messages = () if quick else beside(rulebase, place)
    day = today or datetime.date.today()  # noqa: DTZ011 - the day where the author is
    return Bench(advisor, place, messages, day, quick=quick, budget=budget or BUDGET)


def _problems(error: RulebaseError, form: str) -> str:
    """Write problems in the way of findings, which they outrank."""
    from advisor.workbench.findings import ERROR, Finding

    found = tuple(Finding(one.code, ERROR, one.message, one.position, one.remedy) for one in error.problems)
    codes = tuple(dict.fromkeys(one.code for one in found))
    return _written(_Told(None, found, codes, found), form)


def _written(told: _Told, form: str) -> str:
    """Write findings for programs."""
    from dataclasses import replace

    if form == "json":
        return as_json([one.to_dict() for one in told.found])
    facts = told.rulebase.facts if told.rulebase else {}
    from advisor.rulebase.files import installed, shipped

    folders = {**installed(), **shipped()}
    found = [replace(one, position=_on_disk(one.position, folders)) for one in told.found]
    if form == "github":
        from advisor.render.github import findings_as_commands

        return findings_as_commands(found, facts)
    if form == "junit":
        from advisor.render.junit import findings_as_junit

        failing = {replace(one, position=_on_disk(one.position, folders)) for one in told.failing}
        return findings_as_junit(found, facts, told.codes, failing)
    from advisor import __version__
    from advisor.render.sarif import findings_as_sarif
    from advisor.workbench.pages import page

    pages = [one for code in told.codes if (one := page(code))]
    return as_json(findings_as_sarif(found, facts, pages, __version__))


def _on_disk(position: Position, folders: Mapping[str, Path]) -> Position:
    """Give the place of a file from here, where it begins with the name of a rulebase; `folders` are those by name."""
    name, _, rest = position.file.partition("/")
    if name not in folders or not rest or os.path.exists(position.file):  # noqa: PTH110 - pathlib costs time
        return position
    return position._replace(file=os.path.relpath(folders[name] / rest))


def _in_words(rulebase: Rulebase, found: tuple[Finding, ...], *, everything: bool, accepted: bool) -> str:
    from advisor.render.findings import counted, findings_in_words

    things = {"fact": rulebase.facts, "topic": rulebase.topics, "rule": rulebase.rules, "scenario": rulebase.scenarios}
    counts = ", ".join(counted(len(those), noun) for noun, those in things.items())
    line = f"{rulebase.name} {rulebase.version}: {counts}; no problems."
    told = findings_in_words(found, rulebase.facts, everything=everything, accepted=accepted)
    return f"{line}\n\n{told}" if found else line
