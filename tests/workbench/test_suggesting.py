"""Suggested scenarios pass, and do what they are suggested for; they are few, small, and always the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, loads
from advisor.render.suggestions import left_in_words, quoted, suggestions_as_yaml, suggestions_record
from advisor.workbench.bench import Bench
from advisor.workbench.coverage import Covering
from advisor.workbench.mutants import SURVIVED, Mutating
from advisor.workbench.mutations import Mutant
from advisor.workbench.suggesting import MOST_FACTS, Decides, Show, Suggesting, Suggestions
from advisor.workbench.trials import coverage, try_all, try_one
from tests.drawing import advisor_of, drawn
from tests.gardens import HEAD, garden
from tests.worlds import draw

BODY = """
facts:
  rain:
    kind: boolean
    ask: Does it rain?
    shown: {"true": it rains, "false": it is dry}
  sky: {kind: choice, choices: [clear, grey, black], ask: How is the sky?}
  sown: {kind: date, past: true, ask: When were they sown?}
  age: {kind: number, unit: days, compute: days_since(sown), shown: the plants are <value> old}
  soil: {kind: text, ask: What is the soil?}
  ripe: {kind: boolean}
topics:
  beans: {title: Beans}
  peas: {title: Peas}
rules:
  old: {when: age >= days(60), conclude: {ripe: true}, source: notes/all}
  pick: {when: ripe and not rain, advise: {topic: beans, verdict: do, say: Pick.}, source: notes/all}
  storm:
    when: sky in [grey, black]
    overrides: [pick]
    advise: {topic: beans, verdict: wait, say: Wait.}
    source: notes/all
  sand: {when: 'soil == "loam: sandy"', advise: {topic: peas, verdict: may, say: Sow.}, source: notes/all}
  always: {advise: {topic: beans, act: water, verdict: know, say: They like water.}, source: notes/all}
