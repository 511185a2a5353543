"""`advisor explain`: what a code means, or how every rule came out in a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.cli._options import as_json, rules_or_shipped, text_or_json
from advisor.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command(
    "explain",
    short_help="Explain a code, or how the rules came out in a scenario.",
    epilog="The codes are those of `advisor check`, and of problems that keep a rulebase from loading.",
)
@click.argument("names", nargs=-1, metavar="[CODE | WHERE...]")
@click.option("--scenario", metavar="TITLE", help="Show the rules of the scenario at WHERE with this in its title.")
@click.option("--step", type=click.IntRange(min=1), metavar="N", help="After which step of its talk; the last if none.")
@text_or_json
def command(names: tuple[str, ...], scenario: str | None, step: int | None, form: str) -> None:
    """Explain a CODE: what it means, and what to do about it.

    With --scenario, show each rule that it asks about, test by test: what was read, where it came from, and what became
    of the rule.
    """
    if scenario is not None:
        _scenario(rules_or_shipped(names), scenario, step or 0, form)
        return
    if step is not None:
        raise click.UsageError("--step counts the steps of a scenario; name it with --scenario")
    if len(names) != 1:
        raise click.UsageError("name one code, such as never-holds, or a scenario with --scenario")
    _code(names[0], form)


def _code(code: str, form: str) -> None:
    from advisor.reasoning.records import record
    from advisor.render.pages import page_in_words
    from advisor.workbench import pages

    page = pages.page(code)
    if page is None:
        raise UnknownName("code", code, pages.codes())
    click.echo(as_json(record(page)) if form == "json" else page_in_words(page))


def _scenario(places: Sequence[str], words: str, step: int, form: str) -> None:
    from advisor.advisor import Advisor
    from advisor.render.tables import table_in_words, table_record
    from advisor.workbench.tables import table
    from advisor.workbench.trials import titled

    advisor = Advisor.load(*places, engine="indexed")
    found = table(advisor, titled(advisor.rulebase, words), step)
    shown = table_record if form == "json" else table_in_words
    told = shown(advisor.rulebase, found)
    click.echo(told if isinstance(told, str) else as_json(told))
