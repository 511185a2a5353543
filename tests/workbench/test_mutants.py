"""Mutants: which there are, which change nothing, and which a scenario notices."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.engines.plain import Plain
from advisor.reasoning.decide import decide
from advisor.reasoning.plan import plan
from advisor.reasoning.situation import tell
from advisor.workbench.bench import Bench
from advisor.workbench.mutants import EQUIVALENT, KILLED, SURVIVED, UNDECIDED, Fate, Mutating, Score
from advisor.workbench.mutations import Mutant, Mutations
from advisor.workbench.trials import try_all
from tests.drawing import advisor_of, drawn, left
from tests.gardens import HEAD, garden
from tests.worlds import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from advisor.rulebase.model import Rulebase

DAY = datetime.date(2026, 1, 15)
BODY = """
facts:
  rain: {kind: boolean, ask: Does it rain?}
  sky: {kind: choice, choices: [clear, grey, black], ask: How is the sky?}
  sown: {kind: date, past: true, ask: When were they sown?}
  age: {kind: number, unit: days, compute: days_since(sown)}
  ripe: {kind: boolean}
topics:
  beans: {title: Beans, otherwise: {verdict: silent, say: Nothing., source: notes/all}}
rules:
  old: {when: age >= days(60), conclude: {ripe: true}, source: notes/all}
  pick: {when: ripe and not rain, advise: {topic: beans, verdict: do, say: Pick.}, source: notes/all}
  storm:
    when: sky in [grey, black]
    overrides: [pick]
    advise: {topic: beans, verdict: wait, say: Wait.}
    source: notes/all
"""


def mutations(body: str = BODY) -> Mutations:
    return Mutations(garden(body))


def changes(body: str, rule: str) -> list[tuple[str, str, str]]:
    return [(one.sort, one.was, one.now) for one in mutations(body).mutants if one.rule == rule]


def score(rulebase: Rulebase) -> Score:
    advisor = Advisor(rulebase, engine="indexed")
    return Mutating(Bench(advisor)).score(try_all(advisor))


def state(fates: tuple[Fate, ...], rule: str, sort: str, was: str = "", now: str = "") -> str:
    (found,) = (f for f in fates if f.mutant[:4] == (rule, sort, was, now))
    return found.state


def test_a_comparison_is_turned_round_and_each_part_of_a_condition_left_out() -> None:
    assert changes(BODY, "pick") == [
        ("flip", "ripe", "not ripe"),
        ("flip", "not rain", "rain"),
        ("drop", "ripe", ""),
        ("drop", "not rain", ""),
        ("delete", "", ""),
        ("verdict", "do", "dont"),
    ]


def test_a_threshold_moves_by_one_both_ways_and_a_value_is_swapped() -> None:
    assert changes(BODY, "old") == [
        ("flip", "age >= days(60)", "age < days(60)"),
        ("drop", "age >= days(60)", ""),
        ("shift", "age >= days(60)", "age >= days(61)"),
        ("shift", "age >= days(60)", "age >= days(59)"),
        ("delete", "", ""),
        ("value", "ripe: true", "ripe: false"),
    ]


def test_a_choice_and_an_override_are_left_out() -> None:
    assert changes(BODY, "storm")[2:] == [
        ("choice", "sky in [grey, black]", "sky == black"),
        ("choice", "sky in [grey, black]", "sky == grey"),
        ("delete", "", ""),
        ("override", "pick", ""),
        ("verdict", "wait", "do"),
    ]


def test_an_otherwise_is_left_out_or_gives_another_verdict() -> None:
    assert changes(BODY, "beans.beans.otherwise") == [("delete", "", ""), ("verdict", "silent", "dont")]


def test_less_or_equal_takes_the_place_of_less_only_where_that_is_no_shift() -> None:
    whole = "facts: {rows: {kind: duration, ask: How long?}}\ntopics: {t: {title: T}}\n"
    rule = "rules: {r: {when: 'rows < 4', advise: {topic: t, verdict: do, say: Do.}, source: notes/all}}\n"
    shifts = [now for sort, _, now in changes(whole + rule, "r") if sort == "shift"]
    assert shifts == ["rows < days(5)", "rows < days(3)"]
    decimal = whole.replace("duration", "number")
    shifts = [now for sort, _, now in changes(decimal + rule, "r") if sort == "shift"]
    assert shifts == ["rows < 5", "rows < 3", "rows <= 4"]


def test_the_concluded_choice_is_swapped_for_the_next() -> None:
    body = """
    facts:
      rain: {kind: boolean, ask: Does it rain?}
      mood: {kind: choice, choices: [good, fair, bad], otherwise: good}
    topics: {t: {title: T}}
    rules:
      glum: {when: rain, conclude: {mood: bad}, source: notes/all}
      say-so: {when: mood == bad, advise: {topic: t, verdict: do, say: Read.}, source: notes/all}
    """
    assert ("value", "mood: bad", "mood: good") in changes(body, "glum")


def test_rules_of_an_extended_rulebase_are_left_to_that_one() -> None:
    rulebase = garden(BODY)
    extended = replace(rulebase, inherited=frozenset({"old", "pick", "beans"}))
    assert {one.rule for one in Mutations(extended).mutants} == {"storm"}


def test_a_needless_condition_is_proved_equivalent_and_not_counted() -> None:
    body = BODY.replace("when: ripe and not rain", "when: ripe and not rain and (ripe or rain)")
    found = score(garden(body))
    assert state(found.fates, "pick", "drop", "ripe or rain") == EQUIVALENT
    assert found.killable == sum(fate.state in {KILLED, SURVIVED} for fate in found.fates)


def test_an_override_that_decides_nothing_is_proved_equivalent() -> None:
    body = BODY.replace("when: ripe and not rain", "when: ripe and sky == clear")
    assert state(score(garden(body)).fates, "storm", "override", "pick") == EQUIVALENT


def test_a_rule_on_which_no_advice_hangs_has_equivalent_mutants_only() -> None:
    body = BODY.replace("when: ripe and not rain", "when: not rain")
    fates = score(garden(body)).fates
    assert {fate.state for fate in fates if fate.mutant.rule == "old"} == {EQUIVALENT}


SCENARIOS = """
scenarios:
  ripe on a dry day:
    given: {age: 60, rain: false, sky: clear}
    advises: {beans: {beans: do}}
    concludes: {ripe: true}
  a day too early:
    given: {age: 59, rain: false, sky: clear}
    concludes: {ripe: false}
