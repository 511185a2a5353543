"""Why not, what if, and what would have to be different: held to going through everything on small rulebases."""

from __future__ import annotations

import pickle
import random
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advice, Advisor, FactError, UnknownName, loads
from advisor.reasoning.diagram import TooLarge
from tests.drawing import DAY, Everything, drawn, states

if TYPE_CHECKING:
    from advisor import Concluded

seeds = st.integers(0, 1_000_000)


def goals(advisor: Advisor) -> list[tuple[str, str]]:
    """List every verdict on every act that some rule gives."""
    thens = [rule.then for rule in advisor.rulebase.rules.values()]
    return sorted({(then.on, then.verdict) for then in thens if isinstance(then, Advice)})


@settings(max_examples=12)
@given(seeds)
def test_what_is_in_the_way_is_the_smallest_set_that_leaves_no_way(seed: int) -> None:
    world, advisor = drawn(seed)
    everything = Everything(world, advisor)

    def can_be(told: dict[str, Any], goal: tuple[str, str]) -> bool:
        return any(goal in found for found in everything.left(told))

    for told in states(world, random.Random(seed), 3):  # noqa: S311 - repeatable
        for goal in goals(advisor):
            found = advisor.why_not(told, "=".join(goal), today=DAY)
            names = {reading.fact for reading in found.in_the_way}
            if found.status in {"open", "concluded", "assuming"}:
                assert can_be(told, goal)
                continue
            assert (found.status == "never") == (not names)
            assert not can_be({n: told[n] for n in names}, goal)
            for size in range(len(names)):
                for fewer in combinations(told, size):
                    assert can_be({n: told[n] for n in fewer}, goal)


