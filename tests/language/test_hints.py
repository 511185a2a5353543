"""Hints: features of a message, and weights that are written down, sealed and read again."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.english import printable, sentences
from advisor.language.hints import Features, Hints, written
from advisor.language.phrases import WordLists
from advisor.rulebase.files import is_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS = {
    "plant": ["fern", "the roses", "(pot)", "tomato*"],
    "pot": ["pots", "every pot"],
    "tool": ["spade", "the roses of my watering can"],
}
FEATURES = Features(WordLists(LISTS), ["plant", "tool"])


def of(text: str, features: Features = FEATURES) -> set[str]:
    return features.of(sentences(printable(text)))


def test_words_are_taken_without_their_endings_and_with_their_neighbours() -> None:
    assert of("Rain stopped early") == {"rain", "stop", "early", "^ rain", "rain stop", "stop early"}


@pytest.mark.parametrize("plant", ["fern", "the roses", "pots", "every pot", "tomatoes"])
def test_every_name_of_a_class_teaches_the_same(plant: str) -> None:
    assert of(f"I dig {plant} out") == of("I dig fern out")
    assert "(plant)" in of(f"I dig {plant} out")


def test_the_longest_name_of_a_class_counts() -> None:
    assert "(tool)" in of("where are the roses of my watering can")
    assert "(plant)" not in of("where are the roses of my watering can")


def test_without_classes_every_word_is_its_own() -> None:
    assert of("fern", Features(WordLists(LISTS), [])) == {"fern", "^ fern"}


def test_a_number_is_a_number_and_a_question_a_question() -> None:
    assert of("12 days") == of("340 days")
    assert "?" in of("does it rain?")
    assert "?" not in of("it rains")


def test_fillers_are_passed_over_and_negations_are_not() -> None:
    assert of("it really just rains") == of("it rains")
    assert of("it never rains") != of("it rains")


@pytest.mark.parametrize("told", list(permutations(["It rained.", "My fern is dry!", "Shall I dig?"])))
def test_the_order_of_sentences_changes_no_feature(told: tuple[str, ...]) -> None:
    assert of(" ".join(told)) == of("It rained. My fern is dry! Shall I dig?")


def test_the_order_of_words_changes_the_pairs_alone() -> None:
    one, other = of("rain stopped frost"), of("frost stopped rain")
    assert one != other
    assert {feature for feature in one if " " not in feature} == {feature for feature in other if " " not in feature}


@given(st.text(max_size=200))
def test_any_text_has_features_that_can_be_written_down(text: str) -> None:
    found = of(text)
    assert all(feature and not set(feature) & set("\t\n\r") for feature in found)
    weights = {feature: [1.0, -1.0] for feature in found}
    assert Hints(written(weights, ["rain", "sun"])).known(found) == sorted(found)


LABELS = ["rain", "sun", "off_topic"]
WEIGHTS = {"wet": [1.25, -0.5, 0.0], "wet fern": [0.0, 0.0, -3.0], "(plant)": [0.35, 0.4, -0.45]}


def test_weights_that_are_written_are_read_again() -> None:
    hints = Hints(written(WEIGHTS, LABELS))
    assert hints.labels == tuple(LABELS)
    assert hints.weights("wet") == {"rain": 1.25, "sun": -0.5}
    assert hints.weights("wet fern") == {"off_topic": -3.0}
    assert hints.weights("(plant)") == {"rain": 0.35, "sun": 0.4, "off_topic": -0.45}
    assert hints.weights("wed") == {}


def test_what_is_written_is_sealed() -> None:
    text = written(WEIGHTS, LABELS)
    assert is_whole(text)
    assert not is_whole(text.replace("wet", "wed"))


def test_what_says_next_to_nothing_is_left_out() -> None:
    hints = Hints(written({"wet": [0.01, 1.0], "dry": [0.01, -0.01]}, ["rain", "sun"]))
    assert hints.known(["wet", "dry"]) == ["wet"]
    assert hints.weights("wet") == {"sun": 1.0}


def test_the_order_in_which_weights_came_changes_nothing_written() -> None:
    for order in permutations(WEIGHTS):
        assert written({feature: WEIGHTS[feature] for feature in order}, LABELS) == written(WEIGHTS, LABELS)


def test_there_may_be_more_labels_than_letters() -> None:
    labels = [f"label_{n}" for n in range(800)]
    hints = Hints(written({"wet": [n / 20 + 1 for n in range(800)]}, labels))
    assert hints.weights("wet") == {label: n / 20 + 1 for n, label in enumerate(labels)}


names = st.text("abcdefgh^?#() ", min_size=1, max_size=8)


@given(st.dictionaries(names, st.lists(st.integers(-200, 200), min_size=3, max_size=3), max_size=8))
def test_reading_gives_back_what_was_written_but_for_what_says_next_to_nothing(rows: Mapping[str, list[int]]) -> None:
    hints = Hints(written({name: [n / 20 for n in row] for name, row in rows.items()}, LABELS))
    for name, row in rows.items():
        assert hints.weights(name) == {label: n / 20 for label, n in zip(LABELS, row) if abs(n) >= 6}


def test_scores_add_up_what_features_say_and_of_many_each_says_less() -> None:
    hints = Hints(written({"wet": [2.0, 0.0], "damp": [2.0, 0.0], "dry": [0.0, 2.0]}, ["rain", "sun"]))
    assert hints.scores(["wet"]) == {"rain": 2.0, "sun": 0.0}
    assert hints.scores(["wet", "dry"]) == {"rain": pytest.approx(2**0.5), "sun": pytest.approx(2**0.5)}
    assert hints.scores(["wet", "damp"])["rain"] == pytest.approx(2 * 2**0.5)


def test_a_feature_that_was_never_met_says_nothing_and_takes_nothing_from_the_others() -> None:
    hints = Hints(written(WEIGHTS, LABELS))
    assert hints.scores(["wet", "moon", "cheese"]) == hints.scores(["wet"])
    assert hints.scores([]) == dict.fromkeys(LABELS, 0.0)


def test_the_order_of_features_changes_no_score() -> None:
    hints = Hints(written({"a": [0.35, 1.1, -2.0], "b": [0.4, 0.7, 0.9], "c": [-0.45, 3.3, 0.55]}, LABELS))
    assert len({str(hints.scores(order)) for order in permutations("abc")}) == 1


def test_without_hints_there_are_no_labels_and_no_scores() -> None:
    assert (Hints("").labels, Hints("").scores(["wet"])) == ((), {})


def test_the_features_that_say_most_come_first_with_what_they_add() -> None:
    hints = Hints(written({"a": [1.0], "b": [-2.0], "c": [0.5], "d": [0.0]}, ["rain"]))
    said = hints.speaking("abc", "rain", 2)
    assert [feature for feature, _ in said] == ["b", "a"]
    assert [weight for _, weight in said] == pytest.approx([-1.155, 0.577])
    assert sum(weight for _, weight in hints.speaking("abc", "rain")) == pytest.approx(
        hints.scores("abc")["rain"], abs=2e-3
    )
