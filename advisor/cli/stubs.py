"""`advisor stubs`: the types of a rulebase's facts, topics and acts as a Python module."""

from __future__ import annotations

from pathlib import Path

import click

from advisor.cli._options import rules_or_shipped
from advisor.cli._writing import write_anew
from advisor.errors import AdvisorError
from advisor.render.findings import counted
from advisor.rulebase.loading import load
from advisor.workbench.stubs import FIRST, stubs


@click.command(
    "stubs",
    short_help="Write a rulebase's facts down as types for Python.",
    epilog="A file is written anew only where this verb wrote it before; any other is left as it is.",
)
@click.argument("where", nargs=-1)
@click.option("--output", metavar="FILE", help="The module to write, such as garden_facts.py; else it is printed.")
def command(where: tuple[str, ...], output: str | None) -> None:
    """Write a module with types of the facts, topics and acts of the rulebase at WHERE, for type checkers."""
    rulebase = load(*rules_or_shipped(where))
    text = stubs(rulebase)
    if output is None:
        click.echo(text, nl=False)
        return
    _keep_others(Path(output))
    write_anew(Path(output), text)
    click.echo(f"{output}: {counted(len(rulebase.facts), 'fact')}, {counted(len(rulebase.topics), 'topic')}.")


def _keep_others(path: Path) -> None:
    """Refuse to write over what was not written by this verb."""
    try:
        with path.open("rb") as file:
            first = file.read(len(FIRST) + 1)
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such name"
        raise AdvisorError(f"{path}: the file could not be written: {reason}") from None
    if not first.replace(b"\r\n", b"\n").startswith(FIRST.encode()):
        raise AdvisorError(f"{path}: there is such a file already, which `advisor stubs` did not write; name another")
