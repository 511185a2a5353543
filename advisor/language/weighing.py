"""What a message asks about, by cues and hints weighed together.

Each label (a topic, a subject that is not covered, or none of this field) has a score: what was
learnt from examples, and what its cues weigh. Scores become shares that add up to one; what a message is about is
decided by them alone, so that a decision can be explained by listing what made up the scores.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from advisor.language.choosing import MOST, Choice
from advisor.language.heard import ANSWER, CLARIFY, NOT_COVERED, OFF_TOPIC, Candidate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CUE = 1.6  # what a cue of weight one adds to a score
_CUES = 3.0  # cues that weigh more add no more
_NONE = 0.6  # with what it begins that a message is of no interest here: most are not
_SURE = 0.6  # the share with which a topic is answered outright …
_AHEAD = 2.0  # … when it is so many times the next
_COVERED = (0.38, 0.55)  # the share of all topics from which they are offered; without a cue for any it must be more
_LEAST = (0.2, 0.35)  # and what the best of them must have
_OFFERED = 0.85  # of that share is offered, where four topics make it up
_FAINT = 0.04
_NEAR = 0.1  # the share from which a topic is named as near to what is not covered
_FIELD = 0.5  # what must speak for the field …
_CUED = 1.0  # … or for one of its topics …
_SPOKEN = 0.5  # a cue that says less than this for a topic is taken for none
_ALONE = 0.8  # … unless hints alone leave so little doubt


class Weighed(NamedTuple):
    """The shares of labels, by what they are."""

    topics: Mapping[str, float]
    subjects: Mapping[str, float]
    none: float


def weigh(hints: Mapping[str, float], cues: Mapping[str, float], kinds: tuple[Sequence[str], Sequence[str]]) -> Weighed:
    """Turn what was learnt and what cues weigh into shares; `kinds` names the topics and subjects.

    >>> weighed = weigh({"rain": 2.0, "off_topic": 0.0}, {}, (["rain"], []))
    >>> round(weighed.topics["rain"], 2)
    0.8
    """
    topics, subjects = kinds
    hints = {OFF_TOPIC: 0.0, **hints}
    fair = max(hints.values(), default=0.0)  # for a label of which no example was learnt: its cues are to decide
    score: dict[str, float] = {}
    for label in (*topics, *subjects, OFF_TOPIC):
        cued = _CUE * min(cues.get(label, 0.0), _CUES)
        if label in hints:
            score[label] = hints[label] + cued + (_NONE if label == OFF_TOPIC else 0.0)
        else:
            score[label] = fair + cued if cued else -math.inf
    top = max(score.values())
    grown = {label: math.exp(value - top) for label, value in score.items()}
    whole = sum(grown.values())
    share = {label: value / whole for label, value in grown.items()}
    of_topics, of_subjects = ({label: share[label] for label in labels} for labels in kinds)
    return Weighed(of_topics, of_subjects, none=share[OFF_TOPIC])


def decide(weighed: Weighed, cues: Mapping[str, float], *, domain: float, topics: Sequence[str]) -> Choice:
    """Decide by shares; `domain` is what speaks for the field beside them, and what the cues of topics weigh.

    >>> choice = decide(Weighed({"rain": 0.9, "wind": 0.05}, {}, 0.05), {}, domain=1.0, topics=["rain", "wind"])
    >>> choice.decision, choice.topics[0]
    ('answer', Candidate(topic='rain', score=0.9))
    """
    ranked = sorted(weighed.topics, key=lambda name: (-round(weighed.topics[name], 3), topics.index(name)))
    best, second = ([weighed.topics[name] for name in ranked] + [0.0, 0.0])[:2]
    covered, beside = sum(weighed.topics.values()), sum(weighed.subjects.values())
    found = tuple(Candidate(name, round(weighed.topics[name], 3)) for name in ranked[:MOST])
    subject = max(weighed.subjects, key=lambda name: weighed.subjects[name], default=None)
    cued = max((cues.get(name, 0.0) for name in topics), default=0.0)
    beside_cued = max((cues.get(name, 0.0) for name in weighed.subjects), default=0.0)
    if domain < _FIELD and max(cued, beside_cued) < _CUED and covered < _ALONE:
        return Choice(OFF_TOPIC)
    unspoken = cued < _SPOKEN
    if covered < _COVERED[unspoken] or best < _LEAST[unspoken]:
        if weighed.none > beside:
            return Choice(OFF_TOPIC)
        sure = subject is not None and weighed.subjects[subject] >= beside / 2
        return Choice(NOT_COVERED, _offered(found, covered) if best >= _NEAR else (), subject if sure else None)
    if best >= _SURE and best >= _AHEAD * second:
        return Choice(ANSWER, found)
    offered = _offered(found, covered)
    return Choice(CLARIFY if len(offered) > 1 else ANSWER, offered)  # of one topic there is nothing to choose


def _offered(found: Sequence[Candidate], covered: float) -> tuple[Candidate, ...]:
    """Offer the best topics until they make up most of what speaks for any: two to four."""
    offered: list[Candidate] = []
    for one in found:
        if len(offered) > 1 and (sum(o.score for o in offered) >= _OFFERED * covered or one.score < _FAINT):
            break
        offered.append(one)
    return tuple(offered)
