"""Edits by places change what they are meant to change, and leave every other character as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.rulebase.nodes import Report, parse
from advisor.rulebase.tree import Mapping, Scalar, Sequence
from advisor.workbench.surgery import CannotEdit, Surgery


def tree(text: str) -> Mapping:
    report = Report()
    found = parse(text, "text", report)
    assert not report, report.problems
    assert isinstance(found, Mapping)
    return found


def valued(text: str, key: str, new: str) -> str:
    surgery = Surgery(text)
    surgery.value(tree(text).get(key), new)
    return surgery.done()


def listed(text: str, key: str, *names: str) -> str:
    surgery = Surgery(text)
    found, node = next(entry for entry in tree(text).entries if entry[0].text == key)
    surgery.listed(found, node, names)
    return surgery.done()


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("a: one  # why\nb: two\n", "three", "a: three  # why\nb: two\n"),
        ("a:   'one'\n", "two", "a:   'two'\n"),
        ('{a: "one", b: x}', "2026-01-15", '{a: "2026-01-15", b: x}'),
        ("a: one\r\nb: two\r\n", "3", "a: 3\r\nb: two\r\n"),
        ("a: 'one'\n", "it's", 'a: "it\'s"\n'),
        ("a: one\n", "two, three", 'a: "two, three"\n'),
        ("a: one\n", "no: way", 'a: "no: way"\n'),
        ("a: one\n", "5 days", "a: 5 days\n"),
        ("a: one\n", "-5", "a: -5\n"),
        ("a: one\n", "..27", "a: ..27\n"),
        ("a: one\n", "# x", 'a: "# x"\n'),
        ("a: one\n", "", 'a: ""\n'),
        ("a: one", "2", "a: 2"),
    ],
)
def test_a_value_is_put_in_the_place_of_another(text: str, new: str, expected: str) -> None:
    assert valued(text, "a", new) == expected
    assert isinstance(node := tree(expected).get("a"), Scalar)
    assert node.text == new


@pytest.mark.parametrize("text", ["a: >-\n  one\n  two\n", "a: one\n  two\n", 'a: "o\\x6ee"\n', "a: [one]\n"])
def test_what_is_not_written_in_one_line_as_it_is_stays(text: str) -> None:
    with pytest.raises(CannotEdit):
        valued(text, "a", "new")


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("a: [x, y]\n", "xz", "a: [x, z]\n"),
        ("a: [x, y]\n", "y", "a: [y]\n"),
        ("a: [x, y, z]\n", "xz", "a: [x, z]\n"),
        ("a: [x, y, z]\n", "z", "a: [z]\n"),
        ("a: [x]\n", "", "a: []\n"),
        ("a: []  # none\n", "xy", "a: [x, y]  # none\n"),
        ("a: [x]\n", "xyz", "a: [x, y, z]\n"),
        ("a: [\n  x,  # one\n  y,\n]\n", "yz", "a: [\n  z,  # one\n  y,\n]\n"),
        ("a:\n  - x  # one\n  - y\nb: c\n", "yz", "a:\n  - z  # one\n  - y\nb: c\n"),
        ("a:\n  - x\n  - y\n", "x", "a:\n  - x\n"),
        ("a:\n  - x\n  - y  # two\n", "x", "a:\n  - x\n  # two\n"),
        ("a:\n  - x\n", "", "a: []\n"),
        ("a:\n  - x\nb: c", "xy", "a:\n  - x\n  - y\nb: c"),
        ("a:\n  - x", "xy", "a:\n  - x\n  - y"),
        ("a:\r\n- x\r\n", "xy", "a:\r\n- x\r\n- y\r\n"),
    ],
)
def test_a_list_holds_what_is_wanted_and_keeps_its_layout(text: str, names: str, expected: str) -> None:
    assert listed(text, "a", *names) == expected


_NAMES = st.lists(st.sampled_from(["ash", "birch", "cedar", "elm", "fir"]), unique=True)


@given(_NAMES, _NAMES, st.booleans(), st.booleans(), st.sampled_from(["\n", "\r\n"]))
@example(["ash"], [], True, True, "\n")
def test_a_list_of_any_layout_holds_what_is_wanted_and_loses_no_comment(
    before: list[str],
    wanted: list[str],
    flow: bool,  # noqa: FBT001
    deep: bool,  # noqa: FBT001
    end: str,
) -> None:
    if flow or not before:
        items = f"a: [{', '.join(before)}]  # of all"
    else:
        items = "\n".join(["a:  # of all", *(f"{'  ' * deep}- {name}  # {name}" for name in before)])
    text = f"# first\n{items}\n# last\nb: c\n".replace("\n", end)
    after = listed(text, "a", *wanted)
    node = tree(after).get("a")
    assert isinstance(node, Sequence)
    assert {item.text for item in node.items if isinstance(item, Scalar)} == set(wanted)
    assert re.findall("#.*", after) == re.findall("#.*", text)
    assert tree(after).get("b")
    if set(wanted) == set(before):
        assert after == text


def test_a_key_with_a_list_is_added_before_another() -> None:
    for text, expected in (
        ("s:\n  x: y\n  b: c\n", "s:\n  x: y\n  a: [one, two]\n  b: c\n"),
        ("s: {x: y, b: c}\n", "s: {x: y, a: [one, two], b: c}\n"),
        ("s:\n  b: c\n", "s:\n  a: [one, two]\n  b: c\n"),
    ):
        node = tree(text).get("s")
        assert isinstance(node, Mapping)
        surgery = Surgery(text)
        surgery.added(node, next(key for key, _ in node.entries if key.text == "b"), "a", ["one", "two"])
        assert surgery.done() == expected


def test_a_key_is_taken_out_with_its_list_where_they_have_lines_of_their_own() -> None:
    for text, expected in (
        ("a: [x]\nb: c\n", "b: c\n"),
        ("a:\n  - x  # one\n  - y\nb: c\n", "  # one\nb: c\n"),
        ("b: c\na: [x]", "b: c\n"),
    ):
        node, surgery = tree(text), Surgery(text)
        surgery.dropped(node, *next(entry for entry in node.entries if entry[0].text == "a"))
        assert surgery.done() == expected
    for text in ("{a: [x], b: c}", "a: [x,\n  y]\nb: c\n"):
        node = tree(text)
        with pytest.raises(CannotEdit):
            Surgery(text).dropped(node, *node.entries[0])


def test_edits_that_belong_together_are_all_made_or_none() -> None:
    text = "a: one\nb: >-\n  two\n"
    node, surgery = tree(text), Surgery(text)

    def both() -> None:
        with surgery.together():
            surgery.value(node.get("a"), "new")
            surgery.value(node.get("b"), "new")

    with pytest.raises(CannotEdit):
        both()
    assert surgery.done() == text
