"""Coverage of conditions in words: each comparison that no scenario shows deciding, marked in its condition."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from advisor.render.mutants import told_in_words
from advisor.workbench.coverage import IMPOSSIBLE, MET, MISSING, UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.model import Rulebase
    from advisor.workbench.coverage import ConditionCoverage, Obligation


def conditions_in_words(rulebase: Rulebase, covered: ConditionCoverage) -> str:
    """Tell by rule which comparisons no scenario shows deciding alone, once true and once false."""
    lines: list[str] = []
    missing = [one for one in covered.obligations if one.state in {MISSING, UNDECIDED}]
    for name, found in groupby(missing, lambda one: one.rule):
        met, owed = covered.by_rule[name]
        lines.append(f"{rulebase.rules[name].position}: {name}: {met} of {owed} shown")
        lines += [line for one in found for line in _missing(rulebase, one)]
    met, owed = len(covered.of(MET)), covered.owed
    lines.append(f"{met:,} of {owed:,} comparisons, each true and false, decide a rule alone in some scenario.")
    if never := len(covered.of(IMPOSSIBLE)):
        lines.append(f"{never:,} more can never do so.")
    return "\n".join(lines)


def _missing(rulebase: Rulebase, one: Obligation) -> Iterator[str]:
    truth = "true" if one.truth else "false"
    yield f"    {one.when}"
    mark = " " * one.offset + "^" * one.width
    if one.state == UNDECIDED:
        yield f"    {mark} not decided: its topic has too many rules that hang together"
        return
    yield f"    {mark} `{one.comparison}` never decides alone while it is {truth}"
    if one.example:
        yield f"        it would with {told_in_words(rulebase, one.example)}"
