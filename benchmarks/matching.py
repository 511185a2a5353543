"""How long it takes to tell which rules hold: our engines and others, on generated rules, from raw values to names.

    python -m benchmarks.matching --rules 10 100 1000 10000

Everybody compiles once and is then held to `plain` on every case. All is compiled anew after that, so that nothing is
warm, and the cases are put to all of them in turns, a block of cases at a time. What is timed is matching alone: from
a dictionary of raw values to a set of names of rules. For our engines that includes the way from values to cells.
"""

from __future__ import annotations

import argparse
import random
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from advisor.engines import available, find
from advisor.errors import EngineUnavailable
from benchmarks._generated import cases, encoder, generate, levels, patterns
from benchmarks._peers import PEERS, UNUSUAL
from benchmarks._timing import Figure, figure, machine, table, take_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.engines.protocol import Run
    from benchmarks._generated import Rulebase, Values
    from benchmarks._peers import Matcher

BLOCKS = 4  # the cases of a round are put in so many parts
REFERENCE, ORACLE = "indexed", "plain"
TARGETS = {100: 5, 1_000: 8, 10_000: 8}  # how many times faster than the best peer the built-in engine is to be
ONE_MORE = "indexed, one more fact"


def ours(name: str, rulebase: Rulebase) -> Matcher:
    """Give one of our engines as a function from raw values to names."""
    program = find(name).compile(patterns(rulebase), levels(rulebase))
    encode = encoder(rulebase)
    return lambda values: program.start(encode(values)).names


def compiled(rulebase: Rulebase, skip: Sequence[str]) -> tuple[dict[str, Matcher], dict[str, float]]:
    """Compile the rules for everybody who is installed, and give the seconds that took each."""
    makers: dict[str, Callable[[Rulebase], Matcher]] = {name: partial(ours, name) for name in available()}
    makers.update(PEERS)
    found: dict[str, Matcher] = {}
    seconds: dict[str, float] = {}
    for name, make in makers.items():
        if any(word in name for word in skip):
            continue
        begin = perf_counter()
        try:
            found[name] = make(rulebase)
        except (ImportError, EngineUnavailable) as error:
            print(f"(without {name}: {error})")
        seconds[name] = perf_counter() - begin
    return found, seconds


def agree(matchers: Mapping[str, Matcher], situations: Sequence[Values]) -> float:
    """Hold everybody to the oracle on every case; give the average number of names."""
    total = 0
    for values in situations:
        expected = matchers[ORACLE](values)
        total += len(expected)
        for name, match in matchers.items():
            if match(values) != expected:
                raise SystemExit(f"{name} does not agree with {ORACLE} on {values}")
    return total / len(situations)


def turns(match: Matcher, blocks: Sequence[Sequence[Values]]) -> Callable[[int], Callable[[], None]]:
    """Give the way of putting a block of whole cases."""

    def prepare(block: int) -> Callable[[], None]:
        def work() -> None:
            for values in blocks[block]:
                match(values)

        return work

    return prepare


def one_more(rulebase: Rulebase, blocks: Sequence[Sequence[Values]]) -> Callable[[int], Callable[[], None]]:
    """Give the way of adding to each case of a block the one fact that it lacks; the rest was matched before."""
    program = find(REFERENCE).compile(patterns(rulebase), levels(rulebase))
    encode = encoder(rulebase)
    rnd = random.Random(2)

    def prepare(block: int) -> Callable[[], None]:
        prepared: list[tuple[Run, Values]] = []
        for values in blocks[block]:
            last = rnd.choice(list(values))
            rest = {name: value for name, value in values.items() if name != last}
            prepared.append((program.start(encode(rest)), {last: values[last]}))

        def work() -> None:
            for run, values in prepared:
                run.add(encode(values))

        return work

    return prepare


def measure(count: int, told: str, options: argparse.Namespace) -> None:
    """Measure rulebases of one size and print what came out."""
    rulebase, number = generate(count), options.cases
    situations = cases(rulebase, number, told if told == "talk" else float(told))
    names = agree(compiled(rulebase, options.skip)[0], situations)
    matchers, seconds = compiled(rulebase, options.skip)
    size = max(1, number // BLOCKS)
    blocks = [situations[begin : begin + size] for begin in range(0, number, size)] * options.rounds
    ways = {name: turns(match, blocks) for name, match in matchers.items()}
    taken = take_turns(ways | {ONE_MORE: one_more(rulebase, blocks)}, len(blocks))
    figures = {
        name: figure([ns / 1_000 / len(blocks[place]) for place, ns in enumerate(found)])
        for name, found in taken.items()
    }
    facts = sum(map(len, situations)) / number
    print(f"\n{count} rules; {facts:.0f} of {len(rulebase.facts)} facts told and {names:.0f} rules hold in a case\n")
    show(figures, seconds)
    judge(count, figures)


def show(figures: Mapping[str, Figure], seconds: Mapping[str, float]) -> None:
    """Print the table, the fastest first."""
    reference = figures[REFERENCE].median
    rows = [
        [
            name,
            f"{found.median:,.1f}",
            f"{found.low:,.1f} - {found.high:,.1f}",
            f"{found.median / reference:,.2f}",
            f"{seconds[name] * 1_000:,.0f}" if name in seconds else "",
        ]
        for name, found in sorted(figures.items(), key=lambda item: item[1].median)
    ]
    print(table(["engine", "us a case", "10 % - 90 %", "times indexed", "ms to compile"], rows))


def judge(count: int, figures: Mapping[str, Figure]) -> None:
    """Print how the built-in engine stands against its targets: among usual ways of use, and with the fastest found."""
    reference = figures[REFERENCE].median
    times = {name: figures[name].median / reference for name in PEERS if name in figures}
    target = TARGETS.get(count)
    print(f"\n{REFERENCE} takes {', '.join(f'1/{found:.1f} of {name}' for name, found in times.items())}")
    for title, names in (("used as usual", set(times) - {UNUSUAL}), ("used in any way", set(times))):
        if target and names:
            best = min(names, key=lambda name: times[name])
            verdict = "met" if times[best] >= target else "missed"
            print(f"at most 1/{target} of the best peer {title}: {verdict}, 1/{times[best]:.1f} of {best}")
    print(f"one more fact takes 1/{reference / figures[ONE_MORE].median:.1f} of a fresh case")


def main() -> None:
    """Read the command line and measure each size."""
    parser = argparse.ArgumentParser(description="matching: our engines and others on generated rules")
    parser.add_argument("--rules", type=int, nargs="+", default=[10, 100, 1_000], help="sizes of the rulebases")
    parser.add_argument("--told", nargs="+", default=["talk"], help="talk (one conversation) or shares of all facts")
    parser.add_argument("--cases", type=int, default=1_000, help="cases for each size")
    parser.add_argument("--rounds", type=int, default=3, help="how often all cases are put to everybody")
    parser.add_argument("--skip", nargs="*", default=[], help="words in the names of those to leave out")
    options = parser.parse_args()
    print(machine())
    for told in options.told:
        for count in options.rules:
            measure(count, told, options)


if __name__ == "__main__":
    main()
