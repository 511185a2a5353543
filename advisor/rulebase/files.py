"""Finding rulebases by name or path and reading their files; nothing outside a rulebase's folder is ever read."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import Position, near
from advisor.rulebase import shape, terms
from advisor.rulebase.drafts import Document, listed
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import parse, read_text

if TYPE_CHECKING:
    from advisor.rulebase.nodes import Report
    from advisor.rulebase.report import Place
    from advisor.rulebase.shape import Shape

ROOT = "rulebase.yaml"
HINTS = "hints.txt"
ALARMS = "alarms.txt"
"""What was learnt of the flags, made and sealed as the hints are."""
GROUP = "advisor.rulebases"
_MOST_FILES = 1000


def shipped() -> dict[str, Path]:
    """Name the rulebases that come with this package, with their folders.

    >>> all((folder / ROOT).is_file() for folder in shipped().values())
    True
    """
    package = Path(__file__).resolve().parent.parent
    # inside an installed wheel the folder lies in the package; in a checkout beside it
    for folder in (package / "rules", package.parent / "rules"):
        if folder.is_dir():
            return {f.name: f for f in sorted(folder.iterdir()) if (f / ROOT).is_file()}
    return {}


def installed() -> dict[str, Path]:
    """Name the rulebases that other packages offer under the entry point group, without importing those packages."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    found: dict[str, Path] = {}
    for entry in entry_points(group=GROUP):
        # looked for below the outermost package: looking for an inner one would import those around it
        package, *inner = entry.value.split(".")
        try:
            spec = find_spec(package)
        except (ImportError, ValueError):
            continue
        for place in (spec.submodule_search_locations if spec else None) or ():
            folder = Path(place, *inner)
            if (folder / ROOT).is_file():
                found.setdefault(entry.name, folder)
    return found


def is_whole(hints: str) -> bool:
    """Whether hints stand as they were written.

    >>> is_whole(sealed("rain"))
    True
    """
    return hints == sealed(hints.partition("\n")[2])


def sealed(hints: str) -> str:
    """Put a line above hints by which a change is noticed."""
    return f"advisor hints 1 {zlib.crc32(hints.encode()):08x}\n{hints}"


def is_path(where: str | os.PathLike[str]) -> bool:
    """Whether a place is a path and not a name: it has a separator or a suffix, or is a path object.

    >>> is_path("garden"), is_path("examples/garden"), is_path("garden.yaml"), is_path(".")
    (False, True, True, True)
    """
    return not isinstance(where, str) or "." in where or "/" in where or os.sep in where


def called(where: str | os.PathLike[str]) -> str:
    """Give what a place is called before the names of its files: without a separator at its end.

    >>> called("./garden/"), called("garden")
    ('./garden', 'garden')
    """
    return str(where).rstrip(f"/{os.sep}") or str(where)


def _resolved(path: Path) -> Path:
    """Follow all links; other than by pathlib, one that leads back to itself is left as it is."""
    return Path(os.path.realpath(path))


