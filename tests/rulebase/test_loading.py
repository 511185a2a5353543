"""Loading: a Rulebase that holds what the files say, whatever the order in which they say it."""

from __future__ import annotations

import dataclasses
import datetime
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import Position
from advisor.rulebase import files
from advisor.rulebase.clauses import ALWAYS, Test
from advisor.rulebase.loading import load, loads
from advisor.rulebase.model import Advice, Conclusion, DatedPlan, Phrase, Rulebase
from tests.gardens import bare, garden

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / "examples" / "garden" / "rulebase.yaml").read_text(encoding="utf-8")

WHOLE = """\
name: garden
title: The garden
version: "1.2"
language: en-GB
notice: Feel the soil.
classes: [bed]
sources:
  notes: {title: Our notes, author: A gardener, date: "2026", url: "a.example", note: By hand., sections: {all: All}}
words: {bed: [bed, border]}
facts:
  rain:
    kind: boolean
    ask: Does it rain?
    presume: false
    lasts: occasion
    said: {true: [it rains, {cue: wet, unless: [paint]}], false: [it is dry]}
    shown: {"true": it rains, "false": it does not rain}
  soil: {kind: choice, choices: [clay, sand], ask: What soil?, said: {clay: [clay]}, shown: {clay: the soil is clay}}
  wind: {kind: number, unit: knots, min: 0, max: 12.5, ask: How strong?, said: ["wind <value>"], shown: <value> of wind}
  pond: {kind: number, ask: How deep?, applies: rain and soil == clay}
  planted: {kind: date, past: true, ask: When?, help: The day it went in., lasts: days 7}
  age: {kind: number, unit: days, compute: days_since(planted)}
  wet: {kind: boolean, presume: true}
  level: {kind: choice, choices: [low, high], otherwise: low}
  calm: {kind: choice, choices: [still, mild], otherwise: unknown}
topics:
  digging:
    title: Digging
    asked: [dig the (bed), dig]
    applies: not rain
    otherwise: {verdict: silent, say: Nothing., because: We forgot., source: notes/all}
    examples: [May I dig?, Is it time to dig the bed?]
    counterexamples: [I dig this song.]
not_covered:
  moles:
    title: Moles
    asked: [molehill*, {cue: a mole, unless: [on my skin], weight: 2.5}]
    say: Ask next door.
    examples: [There is a mole in the bed.]
    counterexamples: [I have a mole on my skin.]
domain: [garden*, {cue: bed, weight: 0.25}]
rules:
  rain-wets: {when: rain, conclude: {wet: true}, source: notes/all}
  wind-lifts: {when: wind > 3, conclude: {level: high}, source: notes/all}
  calm-is-mild: {when: wind < 2, conclude: {calm: mild}, source: notes/all}
  dig:
    when: [age > 3 or wet, "level == low"]
    advise: {topic: digging, act: dig, verdict: do, say: Dig., because: It is easy.}
    overrides: [rest]
    source: notes/all
  rest: {advise: {topic: digging, act: dig, verdict: dont, say: Rest.}, source: notes/all}
flags:
  gale: {said: [a gale], say: Go in., suspends: [dig]}
  flood: {said: [a flood], say: Climb., suspends: all}
  fog: {said: [fog], say: Wait., suspends: all, keeps: [rest]}
never: [rain and wind == 0, "pond > 3 and soil == clay"]
plans:
  settling: {title: To settle, from: planted, length: 2 weeks, restarts: [rain], done: Dig., source: notes/all}
  sprout: {title: To sprout, from: planted, length: 9 days, because: It takes that long., source: notes/all}
scenarios:
  a dry day:
    today: 2026-11-23
    given: {rain: false, wind: 1.50, planted: 2026-11-01}
    say: May I dig?
    understands: {soil: sand}
    topic: digging
    topics: [digging]
    advises: {digging: {dig: do}}
    concludes: {wet: false}
    assuming: [wet]
    open: [digging.dig]
    withholds: [rest]
    flags: [fog]
    contradiction: [rain, wind]
    conflict: [dig, rest]
  nothing known: {topics: [digging], assuming: [], open: [], flags: []}
"""


