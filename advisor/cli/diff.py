"""`advisor diff`: what differs between two rulebases in meaning, and how far the version has to move for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.advisor import Advisor
from advisor.cli._options import FORMATS, as_json, width
from advisor.cli._revisions import is_revision, load_revision
from advisor.rulebase.files import is_path
from advisor.rulebase.loading import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.model import Rulebase
    from advisor.workbench.differences import Differences

DIFFERS = 1


@click.command(
    "diff",
    short_help="Tell what a change of a rulebase changes in what it says.",
    epilog=(
        f"Exits with {DIFFERS} when the version does not move as far as the change goes, or the change goes as far as "
        "--fail-on. A revision of Git is read from its store; what the rulebase extends is read at the same revision "
        "where it lies beside it, and as it is installed where it does not."
    ),
)
@click.argument("old")
@click.argument("new")
@click.option("--records", "places", multiple=True, metavar="FILE", help="A record to decide by both; may be repeated.")
@click.option("--topic", default="", metavar="TOPIC", help="Look at this topic alone; the version is not judged then.")
@click.option("--quick", is_flag=True, help="Read no messages in the folders examples beside the rulebases.")
@click.option(
    "--fail-on", type=click.Choice(["major", "minor", "patch"]), help="Exit with 1 for a change as far as that."
)
@click.option("--format", "form", type=FORMATS, default="text", show_default=True, help="How it is written.")
def command(
    old: str, new: str, places: tuple[str, ...], topic: str, quick: bool, fail_on: str | None, form: str
) -> None:
    """Hold the rulebase NEW against OLD: over all situations, what advice appears, disappears, reverses or changes.

    Each is a name, a path, or a path at a revision of Git, such as HEAD~1:rules/garden or v1.2:./garden.
    """
    from advisor.cli._records import record_at
    from advisor.workbench.review import review
    from advisor.workbench.versions import reaches

    sides = [Advisor(_loaded(place), engine="indexed") for place in (old, new)]
    records = {place: record_at(place) for place in places}
    pairs = [] if quick else list(zip((old, new), sides))
    messages = dict.fromkeys(text for place, one in pairs for text in _beside(one.rulebase, place))
    found = review(*sides, topic=topic, records=records, messages=messages)
    click.echo(_written(found, form))
    if not found.enough or (fail_on and reaches(found.level, fail_on)):
        sys.exit(DIFFERS)


def _loaded(place: str) -> Rulebase:
    return load_revision(place, lambda words: click.echo(words, err=True)) if is_revision(place) else load(place)


def _beside(rulebase: Rulebase, place: str) -> Iterator[str]:
    """Go through the messages in a folder beside a rulebase that lies on the disk."""
    if is_revision(place) or (is_path(place) and not Path(place).is_dir()):
        return
    from advisor.cli._examples import beside

    yield from (message.text for message in beside(rulebase, place))


def _written(found: Differences, form: str) -> str:
    if form == "json":
        return as_json(found.to_dict())
    from advisor.render.blocks import as_markdown, as_text
    from advisor.render.differences import differences_blocks

    blocks = differences_blocks(found)
    return as_markdown(blocks) if form == "markdown" else as_text(blocks, width())
