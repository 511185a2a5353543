"""`advisor learn` makes hints and alarms anew from example messages, the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor import Advisor
from advisor.cli import main
from advisor.language.hints import Hints
from advisor.rulebase.files import is_whole, sealed

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SHED = """\
name: shed
words: {plant: [fern, moss]}
classes: [plant]
topics:
  watering: {title: Watering, asked: [water the (plant)]}
  mending: {title: Mending, asked: [mend a tyre]}
not_covered:
  moles: {title: Moles, asked: [a mole]}
domain: [(plant), tyre]
"""
MESSAGES = """\
watering: [The fern is dry., My moss looks dry today., "Dry moss again, how much?"]
mending: [The tyre is flat., A flat tyre again., "My tyre is flat, how now?"]
moles: [A mole dug here., Moles dug a hill.]
off_topic: [What is for dinner?, Play a song., A song for dinner.]
"""


@pytest.fixture
def shed(tmp_path: Path) -> Path:
    made = tmp_path / "shed"
    (made / "examples").mkdir(parents=True)
    (made / "rulebase.yaml").write_text(SHED, encoding="utf-8")
    (made / "examples" / "all.yaml").write_text(MESSAGES, encoding="utf-8")
    return made


def learn(*where: Path | str) -> Result:
    return CliRunner().invoke(main, ["learn", *map(str, where)])


def test_learn_writes_hints_and_tells_from_how_much(shed: Path) -> None:
    result = learn(shed)
    assert (result.exit_code, result.stderr) == (0, "")
    text = (shed / "hints.txt").read_text(encoding="utf-8")
    assert is_whole(text)
    features = len(text.splitlines()) - 2
    assert result.stdout == f"{shed / 'hints.txt'}: learnt from 11 messages, {features} features.\n"


def test_learning_twice_gives_the_same_bytes(shed: Path) -> None:
    learn(shed)
    once = (shed / "hints.txt").read_bytes()
    learn(shed)
    assert (shed / "hints.txt").read_bytes() == once
    assert b"\r" not in once


def test_what_was_learnt_is_used_for_words_that_no_cue_has(shed: Path) -> None:
    before = Advisor.load(shed).understand("Is it dry for my fern?")
    learn(shed)
    after = Advisor.load(shed).understand("Is it dry for my fern?")
    assert before.topic is None
    assert (after.topic, after.decision) == ("watering", "answer")


def test_every_name_of_a_class_learns_together(shed: Path) -> None:
    learn(shed)
    hints = Hints((shed / "hints.txt").read_text(encoding="utf-8"))
    assert "watering" in hints.weights("(plant)")
    assert hints.known(["fern", "moss"]) == []


def test_hints_know_every_topic_subject_and_none(shed: Path) -> None:
    learn(shed)
    labels = Hints((shed / "hints.txt").read_text(encoding="utf-8")).labels
    assert labels == ("watering", "mending", "moles", "off_topic")


def test_a_label_that_is_none_is_told_and_the_hints_stay_as_they_are(shed: Path) -> None:
    learn(shed)
    before = (shed / "hints.txt").read_bytes()
    (shed / "examples" / "more.yaml").write_text("waterring: [The fern is wet.]\n", encoding="utf-8")
    result = learn(shed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "unknown-label: there is no label 'waterring'" in result.stderr
    assert "did you mean 'watering'?" in result.stderr
    assert (shed / "hints.txt").read_bytes() == before


def test_without_messages_there_is_nothing_to_learn(shed: Path) -> None:
    (shed / "examples" / "all.yaml").unlink()
    result = learn(shed)
    assert result.exit_code != 0
    assert "there are no messages to learn from" in result.stderr
    assert not (shed / "hints.txt").exists()


def test_what_is_no_folder_is_wrong_usage(tmp_path: Path, shed: Path) -> None:
    file = tmp_path / "alone.yaml"
    file.write_text(SHED, encoding="utf-8")
    for where in (file, tmp_path / "nowhere"):
        assert learn(where).exit_code == 2
    assert not (shed / "hints.txt").exists()


FLAGGED = """\
flags:
  gas: {said: [gas leak], say: Go out., suspends: all}
  fire: {said: [it burns], say: Go out., suspends: all}