class Files:
    """Reads rulebases with all that they extend, bases first, and keeps the texts for the hash."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.documents: list[Document] = []
        self.texts: list[str] = []
        self._seen: dict[Path, bool] = {}  # whether all that a rulebase extends has been read

    def add(self, where: str | os.PathLike[str]) -> None:
        """Read the rulebase of a name or path, and before it those that it extends."""
        at = Position(str(where), 1, 1)
        if is_path(where):
            self._place(Path(where), called(where), at)
        else:
            self._named(str(where), at)

    def _named(self, name: str, at: Place) -> None:
        folders = shipped()
        if name not in folders:
            folders |= installed()
        if name in folders:
            self._place(folders[name], name, at)
            return
        nearest = near(name, folders)
        remedy = f"did you mean '{nearest}'?" if nearest else "there are: " + (", ".join(folders) or "none")
        # not by pathlib, which lets names through that no file can have
        if os.path.isdir(name):  # noqa: PTH112
            remedy = f"for the folder write ./{name}"
        self.report.add("unknown-rulebase", f"there is no rulebase '{name[:80]}'", at, remedy)

    def _place(self, path: Path, shown: str, at: Place) -> None:
        try:
            resolved = _resolved(path)
            if resolved in self._seen:
                if not self._seen[resolved]:
                    self.report.add("extends-cycle", f"'{shown}' extends itself", at, "take it out of `extends:`")
                return
            self._seen[resolved] = False
            if path.is_dir():
                self._folder(path, resolved, shown)
            else:
                self._extend(self._read(path, shown, shape.SINGLE), [])
            self._seen[resolved] = True
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "this is no path"
            self.report.add("unreadable", f"the place cannot be read: {reason}", at)

    def _folder(self, path: Path, resolved: Path, shown: str) -> None:
        if not (path / ROOT).exists():
            message = f"there is no {ROOT} in '{shown}'"
            self.report.add("no-root", message, Position(shown, 1, 1), "all it needs is a `name:`")
            return
        others = (f.name for f in path.iterdir() if f.suffix in {".yaml", ".yml"} and not f.name.startswith("."))
        names = sorted({*others} - {ROOT})
        if len(names) > _MOST_FILES:
            message = f"there are {len(names):,} files in '{shown}', more than {_MOST_FILES:,}"
            self.report.add("too-many-files", message, Position(shown, 1, 1), "put several subjects into one file")
            return
        root = self._within(path / ROOT, resolved, f"{shown}/{ROOT}", shape.ROOT)
        parts = [self._within(path / name, resolved, f"{shown}/{name}", shape.DOCUMENT) for name in names]
        hints = self._hints(path / HINTS, resolved, f"{shown}/{HINTS}")
        alarms = self._hints(path / ALARMS, resolved, f"{shown}/{ALARMS}")
        self._extend(root, [part for part in parts if part is not None], hints, alarms)

    def _within(self, file: Path, folder: Path, shown: str, form: Shape) -> MappingNode | None:
        """Read a file of a folder; one that is a link out of it is refused unread."""
        return self._read(file, shown, form) if self._inside(file, folder, shown) else None

    def _inside(self, file: Path, folder: Path, shown: str) -> bool:
        if folder in _resolved(file).parents:
            return True
        message = "the file lies outside the rulebase's folder"
        self.report.add("outside", message, Position(shown, 1, 1), "copy it in")
        return False

    def _hints(self, file: Path, folder: Path, shown: str) -> str:
        """Read what was learnt, where there is any; it is made by a program, and whole or refused."""
        if not file.exists() or not self._inside(file, folder, shown):
            return ""
        text = read_text(file, shown, self.report) or ""
        self.texts.append(text)
        if text and not is_whole(text):
            message, remedy = "the hints were cut or changed by hand", "make them anew: advisor learn"
            self.report.add("bad-hints", message, Position(shown, 1, 1), remedy)
            return ""
        return text

    def _read(self, path: Path, shown: str, form: Shape) -> MappingNode | None:
        text = read_text(path, shown, self.report)
        return None if text is None else self.parse(text, shown, form)

    def parse(self, text: str, shown: str, form: Shape) -> MappingNode | None:
        """Read one text; what is wrong with it is reported and None comes back when nothing can be built of it."""
        self.texts.append(text)
        node = parse(text, shown, self.report)
        if node is not None:
            shape.check(node, form, self.report)
        return node if isinstance(node, MappingNode) else None

    def text(self, text: str, shown: str) -> None:
        """Read a rulebase that is one text."""
        self._extend(self.parse(text, shown, shape.SINGLE), [])

    def _extend(self, root: MappingNode | None, parts: list[MappingNode], hints: str = "", alarms: str = "") -> None:
        if root is None:
            return
        for item in listed(root.get("extends")):
            if is_path(item.text):
                remedy = "extend by name, or give both: load('base/', 'mine/')"
                message = f"'{item.text}' is a path; nothing outside the folder is read"
                self.report.add("extends-path", message, item, remedy)
            elif terms.RULEBASE.fits(item.text):
                self._named(item.text, item)
        self.documents.append(Document(root, tuple(parts), hints, alarms))
