"""Spaces whose facts hang together: examples are situations that there are, and show what they are said to show."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from advisor import Advisor, loads
from advisor.workbench.bench import Bench
from advisor.workbench.checks import findings_of, named
from advisor.workbench.coverage import Covering
from advisor.workbench.mutants import Mutating
from advisor.workbench.situations import plainly
from advisor.workbench.suggesting import Suggesting
from advisor.workbench.trials import coverage

if TYPE_CHECKING:
    from advisor.workbench.findings import Finding

DAY = datetime.date(2026, 11, 23)
HEAD = "name: bed\nsources: {notes: {title: Our notes, sections: {beds: Beds}}}\n"
DATES = """\
  sown: {kind: date, past: true, ask: When was it sown?}
  cut: {kind: date, past: true, ask: When was it cut?}
  age: {kind: number, unit: days, compute: days_since(sown)}
  grown: {kind: number, unit: days, compute: "days_between(sown, cut)"}
"""


def bench_of(facts: str, rules: str, more: str = "") -> Bench:
    text = f"{HEAD}facts:\n{facts}topics: {{bed: {{title: The bed}}}}\nrules:\n{rules}{more}"
    return Bench(Advisor(loads(text), engine="indexed"), today=DAY)


def decider(bench: Bench) -> Advisor:
    return Advisor(bench.rulebase, engine="indexed")


def rule(name: str, when: str, verdict: str) -> str:
    advise = f"{{topic: bed, verdict: {verdict}, say: Say {name}.}}"
    return f"  {name}:\n    when: {when}\n    advise: {advise}\n    source: notes/beds\n"


def found(bench: Bench, code: str) -> tuple[Finding, ...]:
    return findings_of(bench, named(code))


def test_an_example_holds_all_that_is_computed_of_one_date_at_once() -> None:
    rules = rule("young", "age >= 60 and grown < 30", "do") + rule("short", "grown < 20 and age < 90", "dont")
    bench = bench_of(DATES, rules)
    (finding,) = found(bench, "contradictory-advice")
    (conflict,) = decider(bench).decide(finding.example, today=DAY).conflicts
    assert set(conflict.rules) == {"young", "short"}


def test_a_rule_never_fires_where_what_is_computed_of_the_same_dates_is_at_odds() -> None:
    bench = bench_of(DATES, rule("old", "age < 10 and grown > 20", "do") + rule("young", "age < 10", "may"))
    assert [one.message.split("'")[1] for one in found(bench, "never-fires")] == ["old"]


def test_an_example_meets_no_impossible_combination_of_what_its_dates_bring_with_them() -> None:
    rules = rule("slow", "grown >= 30", "do") + rule("late", "grown >= 40", "dont")
    bench = bench_of(DATES, rules, "never: [age > 50, age < 45]\n")
    (finding,) = found(bench, "contradictory-advice")
    outcome = decider(bench).decide(finding.example, today=DAY)
    assert outcome.contradiction is None
    assert [set(one.rules) for one in outcome.conflicts] == [{"slow", "late"}]


def test_of_as_many_facts_those_that_a_rule_reads_first_are_told() -> None:
    facts = (
        "  far: {kind: number, unit: km, ask: How far is it?}\n"
        "  tent: {kind: boolean, applies: far > 60, ask: Do you have a tent?}\n"
    )
    bench = bench_of(
        facts, rule("long", "far > 60", "do") + rule("camp", "tent", "know") + rule("no", "far > 50", "dont")
    )
    (finding,) = found(bench, "contradictory-advice")
    assert dict(finding.example) == {"far": 61}


@pytest.mark.parametrize("rules", ["", rule("wet", "wet", "do")])
def test_a_topic_that_applies_by_a_fact_that_its_rules_do_not_read_is_looked_at(rules: str) -> None:
    text = (
        f"{HEAD}facts: {{dry: {{kind: boolean, ask: Is it dry?}}, wet: {{kind: boolean, ask: Is it wet?}}}}\n"
        "topics: {bed: {title: The bed, applies: dry or wet}, path: {title: The path}}\n"
        "rules:\n  path: {when: dry, advise: {topic: path, verdict: do, say: Sweep.}, source: notes/beds}\n" + rules
    )
    bench = Bench(Advisor(loads(text), engine="indexed"), today=DAY)
    assert "nothing is advised on 'bed'" in found(bench, "no-advice")[0].message


ZED = "  zed:\n    when: dry\n    conclude: {zed: true}\n    source: notes/beds\n"


@pytest.mark.parametrize(("presume", "dead"), [(", presume: false", []), ("", ["calm"])])
def test_a_rule_that_holds_by_what_is_presumed_of_a_derived_fact_does_fire(presume: str, dead: list[str]) -> None:
    facts = f"  dry: {{kind: boolean, ask: Is it dry?}}\n  zed: {{kind: boolean, otherwise: unknown{presume}}}\n"
    bench = bench_of(facts, ZED + rule("calm", "not zed", "do"))
    assert [one.message.split("'")[1] for one in found(bench, "never-fires")] == dead
    assert [one.rule for one in decider(bench).decide({}, today=DAY).concluded] == (["calm"] if presume else [])


def test_what_is_presumed_of_a_derived_fact_can_keep_a_rule_from_being_beaten() -> None:
    facts = "  dry: {kind: boolean, ask: Is it dry?}\n  zed: {kind: boolean, otherwise: unknown, presume: false}\n"
    rules = ZED + rule("calm", "dry or not zed", "do") + rule("wary", "dry and zed", "dont")
    rules = rules.replace("    when: dry and zed\n", "    when: dry and zed\n    overrides: [calm]\n")
    bench = bench_of(facts, rules)
    assert [one.rule for one in decider(bench).decide({}, today=DAY).concluded] == ["calm"]
    assert found(bench, "always-beaten") == ()
    bench = bench_of(facts.replace("otherwise: unknown, ", ""), rules.replace("dry or not zed", "dry or zed"))
    assert [one.message.split("'")[1] for one in found(bench, "always-beaten")] == ["calm"]


def test_a_date_that_two_numbers_are_computed_of_is_told_as_a_date() -> None:
    bench = bench_of(DATES, rule("slow", "grown >= 30", "do"))
    told = {"sown": DAY - datetime.timedelta(days=40), "cut": DAY}
    assert plainly(bench, told) == told


def test_a_date_whose_number_cannot_be_told_is_told_as_a_date() -> None:
    facts = (
        '  sown: {kind: date, ask: When?}\n  rest: {kind: number, unit: days, compute: "max(days_since(sown), 0)"}\n'
    )
    bench = bench_of(facts, rule("slow", "rest >= 30", "do"))
    told = {"sown": DAY + datetime.timedelta(days=40)}
    assert plainly(bench, told) == told


def test_suggested_scenarios_kill_every_mutant_of_rules_on_numbers_computed_of_two_dates() -> None:
    rules = rule("old", "age > 180 or grown < 0", "do") + rule("young", "age <= 180 and grown >= 20", "wait")
    mutating = Mutating(Bench(bench_of(DATES, rules).advisor))
    suggesting = Suggesting(mutating)
    conditions = Covering(mutating.fine).covered([])
    suggested = suggesting.suggestions(mutating.score([]), conditions, coverage(decider(suggesting.bench), ()))
    assert suggested.left == ()
    assert {one.state for one in conditions.obligations} <= {"missing", "impossible"}
