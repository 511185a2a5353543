"""Situations: what is known by the telling alone, and what told facts leave no room for."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.reasoning.situation import APART, IMPLIED, TOLD, Contradiction, tell, told_mask, value_now
from advisor.rulebase.kinds import KINDS, Range
from tests.gardens import garden

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = datetime.date(2026, 11, 23)
GARDEN = garden("""
facts:
  rain: {kind: boolean, ask: Does it rain?}
  frost: {kind: boolean, ask: Does it freeze?, applies: rain}
  soil: {kind: choice, choices: [clay, sand, loam], ask: Which?, applies: frost}
  wind: {kind: number, ask: How strong?, min: 0, max: 12}
  depth: {kind: number, ask: How deep?, applies: wind > 3}
  planted: {kind: date, past: true, ask: When?}
  cut: {kind: date, ask: When?, applies: rain or wind > 8}
  note: {kind: text, ask: What?, applies: rain and wind <= 10}
  dry: {kind: duration, ask: How long?, min: 1, max: 30}
  age: {kind: number, unit: days, compute: days_since(planted)}
  ripe: {kind: date, compute: planted + weeks(4)}
  span: {kind: number, compute: "days_between(planted, cut)"}
  least: {kind: number, compute: "min(wind, depth)"}
  less: {kind: number, compute: 5 - wind}
never: [rain and wind > 11, soil == clay and age > 6, least < 1 and dry > 9, depth > 9 and frost and dry < 3]
topics:
  garden: {title: The garden}
rules:
  any:
    source: notes/all
    advise: {topic: garden, verdict: do, say: Dig.}
    when: >-
      age >= 3 or wind > 5 or depth < 4 or planted > date("2026-11-20") or cut <= date("2026-11-23") or span > 3
      or least >= 2 or less < 1 or dry > 5 or note == "wet" or soil == sand or ripe < date("2026-12-15")
