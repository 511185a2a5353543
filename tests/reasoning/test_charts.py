"""A chart says of every complete situation what deciding says of it, also where one fact is read in several ways."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, loads
from advisor.reasoning.charts import CONFLICT, chart
from advisor.reasoning.diagram import TooLarge
from advisor.reasoning.plan import plan
from advisor.reasoning.prospects import Charts, prospect, verdicts
from advisor.reasoning.situation import tell
from tests.drawing import DAY, drawn, left, states

if TYPE_CHECKING:
    from advisor import Rulebase

seeds = st.integers(0, 1_000_000)


def possible(advisor: Advisor, told: dict[str, Any], topic: str) -> dict[str, set[frozenset[str]]]:
    """Give for each act of a topic every verdict it may still come to, by its chart."""
    rulebase = advisor.rulebase
    made = Charts(plan(rulebase)).of(topic, DAY)
    assert made is not None
    seen = prospect(rulebase, made, tell(rulebase, told, DAY))
    return {on: {verdicts(rulebase, on, outcome) for outcome in seen.outcomes(on)} for on in seen.acts}


@settings(max_examples=40)
@given(seeds)
def test_a_chart_knows_every_verdict_that_is_still_possible_and_no_other(seed: int) -> None:
    import random

    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 2):  # noqa: S311 - repeatable
        found = {on: v for topic in ("t0", "t1") for on, v in possible(advisor, told, topic).items()}
        each: dict[str, set[frozenset[str]]] = {on: set() for on in found}
        for full in left(world, told):
            outcome = advisor.decide(full, today=DAY)
            for on in found:
                said = {c.advice.verdict for c in outcome.concluded if c.firm and c.advice.on == on}
                odds = {"conflict"} if any(c.on == on for c in outcome.conflicts) else set()
                each[on].add(frozenset(said | odds))
        assert found == each


DATES = """
name: garden
sources: {notes: {title: Notes, sections: {all: All of it}}}
facts:
  planted: {kind: date, past: true, ask: When was it planted?}
  age: {kind: number, unit: days, compute: days_since(planted)}
  watered: {kind: date, past: true, ask: When was it watered?}
  dry: {kind: number, unit: days, compute: "days_between(planted, watered)"}
topics: {watering: {title: Watering, asked: [water]}}
rules:
  old: {when: age >= 10, advise: {topic: watering, act: feed, verdict: do, say: Feed it.}, source: notes/all}
  early:
    when: planted < date("2026-11-20")
    advise: {topic: watering, act: prune, verdict: do, say: Prune it.}
    source: notes/all
  both:
    when: age >= 10 and planted >= date("2026-11-20")
    advise: {topic: watering, act: worry, verdict: do, say: That cannot be.}
    source: notes/all
  parched: {when: dry > 7, advise: {topic: watering, act: soak, verdict: do, say: Soak it.}, source: notes/all}
  tomorrow: {when: age < 0, advise: {topic: watering, act: wait, verdict: wait, say: Wait.}, source: notes/all}
"""


@pytest.fixture(scope="module")
def dates() -> Rulebase:
    return loads(DATES)


def test_a_date_told_by_days_and_by_the_calendar_is_one_variable_with_the_cells_that_go_together(
    dates: Rulebase,
) -> None:
    made = chart(plan(dates), "watering", DAY, 1_000)
    (planted,) = (v for v in made.variables if v.fact == "planted")
    # before the 14th; until the 19th; until today; after today
    assert len(planted.cells) == 4
    assert made.dated
    assert [v.told for v in made.variables if v.fact == "dry"] == [("planted", "watered")]


def test_what_no_day_can_be_is_not_possible(dates: Rulebase) -> None:
    found = possible(Advisor(dates), {}, "watering")
    assert found["watering.worry"] == {frozenset()}
    assert found["watering.wait"] == {frozenset()}
    assert found["watering.feed"] == {frozenset(), frozenset({"do"})}


def test_a_chart_is_made_anew_on_a_day_on_which_its_cells_lie_elsewhere(dates: Rulebase) -> None:
    charts = Charts(plan(dates))
    first = charts.of("watering", DAY)
    assert charts.of("watering", DAY) is first
    assert charts.of("watering", DAY + datetime.timedelta(days=20)) is not first


def test_where_a_shared_part_makes_cells_hang_together_unseen_the_outcome_is_not_called_exact(dates: Rulebase) -> None:
    assert not chart(plan(dates), "watering", DAY, 1_000).exact
    assert not Advisor(dates).decide({}, today=DAY).exact


def test_a_chart_of_a_derived_fact_holds_its_values() -> None:
    garden = Advisor.load("examples/garden").rulebase
    made = chart(plan(garden), "soil_is_dry", DAY, 1_000)
    (node,) = made.acts.values()
    assert {made.diagram.holds[leaf] for leaf in made.diagram.leaves(node)} == {
        frozenset({frozenset({"true"})}),
        frozenset({frozenset({"false"})}),
    }


def test_rules_at_odds_are_an_outcome_of_their_own() -> None:
    torn = loads(
        "name: torn\nsources: {us: {title: Us, sections: {all: All}}}\n"
        "facts: {sunny: {kind: boolean, ask: Is it sunny?}, warm: {kind: boolean, ask: Is it warm?}}\n"
        "topics: {walk: {title: A walk}}\n"
        "rules:\n"
        "  go: {when: sunny, advise: {topic: walk, verdict: do, say: Go.}, source: us/all}\n"
        "  stay: {when: warm, advise: {topic: walk, verdict: dont, say: Stay.}, source: us/all}\n"
    )
    made = chart(plan(torn), "walk", DAY, 1_000)
    outcomes = {outcome for leaf in made.diagram.leaves(made.acts["walk.walk"]) for outcome in made.diagram.holds[leaf]}
    assert frozenset({CONFLICT + "walk.walk"}) in outcomes


def test_a_chart_that_has_no_room_is_refused_and_kept_as_none(dates: Rulebase) -> None:
    with pytest.raises(TooLarge):
        chart(plan(dates), "watering", DAY, 5)
    charts = Charts(plan(dates), budget=5)
    assert charts.of("watering", DAY) is None
    assert charts.of("watering", DAY) is None


def test_a_chart_that_has_grown_by_being_asked_is_made_anew() -> None:
    garden = Advisor.load("examples/garden").rulebase
    charts = Charts(plan(garden), budget=60)
    first = charts.of("watering", DAY)
    assert first is not None
    while len(first.diagram.kids) < 600:
        first.diagram.leaf(frozenset({len(first.diagram.kids)}))
    assert charts.of("watering", DAY) is not first
