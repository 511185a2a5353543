"""Loading a rulebase whose files lie in no folder: their bytes are given, by name, as another program keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import Position
from advisor.rulebase import shape
from advisor.rulebase.files import ALARMS, HINTS, ROOT, Files, is_whole
from advisor.rulebase.loading import build
from advisor.rulebase.nodes import Report, decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from advisor.rulebase.model import Rulebase
    from advisor.rulebase.report import Place


class Folder(NamedTuple):
    """The files of a rulebase by name, and what the folder is called in their places.

    A rulebase that is one file has the one name "".
    """

    shown: str
    files: Mapping[str, bytes]


def load_kept(folder: Folder, beside: Callable[[str], Folder | None] = lambda _: None) -> Rulebase:
    """Load a rulebase from the bytes of its files; raises RulebaseError with every Problem.

    `beside` gives the files of a rulebase that it extends, by name; None for one that is shipped or installed.

    >>> load_kept(Folder("garden.yaml", {"": b"name: garden"}))
    <Rulebase garden 0: 0 facts, 0 rules>
    """
    report = Report()
    files = _Kept(report, beside)
    files.kept(folder)
    return build(files, report)


class _Kept(Files):
    """Reads rulebases of which the bytes are given, and any other that they extend from where it is installed."""

    def __init__(self, report: Report, beside: Callable[[str], Folder | None]) -> None:
        super().__init__(report)
        self._beside = beside
        self._read_all: dict[str, bool] = {}  # whether all that a rulebase extends has been read

    def _named(self, name: str, at: Place) -> None:
        folder = self._beside(name)
        if folder is None:
            super()._named(name, at)
        elif folder.shown not in self._read_all:
            self.kept(folder)
        elif not self._read_all[folder.shown]:
            self.report.add("extends-cycle", f"'{name}' extends itself", at, "take it out of `extends:`")

    def kept(self, folder: Folder) -> None:
        """Read the files of a rulebase, and before it those that it extends."""
        shown, files = folder
        self._read_all[shown] = False
        if "" in files:
            text = decoded(files[""], shown, self.report)
            if text is not None:
                self.text(text, shown)
        elif ROOT in files:
            names = sorted(
                name for name in files if name.endswith((".yaml", ".yml")) and name[0] != "." and name != ROOT
            )
            texts = {name: decoded(files[name], f"{shown}/{name}", self.report) for name in (ROOT, *names)}
            root, *parts = (
                None if text is None else self.parse(text, f"{shown}/{name}", _shape(name))
                for name, text in texts.items()
            )
            hints, alarms = (self._learnt(folder, name) for name in (HINTS, ALARMS))
            self._extend(root, [part for part in parts if part is not None], hints, alarms)
        else:
            message = f"there is no {ROOT} in '{shown}'"
            self.report.add("no-root", message, Position(shown, 1, 1), "all it needs is a `name:`")
        self._read_all[shown] = True

    def _learnt(self, folder: Folder, name: str) -> str:
        shown = f"{folder.shown}/{name}"
        text = decoded(folder.files.get(name, b""), shown, self.report) or ""
        if name in folder.files:
            self.texts.append(text)
        if text and not is_whole(text):
            message, remedy = "the hints were cut or changed by hand", "make them anew: advisor learn"
            self.report.add("bad-hints", message, Position(shown, 1, 1), remedy)
            return ""
        return text


def _shape(name: str) -> shape.Shape:
    return shape.ROOT if name == ROOT else shape.DOCUMENT
