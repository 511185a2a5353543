"""Learning hints: the same examples teach the same, and what was not shown is not known."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.hints import Hints, written
from advisor.workbench.learning import chances, learn

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


def test_a_label_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="hial"):
        learn([({"wet"}, "hial")], LABELS)


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=9))
def test_chances_add_up_to_one_and_follow_the_scores(scores: list[float]) -> None:
    found = chances(scores)
    assert sum(found) == pytest.approx(1)
    for one, other in zip(sorted(zip(scores, found)), sorted(zip(scores, found))[1:]):
        assert one[1] <= other[1]
