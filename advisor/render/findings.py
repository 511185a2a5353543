"""Findings in words, grouped by their codes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.workbench.findings import Finding

_FEW = 3


def findings_in_words(findings: Sequence[Finding], *, everything: bool = False) -> str:
    """Tell findings that stand together by code: how many there are, the first few or all, and the remedy."""
    groups = [_group(list(found), everything=everything) for _, found in groupby(findings, lambda one: one.code)]
    return "\n\n".join(groups)


def _group(found: Sequence[Finding], *, everything: bool) -> str:
    first = found[0]
    shown = found if everything or len(found) == _FEW + 1 else found[:_FEW]
    lines = [f"{first.code}: {counted(len(found), first.severity)}"]
    lines += [f"  {one.position}: {one.message}" for one in shown]
    if len(found) > len(shown):
        lines.append(f"  … and {len(found) - len(shown):,} more; --all shows them")
    return "\n".join([*lines, f"    remedy: {first.remedy}"])


def counted(number: int, noun: str) -> str:
    """Say how many of something there are.

    >>> counted(1, "note"), counted(1200, "note")
    ('1 note', '1,200 notes')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
