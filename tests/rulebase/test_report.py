"""What a report of problems promises: order, excerpts, and no more than can be read."""

from __future__ import annotations

from textwrap import dedent

import pytest

from advisor.errors import Position
from advisor.rulebase.nodes import Mapping, Report, Scalar, parse
from advisor.rulebase.report import MOST_PROBLEMS


def scalar(report: Report, text: str) -> Scalar:
    """The value of the one key of a text."""
    root = parse(text, "garden.yaml", report)
    assert isinstance(root, Mapping)
    value = root.entries[0][1]
    assert isinstance(value, Scalar)
    return value


def test_a_report_is_true_when_something_was_reported() -> None:
    report = Report()
    assert not report
    report.add("empty", "there is nothing here", Position("garden.yaml", 1, 1))
    assert report


def test_problems_come_in_the_order_of_files_and_places() -> None:
    report = Report()
    report.source("b.yaml", "")
    report.source("a.yaml", "")
    for file, line, column in (("a.yaml", 1, 1), ("b.yaml", 2, 5), ("b.yaml", 2, 3), ("b.yaml", 10, 1)):
        report.add("empty", "there is nothing here", Position(file, line, column))
    assert [str(problem.position) for problem in report.problems] == [
        "b.yaml:2:3",
        "b.yaml:2:5",
        "b.yaml:10:1",
        "a.yaml:1:1",
    ]


def test_a_report_tells_where_a_node_begins() -> None:
    report = Report()
    assert report.position(scalar(report, "bed: roses")) == Position("garden.yaml", 1, 6)


def test_the_same_problem_is_told_once() -> None:
    report = Report()
    node = scalar(report, "bed: roses")
    for _ in range(3):
        report.add("bad-value", "roses do not fit", node)
    assert len(report.problems) == 1


@pytest.mark.parametrize(
    ("text", "line", "caret"),
    [
        ("bed: roses", "bed: roses", "     ^^^^^"),
        ("bed: 'roses'", "bed: 'roses'", "     ^^^^^^^"),
        ("bed: 'it''s'", "bed: 'it''s'", "     ^^^^^^^"),
        ("bed: roses and\n  tulips", "bed: roses and", "     ^^^^^^^^^"),
        ("bed: >-\n  roses", "bed: >-", "     ^^"),
    ],
)
def test_the_caret_underlines_the_whole_text(text: str, line: str, caret: str) -> None:
    report = Report()
    report.add("bad-value", "it does not fit", scalar(report, text))
    assert str(report.problems[0]).splitlines()[1:] == [f"    {line}", f"    {caret}"]


@pytest.mark.parametrize(
    ("text", "line", "caret"),
    [
        ("when: dry and windy", "when: dry and windy", "              ^^^^^"),
        ("when: 'dry and windy'", "when: 'dry and windy'", "               ^^^^^"),
        ("when: >-\n  dry and\n  windy", "  windy", "  ^^^^^"),
        ('when: "dry \\x61nd windy"', 'when: "dry \\x61nd windy"', "      " + "^" * 18),
    ],
)
def test_the_caret_underlines_a_part_of_a_text_or_all_of_it_where_escapes_hide_the_part(
    text: str, line: str, caret: str
) -> None:
    report = Report()
    node = scalar(report, text)
    report.add("unknown-fact", "there is no fact 'windy'", node, offset=node.text.index("windy"), width=5)
    assert str(report.problems[0]).splitlines()[1:] == [f"    {line}", f"    {caret}"]


def test_the_caret_stands_at_the_beginning_of_a_list_or_mapping() -> None:
    report = Report()
    root = parse("bed: [roses]", "garden.yaml", report)
    assert isinstance(root, Mapping)
    report.add("unknown-fact", "there is no fact 'roses'", root.entries[0][1], width=5)
    assert str(report.problems[0]) == dedent(
        """\
        garden.yaml:1:6: unknown-fact: there is no fact 'roses'
            bed: [roses]
                 ^"""
    )


def test_a_position_takes_its_line_from_the_file_that_it_names() -> None:
    report = Report()
    report.source("garden.yaml", "bed: roses")
    report.add("bad-value", "roses do not fit", Position("garden.yaml", 1, 6), "write tulips", width=5)
    assert str(report.problems[0]) == dedent(
        """\
        garden.yaml:1:6: bad-value: roses do not fit
            bed: roses
                 ^^^^^
            remedy: write tulips"""
    )


def test_more_problems_than_can_be_read_are_counted() -> None:
    report = Report()
    for line in range(1, MOST_PROBLEMS + 3):
        report.add("empty", "there is nothing here", Position("garden.yaml", line, 1))
    assert report.full
    assert len(report.problems) == MOST_PROBLEMS + 1
    last = report.problems[-1]
    assert (last.code, last.message) == ("more-problems", "2 more problems were found")
    assert last.position.line == MOST_PROBLEMS


def test_a_single_further_problem_is_counted_as_one() -> None:
    report = Report()
    for line in range(1, MOST_PROBLEMS + 2):
        report.add("empty", "there is nothing here", Position("garden.yaml", line, 1))
    assert report.problems[-1].message == "1 more problem was found"


def test_a_place_far_out_in_a_line_is_told_without_the_line() -> None:
    report = Report()
    report.source("garden.yaml", "x" * 100_000)
    report.add("bad-value", "it does not fit", Position("garden.yaml", 1, 90_000))
    report.add("bad-value", "it does not fit", Position("garden.yaml", 1, 5), width=80_000)
    near, far = report.problems
    assert far.excerpt == ""
    assert len(near.excerpt) < 300
