"""Records as files: written for their owner alone and never over another file, and read with a limit."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli._writing import write_new
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.conversation.record import Record

LARGEST = 8_000_000
"""The most bytes of a record that is read; one of a thousand rules takes a fortieth of it."""

FORMS = {".json": "json", ".md": "markdown", ".html": "html", ".txt": "text"}
"""How a record is written, by the suffix of its file."""


def checked_place(place: str) -> Path:
    """Give the path of a record that can be written; AdvisorError where one cannot, before anything is asked."""
    path = Path(place)
    if path.suffix.lower() not in FORMS:
        *others, last = FORMS
        raise AdvisorError(f"{place}: the name of a record ends in {', '.join(others)} or {last}")
    if os.path.lexists(path):
        raise AdvisorError(f"{place}: there is such a file already, and it is left as it is; choose another name")
    if not path.parent.is_dir():
        raise AdvisorError(f"{place}: there is no folder {path.parent}")
    return path


def keep(record: Record, path: Path) -> None:
    """Write a record in the form that its suffix names, readable by its owner alone; raises AdvisorError."""
    write_new(path, in_form(record, FORMS[path.suffix.lower()]).encode("utf-8", "replace"))


def in_form(record: Record, form: str, width: int = 80) -> str:
    """Write a record down as json, markdown, html or text, with a line's end at its end."""
    from advisor.cli._options import as_json  # these cost time, and few calls write a record
    from advisor.render.blocks import as_markdown, as_text
    from advisor.render.html import as_html
    from advisor.render.record import printable, record_blocks

    if form == "json":
        return as_json(record.to_dict()) + "\n"
    blocks = record_blocks(record)
    if form == "html":
        return as_html(blocks, printable(record.title or record.rulebase), printable(record.language))
    return (as_markdown(blocks) if form == "markdown" else as_text(blocks, width)) + "\n"


def record_at(place: str) -> Record:
    """Read the record at a path, or from standard input for `-`; raises AdvisorError."""
    from advisor.conversation.record import Record

    try:
        if place == "-":
            text = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(place).open("rb") as file:
                text = file.read(LARGEST + 1)
    except OSError as error:
        raise AdvisorError(f"{place}: the record cannot be read: {error.strerror}") from None
    except ValueError:
        raise AdvisorError("a path with a zero character names no record") from None
    if len(text) > LARGEST:
        raise AdvisorError(f"{place}: this is no record: it is larger than {LARGEST:,} bytes")
    return Record.from_json(text)
