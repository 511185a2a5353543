"""Small rulebases about a garden, written down in a few lines."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from advisor.errors import RulebaseError
from advisor.rulebase.conditions import compares, normal_form, parse
from advisor.rulebase.levels import Levels
from advisor.rulebase.loading import loads

if TYPE_CHECKING:
    from advisor.errors import Problem
    from advisor.rulebase.clauses import Clauses
    from advisor.rulebase.model import Rulebase
    from advisor.rulebase.syntax import Mistake

HEAD = """\
name: garden
sources: {notes: {title: Our notes, sections: {all: All of them}}}
"""


def garden(body: str = "") -> Rulebase:
    """Load a rulebase that has a name and the source `notes/all` before what is given."""
    return loads(HEAD + dedent(body))


def problems(body: str) -> tuple[Problem, ...]:
    """Give what is wrong with such a rulebase; that nothing is wrong fails the test."""
    with pytest.raises(RulebaseError) as caught:
        garden(body)
    return caught.value.problems


def codes(body: str) -> list[str]:
    """Give the codes of what is wrong with such a rulebase, in the order of the text."""
    return [problem.code for problem in problems(body)]


def clauses_in(rulebase: Rulebase, text: str) -> tuple[Clauses, Levels]:
    """Give the clauses of a condition over the facts of a rulebase, and the levels that it alone makes."""
    mistakes: list[Mistake] = []
    expression = parse(text, rulebase.facts, mistakes.append)
    assert expression is not None, mistakes
    levels = Levels(rulebase.facts, compares(expression))
    return normal_form(expression, levels.test, levels.sizes), levels
