"""Flags and the care that goes with them: what is read, what falls silent, what is inherited, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest
import yaml

from advisor.errors import RulebaseError
from advisor.rulebase import files, nodes
from advisor.rulebase.care import URGENCIES, Check, Country, Evidence, Flag, Resource, Sign, Together
from advisor.rulebase.loading import load, loads
from advisor.rulebase.model import Phrase
from tests.gardens import bare, codes, garden, problems

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.rulebase.model import Rulebase

    Shelf = Callable[..., Rulebase]

LOADERS = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])

POND = """\
name: pond
notice: Nobody at this pond is a life guard, and this text is a long one.
reminder: No life guard here.
help: "Call {rescue}."
sources: {notes: {title: Our notes, speaks: The notes say, sections: {all: All}}}
facts:
  ice: {kind: boolean, ask: "Is there ice?"}
topics:
  skating: {title: Skating}
  fishing: {title: Fishing}
rules:
  ice-bears: {when: ice, conclude: {thick: true}, source: notes/all}
  skate:
    when: ice
    tags: [on_the_ice, sport]
    evidence: [thickness]
    advise: {topic: skating, verdict: may, say: Skate.}
    source: notes/all
  drill: {when: ice, tags: [on_the_ice], advise: {topic: fishing, verdict: may, say: Drill a hole.}, source: notes/all}
  stay-dry: {when: not ice, advise: {topic: fishing, act: swim, verdict: dont, say: Do not swim.}, source: notes/all}
flags:
  broken_in:
    title: somebody in the water
    urgency: emergency
    said: [broke through the ice, {cue: fell in, unless: [love]}]
    say: "Call {emergency} now.[ Or {rescue}.]"
    witness: Lie down flat, and call {emergency}.
    doer: Tell them where it was, and call {emergency}.
    brief: For the water, {emergency}.
    stays: "Should anybody fall in: {emergency|rescue}."
    checks: [{ask: "Is anybody in the water now?", yes: broken_in, no: cold, unsure: thaw}, {ask: "Are you warm?"}]
    needs: [emergency, rescue]
    firm: true
    despite: [shivering]
    suspends: all
  cold:
    said: [freezing cold]
    say: Go inside.
    suspends: {tags: [on_the_ice], topics: [fishing]}
    keeps: [drill]
  thaw: {say: The ice is thin., urgency: adapt, suspends: [skate]}
  fog: {said: [thick fog], say: Wait.}
signs:
  shivering: {said: [i shiver, {cue: shaking, unless: [hands]}]}
voices:
  witness: [my neighbour]
  doer: [i pushed, i dared]
together:
  wet-and-cold:
    of: [broken_in, shivering]
    raises: cold
    possible: true
    say: "Warm up, or call {rescue}."
    source: notes/all
  bare: {of: [cold, thaw], source: notes/all}
resources:
  - country: DE
    needs: [emergency, rescue]
    name: Rescue service
    call: "112"
    text: SOS to 112
    url: https://example.org
    email: rescue@example.org
    hours: day and night
    grade: A
    source: its own page
    source_says: "2025-03"
    checked_on: 2026-11-20
  - {country: "*", needs: [rescue], name: Anywhere, checked_on: never}
  - {country: EU, needs: [rescue], name: Union}
countries:
  DE: {name: Germany, also: [Deutschland, german], within: EU}
  EU: {name: the European Union}
evidence:
  thickness: {claim: Ice bears., note: It bears at ten centimetres., confidence: high, references: [A, B]}
  plain: {claim: Fish sleep., note: Nobody looked., confidence: low}
wording:
  never: [perfectly safe]
  urgent: [calm down, {cue: but, unless: [nothing but]}]
phrases:
  flags: {fog: [the mist, cannot see the shore]}
