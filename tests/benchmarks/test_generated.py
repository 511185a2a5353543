"""What the benchmarks measure with is right: the three forms of a generated rulebase say the same."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from advisor.engines import find
from advisor.rulebase.loading import loads
from benchmarks._generated import Atom, Condition, Values, as_yaml, cases, encoder, generate, levels, patterns
from benchmarks._timing import figure, take_turns

if TYPE_CHECKING:
    from collections.abc import Callable


def holds(condition: Condition, values: Values) -> bool:
    def test(atom: Atom) -> bool:
        value = values.get(atom.fact)
        if value is None:
            return False
        if isinstance(value, int) and isinstance(atom.value, int) and atom.operator in {">=", "<"}:
            return value >= atom.value if atom.operator == ">=" else value < atom.value
        return (value == atom.value) != (atom.operator == "!=")

    return all(any(map(test, group)) for group in condition)


@pytest.mark.parametrize("told", ["talk", 0.3, 1.0])
def test_patterns_over_cells_hold_exactly_where_the_conditions_hold_on_the_raw_values(told: str | float) -> None:
    rulebase = generate(110)
    program, encode = find("plain").compile(patterns(rulebase), levels(rulebase)), encoder(rulebase)
    found = 0
    for values in cases(rulebase, 20, told):
        expected = {rule.name for rule in rulebase.rules if holds(rule.condition, values)}
        assert program.start(encode(values)).names == expected
        found += len(expected)
    assert found > 20


def test_the_generated_yaml_loads_and_has_all_facts_and_rules() -> None:
    rulebase = generate(110)
    loaded = loads(as_yaml(rulebase))
    assert set(loaded.facts) == set(rulebase.facts)
    assert len(loaded.rules) == 110


def test_one_seed_gives_one_rulebase_and_the_same_cases() -> None:
    assert generate(60) == generate(60) != generate(60, seed=1)
    assert cases(generate(60), 3, "talk") == cases(generate(60), 3, "talk")


def test_every_case_tells_at_least_one_fact() -> None:
    assert all(cases(generate(10), 50, 0.01))


def test_everybody_has_as_many_turns_and_begins_as_often() -> None:
    turns: list[tuple[str, int]] = []

    def prepare(name: str, block: int) -> Callable[[], None]:
        return lambda: turns.append((name, block))

    names = ("a", "b", "c")
    taken = take_turns({name: partial(prepare, name) for name in names}, 6)
    assert [name for name, _ in turns[::3]] == ["a", "b", "c", "a", "b", "c"]
    assert sorted(turns) == [(name, block) for name in names for block in range(6)]
    assert {name: len(found) for name, found in taken.items()} == dict.fromkeys(names, 6)


def test_a_figure_is_the_median_and_the_tenth_from_either_end() -> None:
    assert figure([float(number) for number in range(21)]) == (10, 2, 18)
