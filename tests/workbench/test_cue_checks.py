"""What example messages show of cues: each finding is brought about, and a rulebase without fault has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor import Advisor, loads
from advisor.errors import Position
from advisor.workbench import checks
from advisor.workbench.bench import Bench
from advisor.workbench.trials import Message

if TYPE_CHECKING:
    from advisor.workbench.findings import Finding

CUES = ("claimed-twice", "fires-on-counterexample", "misunderstood-example", "no-false-form", "unused-cue")

SHED = """
name: shed
domain: [{cue: bicycle, weight: 1}]
facts:
  flat:
    kind: boolean
    ask: Is the tyre flat?
    said: {true: [the tyre is flat], false: [the tyre holds]}
topics:
  tyres:
    title: Tyres
    asked: [mend a tyre]
    examples: [How do I mend a tyre? The tyre is flat., "The tyre holds. Do I mend a tyre?"]
  chain:
    title: The chain
    asked: [oil the chain]
    examples: [Should I oil the chain?]
    counterexamples: [Where do I lock my bicycle?]
not_covered:
  theft: {title: Theft, asked: [stolen], examples: [My bicycle was stolen.]}
"""


def found(*changes: tuple[str, str], beside: tuple[Message, ...] = (), own: str = "") -> list[Finding]:
    text = SHED
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return list(checks.run(Bench(Advisor(loads(text), "plain"), own, beside), only=CUES))


def line_of(text: str, shown: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if shown in line)


def test_a_rulebase_whose_examples_show_every_cue_has_no_findings() -> None:
    assert found() == []


def test_a_cue_that_fires_on_no_message_is_a_note_at_its_place() -> None:
    (one,) = found(("[mend a tyre]", "[mend a tyre, pump it up]"))
    assert (one.code, one.severity) == ("unused-cue", "note")
    assert one.message == "'pump it up' (topic tyres) fires on no example message"
    assert one.position == Position("text", line_of(SHED, "[mend a tyre]"), 26)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("[the tyre holds]", "[the tyre holds, still firm]"), "'still firm' (fact flat: false)"),
        (("[stolen]", "[stolen, was taken]"), "'was taken' (subject theft)"),
    ],
)
def test_cues_of_facts_and_subjects_are_looked_at_as_well(change: tuple[str, str], told: str) -> None:
    (one,) = found(change)
    assert one.code == "unused-cue"
    assert told in one.message


def test_a_cue_of_a_flag_needs_no_message_as_danger_is_not_waited_for() -> None:
    assert found(("not_covered:", "flags: {hurt: {said: [i am bleeding], say: Stop.}}\nnot_covered:")) == []


def test_a_cue_is_used_by_a_scenario_a_counterexample_or_a_message_beside() -> None:
    more = ("[mend a tyre]", "[mend a tyre, pump it up]")
    scenario = ("not_covered:", "scenarios: {pump: {say: Can I pump it up?}}\nnot_covered:")
    assert found(more, scenario) == []
    assert found(more, ("Where do I lock", "Shall I pump it up or lock")) == []
    assert found(more, beside=(Message("Can I pump it up?", "tyres", Position("shed/examples/a.yaml", 1, 3)),)) == []


def test_an_example_that_two_topics_claim_names_both_and_their_cues() -> None:
    (one,) = found(("[Should I oil the chain?]", "[Should I oil the chain?, I oil the chain and mend a tyre]"))
    assert (one.code, one.severity) == ("claimed-twice", "warning")
    assert "by chain ('oil the chain') and tyres ('mend a tyre')" in one.message


def test_an_example_that_a_topic_and_a_subject_claim_is_found_beside_the_rulebase_too() -> None:
    at = Position("shed/examples/all.yaml", 4, 5)
    message = Message("mend a tyre or was it stolen", "tyres", at)
    assert [one.code for one in found(("[stolen]", "[{cue: stolen, weight: 2}]"), beside=(message,))] == [
        "claimed-twice"
    ]
    assert [one.position for one in found(("[stolen]", "[{cue: stolen, weight: 2}]"), beside=(message,))] == [at]


def test_a_claim_that_is_much_weaker_is_no_finding() -> None:
    changed = ("[oil the chain]", "[{cue: oil the chain, weight: 3}]")
    assert found(changed, ("[Should I oil the chain?]", "[I oil the chain and mend a tyre]")) == []


def test_messages_that_are_about_no_topic_or_subject_are_claimed_by_nobody() -> None:
    at = Position("shed/examples/all.yaml", 4, 5)
    assert found(beside=(Message("I oil the chain and mend a tyre", "off_topic", at),)) == []


def test_a_fact_that_can_only_be_told_to_be_so_is_a_note() -> None:
    (one,) = found((", false: [the tyre holds]", ""))
    assert (one.code, one.severity) == ("no-false-form", "note")
    assert one.position.line == line_of(SHED, "  flat:")


def test_a_fact_without_phrases_or_concluded_by_rules_needs_no_false_form() -> None:
    concluded = "  old: {kind: boolean, ask: Is it old?}\n  worn: {kind: boolean}\ntopics:"
    rules = "rules: {w: {when: old, conclude: {worn: true}, source: s/a}}\nnot_covered:"
    source = ("name: shed", "name: shed\nsources: {s: {title: S, sections: {a: A}}}")
    assert found(("topics:", concluded), ("not_covered:", rules), source) == []


def test_a_cue_that_fires_on_a_counterexample_of_its_topic_is_a_warning_at_the_cue() -> None:
    weak = ("[oil the chain]", "[oil the chain, {cue: bicycle, weight: 0.1}]")
    every = found(weak, ("[Where do I lock my bicycle?]", "[My bicycle was stolen and mend a tyre and mend a tyre]"))
    first = next(one for one in every if one.code == "fires-on-counterexample")
    assert first.severity == "warning"
    assert first.message.startswith("'bicycle' of chain fires on its counterexample")
    assert first.position.line == line_of(SHED, "[oil the chain]")


def test_a_cue_that_is_denied_in_a_counterexample_does_not_fire_on_it() -> None:
    codes = {one.code for one in found(("[Where do I lock my bicycle?]", "[I did not oil the chain of my bicycle.]"))}
    assert "fires-on-counterexample" not in codes


def test_an_example_that_is_taken_as_something_else_is_a_warning() -> None:
    (one,) = found(("[Should I oil the chain?]", "[Should I oil the chain?, Is it raining in Rome?]"))
    assert (one.code, one.severity) == ("misunderstood-example", "warning")
    assert one.message == '"Is it raining in Rome?" is an example of chain, and is taken as off_topic'


def test_a_counterexample_that_is_answered_with_its_topic_is_a_warning() -> None:
    codes = [one.code for one in found(("[Where do I lock my bicycle?]", "[Can I oil the chain of my watch?]"))]
    assert codes == ["fires-on-counterexample", "misunderstood-example"]


def test_without_example_messages_nothing_is_found() -> None:
    bare = "name: bare\ntopics: {tyres: {title: Tyres, asked: [mend a tyre]}}\n"
    assert checks.run(Bench(Advisor(loads(bare), "plain")), only=CUES) == ()


def test_only_what_lies_in_the_place_named_is_judged() -> None:
    fault = ("[mend a tyre]", "[mend a tyre, pump it up]")
    assert found(fault, own="elsewhere") == []
    assert len(found(fault, own="text")) == 1


def test_every_code_is_brought_about_here_with_its_severity_and_remedy() -> None:
    counter = ("[Where do I lock my bicycle?]", "[Can I oil the chain of my watch?]")
    twice = ("[Should I oil the chain?]", "[Should I oil the chain?, I oil the chain and mend a tyre]")
    every = found(counter, twice, (", false: [the tyre holds]", ""), ("[stolen]", "[stolen, was taken]"))
    assert {one.code for one in every} == set(CUES)
    assert all((one.severity, one.remedy) == checks.named(one.code)[1:3] for one in every)
    assert [one.severity for one in every] == sorted((one.severity for one in every), reverse=True)


def test_a_long_message_is_cut_where_it_is_named() -> None:
    (one,) = found(("[Should I oil the chain?]", f"[Should I oil the chain?, {'rain ' * 40}]"))
    assert "…" in one.message
    assert len(one.message) < 130


def test_a_message_beside_is_for_learning_and_is_not_judged_for_how_it_is_understood() -> None:
    at = Position("shed/examples/all.yaml", 4, 5)
    assert found(beside=(Message("Is it raining in Rome?", "tyres", at),)) == []


def test_a_quick_check_reads_no_messages() -> None:
    text = SHED.replace("[mend a tyre]", "[mend a tyre, pump it up]").replace(", false: [the tyre holds]", "")
    advisor = Advisor(loads(text), "plain")
    codes = {one.code for one in checks.run(Bench(advisor, quick=True), only=CUES)}
    assert codes == {"no-false-form"}
