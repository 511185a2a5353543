"""`advisor docs`: a rulebase as a site of plain pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli._options import Day, rules_or_shipped

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from advisor.advisor import Advisor
    from advisor.rulebase.model import Rulebase
    from advisor.workbench.findings import Finding


@click.command(
    "docs",
    short_help="Make a readable site of a rulebase.",
    epilog=(
        "FOLDER is new or empty, or was made by this verb before: then its pages are made anew, and other files stay. "
        "Graphs are drawn by Graphviz, and are left out where it is not installed."
    ),
)
@click.argument("where", nargs=-1)
@click.option("--output", required=True, metavar="FOLDER", help="The folder in which the pages are made.")
@click.option(
    "--all", "everything", is_flag=True, help="Read the example messages too, and show what is found by them."
)
@click.option(
    "--today",
    type=Day(),
    metavar="DAY",
    help="The day on which dates are looked at, such as 2026-11-23; without it no finding hangs on the day.",
)
@click.option("--no-graphs", is_flag=True, help="Leave the graphs out.")
def command(
    where: tuple[str, ...], output: str, everything: bool, today: datetime.date | None, no_graphs: bool
) -> None:
    """Make pages of the rulebase at WHERE (a name or path; several extend each other): topics, rules, facts, sources.

    They need no server and no script, fetch nothing, and are the same each time for the same rulebase.
    """
    from advisor.advisor import Advisor
    from advisor.cli._writing import check_made, write_made
    from advisor.render.site import made_in_words, site
    from advisor.rulebase.loading import load
    from advisor.workbench.atlas import atlas_of

    folder = Path(output)
    check_made(folder)  # before the work
    places = rules_or_shipped(where)
    advisor = Advisor(load(*places), engine="indexed")
    found = _findings(advisor, places[-1], today, everything=everything)
    pictures = {} if no_graphs else _pictures(advisor.rulebase)
    files = site(atlas_of(advisor, found), pictures, places)
    write_made(folder, files)
    click.echo(made_in_words(folder.as_posix(), files))


def _findings(advisor: Advisor, place: str, today: datetime.date | None, *, everything: bool) -> Sequence[Finding]:
    """Give the findings of a check; those that hang on the day only where it is given."""
    from advisor.cli._examples import beside
    from advisor.workbench import checks
    from advisor.workbench.bench import Bench

    messages = beside(advisor.rulebase, place) if everything else ()
    found = checks.run(Bench(advisor, place, messages, today, quick=not everything))
    return [one for one in found if today is not None or not one.dated]


def _pictures(rulebase: Rulebase) -> dict[str, str]:
    """Have the graph of each topic drawn; none where Graphviz is not installed, and none that it cannot draw."""
    import shutil

    from advisor.cli._graphviz import as_svg
    from advisor.errors import AdvisorError
    from advisor.render.graph import as_dot, left_out_in_words
    from advisor.workbench.graph import graph_of

    if shutil.which("dot") is None:
        return {}
    drawn: dict[str, str] = {}
    for topic in rulebase.topics.values():
        try:
            drawn[topic.name] = as_svg(as_dot(graph_of(rulebase, [topic.name]), topic.title))
        except AdvisorError as error:  # noqa: PERF203 - the pages are worth having without it
            click.echo(left_out_in_words(topic.name, error), err=True)
    return drawn
