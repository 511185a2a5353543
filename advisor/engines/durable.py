"""durable-rules, used in the one narrow way that was found safe and exact.

What the C library does outside of that way is known: an `all` after an `any` becomes an OR, negation is wrong, pending
firings are never withdrawn, a node with 513 different tests never finishes loading, the 1,025th live session and the
deletion of a session in which nothing fired crash, values of different types meet, and names are told apart by 32 bits.
So nothing of that is used:

- The C calls alone; no host, no timers, no threads of its own, nothing retracted, no negation, no joins.
- Each test that holds becomes one attribute that is 1; one that does not hold or is not known is not mentioned. The
  engine never sees a value, a name or a cell of the rulebase, only names made here, whose hashes are checked.
- One rule a clause: the AND of a guard and of the clause's tests. One fact a pass, which holds all attributes. Then
  every rule that fires belongs in the result and the order does not matter.
- Rules are spread over rulesets (*shards*) of at most `MOST_TESTS` test nodes, far from every limit of the library.
- A rule that always fires is in each shard: it shows that the pass worked, and makes the session safe to delete. One
  session lives at a time, under a lock, and is deleted at the end of its pass.

A pass that fails in any way (also when it is interrupted) takes its shard with it, without touching the session that is
left in it; the shard is made anew when it is next needed. A program holds its rules and nothing else, so even a crash
of the whole process loses no more than the call under way: whoever keeps sessions keeps them elsewhere.
"""

from __future__ import annotations

import itertools
import json
import threading
import weakref
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engines.protocol import Cells, Pattern, checked, distinct, fresh
from advisor.errors import EngineError, EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import ModuleType

    from advisor.rulebase.clauses import Clause, Test

MOST_TESTS = 60  # test nodes in a shard; the library gives up at 64 on its stack and hangs at 513 under one node
LONGEST = 64  # tests in a clause
MOST_CLAUSES = 5_000  # different clauses: about 10 ms and 100 MB; what is larger belongs to an index
INSTALL = "use the engine indexed, or, with a C compiler on Python 3.12 or older: pip install durable_rules"
SMALLER = "use the engine indexed"

GUARD, BOOT, SESSION = "k", "boot", "s"
RESERVED = (  # the words of the library itself
    "all any pri count cap dist name id sid $lt $lte $gt $gte $eq $neq $mt $imt $iall $iany $ex $nex $or $and $m $s $i"
    " $l $r $add $sub $mul $div $forward $pulse $time $timerName $baseTime"
)
FNV_PRIME, FNV_BASIS, BITS = 16777619, 0x811C9DC5, 0xFFFFFFFF


class Durable:
    """The engine on durable-rules, the extra `durable`.

    >>> Durable().name
    'durable'
    """

    name = "durable"

    def compile(self, patterns: Sequence[Pattern], levels: Mapping[str, int]) -> _Program:
        """Load the clauses into rulesets of durable-rules.

        Raises EngineUnavailable when it is not installed, or the patterns are beyond what it holds safely.
        """
        sizes = checked(patterns, levels)
        library = _library()
        clauses = distinct(patterns)
        always = frozenset(clauses.pop((), ()))
        if len(clauses) > MOST_CLAUSES:
            reason = f"{len(clauses)} different clauses are more than the {MOST_CLAUSES} that it matches in good time"
            raise EngineUnavailable(self.name, reason, SMALLER)
        if any(len(clause) > LONGEST for clause in clauses):
            raise EngineUnavailable(self.name, f"a clause has more than {LONGEST} tests", SMALLER)
        return _Program(library, _spread(clauses), sizes, always)


def _library() -> ModuleType:
    try:
        # The package `durable` beside it would start an HTTP stack; the C module is all that is needed.
        import durable_rules_engine
    except ImportError as error:
        raise EngineUnavailable("durable", f"durable-rules cannot be imported ({error})", INSTALL) from error
    library: ModuleType = durable_rules_engine
    return library


class _Program:
    def __init__(
        self, library: ModuleType, plans: Sequence[_Plan], levels: dict[str, int], always: frozenset[str]
    ) -> None:
        self.levels, self.always = levels, always
        self.tests: dict[str, dict[int, list[tuple[int, str]]]] = {level: {} for level in levels}
        for number, plan in enumerate(plans):
            for (level, mask), attribute in plan.attributes.items():
                self.tests[level].setdefault(mask, []).append((number, f'"{attribute}":1,'))
        self._lock = threading.Lock()
        self._shards = tuple(_Shard(library, plan) for plan in plans)

    def start(self, cells: Cells) -> _Run:
        run = _Run(self)
        run.add(cells)
        return run

    def match(self, facts: Mapping[int, str]) -> set[str]:
        """Give the names of what holds in the shards by their facts; one pass at a time, from any thread."""
        with self._lock:
            return {name for number, fact in facts.items() for name in self._shards[number].match(fact)}


