"""From comparisons to cells: what a test says of a value is what the comparison says of it."""

from __future__ import annotations

import datetime
import operator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.reasoning.situation import told_mask
from advisor.rulebase.clauses import Test
from advisor.rulebase.conditions import Compare, compares, parse
from advisor.rulebase.kinds import Range
from advisor.rulebase.levels import CALENDAR, Levels, interval_of, point_of
from tests.gardens import garden

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.rulebase.kinds import Value

DAY = datetime.date(2026, 11, 23)
GARDEN = garden("""
facts:
  raining: {kind: boolean, ask: Does it rain?}
  wind: {kind: number, ask: How strong?, min: 0, max: 12}
  height: {kind: number, ask: How high?}
  dry: {kind: duration, ask: How long?, min: 1, max: 30}
  gap: {kind: number, ask: How wide?, applies: raining}
  planted: {kind: date, ask: When?}
  cut: {kind: date, ask: When?, applies: raining}
  soil: {kind: choice, choices: [clay, sand, no], ask: Which?, applies: raining}
  note: {kind: text, ask: What?}
  label: {kind: text, ask: What?, applies: raining}
  more: {kind: number, compute: height + 3}
  less: {kind: number, compute: 5 - height}
  down: {kind: number, compute: height * -2}
  capped: {kind: number, compute: "min(height, 4)"}
  floored: {kind: number, compute: "max(2, height, -1)"}
  nested: {kind: number, compute: 1 - capped * 3}
  never_passes: {kind: number, compute: height * 0 + 2}
  calm: {kind: number, compute: 12 - wind}
  half_dry: {kind: number, compute: dry * 0.5}
  age: {kind: number, unit: days, compute: days_since(planted)}
  until: {kind: number, compute: days_until(planted)}
  ripe: {kind: date, compute: planted + weeks(4)}
  early: {kind: date, compute: "min(ripe, planted + 40)"}
  twice: {kind: number, compute: height + height}
  span: {kind: number, compute: "days_between(planted, cut)"}
  half_span: {kind: number, compute: "days_between(planted, cut) * 0.5"}
  least: {kind: number, compute: "min(height, gap)"}
  late: {kind: date, compute: planted + height}
""")

OPS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Computed(NamedTuple):
    """A fact, told or computed, worked out directly: numbers are exact, days count from the calendar's first."""

    name: str
    value: Callable[[dict[str, Any]], Any]


NUMBERS = [
    Computed("wind", lambda s: s["wind"]),
    Computed("height", lambda s: s["height"]),
    Computed("dry", lambda s: s["dry"]),
    Computed("gap", lambda s: s["gap"]),
    Computed("more", lambda s: s["height"] + 3),
    Computed("less", lambda s: 5 - s["height"]),
    Computed("down", lambda s: s["height"] * -2),
    Computed("capped", lambda s: min(s["height"], 4)),
    Computed("floored", lambda s: max(2, s["height"], -1)),
    Computed("nested", lambda s: 1 - min(s["height"], 4) * 3),
    Computed("never_passes", lambda s: s["height"] * 0 + 2),
    Computed("calm", lambda s: 12 - s["wind"]),
    Computed("half_dry", lambda s: s["dry"] / 2),
    Computed("twice", lambda s: s["height"] * 2),
    Computed("least", lambda s: min(s["height"], s["gap"])),
    Computed("age", lambda s: s["today"] - s["planted"]),
    Computed("until", lambda s: s["planted"] - s["today"]),
    Computed("span", lambda s: s["cut"] - s["planted"]),
    Computed("half_span", lambda s: (s["cut"] - s["planted"]) / 2),
]
DATES = [
    Computed("planted", lambda s: s["planted"]),
    Computed("ripe", lambda s: s["planted"] + 28),
    Computed("early", lambda s: min(s["planted"] + 28, s["planted"] + 40)),
    Computed("late", lambda s: s["planted"] + s["height"]),
]

SMALL = st.integers(-16, 16).map(lambda n: Decimal(n) / 2)
NEAR = st.integers(-40, 40).map(lambda n: DAY + datetime.timedelta(days=n))
TOLD: dict[str, st.SearchStrategy[Any]] = {
    "wind": st.integers(0, 24).map(lambda n: Decimal(n) / 2),
    "height": SMALL,
    "gap": SMALL,
    "dry": st.integers(1, 30),
    "planted": NEAR,
    "cut": NEAR,
}
SITUATIONS = st.fixed_dictionaries({**TOLD, "today": NEAR})


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[Computed, str, Any]:
    """A comparison: what is compared, how, and with what; some limits lie beyond the bounds of the fact."""
    dated = draw(st.booleans())
    fact = draw(st.sampled_from(DATES if dated else NUMBERS))
    limit = draw(NEAR if dated else SMALL | st.integers(0, 40).map(Decimal))
    return fact, draw(st.sampled_from(sorted(OPS))), limit


