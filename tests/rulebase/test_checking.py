"""Checks over a whole rulebase: circles, cases left out, values that may be unknown where a text holds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.checking import cycle, default_of, facts_of, layers
from tests.gardens import codes, garden, problems

GRAPHS = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefg"), max_size=3), max_size=6)


def reaches(edges: dict[str, list[str]], start: str) -> set[str]:
    """The names that can be come to from a name by one edge or more."""
    found: set[str] = set()
    todo = list(edges.get(start, ()))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += edges.get(name, ())
    return found


@given(GRAPHS)
def test_a_circle_is_found_just_when_there_is_one_and_goes_along_edges(edges: dict[str, list[str]]) -> None:
    circle = cycle(edges)
    assert bool(circle) == any(name in reaches(edges, name) for name in edges)
    assert circle[:1] == circle[-1:]
    assert all(b in edges[a] for a, b in zip(circle, circle[1:]))


@given(GRAPHS)
def test_every_layer_leads_only_to_the_layers_before_it(edges: dict[str, list[str]]) -> None:
    edges = {name: [other for other in others if other < name] for name, others in edges.items()}
    seen: set[str] = set()
    for layer in layers(edges):
        assert all(set(edges.get(name, ())) <= seen for name in layer)
        assert list(layer) == sorted(layer)
        seen |= set(layer)
    assert seen >= set(edges)


FACTS = """
facts:
  pond: {kind: boolean, ask: Is there one?}
  depth: {kind: number, ask: How deep?, applies: pond}
  soil: {kind: choice, choices: [clay, sand], ask: Which?, applies: pond}
  reeds: {kind: boolean, ask: Any reeds?, applies: pond}
  wind: {kind: number, ask: How strong?}
  planted: {kind: date, ask: When?}
  cut: {kind: date, ask: When?}
  note: {kind: text, ask: What?}
  age: {kind: number, unit: days, compute: days_since(planted)}
  older: {kind: number, compute: age + 3}
  span: {kind: number, compute: "days_between(planted, cut)"}
  least: {kind: number, compute: "min(wind, age)"}
  wet: {kind: boolean}
topics:
  garden: {title: The garden, applies: wind < 12}
rules:
  wets: {when: pond, conclude: {wet: true}, source: notes/all}
"""


def telling(hole: str, when: str, more: str = "") -> str:
    say = f"advise: {{topic: garden, verdict: do, say: Dig., because: 'It is <{hole}>.'}}"
    return FACTS + f"  dig:\n    when: {when}\n    source: notes/all\n    {say}\n" + more


@pytest.mark.parametrize(
    ("hole", "when"),
    [
        ("wind", "wind > 3"),
        ("wind", "pond"),  # the topic compares it
        ("depth", "depth > 3"),
        ("depth", "depth > 3 or depth < 1"),
        ("depth", "not (depth > 3) and pond and depth < 99"),
        ("soil", "soil == clay"),
        ("reeds", "not reeds"),
        ("wet", "wet"),
        ("age", "age > 3"),
        ("planted", "age > 3"),
        ("age", "'planted > date(\"2026-01-01\")'"),
        ("older", "age > 3"),
        ("age", "older > 3"),
        ("span", "span > 3"),
        ("cut", "span > 3"),
        ("span", "'age > 3 and cut > date(\"2026-01-01\")'"),
        ("least", "least > 3"),
        ("note", "note == 'x' and pond"),
        ("note", "note != 'x'"),
    ],
)
def test_a_text_may_hold_a_value_that_is_known_wherever_its_rule_holds(hole: str, when: str) -> None:
    assert "dig" in garden(telling(hole, when)).rules


@pytest.mark.parametrize(
    ("hole", "when"),
    [
        ("age", "pond"),
        ("age", "pond or age > 3"),
        ("depth", "not (depth > 3)"),
        ("depth", "depth != 3"),
        ("soil", "soil != clay"),
        ("pond", "wet"),
        ("span", "age > 3"),
        ("least", "wind > 3"),
        ("age", "least > 3"),
        ("planted", "least > 3"),
        ("wet", "pond"),
    ],
)
def test_a_text_may_hold_no_value_that_may_be_unknown_where_its_rule_holds(hole: str, when: str) -> None:
    (problem,) = problems(telling(hole, when))
    assert (problem.code, problem.message) == ("open-hole", f"'{hole}' may be unknown where 'dig' holds")
    assert problem.excerpt[problem.position.column - 1 :].startswith(f"<{hole}>")


def test_what_a_topic_says_otherwise_holds_only_what_its_own_condition_makes_known() -> None:
    text = FACTS.replace(
        "applies: wind < 12",
        "applies: wind < 12, otherwise: [{act: rest, verdict: may, say: '<wind> <age>', source: notes/all}]",
    )
    assert [problem.message for problem in problems(text)] == [
        "'age' may be unknown where 'garden.rest.otherwise' holds"
    ]


DERIVED = """
facts:
  rain: {{kind: boolean, ask: Does it rain?}}
  wind: {{kind: number, ask: How strong?}}
  level: {{kind: {kind}{more}}}