"""


def test_a_mutant_is_killed_by_a_scenario_that_fails_on_it_and_survives_otherwise() -> None:
    fates = score(garden(BODY + SCENARIOS)).fates
    shifts = {f.mutant.now: (f.state, f.killer) for f in fates if f.mutant.sort == "shift"}
    assert shifts == {
        "age >= days(61)": (KILLED, "ripe on a dry day"),
        "age >= days(59)": (KILLED, "a day too early"),
    }
    assert state(fates, "pick", "drop", "not rain") == SURVIVED


def test_a_survivor_is_shown_by_the_smallest_situation_that_tells_it_apart() -> None:
    fates = score(garden(BODY + SCENARIOS)).fates
    (fate,) = (f for f in fates if f.mutant[:3] == ("pick", "drop", "not rain"))
    assert (fate.about, fate.was, fate.now) == ("pick", "", "do")
    age = fate.example["age"]
    assert dict(fate.example) == {"rain": True, "sky": "clear", "age": age}
    assert isinstance(age, int)
    assert age >= 60


def test_a_scenario_that_fails_kills_nothing() -> None:
    body = BODY + SCENARIOS.replace("beans: do", "beans: wait").replace("ripe: false", "ripe: true")
    assert score(garden(body)).of(KILLED) == ()


def test_a_scenario_in_words_kills_as_one_by_facts_does() -> None:
    said = BODY.replace("ask: Does it rain?", "ask: Does it rain?, said: {true: [it rains], false: [it is dry]}")
    body = (
        said
        + "scenarios: {in words: {say: It is dry., topics: [beans], given: {age: 70, sky: clear}, advised: [pick]}}\n"
    )
    assert state(score(garden(body)).fates, "pick", "flip", "not rain", "rain") == KILLED


def test_a_scenario_by_talk_kills_as_one_by_facts_does() -> None:
    advisor = Advisor.load("examples/garden", engine="indexed")
    talk = tuple(trial for trial in try_all(advisor) if trial.scenario.talk)
    fates = Mutating(Bench(advisor)).score(talk).fates
    assert talk
    assert {f.killer for f in fates if f.state == KILLED} == {talk[0].scenario.title}


def test_a_topic_over_the_node_budget_is_undecided_and_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.workbench.bench.installed", lambda: False)
    advisor = Advisor(garden(BODY), engine="indexed")
    found = Mutating(Bench(advisor, budget=3)).score(try_all(advisor))
    assert {fate.state for fate in found.fates} == {UNDECIDED}
    assert (found.killable, found.percent) == (0, 100.0)


def test_the_score_is_the_share_that_is_killed_of_those_that_change_something() -> None:
    found = score(garden(BODY + SCENARIOS))
    killed, survived = len(found.of(KILLED)), len(found.of(SURVIVED))
    assert found.percent == pytest.approx(100 * killed / (killed + survived))
    record = found.to_dict()
    assert (record["killed"], record["survived"]) == (killed, survived)
    assert len(record["mutants"]) == survived


def test_a_solver_finds_what_the_diagrams_find_where_they_would_be_too_large() -> None:
    pytest.importorskip("pysat")
    advisor = Advisor(garden(BODY + SCENARIOS), engine="indexed")
    trials = try_all(advisor)
    small, large = (Mutating(Bench(advisor, budget=budget)).score(trials) for budget in (3, 100_000))
    assert [(f.mutant[:4], f.state) for f in small.fates] == [(f.mutant[:4], f.state) for f in large.fates]


# --- random rulebases, held to deciding on complete situations

Came = tuple[frozenset[tuple[str, str]], frozenset[tuple[str, tuple[str, ...]]], dict[str, Any]]


def deciding(rulebase: Rulebase) -> Callable[[dict[str, Any]], Came]:
    """What deciding says of a situation: the rules that stand and their verdicts, those in conflict, what follows."""
    made = plan(rulebase)
    program = Plain().compile(made.patterns, made.sizes)
    wanted = made.derived_for(rule for rules in made.advising.values() for rule in rules)

    def came(told: dict[str, Any]) -> Came:
        outcome = decide(made, program, "plain", tell(rulebase, told, DAY))
        stands = frozenset((c.rule, c.advice.verdict) for c in outcome.concluded)
        conflict = frozenset((c.on, c.rules) for c in outcome.conflicts)
        known = {name: derived.value for name, derived in outcome.derived.items()}
        return stands, conflict, {name: known.get(name) for name in wanted}

    return came


class Tried:
    """The mutants of a random world, and every situation of it; numbers on both sides of every moved threshold."""

    def __init__(self, seed: int) -> None:
        world, advisor = drawn(seed)
        world.facts["n0"] = [0, 4, 5, 6, 9, 10, 11]
        self.mutating = Mutating(Bench(advisor))
        self.score = self.mutating.score(())
        self.situations = list(left(world, {}))

        self.came = deciding(advisor.rulebase)

    def differing(self, mutant: Mutant, situations: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """List the situations in which a mutant comes to something else."""
        other = deciding(self.mutating.mutations.written(mutant))
        return [told for told in situations if not _same(self.came(told), other(told))]


def _same(one: Came, other: Came) -> bool:
    # a fact that no advice hangs on any more is not worked out, and no scenario can expect one to be unknown
    shared = one[2].keys() & other[2].keys()
    odds, others = ({(on, rules) for on, rules in came[1] if "." in on or on in shared} for came in (one, other))
    values = all(one[2][name] == other[2][name] for name in shared if one[2][name] is not None)
    return one[0] == other[0] and odds == others and values


@settings(max_examples=5)
@given(st.integers(0, 1_000_000))
def test_a_mutant_called_equivalent_comes_to_the_same_in_every_complete_situation(seed: int) -> None:
    tried = Tried(seed)
    some = tried.situations[:: max(1, len(tried.situations) // 15)]
    for fate in tried.score.of(EQUIVALENT)[::3]:
        assert tried.differing(fate.mutant, some) == [], fate.mutant[:4]


@settings(max_examples=5)
@given(st.integers(0, 1_000_000))
def test_a_mutant_called_killable_differs_on_the_example_given(seed: int) -> None:
    tried = Tried(seed)
    for fate in tried.score.of(SURVIVED)[::2]:
        told = next((one for one in tried.situations if fate.example.items() <= one.items()), None)
        if told is not None:  # an example may tell a number that is not tried
            assert tried.differing(fate.mutant, [told]), (fate.mutant[:4], fate.example)


def test_mutants_are_the_same_whatever_the_order_of_the_file() -> None:
    def of(order: random.Random | None) -> set[tuple[str, ...]]:
        tried = Mutating(Bench(advisor_of(draw(7), order)))
        return {(*fate.mutant[:4], fate.state) for fate in tried.score(()).fates}

    assert of(None) == of(random.Random(1))  # noqa: S311 - repeatable


def test_a_mutant_names_its_place() -> None:
    (one, *_) = (one for one in Mutations(garden(BODY)).mutants if one.rule == "old")
    assert one.position.line == (HEAD + BODY).split("  old:")[0].count("\n") + 1
