"""Watching the files of a rulebase: something is done anew whenever one of them changes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.errors import AdvisorError, RulebaseError
from advisor.rulebase.corpus import FOLDER
from advisor.rulebase.files import installed, is_path, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PAUSE = 0.5  # seconds between two looks
_SUFFIXES = {".yaml", ".yml", ".txt"}
FAILED = 2


def watch(places: Sequence[str], once: Callable[[], int]) -> int:
    """Do something now and after each change of the files at places, until it is interrupted; give its last exit code.

    A rulebase that does not load is told so, and watched on.
    """
    code = 0
    try:
        while True:
            before = state_of(places)
            click.clear()
            code = _told(once)
            click.echo("\nWaiting for a change; Ctrl-C ends it.")
            while state_of(places) == before:
                time.sleep(PAUSE)
    except KeyboardInterrupt:
        click.echo()
    return code


def _told(once: Callable[[], int]) -> int:
    try:
        return once()
    except RulebaseError as error:
        from advisor.render.problems import problems_in_words

        click.echo(problems_in_words(error.problems), err=True)
    except AdvisorError as error:
        click.echo(f"advisor: {error}", err=True)
    return FAILED


def state_of(places: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Tell for each file at places when it was written last, and how long it is."""
    found: dict[str, tuple[int, int]] = {}
    for path in (path for place in places for path in _files(place)):
        try:
            status = path.stat()
        except OSError:  # gone since it was listed
            continue
        found[str(path)] = status.st_mtime_ns, status.st_size
    return found


def _files(place: str) -> Iterator[Path]:
    named = {} if is_path(place) else {**installed(), **shipped()}
    folder = named.get(place, Path(place))
    if not folder.is_dir():
        yield folder
        return
    for part in (folder, folder / FOLDER):
        if part.is_dir():
            yield from (path for path in sorted(part.iterdir()) if path.suffix in _SUFFIXES)