rules:
  low: {{when: {low}, conclude: {{level: {a}}}, source: notes/all}}
  high: {{when: {high}, conclude: {{level: {b}}}, source: notes/all}}
"""


def derived(low: str, high: str, kind: str = "choice, choices: [low, high]", more: str = "") -> str:
    a, b = ("1", "2") if kind == "number" else ("low", "high")
    return DERIVED.format(low=low, high=high, kind=kind, more=more, a=a, b=b)


@pytest.mark.parametrize(
    ("low", "high"), [("rain", "not rain"), ("wind < 3", "wind >= 3"), ("rain or wind < 3", "not rain or wind >= 3")]
)
def test_a_choice_that_rules_conclude_in_every_case_needs_no_otherwise(low: str, high: str) -> None:
    assert garden(derived(low, high)).facts["level"].otherwise is None
    assert garden(derived(low, high, "number")).facts["level"].derived


def test_a_choice_that_rules_leave_open_in_some_case_needs_an_otherwise() -> None:
    assert codes(derived("wind < 3", "wind > 3")) == ["no-otherwise"]
    assert codes(derived("rain", "not rain and wind < 3", "number")) == ["no-otherwise"]
    assert garden(derived("wind < 3", "wind > 3", more=", otherwise: low")).facts["level"].otherwise == "low"
    assert garden(derived("wind < 3", "wind > 3", more=", otherwise: unknown")).facts["level"].otherwise == "unknown"


def test_whether_a_choice_is_always_concluded_is_not_asked_while_a_rule_for_it_cannot_be_read() -> None:
    assert codes(derived("wind < 3", "wind >")) == ["bad-condition"]


def test_a_proof_that_every_case_is_concluded_is_given_up_where_it_grows_too_large() -> None:
    facts = "".join(f"  {letter}{n}: {{kind: boolean, ask: Is it?}}\n" for letter in "ab" for n in range(30))
    low = " or ".join(f"(a{n} and b{n})" for n in range(30))
    assert codes(derived(low, "rain").replace("rules:", f"{facts}rules:")) == ["no-otherwise"]


def test_what_a_derived_fact_is_when_all_its_rules_are_false() -> None:
    facts = garden("""
    facts:
      rain: {kind: boolean, ask: Does it rain?}
      a: {kind: boolean}
      b: {kind: boolean, otherwise: unknown}
      c: {kind: boolean, otherwise: true}
      d: {kind: choice, choices: [x, y], otherwise: x}
      e: {kind: choice, choices: [x, y], otherwise: unknown}
    rules:
      a: {when: rain, conclude: {a: true}, source: notes/all}
      b: {when: rain, conclude: {b: true}, source: notes/all}
      c: {when: rain, conclude: {c: true}, source: notes/all}
      d: {when: rain, conclude: {d: y}, source: notes/all}
      e: {when: rain, conclude: {e: y}, source: notes/all}
    """).facts
    assert [default_of(facts[name]) for name in "abcde"] == [False, None, True, "x", None]


def test_the_facts_of_clauses_are_those_told_or_derived_behind_their_levels() -> None:
    rulebase = garden(telling("wind", "span > 3 and older > 2 and wet and wind > 3"))
    assert facts_of(rulebase.rules["dig"].clauses, rulebase.levels) == {"planted", "cut", "wet", "wind"}


def test_presumptions_on_what_a_safety_rule_reads_are_told_also_through_derived_facts() -> None:
    text = """
    facts:
      rain: {kind: boolean, ask: Does it rain?, presume: false}
      wind: {kind: number, ask: How strong?, presume: 3}
      wet: {kind: boolean}
    topics: {garden: {title: The garden}}
    rules:
      wets: {when: rain, conclude: {wet: true}, source: notes/all}
      stay: {when: wet, safety: true, advise: {topic: garden, verdict: dont, say: No.}, source: notes/all}
      go: {when: wind < 3, advise: {topic: garden, verdict: may, say: Go.}, source: notes/all}
    """
    assert [problem.message for problem in problems(text)] == ["the safety rule 'stay' reads 'rain', which is presumed"]


def test_a_fact_without_a_question_is_told_once_and_not_where_its_key_is_misspelt() -> None:
    assert codes("facts: {rain: {kind: boolean}}") == ["no-question"]
    assert codes("facts: {rain: {kind: boolean, aske: Does it rain?}}") == ["unknown-key"]
