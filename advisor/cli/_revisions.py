"""Rulebases as they were: a folder or file at a revision of Git, read from its store without touching any file."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError
from advisor.rulebase.files import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.rulebase.kept import Folder
    from advisor.rulebase.model import Rulebase

_SECONDS = 60
_MOST_FILES = 1_001
_MOST_BYTES = 100_000_000
_SHOWN = 300
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_ENDINGS = (".yaml", ".yml", ".txt")


def is_revision(place: str) -> bool:
    """Whether a place is a revision and a path, such as HEAD~1:rules/garden: it is no file and has a colon.

    >>> is_revision("HEAD~1:rules/garden"), is_revision("examples/garden"), is_revision("C:/garden")
    (True, False, False)
    """
    return ":" in place and not _DRIVE.match(place) and not os.path.lexists(place)


def load_revision(place: str, note: Callable[[str], None]) -> Rulebase:
    """Load the rulebase at a revision, `REV:PATH`; raises RulebaseError for its problems, else AdvisorError.

    What it extends is read at the same revision where it lies beside it, and else as it is installed; `note` is told
    which.
    """
    from advisor.rulebase.kept import load_kept

    revision, _, path = place.partition(":")
    bare = path.rstrip("/")
    wanted = f"{revision}:{bare}{'/' * (bare in {'.', '..'})}"  # only with a separator does Git take these from here
    folder = _folder(wanted)
    if folder is None:
        raise AdvisorError(f"{place}: Git knows of no such folder or file: {_told(wanted)}")

    def beside(name: str) -> Folder | None:
        near = _beside(path, name)
        found = _folder(f"{revision}:{near}") if near else None
        if found is None or not ({ROOT, ""} & found.files.keys()):
            note(f"{place} extends {name}, which is read as it is installed: it does not lie beside it at {revision}.")
            return None
        note(f"{place} extends {name}, which is read at {revision} as well.")
        return found

    return load_kept(folder, beside)


def _beside(path: str, name: str) -> str:
    """Give the path of a rulebase beside another; "" where nothing can lie beside it.

    >>> _beside("rules/mine", "garden"), _beside("./mine/", "garden"), _beside("./", "garden"), _beside("", "garden")
    ('rules/garden', './garden', '../garden', '')
    """
    bare = path.rstrip("/")
    if not bare:
        return ""
    if posixpath.normpath(bare) == ".":
        return f"../{name}"
    around = posixpath.dirname(bare)
    return f"{around}/{name}" if around else name


def _folder(place: str) -> Folder | None:
    """Read the files of a rulebase at a revision; None where there is nothing."""
    from advisor.rulebase.kept import Folder

    found = _git("rev-parse", "--verify", "--quiet", place)
    if found.returncode:
        return None
    name = found.stdout.decode().strip()
    sort = _git("cat-file", "-t", name).stdout.decode().strip()
    if sort == "blob":
        return Folder(place, {"": _contents([name])[0]})
    if sort != "tree":
        raise AdvisorError(f"{place}: this is a {sort}, and no folder; write it as REV:PATH")
    listed = _done("ls-tree", "--full-tree", "-z", name).decode("utf-8", "surrogateescape").split("\0")
    files: dict[str, str] = {}
    for line in filter(None, listed):
        about, _, file = line.partition("\t")
        mode, kind, number = about.split()
        if kind == "blob" and file.endswith(_ENDINGS):
            if mode == "120000":
                raise AdvisorError(f"{place}/{file}: this is a link; only files that lie in the folder are read")
            files[file] = number
    if len(files) > _MOST_FILES:
        raise AdvisorError(f"{place}: there are more than {_MOST_FILES:,} files in it")
    return Folder(place, dict(zip(files, _contents(list(files.values())))))


def _contents(names: list[str]) -> list[bytes]:
    """Read files by the names that Git's store has for them."""
    raw = _done("cat-file", "--batch", given="\n".join(names).encode()) if names else b""
    if len(raw) > _MOST_BYTES:
        raise AdvisorError("the files of this revision are too large for a rulebase")
    found: list[bytes] = []
    at = 0
    for _ in names:
        end = raw.index(b"\n", at)
        size = int(raw[at:end].split()[2])
        found.append(raw[end + 1 : end + 1 + size])
        at = end + 2 + size
    return found


def _told(place: str) -> str:
    """Give what Git says against a place."""
    said = _git("cat-file", "-t", place).stderr.decode(errors="replace")
    return " ".join(said.removeprefix("fatal: ").split())[:_SHOWN] or "it does not say why"


def _done(*words: str, given: bytes = b"") -> bytes:
    done = _git(*words, given=given)
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())[:_SHOWN]
        raise AdvisorError(f"Git could not read it: {said or f'exit code {done.returncode}'}")
    return done.stdout


def _git(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run Git; it only ever reads here. Raises AdvisorError where it is not installed, or takes too long."""
    program = shutil.which("git")
    if program is None:
        raise AdvisorError("a revision is read by Git, which is not installed; name two folders instead")
    if any(word.startswith("-") for word in words[-1:] if ":" in word):
        raise AdvisorError(f"{words[-1]}: no revision begins with a dash")
    around = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        return subprocess.run(  # noqa: S603 - the program that was found; a revision cannot be taken for an option
            [program, *words], input=given, capture_output=True, timeout=_SECONDS, check=False, env=around
        )
    except subprocess.TimeoutExpired:
        raise AdvisorError(f"Git was not done after {_SECONDS} seconds; name two folders instead") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no name"
        raise AdvisorError(f"Git could not be run: {reason}") from None