def text(comparison: tuple[Computed, str, Any]) -> str:
    fact, op, limit = comparison
    return f'{fact.name} {op} date("{limit}")' if isinstance(limit, datetime.date) else f"{fact.name} {op} {limit:f}"


def read(condition: str) -> Compare:
    mistakes: list[object] = []
    expression = parse(condition, GARDEN.facts, mistakes.append)
    assert expression is not None, mistakes
    (found,) = compares(expression)
    return found


def cell_in(levels: Levels, name: str, situation: dict[str, Any]) -> int:
    """The cell of a fact's level in which told values lie; the test fails where they lie in several."""
    level = levels.by_name[levels.home(name)]
    read_facts = level.formula.facts if level.formula else (level.fact,)
    values: dict[str, Value] = {fact: situation[fact] for fact in read_facts}
    mask = told_mask(level, values, situation["today"])
    assert mask.bit_count() == 1
    return mask.bit_length() - 1


def exact(value: Any) -> Fraction:  # noqa: ANN401 - numbers of several types
    return Fraction(value.toordinal() if isinstance(value, datetime.date) else value)


def holds(comparison: tuple[Computed, str, Any], situation: dict[str, Any]) -> bool:
    fact, op, limit = comparison
    return OPS[op](fact.value({name: exact(value) for name, value in situation.items()}), exact(limit))


@given(st.lists(comparisons(), min_size=1, max_size=6), st.lists(SITUATIONS, min_size=1, max_size=4))
def test_a_test_holds_in_the_cell_of_a_value_just_when_the_comparison_holds_for_it(
    drawn: list[tuple[Computed, str, Any]], situations: list[dict[str, Any]]
) -> None:
    found = [read(text(comparison)) for comparison in drawn]
    levels = Levels(GARDEN.facts, found)  # built once: nothing in it hangs on the day
    for situation in situations:
        for comparison, compare in zip(drawn, found, strict=True):
            test = levels.test(compare)
            held = bool(test.mask >> cell_in(levels, compare.fact, situation) & 1)
            wanted = holds(comparison, situation)
            assert held == (wanted if comparison[1] != "!=" else not wanted)
            assert test.mask < 1 << levels.by_name[test.level].axis.size


@given(st.lists(comparisons(), min_size=1, max_size=6), SITUATIONS, SITUATIONS)
def test_values_in_one_cell_agree_on_every_comparison(
    drawn: list[tuple[Computed, str, Any]], a: dict[str, Any], b: dict[str, Any]
) -> None:
    levels = Levels(GARDEN.facts, [read(text(comparison)) for comparison in drawn])
    for comparison in drawn:
        name = comparison[0].name
        if cell_in(levels, name, a) == cell_in(levels, name, b):
            assert holds(comparison, a) == holds(comparison, b)


@given(st.lists(comparisons(), min_size=1, max_size=4), SITUATIONS, st.data())
def test_a_value_known_within_a_range_may_be_in_the_cell_of_every_value_in_it(
    drawn: list[tuple[Computed, str, Any]], situation: dict[str, Any], data: st.DataObject
) -> None:
    levels = Levels(GARDEN.facts, [read(text(comparison)) for comparison in drawn])
    vague = dict(situation)
    for name in data.draw(st.sets(st.sampled_from(sorted(TOLD)), min_size=1)):
        other = data.draw(TOLD[name])
        low, high = sorted([situation[name], other])
        vague[name] = data.draw(st.sampled_from([Range(low, high), Range(None, high), Range(low, None)]))
    for comparison in drawn:
        level = levels.by_name[levels.home(comparison[0].name)]
        read_facts = level.formula.facts if level.formula else (level.fact,)
        some = {fact: vague[fact] for fact in read_facts if data.draw(st.booleans()) or len(read_facts) == 1}
        if some:
            mask = told_mask(level, some, situation["today"])
            assert mask >> cell_in(levels, comparison[0].name, situation) & 1


def levels_of(*conditions: str) -> Levels:
    return Levels(GARDEN.facts, [read(condition) for condition in conditions])


