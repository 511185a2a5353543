"""A review finds what a change does to those who ask, those who call from code, and those who extend."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from advisor import Advisor, UnknownName, loads
from advisor.conversation.record import Record
from advisor.workbench.differences import Change, Differences, Part
from advisor.workbench.review import review
from tests.camps import CAMP, camp

if TYPE_CHECKING:
    from advisor.rulebase.care import Flag

DAY = datetime.date(2026, 1, 15)


def held(*pairs: tuple[str, str], **more: object) -> Differences:
    return review(camp(), camp(*pairs), today=DAY, **more)  # type: ignore[arg-type]


def the(found: Differences, sort: str, on: str) -> Change:
    (one,) = (one for one in found.changes if (one.sort, one.on) == (sort, on))
    return one


def turns(found: Differences) -> set[tuple[str, str]]:
    return {(one.sort, one.on) for one in found.changes}


def parts(found: Differences, kind: str) -> list[tuple[str, str, str, str]]:
    return [(one.name, one.sort, one.term, one.level) for one in found.parts if one.kind == kind]


# --- advice


def test_a_threshold_that_moves_is_told_with_the_smallest_situation_between() -> None:
    found = held(("wind >= 50", "wind >= 40"))
    change = the(found, "reverses", "sleep.sleep")
    assert dict(change.example) == {"rain": False, "wind": 40, "tent": True}
    assert (change.before.verdicts, change.before.rules) == (("do",), ("out",))
    assert (change.now.verdicts, change.now.rules) == (("dont",), ("storm",))
    assert turns(found) == {("reverses", "sleep.sleep"), ("appears", "sleep.sleep")}


def test_another_verdict_that_leans_the_same_way_is_a_gentle_change() -> None:
    assert the(held(("verdict: dont, say: Go", "verdict: wait, say: Go")), "changes", "sleep.sleep").level == "minor"


def test_advice_that_only_informs_where_it_advised_is_a_loss() -> None:
    assert the(held(("verdict: dont, say: Go", "verdict: know, say: Go")), "changes", "sleep.sleep").level == "major"


def test_an_override_taken_out_lets_rules_be_at_odds() -> None:
    change = the(held(("    overrides: [out]\n", "")), "conflict appears", "sleep.sleep")
    assert (change.level, change.now.verdicts, change.now.rules) == ("major", ("conflict",), ("out", "storm"))


def test_other_words_are_a_patch_and_are_quoted() -> None:
    found = held(("Air is good.", "Air does good."))
    change = the(found, "worded", "sleep.sleep")
    assert (found.level, change.aspects) == ("patch", ("because",))
    assert (change.before.words, change.now.words) == (("Air is good.",), ("Air does good.",))


def test_another_source_of_the_same_words_is_a_patch() -> None:
    assert the(held(("book/wind", "book/all")), "worded", "sleep.sleep").aspects == ("source",)


def test_a_rule_of_another_name_is_no_difference_in_meaning_but_is_gone_for_who_named_it() -> None:
    found = held(("  storm:", "  gale:"))
    assert found.changes == ()
    assert [one for one in found.parts if one.kind == "rule"] == [Part("rule", "storm", "renamed", "major", now="gale")]


def test_a_rule_that_was_split_is_no_difference_in_meaning() -> None:
    fire = "advise: {topic: fire, verdict: dont, say: Light no fire.}, source: book/all}"
    whole = f"no-fire: {{when: wind >= 30, {fire}"
    split = f"gusty: {{when: wind >= 30 and wind < 60, {fire}\n  gale: {{when: wind >= 60, {fire}"
    found = held((whole, split))
    assert found.changes == ()
    assert [(one.name, one.now) for one in found.parts if one.kind == "rule"] == [("no-fire", "gale, gusty")]


def test_a_rule_that_another_of_the_same_words_stands_in_for_is_only_gone() -> None:
    advice = "advise: {topic: fire, verdict: dont, say: Light no fire.}, source: book/all}"
    extra = f"  no-fire-in-storms: {{when: wind >= 80, {advice}\n"
    more = camp(("  fire:\n    when", extra + "  fire:\n    when"))
    found = review(more, camp(), today=DAY)
    assert found.changes == ()
    assert parts(found, "rule") == [("no-fire-in-storms", "gone", "", "major")]


def test_a_change_that_only_touches_an_unread_part_of_a_condition_is_no_difference() -> None:
    found = held(("when: ground == sand and wind < 30", "when: wind < 30 and not ground in [grass, rock]"))
    assert (found.level, found.same) == ("none", False)


def test_a_topic_and_a_fact_of_one_name_are_both_compared() -> None:
    named = (("  fire: {title", "  wet: {title"), ("topic: fire,", "topic: wet,"))
    scenarios = ("advises: {fire: {fire:", "advises: {wet: {wet:")
    old = camp(*named, scenarios)
    new = camp(*named, scenarios, ("wind >= 30", "wind >= 31"), ("{wet: true}", "{wet: false}"))
    assert {("disappears", "wet.wet"), ("changes", "wet")} <= turns(review(old, new, today=DAY))


# --- facts


def test_a_fact_of_another_name_is_compared_as_the_same() -> None:
    found = held(("wind: {", "gale: {"), ("wind >=", "gale >="), ("wind <", "gale <"), ("{wind: ", "{gale: "))
    assert found.changes == ()
    assert [(one.name, one.now, one.level) for one in found.parts if one.kind == "fact"] == [("wind", "gale", "major")]


def test_a_derived_fact_of_another_name_is_compared_as_the_same() -> None:
    found = held(("wet: {kind", "damp: {kind"), ("{wet: true}", "{damp: true}"), ("not wet", "not damp"))
    assert found.changes == ()
    assert [(one.name, one.now) for one in found.parts if one.kind == "fact"] == [("wet", "damp")]


def test_a_choice_that_is_added_opens_situations_and_says_what_is_advised_there() -> None:
    choices = "[sand, grass, rock]", "[sand, grass, rock, mud]"
    found = held(choices, ("when: ground == sand and wind < 30", 'when: "ground in [sand, mud] and wind < 30"'))
    assert found.changes == ()
    assert [(r.sort, dict(r.example)) for r in found.rooms if "fire" in r.topics] == [
        ("possible", {"wind": 0, "ground": "mud"})
    ]
    assert found.rooms[-1].said == (("fire.fire", "may"),)
    assert (found.level, parts(found, "choice")) == ("minor", [("ground == mud", "added", "", "minor")])


def test_a_choice_that_is_gone_is_major() -> None:
    found = review(camp(("[sand, grass, rock]", "[sand, grass, rock, mud]")), camp(), today=DAY)
    assert parts(found, "choice") == [("ground == mud", "gone", "", "major")]
    assert {(room.sort, room.level) for room in found.rooms} == {("impossible", "major")}


def test_narrower_bounds_close_situations_and_wider_ones_open_them() -> None:
    narrower = held(("max: 200", "max: 100"))
    assert {(r.sort, dict(r.example)["wind"]) for r in narrower.rooms} == {("impossible", 101)}
    assert parts(narrower, "fact") == [("wind", "changed", "max", "major")]
    wider = held(("max: 200", "max: 300"))
    assert {(r.sort, dict(r.example)["wind"]) for r in wider.rooms} == {("possible", 201)}
    assert wider.level == "minor"


def test_a_combination_called_impossible_closes_situations() -> None:
    found = held(("rain and ground == rock", "rain and wind >= 50 and tent"))
    assert ("impossible", {"rain": True, "wind": 50, "tent": True}) in [(r.sort, dict(r.example)) for r in found.rooms]
    assert any(room.sort == "possible" and dict(room.example)["ground"] == "rock" for room in found.rooms)


def test_where_a_fact_applies_elsewhere_what_does_not_apply_is_read_as_that() -> None:
    found = held(("applies: rain", "applies: ground == sand"))
    appears = the(found, "appears", "sleep.trench")
    assert dict(appears.example) == {"rain": False, "depth": 4, "age": 0}
    assert parts(found, "fact") == [("depth", "changed", "applies", "minor")]


def test_a_fact_of_another_kind_is_not_compared_over_and_the_scenarios_are_asked() -> None:
    kind = "kind: choice, choices: [sand, grass, rock], ask", "kind: text, ask"
    narrower = "ground == sand and wind < 30", "ground == 'sand' and wind < 5"
    found = held(kind, ("ground == rock", "wind > 150"), narrower)
    assert {(one.name, one.apart) for one in found.undecided} >= {("sleep", ("ground",)), ("fire", ("ground",))}
    assert (the(found, "disappears", "fire.fire").seen, found.level) == ("calm", "major")


def test_a_computed_fact_with_another_formula_is_compared_and_told_by_what_both_know() -> None:
    found = held(("days_since(dug)", "days_since(dug) + 3"))
    assert dict(the(found, "appears", "sleep.trench").example) == {"rain": False, "dug": datetime.date(2026, 1, 7)}


def test_what_need_not_be_told_and_has_to_be_is_major() -> None:
    found = held((", presume: true", ""))
    assert (found.changes, found.level) == ((), "major")


def test_another_presumption_changes_what_is_advised_to_who_does_not_tell() -> None:
    found = held(("presume: true", "presume: false"))
    change = the(found, "disappears", "sleep.sleep")
    assert (change.assuming, dict(change.example)) == ("tent", {"rain": False, "wind": 0})
    for advisor, verdicts in ((camp(), ["do"]), (camp(("presume: true", "presume: false")), [])):
        outcome = advisor.decide(change.example, topics=["sleep"], today=DAY)
        assert [one.advice.verdict for one in outcome.concluded] == verdicts


# --- what else there is


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("urgency: boundary", "urgency: urgent", ("flag", "ill", "urgency", "major")),
        ("suspends: [old-trench]", "suspends: [old-trench, deep]", ("flag", "ill", "suspends", "major")),
        ("See a doctor.", "Go to a doctor.", ("flag", "ill", "words", "patch")),
        ("title: A fire,", "title: A small fire,", ("topic", "fire", "title", "patch")),
        ("How deep is the water?", "How deep?", ("fact", "depth", "words", "patch")),
        ("past: true, ask", "ask", ("fact", "dug", "past", "minor")),
        ("min: 0, ", "", ("fact", "wind", "min", "minor")),
        ("name: camp", "name: camps", ("name", "camp", "name", "major")),
        ("On wind", "On winds", ("source", "book", "", "patch")),
    ],
)
def test_a_part_that_changed_is_told_with_how_far_that_goes(old: str, new: str, wanted: tuple[str, ...]) -> None:
    found = held((old, new))
    assert wanted in [(one.kind, one.name, one.term, one.level) for one in found.parts]
    assert found.level == wanted[-1]


def test_what_a_message_is_understood_as_is_held_against_what_it_was() -> None:
    found = held(("[sleep out]", "[stay outside]"))
    (heard,) = found.heard
    assert (heard.text, heard.before["about"], "about" in heard.now) == ("Can I sleep out?", "sleep", False)
    assert [(one.where, one.added, one.gone) for one in found.counts] == [("topic sleep", 1, 1)]
    assert found.level == "minor"


def test_messages_beside_the_rulebases_are_read_by_both() -> None:
    pairs = (("[light a fire]", "[light a fire, make a fire]"),)
    found = review(camp(), camp(*pairs), messages=["May I make a fire?"], today=DAY)
    assert [one.text for one in found.heard] == ["May I make a fire?"]


def test_scenarios_that_differ_are_counted_and_are_a_patch() -> None:
    found = held(("  windy: {given: {wind: 60", "  windy: {given: {wind: 70"), ("  calm:", "  quiet:"))
    (count,) = found.counts
    assert (count.kind, count.added, count.gone, count.changed, found.level) == ("scenario", 1, 1, 1, "patch")


def test_a_record_is_decided_by_both_and_what_differs_has_its_cause() -> None:
    facts = {"wind": 45, "rain": False, "tent": True}
    record = Record.of_reply(camp().ask("Can I sleep out?", facts=facts, today=DAY))
    found = held(("wind >= 50", "wind >= 40"), records={"talk.json": record})
    (one,) = found.records
    (divergence,) = one.replayed.divergences
    assert (one.place, divergence.sort, divergence.on) == ("talk.json", "reversed", "sleep.sleep")
    assert ("condition", "storm") in [(cause.sort, cause.name) for cause in divergence.causes]


def test_a_record_of_another_time_is_held_against_the_older_of_the_two_and_not_against_itself() -> None:
    facts = {"wind": 45, "rain": False, "tent": True}
    earlier = camp(("wind >= 50", "wind >= 40"))
    record = Record.of_reply(earlier.ask("Can I sleep out?", facts=facts, today=DAY))
    found = review(camp(), camp(), records={"talk.json": record}, today=DAY)
    assert found.records[0].replayed.same


def test_a_topic_that_is_too_large_is_left_to_the_scenarios_and_said_to_be() -> None:
    found = review(camp(), camp(("wind >= 30", "wind >= 70")), budget=20, today=DAY)
    assert {"sleep", "fire"} <= {one.name for one in found.undecided}
    assert the(found, "disappears", "fire.fire").seen == "windy"


def test_one_topic_alone_is_looked_at_without_a_word_on_the_version() -> None:
    found = held(("wind >= 50", "wind >= 40"), ("title: A fire,", "title: A small fire,"), topic="sleep")
    assert {one.on.partition(".")[0] for one in found.changes} == {"sleep"}
    assert (found.parts, found.counts, found.enough) == ((), (), True)
    assert held(("wind >= 50", "wind >= 40"), topic="fire").level == "none"


def test_one_topic_that_only_one_of_the_two_has_is_told_to_be_added_or_gone() -> None:
    tide = ("  fire: {title", "  tide: {title: The tide}\n  fire: {title")
    found = held(tide, topic="tide")
    assert (parts(found, "topic"), found.level) == ([("tide", "added", "", "minor")], "minor")
    assert review(camp(tide), camp(), topic="tide").level == "major"


def test_a_topic_that_neither_has_is_refused() -> None:
    with pytest.raises(UnknownName, match="sleep"):
        held(topic="slep")


def test_the_order_of_the_files_is_no_difference() -> None:
    head, rules = CAMP.split("rules:\n")
    body, rest = rules.split("never:")
    again = Advisor(loads(f"{head}never:{rest}rules:\n{body}"), engine="indexed")
    found = review(camp(), again, today=DAY)
    assert (found.level, found.same) == ("none", False)


def test_the_reasons_begin_with_what_goes_farthest() -> None:
    found = held(("wind >= 50", "wind >= 40"), ("title: A fire,", "title: A small fire,"))
    levels = [one.level for one in found.reasons]
    assert levels == sorted(levels, key=["major", "minor", "patch"].index)
    assert replace(found, changes=(), parts=()).level == "none"


def test_a_plan_that_counts_otherwise_is_minor_and_one_told_otherwise_a_patch() -> None:
    plan = ("never:\n", "plans: {dry: {title: Dry days, from: dug, length: 4 days, source: book/all}}\nnever:\n")
    longer, called = ((*plan[:1], plan[1].replace(*pair)) for pair in (("4 days", "5 days"), ("Dry days", "Days dry")))
    found = review(camp(plan), camp(longer), today=DAY)
    assert (parts(found, "plan"), found.level) == ([("dry", "changed", "length", "minor")], "minor")
    assert parts(review(camp(plan), camp(called), today=DAY), "plan") == [("dry", "changed", "words", "patch")]


def test_helplines_are_counted_by_country_and_are_a_patch() -> None:
    old = Advisor.load("breakup", engine="indexed")
    care, country = old.rulebase.care, old.rulebase.care.resources[0].country
    moved = care.resources[1]._replace(hours="never")
    assert moved.country == country
    new = Advisor(replace(old.rulebase, care=care._replace(resources=(moved, *care.resources[2:]))), engine="indexed")
    found = review(old, new)
    (count,) = found.counts
    assert (count.kind, count.where, count.added, count.gone, count.changed) == ("helpline", country, 0, 1, 1)
    assert (found.level, found.parts, found.changes) == ("patch", (), ())


def test_a_flag_whose_questions_lead_elsewhere_is_minor() -> None:
    old = Advisor.load("breakup", engine="indexed")
    name, flag = next((name, flag) for name, flag in old.rulebase.flags.items() if flag.checks)
    flags = {**old.rulebase.flags, name: replace_checks(flag)}
    found = review(old, Advisor(replace(old.rulebase, flags=flags), engine="indexed"))
    assert parts(found, "flag") == [(name, "changed", "checks", "minor")]


def replace_checks(flag: Flag) -> Flag:
    first, *rest = flag.checks
    return flag._replace(checks=(first._replace(unsure=flag.name if first.unsure != flag.name else ""), *rest))


def test_a_scenario_that_cannot_be_told_to_both_shows_nothing() -> None:
    kind = "kind: choice, choices: [sand, grass, rock], ask", "kind: number, ask"
    numbers = (("ground == rock", "ground > 3"), ("ground == sand", "ground == 1"), ("ground: sand", "ground: 1"))
    found = held(kind, *numbers)
    assert {one.name for one in found.undecided} >= {"sleep", "fire"}
    assert found.changes == ()
