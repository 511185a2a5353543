"""Files that somebody asked for: new ones by name, readable by their owner alone, and what is made anew."""

from __future__ import annotations

import os
from pathlib import Path

from advisor.errors import AdvisorError


def write_new(place: str | Path, content: bytes) -> None:
    """Write a new file; raises AdvisorError where there is one already, or it cannot be written."""
    path = Path(place)
    made = False
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        made = True
        with os.fdopen(file, "wb") as out:
            out.write(content)
    except FileExistsError:
        raise AdvisorError(f"{place}: there is such a file already, and it is left as it is") from None
    except (OSError, ValueError) as error:
        if made:
            path.unlink(missing_ok=True)
        reason = error.strerror if isinstance(error, OSError) else "no such name"
        raise AdvisorError(f"{place}: the file could not be written: {reason}") from None


def write_anew(path: Path, text: str) -> None:
    """Write a file that a program makes, in the place of the one that may be there; raises AdvisorError.

    Whoever reads it at the same time finds the old one or the new one, whole.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise AdvisorError(f"{path}: the file could not be written: {error.strerror}") from None