"""
POND = POND.replace("topics:\n", "  thick: {kind: boolean}\ntopics:\n", 1)


@pytest.fixture(scope="module", params=LOADERS, ids=lambda loader: loader.__name__)
def pond(request: pytest.FixtureRequest) -> Rulebase:
    with mock.patch.object(nodes, "_LOADER", request.param):
        return loads(POND)


# --- what is read


def test_a_flag_holds_every_key_of_its_text(pond: Rulebase) -> None:
    flag = pond.flags["broken_in"]
    assert bare(flag.said) == (Phrase("broke through the ice"), Phrase("fell in", ("love",)))
    assert flag._replace(said=(), silences=frozenset()) == Flag(
        "broken_in",
        flag.position,
        say="Call {emergency} now.[ Or {rescue}.]",
        urgency="emergency",
        title="somebody in the water",
        voices={
            "witness": "Lie down flat, and call {emergency}.",
            "doer": "Tell them where it was, and call {emergency}.",
        },
        brief="For the water, {emergency}.",
        stays="Should anybody fall in: {emergency|rescue}.",
        checks=(
            Check("Is anybody in the water now?", "broken_in", "cold", "thaw"),
            Check("Are you warm?"),
        ),
        needs=("emergency", "rescue"),
        firm=True,
        despite=("shivering",),
    )
    line = POND.split("\n").index("  broken_in:") + 1
    assert (flag.position.line, flag.position.column) == (line, 3)


def test_a_flag_of_few_words_takes_the_rest_for_granted(pond: Rulebase) -> None:
    thaw = pond.flags["thaw"]
    assert (thaw.said, thaw.voices, thaw.brief, thaw.stays, thaw.checks) == ((), {}, "", "", ())
    assert (thaw.needs, thaw.firm, thaw.despite) == ((), False, ())
    assert garden("flags: {thin_ice: {say: Wait.}}").flags["thin_ice"].title == "thin ice"


def test_a_flag_says_to_each_voice_what_is_for_it_and_to_the_others_the_same(pond: Rulebase) -> None:
    flag = pond.flags["broken_in"]
    assert flag.says("witness").startswith("Lie down")
    assert flag.says("doer").startswith("Tell them")
    assert flag.says("self") == flag.say
    assert {pond.flags["cold"].says(voice) for voice in ("self", "witness", "doer")} == {"Go inside."}


def test_more_phrases_for_a_flag_come_after_its_own(pond: Rulebase) -> None:
    assert [phrase.cue for phrase in pond.flags["fog"].said] == ["thick fog", "the mist", "cannot see the shore"]


def test_rules_and_sources_hold_what_care_says_of_them(pond: Rulebase) -> None:
    skate = pond.rules["skate"]
    assert (skate.tags, skate.evidence) == (("on_the_ice", "sport"), ("thickness",))
    assert (pond.rules["stay-dry"].tags, pond.rules["stay-dry"].evidence) == ((), ())
    assert pond.sources["notes"].speaks == "The notes say"
    assert garden().sources["notes"].speaks == ""


def test_everything_beside_the_flags_is_read(pond: Rulebase) -> None:
    care = pond.care
    assert (care.reminder, care.help) == ("No life guard here.", "Call {rescue}.")
    (sign,) = care.signs.values()
    assert (sign.name, bare(sign.said)) == ("shivering", (Phrase("i shiver"), Phrase("shaking", ("hands",))))
    assert {voice: [one.cue for one in said] for voice, said in care.voices.items()} == {
        "witness": ["my neighbour"],
        "doer": ["i pushed", "i dared"],
    }
    both, plain = care.together
    wanted = Together(
        "wet-and-cold",
        both.position,
        ("broken_in", "shivering"),
        "cold",
        possible=True,
        say="Warm up, or call {rescue}.",
        source="notes/all",
    )
    assert both == wanted
    assert (plain.of, plain.raises, plain.possible, plain.say) == (("cold", "thaw"), "", False, "")
    assert care.countries["DE"] == Country("DE", "Germany", ("Deutschland", "german"), "EU")
    assert care.countries["EU"] == Country("EU", "the European Union")
    assert care.evidence == {
        "thickness": Evidence("thickness", "Ice bears.", "It bears at ten centimetres.", "high", ("A", "B")),
        "plain": Evidence("plain", "Fish sleep.", "Nobody looked.", "low"),
    }
    assert bare(care.wording.never) == (Phrase("perfectly safe"),)
    assert bare(care.wording.urgent) == (Phrase("calm down"), Phrase("but", ("nothing but",)))


def test_a_place_that_helps_holds_every_key_and_the_day_it_was_checked(pond: Rulebase) -> None:
    full, anywhere, union = pond.care.resources
    assert full == Resource(
        "DE",
        ("emergency", "rescue"),
        "Rescue service",
        full.position,
        call="112",
        text="SOS to 112",
        url="https://example.org",
        email="rescue@example.org",
        hours="day and night",
        grade="A",
        source="its own page",
        source_says="2025-03",
        checked_on="2026-11-20",
    )
    assert (anywhere.country, anywhere.call, anywhere.checked_on) == ("*", "", None)
    assert (union.country, union.checked_on) == ("EU", None)


def test_a_rulebase_need_have_no_care_at_all() -> None:
    care = garden().care
    assert (care.reminder, care.help, care.signs, care.voices, care.together) == ("", "", {}, {}, ())
    assert (care.resources, care.countries, care.evidence) == ((), {}, {})
    assert (care.wording.never, care.wording.urgent) == ((), ())


def test_what_two_files_say_of_voices_wording_and_help_adds_up(tmp_path: Path) -> None:
    (tmp_path / "rulebase.yaml").write_text("name: pond\nvoices: {doer: [i did]}\n", encoding="utf-8")
    more = """\
