"""Reading a rulebase file by file, and loading it with other texts in the place of some of its files.

Who changes a rulebase needs to know which text came from which file, and whether the changed texts load before any of
them is written.
"""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import Position, RulebaseError
from advisor.rulebase.corpus import FOLDER
from advisor.rulebase.files import ALARMS, HINTS, ROOT, Files, installed, is_path, shipped
from advisor.rulebase.loading import build
from advisor.rulebase.nodes import Mapping as MappingNode
from advisor.rulebase.nodes import Report, parse, read_text
from advisor.rulebase.terms import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.rulebase.model import Rulebase
    from advisor.rulebase.shape import Shape

NOTHING: Mapping[Path, str] = {}


class Page(NamedTuple):
    """A YAML file as it was read: its path, the name by which it is shown, its tree and the shape that it has.

    `mark` is the byte order mark that it begins with, or nothing. `number` is that of its rulebase, bases first; `own`
    tells whether the rulebase was asked for, and not only extended by one that was.
    """

    path: Path
    shown: str
    root: MappingNode
    form: Shape
    mark: str = ""
    number: int = 0
    own: bool = True


class Overlay(Files):
    """Reads rulebases with other texts in the place of some files, and keeps which node came from which file."""

    def __init__(self, report: Report, changed: Mapping[Path, str] = NOTHING) -> None:
        super().__init__(report)
        self._changed = {os.path.realpath(path): text for path, text in changed.items()}
        self._pages: list[Page] = []

    def _read(self, path: Path, shown: str, form: Shape) -> MappingNode | None:
        text = self._changed.get(os.path.realpath(path)) or read_text(path, shown, self.report)
        root = None if text is None else self.parse(text, shown, form)
        if root is not None:
            self._pages.append(Page(path, shown, root, form, _mark(path)))
        return root

    def _hints(self, file: Path, folder: Path, shown: str) -> str:
        if changed := self._changed.get(os.path.realpath(file)):
            self.texts.append(changed)
            return changed
        return super()._hints(file, folder, shown)

    def pages(self, places: tuple[str, ...]) -> list[Page]:
        """Give the files that were read; `places` are those that were asked for."""
        own = {os.path.realpath(path) for path in map(_path_of, places) if path is not None}
        numbers = {
            id(root): number
            for number, document in enumerate(self.documents)
            for root in (document.root, *document.parts)
        }
        return [
            page._replace(
                number=numbers.get(id(page.root), 0),
                own=not own.isdisjoint((os.path.realpath(page.path), os.path.realpath(page.path.parent))),
            )
            for page in self._pages
        ]


class Reading(NamedTuple):
    """A rulebase and the files of which it was made."""

    rulebase: Rulebase
    pages: list[Page]


def read_with(places: tuple[str, ...], changed: Mapping[Path, str] = NOTHING) -> Reading:
    """Load the rulebase at some places as `load` does, with other texts in the place of some files.

    Raises RulebaseError with every Problem.

    >>> read_with(("examples/garden",)).pages[0].shown
    'examples/garden/rulebase.yaml'
    """
    report = Report()
    files = Overlay(report, changed)
    for place in places:
        files.add(place)
    return Reading(build(files, report), files.pages(places))


def _mark(path: Path) -> str:
    with path.open("rb") as stream:
        return "\ufeff" if stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8 else ""


def _path_of(where: str) -> Path | None:
    """Give the path of a rulebase by its name or path; None for a name that none has."""
    return Path(where) if is_path(where) else {**installed(), **shipped()}.get(where)


def _folders(places: tuple[str, ...]) -> list[tuple[str, Path]]:
    """Give places with the folders that they are."""
    return [(place, path) for place in places if (path := _path_of(place)) is not None and path.is_dir()]


def yaml_files(where: str) -> list[Path]:
    """List the YAML files of a rulebase, its example messages included, or the one file that is named.

    Raises RulebaseError where there are none.

    >>> [path.name for path in yaml_files("examples/garden")]
    ['rulebase.yaml']
    """
    report, path, at = Report(), _path_of(where), Position(where, 1, 1)
    try:
        if path is None:
            Overlay(report).add(where)
        elif path.is_file():
            return [path]
        elif (path / ROOT).is_file():
            return [*_yaml_in(path), *_yaml_in(path / FOLDER)]
        elif path.is_dir():
            report.add("no-root", f"there is no {ROOT} in '{where}'", at, "all it needs is a `name:`")
        else:
            report.add("unreadable", "there is no such file", at, "name a folder or a file")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no path"
        report.add("unreadable", f"the place cannot be read: {reason}", at, "name one that you may read")
    raise RulebaseError(report.problems)


def _yaml_in(folder: Path) -> list[Path]:
    """List the YAML files of a folder that are its own: no link leads out of it."""
    if not folder.is_dir():
        return []
    found = (f for f in folder.iterdir() if f.suffix in {".yaml", ".yml"} and not f.name.startswith("."))
    inside = os.path.realpath(folder)
    own = (f for f in found if f.is_file() and os.path.realpath(f).startswith(inside + os.sep))
    return sorted(own, key=lambda f: (f.name != ROOT, f.name))


def examples_of(places: tuple[str, ...]) -> list[Page]:
    """Read the files of example messages beside rulebases, each under the label that it has; raises RulebaseError."""
    report, found = Report(), list[Page]()
    for place, path in ((place, path) for place, folder in _folders(places) for path in _yaml_in(folder / FOLDER)):
        shown = f"{place}/{FOLDER}/{path.name}"
        text = read_text(path, shown, report)
        root = parse(text, shown, report) if text is not None else None
        if isinstance(root, MappingNode):
            found.append(Page(path, shown, root, EXAMPLES, _mark(path)))
    if report:
        raise RulebaseError(report.problems)
    return found


def learnt_of(places: tuple[str, ...]) -> dict[Path, str]:
    """Read what rulebases have learnt, their hints and alarms, each whole."""
    files = (folder / name for _, folder in _folders(places) for name in (HINTS, ALARMS))
    return {file: file.read_bytes().decode() for file in files if file.is_file()}