@pytest.fixture(scope="module")
def whole() -> Rulebase:
    return loads(WHOLE)


def test_a_rulebase_holds_what_its_text_says_of_itself(whole: Rulebase) -> None:
    assert (whole.name, whole.title, whole.version) == ("garden", "The garden", "1.2")
    assert (whole.language, whole.notice) == ("en-GB", "Feel the soil.")
    assert whole.words == {"bed": ("bed", "border")}
    notes = whole.sources["notes"]
    assert (notes.title, notes.author, notes.date) == ("Our notes", "A gardener", "2026")
    assert (notes.url, notes.note, notes.sections) == ("a.example", "By hand.", {"all": "All"})
    assert repr(whole) == "<Rulebase garden 1.2: 9 facts, 6 rules>"
    assert whole.retired == {}


def test_a_text_may_say_next_to_nothing_of_itself() -> None:
    rulebase = loads("facts: {}")
    assert (rulebase.name, rulebase.title, rulebase.version, rulebase.language) == ("", "", "0", "en")
    assert loads("name: garden").title == "garden"


def test_facts_hold_what_is_declared_of_them(whole: Rulebase) -> None:
    rain, soil, wind, planted = (whole.facts[name] for name in ("rain", "soil", "wind", "planted"))
    assert (rain.kind, rain.ask, rain.presume, rain.lasts) == ("boolean", "Does it rain?", False, "occasion")
    assert bare(rain.said["true"]) == (Phrase("it rains"), Phrase("wet", ("paint",)))
    assert bare(rain.said["false"]) == (Phrase("it is dry"),)
    assert rain.shown == {"true": "it rains", "false": "it does not rain"}
    assert (soil.choices, soil.shown) == (("clay", "sand"), {"clay": "the soil is clay"})
    assert (list(soil.said), bare(soil.said["clay"])) == (["clay"], (Phrase("clay"),))
    assert (wind.unit, wind.minimum, wind.maximum) == ("knots", 0, Decimal("12.5"))
    assert (list(wind.said), wind.shown) == (["value"], {"value": "<value> of wind"})
    assert bare(wind.said["value"]) == (Phrase("wind <value>"),)
    assert (planted.help, rain.help) == ("The day it went in.", "")
    assert (planted.past, planted.lasts, wind.past, wind.lasts) == (True, "days 7", False, "always")
    assert rain.position == Position("text", 11, 3)


def test_facts_are_told_or_computed_or_concluded(whole: Rulebase) -> None:
    assert [name for name, fact in whole.facts.items() if fact.told] == ["rain", "soil", "wind", "pond", "planted"]
    assert [name for name, fact in whole.facts.items() if fact.derived] == ["wet", "level", "calm"]
    assert [name for name, fact in whole.facts.items() if fact.formula] == ["age"]
    assert [whole.facts[name].otherwise for name in ("wet", "level", "calm")] == [None, "low", "unknown"]
    assert whole.facts["wet"].presume is True


def test_a_fact_applies_by_the_clauses_of_its_condition(whole: Rulebase) -> None:
    pond = whole.facts["pond"]
    assert pond.applies == ((Test("rain", 0b10), Test("soil", 0b01)),)
    assert pond.applies_text == "rain and soil == clay"
    assert whole.facts["rain"].applies is None


def test_topics_and_rules_hold_their_conditions_within_those_of_the_topic(whole: Rulebase) -> None:
    topic, dig, rest = whole.topics["digging"], whole.rules["dig"], whole.rules["rest"]
    assert (topic.title, bare(topic.asked)) == ("Digging", (Phrase("dig the (bed)"), Phrase("dig")))
    assert (topic.applies, topic.applies_text) == (((Test("rain", 0b01),),), "not rain")
    assert dig.when == "(age > 3 or wet) and level == low"
    assert dig.clauses == (
        (Test("level", 0b01), Test("planted", 0b01), Test("rain", 0b01)),
        (Test("level", 0b01), Test("rain", 0b01), Test("wet", 0b10)),
    )
    assert dig.then == Advice("digging", "dig", "do", "Dig.", "It is easy.")
    assert (dig.overrides, dig.source, dig.safety, dig.conditional) == (("rest",), "notes/all", False, True)
    assert (rest.when, rest.clauses, rest.conditional) == ("", topic.applies, False)
    assert whole.rules["rain-wets"].then == Conclusion("wet", value=True)
    assert whole.rules["wind-lifts"].then == Conclusion("level", "high")


