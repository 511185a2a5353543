"""Phrases as patterns: lists, gaps, stems, holes and what may stand between their words."""

from __future__ import annotations

import pytest

from advisor.errors import AdvisorError, UnknownName
from advisor.language.english import sentences
from advisor.language.phrases import Hole, WordLists

LISTS = WordLists(
    {
        "pour": ["rains", "is pouring", "buckets down", "drip*"],
        "weather": ["(pour)", "snows"],
        "self": ["(self)"],
        "twin": ["(other)"],
        "other": ["(twin)"],
        "hollow": ["for <value>"],
        "none": [],
    }
)


def matched(cue: str, text: str) -> list[str]:
    """The words that a phrase matches, for each place."""
    pattern = LISTS.compile(cue)
    return [
        " ".join(sentence.words[match.start : match.end])
        for sentence in sentences(text)
        for match in pattern.find(sentence)
    ]


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("it (pour)", "It rains."),
        ("it (pour)", "it is pouring"),
        ("it (pour)", "it dripped"),
        ("it (weather)", "it buckets down"),
        ("it (weather)", "it snows"),
        ("water* fern", "watering the fern"),
        ("dig ... compost", "dig in your own best compost"),
        ("dig … compost", "dig compost"),
        ("didnt rain", "did not rain"),
        ("did not rain", "didn't rain"),
        ("hes dry", "he's dry"),
        ("hes dry", "he is dry"),
        ("he is dry", "hes dry"),
        ("my ferns leaves", "my fern's leaves"),
        ("my fern is drying", "my fern's drying"),
        ("a bee", "an bee"),
        ("find bee", "find the bee"),
        ("it rained", "it has just really rained"),
        ("it rained", "it hadn't rained"),
        ("water~ fern", "watering the fern"),
        ("water~ fern", "watered fern"),
        ("he write~", "he wrote"),
        ("he write~", "he has written"),
        ("try~ it", "tries it"),
    ],
)
def test_a_phrase_matches_what_it_stands_for(cue: str, text: str) -> None:
    assert len(matched(cue, text)) == 1


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("it rained", "it. rained"),
        ("it rained", "it almost rained"),
        ("it rained", "it would rained"),
        ("it rained", "itrained"),
        ("it rained", "rained it"),
        ("dig ... compost", "dig one two three four five compost"),
        ("dig ... compost", "dig. compost"),
        ("a fern", "my fern"),
        ("rid of my fern", "rid of my fern's pests"),
        ("fern has a pest", "my fern's pest"),
        ("water*", "underwater"),
        ("water~", "waterfall"),
        ("write~", "wrought"),
        ("ripens in <value>", "ripens in May"),
    ],
)
def test_a_phrase_does_not_match_across_sentences_or_words_that_change_the_sense(cue: str, text: str) -> None:
    assert matched(cue, text) == []


def test_a_phrase_is_found_wherever_it_stands_and_no_place_overlaps_another() -> None:
    assert matched("rain ... rain", "rain and rain and rain and rain") == ["rain and rain", "rain and rain"]


def test_the_nearest_words_are_taken() -> None:
    assert matched("dig ... compost", "dig dig in compost compost") == ["dig dig in compost"]


def test_a_gap_at_either_end_means_nothing() -> None:
    assert matched("... it rained ...", "today it rained twice") == ["it rained"]


@pytest.mark.parametrize(
    ("cue", "hole"),
    [("week <value>", Hole(unit="week")), ("<value> days dry", Hole(united=True)), ("dry <value>", Hole())],
)
def test_a_hole_knows_the_unit_of_time_beside_it(cue: str, hole: Hole) -> None:
    assert hole in LISTS.compile(cue, timed=True).parts


def test_a_longer_phrase_weighs_more_and_small_words_weigh_little() -> None:
    weights = [LISTS.compile(cue).weight for cue in ("is it", "fern", "the dry fern", "water the dry fern")]
    assert weights == sorted(weights)
    assert LISTS.compile("(pour)").weight == 1.0


def test_a_list_weighs_what_the_alternative_that_says_least_weighs() -> None:
    lists = WordLists({"long": ["it buckets down hard", "pouring rain"], "short": ["(long)", "is it"]})
    assert lists.compile("(long)").weight == 2.0
    assert lists.compile("(short)").weight == 0.5
    assert lists.compile("fern (long)").weight == 3.0


@pytest.mark.parametrize("cue", ["", "the", "...", "?!"])
def test_a_phrase_without_words_is_refused(cue: str) -> None:
    with pytest.raises(AdvisorError, match="has no word to look for"):
        LISTS.compile(cue)


def test_an_unknown_list_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="did you mean 'pour'"):
        LISTS.compile("it (puor)")


@pytest.mark.parametrize(
    ("cue", "message"),
    [
        ("(self)", "contains itself"),
        ("(twin)", "contains itself"),
        ("(hollow)", "has a <value>"),
        ("(none)", "is empty"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(cue: str, message: str) -> None:
    with pytest.raises(AdvisorError, match=message):
        LISTS.compile(cue)
