"""`advisor fmt`: one layout for the files of a rulebase."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from advisor.cli._options import rules_or_shipped
from advisor.cli._writing import shown, write_over
from advisor.errors import RulebaseError

if TYPE_CHECKING:
    from pathlib import Path

FINDINGS, REFUSED = 1, 2


@click.command(
    "fmt",
    short_help="Lay out the files of a rulebase.",
    epilog="Nothing that the files say is changed, and every comment is kept.",
)
@click.argument("where", nargs=-1)
@click.option("--check", is_flag=True, help="Change nothing; name the files that would change, and exit with 1.")
@click.option("--diff", "shows", is_flag=True, help="Change nothing; show what would change, and exit with 1.")
def command(where: tuple[str, ...], check: bool, shows: bool) -> None:
    """Lay out the YAML files of the rulebases at WHERE in one way; WHERE may be a single file."""
    from advisor.render.changed import diffs, laid_out_in_words
    from advisor.rulebase.overlay import yaml_files
    from advisor.workbench.formatting import Unlayable

    changed: dict[Path, tuple[str, str]] = {}
    refused = same = 0
    for path in dict.fromkeys(path for place in rules_or_shipped(where) for path in yaml_files(place)):
        try:
            before, after = _laid_out(path)
        except (RulebaseError, Unlayable) as error:
            click.echo(f"{error}\n", err=True)
            refused += 1
            continue
        if before == after:
            same += 1
            continue
        changed[path] = before, after
        if not (check or shows):
            write_over({path: after})
    if shows and changed:
        click.echo(diffs({shown(path): texts for path, texts in changed.items()}))
    click.echo(laid_out_in_words(map(shown, changed), same, refused, tried=check or shows), err=shows)
    if refused or (changed and (check or shows)):
        sys.exit(REFUSED if refused else FINDINGS)


def _laid_out(path: Path) -> tuple[str, str]:
    """Give the text of a file as it is, and as it ought to be."""
    from advisor.rulebase.nodes import Report, read_text
    from advisor.workbench.formatting import formatted

    report = Report()
    text = read_text(path, shown(path), report)
    if text is None:
        raise RulebaseError(report.problems)
    return path.read_bytes().decode(), formatted(text, shown(path))