def test_what_a_topic_says_otherwise_is_a_rule_of_its_own(whole: Rulebase) -> None:
    found = whole.rules["digging.digging.otherwise"]
    assert found.then == Advice("digging", "digging", "silent", "Nothing.", "We forgot.")
    assert (found.otherwise, found.conditional, found.clauses) == (True, False, whole.topics["digging"].applies)
    assert found.position.line == 31


def test_topics_and_subjects_hold_their_example_messages_with_their_places(whole: Rulebase) -> None:
    digging, moles = whole.topics["digging"], whole.not_covered["moles"]
    assert [example.text for example in digging.examples] == ["May I dig?", "Is it time to dig the bed?"]
    assert digging.examples[1].position == Position("text", 32, 28)
    assert [example.text for example in digging.counterexamples] == ["I dig this song."]
    assert [example.text for example in moles.examples] == ["There is a mole in the bed."]
    assert [example.text for example in moles.counterexamples] == ["I have a mole on my skin."]


def test_what_is_not_covered_holds_what_is_declared_of_it(whole: Rulebase) -> None:
    assert list(whole.not_covered) == ["moles"]
    moles = whole.not_covered["moles"]
    assert (moles.name, moles.title, moles.say) == ("moles", "Moles", "Ask next door.")
    assert bare(moles.asked) == (Phrase("molehill*"), Phrase("a mole", ("on my skin",), 2.5))
    assert moles.position == Position("text", 35, 3)


def test_the_cues_of_the_field_and_the_classes_are_held(whole: Rulebase) -> None:
    assert bare(whole.domain) == (Phrase("garden*"), Phrase("bed", (), 0.25))
    assert whole.classes == ("bed",)
    assert whole.hints == ""


def test_a_phrase_knows_its_place_and_weighs_what_its_words_do_unless_it_says_so(whole: Rulebase) -> None:
    plain, forbidden = whole.facts["rain"].said["true"]
    assert (plain.position, plain.weight) == (Position("text", 16, 19), None)
    assert (forbidden.position, forbidden.weight) == (Position("text", 16, 29), None)
    assert [phrase.position for phrase in whole.domain] == [Position("text", 41, 10), Position("text", 41, 19)]


def test_a_rule_for_safety_is_marked() -> None:
    text = """
    topics: {dig: {title: Digging}}
    rules:
      a: {safety: true, advise: {topic: dig, verdict: dont, say: No.}, source: notes/all}
      b: {safety: false, advise: {topic: dig, verdict: dont, say: No.}, source: notes/all}
    """
    assert [rule.safety for rule in garden(text).rules.values()] == [True, False]


def test_a_flag_silences_the_rules_it_names_or_all_less_those_it_keeps(whole: Rulebase) -> None:
    concluding = {"rain-wets", "wind-lifts", "calm-is-mild"}
    otherwise = {"digging.digging.otherwise"}
    gale, flood, fog = (whole.flags[name] for name in ("gale", "flood", "fog"))
    assert gale.silences == {"dig"}
    assert not gale.quiets
    assert flood.quiets
    assert flood.silences >= {"dig", "rest"} | concluding
    assert not fog.quiets
    assert fog.silences - otherwise == {"dig"} | concluding
    assert (bare(fog.said), fog.say) == ((Phrase("fog"),), "Wait.")


def test_impossible_combinations_keep_their_text_and_place(whole: Rulebase) -> None:
    assert [(never.text, never.position.line) for never in whole.never] == [
        ("rain and wind == 0", 56),
        ("pond > 3 and soil == clay", 56),
    ]


