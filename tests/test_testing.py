"""Situations drawn by chance can be so, reach every cell, and shrink to the smallest that breaks a property."""

from __future__ import annotations

import datetime
import random
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from advisor import Advisor, AdvisorError, Range, UnknownName, load
from advisor.reasoning.situation import tell
from advisor.rulebase.clauses import judge
from advisor.testing import situations
from tests.drawing import drawn
from tests.gardens import GARDEN, garden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor import Rulebase

DAY = datetime.date(2026, 11, 23)
SHED = Advisor(
    garden("""
    facts:
      sky: {kind: choice, choices: [clear, cloudy, stormy], ask: What of the sky?}
      wind: {kind: number, min: 0, max: 120, ask: How strong is the wind?}
      label: {kind: text, ask: What does the label say?}
      planted: {kind: date, past: true, ask: When was it planted?}
      age: {kind: number, unit: days, compute: days_since(planted)}
      sold: {kind: date, ask: When is it sold?}
      kept: {kind: number, unit: days, compute: "days_between(planted, sold)"}
      soak: {kind: duration, min: 1 day, ask: How long does it soak?, applies: planted < date("2026-11-20")}
      frost: {kind: boolean, ask: Does it freeze?}
      thaw: {kind: boolean, ask: Does it thaw?, applies: frost}
    never: [sky == stormy and wind < 20, frost and sky == clear]
    topics: {shed: {title: The shed}, yard: {title: The yard}}
    rules:
      shut: {when: wind > 62, advise: {topic: shed, verdict: do, say: Shut it.}, source: notes/all}
      lock: {when: sky == stormy, advise: {topic: shed, act: lock, verdict: do, say: Lock it.}, source: notes/all}
      weed: {when: age >= 28, advise: {topic: yard, verdict: do, say: Weed.}, source: notes/all}
      read: {when: label == "acid", advise: {topic: yard, act: feed, verdict: dont, say: No.}, source: notes/all}
      sell: {when: kept > 45, advise: {topic: yard, act: sell, verdict: do, say: Sell.}, source: notes/all}
      soaked: {when: soak >= weeks(3), advise: {topic: yard, act: drain, verdict: do, say: Drain.}, source: notes/all}
      slip: {when: thaw, advise: {topic: yard, act: walk, verdict: dont, say: Wait.}, source: notes/all}
    """),
    "indexed",
)
REPEATED = settings(
    max_examples=2_000,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)


def smallest(rulebase: Rulebase, wanted: Callable[[dict[str, Any]], bool], **options: Any) -> dict[str, Any]:  # noqa: ANN401
    """Find the situation to which one that is wanted shrinks, by the same chances every time."""
    drawing = situations(rulebase, today=DAY, **options)
    return find(drawing, wanted, settings=REPEATED, random=random.Random(6))  # noqa: S311 - repeated on purpose


def advised(rule: str) -> Callable[[dict[str, Any]], bool]:
    return lambda facts: any(one.rule == rule for one in SHED.decide(facts, today=DAY).concluded)


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("shut", {"wind": 63}),
        ("lock", {"sky": "stormy"}),
        ("weed", {"planted": datetime.date(2026, 10, 26)}),
        ("read", {"label": "acid"}),
        ("soaked", {"soak": 21}),
        ("slip", {"thaw": True}),
    ],
)
def test_a_rule_that_advises_shrinks_to_the_one_fact_at_its_threshold(rule: str, facts: dict[str, Any]) -> None:
    assert smallest(SHED.rulebase, advised(rule)) == facts


def test_what_is_computed_of_two_facts_shrinks_to_its_threshold_as_well() -> None:
    found = smallest(SHED.rulebase, advised("sell"))
    assert found.keys() == {"planted", "sold"}
    assert found["sold"] - found["planted"] == datetime.timedelta(46)


def test_a_threshold_that_no_condition_has_is_found_as_well() -> None:
    def stormy(facts: dict[str, Any]) -> bool:
        wind = facts.get("wind", 0)
        return not isinstance(wind, Range) and wind > 100

    assert smallest(SHED.rulebase, stormy) == {"wind": 101}


def test_a_range_is_told_only_where_a_range_it_must_be() -> None:
    found = smallest(SHED.rulebase, lambda facts: isinstance(facts.get("wind"), Range))
    assert list(found) == ["wind"]


def test_two_facts_are_told_where_it_takes_two() -> None:
    def both(facts: dict[str, Any]) -> bool:
        return advised("shut")(facts) and advised("slip")(facts)

    assert smallest(SHED.rulebase, both) == {"wind": 63, "thaw": True}


def test_a_complete_situation_shrinks_to_first_choices_and_to_what_lies_nearest() -> None:
    assert smallest(SHED.rulebase, lambda _: True, complete=True) == {
        "sky": "clear",
        "wind": 0,
        "label": "acid",
        "planted": DAY,
        "sold": DAY,
        "frost": False,
    }


