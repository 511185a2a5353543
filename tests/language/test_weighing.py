"""Cues and hints weighed together: shares, and what is decided by them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.language.heard import ANSWER, CLARIFY, NOT_COVERED, OFF_TOPIC, Candidate
from advisor.language.weighing import Weighed, decide, weigh

TOPICS = ["rain", "wind", "snow", "hail", "fog"]
SUBJECTS = ["tides", "moon"]
KINDS = TOPICS, SUBJECTS
LABELS = [*TOPICS, *SUBJECTS, OFF_TOPIC]

scores = st.fixed_dictionaries(dict.fromkeys(LABELS, st.floats(-30, 30)))
NOTHING = dict.fromkeys(LABELS, 0.0)
weights = st.dictionaries(st.sampled_from(LABELS), st.floats(0, 50))


def shares(weighed: Weighed) -> dict[str, float]:
    return {**weighed.topics, **weighed.subjects, OFF_TOPIC: weighed.none}


def of(none: float = 0.0, **given_shares: float) -> Weighed:
    """Shares as they are given, and of all other labels none."""
    topics, subjects = ({name: given_shares.get(name, 0.0) for name in names} for names in (TOPICS, SUBJECTS))
    return Weighed(topics, subjects, none)


@given(scores, weights)
def test_shares_add_up_to_one_and_none_is_negative(hints: dict[str, float], cues: dict[str, float]) -> None:
    found = shares(weigh(hints, cues, KINDS))
    assert sorted(found) == sorted(LABELS)
    assert sum(found.values()) == pytest.approx(1)
    assert min(found.values()) >= 0


@given(scores, weights, st.sampled_from(TOPICS), st.floats(0, 10))
def test_what_speaks_more_for_a_topic_never_lowers_its_share(
    hints: dict[str, float], cues: dict[str, float], topic: str, more: float
) -> None:
    before = weigh(hints, cues, KINDS).topics[topic]
    hinted = weigh({**hints, topic: hints[topic] + more}, cues, KINDS).topics[topic]
    cued = weigh(hints, {**cues, topic: cues.get(topic, 0.0) + more}, KINDS).topics[topic]
    assert hinted >= before - 1e-12
    assert cued >= before - 1e-12


@given(scores, weights, st.sampled_from(TOPICS), st.sampled_from(LABELS), st.floats(0, 10))
def test_what_speaks_more_for_something_else_never_raises_a_topics_share(
    hints: dict[str, float], cues: dict[str, float], topic: str, other: str, more: float
) -> None:
    assume(topic != other)
    before = weigh(hints, cues, KINDS).topics[topic]
    assert weigh({**hints, other: hints[other] + more}, cues, KINDS).topics[topic] <= before + 1e-12


def test_what_speaks_for_a_label_that_is_none_of_them_changes_no_share() -> None:
    told = {**NOTHING, "flood": 9.0}
    assert weigh(told, {"flood": 3.0}, KINDS) == weigh(NOTHING, {}, KINDS)


def test_scores_however_large_overflow_nothing() -> None:
    assert shares(weigh({**NOTHING, "rain": 1e6, "wind": -1e6}, {"rain": 1e6}, KINDS))["rain"] == pytest.approx(1)


def test_with_nothing_said_no_topic_is_ahead_of_another() -> None:
    assert len(set(weigh(NOTHING, {}, KINDS).topics.values())) == 1


def test_a_label_of_which_nothing_was_learnt_has_a_share_by_its_cues_alone() -> None:
    learnt = {label: 0.5 for label in LABELS if label != "fog"}
    assert weigh(learnt, {}, KINDS).topics["fog"] == 0
    assert weigh(learnt, {"fog": 2.0}, KINDS).topics["fog"] > weigh(learnt, {"fog": 1.0}, KINDS).topics["fog"] > 0
    assert sum(shares(weigh(learnt, {"fog": 1.0}, KINDS)).values()) == pytest.approx(1)


def test_a_rulebase_without_topics_can_be_weighed() -> None:
    weighed = weigh({OFF_TOPIC: 0.0}, {}, ([], []))
    assert weighed.none == 1.0
    assert decide(weighed, {}, domain=1.0, topics=[]).decision in {OFF_TOPIC, NOT_COVERED}


def test_a_topic_far_ahead_is_answered_and_named_with_the_others() -> None:
    choice = decide(of(rain=0.9, wind=0.05, none=0.05), {}, domain=1.0, topics=TOPICS)
    assert choice.decision == ANSWER
    assert choice.topics[:2] == (Candidate("rain", 0.9), Candidate("wind", 0.05))


def test_topics_that_share_the_weight_are_offered_best_first() -> None:
    choice = decide(of(rain=0.4, wind=0.45, none=0.15), {}, domain=1.0, topics=TOPICS)
    assert (choice.decision, [one.topic for one in choice.topics]) == (CLARIFY, ["wind", "rain"])


def test_of_equal_topics_the_first_of_the_rulebase_comes_first() -> None:
    choice = decide(of(snow=0.45, wind=0.45, none=0.1), {}, domain=1.0, topics=TOPICS)
    assert [one.topic for one in choice.topics] == ["wind", "snow"]


def test_at_least_two_topics_are_offered_and_at_most_four() -> None:
    few = decide(of(rain=0.5, none=0.5), {"rain": 1.0}, domain=1.0, topics=TOPICS)
    even = of(rain=0.23, wind=0.2, snow=0.2, hail=0.2, fog=0.17)
    many = decide(even, {"rain": 1.0}, domain=1.0, topics=TOPICS)
    assert (few.decision, len(few.topics)) == (CLARIFY, 2)
    assert (many.decision, [one.topic for one in many.topics]) == (CLARIFY, TOPICS[:4])


def test_what_hints_alone_only_suggest_is_not_offered() -> None:
    even = of(rain=0.23, wind=0.2, snow=0.2, hail=0.2, fog=0.17)
    choice = decide(even, {}, domain=1.0, topics=TOPICS)
    assert (choice.decision, choice.topics[0].topic) == (NOT_COVERED, "rain")


def test_a_subject_that_outweighs_the_topics_is_not_covered_and_has_a_name() -> None:
    choice = decide(of(rain=0.05, tides=0.8, moon=0.05, none=0.1), {}, domain=1.0, topics=TOPICS)
    assert (choice.decision, choice.subject, choice.topics) == (NOT_COVERED, "tides", ())


def test_what_is_none_of_the_field_is_off_topic() -> None:
    choice = decide(of(rain=0.1, tides=0.1, none=0.8), {}, domain=1.0, topics=TOPICS)
    assert (choice.decision, choice.topics, choice.subject) == (OFF_TOPIC, (), None)


def test_without_a_word_of_the_field_a_likely_topic_is_not_believed() -> None:
    weighed = of(rain=0.7, none=0.3)
    assert decide(weighed, {}, domain=0.0, topics=TOPICS).decision == OFF_TOPIC
    assert decide(weighed, {}, domain=1.0, topics=TOPICS).decision == ANSWER
    assert decide(weighed, {"rain": 1.0}, domain=0.0, topics=TOPICS).decision == ANSWER


@given(scores, weights, st.sampled_from([0.0, 1.0, 5.0]))
def test_every_decision_is_one_of_four_and_names_what_it_needs(
    hints: dict[str, float], cues: dict[str, float], domain: float
) -> None:
    choice = decide(weigh(hints, cues, KINDS), cues, domain=domain, topics=TOPICS)
    assert choice.decision in {ANSWER, CLARIFY, NOT_COVERED, OFF_TOPIC}
    assert choice.decision != ANSWER or choice.topics
    assert choice.decision != CLARIFY or 2 <= len(choice.topics) <= 4
    assert choice.decision != OFF_TOPIC or (choice.topics, choice.subject) == ((), None)
    assert choice.subject is None or choice.decision == NOT_COVERED
    assert [one.score for one in choice.topics] == sorted((one.score for one in choice.topics), reverse=True)


@given(scores, weights)
def test_scores_are_rounded_as_machines_differ(hints: dict[str, float], cues: dict[str, float]) -> None:
    choice = decide(weigh(hints, cues, KINDS), cues, domain=1.0, topics=TOPICS)
    assert all(one.score == round(one.score, 3) for one in choice.topics)


def test_where_there_is_one_topic_it_is_answered_and_not_offered_alone() -> None:
    only = Weighed({"rain": 0.5}, {}, 0.5)
    choice = decide(only, {"rain": 1.0}, domain=1.0, topics=["rain"])
    assert (choice.decision, len(choice.topics)) == (ANSWER, 1)
