"""Timing several ways of doing one thing, turn and turn about, so that a busy moment of the machine hits them all."""

from __future__ import annotations

import gc
import os
import platform
import statistics
from time import perf_counter_ns
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Figure(NamedTuple):
    """What was measured of one way, over the blocks: its median and the tenth from either end."""

    median: float
    low: float
    high: float


def figure(samples: Sequence[float]) -> Figure:
    """Sum samples up."""
    ordered = sorted(samples)
    tenth = len(ordered) // 10
    return Figure(statistics.median(ordered), ordered[tenth], ordered[-1 - tenth])


def take_turns(ways: Mapping[str, Callable[[int], Callable[[], object]]], blocks: int) -> dict[str, list[int]]:
    """Give the nanoseconds of each way for each block; a way prepares a block, untimed, and gives what is to be timed.

    Each block begins with the next way, so that none always follows the same one. The collector of garbage runs between
    the timed parts and not in them, and leaves alone what was there before.
    """
    gc.collect()
    gc.freeze()
    order = list(ways)
    taken: dict[str, list[int]] = {name: [] for name in order}
    for block in range(blocks):
        for name in order[block % len(order) :] + order[: block % len(order)]:
            work = ways[name](block)
            gc.collect()
            gc.disable()
            begin = perf_counter_ns()
            work()
            taken[name].append(perf_counter_ns() - begin)
            gc.enable()
    gc.unfreeze()
    return taken


def machine() -> str:
    """Say on what a measurement was taken."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown: the first column to the left, figures to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
