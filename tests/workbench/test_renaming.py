"""Renaming: the rulebase is the same but for the name, and nothing else in its files changes by a character."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor, load, loads
from advisor.errors import RulebaseError, UnknownName
from advisor.language.hints import Hints, written
from advisor.rulebase.files import is_whole
from advisor.rulebase.overlay import read_with
from advisor.rulebase.tree import Mapping, Scalar
from advisor.workbench.naming import SHAPES, Mentions
from advisor.workbench.renaming import CannotRename, Names, rename
from tests.drawing import DAY, drawn, states, verdicts

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from advisor.rulebase.shape import Shape
    from advisor.rulebase.tree import Node
    from advisor.workbench.naming import Mention

ROOT = Path(__file__).resolve().parents[2]

SHED = """\
name: shed   # the fact frost has a topic of its name
sources:
  notes: {title: Notes, sections: {all: All of it, frost: Frost}}
facts:
  frost: {kind: boolean, ask: Is there frost?, said: {"true": [frost, it froze]}}
  depth: {kind: number, unit: cm, ask: "How deep is it, with \\"frost\\"?"}
  double: {kind: number, compute: "depth * 2 + min(depth, 3)"}
  sky:
    kind: choice
    choices: [clear, grey, frost, fog]
    ask: What is the sky like?
    said:
      clear: [clear, blue]
    shown: {clear: the sky is clear, grey: it is grey}
    weights: {clear: 3}
    presume: clear
  icy: {kind: boolean}
topics:
  frost:
    title: Frost
    asked: [frost]
    otherwise: {verdict: silent, say: Nothing., source: notes/all}
  sowing: {title: Sowing, applies: frost or sky == clear, otherwise:
    {act: sow, verdict: silent, say: Nothing., source: notes/all}}
rules:
  frost:
    when:
      - frost and sky != frost
      - "sky in [clear, 'grey', frost]"
    conclude: {icy: true}
    source: notes/frost
  stay-in:
    when: >-
      depth > 3
      and frost
    overrides: [go-out]
    advise: {topic: frost, verdict: wait, say: "Wait: \\"<depth>\\" cm, and <frost>.", because: Frost bites.}
    source: notes/frost
  go-out:
    when: not icy
    advise: {topic: frost, act: frost, verdict: do, say: Go out.}
    source: notes/all
never: [frost and depth < 1]
scenarios:
  frost:
    given: {frost: true, depth: 4, sky: frost}
    advises: {frost: {frost: wait}}
    withholds: [go-out]
  asked of frost:
    given: {sky: " grey"}
    topics: [frost]
    open: [frost.frost]
"""

GARDEN = (ROOT / "examples" / "garden" / "rulebase.yaml").read_text(encoding="utf-8")
BALCONY = """\
name: balcony
sources: {pots: {title: Pots, sections: {all: All of it}}}
retires:
  rain-waters: A roof keeps the rain away.
rules:
  dry-soon:
    replaces: dry-after-four-days
    reason: Pots hold less.
    when: days_since_watering >= days(2)
    conclude: {soil_is_dry: true}
    source: pots/all
"""
RAIN_AGAIN = """\
name: terrace
rules:
  rain-waters:
    when: rain_expected
    overrides: [water-dry-soil]
    advise: {topic: watering, act: water, verdict: wait, say: Wait all the same.}
    source: pots/all