""")

NEAR = st.integers(-9, 9).map(lambda n: DAY + datetime.timedelta(days=n))
NUMBER = st.integers(0, 24).map(lambda n: Decimal(n) / 2)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "rain": st.booleans(),
    "frost": st.booleans(),
    "soil": st.sampled_from(["clay", "sand", "loam"]),
    "wind": NUMBER,
    "depth": NUMBER,
    "planted": st.integers(-9, 0).map(lambda n: DAY + datetime.timedelta(days=n)),
    "cut": NEAR,
    "note": st.sampled_from(["wet", "dry"]),
    "dry": st.integers(1, 30),
}
PARENTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "frost": lambda s: s["rain"],
    "soil": lambda s: s["frost"],
    "depth": lambda s: s["wind"] > 3,
    "cut": lambda s: s["rain"] or s["wind"] > 8,
    "note": lambda s: s["rain"] and s["wind"] <= 10,
}


def impossible(s: dict[str, Any]) -> bool:
    """Whether a complete situation is one of those that cannot be."""
    age = (DAY - s["planted"]).days
    least = None if s["depth"] is None else min(s["wind"], s["depth"])
    return bool(
        (s["rain"] and s["wind"] > 11)
        or (s["soil"] == "clay" and age > 6)
        or (least is not None and least < 1 and s["dry"] > 9)
        or (s["depth"] is not None and s["depth"] > 9 and s["frost"] and s["dry"] < 3)
    )


@st.composite
def complete(draw: st.DrawFn) -> dict[str, Any]:
    """A situation that can be, with every fact: None for what does not apply."""
    found = {name: draw(value) for name, value in VALUES.items()}
    for name, applies in PARENTS.items():
        if not applies(found):
            found[name] = False if name == "frost" else None
    assume(not impossible(found))
    return found


@st.composite
def vaguely(draw: st.DrawFn, whole: dict[str, Any]) -> dict[str, Any]:
    """Some of what is so, each as it is or within a range; what does not apply is told only as a plain no."""
    told = {}
    for name in draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=len(VALUES))):
        value = whole[name]
        if value is None:
            continue
        told[name] = value
        if KINDS[GARDEN.facts[name].kind].ordered and draw(st.booleans()):
            other = draw(VALUES[name])
            low, high = sorted([value, other])
            told[name] = draw(st.sampled_from([Range(low, high), Range(None, high), Range(low, None)]))
    return told


def mask_in(whole: dict[str, Any], name: str) -> int:
    """The cell of a level in a complete situation, as a mask."""
    level = GARDEN.levels[name]
    read = level.formula.facts if level.formula else (level.fact,)
    if any(whole[fact] is None for fact in read):
        return 1 << (level.apart or 0)
    mask = told_mask(level, {fact: whole[fact] for fact in read}, DAY)
    assert mask.bit_count() == 1
    return mask


@given(complete(), st.data())
def test_what_is_known_is_so_in_every_situation_in_which_the_told_facts_are_so(
    whole: dict[str, Any], data: st.DataObject
) -> None:
    told = data.draw(vaguely(whole))
    situation = tell(GARDEN, told, DAY)
    assert situation.contradiction is None
    for name, cell in situation.cells.items():
        assert 1 << cell == mask_in(whole, name), name
        how, behind = situation.origins[name]
        assert behind
        assert behind <= set(told)
        assert how in {TOLD, IMPLIED, APART}
    assert set(situation.origins) == set(situation.cells)


@given(complete(), st.data())
def test_telling_more_takes_nothing_back(whole: dict[str, Any], data: st.DataObject) -> None:
    more = data.draw(vaguely(whole))
    fewer = {name: more[name] for name in data.draw(st.sets(st.sampled_from(sorted(more)))) if more} if more else {}
    assert tell(GARDEN, fewer, DAY).cells.items() <= tell(GARDEN, more, DAY).cells.items()


@given(complete())
def test_a_situation_told_in_full_is_known_in_full(whole: dict[str, Any]) -> None:
    told = {name: value for name, value in whole.items() if value is not None}
    situation = tell(GARDEN, told, DAY)
    assert {name: 1 << cell for name, cell in situation.cells.items()} == {
        name: mask_in(whole, name) for name in GARDEN.levels
    }
    for name in ("age", "less", "span", "least", "ripe"):
        fact = GARDEN.facts[name]
        assert fact.formula is not None
        apart = any(whole[part] is None for part in fact.formula.facts)
        assert (value_now(GARDEN, situation, name) is None) == apart


@given(st.fixed_dictionaries({}, optional=VALUES), st.randoms())
def test_the_order_in_which_facts_are_told_does_not_matter(told: dict[str, Any], chance: Any) -> None:  # noqa: ANN401 - a source of chance
    names = list(told)
    chance.shuffle(names)
    assert tell(GARDEN, {name: told[name] for name in names}, DAY) == tell(GARDEN, told, DAY)


@given(st.fixed_dictionaries({}, optional=VALUES))
def test_a_contradiction_names_facts_that_are_at_odds_and_none_that_could_be_left_out(told: dict[str, Any]) -> None:
    found = tell(GARDEN, told, DAY).contradiction
    if found is None:
        return
    again = tell(GARDEN, {name: told[name] for name in found.facts}, DAY).contradiction
    assert again is not None
    assert set(again.facts) == set(found.facts)
    for name in found.facts:
        assert tell(GARDEN, {n: told[n] for n in found.facts if n != name}, DAY).contradiction is None


@given(complete(), st.data())
def test_the_value_now_holds_the_true_value(whole: dict[str, Any], data: st.DataObject) -> None:
    situation = tell(GARDEN, data.draw(vaguely(whole)), DAY)
    true: dict[str, Any] = {
        "age": (DAY - whole["planted"]).days,
        "ripe": whole["planted"] + datetime.timedelta(days=28),
        "less": 5 - whole["wind"],
        "wind": whole["wind"],
    }
    if whole["depth"] is not None:
        true["least"] = min(whole["wind"], whole["depth"])
    if whole["cut"] is not None:
        true["span"] = (whole["cut"] - whole["planted"]).days
    for name, value in true.items():
        found = value_now(GARDEN, situation, name)
        low, high = found if isinstance(found, Range) else (found, found)
        assert low is None or low <= value
        assert high is None or value <= high


def cells(told: dict[str, object]) -> dict[str, int]:
    return dict(tell(GARDEN, told, DAY).cells)


def test_nothing_told_is_nothing_known() -> None:
    situation = tell(GARDEN, {}, DAY)
    assert (dict(situation.values), dict(situation.cells), situation.contradiction) == ({}, {}, None)


def test_telling_a_child_tells_its_parent_and_the_parents_parent() -> None:
    situation = tell(GARDEN, {"soil": "sand"}, DAY)
    assert situation.cells == {"soil": 1, "frost": 1, "rain": 1}
    assert situation.origins["soil"] == (TOLD, frozenset({"soil"}))
    assert situation.origins["frost"] == situation.origins["rain"] == (IMPLIED, frozenset({"soil"}))


def test_what_a_child_tells_of_a_parent_narrows_what_is_told_of_it() -> None:
    rulebase = garden("""
    facts:
      wind: {kind: number, ask: How strong?}
      sail: {kind: boolean, ask: Is it up?, applies: wind > 3 and wind < 9}
    never: [wind > 6 and sail]
    """)
    assert "wind" not in tell(rulebase, {"wind": "2..5"}, DAY).cells
    both = tell(rulebase, {"wind": "2..5", "sail": True}, DAY)
    assert both.cells["wind"] == 1
    assert both.origins["wind"] == (TOLD, frozenset({"wind", "sail"}))
    assert tell(rulebase, {"sail": True}, DAY).cells == {"sail": 1}


def test_of_a_condition_with_or_a_child_tells_nothing() -> None:
    assert set(cells({"cut": DAY})) == {"cut@calendar"}


def test_a_plain_no_is_told_of_what_does_not_apply_as_well() -> None:
    assert cells({"frost": False}).keys() == {"frost", "soil"}
    assert tell(GARDEN, {"frost": False, "rain": False}, DAY).contradiction is None


def test_what_does_not_apply_is_known_not_to_with_the_facts_that_say_so() -> None:
    situation = tell(GARDEN, {"rain": False}, DAY)
    assert situation.cells == {"rain": 0, "frost": 0, "soil": 3, "note": 2}
    assert situation.origins["soil"] == situation.origins["note"] == (APART, frozenset({"rain"}))
    assert situation.origins["rain"] == (TOLD, frozenset({"rain"}))
    both = tell(GARDEN, {"rain": False, "wind": 1}, DAY)
    assert both.origins["cut@calendar"] == (APART, frozenset({"rain", "wind"}))
    assert both.origins["depth"] == both.origins["least"] == (APART, frozenset({"wind"}))


def test_what_is_computed_of_something_that_does_not_apply_has_no_value() -> None:
    calm = tell(GARDEN, {"wind": 1}, DAY)
    assert calm.cells["least"] == GARDEN.levels["least"].apart
    assert value_now(GARDEN, calm, "least") is None
    assert value_now(GARDEN, tell(GARDEN, {"wind": 4}, DAY), "least") == Range(None, 4)
    shallow = tell(GARDEN, {"wind": "4..4.5", "depth": 1}, DAY)
    assert shallow.cells["least"] == 1
    assert value_now(GARDEN, shallow, "least") == 1


SHED = garden("""
facts:
  shed: {kind: boolean, ask: Is there a shed?}
  roof: {kind: number, ask: How high?, applies: shed}
  wall: {kind: number, ask: How high?}
  height: {kind: number, compute: "min(roof, wall)"}
  door: {kind: choice, choices: [open, shut], ask: What of the door?, applies: shed}
