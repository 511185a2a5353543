"""CLIPS through clipspy: a Rete engine that is kept up, with wheels for every current Python.

CLIPS is given numbers only. Each different test has one, and a fact `(t 17)` says that test 17 holds; a rule is the AND
of the facts of one clause and notes the number of the clause when it fires. No name of the rulebase and no text from
outside is ever part of a CLIPS expression.

An environment is large and not safe to share between threads, so a program has one, under a lock. It holds the facts
of the run that used it last, which goes on where it was; any other run resets it and states its facts anew. What is in
it is trusted only after a call that ended well, so an error or an interruption leaves nothing behind.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from advisor.engines.protocol import Cells, Pattern, checked, distinct, fresh
from advisor.errors import EngineError, EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from clips import Environment

    from advisor.rulebase.clauses import Clause, Test

INSTALL = "use the engine indexed, or: pip install clipspy"
PREPARE = (
    "(deftemplate t (slot n))",
    "(defglobal ?*hits* = (create$))",
    "(deffunction state-tests (?numbers) (progn$ (?n ?numbers) (assert (t (n ?n)))) 0)",
)


class Clips:
    """The engine on CLIPS, the extra `clips`.

    >>> Clips().name
    'clips'
    """

    name = "clips"

    def compile(self, patterns: Sequence[Pattern], levels: Mapping[str, int]) -> _Program:
        """Build the clauses as rules of CLIPS; raises EngineUnavailable when clipspy is not installed."""
        sizes = checked(patterns, levels)
        try:
            import clips
        except ImportError as error:
            raise EngineUnavailable(self.name, f"clipspy cannot be imported ({error})", INSTALL) from error
        clauses = distinct(patterns)
        always = frozenset(clauses.pop((), ()))
        return _Program(clips.Environment(), clauses, sizes, always)


class _Program:
    def __init__(
        self,
        environment: Environment,
        clauses: Mapping[Clause, list[str]],
        levels: dict[str, int],
        always: frozenset[str],
    ) -> None:
        self.levels, self.always = levels, always
        numbers: dict[Test, int] = {}
        for clause in clauses:
            for test in clause:
                numbers.setdefault(test, len(numbers))
        self.tests: dict[str, list[tuple[int, int]]] = {level: [] for level in levels}
        for (level, mask), number in numbers.items():
            self.tests[level].append((mask, number))
        self._names = tuple(tuple(names) for names in clauses.values())
        self._lock = threading.Lock()
        self._environment = environment
        self._last: object = None  # the run whose facts the environment holds
        for construct in PREPARE:
            environment.build(construct)
        for rule, clause in enumerate(clauses):
            facts = " ".join(f"(t (n {numbers[test]}))" for test in clause)
            environment.build(f"(defrule r{rule} {facts} => (bind ?*hits* (create$ ?*hits* {rule})))")

    def start(self, cells: Cells) -> _Run:
        run = _Run(self)
        run.add(cells)
        return run

    def match(self, run: object, before: Sequence[int], new: Sequence[int]) -> Iterable[str]:
        """Give the names of all that holds by the tests that held before and those that hold now as well."""
        with self._lock:
            environment, last = self._environment, self._last
            self._last = None
            try:
                if last is not run:
                    environment.reset()
                    new = (*before, *new)
                environment.call("state-tests", tuple(new))
                environment.run()
                hits = environment.find_global("hits").value
            except Exception as error:
                raise EngineError(f"CLIPS failed: {error}") from error
            self._last = run
        return {name for rule in hits for name in self._names[rule]}


class _Run:
    def __init__(self, program: _Program) -> None:
        self._program = program
        self._known: dict[str, int] = {}
        self._holding: tuple[int, ...] = ()
        self._key = object()
        self.names = program.always

    def add(self, cells: Cells) -> frozenset[str]:
        program = self._program
        new = fresh(cells, self._known, program.levels)
        holding = [number for level, cell in new.items() for mask, number in program.tests[level] if mask >> cell & 1]
        names: frozenset[str] = frozenset()
        if holding:
            names = frozenset(program.match(self._key, self._holding, holding)) - self.names
        # only now, so that a call that fails leaves the run as it was
        self._known.update(new)
        self._holding += tuple(holding)
        self.names |= names
        return names
