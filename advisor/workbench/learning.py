"""Learning hints from example messages: how much each feature of a message speaks for each label.

It is a multinomial logistic regression, trained by plain descent in an order that a fixed seed shuffles: the same
examples give the same hints on every machine. Every label counts as much as any other, however many examples it has.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Weights = dict[str, list[float]]

ROUNDS = 24
_STEP = 3.0
_SHRINK = 0.985  # after a round; keeps weights small that few messages asked for
_SEED = 7
_RARE = 2  # messages: a feature of fewer teaches nothing about others


def learn(examples: Sequence[tuple[Iterable[str], str]], labels: Sequence[str], rounds: int = ROUNDS) -> Weights:
    """Learn the weight of each feature for each label, in the order of the labels, from messages as features.

    >>> weights = learn([({"wet"}, "rain"), ({"wet"}, "rain"), ({"dry"}, "sun"), ({"dry"}, "sun")], ["rain", "sun"])
    >>> weights["wet"][0] > 0 > weights["wet"][1]
    True
    """
    seen: dict[str, int] = {}
    for features, _ in examples:
        for feature in features:
            seen[feature] = seen.get(feature, 0) + 1
    rows = [(sorted(f for f in features if seen[f] >= _RARE), labels.index(label)) for features, label in examples]
    counts = [sum(label == n for _, label in rows) for n in range(len(labels))]
    known = sum(count > 0 for count in counts)
    shares = [len(rows) / (known * count) if count else 0.0 for count in counts]
    weights: Weights = {feature: [0.0] * len(labels) for feature, count in sorted(seen.items()) if count >= _RARE}
    order = random.Random(_SEED)  # noqa: S311 - an order that is the same every time
    for turn in range(rounds):
        order.shuffle(rows)
        step = _STEP / (1 + turn * 0.3)
        for features, label in rows:
            _descend(weights, features, label, step * min(shares[label], 4.0))
        for row in weights.values():
            row[:] = [weight * _SHRINK for weight in row]
    return weights


def _descend(weights: Weights, features: Sequence[str], label: int, step: float) -> None:
    """Move the weights of one message's features a step towards its label."""
    if not features:
        return
    rows = [weights[feature] for feature in features]
    size = 1 / math.sqrt(len(rows))
    wrong = chances([sum(column) * size for column in zip(*rows)])
    wrong[label] -= 1.0
    pull = [step * size * share for share in wrong]
    for row in rows:
        row[:] = [weight - by for weight, by in zip(row, pull)]


def chances(scores: Sequence[float]) -> list[float]:
    """Turn scores into chances that add up to one.

    >>> chances([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(scores)
    grown = [math.exp(score - top) for score in scores]
    whole = sum(grown)
    return [one / whole for one in grown]
