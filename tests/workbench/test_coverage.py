"""Coverage of conditions: a comparison is shown where it decides its rule alone, once true and once false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.rulebase.model import Scenario
from advisor.workbench.bench import Bench
from advisor.workbench.coverage import IMPOSSIBLE, MET, MISSING, UNDECIDED, ConditionCoverage, Covering
from advisor.workbench.trials import try_all, try_one
from tests.drawing import drawn, left
from tests.gardens import garden

if TYPE_CHECKING:
    import pytest

BODY = """
facts:
  rain: {{kind: boolean, ask: Does it rain?, presume: false}}
  frost: {{kind: boolean, ask: Is there frost?}}
  warm: {{kind: boolean, ask: Is it warm?}}
  wind: {{kind: number, ask: How strong is the wind?}}
  calm: {{kind: boolean}}
topics: {{beans: {{title: Beans}}, peas: {{title: Peas}}}}
rules:
  calm-day: {{when: wind < 3, conclude: {{calm: true}}, source: notes/all}}
  sow: {{when: {when}, advise: {{topic: beans, verdict: do, say: Sow.}}, source: notes/all}}
  other: {{when: rain, advise: {{topic: peas, verdict: do, say: Sow.}}, source: notes/all}}
scenarios:
"""


def covered(when: str, *givens: str, topic: str = "beans", expected: str = "") -> ConditionCoverage:
    more = f", {expected}" if expected else ""
    scenarios = [f"  case {n}: {{given: {{{told}}}, topics: [{topic}]{more}}}\n" for n, told in enumerate(givens)]
    advisor = Advisor(garden(BODY.format(when=when) + "".join(scenarios or ["  none: {topics: [peas]}\n"])), "indexed")
    return Covering(Bench(advisor)).covered(try_all(advisor))


def states(found: ConditionCoverage, rule: str = "sow") -> dict[tuple[str, bool], str]:
    return {(one.comparison, one.truth): one.state for one in found.obligations if one.rule == rule}


def met(found: ConditionCoverage, rule: str = "sow") -> set[tuple[str, bool]]:
    return {key for key, state in states(found, rule).items() if state == MET}


def test_of_an_and_all_true_shows_each_true_and_one_false_shows_that_one_false() -> None:
    assert met(covered("frost and warm", "frost: true, warm: true")) == {("frost", True), ("warm", True)}
    assert met(covered("frost and warm", "frost: false, warm: true")) == {("frost", False)}
    assert met(covered("frost and warm", "frost: false, warm: false")) == set()


def test_of_an_or_all_false_shows_each_false_and_one_true_shows_that_one_true() -> None:
    assert met(covered("frost or warm", "frost: false, warm: false")) == {("frost", False), ("warm", False)}
    assert met(covered("frost or warm", "frost: true, warm: false")) == {("frost", True)}
    assert met(covered("frost or warm", "frost: true, warm: true")) == set()


def test_a_comparison_under_not_is_the_comparison_and_not_its_opposite() -> None:
    assert met(covered("not (frost or warm)", "frost: false, warm: true")) == {("warm", True)}
    assert met(covered("wind != 4 and warm", "wind: 4, warm: true")) == {("wind != 4", False)}


def test_what_is_unknown_shows_nothing_unless_it_cannot_matter() -> None:
    assert met(covered("frost and warm", "frost: true")) == set()
    assert met(covered("(frost and warm) or rain", "frost: false, rain: true")) == {("rain", True)}


def test_what_is_presumed_counts_as_deciding_takes_it() -> None:
    assert met(covered("not rain and frost", "frost: true")) == {("rain", False), ("frost", True)}


def test_a_derived_fact_counts_by_what_follows_and_its_own_rule_is_shown_as_well() -> None:
    found = covered("calm and warm", "wind: 2, warm: true")
    assert met(found) == {("calm", True), ("warm", True)}
    assert met(found, "calm-day") == {("wind < 3", True)}


def test_a_scenario_shows_nothing_of_rules_that_it_does_not_ask_for() -> None:
    assert met(covered("frost and warm", "frost: true, warm: true", topic="peas")) == set()


def test_a_scenario_that_fails_shows_nothing() -> None:
    assert met(covered("frost", "frost: true", expected="withholds: [sow]")) == set()


def test_a_talk_shows_what_is_told_in_the_end() -> None:
    advisor = Advisor.load("examples/garden", engine="indexed")
    talk = [trial for trial in try_all(advisor) if trial.scenario.talk]
    found = Covering(Bench(advisor)).covered(talk)
    assert {one.by for one in found.of(MET)} == {talk[0].scenario.title}


def test_what_no_situation_can_show_is_proved_and_not_owed() -> None:
    found = covered("wind >= 5 and wind >= 2")
    assert states(found) == {
        ("wind >= 5", True): MISSING,
        ("wind >= 5", False): MISSING,
        ("wind >= 2", True): MISSING,
        ("wind >= 2", False): IMPOSSIBLE,
    }
    assert found.by_rule["sow"] == (0, 3)


def test_a_topic_over_the_node_budget_is_undecided_and_not_owed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.workbench.bench.installed", lambda: False)
    advisor = Advisor(garden(BODY.format(when="frost and warm") + "  none: {topics: [peas]}\n"), "indexed")
    found = Covering(Bench(advisor, budget=3)).covered(())
    assert {one.state for one in found.obligations} == {UNDECIDED}
    assert (found.owed, found.full) == (0, True)


def test_what_is_missing_comes_with_the_smallest_situation_and_its_place_in_the_condition() -> None:
    found = covered("warm and not frost", "warm: true, frost: false")
    (one,) = (o for o in found.of(MISSING) if o.comparison == "frost")
    assert dict(one.example) == {"frost": True, "warm": True}
    assert one.when[one.offset : one.offset + one.width] == "frost"
    assert one.truth


def test_full_coverage_says_so_and_its_record_names_only_what_is_missing() -> None:
    whole = covered("frost", "frost: true", "frost: false", "wind: 1, rain: true")
    assert states(whole) == {("frost", True): MET, ("frost", False): MET}
    assert not whole.full
    assert {one["rule"] for one in whole.to_dict()["conditions"]} == {"calm-day", "other"}


@settings(max_examples=15)
@given(st.integers(0, 1_000_000))
def test_the_example_of_what_is_missing_shows_it_and_what_is_impossible_no_situation_shows(seed: int) -> None:
    world, advisor = drawn(seed)
    world.facts["n0"] = [0, 4, 5, 6, 9, 10, 11]
    covering = Covering(Bench(advisor))
    found = covering.covered(())
    every = list(left(world, {}))
    position = next(iter(advisor.rulebase.rules.values())).position

    def shown(told: dict[str, object]) -> set[tuple[str, int, bool]]:
        trial = try_one(advisor, Scenario("case", position, given=told))  # type: ignore[arg-type]  # values of facts
        seen = covering.shown(trial)
        every_one = ((one, so) for one in covering.deciding() for so in (True, False))
        return {(one.rule.name, one.leaf.offset, so) for one, so in every_one if covering.shows(seen, one, so)}

    asked = {r for rules in covering.bench.plan.advising.values() for r in rules}
    wanted = covering.bench.plan.derived_for(asked)
    for one in found.of(MISSING)[::5]:
        then = advisor.rulebase.rules[one.rule].then
        told = next((told for told in every if one.example.items() <= told.items()), None)
        if told is not None and getattr(then, "fact", None) in {None, *wanted}:
            assert (one.rule, one.offset, one.truth) in shown(told), one
    never = {(one.rule, one.offset, one.truth) for one in found.of(IMPOSSIBLE)}
    for told in every[:: max(1, len(every) // 8)] if never else ():
        assert shown(told).isdisjoint(never)
