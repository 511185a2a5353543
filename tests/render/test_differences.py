"""What differs between two rulebases reads as an author would tell it to another."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from advisor import Advisor, loads
from advisor.conversation.record import Record
from advisor.render.blocks import as_text
from advisor.render.differences import differences_blocks
from advisor.workbench.review import review
from tests.camps import camp

if TYPE_CHECKING:
    from advisor.workbench.differences import Differences

DAY = datetime.date(2026, 1, 15)
PAIRS = (
    ("wind >= 50", "wind >= 40"),
    ("    overrides: [old-trench]\n", ""),
    ("Air is good.", "Air does good."),
    ("  no-fire:", "  no-flames:"),
    ("rain and ground == rock", "rain and ground == sand"),
    ("{wet: true}", "{wet: false}"),
    ("urgency: boundary", "urgency: urgent"),
    ("[sleep out]", "[stay outside]"),
    ("  calm:", "  quiet:"),
    ("presume: true", "presume: false"),
)
GOLDEN = """\
From camp 1.2 to camp 1.2: a major change.

It is major because on sleep.trench rules are at odds now; on sleep.sleep the advice reverses; on
sleep.sleep advice disappears; situations that were possible are not; the rule no-fire is renamed;
and 1 more.

The version says 1.2 -> 1.2; this is at least 2.0.

Advice
- sleep.trench: rules are at odds now (major).
    With depth: 4, age: 11: wait by deep before, conflict by deep, old-trench now.
- sleep.sleep: the advice reverses (major).
    With rain: false, wind: 40, tent: true: do by out before, dont by storm now.
- sleep.sleep: advice appears where nothing was said (minor).
    With rain: true, wind: 40: nothing before, dont by storm now.
    In other situations: nothing -> do.
- sleep.sleep: the same is said in other words, the reason (patch).
    With rain: false, wind: 0, tent: true: do by out before, do by out now.
    Before: “Air is good.”
    Now: “Air does good.”
- sleep.sleep: advice disappears, as long as tent is not told (major).
    With rain: false, wind: 0: do before, nothing now.

Conclusions of rules
- wet: another value is concluded (minor).
    With rain: true: true by rain-wets before, false by rain-wets now.

Situations
- sleep: situations that were possible are not (major).
    With ground: sand, depth: 4: sleep.trench wait before.
- sleep: situations are possible that were not (minor).
    With rain: true, wind: 40, ground: rock: sleep.sleep dont now.
- fire: situations that were possible are not (major).
    With rain: true, wind: 0, ground: sand: fire.fire may before.
- fire: situations are possible that were not (minor).
    With rain: true, wind: 30, ground: rock: fire.fire dont now.

What can be named
- fact tent (minor): presume: true -> false
- rule renamed (major): no-fire -> no-flames

Safety
- flag ill (major): urgency: boundary -> urgent
- flag ill (major): it now suspends every rule

Understanding
- phrases of topic sleep (minor): 1 added, 1 gone

Messages read: 1; understood otherwise (minor): 1.

- “Can I sleep out?”
    decision: answer -> off_topic; about: sleep -> nothing

Scenarios
- scenarios (patch): 1 added, 1 gone
"""


def told(found: Differences) -> str:
    return as_text(differences_blocks(found), 100) + "\n"


def held(*pairs: tuple[str, str]) -> str:
    return told(review(camp(), camp(*pairs), today=DAY))


def test_a_change_of_many_kinds_is_told_as_it_was_read_over() -> None:
    assert held(*PAIRS) == GOLDEN


def test_a_patch_is_called_one_and_a_version_that_moves_enough_is_said_to() -> None:
    text = held(("Air is good.", "Air does good."), ('"1.2"', '"1.2.1"'))
    assert text.startswith("From camp 1.2 to camp 1.2.1: a patch.\n\nIt is a patch because on sleep.sleep the same is")
    assert "The version says 1.2 -> 1.2.1, which is enough." in text


def test_files_that_come_to_the_same_are_told_from_the_same_files() -> None:
    assert held() == "Nothing differs: camp 1.2 and camp 1.2 are the same files.\n"
    assert held(("min: 0, max: 200", "max: 200, min: 0")) == (
        "Nothing differs: camp 1.2 and camp 1.2 come to the same, though the files differ.\n"
    )


def test_a_rulebase_without_a_version_is_not_judged() -> None:
    before, now = (
        Advisor(loads(f"name: a\nfacts: {{rain: {{kind: boolean, ask: {ask}}}}}"), engine="indexed")
        for ask in ("Rain?", "Does it rain?")
    )
    assert "declares no version of numbers" in told(review(before, now))


def test_what_was_not_compared_is_said_with_its_reason() -> None:
    kind = "kind: choice, choices: [sand, grass, rock], ask", "kind: text, ask"
    texts = ("ground == rock", "ground == 'rock'"), ("ground == sand", "ground == 'sand'")
    text = held(kind, *texts)
    assert text.startswith("From camp 1.2 to camp 1.2: at least a major change.")
    assert "- Not decided for fire: it hangs on ground, which cannot be compared. The scenarios of both show no" in text
    narrow = review(camp(), camp(("wind >= 30", "wind >= 70")), budget=20, today=DAY)
    assert "Not decided for fire: too many rules hang together. What the scenarios of both show is" in told(narrow)
    assert "In the scenario “windy”: dont by no-fire before, nothing now." in told(narrow)


def test_of_many_messages_only_the_first_few_are_shown() -> None:
    messages = [f"Can I light a fire, number {number}?" for number in range(9)]
    text = told(review(camp(), camp(("[light a fire]", "[make a fire]")), messages=messages, today=DAY))
    assert "Messages read: 10; understood otherwise (minor): 9." in text
    assert text.count("“Can I light") == 5
    assert "And 4 more; --format json has them all." in text


def test_what_a_flag_suspends_is_told_both_ways() -> None:
    more = ("suspends: [old-trench]", "suspends: [old-trench, storm]")
    assert "- flag ill (major): it now suspends storm" in held(more)
    assert "- flag ill (minor): it no longer suspends storm" in told(review(camp(more), camp(), today=DAY))
    urgent = camp(("urgency: boundary", "urgency: urgent"))
    assert "no longer suspends every rule, only old-trench" in told(review(urgent, camp(), today=DAY))


def test_nothing_in_a_text_drives_the_terminal() -> None:
    record = Record.of_reply(camp().ask("Can I sleep out?", today=DAY))
    text = told(review(camp(), camp(), records={"talk\x1b[31m.json": record}, today=DAY))
    assert "\x1b" not in text
    assert "31m.json: the same is advised." in text


def test_of_many_names_that_came_only_the_first_are_listed() -> None:
    more = "".join(f"  rule-{n:02}: {{when: rain, conclude: {{wet: true}}, source: book/all}}\n" for n in range(15))
    text = held(("  rain-wets:", more + "  rain-wets:"))
    assert "- rules added (minor): rule-00, rule-01," in text
    assert "rule-11 and 3 more" in " ".join(text.split())


def test_a_part_that_is_other_in_one_term_is_told_in_plain_words() -> None:
    text = held(("See a doctor.", "Go to a doctor."), ("On wind", "On winds"), ("How deep is the water?", "How deep?"))
    assert "- flag ill (patch): it is worded differently" in text
    assert "- source book (patch): it is other than it was" in text
    assert "- fact depth (patch): it is worded differently" in text
