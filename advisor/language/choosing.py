"""Which topic a message asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.language.heard import ANSWER, CHOOSE, FACTS, UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.language.heard import Reading

MOST = 3
_QUESTION = 1.25  # a question counts more than a statement
_DENIED = 0.5  # and what is denied less
_AGAIN = 0.25  # what a further phrase of a topic adds, of its own weight
_CLOSE = 0.75  # of the best score: as good as the best
_TRUE, _FALSE = 0.5, 0.2


class Asked(NamedTuple):
    """A place where a phrase of a topic stands: its weight, the sentence and its words from-to, and how it is said."""

    topic: str
    weight: float
    span: tuple[int, int, int]
    question: bool = False
    denied: bool = False


def choose(
    asked: Sequence[Asked],
    readings: Sequence[Reading],
    topics_of: Mapping[str, frozenset[str]],
    topics: Sequence[str],
) -> tuple[str, tuple[str, ...]]:
    """Decide between the topics, the candidates best first.

    A phrase inside the place of a weightier one is left out. The weightiest phrase of a topic counts, its others a
    quarter. Facts add a little to the topics whose rules read them, and decide alone only where no phrase of a topic
    is, and only for topics that most of what is told speaks for.

    >>> choose([Asked("rain", 2.0, (0, 0, 2)), Asked("wind", 1.0, (0, 4, 5))], (), {}, ["rain", "wind"])
    ('answer', ('rain',))
    """
    known = FACTS if readings else UNCLEAR
    weights: dict[str, list[float]] = {}
    for one in asked:
        if not any(_inside(one, other) for other in asked):
            weight = one.weight * (_QUESTION if one.question else _DENIED if one.denied else 1)
            weights.setdefault(one.topic, []).append(weight)
    votes = _votes(readings, topics_of)
    score = {
        topic: max(found) * (1 - _AGAIN) + sum(found) * _AGAIN + votes.get(topic, 0.0)
        for topic, found in weights.items()
    } or _spoken_for(votes, readings, topics_of)
    ranked = sorted(score, key=lambda topic: (-score[topic], topics.index(topic)))
    close = tuple(topic for topic in ranked if score[topic] >= _CLOSE * score[ranked[0]])
    if len(close) == 1:
        return ANSWER, close
    return (CHOOSE, close[:MOST]) if close and (weights or len(close) <= MOST) else (known, ())


def _inside(one: Asked, other: Asked) -> bool:
    """Whether a place lies within that of a weightier phrase."""
    (sentence, start, end), (theirs, low, high) = one.span, other.span
    return sentence == theirs and low <= start and end <= high and one.weight < other.weight


def _votes(readings: Sequence[Reading], topics_of: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """Share the vote of each fact among the topics whose rules read it; what is true speaks louder than what is not."""
    votes: dict[str, float] = {}
    for reading in readings:
        topics = topics_of.get(reading.fact, frozenset())
        for topic in topics:
            votes[topic] = votes.get(topic, 0.0) + (_FALSE if reading.value is False else _TRUE) / len(topics)
    return votes


def _spoken_for(
    votes: Mapping[str, float],
    readings: Sequence[Reading],
    topics_of: Mapping[str, frozenset[str]],
) -> dict[str, float]:
    """The votes for the topics that read more than half of what is told to be so."""
    told = [topics_of.get(reading.fact, frozenset()) for reading in readings if reading.value is not False]
    return {topic: vote for topic, vote in votes.items() if sum(topic in topics for topics in told) * 2 > len(told)}