"""
ALARMING = """\
gas: [It hisses and stinks., The stove hisses., "It stinks, it hisses.", It hisses., The stove hisses again.]
fire: [Smoke everywhere!, Smoke in the shed.]
no_flag: [The kettle whistles., A kettle in the shed., The cat stinks.]
"""


@pytest.fixture
def flagged(shed: Path) -> Path:
    """The shed with flags, and messages that raise them."""
    (shed / "rulebase.yaml").write_text(SHED + FLAGGED, encoding="utf-8")
    (shed / "examples" / "flags.yaml").write_text(ALARMING, encoding="utf-8")
    return shed


def test_learn_writes_alarms_where_messages_are_labelled_with_flags(flagged: Path) -> None:
    result = learn(flagged)
    assert (result.exit_code, result.stderr) == (0, "")
    texts = {name: (flagged / name).read_text(encoding="utf-8") for name in ("hints.txt", "alarms.txt")}
    assert all(map(is_whole, texts.values()))
    features = {name: len(text.splitlines()) - 2 for name, text in texts.items()}
    assert result.stdout == (
        f"{flagged / 'hints.txt'}: learnt from 11 messages, {features['hints.txt']} features.\n"
        f"{flagged / 'alarms.txt'}: learnt from 21 messages, {features['alarms.txt']} features.\n"
    )


def test_alarms_know_every_flag_and_none_and_hints_know_no_flag(flagged: Path) -> None:
    learn(flagged)
    alarms, hints = (Hints((flagged / name).read_text(encoding="utf-8")) for name in ("alarms.txt", "hints.txt"))
    assert alarms.labels == ("gas", "fire", "no_flag")
    assert hints.labels == ("watering", "mending", "moles", "off_topic")
    assert alarms.weights("^^")["no_flag"] > 0


def test_what_was_learnt_of_flags_makes_them_possible(flagged: Path) -> None:
    before = Advisor.load(flagged).understand("Now it hisses.")
    learn(flagged)
    after = Advisor.load(flagged).understand("Now it hisses.")
    assert before.flags == ()
    assert [(one.flag, one.status) for one in after.flags] == [("gas", "possible")]
    assert after.decision == "help"
    assert Advisor.load(flagged).understand("The kettle whistles.").flags == ()


def test_learning_alarms_twice_gives_the_same_bytes(flagged: Path) -> None:
    learn(flagged)
    once = [(flagged / name).read_bytes() for name in ("hints.txt", "alarms.txt")]
    learn(flagged)
    assert [(flagged / name).read_bytes() for name in ("hints.txt", "alarms.txt")] == once


def test_without_a_message_that_raises_a_flag_no_alarms_are_written(flagged: Path) -> None:
    (flagged / "examples" / "flags.yaml").write_text("no_flag: [The kettle whistles.]\n", encoding="utf-8")
    assert learn(flagged).exit_code == 0
    assert (flagged / "hints.txt").is_file()
    assert not (flagged / "alarms.txt").exists()


def test_alarms_that_were_changed_by_hand_are_made_anew(flagged: Path) -> None:
    learn(flagged)
    once = (flagged / "alarms.txt").read_bytes()
    (flagged / "alarms.txt").write_bytes(once + b"kettle\ta99\n")
    assert learn(flagged).exit_code == 0
    assert (flagged / "alarms.txt").read_bytes() == once


def test_what_alarms_said_before_is_no_part_of_what_is_learnt(flagged: Path) -> None:
    learn(flagged)
    once = (flagged / "alarms.txt").read_bytes()
    wild = sealed("gas fire no_flag\nkettle\ta400\nfern\ta400\ntyre\ta400\n")
    (flagged / "alarms.txt").write_text(wild, encoding="utf-8", newline="\n")
    assert learn(flagged).exit_code == 0
    assert (flagged / "alarms.txt").read_bytes() == once
