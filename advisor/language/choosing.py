"""What a message asks about: one topic, one of several, something that is not covered, or nothing of this field."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.language.heard import ANSWER, CLARIFY, NOT_COVERED, OFF_TOPIC, Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.language.heard import Reading

MOST = 4
_QUESTION = 1.25  # a question counts more than a statement
_ASIDE = 0.5  # and what is denied, quoted or of somebody else less
_AGAIN = 0.25  # what a further phrase of a topic adds, of its own weight
_CLOSE = 0.75  # of the best score: as good as the best
_NEAR = 0.4  # of the best score: worth offering
_SURE = 1.0  # what less speaks for is not answered outright
_TRUE, _FALSE = 0.5, 0.2


class Asked(NamedTuple):
    """A place where a cue of a topic or subject stands.

    `span` is its sentence and its words from-to; `question` says that the sentence asks, `aside` that it is denied,
    quoted or said of somebody else.
    """

    name: str
    weight: float
    span: tuple[int, int, int]
    question: bool = False
    aside: bool = False


class Choice(NamedTuple):
    """What was decided: the topics best first, and the subject that is not covered, where one is spoken of."""

    decision: str
    topics: tuple[Candidate, ...] = ()
    subject: str | None = None


class Field(NamedTuple):
    """What a decision draws on beside a message: the topics in their order, and those whose rules read each fact."""

    topics: Sequence[str]
    topics_of: Mapping[str, frozenset[str]]


def choose(asked: Sequence[Asked], readings: Sequence[Reading], field: Field, *, domain: float = 0.0) -> Choice:
    """Decide between topics, subjects that are not covered, and neither; `domain` is what speaks for the field.

    A cue inside the place of a weightier one is left out. The weightiest cue of a topic counts in full, its others a
    quarter. Facts add a little to the topics whose rules read them, and offer topics alone where no cue of one stands.

    >>> asked = [Asked("rain", 2.0, (0, 0, 2)), Asked("wind", 1.0, (0, 4, 5))]
    >>> choice = choose(asked, (), Field(["rain", "wind"], {}))
    >>> choice.decision, choice.topics[0]
    ('answer', Candidate(topic='rain', score=2.0))
    """
    scores = add_up(asked)
    votes = _votes(readings, field.topics_of)
    subjects = {name: score for name, score in scores.items() if name not in field.topics}
    topics = {name: score + votes.get(name, 0.0) for name, score in scores.items() if name in field.topics}
    subject = max(subjects, key=lambda name: subjects[name], default=None)
    against = subjects[subject] if subject else 0.0
    ranked = _ranked(topics or votes, field.topics)
    best = ranked[0].score if ranked else 0.0
    if subject and against >= best:
        return Choice(NOT_COVERED, (), subject)
    if not ranked:
        return Choice(NOT_COVERED if domain >= _SURE or readings else OFF_TOPIC)
    if not topics:
        return _by_facts(ranked, readings, field)
    close = [one for one in ranked if one.score >= _CLOSE * best]
    if best >= _SURE and len(close) == 1 and against < _CLOSE * best:
        return Choice(ANSWER, tuple(ranked[:MOST]))
    return _between(ranked, field)


def add_up(asked: Sequence[Asked]) -> dict[str, float]:
    """Add up what speaks for each topic and subject."""
    weights: dict[str, list[float]] = {}
    for one in _outermost(asked):
        weight = one.weight * (_ASIDE if one.aside else _QUESTION if one.question else 1)
        weights.setdefault(one.name, []).append(weight)
    return {name: max(found) * (1 - _AGAIN) + sum(found) * _AGAIN for name, found in weights.items()}


def _outermost(asked: Iterable[Asked]) -> Iterator[Asked]:
    """Leave out what lies within the place of a weightier phrase."""
    around: list[Asked] = []  # what began before and has not ended yet: few, however long the text
    for one in sorted(asked, key=lambda one: (one.span[:2], -one.span[2], -one.weight)):
        sentence, start, end = one.span
        around = [other for other in around if other.span[0] == sentence and other.span[2] > start]
        if not any(end <= other.span[2] and one.weight < other.weight for other in around):
            yield one
        around.append(one)


def _ranked(scores: Mapping[str, float], topics: Sequence[str]) -> list[Candidate]:
    """Put topics best first, and of equal ones as the rulebase has them; scores are rounded, as machines differ."""
    rounded = [Candidate(name, round(score, 3)) for name, score in scores.items()]
    return sorted(rounded, key=lambda one: (-one.score, topics.index(one.topic)))


def _votes(readings: Sequence[Reading], topics_of: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """Share the vote of each fact among the topics whose rules read it; what is true speaks louder than what is not."""
    votes: dict[str, float] = {}
    for reading in readings:
        topics = topics_of.get(reading.fact, frozenset())
        for topic in topics:
            votes[topic] = votes.get(topic, 0.0) + (_FALSE if reading.value is False else _TRUE) / len(topics)
    return votes


def _by_facts(ranked: Sequence[Candidate], readings: Sequence[Reading], field: Field) -> Choice:
    """Decide where facts are all there is: by the topics that read more than half of what is told to be so."""
    told = [field.topics_of.get(reading.fact, frozenset()) for reading in readings if reading.value is not False]
    spoken = [one for one in ranked if sum(one.topic in topics for topics in told) * 2 > len(told) > 0]
    close = [one for one in spoken if one.score >= _CLOSE * spoken[0].score]
    if len(close) == 1:
        return Choice(ANSWER, (*close, *(one for one in ranked if one not in close))[:MOST])
    return _between(close or ranked, field)


def _between(ranked: Sequence[Candidate], field: Field) -> Choice:
    """Offer two to four topics: those near the best, and else what lies nearest to it."""
    near = [one for one in ranked if one.score >= _NEAR * ranked[0].score]
    offered = [*near, *(one for one in ranked if one not in near)][: max(2, min(len(near), MOST))]
    if len(offered) == 1:
        offered += [Candidate(name, 0.0) for name in _kin(offered[0].topic, field)]
    return Choice(CLARIFY if len(offered) > 1 else ANSWER, tuple(offered))


def _kin(topic: str, field: Field) -> Iterable[str]:
    """Name the topic that shares most facts with one; none where there is no other."""
    shared = {
        other: sum(topic in topics and other in topics for topics in field.topics_of.values())
        for other in field.topics
        if other != topic
    }
    return [max(shared, key=lambda other: shared[other])] if shared else []
