"""Finding rulebases by name or path and reading their files; nothing outside a rulebase's folder is ever read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import Position, near
from advisor.rulebase import shape
from advisor.rulebase.drafts import Document, listed
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import parse, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.nodes import Report
    from advisor.rulebase.shape import Shape

ROOT = "rulebase.yaml"
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
        try:
            spec = find_spec(entry.value)
        except (ImportError, ValueError):
            continue
        for folder in (spec.submodule_search_locations if spec else None) or ():
            if (Path(folder) / ROOT).is_file():
                found.setdefault(entry.name, Path(folder))
    return found


def is_path(where: str | os.PathLike[str]) -> bool:
    """Whether a place is a path and not a name: it has a separator or a suffix, or is a path object.

    >>> is_path("garden"), is_path("examples/garden"), is_path("garden.yaml"), is_path(".")
    (False, True, True, True)
    """
    return not isinstance(where, str) or "." in where or "/" in where or os.sep in where


class Files:
    """Reads rulebases with all that they extend, bases first, and keeps the texts for the hash."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.documents: list[Document] = []
        self.texts: list[str] = []
        self._seen: dict[Path, bool] = {}

    def add(self, where: str | os.PathLike[str]) -> None:
        """Read the rulebase of a name or path, and before it those that it extends."""
        if is_path(where):
            self._place(Path(where), str(where))
        else:
            self._named(str(where), Position(str(where), 1, 1))

    def _named(self, name: str, position: Position) -> None:
        folders = shipped()
        if name not in folders:
            folders |= installed()
        if name in folders:
            self._place(folders[name], name)
            return
        nearest = near(name, folders)
        remedy = f"did you mean '{nearest}'?" if nearest else "there are: " + (", ".join(folders) or "none")
        if Path(name).is_dir():
            remedy = f"for the folder write ./{name}"
        self.report.add("unknown-rulebase", f"there is no rulebase '{name[:80]}'", position, remedy)

    def _place(self, path: Path, shown: str) -> None:
        resolved = path.resolve()
        if resolved in self._seen:
            if not self._seen[resolved]:
                self.report.add(
                    "extends-cycle",
                    f"'{shown}' extends itself",
                    Position(shown, 1, 1),
                    "take it out of `extends:`",
                )
            return
        self._seen[resolved] = False
        if path.is_dir():
            self._folder(path, resolved, shown)
        else:
            document = self._read(path, shown, shape.SINGLE)
            self._extend(document, [])
        self._seen[resolved] = True

    def _folder(self, path: Path, resolved: Path, shown: str) -> None:
        if not (path / ROOT).exists():
            self.report.add(
                "no-root",
                f"there is no {ROOT} in '{shown}'",
                Position(shown, 1, 1),
                "an empty one needs a `name:`",
            )
            return
        files = sorted(f for f in path.iterdir() if f.suffix in {".yaml", ".yml"} and f.name != ROOT)
        root = self._read(path / ROOT, f"{shown}/{ROOT}", shape.ROOT)
        parts = []
        for file in files[:_MOST_FILES]:
            name = f"{shown}/{file.name}"
            if resolved not in file.resolve().parents:
                self.report.add(
                    "outside",
                    "the file lies outside the rulebase's folder",
                    Position(name, 1, 1),
                    "copy it in",
                )
                continue
            part = self._read(file, name, shape.DOCUMENT)
            if part is not None:
                parts.append(part)
        self._extend(root, parts)

    def _read(self, path: Path, shown: str, form: Shape) -> MappingNode | None:
        text = read_text(path, shown, self.report)
        return None if text is None else self.parse(text, shown, form)

    def parse(self, text: str, shown: str, form: Shape) -> MappingNode | None:
        """Read one text; what is wrong with it is reported and None comes back when nothing can be built of it."""
        self.texts.append(text)
        node = parse(text, shown, self.report)
        if node is None or not shape.check(node, form, self.report):
            return node if isinstance(node, MappingNode) else None
        return node if isinstance(node, MappingNode) else None

    def text(self, text: str, shown: str) -> None:
        """Read a rulebase that is one text."""
        self._extend(self.parse(text, shown, shape.SINGLE), [])

    def _extend(self, root: MappingNode | None, parts: list[MappingNode]) -> None:
        if root is None:
            return
        for name in self._extended(root):
            self._named(*name)
        self.documents.append(Document(root, tuple(parts)))

    def _extended(self, root: MappingNode) -> Iterator[tuple[str, Position]]:
        for item in listed(root.get("extends")):
            position = self.report.position(item)
            if is_path(item.text):
                remedy = "extend by name, or give both: load('base/', 'mine/')"
                self.report.add(
                    "extends-path",
                    f"'{item.text}' is a path; nothing outside the folder is read",
                    item,
                    remedy,
                )
            else:
                yield item.text, position
