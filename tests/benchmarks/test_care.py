"""The benchmark of care counts what it says it counts, and its own messages are labelled with flags there are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from advisor import load
from advisor.language.heard import Raised
from benchmarks.care import Case, report

MESSAGES = Path(__file__).resolve().parents[2] / "benchmarks" / "messages"


def case(
    expect: str, priority: str, *raised: Raised, flags: tuple[str, ...] = (), accept: tuple[str, ...] = ()
) -> Case:
    return Case("a message", expect, flags, accept, priority, "self", raised)


def test_an_emergency_is_recalled_only_by_an_emergency() -> None:
    grave, mild = Raised("fire", "affirmed", "emergency"), Raised("smoke", "possible", "urgent")
    labels = {"flags": ("fire",), "accept": ("smoke",)}
    assert case("trigger", "P0", grave, **labels).recalled
    assert not case("trigger", "P0", mild, **labels).recalled
    assert case("trigger", "P1", mild, **labels).recalled
    assert not case("trigger", "P1", mild, flags=("fire",)).recalled


def test_only_what_is_neither_expected_nor_accepted_is_an_alarm(capsys: pytest.CaptureFixture[str]) -> None:
    smoke, light = Raised("smoke", "possible", "urgent"), Raised("light", "possible", "adapt")
    cases = [
        case("no_trigger", "", smoke, accept=("smoke",)),
        case("no_trigger", "", smoke),
        case("no_trigger", "", light),
    ]
    report(cases, wrong=True)
    said = capsys.readouterr().out
    assert "false alarms P0 to P2: 1/3" in said
    assert "false alarms P3 alone: 1" in said
    assert said.count("alarm smoke possible") == 1


def test_where_nothing_was_missed_the_bound_is_three_in_n(capsys: pytest.CaptureFixture[str]) -> None:
    smoke = Raised("smoke", "affirmed", "urgent")
    report([case("trigger", "P1", smoke, flags=("smoke",))] * 60, wrong=False)
    assert "recall P1: 60/60 = 100.0 % (94.0-100.0), misses at most 5.0 %" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["care-aside.yaml", "care-tuned.yaml"])
def test_the_messages_are_labelled_with_flags_there_are(name: str) -> None:
    flags = load("breakup").flags
    entries = yaml.safe_load((MESSAGES / name).read_text(encoding="utf-8"))
    assert {one["expect"] for one in entries} == {"trigger", "no_trigger", "grey"}
    for one in entries:
        assert {*one.get("flags", ()), *one.get("accept", ())} <= flags.keys()
        assert one["expect"] != "trigger" or one["priority"] == flags[one["flags"][0]].priority
