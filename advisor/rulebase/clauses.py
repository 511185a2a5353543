"""The normal form of conditions: an OR of ANDs of tests over cells, judged in three truth values.

A test names a *level* (a fact whose cells are numbered from 0) and a *mask*: bit `i` is set when the test holds in
cell `i`. A truth value is True, False, or None for unknown. What is known of a level is a mask too: the cells that are
still possible; a level that is not mentioned may be in any cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_CLAUSES = 200
MAX_TESTS = 64


class Test(NamedTuple):
    """One test: whether a level is in one of the cells of a mask.

    >>> Test("rain", 0b10)
    Test(level='rain', mask=2)
    """

    level: str
    mask: int


Test.__test__ = False  # type: ignore[attr-defined]  # no test case, whatever a test runner makes of the name

Clause = tuple[Test, ...]
"""Tests that must all hold, one a level, in the order of the levels' names."""

Clauses = tuple[Clause, ...]
"""Clauses of which one must hold; none: never, an empty clause: always."""

ALWAYS: Clauses = ((),)
NEVER: Clauses = ()


class TooManyClauses(Exception):
    """A condition whose normal form is larger than the limits allow."""


def truth(test: Test, possible: Mapping[str, int]) -> bool | None:
    """Judge one test by the cells that are still possible.

    >>> wet = Test("rain", 0b10)
    >>> truth(wet, {"rain": 0b10}), truth(wet, {"rain": 0b01}), truth(wet, {})
    (True, False, None)
    """
    cells = possible.get(test.level)
    if cells is None:
        return None
    if not cells & test.mask:
        return False
    return None if cells & ~test.mask else True


def clause_truth(clause: Clause, possible: Mapping[str, int]) -> bool | None:
    """Judge an AND of tests: false when one is false, unknown when one is unknown, else true.

    >>> clause_truth((Test("rain", 2), Test("wind", 2)), {"rain": 1}) is False
    True
    """
    value: bool | None = True
    for test in clause:
        found = truth(test, possible)
        if found is False:
            return False
        if found is None:
            value = None
    return value


def judge(clauses: Clauses, possible: Mapping[str, int]) -> bool | None:
    """Judge an OR of clauses: true when one is true, unknown when one is unknown, else false.

    >>> judge(((Test("rain", 2),), (Test("wind", 2),)), {"wind": 2})
    True
    """
    value: bool | None = False
    for clause in clauses:
        found = clause_truth(clause, possible)
        if found:
            return True
        if found is None:
            value = None
    return value


def conjoin(left: Clauses, right: Clauses) -> Clauses:
    """Multiply two normal forms out into their AND, bounded while it is done.

    Raises TooManyClauses beyond `MAX_CLAUSES` clauses or `MAX_TESTS` tests a clause.

    >>> conjoin(((Test("rain", 2),),), ((Test("rain", 1),), (Test("wind", 2),)))
    ((Test(level='rain', mask=2), Test(level='wind', mask=2)),)
    """
    if left == ALWAYS:
        return right
    if right == ALWAYS:
        return left
    product: list[Clause] = []
    for a in left:
        for b in right:
            clause = _merge(a, b)
            if clause is not None:
                product.append(clause)
        if len(product) > MAX_CLAUSES:
            product = list(tidy(product))
    return tidy(product)


def disjoin(left: Clauses, right: Clauses, cells: Mapping[str, int]) -> Clauses:
    """Give the OR of two normal forms; `cells` tells how many cells each level has.

    >>> disjoin(((Test("rain", 1),),), ((Test("rain", 2),),), {"rain": 2}) == ALWAYS
    True
    """
    return tidy([*left, *right], cells)


def negate(clauses: Clauses, cells: Mapping[str, int]) -> Clauses:
    """Give the complement on cells; `cells` tells how many cells each level has.

    >>> negate(((Test("rain", 2),),), {"rain": 2})
    ((Test(level='rain', mask=1),),)
    """
    value = ALWAYS
    for clause in clauses:
        value = conjoin(value, tidy([(opposite(test, cells),) for test in clause], cells))
    return value


def opposite(test: Test, cells: Mapping[str, int]) -> Test:
    """Give the test that holds in just the other cells.

    >>> opposite(Test("season", 0b0011), {"season": 4})
    Test(level='season', mask=12)
    """
    return Test(test.level, ((1 << cells[test.level]) - 1) & ~test.mask)


def _merge(a: Clause, b: Clause) -> Clause | None:
    """AND two clauses; None when no cell is left for one of the levels."""
    masks = dict(a)
    for level, mask in b:
        masks[level] = masks.get(level, -1) & mask
        if not masks[level]:
            return None
    if len(masks) > MAX_TESTS:
        raise TooManyClauses
    return tuple(Test(level, masks[level]) for level in sorted(masks))


def tidy(clauses: Iterable[Clause], cells: Mapping[str, int] | None = None) -> Clauses:
    """Drop what cannot hold and what another clause subsumes; with `cells`, join neighbours.

    Two clauses are neighbours when they differ in one level only: their masks are joined, and a test that always
    holds is dropped. The order is canonical: equal conditions become the same clauses as often as can be had cheaply.

    >>> tidy([(Test("rain", 2),), (Test("rain", 2), Test("wind", 1))])
    ((Test(level='rain', mask=2),),)
    """
    kept = {c for c in clauses if all(t.mask for t in c)}
    if cells is not None and kept:
        kept = _join({tuple(t for t in c if t.mask != (1 << cells[t.level]) - 1) for c in kept}, cells)
    if len(kept) > 1:
        kept = _absorb(kept)
    if len(kept) > MAX_CLAUSES:
        raise TooManyClauses
    return tuple(sorted(kept))


def _absorb(clauses: set[Clause]) -> set[Clause]:
    """Drop every clause that implies a shorter or wider one."""
    kept: list[dict[str, int]] = []
    result: set[Clause] = set()
    for clause in sorted(clauses, key=lambda c: (len(c), -sum(t.mask for t in c), c)):
        masks = dict(clause)
        if not any(all(level in masks and not masks[level] & ~m for level, m in wide.items()) for wide in kept):
            kept.append(masks)
            result.add(clause)
    return result


def _join(clauses: set[Clause], cells: Mapping[str, int]) -> set[Clause]:
    """Join clauses that differ in the mask of one level, until none do."""
    merged = True
    while merged and len(clauses) > 1:
        merged = False
        groups: dict[tuple[str, Clause], int] = {}
        for clause in sorted(clauses):
            for i, test in enumerate(clause):
                key = (test.level, clause[:i] + clause[i + 1 :])
                groups[key] = groups.get(key, 0) | test.mask
        for (level, rest), mask in sorted(groups.items()):
            same = {c for c in clauses if _without(c, level) == rest and c != rest}
            if len(same) > 1:
                wide = mask == (1 << cells[level]) - 1
                clauses = (clauses - same) | {rest if wide else tuple(sorted((*rest, Test(level, mask))))}
                merged = True
                break
    return clauses


def _without(clause: Clause, level: str) -> Clause:
    return tuple(t for t in clause if t.level != level)
