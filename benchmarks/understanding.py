"""How well messages are understood: topics, decisions, facts, safety, and the time it takes.

    python -m benchmarks.understanding --data FILE
    python -m benchmarks.understanding --data FILE --pairs tests/data/pairs.yaml --wrong

FILE is a YAML list of messages, each with `text`, `topic`, `also_ok` and `facts`; topics are those of the rulebase,
`not_covered`, `off_topic` or `safety`. `_messages.py` says what the labelled facts come to. Shares come with a Wilson
interval of 95 %. `--part odd` and `--part even` take every other message, so that one half can be kept aside.
`--wrong` lists what went wrong.
"""

from __future__ import annotations

import argparse
import datetime
import math
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import yaml

from advisor import Advisor
from benchmarks._messages import SCORED, read_messages, told
from benchmarks._timing import machine, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.language.heard import Heard
    from advisor.rulebase.kinds import Value
    from benchmarks._messages import Labelled, Told

DAY = datetime.date(2026, 11, 23)
BESIDE = ("not_covered", "off_topic", "safety")


class Result(NamedTuple):
    """A message, and what was understood of it."""

    message: Labelled
    heard: Heard

    @property
    def best(self) -> str:
        """What it was taken to be about first of all, in the words of the labels."""
        if self.heard.decision in {"help", "not_covered", "off_topic"}:
            return {"help": "safety"}.get(self.heard.decision, self.heard.decision)
        return self.heard.topic or ""

    @property
    def fine(self) -> bool:
        """Whether the right topic was answered, or is among those offered."""
        return self.best in self.message.fair or bool(self.message.fair & {*self.heard.offered})


def wilson(right: int, number: int) -> str:
    """Show a share with its interval of 95 %.

    >>> wilson(95, 100)
    '95/100 = 95.0 % (88.8-97.8)'
    """
    if not number:
        return "none"
    z, share = 1.96, right / number
    middle = share + z * z / (2 * number)
    spread = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    low, high = ((middle + sign * spread) / (1 + z * z / number) for sign in (-1, 1))
    return f"{right}/{number} = {share:.1%} ({low * 100:.1f}-{high * 100:.1f})".replace("%", " %")


def topics(results: Sequence[Result]) -> list[tuple[str, str]]:
    """Score topics and decisions."""
    covered = [r for r in results if r.message.topic not in BESIDE]
    answered = [r for r in covered if r.heard.decision == "answer"]
    rows = [
        ("right topic first, strictly", wilson(sum(r.heard.topic == r.message.topic for r in covered), len(covered))),
        ("right topic first, fairly", wilson(sum(_first(r) for r in covered), len(covered))),
        ("right topic answered or offered", wilson(sum(r.fine for r in covered), len(covered))),
        ("answered outright", wilson(len(answered), len(covered))),
        ("of these, rightly", wilson(sum(r.heard.topic in r.message.fair for r in answered), len(answered))),
    ]
    for sort in ("not_covered", "off_topic"):
        of = [r for r in results if r.message.topic == sort]
        refused = sum(r.heard.decision in {"not_covered", "off_topic"} for r in of)
        rows.append((f"{sort} refused", wilson(refused, len(of))))
        rows.append((f"{sort} refused, or fairly taken", wilson(sum(_refused(r) for r in of), len(of))))
    danger = [r for r in results if r.message.danger]
    calm = [r for r in results if "safety" not in r.message.fair]
    rows.append(("help where there is danger", wilson(sum(r.heard.decision == "help" for r in danger), len(danger))))
    rows.append(("false alarms", wilson(sum(r.heard.decision == "help" for r in calm), len(calm))))
    return rows


def _first(result: Result) -> bool:
    """Whether what most speaks for is right; a refusal is, where a fair reader would refuse."""
    return result.best in result.message.fair or result.heard.topic in result.message.fair


def _refused(result: Result) -> bool:
    return result.heard.decision in {"not_covered", "off_topic"} or result.fine


