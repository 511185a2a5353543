"""The oracle: judges every pattern anew each time, in lines that are obviously right; other engines are held to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engines.protocol import Cells, Pattern, checked, fresh
from advisor.rulebase.clauses import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Plain:
    """The engine that the others are compared with.

    >>> from advisor.rulebase.clauses import Test
    >>> program = Plain().compile([Pattern("umbrella", ((Test("rain", 2),),))], {"rain": 2})
    >>> sorted(program.start({"rain": 1}).names)
    ['umbrella']
    """

    name = "plain"

    def compile(self, patterns: Sequence[Pattern], levels: Mapping[str, int]) -> _Program:
        """Keep the patterns; it runs everywhere and on everything."""
        return _Program(tuple(patterns), checked(patterns, levels))


class _Program:
    def __init__(self, patterns: tuple[Pattern, ...], levels: dict[str, int]) -> None:
        self.patterns, self.levels = patterns, levels

    def start(self, cells: Cells) -> _Run:
        return _Run(self, cells)


class _Run:
    def __init__(self, program: _Program, cells: Cells) -> None:
        self._program = program
        self._known: dict[str, int] = {}
        self.names: frozenset[str] = frozenset()
        self.add(cells)

    def add(self, cells: Cells) -> frozenset[str]:
        self._known.update(fresh(cells, self._known, self._program.levels))
        possible = {level: 1 << cell for level, cell in self._known.items()}
        before = self.names
        self.names = frozenset(p.name for p in self._program.patterns if judge(p.clauses, possible))
        return self.names - before
