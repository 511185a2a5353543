"""Mutants and conditions in words: each change named in the rule's own words, whatever became of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor import Advisor, load
from advisor.render.coverage import conditions_in_words
from advisor.render.mutants import mutant_in_words, score_in_words
from advisor.workbench.bench import Bench
from advisor.workbench.coverage import IMPOSSIBLE, MISSING, UNDECIDED, ConditionCoverage, Covering
from advisor.workbench.mutants import EQUIVALENT, KILLED, SURVIVED, Fate, Score
from advisor.workbench.mutants import UNDECIDED as TOO_LARGE
from advisor.workbench.mutations import Mutations

GARDEN = load("examples/garden")
MUTANTS = Mutations(GARDEN).mutants


@pytest.mark.parametrize(
    ("rule", "sort", "words"),
    [
        ("dry-after-four-days", "shift", "with `days_since_watering >= days(5)` for `days_since_watering >= days(4)`"),
        ("dry-after-four-days", "value", "concluding `soil_is_dry: false` for `soil_is_dry: true`"),
        ("water-dry-soil", "drop", "without `soil_is_dry`"),
        ("rain-waters", "override", "not overriding 'water-dry-soil'"),
        ("rain-waters", "verdict", "saying `do` for `wait`"),
        ("watering.water.otherwise", "delete", "left out"),
    ],
)
def test_each_sort_of_change_has_its_own_words(rule: str, sort: str, words: str) -> None:
    mutant = next(one for one in MUTANTS if (one.rule, one.sort) == (rule, sort))
    assert mutant_in_words(mutant) == f"'{rule}' {words}"


def test_each_state_has_a_heading_and_only_survivors_have_a_situation() -> None:
    one = MUTANTS[0]
    apart = Fate(one, SURVIVED, about="soil_is_dry", was="true", example={"days_since_watering": 4})
    odds = Fate(one, SURVIVED, about="rain-waters", now="conflict")
    score = Score((Fate(one, KILLED, "a day"), apart, odds, Fate(one, EQUIVALENT), Fate(one, TOO_LARGE)))
    name = f"  {one.position}: {mutant_in_words(one)}"
    assert score_in_words(GARDEN, score).splitlines() == [
        "No scenario fails with this change:",
        name,
        "    with days_since_watering: 4: soil_is_dry is true; with the change it is something else",
        name,
        "    in every situation: 'rain-waters' says nothing; with the change it is in conflict",
        "These change nothing, in any situation; the rule may be written more simply:",
        name,
        "Not decided, because their topics have too many rules that hang together:",
        name,
        "1 of 3 mutants killed (33.3 %).",
    ]


def test_a_share_is_rounded_down_so_that_100_percent_means_all() -> None:
    fates = (*[Fate(MUTANTS[0], KILLED)] * 2999, Fate(MUTANTS[0], SURVIVED))
    assert score_in_words(GARDEN, Score(fates)).endswith("2,999 of 3,000 mutants killed (99.9 %).")


def test_what_is_impossible_is_counted_and_what_is_not_decided_is_marked() -> None:
    covered = Covering(Bench(Advisor(GARDEN))).covered(())
    one = next(one for one in covered.obligations if one.state == MISSING)
    never, large = replace(one, state=IMPOSSIBLE), replace(one, state=UNDECIDED)
    lines = conditions_in_words(GARDEN, ConditionCoverage((never, large))).splitlines()
    assert lines[0] == f"{GARDEN.rules[one.rule].position}: {one.rule}: 0 of 0 shown"
    assert lines[2].endswith("^ not decided: its topic has too many rules that hang together")
    assert lines[3:] == [
        "0 of 0 comparisons, each true and false, decide a rule alone in some scenario.",
        "1 more can never do so.",
    ]
