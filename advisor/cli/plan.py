"""`advisor plan`: how far a dated plan has come, and a calendar file of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.advisor import Advisor
from advisor.cli._options import Day, as_json, facts_of, rules_or_shipped, store_option, text_or_json, width

if TYPE_CHECKING:
    import datetime

    from advisor.conversation.session import Session


@click.command("plan", short_help="Count the days of a plan, and write them to a calendar.")
@click.option("--rules", multiple=True, metavar="WHERE", help="A rulebase, by name or path; several extend each other.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="A fact, such as the day it counts from.")
@click.option("--save", metavar="NAME", help="The talk kept under this name.")
@store_option
@click.option("--today", type=Day(), metavar="DAY", help="The day to count from, such as 2026-11-23.")
@click.option("--ics", metavar="FILE", help="Write the day on which each plan ends to a calendar file.")
@text_or_json
def command(
    rules: tuple[str, ...],
    facts: tuple[str, ...],
    save: str | None,
    store: str,
    today: datetime.date | None,
    ics: str | None,
    form: str,
) -> None:
    """Tell how far each plan of a rulebase has come, by the facts given or by a talk that is kept."""
    from advisor.cli._writing import write_new
    from advisor.render.blocks import as_text
    from advisor.render.plan import plan_blocks

    advisor = Advisor.load(*rules_or_shipped(rules))
    session = _kept(advisor, save, store) if save else advisor.begin()
    session = advisor.tell(session, facts_of(facts), today=today)
    reply = advisor.reply(session, today=today)[1]
    if reply.quiet:  # what was said about safety silences plans as well
        from advisor.render.care import care_blocks, caution_blocks

        click.echo(as_text([*care_blocks(reply), *caution_blocks(reply)], width()))
        return
    plans = reply.plans
    day = advisor.state(session, today=today).situation.today
    if ics:
        from advisor.render.calendar import calendar_file

        write_new(ics, calendar_file(advisor.rulebase, plans, day))
    if form == "json":
        click.echo(as_json([plan.to_dict() for plan in plans]))
        return
    for plan in plans:
        click.echo(as_text(plan_blocks(advisor.rulebase, plan, day), width()))
    if not plans:
        click.echo("This rulebase has no plan that counts days.")


def _kept(advisor: Advisor, name: str, store: str) -> Session:
    """Load the session that is kept under a name."""
    from advisor.conversation.session import Session
    from advisor.conversation.store import SQLiteStore
    from advisor.errors import AdvisorError

    with SQLiteStore(store) as opened:
        stored = opened.load(name)
    session = Session.from_dict({**stored.header, "events": list(stored.events)})
    if session.rulebase != advisor.rulebase.name:
        raise AdvisorError(f"the talk {name!r} is about {session.rulebase}, not {advisor.rulebase.name}")
    return session