def facts(results: Sequence[Result]) -> list[tuple[str, str]]:
    """Score the facts that were read against those that the labels state."""
    read = right = stated = 0
    for result in results:
        found = scored(result.heard)
        read += len(found.keys() - result.message.open)
        stated += len(result.message.facts)
        right += sum(agrees(found.get(name), value) for name, value in result.message.facts.items())
    return [("facts read, rightly", wilson(right, read)), ("facts stated, read", wilson(right, stated))]


def scored(heard: Heard) -> Told:
    """Give the facts that are scored."""
    return {name: value for name, value in heard.facts.items() if name in SCORED}


def agrees(value: Value | None, wanted: object) -> bool:
    """Whether a value is what was wanted; a range is, where it holds it."""
    if isinstance(value, tuple) and wanted is not None:
        low, high = value
        return (low is None or low <= wanted) and (high is None or wanted <= high)  # type: ignore[operator]
    return value == wanted


def pairs(advisor: Advisor, path: str, *, wrong: bool) -> list[tuple[str, str]]:
    """Score pairs of messages that differ in little: both must tell what sets them apart, each its own."""
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123 - a path as given
        rows = yaml.safe_load(stream)
    told_apart = counted = 0
    for row in rows:
        sides = [(told(row[side]["facts"]), advisor.understand(row[side]["text"], today=DAY)) for side in "ab"]
        wanted = [{n: v for n, v in own.items() if other.get(n) != v} for own, other in _turned(sides)]
        if not any(wanted):
            continue
        counted += 1
        apart = all(
            all(agrees(heard.facts.get(name), value) for name, value in want.items())
            and all(name in own or not agrees(heard.facts.get(name), value) for name, value in other.items())
            for want, other, (own, heard) in zip(wanted, reversed(wanted), sides)
        )
        told_apart += apart
        if wrong and not apart:
            for side, (_, heard) in zip("ab", sides):
                print(f"pair {row['kind']} {side}: {row[side]['text']} | {scored(heard)} | {wanted}")
    return [("minimal pairs told apart", wilson(told_apart, counted))]


def _turned(sides: Sequence[tuple[Told, Heard]]) -> list[tuple[Told, Told]]:
    (one, _), (other, _) = sides
    return [(one, other), (other, one)]


def _list_wrong(results: Sequence[Result]) -> None:
    for result in results:
        message, heard = result.message, result.heard
        if not (_refused(result) if message.topic in {"not_covered", "off_topic"} else result.fine):
            print(
                f"{message.name} {'/'.join(sorted(message.fair))}: {heard.decision} {heard.topics[:3]} | {message.text}"
            )
        found = scored(heard)
        for name in sorted({*found, *message.facts} - message.open):
            if not agrees(found.get(name), message.facts.get(name)):
                print(f"{message.name} {name}: {found.get(name)}, not {message.facts.get(name)} | {message.text}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--data", required=True, metavar="FILE", help="labelled messages")
    parser.add_argument("--pairs", metavar="FILE", help="pairs of messages that differ in little")
    parser.add_argument("--rules", default="breakup", help="the rulebase")
    parser.add_argument("--part", choices=["all", "odd", "even"], default="all", help="which of the messages")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    given = parser.parse_args()
    advisor = Advisor.load(given.rules)
    messages = read_messages(given.data)
    messages = {"all": messages, "odd": messages[::2], "even": messages[1::2]}[given.part]
    advisor.understand("")
    taken: list[float] = []
    results: list[Result] = []
    for message in messages:
        begun = perf_counter()
        heard = advisor.understand(message.text, today=DAY)
        taken.append(perf_counter() - begun)
        results.append(Result(message, heard))
    if given.wrong:
        _list_wrong(results)
    rows = [*topics(results), *facts(results)]
    if given.pairs:
        rows += pairs(advisor, given.pairs, wrong=given.wrong)
    ordered = sorted(taken)
    rows.append(("time of a message: median, 95 %, most", " / ".join(
        f"{ordered[int(share * (len(ordered) - 1))] * 1000:.2f} ms" for share in (0.5, 0.95, 1)
    )))  # fmt: skip
    print(f"{machine()}\n\n{len(messages)} messages\n")
    print(table(("what", "share (Wilson interval, %)"), rows))


if __name__ == "__main__":
    main()