topics:
  shed: {title: The shed}
rules:
  low: {when: height < 2, source: notes/all, advise: {topic: shed, verdict: do, say: Stoop.}}
""")


def test_a_part_that_tells_enough_is_enough_once_the_other_is_known_to_apply() -> None:
    assert "height" not in tell(SHED, {"wall": 1}, DAY).cells
    assert tell(SHED, {"wall": 1, "shed": False}, DAY).cells["height"] == 2
    known = tell(SHED, {"wall": 1, "shed": True}, DAY)
    assert known.cells["height"] == 0
    assert known.origins["height"] == (TOLD, frozenset({"wall", "shed"}))
    implied = tell(SHED, {"wall": 1, "door": "open"}, DAY)
    assert implied.cells["height"] == 0
    assert implied.origins["height"] == (TOLD, frozenset({"wall", "door"}))
    assert "height" not in tell(SHED, {"wall": 3, "shed": True}, DAY).cells


@pytest.mark.parametrize(
    ("told", "contradiction"),
    [
        ({"frost": True, "rain": False, "dry": 3}, Contradiction("applies", ("frost", "rain"), "rain")),
        ({"soil": "sand", "rain": False}, Contradiction("applies", ("rain", "soil"), "frost")),
        ({"depth": 3, "wind": 2}, Contradiction("applies", ("depth", "wind"), "wind > 3")),
        ({"cut": DAY, "rain": False, "wind": 8}, Contradiction("applies", ("cut", "rain", "wind"), "rain or wind > 8")),
        ({"note": "wet", "rain": False, "wind": 1}, Contradiction("applies", ("note", "rain"), "rain and wind <= 10")),
        ({"rain": True, "wind": 12, "dry": 3}, Contradiction("never", ("rain", "wind"), "rain and wind > 11")),
        ({"frost": True, "wind": "11.5.."}, Contradiction("never", ("frost", "wind"), "rain and wind > 11")),
        (
            {"soil": "clay", "age": 7, "dry": 4},
            Contradiction("never", ("planted", "soil"), "soil == clay and age > 6"),
        ),
        ({"age": 3, "planted": "2026-11-21"}, Contradiction("values", ("age", "planted"))),
        (
            {"age": 3, "planted": "2026-11-20", "ripe": "2026-12-01"},
            Contradiction("values", ("age", "ripe")),
        ),
        ({"wind": "3..5", "less": "3.."}, Contradiction("values", ("less", "wind"))),
    ],
)
def test_what_no_situation_allows_is_a_contradiction_with_the_smallest_set_at_odds(
    told: dict[str, object], contradiction: Contradiction
) -> None:
    assert tell(GARDEN, told, DAY).contradiction == contradiction


def test_many_facts_at_odds_are_found_even_where_no_three_of_them_are() -> None:
    rulebase = garden(
        "facts:\n"
        + "".join(f"  f{n}: {{kind: boolean, ask: Is it?}}\n" for n in range(7))
        + "never: [f0 and f1 and f2 and f3 and f4]\n"
    )
    found = tell(rulebase, {f"f{n}": True for n in range(7)}, DAY).contradiction
    assert found is not None
    assert (found.kind, found.facts) == ("never", ("f0", "f1", "f2", "f3", "f4"))


def test_of_many_facts_at_odds_those_that_could_be_left_out_are_left_out() -> None:
    rulebase = garden(
        "facts:\n"
        + "".join(f"  f{n}: {{kind: boolean, ask: Is it?}}\n" for n in range(6))
        + "never: [f0 and f1 and f2 and f3 and f4 and f5, f1 and f2 and f4 and f5]\n"
    )
    assert tell(rulebase, {f"f{n}": True for n in range(6)}, DAY).contradiction == Contradiction(
        "never", ("f1", "f2", "f4", "f5"), "f1 and f2 and f4 and f5"
    )


def test_fewer_facts_at_odds_are_named_with_the_rule_that_they_break() -> None:
    rulebase = garden("""
    facts:
      a: {kind: boolean, ask: Is it?}
      b: {kind: boolean, ask: Is it?}
      c: {kind: boolean, ask: Is it?}
    never: [a and b and c, c and b]
    """)
    assert tell(rulebase, {"a": True, "b": True, "c": True}, DAY).contradiction == Contradiction(
        "never", ("b", "c"), "c and b"
    )


def test_a_range_over_several_cells_is_at_odds_where_all_of_them_are() -> None:
    found = tell(GARDEN, {"rain": True, "wind": "11.2..12"}, DAY).contradiction
    assert found == Contradiction("never", ("rain", "wind"), "rain and wind > 11")
    assert tell(GARDEN, {"rain": True, "wind": "11..12"}, DAY).contradiction is None


def test_tellings_of_one_thing_meet() -> None:
    assert tell(GARDEN, {"age": "2..5", "planted": "2026-11-20.."}, DAY).values == {
        "planted": Range(datetime.date(2026, 11, 20), datetime.date(2026, 11, 21))
    }
    assert tell(GARDEN, {"age": "3..", "planted": "2026-11-20.."}, DAY).values == {
        "planted": datetime.date(2026, 11, 20)
    }
    assert tell(GARDEN, {"age": 3, "planted": "2026-11-20"}, DAY).contradiction is None


def test_the_value_now_of_what_is_told_is_what_was_told() -> None:
    situation = tell(GARDEN, {"age": "2..5", "rain": True, "wind": "2.50"}, DAY)
    assert value_now(GARDEN, situation, "rain") is True
    assert value_now(GARDEN, situation, "wind") == Decimal("2.5")
    assert value_now(GARDEN, situation, "less") == Decimal("2.5")
    assert value_now(GARDEN, situation, "age") == Range(2, 5)
    assert value_now(GARDEN, situation, "ripe") == Range(datetime.date(2026, 12, 16), datetime.date(2026, 12, 19))
    assert value_now(GARDEN, situation, "note") is None
    assert value_now(GARDEN, situation, "span") is None


def test_the_value_now_moves_with_the_day_and_the_told_date_does_not() -> None:
    planted = datetime.date(2026, 11, 11)
    for later in range(3):
        today = DAY + datetime.timedelta(days=later)
        situation = tell(GARDEN, {"planted": planted}, today)
        assert value_now(GARDEN, situation, "age") == 12 + later
        assert value_now(GARDEN, situation, "ripe") == datetime.date(2026, 12, 9)


ODD = garden("""
facts:
  planted: {kind: date, ask: When?}
  share: {kind: number, ask: What part?}
  later: {kind: date, compute: planted + share}
  third: {kind: number, compute: share * 0.000000000000000000001}
  far: {kind: date, compute: planted + 3000000}
  spell: {kind: duration, compute: share * 2.5}
""")


def test_the_value_now_is_exact_or_on_the_day_that_holds_it_or_not_known() -> None:
    situation = tell(ODD, {"planted": DAY, "share": "1.0000000000000000000000000001"}, DAY)
    assert value_now(ODD, situation, "later") == DAY + datetime.timedelta(days=1)
    assert value_now(ODD, situation, "far") is None
    assert value_now(ODD, situation, "third") is None
    assert value_now(ODD, situation, "spell") == Decimal("2.50000000000000000000000000025")
    back = tell(ODD, {"planted": DAY, "share": Decimal("-0.5")}, DAY)
    assert value_now(ODD, back, "later") == DAY - datetime.timedelta(days=1)
    assert value_now(ODD, back, "spell") == Decimal("-1.25")
    assert Fraction(str(value_now(ODD, back, "spell"))) == Fraction(-5, 4)