voices: {doer: [i have done], witness: [my aunt]}
wording: {never: [surely]}
resources: [{country: "*", needs: [rescue], name: One}]
"""
    (tmp_path / "a.yaml").write_text(more, encoding="utf-8")
    last = 'wording: {never: [of course]}\nresources: [{country: "*", needs: [rescue], name: Two}]\n'
    (tmp_path / "b.yaml").write_text(last, encoding="utf-8")
    care = load(tmp_path).care
    assert {voice: [one.cue for one in said] for voice, said in care.voices.items()} == {
        "doer": ["i did", "i have done"],
        "witness": ["my aunt"],
    }
    assert [one.cue for one in care.wording.never] == ["surely", "of course"]
    assert [one.name for one in care.resources] == ["One", "Two"]


# --- urgency, and what falls silent


@pytest.mark.parametrize(
    ("more", "urgency"),
    [
        ("suspends: all", "urgent"),
        ("suspends: all, urgency: emergency", "emergency"),
        ("suspends: all, urgency: boundary", "boundary"),
        ("suspends: all, keeps: [rest]", "boundary"),
        ("suspends: [dig]", "boundary"),
        ("suspends: {topics: [garden]}", "boundary"),
        ("said: [a gale]", "boundary"),
        ("urgency: adapt", "adapt"),
    ],
)
def test_a_flag_that_suspends_all_is_urgent_unless_it_says_otherwise(more: str, urgency: str) -> None:
    flag = garden(f"""
    topics: {{garden: {{title: The garden}}}}
    rules:
      dig: {{advise: {{topic: garden, verdict: do, say: Dig.}}, source: notes/all}}
      rest: {{advise: {{topic: garden, act: rest, verdict: do, say: Rest.}}, source: notes/all}}
    flags: {{gale: {{say: Go in., {more}}}}}
    """).flags["gale"]
    assert flag.urgency == urgency
    assert flag.quiets == (urgency in {"emergency", "urgent"})
    assert flag.priority == f"P{URGENCIES.index(urgency)}"


def test_an_emergency_and_what_is_urgent_silence_every_rule_whatever_they_name(pond: Rulebase) -> None:
    assert pond.flags["broken_in"].silences == set(pond.rules)
    for urgency in ("emergency", "urgent"):
        text = POND.replace("urgency: adapt", f"urgency: {urgency}")
        assert loads(text).flags["thaw"].silences == set(pond.rules)


@pytest.mark.parametrize(
    ("suspends", "silent"),
    [
        ("all", {"ice-bears", "skate", "drill", "stay-dry"}),
        ("[skate, drill]", {"skate", "drill"}),
        ("{rules: [skate]}", {"skate"}),
        ("{topics: [fishing]}", {"drill", "stay-dry"}),
        ("{tags: [on_the_ice]}", {"skate", "drill"}),
        ("{tags: [sport], topics: [fishing], rules: [ice-bears]}", {"skate", "drill", "stay-dry", "ice-bears"}),
        ("{tags: [sport, on_the_ice]}, keeps: [skate]", {"drill"}),
    ],
)
def test_a_flag_silences_by_rule_topic_and_tag_less_what_it_keeps(suspends: str, silent: set[str]) -> None:
    text = POND.replace("urgency: adapt, suspends: [skate]", f"urgency: adapt, suspends: {suspends}")
    assert loads(text).flags["thaw"].silences == silent


def test_what_a_topic_says_otherwise_falls_silent_with_the_topic() -> None:
    rulebase = garden("""
    topics:
      garden: {title: The garden, otherwise: {verdict: silent, say: Nothing is known., source: notes/all}}
    flags: {gale: {say: Go in., suspends: {topics: [garden]}}}
    """)
    assert rulebase.flags["gale"].silences == set(rulebase.rules) != set()


def test_a_flag_that_names_nothing_silences_nothing(pond: Rulebase) -> None:
    assert pond.flags["fog"].silences == frozenset()


# --- what is extended


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Load a rulebase that extends the pond with what is given; alarms can lie beside each."""

    def loaded(more: str, theirs: str = "", mine: str = "") -> Rulebase:
        texts = {"pond": (POND, theirs), "lake": (f"name: lake\nextends: [pond]\n{more}", mine)}
        for name, (text, alarms) in texts.items():
            (tmp_path / name).mkdir()
            (tmp_path / name / "rulebase.yaml").write_text(text, encoding="utf-8")
            if alarms:
                (tmp_path / name / files.ALARMS).write_text(alarms, encoding="utf-8")
        monkeypatch.setattr(files, "shipped", lambda: {name: tmp_path / name for name in texts})
        return load("lake")

    return loaded


