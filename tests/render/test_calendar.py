"""A calendar file says when plans end, and nothing else."""

from __future__ import annotations

import datetime
import sys
from typing import TYPE_CHECKING, Any

import pytest

from advisor import AdvisorError, load, loads
from advisor.conversation.fold import Progress, progress
from advisor.reasoning.situation import tell
from advisor.render.calendar import calendar_file

if TYPE_CHECKING:
    from advisor.rulebase.model import Rulebase

icalendar = pytest.importorskip("icalendar")

DAY = datetime.date(2026, 11, 23)
LONG = "Sechs Wochen Schonzeit für die frisch gepflanzten Kübelpflanzen, Bäumchen; Töpfe 🌱 auf dem Dachgarten " * 3


def garden(title: str = "Four days; then look, again") -> Rulebase:
    return loads(f"""
name: garden
sources: {{notes: {{title: Notes, sections: {{all: All of it}}}}}}
facts:
  watered: {{kind: date, past: true, ask: When did you water?, shown: you watered on <value>}}
  pruned: {{kind: date, ask: When do you prune?, shown: you prune on <value>}}
plans:
  dry: {{title: "{title}", from: watered, length: 4 days, because: Roots are thirsty., source: notes/all}}
  rest: {{title: Rest, from: pruned, length: 10 days, because: Cuts heal., source: notes/all}}
""")


def plans(rulebase: Rulebase, **facts: object) -> tuple[Progress, ...]:
    return progress(rulebase, tell(rulebase, facts, DAY))


def events(file: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(file).walk("VEVENT"))


def test_the_end_of_each_plan_that_runs_is_one_entry_for_all_of_that_day() -> None:
    rulebase = garden()
    file = calendar_file(rulebase, plans(rulebase, watered="2026-11-21", pruned="2026-11-30"), DAY)
    found = [(str(event["summary"]), event.decoded("dtstart"), "dtend" in event) for event in events(file)]
    assert found == [
        ("Four days; then look, again", datetime.date(2026, 11, 25), False),
        ("Rest", datetime.date(2026, 12, 10), False),
    ]
    assert b"DTSTART;VALUE=DATE:20261125" in file


def test_a_plan_that_is_over_or_has_no_day_is_left_out() -> None:
    rulebase = garden()
    file = calendar_file(rulebase, plans(rulebase, watered="2026-11-19", pruned="2026-11-20"), DAY)
    assert [str(event["summary"]) for event in events(file)] == ["Rest"]


def test_without_a_plan_that_runs_there_is_no_file_but_a_reason() -> None:
    rulebase = garden()
    with pytest.raises(AdvisorError, match="no plan is running, so there is nothing to put into a calendar"):
        calendar_file(rulebase, plans(rulebase, watered="2026-11-19"), DAY)


@pytest.mark.parametrize("title", [LONG.strip(), "ü" * 200, "🌱" * 60, "a, b; c \\\\ d"])
def test_long_and_foreign_titles_are_folded_by_the_rules_and_read_back_whole(title: str) -> None:
    rulebase = garden(title)
    file = calendar_file(rulebase, plans(rulebase, watered="2026-11-21"), DAY)
    assert [str(event["summary"]) for event in events(file)] == [rulebase.plans["dry"].title]
    assert file.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    for line in file.split(b"\r\n"):
        assert b"\n" not in line
        line.decode("utf-8")  # no letter is cut in two


def test_the_same_plans_on_the_same_day_are_the_same_bytes() -> None:
    first, second = (calendar_file(one, plans(one, watered="2026-11-21"), DAY) for one in (garden(), garden()))
    assert first == second


def test_an_entry_keeps_its_name_from_day_to_day_and_another_beginning_has_another() -> None:
    rulebase = garden()
    today = calendar_file(rulebase, plans(rulebase, watered="2026-11-21"), DAY)
    later = DAY + datetime.timedelta(1)
    told = tell(rulebase, {"watered": "2026-11-21"}, later)
    tomorrow = calendar_file(rulebase, progress(rulebase, told), later)
    other = calendar_file(rulebase, plans(rulebase, watered="2026-11-22"), DAY)
    uids = [str(events(file)[0]["uid"]) for file in (today, tomorrow, other)]
    assert uids[0] == uids[1]
    assert uids[0] != uids[2]
    assert "@" not in uids[0]


def test_the_file_is_stamped_with_the_day_it_is_given_and_not_by_a_clock() -> None:
    rulebase = garden()
    (event,) = events(calendar_file(rulebase, plans(rulebase, watered="2026-11-21"), DAY))
    assert event.decoded("dtstamp") == datetime.datetime(2026, 11, 23, tzinfo=datetime.timezone.utc)


def test_an_entry_says_nothing_that_was_told_and_is_private() -> None:
    rulebase = load("breakup")
    facts = {"last_contact": "2026-11-11", "ex_reached_out": True, "emergency": True}
    file = calendar_file(rulebase, plans(rulebase, **facts), DAY)
    (event,) = events(file)
    assert {key.upper() for key in event} == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "CLASS", "TRANSP"}
    assert str(event["summary"]) == rulebase.plans["four_weeks"].title
    assert str(event["class"]) == "PRIVATE"
    assert b"20261111" not in file
    assert rulebase.title.encode() not in file


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    rulebase = garden()
    with pytest.raises(AdvisorError, match="pip install icalendar"):
        calendar_file(rulebase, plans(rulebase, watered="2026-11-21"), DAY)
