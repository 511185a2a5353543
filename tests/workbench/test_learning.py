"""Learning hints and alarms: the same examples teach the same, and what was not shown is not known."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import Position
from advisor.language.alarms import flag_shares
from advisor.language.hints import USUAL, Hints, written
from advisor.language.reading import Understanding
from advisor.rulebase.corpus import NO_FLAG, Labelled
from advisor.rulebase.loading import loads
from advisor.workbench.learning import alarming, chances, learn

LABELS = ["rain", "sun", "off_topic"]
EXAMPLES = [
    ({"wet", "dark"}, "rain"),
    ({"wet", "loud"}, "rain"),
    ({"wet"}, "rain"),
    ({"dry", "bright"}, "sun"),
    ({"dry", "warm"}, "sun"),
    ({"dry", "bright", "warm"}, "sun"),
    ({"music", "loud"}, "off_topic"),
    ({"music", "dark"}, "off_topic"),
]


def best(found: dict[str, list[float]], features: set[str]) -> str:
    scores = Hints(written(found, LABELS)).scores(features)
    return max(scores, key=lambda label: scores[label])


def test_the_same_examples_give_the_same_hints() -> None:
    assert written(learn(EXAMPLES, LABELS), LABELS) == written(learn(EXAMPLES, LABELS), LABELS)


def test_the_examples_that_were_learnt_are_told_apart() -> None:
    found = learn(EXAMPLES, LABELS)
    assert [best(found, features) for features, _ in EXAMPLES] == [label for _, label in EXAMPLES]


def test_a_new_mixture_of_known_features_goes_with_its_like() -> None:
    found = learn(EXAMPLES, LABELS)
    assert best(found, {"wet", "dark", "loud"}) == "rain"
    assert best(found, {"dry", "warm", "moon"}) == "sun"


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_examples_changes_no_reading(seed: int) -> None:
    shuffled = list(EXAMPLES)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - any order
    found = learn(shuffled, LABELS)
    assert [best(found, features) for features, _ in EXAMPLES] == [label for _, label in EXAMPLES]


def test_the_order_of_features_within_an_example_changes_nothing() -> None:
    listed = [(sorted(features), label) for features, label in EXAMPLES]
    turned = [(sorted(features, reverse=True), label) for features, label in EXAMPLES]
    assert learn(listed, LABELS) == learn(turned, LABELS)


def test_a_feature_of_a_single_example_teaches_nothing() -> None:
    assert set(learn(EXAMPLES, LABELS)) == {"wet", "dark", "loud", "dry", "bright", "warm", "music"}
    assert set(learn([*EXAMPLES, ({"moon", "wet"}, "sun")], LABELS)) == set(learn(EXAMPLES, LABELS))


def test_a_label_without_an_example_is_never_the_best() -> None:
    labels = [*LABELS, "hail"]
    found = learn(EXAMPLES, labels)
    scores = [Hints(written(found, labels)).scores(features) for features, _ in EXAMPLES]
    assert all(one["hail"] < max(one.values()) for one in scores)


def test_without_examples_there_is_nothing_to_learn() -> None:
    assert learn([], LABELS) == {}
    assert learn([(set(), "rain"), (set(), "sun")], LABELS) == {}


def test_many_examples_of_one_label_do_not_drown_another() -> None:
    many = [({"wet", "cloud"}, "rain")] * 60 + [({"dry", "cloud"}, "sun")] * 3
    assert best(learn(many, LABELS), {"dry", "cloud"}) == "sun"


MANY = [({"wet", "cloud"}, "rain")] * 60 + [({"dry", "cloud"}, "sun")] * 3


def test_unless_labels_are_balanced_each_counts_by_its_examples() -> None:
    assert best(learn(MANY, LABELS, balanced=True), {"cloud"}) == "sun"
    assert best(learn(MANY, LABELS, balanced=False), {"cloud"}) == "rain"


def test_what_is_usual_is_learnt_only_where_labels_are_not_balanced() -> None:
    assert USUAL not in learn(MANY, LABELS)
    usual = dict(zip(LABELS, learn(MANY, LABELS, balanced=False)[USUAL]))
    assert usual["rain"] > 0 > usual["sun"]
    assert sum(usual.values()) == pytest.approx(0)


def test_what_is_usual_holds_for_a_message_of_which_nothing_is_known() -> None:
    found = learn([({"wet"}, "rain")] * 90 + [({"dry"}, "sun")] * 2, LABELS, balanced=False)
    assert best(found, {"moon"}) == "rain"
    assert best(found, {"dry"}) == "sun"


def test_learning_without_balance_gives_the_same_each_time_and_for_any_order_of_features() -> None:
    turned = [(sorted(features, reverse=True), label) for features, label in MANY]
    assert learn(MANY, LABELS, balanced=False) == learn(turned, LABELS, balanced=False)


def test_where_nothing_is_known_of_any_example_nothing_is_usual() -> None:
    assert learn([], LABELS, balanced=False) == {USUAL: [0.0, 0.0, 0.0]}


def test_alarms_that_were_learnt_leave_what_is_usual_to_none() -> None:
    labels = ["flood", NO_FLAG]
    rows = [({"water", "cellar"}, "flood")] * 20 + [({"water", "fern"}, NO_FLAG)] * 300
    hints = Hints(written(learn(rows, labels, balanced=False), labels))
    assert flag_shares(hints, {"water", "cellar"})["flood"] > 0.5
    assert flag_shares(hints, {"water", "fern"})["flood"] < 0.1
    assert flag_shares(hints, {"moon"})["flood"] < 0.5


CELLAR = """
name: cellar
topics: {pumps: {title: Pumps, asked: [a pump]}}
flags: {flood: {said: [the cellar is flooded], say: Go up.}}
"""


def labelled(*pairs: tuple[str, str]) -> list[Labelled]:
    return [Labelled(text, label, Position("", 1, 1)) for text, label in pairs]


def test_alarms_are_learnt_from_every_message_as_a_flag_or_as_none() -> None:
    told = labelled(
        ("Water rises!", "flood"), ("Which pump?", "pumps"), ("Hello.", "off_topic"), ("A flood of mail.", NO_FLAG)
    )
    assert alarming(Understanding(loads(CELLAR)), told) == [
        ("Water rises!", "flood"),
        ("Which pump?", NO_FLAG),
        ("Hello.", NO_FLAG),
        ("A flood of mail.", NO_FLAG),
    ]


def test_a_message_on_a_topic_that_raises_a_flag_as_well_teaches_no_alarm() -> None:
    told = labelled(("The cellar is flooded, which pump?", "pumps"), ("The cellar is flooded with light", NO_FLAG))
    assert alarming(Understanding(loads(CELLAR)), told) == [("The cellar is flooded with light", NO_FLAG)]


def test_a_message_that_is_labelled_with_a_flag_and_a_topic_teaches_the_flag() -> None:
    told = labelled(("Water rises!", "pumps"), ("Water rises!", "flood"))
    assert alarming(Understanding(loads(CELLAR)), told) == [("Water rises!", "flood")]


def test_a_label_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="hial"):
        learn([({"wet"}, "hial")], LABELS)


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=9))
def test_chances_add_up_to_one_and_follow_the_scores(scores: list[float]) -> None:
    found = chances(scores)
    assert sum(found) == pytest.approx(1)
    for one, other in zip(sorted(zip(scores, found)), sorted(zip(scores, found))[1:]):
        assert one[1] <= other[1]
