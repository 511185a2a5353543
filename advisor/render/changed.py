"""Files that were laid out, or in which something was renamed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.render.findings import counted
from advisor.render.updating import diff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from advisor.workbench.renaming import Renaming

_BREAKS = ("\n", "\r")


def diffs(texts: Mapping[str, tuple[str, str]]) -> str:
    r"""Show files by name, each with its text before and after, as one unified diff.

    >>> print(diffs({"garden.yaml": ("name: garden", "name: garden\n")}))
    garden.yaml: only the line break at the end differs
    """
    return "\n".join(line for name, (before, after) in texts.items() for line in _diff(name, before, after))


def _diff(name: str, before: str, after: str) -> list[str]:
    """Give the lines of the diff of one file; in words where no line of it is another."""
    return list(diff(name, before, after)) or [f"{name}: only {_unseen(before, after)}"]


def _unseen(before: str, after: str) -> str:
    """Say what differs between two texts whose lines are the same."""
    if before.startswith("\ufeff") != after.startswith("\ufeff"):
        return "the byte order mark at the beginning differs"
    whole = before.endswith(_BREAKS) == after.endswith(_BREAKS)
    return "the line ends differ" if whole else "the line break at the end differs"


def laid_out_in_words(names: Iterable[str], same: int, refused: int, *, tried: bool) -> str:
    """Say which files were laid out, or would be, and how many others are as they should be or were refused.

    >>> print(laid_out_in_words(["garden.yaml"], 2, 0, tried=True))
    garden.yaml would be laid out
    1 file would be laid out, 2 are as they should be.
    """
    changed = list(names)
    do = "would be" if tried else "was" if len(changed) == 1 else "were"
    right = "is as it should be" if same == 1 else "are as they should be"
    counts = ((len(changed), f"{do} laid out"), (same, right), (refused, "cannot be laid out"))
    told = [f"{number:,} {words}" for number, words in counts if number]
    told[0] = told[0].replace(" ", " file " if told[0].startswith("1 ") else " files ", 1)
    lines = [f"{name} {'would be' if tried else 'was'} laid out" for name in changed]
    return "\n".join([*lines, ", ".join(told) + "."])


def renamed_in_words(renaming: Renaming, shown: Callable[[Path], str]) -> str:
    """Say what was renamed, in which files at how many places, and what was not looked at; `shown` names a file."""
    target, new = renaming.target, renaming.new
    lines = [f"{shown(path)}: {counted(file.places, 'place')}" for path, file in renaming.files.items()]
    places = counted(sum(file.places for file in renaming.files.values()), "place")
    lines.append(f"The {target.kind} '{target.full}' is now '{new}', at {places} in {counted(len(lines), 'file')}.")
    lines.append(f"Not looked at: comments, and what lies elsewhere and may say '{target.name}', such as talks and")
    lines.append("records that are kept, scenarios in files of their own, and programs.")
    return "\n".join(lines)