def test_plans_hold_what_is_declared_of_them(whole: Rulebase) -> None:
    assert whole.plans == {
        "settling": DatedPlan(
            name="settling",
            title="To settle",
            position=Position("text", 58, 3),
            start="planted",
            length=14,
            restarts=("rain",),
            done="Dig.",
            source="notes/all",
            unless={},
        ),
        "sprout": DatedPlan(
            name="sprout",
            title="To sprout",
            position=Position("text", 59, 3),
            start="planted",
            length=9,
            because="It takes that long.",
            source="notes/all",
            unless={},
        ),
    }


def test_scenarios_hold_values_as_facts_read_them_and_none_for_what_is_not_compared(whole: Rulebase) -> None:
    dry, nothing = whole.scenarios
    assert (dry.title, dry.today, dry.say, dry.topic) == ("a dry day", "2026-11-23", "May I dig?", "digging")
    assert dry.given == {"rain": False, "wind": Decimal("1.5"), "planted": datetime.date(2026, 11, 1)}
    assert (dry.understands, dry.topics, dry.advises) == ({"soil": "sand"}, ("digging",), {"digging": {"dig": "do"}})
    assert (dry.concludes, dry.assuming, dry.open, dry.withholds) == (
        {"wet": False},
        ("wet",),
        ("digging.dig",),
        ("rest",),
    )
    assert (dry.flags, dry.contradiction, dry.conflict) == (("fog",), ("rain", "wind"), ("dig", "rest"))
    assert (nothing.given, nothing.withholds, nothing.assuming, nothing.open) == ({}, (), (), ())
    assert {nothing.today, nothing.say, nothing.topic, nothing.advises, nothing.concludes, nothing.conflict} == {None}


def test_derived_facts_are_ordered_so_that_each_reads_only_those_before_it() -> None:
    rulebase = garden("""
    facts:
      rain: {kind: boolean, ask: Does it rain?}
      a: {kind: boolean}
      b: {kind: boolean}
      c: {kind: boolean}
      d: {kind: boolean}
    topics: {dig: {title: Dig}}
    rules:
      a: {when: c, conclude: {a: true}, source: notes/all}
      b: {when: rain, conclude: {b: true}, source: notes/all}
      c: {when: rain, conclude: {c: true}, source: notes/all}
      not-c: {when: d, overrides: [c], conclude: {c: false}, source: notes/all}
      d: {when: not rain, conclude: {d: true}, source: notes/all}
    """)
    assert rulebase.strata == (("b", "d"), ("c",), ("a",))


def test_a_long_chain_of_derived_facts_is_ordered() -> None:
    count = 2_000
    facts = "".join(f"  f{n}: {{kind: boolean}}\n" for n in range(count))
    rules = "".join(f"  r{n}: {{when: f{n + 1}, conclude: {{f{n}: true}}, source: notes/all}}\n" for n in range(count))
    rulebase = garden(f"facts:\n{facts}  f{count}: {{kind: boolean, ask: Is it?}}\nrules:\n{rules}")
    assert len(rulebase.strata) == count
    assert rulebase.strata[0] == (f"f{count - 1}",)


def test_several_places_are_merged_each_extending_those_before_it(tmp_path: Path) -> None:
    base, more = tmp_path / "base.yaml", tmp_path / "more.yaml"
    base.write_text(EXAMPLE, encoding="utf-8")
    more.write_text(
        "name: more\nrules:\n  no-water: {replaces: water-dry-soil, when: frost, source: handbook/frost,\n"
        "    advise: {topic: watering, act: water, verdict: dont, say: No.}}\n",
        encoding="utf-8",
    )
    both = load(base, more)
    assert both.name == "more"
    assert "no-water" in both.rules
    assert both.retired == {"water-dry-soil": "replaced by no-water"}
    assert both.rules["rain-waters"].overrides == ("no-water",)
    assert load(base, base) == load(base)


def plain(thing: Any) -> Any:  # noqa: ANN401 - parts of a rulebase are of any type
    """A rulebase without positions and texts, and with lists in an order of their own."""
    if isinstance(thing, Position):
        return None
    if dataclasses.is_dataclass(thing):
        names = [field.name for field in dataclasses.fields(thing)]
    else:
        names = list(getattr(thing, "_fields", ()))
    if names:
        return type(thing).__name__, {name: plain(getattr(thing, name)) for name in names if name != "texts"}
    if isinstance(thing, dict):
        return {key: plain(thing[key]) for key in sorted(thing)}
    if isinstance(thing, tuple):
        return sorted((plain(item) for item in thing), key=repr)
    return thing