def applied(advisor: Advisor, told: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Change some facts; what does not apply any more is no longer told."""
    dropped = advisor.what_if(told, changes, topics=(), today=DAY).dropped
    return {name: value for name, value in {**told, **changes}.items() if name not in dropped}


@settings(max_examples=10)
@given(seeds)
def test_the_nearest_change_gives_what_is_wanted_and_no_smaller_one_does(seed: int) -> None:
    world, advisor = drawn(seed)
    everything = Everything(world, advisor)

    def always(told: dict[str, Any], goal: tuple[str, str]) -> bool:
        each = everything.left(told)
        return bool(each) and all(goal in found for found in each)

    for told in states(world, random.Random(seed), 2):  # noqa: S311 - repeatable
        near = {goal: advisor.nearest_change(told, "=".join(goal), today=DAY) for goal in goals(advisor)}
        for goal, found in near.items():
            if found is not None:
                # a number is any of its cell; the world knows only some
                drawn_of = {"n0": lambda to: max(v for v in world.facts["n0"] if v <= to)}
                changes = {change.fact: drawn_of.get(change.fact, lambda to: to)(change.to) for change in found}
                assert always(applied(advisor, told, changes), goal)
        for size in range(3):
            for names in combinations(world.facts, size):
                for values in product(*(world.facts[name] for name in names)):
                    other = applied(advisor, told, dict(zip(names, values)))
                    for goal, found in near.items():
                        larger = found is None or len(found) > size
                        assert not (larger and always(other, goal)), (goal, names, values)


def said(concluded: tuple[Concluded, ...]) -> set[tuple[str, str, str]]:
    return {(c.advice.on, c.advice.verdict, c.advice.say) for c in concluded}


@settings(max_examples=25)
@given(seeds)
def test_what_if_tells_just_what_deciding_anew_comes_to(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    for told in states(world, rnd, 6):
        name = rnd.choice(list(world.facts))
        value = rnd.choice([*world.facts[name], None])
        found = advisor.what_if(told, {name: value}, today=DAY)
        other = applied(advisor, told, {name: value})
        outcome = advisor.decide({n: v for n, v in other.items() if v is not None}, today=DAY)
        before = advisor.decide(told, today=DAY)
        assert (found.contradiction is None) == (outcome.contradiction is None)
        if found.contradiction is None:
            was, now = said(before.concluded), said(outcome.concluded)
            assert (said(found.appears), said(found.disappears)) == (now - was, was - now)


GARDEN = """
name: garden
sources: {notes: {title: Notes, sections: {all: All of it}}}
facts:
  rain: {kind: boolean, ask: Does it rain?}
  potted: {kind: boolean, ask: Does it stand in a pot?, fixed: true}
  drained: {kind: boolean, ask: Does the pot have holes?, applies: potted}
  planted: {kind: date, past: true, ask: When was it planted?}
  age: {kind: number, unit: days, compute: days_since(planted)}
  height: {kind: number, ask: How high is it?, min: 0, max: 100}
  grown: {kind: boolean}
topics: {watering: {title: Watering, asked: [water]}}
rules:
  adult: {when: age >= 28 and height > 2.5, conclude: {grown: true}, source: notes/all}
  wet: {when: rain, advise: {topic: watering, verdict: dont, say: Leave it.}, source: notes/all}
  thirsty: {when: grown and not rain, advise: {topic: watering, verdict: do, say: Water it.}, source: notes/all}
  drain:
    when: potted and drained
    advise: {topic: watering, act: move, verdict: may, say: Move it.}
    source: notes/all
"""


@pytest.fixture(scope="module")
def garden() -> Advisor:
    return Advisor(loads(GARDEN))


def test_why_not_turns_round_what_stands_and_names_what_is_in_the_way(garden: Advisor) -> None:
    found = garden.why_not({"rain": True, "height": 3}, "watering", today=DAY)
    assert (found.status, found.wanted) == ("ruled out", ("do", "may"))
    assert [(r.fact, r.cell) for r in found.in_the_way] == [("rain", 1)]


def test_why_not_says_when_it_is_so_when_it_is_still_open_and_when_it_never_is(garden: Advisor) -> None:
    assert garden.why_not({"rain": True}, "watering.watering=dont", today=DAY).status == "concluded"
    still = garden.why_not({}, "watering.watering=do", today=DAY)
    assert (still.status, [o.rule for o in still.open]) == ("open", ["thirsty"])
    assert garden.why_not({"rain": True}, "watering.move=dont", today=DAY).status == "never"


def test_why_not_takes_a_derived_fact_its_value_and_a_rule(garden: Advisor) -> None:
    young = {"age": 3, "height": 9}
    for conclusion in ("grown", "grown=yes", "adult"):
        found = garden.why_not(young, conclusion, today=DAY)
        assert [r.fact for r in found.in_the_way] == ["planted"], conclusion
    assert [r.fact for r in garden.why_not(young, "thirsty", today=DAY).in_the_way] == ["planted"]
    assert garden.why_not(young, "grown=no", today=DAY).status == "concluded"


def test_a_change_says_which_values_would_do_and_gives_the_nearest(garden: Advisor) -> None:
    told = {"rain": False, "age": 3, "height": 2}
    changes = garden.nearest_change(told, "watering.watering=do", today=DAY)
    assert changes
    age, height = changes
    assert (age.fact, str(age.now), str(age.to)) == ("planted", "2026-11-20", "2026-10-26")
    assert height.fact == "height"
    assert height.to > 2.5  # type: ignore[operator]  # a number
    after = garden.decide({**told, "age": 28, "height": height.to}, topics="watering", today=DAY)
    assert [c.advice.verdict for c in after.concluded if c.firm] == ["do"]
    assert garden.nearest_change({"rain": True}, "watering=dont", today=DAY) == ()


def test_what_cannot_be_changed_stays_and_where_that_leaves_nothing_there_is_no_change(garden: Advisor) -> None:
    assert garden.nearest_change({"potted": False}, "watering.move=may", today=DAY) is None
    potted = garden.nearest_change({"potted": True}, "watering.move=may", today=DAY)
    assert potted
    assert [change.fact for change in potted] == ["drained"]
    assert garden.nearest_change({"potted": True}, "watering.move=may", fixed=["drained"], today=DAY) is None


def test_changing_a_parent_drops_what_no_longer_applies_and_says_so(garden: Advisor) -> None:
    found = garden.what_if({"potted": True, "drained": True}, {"potted": False}, today=DAY)
    assert found.dropped == ("drained",)
    assert [c.advice.act for c in found.disappears] == ["move"]
    assert found.facts == {"potted": False}


def test_what_if_takes_a_fact_back_by_its_computed_name_too_and_reopens_its_question(garden: Advisor) -> None:
    told = {"rain": False, "age": 30, "height": 3}
    found = garden.what_if(told, {"age": None}, topics="watering", today=DAY)
    assert found.facts == {"planted": None}
    assert [q.fact for q in found.opens] == ["planted"]
    back = garden.what_if({"rain": False, "height": 3}, {"age": 2}, topics="watering", today=DAY)
    assert (back.nothing, back.closes) == (True, ())


@pytest.mark.parametrize(
    ("conclusion", "error"),
    [
        ("wattering", UnknownName),
        ("watering=perhaps", UnknownName),
        ("rain", UnknownName),
        ("grown=perhaps", FactError),
    ],
)
def test_what_nobody_concludes_is_refused_by_name(garden: Advisor, conclusion: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        garden.why_not({}, conclusion, today=DAY)
    with pytest.raises(error):
        garden.nearest_change({}, conclusion, today=DAY)


def test_too_large_says_so_in_a_line_and_survives_a_pickle() -> None:
    assert str(pickle.loads(pickle.dumps(TooLarge()))) == str(TooLarge())  # noqa: S301 - our own
