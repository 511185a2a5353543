"""Scenarios that were rewritten, in words: the change line by line, and what was left as it is."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from advisor.render.findings import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.workbench.updating import Updated


def updated_in_words(updated: Updated) -> str:
    """Show what was rewritten as a diff, and tell which expectations were left, and why."""
    lines = [line for name, (before, after) in updated.texts.items() for line in diff(name, before, after)]
    if updated.kept:
        lines.append("Left as it is:")
    for scenario, miss, why in updated.kept:
        step = f"step {miss.step}: " if miss.step else ""
        lines.append(f"  {scenario.position}: {scenario.title}")
        lines.append(f"    {step}{miss.about}: expected {miss.expected}, got {miss.got}")
        lines.append(f"    {why}")
    if not updated.scenarios:
        lines.append(
            "Nothing was rewritten." if updated.kept else "Every scenario passes; there is nothing to rewrite."
        )
        return "\n".join(lines)
    scenarios, files = counted(len(updated.scenarios), "scenario"), counted(len(updated.texts), "file")
    lines.append(f"{scenarios} rewritten in {files}. They say what the rules say now: is that what they should say?")
    return "\n".join(lines)


def diff(name: str, before: str, after: str) -> Iterator[str]:
    r"""Give the lines of a unified diff of one file.

    >>> print(*diff("a.yaml", "rain: yes\n", "rain: no\n"), sep="\n")
    --- a.yaml
    +++ a.yaml
    @@ -1 +1 @@
    -rain: yes
    +rain: no
    """
    old, new = (text.removeprefix("\ufeff").splitlines() for text in (before, after))
    for line in difflib.unified_diff(old, new, name, name, n=2):
        yield line.rstrip("\n")


def updated_record(updated: Updated) -> dict[str, Any]:
    """Give what was rewritten as plain values."""
    return {
        "files": [
            {"file": name, "diff": list(diff(name, before, after))} for name, (before, after) in updated.texts.items()
        ],
        "rewritten": [scenario.title for scenario in updated.scenarios],
        "kept": [
            {
                "scenario": scenario.title,
                "at": str(scenario.position),
                "step": miss.step or None,
                "about": miss.about,
                "expected": miss.expected,
                "got": miss.got,
                "why": why,
            }
            for scenario, miss, why in updated.kept
        ],
    }
