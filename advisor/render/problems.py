"""Everything that is wrong with a rulebase, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.errors import Problem


def problems_in_words(problems: Sequence[Problem], so: str = "the rulebase was not loaded") -> str:
    """Tell every problem with its place and remedy, how many there are, and what comes of it.

    >>> from advisor.errors import Position, Problem
    >>> print(problems_in_words([Problem("empty", "there is nothing in this file", Position("a.yaml", 1, 1))]))
    a.yaml:1:1: empty: there is nothing in this file
    <BLANKLINE>
    1 problem; the rulebase was not loaded.
    """
    count = len(problems)
    last = f"{count} problem{'' if count == 1 else 's'}; {so}."
    return "\n\n".join([*map(str, problems), last])
