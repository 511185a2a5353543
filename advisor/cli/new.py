"""`advisor new`: a rulebase to begin with, in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@click.command("new", short_help="Make a rulebase to begin with.")
@click.argument("name")
@click.option(
    "--in",
    "folder",
    type=click.Path(exists=True, file_okay=False),
    default=".",
    metavar="FOLDER",
    help="The folder in which its folder is made; this one, when left out.",
)
@click.option("--extends", "bases", multiple=True, metavar="RULEBASE", help="A rulebase that it adds to, by name.")
def command(name: str, folder: str, bases: tuple[str, ...]) -> None:
    """Make a folder NAME with a small rulebase that runs, a schema for editors, and a file for continuous checks."""
    from advisor.cli._writing import write_folder
    from advisor.render.starting import start_in_words
    from advisor.rulebase.files import is_path
    from advisor.rulebase.loading import load
    from advisor.workbench.starting import check_name, origin, start

    check_name(name)
    for base in filter(is_path, bases):
        raise click.BadParameter(
            f"{base!r} is a path, and a rulebase extends others by name; to add to a folder, give both: "
            f"advisor check {base} ./{name}",
            param_hint="--extends",
        )
    bases = tuple(dict.fromkeys(bases))
    made = start(name, load(*bases) if bases else None, bases=bases, origin=origin())
    place = Path(folder, name)
    write_folder(place, made.files)
    shown = place.as_posix()
    place_shown = shown if place.is_absolute() or shown.startswith("..") else f"./{shown}"
    click.echo(start_in_words(made, place_shown, list(_extended(bases))))


def _extended(bases: Sequence[str]) -> Iterator[tuple[str, str, Path]]:
    """Go through what is extended: the name, the version, and the folder in which it lies."""
    from advisor.rulebase.loading import load
    from advisor.workbench.starting import found

    folders = found() if bases else {}
    for base in bases:
        yield base, load(base).version, folders[base]
