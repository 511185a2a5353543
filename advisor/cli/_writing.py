"""Files that somebody asked for: new ones by name, readable by their owner alone, what is made anew, and folders."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_new(place: str | Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a new file; raises AdvisorError where there is one already, or it cannot be written.

    `mode` says who may read it, beside its owner: others only as far as they may read new files at all.
    """
    path = Path(place)
    made = False
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
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
        if path.exists():  # whoever may read the old one, and nobody else, may read the new one
            fresh.chmod(stat.S_IMODE(path.stat().st_mode))
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise AdvisorError(f"{path}: the file could not be written: {error.strerror}") from None


def write_over(texts: Mapping[Path, str]) -> None:
    """Put new texts in the place of files that there are, all of them or none; raises AdvisorError.

    Line ends are those of the texts. Who may read and write a file stays as it is, and a link stays a link.
    """
    fresh: dict[Path, Path] = {}
    kept: dict[Path, bytes] = {}
    path = Path()
    try:
        for place, text in texts.items():
            path = Path(os.path.realpath(place))
            fresh[path] = path.with_name(f".{path.name}.new")
            fresh[path].write_bytes(text.encode())
            fresh[path].chmod(stat.S_IMODE(path.stat().st_mode))
        for path, new in fresh.items():
            old = path.read_bytes()
            new.replace(path)
            kept[path] = old
    except OSError as error:
        for written, old in kept.items():
            written.write_bytes(old)
        left = "; every file is left as it was" if len(texts) > 1 else ""
        raise AdvisorError(f"{path}: the file could not be written: {error.strerror}{left}") from None
    finally:
        for new in fresh.values():
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Make a folder with files in it, by their places in it; all of it or nothing.

    Raises AdvisorError where it cannot be made, and where there is something of that name but an empty folder.
    """
    fresh = folder.with_name(f".{folder.name}.new")
    try:
        if os.path.lexists(folder) and (folder.is_symlink() or not folder.is_dir() or any(folder.iterdir())):
            plain = folder.is_dir() and not folder.is_symlink()
            what = "the folder is not empty" if plain else "there is such a file already"
            raise AdvisorError(f"{folder}: {what}, and it is left as it is; choose another name, or another place")
        try:
            fresh.mkdir()
        except FileExistsError:
            raise AdvisorError(f"{fresh}: it is in the way; take it away if nothing is just being made there") from None
        try:
            for place, text in files.items():
                file = fresh / place
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")
            if folder.is_dir():
                folder.rmdir()
            fresh.rename(folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise AdvisorError(f"{folder}: the folder could not be made: {error.strerror}") from None


def shown(path: Path) -> str:
    """Name a file for people: from where they are, if it lies below, else in full."""
    try:
        below = os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)
    return str(path) if below.startswith(os.pardir) else Path(below).as_posix()


MADE = ".made-by-advisor"
"""The file in a folder that was made, with the names of the others that were."""

_NAME = re.compile(r"[\w-][\w.-]*")


def check_made(folder: Path) -> tuple[str, ...]:
    """Name the files that were made in a folder; none where it is new or empty. Raises AdvisorError for another."""
    try:
        if (folder / MADE).is_file():
            names = (folder / MADE).read_text(encoding="utf-8", errors="replace").splitlines()
            return tuple(name for name in names if _NAME.fullmatch(name))  # and nothing that lies elsewhere
        if os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir())):
            what = "the folder was not made by this verb" if folder.is_dir() else "there is such a file already"
            raise AdvisorError(f"{folder}: {what}, and it is left as it is; choose another name, or empty it first")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such name"
        raise AdvisorError(f"{folder}: the folder could not be read: {reason}") from None
    return ()


def write_made(folder: Path, files: Mapping[str, str]) -> None:
    """Make the files of a folder anew, and take away those that were made before and are no more.

    What else lies in it stays as it is. Raises AdvisorError where `check_made` does, where one of the files is there
    and was not made, and where they cannot be written.
    """
    before = check_made(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted(name for name in files.keys() - set(before) if os.path.lexists(folder / name))
        if others:
            raise AdvisorError(
                f"{folder / others[0]}: there is such a file already, and nothing was made; move it away"
            )
        write_anew(folder / MADE, "".join(f"{name}\n" for name in sorted({*before, *files})))  # if it ends halfway
        for name, text in files.items():
            write_anew(folder / name, text)
        for name in set(before) - files.keys():
            (folder / name).unlink(missing_ok=True)
        write_anew(folder / MADE, "".join(f"{name}\n" for name in sorted(files)))
    except OSError as error:
        raise AdvisorError(f"{folder}: the folder could not be made: {error.strerror}") from None
