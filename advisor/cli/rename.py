"""`advisor rename`: another name for a fact, topic or rule, in all files of a rulebase."""

from __future__ import annotations

import click

from advisor.cli._options import rules_or_shipped


@click.command(
    "rename",
    short_help="Rename a fact, topic or rule in all files.",
    epilog="Nothing is written unless the new files make the same rulebase, but for the name.",
)
@click.argument("old")
@click.argument("new")
@click.option("--rules", multiple=True, metavar="WHERE", help="A rulebase, by name or path; several extend each other.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change.")
def command(old: str, new: str, rules: tuple[str, ...], dry_run: bool) -> None:
    """Rename OLD to NEW: a fact, topic, rule, flag, source and more, or topic.act, fact.choice, source/section.

    Where a name stands for several things, OLD says which it is: fact:rain, topic:rain, rule:rain.
    """
    from advisor.cli._writing import shown, write_over
    from advisor.render.changed import diffs, renamed_in_words
    from advisor.workbench.renaming import rename

    renaming = rename(rules_or_shipped(rules), old, new)
    if dry_run:
        click.echo(diffs({shown(path): (file.before, file.after) for path, file in renaming.files.items()}))
        return
    write_over({path: file.after for path, file in renaming.files.items()})
    click.echo(renamed_in_words(renaming, shown))
