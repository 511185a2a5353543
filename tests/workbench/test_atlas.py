"""The atlas leads from each thing to what has to do with it."""

from __future__ import annotations

import pytest

from advisor import Advisor, loads
from advisor.errors import Position
from advisor.rulebase.model import Advice
from advisor.workbench import checks
from advisor.workbench.atlas import Key, Shown, atlas_of
from advisor.workbench.bench import Bench
from advisor.workbench.findings import Finding
from tests.gardens import HEAD
from tests.shelters import HOUSE

GARDEN = atlas_of(Advisor.load("examples/garden", engine="indexed"))


def test_rules_are_gathered_by_act_and_what_is_otherwise_comes_last() -> None:
    acts = GARDEN.acts["watering"]
    assert {act: [rule.name for rule in rules] for act, rules in acts.items()} == {
        "water": ["water-dry-soil", "rain-waters", "never-before-frost", "watering.water.otherwise"],
        "next_time": ["enough-for-now"],
    }


def test_every_rule_of_breakup_stands_in_one_place() -> None:
    atlas = atlas_of(Advisor.load("breakup", engine="indexed"))
    advising = [rule.name for acts in atlas.acts.values() for rules in acts.values() for rule in rules]
    concluding = [rule.name for rules in atlas.concluding.values() for rule in rules]
    assert sorted([*advising, *concluding]) == sorted(atlas.rulebase.rules)
    assert all(isinstance(atlas.rulebase.rules[name].then, Advice) for name in advising)


def test_a_fact_knows_what_names_it() -> None:
    assert GARDEN.readers["watered_on"] == (Key("fact", "days_since_watering"), Key("plan", "dry_days"))
    assert GARDEN.readers["days_since_watering"] == (
        Key("rule", "dry-after-four-days"),
        Key("rule", "enough-for-now"),
    )
    assert GARDEN.readers["rain_expected"] == (Key("rule", "rain-waters"), Key("plan", "dry_days"))


def test_a_section_knows_what_cites_it() -> None:
    assert GARDEN.citing["handbook/frost"] == (Key("rule", "never-before-frost"),)
    assert Key("plan", "dry_days") in GARDEN.citing["handbook/watering"]


def test_scenarios_that_pass_show_rules_both_ways_and_one_that_fails_shows_nothing() -> None:
    number = [scenario.title for scenario in GARDEN.rulebase.scenarios].index("a frosty night")
    assert number in GARDEN.shown["never-before-frost"].advised
    assert number in GARDEN.shown["water-dry-soil"].withheld
    wrong = """
        facts: {wet: {kind: boolean, ask: Wet?}}
        topics: {path: {title: The path}}
        rules: {sweep: {when: wet, advise: {topic: path, verdict: do, say: Sweep.}, source: notes/all}}
        scenarios: {a puddle: {given: {wet: true}, advises: {path: {path: dont}}}}
    """
    failed = atlas_of(Advisor(loads(HEAD + wrong.replace("\n        ", "\n")), engine="plain"))
    assert not failed.trials[0].passed
    assert failed.shown["sweep"] == Shown()


def test_a_rule_knows_the_flags_that_silence_it_alone_and_not_those_that_silence_all() -> None:
    atlas = atlas_of(Advisor(loads(HOUSE), engine="plain"))
    assert atlas.silencing == {"run": ("cracks",), "stop": ("cracks",), "wait": ("shared",)}


def finding(place: Position) -> Finding:
    return Finding("unused-cue", "note", "It is so.", place, "Change it.")


@pytest.mark.parametrize(
    ("line", "column", "key"),
    [
        ("  frost:", 3, Key("fact", "frost")),
        ("    ask: Is frost expected tonight?", 10, Key("fact", "frost")),
        ("  watering:", 3, Key("topic", "watering")),
        ("    when: frost", 11, Key("rule", "never-before-frost")),
        ("    from: watered_on", 11, Key("plan", "dry_days")),
        ("    given: {frost: true, rain_expected: false}", 12, Key("scenario", "2")),
        ("      frost: When it freezes", 7, Key("source", "handbook")),
        ("words:", 1, None),
        ("  plants: [plants, garden, flower bed, tomatoes]", 12, None),
        ("name: garden", 7, None),
    ],
)
def test_a_finding_belongs_to_the_thing_in_which_it_lies(line: str, column: int, key: Key | None) -> None:
    file = GARDEN.rulebase.rules["rain-waters"].position.file
    with open(file, encoding="utf-8") as text:  # noqa: PTH123 - the name that stands in places
        lines = text.read().splitlines()
    found = atlas_of(
        Advisor(GARDEN.rulebase, engine="indexed"), [finding(Position(file, lines.index(line) + 1, column))]
    )
    assert found.subjects == (key,)
    assert found.about == ({key: (0,)} if key else {})


def test_what_lies_in_another_file_is_at_nothing() -> None:
    advisor = Advisor(GARDEN.rulebase, engine="indexed")
    assert atlas_of(advisor, [finding(Position("zoo/a.yaml", 3, 9))]).subjects == (None,)


def test_the_findings_of_a_check_on_breakup_are_all_at_something_or_in_a_word_list() -> None:
    advisor = Advisor.load("breakup", engine="indexed")
    found = checks.run(Bench(advisor, "breakup", quick=True))
    atlas = atlas_of(advisor, found)
    lost = {one.code for one, key in zip(found, atlas.subjects) if key is None}
    assert lost <= {"unused-words"}