"""


@pytest.fixture
def shed(tmp_path: Path) -> Path:
    path = tmp_path / "shed.yaml"
    path.write_text(SHED, encoding="utf-8")
    return path


def after(path: Path, old: str, new: str) -> str:
    """Rename something in one file, and give the new text."""
    (only,) = rename((str(path),), old, new).files.values()
    return only.after


def changed(path: Path, old: str, new: str) -> list[str]:
    """Rename something in one file, and list the lines that are new."""
    before = path.read_bytes().decode().splitlines()
    lines = after(path, old, new).splitlines()
    assert len(lines) == len(before)
    return [line.strip() for line, was in zip(lines, before) if line != was]


# --- everything that can be named


def names(place: Path) -> Iterator[str]:
    """Name everything that can be renamed in a rulebase, each with its kind."""
    yield from map(str, Names(read_with((str(place),))).made)


@pytest.mark.parametrize("example", ["garden", "hike"])
def test_whatever_is_renamed_and_renamed_back_is_as_it_was_to_the_byte(example: str, tmp_path: Path) -> None:
    place = tmp_path / example
    shutil.copytree(ROOT / "examples" / example, place)
    before = {path: path.read_bytes() for path in place.iterdir() if path.is_file()}
    found = list(names(place))
    assert len(found) > 15
    for name in found:
        kind, _, full = name.partition(":")
        new = "quite-new" if SHAPES[kind].fits("quite-new") else "quite_new"
        there = rename((str(place),), name, new)
        for path, file in there.files.items():
            path.write_bytes(file.after.encode())
        owner = full[: -len(there.target.name)]
        # an owner that bears the name of its act has another name now
        back = rename((str(place),), f"{kind}:{owner}{new}", there.target.name)
        for path, file in back.files.items():
            path.write_bytes(file.after.encode())
        assert {path: path.read_bytes() for path in before} == before


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False), st.sampled_from(["zz", "t0", "a0", "x", "aa"]))
def test_a_rulebase_decides_as_before_when_a_fact_of_it_is_renamed(
    tmp_path_factory: pytest.TempPathFactory, seed: int, rnd: random.Random, new: str
) -> None:
    world, advisor = drawn(seed)
    path = tmp_path_factory.mktemp("world") / "world.yaml"
    path.write_text(world.yaml(), encoding="utf-8")
    old = rnd.choice(sorted(world.facts))
    other = Advisor(loads(after(path, f"fact:{old}", new)), engine="indexed")
    for told in states(world, rnd, 4):
        mine = advisor.decide(told, today=DAY)
        theirs = other.decide({new if name == old else name: value for name, value in told.items()}, today=DAY)
        assert verdicts(mine) == verdicts(theirs)
        assert {one.advice.on for one in mine.open} == {one.advice.on for one in theirs.open}
        assert {name: one.value for name, one in mine.derived.items()} == {
            old if name == new else name: one.value for name, one in theirs.derived.items()
        }


# --- each place at which something is named


def test_a_fact_is_renamed_wherever_it_is_meant_and_nowhere_else(shed: Path) -> None:
    assert changed(shed, "fact:frost", "ice") == [
        'ice: {kind: boolean, ask: Is there frost?, said: {"true": [frost, it froze]}}',
        "sowing: {title: Sowing, applies: ice or sky == clear, otherwise:",
        "- ice and sky != frost",
        "and ice",
        'advise: {topic: frost, verdict: wait, say: "Wait: \\"<depth>\\" cm, and <ice>.", because: Frost bites.}',
        "never: [ice and depth < 1]",
        "given: {ice: true, depth: 4, sky: frost}",
    ]


def test_a_fact_is_renamed_in_formulas_and_behind_quotes_that_are_escaped(shed: Path) -> None:
    assert changed(shed, "depth", "how_deep") == [
        'how_deep: {kind: number, unit: cm, ask: "How deep is it, with \\"frost\\"?"}',
        'double: {kind: number, compute: "how_deep * 2 + min(how_deep, 3)"}',
        "how_deep > 3",
        'advise: {topic: frost, verdict: wait, say: "Wait: \\"<how_deep>\\" cm, and <frost>.", because: Frost bites.}',
        "never: [frost and how_deep < 1]",
        "given: {frost: true, how_deep: 4, sky: frost}",
    ]


def test_a_choice_is_renamed_beside_its_fact_alone(shed: Path) -> None:
    assert changed(shed, "sky.frost", "rime") == [
        "choices: [clear, grey, rime, fog]",
        "- frost and sky != rime",
        "- \"sky in [clear, 'grey', rime]\"",
        "given: {frost: true, depth: 4, sky: rime}",
    ]
    assert changed(shed, "sky.grey", "dull") == [
        "choices: [clear, dull, frost, fog]",
        "shown: {clear: the sky is clear, dull: it is grey}",
        "- \"sky in [clear, 'dull', frost]\"",
        'given: {sky: " dull"}',
    ]
    assert changed(shed, "choice:sky.clear", "blue") == [
        "choices: [blue, grey, frost, fog]",
        "blue: [clear, blue]",
        "shown: {blue: the sky is clear, grey: it is grey}",
        "weights: {blue: 3}",
        "presume: blue",
        "sowing: {title: Sowing, applies: frost or sky == blue, otherwise:",
        "- \"sky in [blue, 'grey', frost]\"",
    ]


def test_a_topic_is_renamed_with_the_act_that_is_called_after_it(shed: Path) -> None:
    assert changed(shed, "topic:frost", "ice") == [
        "ice:",
        'advise: {topic: ice, verdict: wait, say: "Wait: \\"<depth>\\" cm, and <frost>.", because: Frost bites.}',
        "advise: {topic: ice, act: ice, verdict: do, say: Go out.}",
        "advises: {ice: {ice: wait}}",
        "topics: [ice]",
        "open: [ice.ice]",
    ]


def test_an_act_of_a_topic_s_name_stays_when_every_rule_names_it(tmp_path: Path) -> None:
    place = tmp_path / "garden.yaml"
    place.write_text(GARDEN.replace("act: water\n", "act: watering\n").replace("{water:", "{watering:"), "utf-8")
    assert "act: watering" in after(place, "topic:watering", "pouring")
    assert "topic: pouring" in after(place, "topic:watering", "pouring")


def test_a_rule_is_renamed_where_it_is_overridden_withheld_and_listed(shed: Path) -> None:
    assert changed(shed, "go-out", "leave") == ["overrides: [leave]", "leave:", "withholds: [leave]"]
    assert changed(shed, "rule:frost", "ice-comes") == ["ice-comes:"]


def test_a_source_and_a_section_are_renamed_where_they_are_cited(shed: Path) -> None:
    assert sum("book/" in line for line in changed(shed, "notes", "book")) == 5
    assert changed(shed, "notes/frost", "ice") == [
        "notes: {title: Notes, sections: {all: All of it, ice: Frost}}",
        "source: notes/ice",
        "source: notes/ice",
    ]


def test_flags_signs_and_tags_are_renamed_where_they_are_raised_combined_and_suspended() -> None:
    for name, new in (("flag:with_children", "family"), ("tag:climb", "ascent"), ("sign:night", "dark")):
        found = Names(read_with(("examples/hike",)))
        assert (target := found.target(name.split(":")[1])).kind == name.split(":")[0]
        assert len(list(found.of(target))) == sum(
            f.places for f in rename(("examples/hike",), name, new).files.values()
        )


def test_line_ends_marks_comments_and_all_other_bytes_stay(tmp_path: Path) -> None:
    path = tmp_path / "shed.yaml"
    raw = b"\xef\xbb\xbf" + SHED.replace("\n", "\r\n").encode()
    path.write_bytes(raw)
    new = after(path, "stay-in", "no-way").encode()
    assert new == raw.replace(b"stay-in:", b"no-way:")
    assert b"# the fact frost" in after(path, "fact:frost", "ice").encode()


# --- what lies beside the rulebase


@pytest.fixture
def learnt(tmp_path: Path) -> Path:
    place = tmp_path / "garden"
    (place / "examples").mkdir(parents=True)
    (place / "rulebase.yaml").write_text(GARDEN, "utf-8")
    (place / "examples" / "all.yaml").write_text(
        "# said\nwatering: [watering the roses]\noff_topic: [a song]\n", "utf-8"
    )
    (place / "hints.txt").write_text(written({"rose": [1.0, -1.0]}, ["watering", "off_topic"]), "utf-8")
    return place


def test_labels_of_example_messages_and_of_what_was_learnt_are_renamed_with_their_topic(learnt: Path) -> None:
    before = Hints((learnt / "hints.txt").read_text("utf-8"))
    for path, file in rename((str(learnt),), "topic:watering", "pouring").files.items():
        path.write_text(file.after, "utf-8")
    text = (learnt / "hints.txt").read_text("utf-8")
    assert is_whole(text)
    assert Hints(text).labels == ("pouring", "off_topic")
    assert Hints(text).scores({"rose"})["pouring"] == before.scores({"rose"})["watering"]
    told = (learnt / "examples" / "all.yaml").read_text("utf-8")
    assert told == "# said\npouring: [watering the roses]\noff_topic: [a song]\n"
    assert load(learnt).hints == text


def test_a_fact_of_the_name_of_a_label_leaves_the_labels_alone(learnt: Path) -> None:
    text = GARDEN.replace("  frost:\n    kind", "  watering:\n    kind").replace("when: frost", "when: watering")
    text = (
        text.replace("{frost:", "{watering:")
        .replace("asked: [frost,", "asked: [watering,")
        .replace(", frost:", ", watering:")
        .replace("[frost]", "[watering]")
    )
    (learnt / "rulebase.yaml").write_text(text, "utf-8")
    files = rename((str(learnt),), "fact:watering", "freezing").files
    assert [path.name for path in files] == ["rulebase.yaml"]


# --- rulebases that extend others


@pytest.fixture
def balcony(tmp_path: Path) -> tuple[str, str]:
    """Give a garden, and a balcony that replaces one of its rules and retires another."""
    base, pack = tmp_path / "garden", tmp_path / "balcony"
    for place, text in ((base, GARDEN), (pack, BALCONY)):
        place.mkdir()
        (place / "rulebase.yaml").write_text(text, "utf-8")
    return str(base), str(pack)


def test_what_is_renamed_in_a_base_is_renamed_in_what_extends_it_when_both_are_given(balcony: tuple[str, str]) -> None:
    found = rename(balcony, "dry-after-four-days", "dry-in-four")
    assert [(path.parent.name, file.places) for path, file in found.files.items()] == [("garden", 1), ("balcony", 1)]
    assert "replaces: dry-in-four" in list(found.files.values())[-1].after


def test_a_name_of_a_rulebase_that_is_only_extended_is_refused_with_where_it_lives(tmp_path: Path) -> None:
    place = tmp_path / "mine.yaml"
    place.write_text("name: mine\nextends: [breakup]\n", "utf-8")
    name = next(iter(load("breakup").rules))
    with pytest.raises(CannotRename, match=rf"belongs to 'breakup' \(breakup/.*--rules breakup --rules {place}$"):
        rename((str(place),), name, "another-name")


def test_a_rule_that_takes_the_name_of_one_that_was_retired_keeps_it(balcony: tuple[str, str], tmp_path: Path) -> None:
    third = tmp_path / "third.yaml"
    third.write_text(RAIN_AGAIN, "utf-8")
    with pytest.raises(CannotRename, match=r"more than the name would change \(retired\)"):
        rename((*balcony, str(third)), "rain-waters", "clouds-water")


# --- what is refused


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("frost", "ice", "names 3 things; say which one is meant: fact:frost, topic:frost, rule:frost"),
        ("fact:frost", "Ice", "'Ice' is not a name of a fact; did you mean 'ice'?"),
        ("fact:frost", "in", "it has a meaning of its own"),
        ("fact:frost", "depth", "there is a fact 'depth' already, at "),
        ("rule:frost", "go-out", "there is a rule 'go-out' already"),
        ("fact:frost", "frost", "there is a fact 'frost' already"),
        ("sky.clear", "grey", "there is a choice 'grey' already"),
        ("topic:sowing", "off_topic", "has a meaning already"),
        ("act:frost.frost", "go", "is called after its topic where no `act:` is written"),
        ("weather:frost", "ice", "'weather' is no kind of name; there are: fact, topic"),
    ],
)
def test_a_renaming_that_cannot_be_is_refused_with_the_reason(shed: Path, old: str, new: str, why: str) -> None:
    with pytest.raises(CannotRename) as caught:
        rename((str(shed),), old, new)
    assert why in str(caught.value)


def test_a_name_that_is_not_there_is_refused_with_the_nearest(shed: Path) -> None:
    with pytest.raises(UnknownName, match="there is no fact 'dephth'; did you mean 'depth'"):
        rename((str(shed),), "fact:dephth", "x")
    with pytest.raises(UnknownName, match="there is no name 'nothing'"):
        rename((str(shed),), "nothing", "x")


def test_a_rulebase_that_does_not_load_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("facts: {rain: {kind: nothing}}", "utf-8")
    with pytest.raises(RulebaseError):
        rename((str(path),), "rain", "wet")


def test_a_place_that_was_overlooked_stops_the_renaming(shed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = Mentions.within

    def but_conditions(self: Mentions, root: Node, form: Shape) -> Iterator[Mention]:
        return (one for one in every(self, root, form) if one.node.text == one.name)

    monkeypatch.setattr(Mentions, "within", but_conditions)
    with pytest.raises(CannotRename, match=r"would not load then, so nothing is changed:\n.*unknown-fact"):
        rename((str(shed),), "fact:frost", "ice")


def test_a_change_of_more_than_the_name_stops_the_renaming(shed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = Mentions.within

    def and_titles(self: Mentions, root: Node, form: Shape) -> Iterator[Mention]:
        found = list(every(self, root, form))
        topic = next(one for one in found if one.kind == "topic" and one.name == "sowing")
        return iter([*found, topic._replace(name="Sowing", node=_title(root), kind="topic")])

    def _title(root: Node) -> Scalar:
        assert isinstance(root, Mapping)
        topics = root.get("topics")
        assert isinstance(topics, Mapping)
        sowing = topics.get("sowing")
        assert isinstance(sowing, Mapping)
        title = sowing.get("title")
        assert isinstance(title, Scalar)
        return title

    monkeypatch.setattr(Mentions, "within", and_titles)
    with pytest.raises(CannotRename, match=r"more than the name would change \(title\)"):
        rename((str(shed),), "topic:Sowing", "sowings")
