"""Deciding keeps its promises, on random rulebases and thousands of situations."""

from __future__ import annotations

import random
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advice, Advisor, Outcome
from tests.drawing import DAY, advisor_of, drawn, states
from tests.worlds import possible, read

seeds = st.integers(0, 1_000_000)


def decided(advisor: Advisor, told: dict[str, Any]) -> Outcome:
    return advisor.decide(told, today=DAY)


def firm(outcome: Outcome) -> set[str]:
    """Name the rules that stand firmly; by cases it is the verdict that stands, and not one rule."""
    return {c.rule for c in outcome.concluded if c.firm and c.how != "cases"}


def sure(outcome: Outcome) -> set[tuple[str, str]]:
    """Give the verdicts that stand firmly, by act."""
    return {(c.advice.on, c.advice.verdict) for c in outcome.concluded if c.firm}


def out(outcome: Outcome) -> set[str]:
    return {r.rule for r in outcome.ruled_out}


@settings(max_examples=60)
@given(seeds)
def test_where_everything_is_known_the_outcome_is_what_the_rules_say(seed: int) -> None:
    world, advisor = drawn(seed)
    advice = {name for name, rule in advisor.rulebase.rules.items() if isinstance(rule.then, Advice)}
    for values in product(*world.facts.values()):
        told = dict(zip(world.facts, values))
        known = possible(world, told)
        outcome = decided(advisor, {n: v for n, v in told.items() if known and known[n] == v})
        if known is None:
            continue
        meant = read(world, known)
        conflict = {r for c in outcome.conflicts for r in c.rules}
        assert firm(outcome) >= meant.stands & advice
        assert out(outcome) >= meant.out & advice
        if set(meant.derived) == set(world.derived):
            # where a derived fact is in conflict, clauses may know more than the expression as it is written
            assert firm(outcome) == meant.stands & advice
            assert out(outcome) == meant.out & advice
            assert conflict & advice == meant.conflict & advice
        wanted = {fact: d.value for fact, d in outcome.derived.items()}
        assert wanted == {fact: meant.derived[fact] for fact in wanted}


@settings(max_examples=60)
@given(seeds)
def test_telling_more_never_takes_back_what_is_concluded_or_ruled_out(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    for told in states(world, rnd, 60):
        outcome = decided(advisor, told)
        assert outcome.contradiction is None
        for name in world.facts.keys() - told.keys():
            for value in world.facts[name]:
                more = decided(advisor, {**told, name: value})
                if more.contradiction is None:
                    assert firm(outcome) <= firm(more), (told, name, value)
                    assert sure(outcome) <= sure(more), (told, name, value)
                    assert out(outcome) <= out(more), (told, name, value)


@settings(max_examples=40)
@given(seeds)
def test_what_is_concluded_or_ruled_out_is_so_in_every_situation_that_is_left(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    for told in states(world, rnd, 8):
        outcome = decided(advisor, told)
        for values in product(*world.facts.values()):
            full = dict(zip(world.facts, values))
            known = possible(world, full)
            if known is None or any(known[name] != value for name, value in told.items()):
                continue
            meant = read(world, known)
            if set(meant.derived) != set(world.derived):
                continue  # where a derived fact is in conflict, clauses may know more than the expression as written
            assert firm(outcome) <= meant.stands
            assert out(outcome) <= meant.out


@settings(max_examples=40)
@given(seeds)
def test_an_assumption_is_needed_and_telling_it_makes_the_advice_firm(seed: int) -> None:
    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 40):  # noqa: S311 - repeatable
        for concluded in decided(advisor, told).concluded:
            if concluded.firm:
                continue
            assumed = {name: world.presume[name] for name in concluded.assuming}
            settled = decided(advisor, {**told, **assumed})
            assert settled.contradiction is None
            assert concluded.rule in firm(settled)


@settings(max_examples=30)
@given(seeds)
def test_the_order_of_facts_and_of_rules_changes_nothing(seed: int) -> None:
    world, advisor = drawn(seed)
    rnd = random.Random(seed)  # noqa: S311 - repeatable
    shuffled = advisor_of(world, rnd)
    for told in states(world, rnd, 10):
        names = list(told)
        outcome = decided(advisor, told)
        for order in list(permutations(names))[:: max(1, len(names) * 20)]:
            assert decided(advisor, {name: told[name] for name in order}) == outcome
        other = decided(shuffled, told)
        assert other.to_dict() == outcome.to_dict()


@settings(max_examples=30)
@given(seeds)
def test_open_advice_needs_facts_that_are_not_told_and_settles_when_all_are(seed: int) -> None:
    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 30):  # noqa: S311 - repeatable
        outcome = decided(advisor, told)
        for one in outcome.open:
            assert one.needs
            assert not set(one.needs) & set(told)
        assert outcome.exact


@settings(max_examples=30)
@given(seeds)
def test_a_proof_uses_known_facts_only_and_those_alone_prove_it_again(seed: int) -> None:
    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 30):  # noqa: S311 - repeatable
        for concluded in decided(advisor, told).concluded:
            if not concluded.firm:
                continue
            used = set(concluded.proof.told())
            assert used <= set(told)
            again = decided(advisor, {name: told[name] for name in used})
            assert (concluded.advice.on, concluded.advice.verdict) in sure(again)
            assert concluded.how == "cases" or concluded.rule in firm(again)


@pytest.mark.parametrize("engine", ["plain", "indexed"])
def test_the_engine_leaves_no_trace_in_the_outcome(engine: str) -> None:
    world, advisor = drawn(7)
    other = Advisor(advisor.rulebase, engine=engine)
    for told in states(world, random.Random(7), 50):  # noqa: S311 - repeatable
        mine, theirs = (decided(a, told).to_dict() for a in (advisor, other))
        assert mine.pop("engine") == "indexed"
        assert theirs.pop("engine") == engine
        assert mine == theirs