"""


def suggested(advisor: Advisor) -> Suggestions:
    trials = try_all(advisor)
    mutating = Mutating(Bench(advisor))
    suggesting = Suggesting(mutating)
    conditions = suggesting.covering.covered(trials)
    return suggesting.suggestions(mutating.score(trials), conditions, coverage(advisor, trials))


def plants() -> Advisor:
    return Advisor(garden(BODY), engine="indexed")


def test_pasted_suggestions_pass_and_leave_nothing_untested() -> None:
    advisor = plants()
    found = suggested(advisor)
    again = Advisor(loads(HEAD + BODY + suggestions_as_yaml(advisor.rulebase, found) + "\n"), engine="indexed")
    trials = try_all(again)
    assert len(trials) == len(found.scenarios)
    assert [trial.misses for trial in trials if not trial.passed] == []
    assert coverage(again, trials).full
    mutating = Mutating(Bench(again))
    assert Covering(mutating.fine).covered(trials).full
    assert mutating.score(trials).of(SURVIVED) == ()


def test_there_are_fewer_scenarios_than_ends_and_each_is_small() -> None:
    found = suggested(plants())
    ends = sum(len(one.ends) for one in found.scenarios)
    assert len(found.scenarios) < ends / 3
    assert all(len(one.scenario.given) <= MOST_FACTS for one in found.scenarios)


def test_a_date_is_told_by_the_number_that_rules_compare() -> None:
    told = {name for one in suggested(plants()).scenarios for name in one.scenario.given}
    assert "age" in told
    assert "sown" not in told


def test_nothing_is_suggested_where_nothing_is_untested() -> None:
    found = suggested(Advisor.load("examples/hike", engine="indexed"))
    assert found == Suggestions((), ())
    assert suggestions_as_yaml(garden(BODY), found) == ""


def test_a_rule_that_always_holds_is_shown_not_advised_by_another_topic() -> None:
    found = suggested(plants())
    (one,) = (one for one in found.scenarios if Show("always", stands=False) in one.ends)
    assert (one.scenario.topics, one.scenario.withholds) == (("peas",), ("always",))


def test_what_no_scenario_can_show_is_told_as_left() -> None:
    body = BODY + "  never-so: {when: rain, advise: {topic: peas, verdict: do, say: Sow.}, source: notes/all}\n"
    body = body.replace(
        "  sand:",
        "  wet: {when: rain, overrides: [never-so], "
        "advise: {topic: peas, verdict: wait, say: Wait.}, source: notes/all}\n  sand:",
    )
    found = suggested(Advisor(garden(body), engine="indexed"))
    assert Show("never-so", stands=True) in found.left
    assert "  'never-so' advised" in left_in_words(found).splitlines()


def test_each_scenario_says_that_it_is_to_be_confirmed_and_what_it_is_for() -> None:
    advisor = plants()
    text = suggestions_as_yaml(advisor.rulebase, suggested(advisor))
    scenarios = text.count("\n    # says what the rules say now; confirm that it is what they should say")
    assert scenarios == len(suggested(advisor).scenarios)
    assert "    # for: 'pick' without `not rain`" in text
    assert "    # for: 'pick': `rain` decides while it is true" in text
    assert "    # for: 'sand' advised" in text
    assert "    # and for 9 more" in text


def test_titles_are_made_of_what_is_told_and_no_two_are_the_same() -> None:
    advisor = plants()
    titles = [one["title"] for one in suggestions_record(advisor.rulebase, suggested(advisor))["scenarios"]]
    assert len(set(titles)) == len(titles)
    assert any("it is dry" in title and "the plants are 59 days old" in title for title in titles)
    assert "asked about Peas" in titles


def test_a_title_that_a_scenario_has_already_is_given_a_number() -> None:
    taken = BODY + "scenarios: {asked about Peas: {topics: [beans], withholds: [storm], open: []}}\n"
    advisor = Advisor(garden(taken), engine="indexed")
    titles = [one["title"] for one in suggestions_record(advisor.rulebase, suggested(advisor))["scenarios"]]
    assert "asked about Peas (2)" in titles


@pytest.mark.parametrize("text", ["yes", "a: b", "# no", "", "- a", "it's 5 o'clock: go", "[x]", 'déjà "vu"', "a b "])
def test_a_title_reads_back_as_it_was(text: str) -> None:
    import yaml

    assert list(yaml.safe_load(f"{quoted(text)}: 1")) == [text]


@settings(max_examples=2)
@given(st.integers(0, 1_000_000))
def test_every_suggestion_passes_and_fails_on_the_mutants_that_it_is_said_to_kill(seed: int) -> None:
    _, advisor = drawn(seed)
    mutating = Mutating(Bench(advisor))
    suggesting = Suggesting(mutating)
    score = mutating.score(())
    conditions = suggesting.covering.covered(())
    found = suggesting.suggestions(score, conditions, coverage(advisor, ()))
    covering = Covering(Bench(advisor))
    for one in found.scenarios:
        trial = try_one(advisor, one.scenario)
        assert trial.passed
        for end in one.ends:
            if isinstance(end, Mutant):
                mutated = Advisor(mutating.mutations.written(end), engine="plain")
                assert not try_one(mutated, one.scenario).passed, end[:4]
            elif isinstance(end, Show):
                assert end.rule in (trial.advised if end.stands else trial.withheld)
            else:
                assert covering.shows(covering.shown(trial), end.one, end.so), end.one.leaf
    served = [end for one in found.scenarios for end in one.ends] + list(found.left)
    assert len(served) == len(set(served))
    comparisons = sum(isinstance(end, Decides) for end in served)
    assert comparisons == len(conditions.of("missing"))


def test_the_same_is_suggested_whatever_the_order_of_the_file() -> None:
    def text(order: random.Random | None) -> set[str]:
        advisor = advisor_of(draw(7), order)
        found = suggested(advisor)
        return {end.rule for one in found.scenarios for end in one.ends if isinstance(end, Mutant)}

    assert text(None) == text(random.Random(1))  # noqa: S311 - repeatable
