"""Options that several verbs share, and how words become values."""

from __future__ import annotations

import datetime
import os
from typing import Any

import click

from advisor.rulebase.files import shipped

FORMATS = click.Choice(["text", "json", "markdown"])
text_or_json = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is written.",
)


def rules_or_shipped(where: tuple[str, ...]) -> tuple[str, ...]:
    """Give the rulebase named, or when none is, the first that is shipped."""
    return where or tuple(shipped())[:1]


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in the newest releases
    """A day written as 2026-11-23."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:  # noqa: ANN401
        """Read the day; click reports what does not fit."""
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day such as 2026-11-23", param, ctx)


def facts_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read `name=value` options; a name given twice keeps its last value."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"{pair!r}: write it as name=value", param_hint="--fact")
        found[name.strip()] = value.strip()
    return found


store_option = click.option(
    "--store",
    envvar="ADVISOR_STORE",
    default=lambda: os.path.join(click.get_app_dir("advisor"), "sessions.db"),  # noqa: PTH118 - pathlib costs time
    show_default="sessions.db in your own folder for settings",
    metavar="FILE",
    help="Where talks are kept.",
)


country_option = click.option(
    "--country", metavar="COUNTRY", help="The country whose help is named, by its code or name; it is never guessed."
)


def width() -> int:
    """Give the width of lines: that of the terminal, and not more than can be read well."""
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (ValueError, OSError):  # no terminal
        columns = 80
    return max(40, min(80, columns))


def as_json(record: object) -> str:
    """Write plain values as JSON for people and programs."""
    import json  # costs time, and most replies are text

    return json.dumps(record, indent=2, ensure_ascii=False)