def shuffled(node: Any, chance: random.Random) -> Any:  # noqa: ANN401 - nodes of YAML
    if isinstance(node, dict):
        keys = list(node)
        chance.shuffle(keys)
        return {key: shuffled(node[key], chance) for key in keys}
    return node


def dumped(node: Any) -> str:  # noqa: ANN401 - nodes of YAML
    """Write a node down; true stands without quotes, as it must where a yes or no is meant."""
    return str(yaml.dump(node, Dumper=yaml.CSafeDumper, sort_keys=False)).replace("'true'", "true")


NODES = yaml.load(WHOLE, yaml.CBaseLoader)  # noqa: S506 - loads plain text only


@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(chance: random.Random, whole: Rulebase) -> None:
    assert plain(loads(dumped(shuffled(NODES, chance)))) == plain(whole)


def test_the_files_over_which_a_rulebase_is_spread_do_not_matter(tmp_path: Path, whole: Rulebase) -> None:
    subjects = ("facts", "topics", "rules", "flags", "never", "plans", "words", "scenarios")
    chance = random.Random(7)  # noqa: S311 - drawn from a seed on purpose
    for trial in range(5):
        folder = tmp_path / str(trial)
        folder.mkdir()
        root = {key: value for key, value in NODES.items() if key not in subjects}
        parts: dict[str, dict[str, Any]] = {name: {} for name in ("a", "b", "c")}
        for key in subjects:
            for entry in NODES[key]:
                part = parts[chance.choice("abc")]
                if isinstance(NODES[key], dict):
                    part.setdefault(key, {})[entry] = NODES[key][entry]
                else:
                    part.setdefault(key, []).append(entry)
        (folder / "rulebase.yaml").write_text(dumped(root), encoding="utf-8")
        for name, part in parts.items():
            (folder / f"{name}.yaml").write_text(dumped(part), encoding="utf-8")
        assert plain(load(folder)) == plain(whole)


@given(place=st.integers(0, len(EXAMPLE) - 1), typed=st.sampled_from("x #"))
def test_the_hash_changes_with_every_change(place: int, typed: str, whole: Rulebase) -> None:
    changed = dataclasses.replace(whole, texts=(EXAMPLE[:place] + typed + EXAMPLE[place:],))
    assert changed.hash != dataclasses.replace(whole, texts=(EXAMPLE,)).hash


def test_the_hash_does_not_change_without_a_change() -> None:
    assert loads(EXAMPLE).hash == loads(EXAMPLE).hash
    assert len(loads(EXAMPLE).hash) == 64
    assert loads(EXAMPLE).hash != loads(EXAMPLE + "# a comment\n").hash


def test_the_hash_tells_where_one_file_ends_and_changes_with_what_is_extended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = set()
    for number, comment in enumerate(("", "# what is extended counts as well\n")):
        shelf = tmp_path / str(number)
        (shelf / "base").mkdir(parents=True)
        (shelf / "base" / "rulebase.yaml").write_text(f"name: base\n{comment}", encoding="utf-8")
        monkeypatch.setattr(files, "shipped", lambda shelf=shelf: {"base": shelf / "base"})
        hashes.add(loads("name: garden\nextends: [base]\n").hash)
    assert len(hashes) == 2
    one = dataclasses.replace(loads("name: garden"), texts=("ab", "c"))
    assert one.hash != dataclasses.replace(one, texts=("a", "bc")).hash
    assert one.hash != dataclasses.replace(one, texts=("ab", "c", "")).hash


def test_a_rule_without_a_condition_always_holds() -> None:
    rule = garden("""
    topics: {dig: {title: Digging}}
    rules:
      a: {advise: {topic: dig, verdict: do, say: D.}, source: notes/all}
    """).rules["a"]
    assert (rule.clauses, rule.when, rule.conditional) == (ALWAYS, "", False)
    assert rule.then == Advice("dig", "dig", "do", "D.")