def test_an_extension_takes_over_all_care(shelf: Shelf) -> None:
    lake, alone = shelf(""), loads(POND)
    assert list(lake.flags) == list(alone.flags)
    assert {name: flag.silences for name, flag in lake.flags.items()} == {
        name: flag.silences for name, flag in alone.flags.items()
    }
    assert (lake.care.reminder, lake.care.help) == ("No life guard here.", "Call {rescue}.")
    assert [one.name for one in lake.care.resources] == ["Rescue service", "Anywhere", "Union"]
    assert (lake.care.countries, lake.care.evidence) == (alone.care.countries, alone.care.evidence)
    assert lake.care.signs.keys() == {"shivering"}
    assert lake.care.voices.keys() == {"witness", "doer"}
    assert [one.name for one in lake.care.together] == ["wet-and-cold", "bare"]
    assert bare(lake.care.wording.never) == bare(alone.care.wording.never)


def test_an_extension_says_its_own_reminder_and_help_and_adds_the_rest(shelf: Shelf) -> None:
    lake = shelf("""\
reminder: No guard at the lake.
help: Call {boat}.
resources: [{country: "*", needs: [boat], name: Boats}]
phrases: {flags: {cold: [teeth chatter]}}
flags: {waves: {say: "Stay ashore, or call {boat}.", suspends: {tags: [on_the_ice]}}}
""")
    assert (lake.care.reminder, lake.care.help) == ("No guard at the lake.", "Call {boat}.")
    assert [one.name for one in lake.care.resources][-1] == "Boats"
    assert [one.cue for one in lake.flags["cold"].said] == ["freezing cold", "teeth chatter"]
    assert lake.flags["waves"].silences == {"skate", "drill"}


def test_a_rule_that_takes_anothers_place_falls_silent_in_its_place(shelf: Shelf) -> None:
    rule = "{replaces: skate, advise: {topic: skating, verdict: may, say: Glide.}, source: notes/all}"
    lake = shelf(f"rules:\n  glide: {rule}\n")
    assert lake.flags["thaw"].silences == {"glide"}
    assert lake.flags["broken_in"].silences == set(lake.rules) >= {"glide"}


def test_a_rule_that_takes_a_kept_rules_place_is_kept(shelf: Shelf) -> None:
    rule = "{replaces: drill, tags: [on_the_ice], advise: {topic: fishing, verdict: may, say: Saw.}, source: notes/all}"
    assert "saw" not in shelf(f"rules:\n  saw: {rule}\n").flags["cold"].silences


def test_a_tag_and_a_topic_silence_rules_that_an_extension_adds(shelf: Shelf) -> None:
    lake = shelf("""\
rules:
  race: {tags: [on_the_ice], advise: {topic: skating, act: race, verdict: may, say: Race.}, source: notes/all}
  net: {advise: {topic: fishing, act: net, verdict: may, say: Cast it.}, source: notes/all}
""")
    assert lake.flags["cold"].silences == {"skate", "stay-dry", "race", "net"}
    assert lake.flags["thaw"].silences == {"skate"}


def test_the_alarms_of_the_rulebase_that_extends_count(shelf: Shelf) -> None:
    theirs, mine = files.sealed("cold no_flag\nbrr\ta20b-20\n"), files.sealed("fog no_flag\nmist\ta20\n")
    assert shelf("", theirs, mine).alarms == mine


def test_without_alarms_of_its_own_an_extension_has_those_it_extends(shelf: Shelf) -> None:
    theirs = files.sealed("cold no_flag\nbrr\ta20b-20\n")
    assert shelf("", theirs).alarms == theirs