def test_a_complete_situation_keeps_to_what_cannot_be_while_it_shrinks() -> None:
    found = smallest(SHED.rulebase, advised("slip"), complete=True)
    assert found == {
        "sky": "cloudy",
        "wind": 0,
        "label": "acid",
        "planted": DAY,
        "sold": DAY,
        "frost": True,
        "thaw": True,
    }


def test_the_garden_is_watered_on_the_fourth_day_when_it_stays_dry() -> None:
    rulebase = load("examples/garden")
    advisor = Advisor(rulebase, "indexed")

    def watered(facts: dict[str, Any]) -> bool:
        return any(c.rule == "water-dry-soil" and c.firm for c in advisor.decide(facts, today=DAY).concluded)

    found = smallest(rulebase, watered)
    assert found == {"rain_expected": False, "frost": False, "watered_on": DAY - datetime.timedelta(4)}


@pytest.mark.parametrize("seed", range(2))
def test_in_a_random_rulebase_nothing_can_be_left_out_of_what_was_shrunk(seed: int) -> None:
    _, advisor = drawn(seed)
    acts = {c.advice.on for facts in _some(advisor.rulebase) for c in advisor.decide(facts, today=DAY).concluded}
    assert acts
    for act in sorted(acts):

        def wanted(facts: dict[str, Any], act: str = act) -> bool:
            return any(c.advice.on == act and c.firm for c in advisor.decide(facts, today=DAY).concluded)

        found = smallest(advisor.rulebase, wanted)
        assert wanted(found)
        for name in found:
            fewer = {other: value for other, value in found.items() if other != name}
            assert not wanted(fewer), (act, name, found)


def _some(rulebase: Rulebase) -> Iterator[dict[str, Any]]:
    """Go through some complete situations."""
    for seed in range(5):
        drawing = situations(rulebase, complete=True, today=DAY)
        yield find(drawing, lambda _: True, settings=REPEATED, random=random.Random(seed))  # noqa: S311


RULEBASES = {
    "shed": SHED.rulebase,
    "kinds": GARDEN,
    "garden": load("examples/garden"),
    "breakup": load("breakup"),
    "pets": load("examples/shared-pets"),
    **{f"world {seed}": drawn(seed)[1].rulebase for seed in range(10, 16)},
}


@pytest.mark.parametrize("name", RULEBASES)
@given(chance=st.data(), complete=st.booleans())
@settings(max_examples=40)
def test_every_situation_that_is_drawn_can_be_so(name: str, chance: st.DataObject, complete: bool) -> None:  # noqa: FBT001
    rulebase = RULEBASES[name]
    facts = chance.draw(situations(rulebase, complete=complete, today=DAY))
    told = tell(rulebase, facts, DAY)
    assert told.contradiction is None
    assert told.values == facts
    masks = {level: 1 << cell for level, cell in told.cells.items()}
    for fact in (one for one in rulebase.facts.values() if one.told):
        holds = judge(fact.applies, masks) if fact.applies is not None else True
        assert holds is not False or fact.name not in facts
        assert not complete or (fact.name in facts) == holds


def test_every_cell_that_conditions_tell_apart_is_reached() -> None:
    levels = SHED.rulebase.levels
    reached: dict[str, set[int]] = {name: set() for name in levels}

    @settings(max_examples=500, database=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(situations(SHED.rulebase, today=DAY))
    def draw(facts: dict[str, Any]) -> None:
        for name, cell in tell(SHED.rulebase, facts, DAY).cells.items():
            reached[name].add(cell)

    draw()
    assert reached == {name: set(range(level.size)) for name, level in levels.items()}


def test_only_what_a_topic_hangs_on_is_told_with_the_facts_on_which_that_applies() -> None:
    told: set[str] = set()

    @settings(max_examples=300, database=None, derandomize=True)
    @given(situations(SHED.rulebase, topics="yard", today=DAY))
    def draw(facts: dict[str, Any]) -> None:
        told.update(facts)

    draw()
    assert told == {"label", "planted", "sold", "soak", "frost", "thaw"}
    assert smallest(SHED.rulebase, lambda _: True, topics=["shed"], complete=True) == {"sky": "clear", "wind": 0}


def test_a_rulebase_without_facts_has_one_situation() -> None:
    assert smallest(garden(), lambda _: True) == {}
    assert smallest(garden(), lambda _: True, complete=True) == {}


def test_dates_lie_around_today_where_no_day_is_given() -> None:
    drawing = situations(SHED.rulebase, complete=True)
    today = datetime.date.today()  # noqa: DTZ011 - what the strategy reads
    found = find(drawing, lambda _: True, settings=REPEATED, random=random.Random(1))  # noqa: S311
    assert abs((found["planted"] - today).days) <= 1  # type: ignore[operator, union-attr]  # a date; midnight may pass


def test_another_topic_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="did you mean 'yard'"):
        situations(SHED.rulebase, topics="yards")


def test_without_hypothesis_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(AdvisorError, match=r"^situations are drawn by a library: pip install hypothesis$"):
        situations(SHED.rulebase)