class _Run:
    def __init__(self, program: _Program) -> None:
        self._program = program
        self._known: dict[str, int] = {}
        self._facts: dict[int, str] = {}
        self.names = program.always

    def add(self, cells: Cells) -> frozenset[str]:
        program = self._program
        new = fresh(cells, self._known, program.levels)
        facts: dict[int, str] = {}
        for level, cell in new.items():
            for mask, uses in program.tests[level].items():
                if mask >> cell & 1:
                    for shard, attribute in uses:
                        facts[shard] = facts.get(shard, self._facts.get(shard, "")) + attribute
        names = frozenset(program.match(facts)) - self.names
        # only now, so that a pass that fails leaves the run as it was
        self._known |= new
        self._facts |= facts
        self.names |= names
        return names


class _Shard:
    """One ruleset of the library. Not for use by two threads at once."""

    def __init__(self, library: ModuleType, plan: _Plan) -> None:
        self._library, self._rules, self._names = library, plan.rules, plan.names
        self._load()

    def _load(self) -> None:
        try:
            handle: int = self._library.create_ruleset("rules", self._rules)
        except Exception as error:
            raise EngineError(f"durable-rules did not load a ruleset: {error}") from error
        self._handle = handle
        self._delete = weakref.finalize(self, self._library.delete_ruleset, handle)
        self._delete.atexit = False

    def match(self, attributes: str) -> Iterable[str]:
        """Give the names of the clauses that the attributes satisfy, from one pass over one fact."""
        if not self._delete.alive:
            self._load()
        try:
            fired = self._pass(f'{{"{GUARD}":1,{attributes}"id":"f","sid":"{SESSION}"}}')
        except BaseException as error:
            # What is left in the library is unknown: the ruleset goes, and the session in it is not touched.
            self._delete()
            if isinstance(error, Exception):
                raise EngineError(f"durable-rules failed: {error}") from error
            raise
        return chain.from_iterable(self._names[int(rule)] for rule in fired)

    def _pass(self, fact: str) -> list[str]:
        library, handle = self._library, self._handle
        code, state = library.assert_fact(handle, fact)
        if code:
            raise EngineError(f"a fact was refused with code {code}")
        fired: list[str] = []
        action = library.start_action_for_state(handle, state)
        message = action and action[1]
        while message:
            rule: str = message[2 : message.index('"', 2)]  # {"rule":{"m":{...}}}
            fired.append(rule)
            if len(fired) > len(self._names) + 1:
                raise EngineError("rules fire without end")
            message = library.complete_and_start_action(handle, state)
        fired.remove(BOOT)  # a ValueError when it did not fire
        library.delete_state(handle, SESSION)
        return fired


# --- clauses to shards ------------------------------------------------------------------------------------------


class _Plan(NamedTuple):
    """A shard before it is loaded: its rules in the library's own notation, and the attribute of each test."""

    rules: str
    names: tuple[tuple[str, ...], ...]
    attributes: dict[Test, str]


def _spread(clauses: Mapping[Clause, Sequence[str]]) -> tuple[_Plan, ...]:
    """Divide clauses among shards. Tests that many clauses have go first, so that clauses share nodes."""
    often = Counter(test for clause in clauses for test in clause)
    plans: list[_Plan] = []
    shard: dict[Clause, Sequence[str]] = {}
    nodes: set[Clause] = set()
    for clause, names in clauses.items():
        order = tuple(sorted(clause, key=lambda test: (-often[test], test)))
        more = {order[: length + 1] for length in range(len(order))} - nodes
        if shard and len(nodes) + len(more) > MOST_TESTS:
            plans.append(_plan(shard))
            shard, nodes = {}, set()
            more = {order[: length + 1] for length in range(len(order))}
        shard[order] = names
        nodes |= more
    return (*plans, _plan(shard)) if shard else tuple(plans)


def _plan(clauses: Mapping[Clause, Sequence[str]]) -> _Plan:
    tests = dict.fromkeys(test for clause in clauses for test in clause)
    attributes = dict(zip(tests, attribute_names(len(tests)), strict=True))
    rules: dict[str, Any] = {BOOT: {"all": [{"m": {GUARD: 1}}]}}
    for number, clause in enumerate(clauses):
        condition = [{GUARD: 1}, *({attributes[test]: 1} for test in clause)]
        rules[str(number)] = {"all": [{"m": {"$and": condition}}]}
    return _Plan(json.dumps(rules), tuple(tuple(names) for names in clauses.values()), attributes)


def attribute_names(count: int, hashed: Callable[[str], int] | None = None) -> tuple[str, ...]:
    """Make names that the library can tell apart: it compares nothing but their hashes of 32 bits.

    >>> attribute_names(3)
    ('t0', 't1', 't2')
    """
    hashed = hashed or name_hash
    taken = {hashed(word) for word in (*RESERVED.split(), GUARD)}
    names: list[str] = []
    for number in itertools.count():
        if len(names) == count:
            break
        if hashed(f"t{number}") not in taken:
            taken.add(hashed(f"t{number}"))
            names.append(f"t{number}")
    return tuple(names)


def name_hash(name: str) -> int:
    """Hash a name as the library does (FNV-1a of 32 bits).

    >>> name_hash("sid"), name_hash("costarring") == name_hash("liquid")
    (3593476751, True)
    """
    value = FNV_BASIS
    for byte in name.encode():
        value = (value ^ byte) * FNV_PRIME & BITS
    return value
