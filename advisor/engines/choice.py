"""Which engine runs, decided once: for these patterns, on this machine, and with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.engines import find
from advisor.errors import EngineError, EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.engines.protocol import Pattern, Program

AUTO = "auto"
PREFERRED, BUILT_IN, ORACLE = "durable", "indexed", "plain"
SAMPLES = 6  # clauses for which the self-test builds a case


class Choice(NamedTuple):
    """The name of an engine, what it compiled, and why it was chosen, in a line."""

    engine: str
    program: Program
    because: str


def choose(name: str, patterns: Sequence[Pattern], levels: Mapping[str, int]) -> Choice:
    """Compile the patterns with the engine of that name, or with the best one that is safe for "auto".

    That is `durable` where it is installed, the patterns are within its bounds and it agrees with `plain` on some
    cases built from them; else `indexed`. Raises UnknownName and, for an engine asked for by name, EngineUnavailable.

    >>> choose("indexed", (), {}).because
    'it was asked for'
    """
    if name != AUTO:
        return Choice(name, find(name).compile(patterns, levels), "it was asked for")
    try:
        program = find(PREFERRED).compile(patterns, levels)
        count = _examine(program, patterns, levels)
    except EngineUnavailable as error:
        because = f"{PREFERRED} cannot be used: {error.reason}"
    except EngineError as error:
        because = f"{PREFERRED} failed its self-test: {error}"
    else:
        return Choice(PREFERRED, program, f"it can be used here and agrees with {ORACLE} on {count} cases")
    return Choice(BUILT_IN, find(BUILT_IN).compile(patterns, levels), because)


def _examine(program: Program, patterns: Sequence[Pattern], levels: Mapping[str, int]) -> int:
    """Compare a program with the oracle, cells added in two steps; give the number of cases they agree on."""
    oracle = find(ORACLE).compile(patterns, levels)
    count = 0
    for first, rest in _cases(patterns, levels):
        run = program.start(first)
        held = frozenset(run.names) | run.add(rest)
        expected = oracle.start({**first, **rest}).names
        if not held == run.names == expected:
            wrong = sorted(held ^ expected)[:1] or ["a name that is in one answer only"]
            raise EngineError(f"it judges {wrong[0]!r} otherwise than {ORACLE}")
        count += 1
    return count


def _cases(patterns: Sequence[Pattern], levels: Mapping[str, int]) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """Build cases: some in which one clause holds by its last test, and all levels in their first and last cells."""
    clauses = [clause for pattern in patterns for clause in pattern.clauses if all(test.mask for test in clause)]
    for clause in clauses[:: max(1, len(clauses) // SAMPLES)]:
        cells = {level: mask.bit_length() - 1 for level, mask in clause}
        last = {level: cells.pop(level) for level in list(cells)[-1:]}
        yield cells, last
    for edge in (dict.fromkeys(levels, 0), {level: size - 1 for level, size in levels.items()}):
        half = set(list(edge)[::2])
        yield {k: v for k, v in edge.items() if k in half}, {k: v for k, v in edge.items() if k not in half}
