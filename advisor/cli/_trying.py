"""Trying a rulebase's scenarios: which of them, what is printed of it, and rewriting those that fail."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from advisor.advisor import Advisor
from advisor.cli._measuring import (
    Measured,
    Measures,
    measured,
    measured_in_words,
    measured_record,
    suggestions_to_paste,
    write_suggestions,
)
from advisor.cli._options import as_json
from advisor.errors import near
from advisor.workbench.trials import coverage, messages, try_messages, try_one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.rulebase.model import Rulebase, Scenario

FINDINGS = 1


class Wanted(NamedTuple):
    """What is tried and how: the places, the engine, patterns of titles (none: all), and what counts as a failure."""

    places: tuple[str, ...]
    engine: str
    patterns: tuple[str, ...] = ()
    examples: bool = False
    strict: bool = False
    fail_on_empty: bool = False
    form: str = "text"
    measures: Measures = Measures()


def chosen(scenarios: Sequence[Scenario], patterns: Sequence[str]) -> list[Scenario]:
    """Choose scenarios by their titles: those that have one of the texts in them, or fit it as a pattern with stars."""
    lowered = [pattern.lower() for pattern in patterns]

    def fits(title: str) -> bool:
        return not lowered or any(one in title or fnmatchcase(title, one) for one in lowered)

    return [scenario for scenario in scenarios if fits(scenario.title.lower())]


def tried(wanted: Wanted) -> int:
    """Run scenarios and example messages, print what came, and give the exit code."""
    from advisor.cli._examples import beside
    from advisor.render.trials import trials_in_words, trials_record
    from advisor.workbench.tables import Tables

    advisor = Advisor.load(*wanted.places, engine=wanted.engine)
    rulebase, own = advisor.rulebase, wanted.places[-1]
    scenarios = chosen(rulebase.scenarios, wanted.patterns)
    trials = tuple(try_one(advisor, scenario) for scenario in scenarios)
    part = bool(wanted.patterns)
    covered = None if part else coverage(advisor, trials)
    read = () if part else try_messages(advisor, messages(rulebase, own=own))
    share = try_messages(advisor, beside(rulebase, own)) if wanted.examples else None
    tables = None if all(trial.passed for trial in trials) else Tables(rulebase)
    left_out = len(rulebase.scenarios) - len(scenarios)
    measures = wanted.measures
    more = measured(advisor, trials, covered, measures) if measures.any and covered else Measured()
    if wanted.form == "json":
        record = trials_record(trials, covered, read, share, tables, left_out if part else None)
        click.echo(as_json({**record, **(measured_record(advisor, more, measures) if measures.any else {})}))
    else:
        told = [trials_in_words(trials, covered, read, share, tables, left_out)]
        told += [measured_in_words(advisor, more, measures)] if measures.any else []
        # what is suggested is to be pasted, so it stands alone on standard output
        click.echo("\n".join(filter(None, told)), err=measures.suggest)
    if measures.suggest:
        _suggested(advisor, more, wanted)
    empty = not trials and not read and not share
    if empty:
        click.echo(f"advisor: {_nothing(rulebase, wanted.patterns)}", err=True)
    fine = all(trial.passed for trial in trials) and all(one.passed for one in read)
    thin = wanted.strict and covered is not None and not covered.full
    thin = thin or not more.fine(measures, strict=wanted.strict)
    return FINDINGS if not fine or thin or (empty and wanted.fail_on_empty) else 0


def _suggested(advisor: Advisor, found: Measured, wanted: Wanted) -> None:
    """Print suggested scenarios, or write them where they were wanted."""
    text = suggestions_to_paste(advisor, found)
    if not text:
        click.echo("No scenario is missing.", err=True)
    elif wanted.measures.output:
        write_suggestions(wanted.measures.output, text)
        click.echo(f"Written to {wanted.measures.output}; read each scenario before you keep it.", err=True)
    elif wanted.form != "json":
        click.echo(text)


def _nothing(rulebase: Rulebase, patterns: Sequence[str]) -> str:
    """Say why nothing was run."""
    if not patterns or not rulebase.scenarios:
        return "nothing was run: there are no scenarios"
    titles = [scenario.title for scenario in rulebase.scenarios]
    nearest = next(filter(None, (near(pattern, titles) for pattern in patterns)), None)
    hint = f"; did you mean '{nearest}'?" if nearest else ""
    return f"nothing was run: no scenario has {' or '.join(repr(one) for one in patterns)} in its title{hint}"


def rewritten(wanted: Wanted) -> int:
    """Rewrite what failing scenarios expect to what comes, print the change, and give the exit code."""
    from advisor.cli._writing import write_anew
    from advisor.render.updating import updated_in_words, updated_record
    from advisor.workbench.updating import update

    advisor = Advisor.load(*wanted.places, engine=wanted.engine)
    scenarios = chosen(advisor.rulebase.scenarios, wanted.patterns)
    failed = [trial for scenario in scenarios if not (trial := try_one(advisor, scenario)).passed]
    files = dict.fromkeys(trial.scenario.position.file for trial in failed)
    updated = update(advisor, failed, {file: Path(file).read_bytes().decode() for file in files})
    for file, (_, text) in updated.texts.items():
        write_anew(Path(os.path.realpath(file)), text)
    click.echo(as_json(updated_record(updated)) if wanted.form == "json" else updated_in_words(updated))
    return FINDINGS if updated.kept else 0
