"""Values for what formulas tie together: found wherever there are any, and nowhere else."""

from __future__ import annotations

import datetime
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import load, loads
from advisor.reasoning.situation import tell
from advisor.rulebase.axes import Line
from advisor.rulebase.levels import point_of
from advisor.workbench.realising import Realising

DAY = datetime.date(2026, 11, 23)
LEAST, MOST = -4, 4
POND = f"""\
name: pond
sources: {{notes: {{title: Our notes, sections: {{ice: Ice}}}}}}
facts:
  a: {{kind: duration, min: {LEAST}, max: {MOST}, ask: How long is a?}}
  b: {{kind: duration, min: {LEAST}, max: {MOST}, ask: How long is b?}}
  c: {{kind: duration, min: {LEAST}, max: {MOST}, ask: How long is c?}}
  difference: {{kind: number, compute: a - b}}
  sum: {{kind: number, compute: a + 2 * b - 3}}
  least: {{kind: number, compute: "min(a, c, 2)"}}
  most: {{kind: number, compute: "max(b, 1 - c)"}}
topics: {{ice: {{title: Ice}}}}
rules:
  one:
    when: difference > 2 or difference == -1 or sum >= 4 or sum < -9 or least < 1 or most > 3 or most == 1
    advise: {{topic: ice, verdict: may, say: It bears.}}
    source: notes/ice
  two: {{when: a > 1 or b < 0 or c == 2, advise: {{topic: ice, verdict: may, say: It bears.}}, source: notes/ice}}
"""
RULEBASE = loads(POND)
LEVELS = [RULEBASE.levels[name] for name in ("a", "b", "c", "difference", "sum", "least", "most")]


def cells_of(values: dict[str, int]) -> tuple[int, ...]:
    """Give the cell of each level, read off the values themselves."""
    a, b, c = (values[name] for name in "abc")
    points = [a, b, c, a - b, a + 2 * b - 3, min(a, c, 2), max(b, 1 - c)]
    found = []
    for level, point in zip(LEVELS, points):
        assert isinstance(level.axis, Line)
        found.append(level.axis.cell(Fraction(point)))
    return tuple(found)


EVERY = {cells_of(dict(zip("abc", values))) for values in product(range(LEAST, MOST + 1), repeat=3)}
wanted = st.tuples(*[st.integers(0, level.size - 1) for level in LEVELS])


@settings(max_examples=100)
@given(wanted | st.sampled_from(sorted(EVERY)), st.sets(st.integers(0, len(LEVELS) - 1), min_size=1))
def test_cells_can_be_together_just_where_some_values_lie_in_all_of_them(
    cells: tuple[int, ...], places: set[int]
) -> None:
    realising = Realising(RULEBASE, DAY)
    chosen = [(LEVELS[place], cells[place]) for place in sorted(places)]
    there = any(all(one[place] == cells[place] for place in places) for one in EVERY)
    found = realising.values(chosen)
    assert (found is not None) is there
    assert realising.possible(chosen) or not there
    if found is not None:
        points = {name: int(point_of(found.get(name, 0), DAY)) for name in "abc"}
        assert all(cells_of(points)[place] == cells[place] for place in places)


def test_values_that_are_found_can_be_told_and_lie_as_near_to_today_as_may_be() -> None:
    garden = load("examples/garden")
    level = garden.levels["watered_on"]
    found = Realising(garden, DAY).values([(level, 0)])
    assert found == {"watered_on": DAY - datetime.timedelta(days=4)}
    assert tell(garden, found, DAY).cells[level.name] == 0


def test_a_number_that_may_have_parts_is_whole_where_a_whole_one_will_do() -> None:
    pond = loads(
        "name: pond\nsources: {notes: {title: Our notes, sections: {ice: Ice}}}\n"
        "facts: {depth: {kind: number, min: 0, max: 300, ask: How deep is it?}}\ntopics: {ice: {title: Ice}}\n"
        "rules:\n  one: {when: depth > 120 and depth <= 200, advise: {topic: ice, verdict: do, say: Go.},"
        " source: notes/ice}\n  two: {when: depth > 119.5 and depth < 120, advise: {topic: ice, verdict: do, say: Go.},"
        " source: notes/ice}\n"
    )
    realising, level = Realising(pond, DAY), pond.levels["depth"]
    found = [(realising.values([(level, cell)]) or {})["depth"] for cell in range(level.size)]
    assert [str(one) for one in found] == ["0", "119.75", "120", "121", "201"]
