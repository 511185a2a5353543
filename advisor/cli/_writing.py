"""Files that somebody asked for by name: new ones only, and readable by their owner alone."""

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
