"""What was rewritten is shown as a diff, and what was left is named with the reason."""

from __future__ import annotations

from advisor.errors import Position
from advisor.render.updating import updated_in_words, updated_record
from advisor.rulebase.model import Scenario
from advisor.workbench.expecting import Miss
from advisor.workbench.updating import Kept, Updated

ONE = Scenario("a shower", Position("a.yaml", 2, 3))
MISS = Miss("the answer to rain", "an answer", "none that was understood", "answered", "rain", step=2)
TEXTS = {"a.yaml": ("\ufeffa: b\r\nc: d\r\n", "\ufeffa: b\r\nc: e\r\n")}
DIFF = ["--- a.yaml", "+++ a.yaml", "@@ -1,2 +1,2 @@", " a: b", "-c: d", "+c: e"]


def test_what_was_rewritten_is_shown_line_by_line_and_counted() -> None:
    *lines, last = updated_in_words(Updated(TEXTS, (ONE,), ())).splitlines()
    assert lines == DIFF
    assert last.startswith("1 scenario rewritten in 1 file. They say what the rules say now:")


def test_what_was_left_is_named_with_its_step_and_the_reason() -> None:
    assert updated_in_words(Updated({}, (), (Kept(ONE, MISS, "it is said"),))).splitlines() == [
        "Left as it is:",
        "  a.yaml:2:3: a shower",
        "    step 2: the answer to rain: expected an answer, got none that was understood",
        "    it is said",
        "Nothing was rewritten.",
    ]


def test_that_nothing_needs_to_be_rewritten_is_said() -> None:
    assert updated_in_words(Updated({}, (), ())) == "Every scenario passes; there is nothing to rewrite."


def test_as_plain_values_there_is_the_same() -> None:
    found = updated_record(Updated(TEXTS, (ONE,), (Kept(ONE, MISS, "why"),)))
    assert found["files"] == [{"file": "a.yaml", "diff": DIFF}]
    assert found["rewritten"] == ["a shower"]
    assert (found["kept"][0]["at"], found["kept"][0]["step"], found["kept"][0]["why"]) == ("a.yaml:2:3", 2, "why")
