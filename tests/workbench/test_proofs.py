"""What is proved is so: held to a plain reading of every situation of random small rulebases, one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.engines import find
from advisor.reasoning.decide import passes
from advisor.reasoning.plan import plan
from advisor.reasoning.prospects import Charts
from advisor.reasoning.situation import tell
from advisor.rulebase.clauses import judge
from advisor.rulebase.rereading import Conditions
from advisor.rulebase.writing import Writer
from advisor.workbench import second_opinion
from advisor.workbench.bench import Bench
from advisor.workbench.checks import findings_of, named
from advisor.workbench.checks._reading import reached
from advisor.workbench.editing import dropped
from tests.drawing import DAY, drawn, left
from tests.worlds import OPPOSITE, Read, World, possible, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.workbench.findings import Finding

seeds = st.integers(0, 1_000_000)

Case = tuple[dict[str, Any], Read]


class Proved:
    """A world on the bench, and all that each of its situations comes to."""

    def __init__(self, seed: int, budget: int = 100_000) -> None:
        self.world, self.advisor = drawn(seed)
        self.bench = Bench(self.advisor, today=DAY, budget=budget)
        self.cases: list[Case] = [
            (told, read(self.world, known))
            for told in left(self.world, {})
            if (known := possible(self.world, {**self._any(), **told})) is not None
        ]

    def _any(self) -> dict[str, Any]:
        """Give some value to what does not apply; it is overwritten where it is read."""
        return {name: values[0] for name, values in self.world.facts.items()}

    def found(self, code: str) -> tuple[Finding, ...]:
        return findings_of(self.bench, named(code))

    def topic(self, finding: Finding) -> str:
        return next(name for name, one in self.advisor.rulebase.topics.items() if one.position == finding.position)

    def within(self, example: dict[str, Any]) -> Iterator[Read]:
        """Go through what is read of every situation that an example leaves possible."""
        wanted = {repr(told) for told in left(self.world, example)}
        return (seen for told, seen in self.cases if repr(told) in wanted)

    def smallest(self, finding: Finding, shows: Callable[[Read], bool]) -> None:
        """Hold an example to what it is to show, and to showing no more."""
        example = dict(finding.example)
        seen = list(self.within(example))
        assert seen
        assert all(map(shows, seen))
        for name in example:
            less = {other: value for other, value in example.items() if other != name}
            assert not all(map(shows, self.within(less)))


@settings(max_examples=20)
@given(seeds)
def test_a_rule_never_fires_just_where_no_situation_meets_its_condition(seed: int) -> None:
    proved = Proved(seed)
    fires = set().union(*(seen.holds for _, seen in proved.cases), set())
    assert {_quoted(one) for one in proved.found("never-fires")} == proved.advisor.rulebase.rules.keys() - fires


def _quoted(finding: Finding) -> str:
    return finding.message.split("'")[1]


@settings(max_examples=20)
@given(seeds)
def test_a_rule_is_always_beaten_just_where_all_situations_it_holds_in_have_one_that_overrides_it(seed: int) -> None:
    proved = Proved(seed)
    holds = {name for _, seen in proved.cases for name in seen.holds}
    free = {name for _, seen in proved.cases for name in seen.holds - seen.beaten}
    found = proved.found("always-beaten")
    assert {_quoted(one) for one in found} == holds - free
    for one in found:
        name = _quoted(one)
        proved.smallest(one, lambda seen, name=name: name in seen.holds)  # type: ignore[misc]


@settings(max_examples=20)
@given(seeds)
def test_advice_contradicts_itself_just_where_two_opposite_rules_hold_and_none_is_beaten(seed: int) -> None:
    proved = Proved(seed)
    expected: set[frozenset[str]] = set()
    for _, seen in proved.cases:
        free = sorted(seen.holds - seen.beaten)
        expected |= {frozenset({a, b}) for a in free for b in free if _opposite(proved.world, a, b)}
    found = {frozenset({_quoted(one), one.message.split("'")[3]}): one for one in proved.found("contradictory-advice")}
    assert found.keys() == expected
    for names, one in found.items():
        proved.smallest(one, lambda seen, names=names: names <= seen.holds - seen.beaten)  # type: ignore[misc]


def _opposite(world: World, a: str, b: str) -> bool:
    advises = [_advise(world, name) for name in (a, b)]
    if None in advises or a in _overrides(world, b) or b in _overrides(world, a):
        return False
    (t0, a0, v0), (t1, a1, v1) = advises  # type: ignore[misc]  # none is None
    return (t0, a0) == (t1, a1) and v1 in OPPOSITE.get(v0, set())


def _advise(world: World, name: str) -> tuple[str, str, str] | None:
    if name.endswith(".otherwise"):
        topic = name.split(".", maxsplit=1)[0]
        return topic, "a0", world.otherwise[topic]
    return world.rules[name].get("advise")


def _overrides(world: World, name: str) -> list[str]:
    return [] if name.endswith(".otherwise") else list(world.rules[name]["overrides"])


@settings(max_examples=20)
@given(seeds)
def test_a_topic_has_no_advice_just_where_no_rule_of_it_stands_or_is_at_odds(seed: int) -> None:
    proved = Proved(seed)
    rules = proved.advisor.rulebase.rules
    found = {proved.topic(one): one for one in proved.found("no-advice")}
    for topic in ("t0", "t1"):
        mine = {name for name in rules if (_advise(proved.world, name) or ("",))[0] == topic}

        def silent(seen: Read, mine: set[str] = mine) -> bool:
            return not mine & (seen.stands | seen.conflict)

        assert (topic in found) is any(silent(seen) for _, seen in proved.cases)
        if topic in found:
            proved.smallest(found[topic], silent)


@settings(max_examples=20)
@given(seeds)
def test_an_override_called_needless_changes_nothing_when_it_is_taken_out(seed: int) -> None:
    proved = Proved(seed)
    for one in proved.found("needless-override"):
        overrider, beaten = one.message.split("'")[1], one.message.split("'")[3]
        kept = proved.world.rules[overrider]["overrides"]
        proved.world.rules[overrider]["overrides"] = [name for name in kept if name != beaten]
        for told, seen in proved.cases:
            known = possible(proved.world, {**{n: v[0] for n, v in proved.world.facts.items()}, **told})
            assert known is not None
            assert read(proved.world, known).stands == seen.stands
        proved.world.rules[overrider]["overrides"] = kept


@settings(max_examples=20)
@given(seeds)
def test_a_part_is_called_needless_just_where_the_condition_reads_the_same_without_it(seed: int) -> None:
    proved = Proved(seed)
    rulebase = proved.advisor.rulebase
    needless = {(_rule_of(one), one.message.split("`")[1]) for one in proved.found("needless-condition")}
    dead = {_quoted(one) for one in proved.found("never-fires")}
    conditions, made = Conditions(rulebase), plan(rulebase)
    program = find("plain").compile(made.patterns, made.sizes)
    derived = {name for name, fact in rulebase.facts.items() if fact.derived}
    rules = rulebase.rules.values()
    masks = [passes(made, program, tell(rulebase, told, DAY), rules, derived)[0].masks for told, _ in proved.cases]
    expected: set[tuple[str, str]] = set()
    for name, rule in rulebase.rules.items():
        if not rule.conditional or name in dead:
            continue
        writer = Writer(rule.when, rulebase.facts, conditions.rules[name])
        for one in dropped(conditions.rules[name]):
            other = conditions.within(rule, one.rest)
            if all(judge(rule.clauses, known) is judge(other, known) for known in masks):
                expected.add((name, writer.write(one.part)))
    assert needless == expected


def _rule_of(finding: Finding) -> str:
    return finding.message.split("'")[1]


@settings(max_examples=20)
@given(seeds)
@example(1518)  # only a rule of another topic reads the fact that tells
def test_a_question_is_idle_just_where_no_advice_of_any_topic_hangs_on_its_answer(seed: int) -> None:
    proved = Proved(seed)
    facts = proved.advisor.rulebase.facts
    charts = [Charts(proved.bench.plan).of(topic, DAY) for topic in ("t0", "t1")]
    hangs: set[str] = set()
    for chart in charts:
        assert chart
        numbers = {number for node in chart.acts.values() for number in chart.diagram.support(node)}
        hangs |= {name for number in numbers for name in chart.variables[number].told}
    asked = set().union(*reached(proved.bench).values())
    idle = {_quoted(one) for one in proved.found("idle-question")}
    assert idle == {name for name in asked - hangs if facts[name].told}


@settings(max_examples=20)
@given(seeds)
def test_a_solver_proves_what_the_diagrams_prove(seed: int) -> None:
    pytest.importorskip("pysat")
    by_diagram, by_solver = Proved(seed), Proved(seed, budget=3)
    assert any(isinstance(space, second_opinion.SolvedSpace) for space in by_solver.bench.spaces.values())
    for code in ("never-fires", "always-beaten", "needless-override", "needless-condition", "contradictory-advice"):
        assert [str(one) for one in map(_bare, by_solver.found(code))] == [
            str(one) for one in map(_bare, by_diagram.found(code))
        ]
    for one in by_solver.found("contradictory-advice"):
        names = {_quoted(one), one.message.split("'")[3]}
        by_diagram.smallest(one, lambda seen, names=names: names <= seen.holds - seen.beaten)  # type: ignore[misc]


def _bare(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def test_without_a_solver_a_topic_that_is_too_large_is_said_to_be_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.workbench.bench.installed", lambda: False)
    bench = Bench(Advisor.load("examples/garden"), budget=3)
    messages = [one.message for one in findings_of(bench, named("not-decided"))]
    assert "not decided for topic 'watering': its diagrams have more than 3 nodes" in messages
    assert findings_of(bench, named("never-fires")) == ()
