"""What is settled is settled exactly: held to going through every situation that is left."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advice, Advisor, loads
from advisor.reasoning.plan import plan
from advisor.reasoning.prospects import Charts
from advisor.reasoning.settling import settled
from tests.drawing import DAY, drawn, left, states, verdicts

seeds = st.integers(0, 1_000_000)


@settings(max_examples=25)
@given(seeds)
def test_a_verdict_is_firm_just_when_every_situation_that_is_left_gives_it(seed: int) -> None:
    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 6):  # noqa: S311 - repeatable
        outcome = advisor.decide(told, today=DAY)
        each = [verdicts(advisor.decide(full, today=DAY)) for full in left(world, told)]
        always = set.intersection(*each)
        # two rules that presume nothing may be at odds now, and no more once another is known
        assert always <= verdicts(outcome)
        assert all(v in always or v[1] == "conflict" for v in verdicts(outcome))


@settings(max_examples=25)
@given(seeds)
def test_open_is_just_what_can_still_come_to_stand_and_change_the_verdict(seed: int) -> None:
    world, advisor = drawn(seed)
    rules = advisor.rulebase.rules
    for told in states(world, random.Random(seed), 6):  # noqa: S311 - repeatable
        outcome = advisor.decide(told, today=DAY)
        full = [advisor.decide(one, today=DAY) for one in left(world, told)]
        always = set.intersection(*(verdicts(one) for one in full))
        stands = {c.rule for one in full for c in one.concluded if c.firm}
        thens = {name: rules[name].then for name in stands}
        can = {n for n, then in thens.items() if isinstance(then, Advice) and (then.on, then.verdict) not in always}
        at_odds = {rule for conflict in outcome.conflicts for rule in conflict.rules}
        assert {o.rule for o in outcome.open} - at_odds == can - {c.rule for c in outcome.concluded} - at_odds


@settings(max_examples=25)
@given(seeds)
def test_the_facts_that_open_advice_needs_are_those_that_can_change_whether_it_stands(seed: int) -> None:
    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 6):  # noqa: S311 - repeatable
        full = list(left(world, told))
        stands = [{c.rule for c in advisor.decide(one, today=DAY).concluded} for one in full]
        for one in advisor.decide(told, today=DAY).open:
            for name in set(world.facts) - set(one.needs) - set(told):
                # two situations that differ in a fact it does not need agree on whether it stands
                groups: dict[tuple[tuple[str, Any], ...], set[bool]] = {}
                for situation, rules in zip(full, stands):
                    rest = tuple(sorted((k, v) for k, v in situation.items() if k in one.needs))
                    groups.setdefault(rest, set()).add(one.rule in rules)
                assert all(len(found) == 1 for found in groups.values()), name


@settings(max_examples=25)
@given(seeds)
def test_it_is_final_just_when_every_situation_that_is_left_has_the_same_rules_stand(seed: int) -> None:
    world, advisor = drawn(seed)
    for told in states(world, random.Random(seed), 6):  # noqa: S311 - repeatable
        outcome = advisor.decide(told, today=DAY)
        each = set()
        for full in left(world, told):
            one = advisor.decide(full, today=DAY)
            stands = frozenset(c.rule for c in one.concluded if c.firm)
            each.add((stands, frozenset(c.on for c in one.conflicts if "." in c.on)))
        assert outcome.final == (len(each) == 1)


CASES = """
name: garden
sources: {notes: {title: Notes, sections: {all: All of it}}}
facts:
  rain: {kind: boolean, ask: Does it rain?, shown: {"true": it rains, "false": it is dry}}
  hot: {kind: boolean, ask: Is it hot?}
topics: {watering: {title: Watering, asked: [water]}}
rules:
  wet:
    when: rain
    advise: {topic: watering, verdict: dont, say: The rain does it.}
    source: notes/all
  dry:
    when: not rain
    advise: {topic: watering, verdict: dont, say: Let the soil dry out., because: Roots grow deeper.}
    source: notes/all
"""


def test_a_verdict_that_every_case_gives_is_concluded_by_cases_with_the_words_of_each() -> None:
    outcome = Advisor(loads(CASES)).decide({}, today=DAY)
    (one,) = outcome.concluded
    assert (one.how, one.advice.verdict, one.firm, outcome.open, outcome.exact) == ("cases", "dont", True, (), True)
    assert [case.rule for case in one.cases] == ["dry", "wet"]
    assert one.advice.say == "Let the soil dry out.\nOr: The rain does it."
    assert [reading.fact for case in one.cases for reading in case.when] == ["rain", "rain"]


def test_without_room_for_a_diagram_what_clauses_tell_is_kept_and_said_to_be_inexact() -> None:
    rulebase = loads(CASES)
    plain = Advisor(rulebase).decide({}, today=DAY)
    made = plan(rulebase)
    from advisor.engines.plain import Plain
    from advisor.reasoning.decide import decide
    from advisor.reasoning.situation import tell

    situation = tell(rulebase, {}, DAY)
    before = decide(made, Plain().compile(made.patterns, made.sizes), "plain", situation)
    after = settled(Charts(made, budget=3), situation, before)
    assert not after.exact
    assert (after.open, after.concluded) == (before.open, before.concluded)
    assert plain.exact


@pytest.mark.parametrize("hot", ["yes", "no"])
def test_what_is_told_and_does_not_matter_leaves_the_cases_as_they_are(hot: str) -> None:
    assert [c.how for c in Advisor(loads(CASES)).decide({"hot": hot}, today=DAY).concluded] == ["cases"]


def test_what_no_situation_allows_is_found_where_only_all_that_is_impossible_together_shows_it() -> None:
    never = """
never:
  - hot and rain
  - hot and not rain
"""
    outcome = Advisor(loads(CASES + never)).decide({"hot": True}, today=DAY)
    assert outcome.contradiction is not None
    assert (outcome.contradiction.facts, outcome.concluded) == (("hot",), ())


YARD = """
name: yard
sources: {notes: {title: Notes, sections: {all: All of it}}}
topics: {yard: {title: The yard}}
facts:
  planted: {kind: date, past: true, ask: When was it planted?}
  sold: {kind: date, ask: When was it sold?, applies: 'planted < date("2026-11-20")'}
  kept: {kind: number, unit: days, compute: "days_between(planted, sold)"}
  frost: {kind: boolean, ask: Is there frost?}
  warm: {kind: boolean, ask: Is it warm?}
never: [frost and warm]
rules: {sell: {when: kept > 45, advise: {topic: yard, act: sell, verdict: do, say: Sell.}, source: notes/all}}
"""


def test_what_is_computed_from_a_fact_that_does_not_apply_is_no_contradiction() -> None:
    outcome = Advisor(loads(YARD), "plain").decide({"planted": DAY}, today=DAY)
    assert outcome.contradiction is None
    assert [one.rule for one in outcome.ruled_out] == ["sell"]