# --- what is refused


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
def test_all_that_care_names_and_is_not_there_is_told_at_once_with_place_and_remedy(
    loader: type[yaml.SafeLoader],
) -> None:
    text = """\
signs: {ice: {said: [ice]}}
flags:
  gale:
    say: Call {brigad}.
    brief: Or {brigade|nobody}.
    needs: [brigadee]
    despite: [icee]
    checks: [{ask: "Is it strong?", yes: gail, no: storm, unsure: gale}]
    suspends: {tags: [wet], topics: [garden], rules: [dig]}
    keeps: [rest]
together:
  both: {of: [gale, ices], raises: gole, say: "Ask {noone}.", source: notes/all}
resources:
  - {country: DK, needs: [brigade], name: Brigade, checked_on: 2026-13-01}
countries:
  DE: {name: Germany, within: EU}
"""
    with mock.patch.object(nodes, "_LOADER", loader):
        found = problems(text)
    assert [(one.position.line - 2, one.code, one.message.split("'")[1]) for one in found] == [
        (4, "unknown-need", "brigad"),
        (5, "unknown-need", "nobody"),
        (6, "unknown-need", "brigadee"),
        (7, "unknown-sign", "icee"),
        (8, "unknown-flag", "gail"),
        (8, "unknown-flag", "storm"),
        (9, "unknown-tag", "wet"),
        (9, "unknown-topic", "garden"),
        (9, "unknown-rule", "dig"),
        (10, "unknown-rule", "rest"),
        (12, "unknown-flag", "ices"),
        (12, "unknown-flag", "gole"),
        (12, "unknown-need", "noone"),
        (14, "unknown-country", "DK"),
        (14, "bad-value", "2026-13-01"),
        (16, "unknown-country", "EU"),
    ]
    near = {one.message.split("'")[1]: one.remedy for one in found}
    assert near["brigad"] == near["brigadee"] == "did you mean 'brigade'?"
    assert (near["icee"], near["gail"], near["ices"]) == (
        "did you mean 'ice'?",
        "did you mean 'gale'?",
        "did you mean 'ice'?",
    )
    assert near["2026-13-01"] == "write it as 2026-11-23"


@pytest.mark.parametrize("key", ["say", "witness", "doer", "brief", "stays"])
def test_a_need_with_which_nobody_helps_is_refused_in_every_text_of_a_flag(key: str) -> None:
    text = f"flags: {{gale: {{say: Go in., {key}: 'Call {{nobody}}.'}}}}".replace("say: Go in., say", "say")
    (problem,) = problems(text)
    assert (problem.code, problem.message) == ("unknown-need", "there is no need 'nobody'")
    start = problem.position.column - 1
    assert problem.excerpt[start : start + problem.width] == "nobody"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("flags: {gale: {said: [a gale]}}", "missing-key"),
        ("flags: {gale: {say: Go in., urgency: soon}}", "unknown-value"),
        ("flags: {gale: {say: Go in., checks: [Is it?]}}", "wrong-shape"),
        ("flags: {gale: {say: Go in., checks: [{yes: gale}]}}", "missing-key"),
        ("flags: {gale: {say: Go in., suspends: {acts: [dig]}}}", "unknown-key"),
        ("flags: {gale: {say: Go in., firm: often}}", "unknown-value"),
        ("signs: {ice: {}}", "missing-key"),
        ("voices: {self: [me]}", "unknown-key"),
        ("flags: {gale: {say: Go in.}}\ntogether: {one: {of: [gale], source: notes/all}}", "no-value"),
        ("resources: [{country: Germany, needs: [a], name: N}]", "bad-name"),
        ("resources: [{country: '*', needs: [a], name: N, checked_on: soon}]", "bad-value"),
        ("resources: [{country: '*', needs: [a]}]", "missing-key"),
        ("evidence: {wet: {claim: C, note: N, confidence: total}}", "unknown-value"),
        ("signs: {ice: {said: ['?']}}", "bad-phrase"),
        ("voices: {doer: [i (did)]}", "unknown-word-list"),
        ("phrases: {flags: {gale: [a gale]}}", "unknown-flag"),
        ("flags: {gale: {say: Go in.}}\nphrases: {flags: {gale: [(wind)]}}", "unknown-word-list"),
    ],
)
def test_what_care_cannot_mean_is_refused(body: str, code: str) -> None:
    assert code in codes(body)


def test_a_flag_and_a_sign_that_are_declared_twice_are_told(tmp_path: Path) -> None:
    twice = "signs: {ice: {said: [ice]}}\nflags: {gale: {say: Go in.}}\n"
    (tmp_path / "rulebase.yaml").write_text(f"name: pond\n{twice}", encoding="utf-8")
    (tmp_path / "more.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(RulebaseError) as caught:
        load(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["duplicate-name"] * 2


def test_a_sign_is_known_by_its_name_and_place(pond: Rulebase) -> None:
    sign = pond.care.signs["shivering"]
    line = POND.split("\n").index("signs:") + 2
    assert (type(sign), sign.position.line) == (Sign, line)
