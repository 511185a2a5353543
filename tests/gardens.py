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
    from collections.abc import Iterable

    from advisor.errors import Problem
    from advisor.rulebase.clauses import Clauses
    from advisor.rulebase.model import Phrase, Rulebase
    from advisor.rulebase.syntax import Mistake

HEAD = """\
name: garden
sources: {notes: {title: Our notes, sections: {all: All of them}}}
"""


def garden(body: str = "") -> Rulebase:
    """Load a rulebase that has a name and the source `notes/all` before what is given."""
    return loads(HEAD + dedent(body))


def bare(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Give phrases without their places in the text."""
    return tuple(phrase._replace(position=None) for phrase in phrases)


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


GARDEN = garden("""
facts:
  rain: {kind: boolean, ask: Does it rain?}
  frost: {kind: boolean, ask: Does it freeze?, applies: rain}
  sky: {kind: choice, choices: [clear, cloudy, no], ask: What of the sky?}
  soil: {kind: choice, choices: [clay, sand], ask: What soil?, applies: rain}
  wind: {kind: number, ask: How strong?}
  depth: {kind: number, ask: How deep?, applies: rain}
  weeks_old: {kind: number, unit: weeks, ask: How old?}
  age: {kind: number, unit: days, compute: days_since(planted)}
  dry: {kind: duration, ask: How long?}
  planted: {kind: date, ask: When?}
  note: {kind: text, ask: What?}
  label: {kind: text, ask: What?, applies: rain}
  less: {kind: number, compute: 5 - depth}
  least: {kind: number, compute: "min(wind, depth)"}
""")
