"""`advisor new`: a rulebase to begin with, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import click


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
@click.option("--extends", "base", metavar="RULEBASE", help="A rulebase that it adds to, by name.")
def command(name: str, folder: str, base: str | None) -> None:
    """Make a folder NAME with a small rulebase that runs, a schema for editors, and a file for continuous checks."""
    from advisor.cli._writing import write_folder
    from advisor.render.starting import start_in_words
    from advisor.rulebase.files import is_path
    from advisor.rulebase.loading import load
    from advisor.workbench.starting import check_name, found, origin, start

    check_name(name)
    if base is not None and is_path(base):
        raise click.BadParameter(
            f"{base!r} is a path, and a rulebase extends others by name; to add to a folder, give both: "
            f"advisor check {base} ./{name}",
            param_hint="--extends",
        )
    extended = None if base is None else load(base)
    made = start(name, extended, origin=origin())
    place = Path(folder, name)
    write_folder(place, made.files)
    about = ""
    if base is not None and extended is not None:
        about = f"{base} {extended.version}, which lies in {found()[base]}"
    shown = place.as_posix()
    click.echo(start_in_words(made, shown if place.is_absolute() or shown.startswith("..") else f"./{shown}", about))
