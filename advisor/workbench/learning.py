"""Learning hints from example messages: how much each feature of a message speaks for each label.

It is a multinomial logistic regression, trained by plain descent in an order that a fixed seed shuffles: the same
examples give the same hints on every machine. For hints every label counts as much as any
other, however many examples it has; for alarms it counts by how many it has, as most messages raise none.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from advisor.language.hints import USUAL
from advisor.rulebase.corpus import NO_FLAG
from advisor.workbench.trials import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.language.reading import Understanding
    from advisor.rulebase.corpus import Labelled

    Weights = dict[str, list[float]]

ROUNDS = 24
_STEP = 3.0
_SHRINK = 0.985  # after a round; keeps weights small that few messages asked for …
_SHRUNK = 0.94  # … and smaller for alarms, which a rare word alone is not to raise
_SEED = 7
_RIGHT = 0.01  # so near to the label, a message teaches nothing more
_LEANING = 0.05  # of a step: what is usual moves slowly
_RARE = 2  # messages: a feature of fewer teaches nothing about others


def learn(
    examples: Sequence[tuple[Iterable[str], str]], labels: Sequence[str], rounds: int = ROUNDS, *, balanced: bool = True
) -> Weights:
    """Learn the weight of each feature for each label, in the order of the labels, from messages as features.

    Where `balanced`, every label counts as much as any other; otherwise as much as it has messages, and what speaks for
    it before a word is read is learnt as well, as the weight of `USUAL`.

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
    shares = [(len(rows) / (known * count) if balanced else 1.0) if count else 0.0 for count in counts]
    weights: Weights = {feature: [0.0] * len(labels) for feature, count in sorted(seen.items()) if count >= _RARE}
    usual = [0.0] * len(labels)
    shrink = _SHRINK if balanced else _SHRUNK
    order = random.Random(_SEED)  # noqa: S311 - an order that is the same every time
    for turn in range(rounds):
        order.shuffle(rows)
        step = _STEP / (1 + turn * 0.3)
        for features, label in rows:
            pull = _descend(weights, features, label, step * min(shares[label], 4.0), usual)
            if not balanced:
                usual = [weight - by for weight, by in zip(usual, pull)]
        for row in weights.values():
            row[:] = [weight * shrink for weight in row]
    return weights if balanced else {USUAL: usual, **weights}


def alarming(understanding: Understanding, told: Iterable[Labelled]) -> list[tuple[str, str]]:
    """Give the messages from which alarms are learnt, each with a flag it raises, or with none.

    A message that was labelled with a topic may raise a flag as well: one on which a cue of a flag fires is left out.
    """
    flags = {text: label for text, label, _ in told if label in understanding.flags}
    found = [(text, label) for text, label, _ in told if label in understanding.flags]
    for text, label, _ in told:
        if text not in flags and (label == NO_FLAG or not any(understanding.read(text, DAY).flags)):
            found.append((text, NO_FLAG))
    return found


def _descend(
    weights: Weights, features: Sequence[str], label: int, step: float, usual: Sequence[float]
) -> Sequence[float]:
    """Move the weights of one message's features a step towards its label; gives what moves its usual weight."""
    if not features:
        return [0.0] * len(usual)
    rows = [weights[feature] for feature in features]
    size = 1 / math.sqrt(len(rows))
    wrong = chances([sum(column) * size + lean for column, lean in zip(zip(*rows), usual)])
    wrong[label] -= 1.0
    if max(map(abs, wrong)) > _RIGHT:
        pull = [step * size * share for share in wrong]
        for row in rows:
            row[:] = [weight - by for weight, by in zip(row, pull)]
    return [step * _LEANING * share for share in wrong]


def chances(scores: Sequence[float]) -> list[float]:
    """Turn scores into chances that add up to one.

    >>> chances([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(scores)
    grown = [math.exp(score - top) for score in scores]
    whole = sum(grown)
    return [one / whole for one in grown]
