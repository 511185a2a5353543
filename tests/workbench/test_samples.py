"""Samples lie in every cell of a fact that holds a value, at its edges, within its bounds, the simplest first."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from advisor import Range, load
from advisor.reasoning.situation import tell, told_mask
from advisor.rulebase.axes import Line
from advisor.workbench.samples import Samples
from tests.drawing import drawn
from tests.gardens import garden

if TYPE_CHECKING:
    from advisor import Rulebase

DAY = datetime.date(2026, 11, 23)
FACTS = """
facts:
  wind: {kind: number, min: 0, max: 100.5, ask: How strong?}
  depth: {kind: number, max: -2, ask: How deep?}
  height: {kind: number, min: 3, ask: How high?}
  tiny: {kind: number, min: 0.25, max: 0.75, ask: How much?}
  third: {kind: number, ask: How much?}
  thrice: {kind: number, compute: 3 * third}
  label: {kind: text, ask: What?}
  planted: {kind: date, past: true, ask: When?}
  cut: {kind: date, ask: When?}
  age: {kind: number, unit: days, compute: days_since(planted)}
  stood: {kind: number, unit: days, compute: "days_between(planted, cut)"}
  best: {kind: number, compute: "min(third, wind)"}
  soak: {kind: duration, ask: How long?}
  idle: {kind: number, ask: How idle?}
topics: {t: {title: T}}
rules:
  a: {when: [%s], advise: {topic: t, verdict: do, say: Do.}, source: notes/all}
"""


def made(*conditions: str) -> Samples:
    """Samples of facts whose conditions are these."""
    return Samples(garden(FACTS % ", ".join(f"'{one}'" for one in conditions)), DAY)


def test_a_number_is_sampled_at_both_sides_of_a_threshold_and_at_nought() -> None:
    assert made("wind > 8").of("wind") == (0, 8, 9)
    assert made("wind >= 8").of("wind") == (0, 7, 8)
    assert made("wind == 8").of("wind") == (0, 7, 8, 9)


def test_between_close_thresholds_lies_the_shortest_number() -> None:
    assert made("wind > 8", 'wind < 8.2 or label == "x"').of("wind") == (0, 8, 9, Decimal("8.1"), Decimal("8.2"))


def test_a_cell_that_no_whole_number_reaches_within_its_bounds_is_sampled_as_well() -> None:
    assert made("wind > 100").of("wind") == (0, 100, Decimal("100.1"))


def test_nothing_is_sampled_beyond_the_bounds_of_a_fact() -> None:
    samples = made("depth < -5", "height > 10", "tiny > 0.5")
    assert samples.of("depth") == (-2, -5, -6)
    assert samples.of("height") == (3, 10, 11)
    assert samples.of("tiny") == (Decimal("0.25"), Decimal("0.5"), Decimal("0.6"))


def test_a_threshold_that_no_decimal_reaches_is_sampled_beside_it() -> None:
    assert made("thrice > 1").of("third") == (0, 1)


def test_days_are_sampled_around_today_and_those_that_must_be_past_not_after_it() -> None:
    days = [(day - DAY).days for day in made("age >= 28").of("planted")]  # type: ignore[operator, union-attr]
    assert days == [0, -27, -28]
    days = [(day - DAY).days for day in made('cut > date("2026-11-25")').of("cut")]  # type: ignore[operator, union-attr]
    assert days == [0, 2, 3]


def test_what_is_computed_of_two_is_sampled_beside_the_other() -> None:
    samples = made("stood > 45")
    assert samples.of("cut") == (DAY,)
    planted = DAY - datetime.timedelta(10)
    assert samples.of("cut", {"planted": planted}) == (
        DAY,
        planted + datetime.timedelta(45),
        planted + datetime.timedelta(46),
    )
    assert samples.of("cut", {"planted": Range(None, planted)}) == (DAY,)


def test_a_threshold_that_another_value_puts_out_of_reach_is_no_threshold() -> None:
    samples = made("best > 20")
    assert samples.of("third", {"wind": 30}) == (0, 20, 21)
    assert samples.of("third", {"wind": 10}) == (0,)


def test_a_text_is_one_that_is_tested_or_another() -> None:
    assert made('label == "x"').of("label") == ("x", "something else")
    assert made('label == "something else"').of("label") == ("something else", "something else!")


def test_what_no_condition_reads_is_sampled_once() -> None:
    samples = made("wind > 8")
    assert samples.of("idle") == (0,)
    assert samples.of("soak") == (0,)


RULEBASES = {
    "garden": load("examples/garden"),
    "breakup": load("breakup"),
    "facts": made(
        "wind > 8", "wind < 8.2", "thrice > 1", "age >= 28", 'planted < date("2026-11-01")', "soak < weeks(2)"
    ).rulebase,
    **{f"world {seed}": drawn(seed)[1].rulebase for seed in range(4)},
}


@pytest.mark.parametrize("name", RULEBASES)
def test_every_sample_can_be_told_and_together_they_reach_every_cell(name: str) -> None:
    rulebase: Rulebase = RULEBASES[name]
    samples = Samples(rulebase, DAY)
    for fact, levels in samples.levels.items():
        values = samples.of(fact)
        assert all(tell(rulebase, {fact: value}, DAY).values == {fact: value} for value in values)
        for level in (one for one in levels if one.formula is None or one.formula.facts == (fact,)):
            reached = {told_mask(level, {fact: value}, DAY) for value in values}
            whole = {1 << cell for cell in range(level.axis.size)}
            beyond_today = isinstance(level.axis, Line) and rulebase.facts[fact].past
            assert reached == whole or (beyond_today and reached < whole)
