"""`advisor check`: everything that is wrong with a rulebase, at once, and what its examples show of its cues."""

from __future__ import annotations

import datetime
import sys
from typing import TYPE_CHECKING

import click

from advisor.advisor import Advisor
from advisor.cli._options import Day, as_json, rules_or_shipped, text_or_json
from advisor.errors import RulebaseError
from advisor.rulebase.loading import load

if TYPE_CHECKING:
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.findings import Finding

FINDINGS = 1


@click.command(
    "check",
    short_help="List every problem of a rulebase, with its remedy.",
    epilog="Where it has example messages, they are read, and what they show of its cues is told as well.",
)
@click.argument("where", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Show every finding, and not the first few.")
@click.option("--quick", is_flag=True, help="Read no example messages.")
@click.option("--strict", is_flag=True, help="Exit with 1 when there is a warning.")
@click.option("--today", type=Day(), metavar="DAY", help="The day on which dates are looked at, such as 2026-11-23.")
@text_or_json
def command(
    where: tuple[str, ...], everything: bool, quick: bool, strict: bool, today: datetime.date | None, form: str
) -> None:
    """Check the rulebase at WHERE (a name or path; several extend each other): every problem, and its remedy."""
    places = rules_or_shipped(where)
    try:
        rulebase = load(*places)
        found = _findings(rulebase, places[-1], today=today or datetime.date.today(), quick=quick)  # noqa: DTZ011
    except RulebaseError as error:
        if form == "text":
            raise
        click.echo(as_json([problem.to_dict() for problem in error.problems]))
        sys.exit(error.exit_code)
    click.echo(as_json([one.to_dict() for one in found]) if form == "json" else _told(rulebase, found, everything))
    if strict and any(one.severity == "warning" for one in found):
        sys.exit(FINDINGS)


def _findings(rulebase: Rulebase, place: str, *, today: datetime.date, quick: bool) -> tuple[Finding, ...]:
    from advisor.cli._examples import beside  # a quick look at small files needs none of these
    from advisor.language.cues import Cues
    from advisor.workbench.care_checks import care_findings
    from advisor.workbench.cue_checks import cue_findings
    from advisor.workbench.findings import NOTE

    advisor = Advisor(rulebase)
    Cues(rulebase).compile()  # phrases that the language cannot use are refused here
    care = care_findings(rulebase, today)
    cues = () if quick else cue_findings(advisor, beside(rulebase, place), own=place)
    return tuple(sorted((*care, *cues), key=lambda one: one.severity == NOTE))


def _told(rulebase: Rulebase, found: tuple[Finding, ...], everything: bool) -> str:
    from advisor.render.findings import counted, findings_in_words

    things = {"fact": rulebase.facts, "topic": rulebase.topics, "rule": rulebase.rules, "scenario": rulebase.scenarios}
    counts = ", ".join(counted(len(those), noun) for noun, those in things.items())
    line = f"{rulebase.name} {rulebase.version}: {counts}; no problems."
    return f"{line}\n\n{findings_in_words(found, everything=everything)}" if found else line