@pytest.mark.parametrize(
    ("condition", "level", "mask", "size"),
    [
        ("wind >= 0", "wind", 0b1, 1),
        ("wind < 0", "wind", 0b0, 1),
        ("wind > 0", "wind", 0b10, 2),
        ("wind <= 12", "wind", 0b1, 1),
        ("wind > 12", "wind", 0b0, 1),
        ("wind < 12", "wind", 0b01, 2),
        ("wind == 12", "wind", 0b10, 2),
        ("wind == 13", "wind", 0b0, 1),
        ("calm > 12", "wind", 0b0, 1),
        ("calm >= 0", "wind", 0b1, 1),
        ("calm == 12", "wind", 0b01, 2),
        ("never_passes == 2", "height", 0b1, 1),
        ("never_passes > 2", "height", 0b0, 1),
        ("capped <= 4", "height", 0b1, 1),
        ("capped >= 4", "height", 0b10, 2),
        ("floored >= 2", "height", 0b1, 1),
        ("floored < 2", "height", 0b0, 1),
        ("dry > 2.5", "dry", 0b10, 2),
        ("dry == 2.5", "dry", 0b0, 2),
        ("half_dry >= 1.2", "dry", 0b10, 2),
        ("gap >= 3", "gap", 0b010, 3),
        ("least in [1, 2]", "least", 0b001010, 6),
        ("soil == no", "soil", 0b0100, 4),
        ("note == 'wet'", "note", 0b01, 2),
        ("label in ['wet', 'dry']", "label", 0b0011, 4),
        ("raining", "raining", 0b10, 2),
        ("raining == false", "raining", 0b01, 2),
    ],
)
def test_a_comparison_tests_these_cells(condition: str, level: str, mask: int, size: int) -> None:
    levels = levels_of(condition)
    assert levels.test(read(condition)) == Test(level, mask)
    assert levels.by_name[level].size == levels.sizes[level] == size


def test_a_number_computed_from_one_fact_in_one_place_lives_in_the_cells_of_that_fact() -> None:
    levels = levels_of("more > 4", "less > 4", "nested > 4", "age > 4", "until < 4")
    assert {levels.home(name) for name in ("more", "less", "nested", "capped")} == {"height"}
    assert {levels.home(name) for name in ("age", "until")} == {"planted"}
    assert not {"more", "less", "nested", "age", "until"} & set(levels.by_name)
    assert [levels.home(name) for name in ("twice", "span", "least")] == ["twice", "span", "least"]
    assert levels.home("raining") == "raining"


def test_days_of_the_calendar_have_a_level_apart_from_days_counted_from_today() -> None:
    levels = levels_of("age > 4", 'planted > date("2026-11-23")', 'ripe > date("2026-11-23")')
    assert {"planted", "planted" + CALENDAR, "ripe" + CALENDAR} <= set(levels.by_name)
    assert levels.by_name["planted" + CALENDAR].calendar
    assert not levels.by_name["planted"].calendar
    assert levels.by_name["ripe" + CALENDAR].formula is not None


def test_a_fact_that_may_not_apply_has_a_level_even_where_nobody_compares_it() -> None:
    levels = Levels(GARDEN.facts, [])
    assert levels.by_name["gap"].size == 2
    assert levels.by_name["cut" + CALENDAR].size == 2
    assert "height" not in levels.by_name


def test_a_computed_fact_does_not_apply_where_one_of_its_parts_may_not() -> None:
    levels = levels_of("least > 4", "span > 4", "twice > 4")
    assert levels.by_name["least"].apart == levels.by_name["least"].axis.size
    assert levels.by_name["span"].apart == levels.by_name["span"].axis.size
    assert levels.by_name["twice"].apart is None


def test_a_difference_of_days_has_whole_cells_and_a_sum_with_a_number_has_not() -> None:
    levels = levels_of("span > 4", "half_span > 4", 'late > date("2026-11-23")')
    assert getattr(levels.by_name["half_span"].axis, "whole") is False  # noqa: B009
    assert getattr(levels.by_name["span"].axis, "whole") is True  # noqa: B009 - axes of names are not whole
    assert getattr(levels.by_name["late" + CALENDAR].axis, "whole") is False  # noqa: B009


def test_the_place_of_a_value_counts_from_today_or_from_the_first_day_of_the_calendar() -> None:
    assert point_of(DAY, DAY) == 0
    assert point_of(datetime.date(2026, 11, 20), DAY) == -3
    assert point_of(datetime.date(1, 1, 1), None) == 1
    assert point_of(Decimal("2.5"), DAY) == Fraction(5, 2)
    assert interval_of(Range(None, 3), DAY) == (None, Fraction(3))
    assert interval_of(7, DAY) == (Fraction(7), Fraction(7))
