"""What reading YAML text into nodes promises: nothing breaks it, and everything wrong is told with its place."""

from __future__ import annotations

import os
from textwrap import dedent
from typing import TYPE_CHECKING
from unittest import mock

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase import nodes
from advisor.rulebase.nodes import Mapping, Report, Scalar, Sequence, parse, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from advisor.rulebase.nodes import Node

LOADERS = [yaml.SafeLoader] + ([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])
needs_libyaml = pytest.mark.skipif(not yaml.__with_libyaml__, reason="the parser in Python stops at other places")


def told(text: str) -> str:
    """All that is said about a text."""
    report = Report()
    parse(text, "garden.yaml", report)
    return "\n".join(map(str, report.problems))


def read(text: str) -> Node:
    """The tree of a text without fault."""
    report = Report()
    node = parse(text, "garden.yaml", report)
    assert node is not None
    assert not report
    return node


def walk(node: Node) -> Iterator[Node]:
    """A node and all that is in it."""
    yield node
    if isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield key
            yield from walk(value)


def bare(node: Node) -> object:
    """A tree as plain texts, lists and dicts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [bare(item) for item in node.items]
    return {key.text: bare(value) for key, value in node.entries}


# --- what is refused ----------------------------------------------------------------------------------------------

REFUSED = {
    "an alias": (
        "bed: *first\n",
        """\
        garden.yaml:1:6: yaml-alias: '*first' is an alias, and nothing is said by reference here
            bed: *first
                 ^^^^^^
            remedy: write out what it stands for; put a text that begins with '*' in quotes""",
    ),
    "an anchor": (
        "bed: &first roses\n",
        """\
        garden.yaml:1:6: yaml-alias: '&first' is an anchor, and nothing is said by reference here
            bed: &first roses
                 ^^^^^^
            remedy: take it out; put a text that begins with '&' in quotes""",
    ),
    "a tag": (
        "bed: !!python/object/apply:os.system [ls]\n",
        """\
        garden.yaml:1:6: yaml-tag: '!!python/object/apply:os.system' is a tag, and tags have no meaning here
            bed: !!python/object/apply:os.system [ls]
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            remedy: take it out; put a text that begins with '!' in quotes""",
    ),
    "a second document": (
        "---\nbed: roses\n---\nbed: tulips\n",
        """\
        garden.yaml:3:1: yaml-documents: a second document begins here
            ---
            ^^^
            remedy: keep one of them, or put the others into files of their own""",
    ),
    "text after the end of the document": (
        "bed: roses\n...\n# so far\nbed: tulips\n",
        """\
        garden.yaml:4:1: yaml-documents: a second document begins here
            bed: tulips
            ^^^
            remedy: keep one of them, or put the others into files of their own""",
    ),
    "a directive": (
        "# a garden\n%YAML 1.2\n---\nbed: roses\n",
        """\
        garden.yaml:2:1: yaml-directive: a line that begins with '%' has no meaning here
            %YAML 1.2
            ^
            remedy: take it out""",
    ),
    "a control character": (
        "bed: ro\x07ses\n",
        """\
        garden.yaml:1:8: yaml-characters: the character U+0007 cannot stand in a text
            bed: ro ses
                   ^
            remedy: take it out""",
    ),
    "a lone surrogate": (
        "bed: \ud800\n",
        """\
        garden.yaml:1:6: yaml-characters: the character U+D800 cannot stand in a text
            bed:\N{SPACE}\N{SPACE}
                 ^
            remedy: take it out""",
    ),
    "a line break that editors do not show": (
        "bed: roses\u2028tulips\n",
        """\
        garden.yaml:1:11: yaml-characters: the character U+2028 cannot stand in a text
            bed: roses tulips
                      ^
            remedy: begin a new line with the usual line break""",
    ),
    "a control character written as an escape": (
        'bed: "roses \\e[31m"\n',
        """\
        garden.yaml:1:6: yaml-characters: the character U+001B cannot stand in a text
            bed: "roses \\e[31m"
                 ^^^^^^^^^^^^^^
            remedy: take it out""",
    ),
    "a key that stands there twice": (
        "bed: roses\npond: no\nbed: tulips\n",
        """\
        garden.yaml:3:1: duplicate-key: the key 'bed' stands here already, in line 1
            bed: tulips
            ^^^
            remedy: keep one of the two""",
    ),
    "a list as a key": (
        "? [bed, pond]\n: roses\n",
        """\
        garden.yaml:1:3: key-not-text: a list or mapping cannot be a key
            ? [bed, pond]
              ^
            remedy: write the key as plain text""",
    ),
    "an empty key": (
        "'': roses\n",
        """\
        garden.yaml:1:1: key-not-text: there is no key here
            '': roses
            ^^
            remedy: write the key as plain text""",
    ),
    "a text that a comma cut in two": (
        "{say: You can water, if you like}\n",
        """\
        garden.yaml:1:22: no-value: 'if you like' has no value
            {say: You can water, if you like}
                                 ^^^^^^^^^^^
            remedy: a comma in braces ends a text: put the whole text of 'say' in quotes""",
    ),
    "a key alone in braces": (
        "{roses}\n",
        """\
        garden.yaml:1:2: no-value: 'roses' has no value
            {roses}
             ^^^^^
            remedy: write ': ' and a value after it""",
    ),
    "a missing space in braces": (
        "{bed: roses, pond:no}\n",
        """\
        garden.yaml:1:14: no-value: 'pond:no' has no value
            {bed: roses, pond:no}
                         ^^^^^^^
            remedy: write ': ' between key and value""",
    ),
    "a key whose value is left out in braces": (
        "{bed: roses, pond: }\n",
        """\
        garden.yaml:1:14: no-value: 'pond' has no value
            {bed: roses, pond: }
                         ^^^^
            remedy: write its value, or take the key out""",
    ),
    "a key without a value": (
        "bed:\npond: no\n",
        """\
        garden.yaml:1:1: no-value: 'bed' has no value
            bed:
            ^^^
            remedy: write its value, or take the key out""",
    ),
    "an empty entry of a list": (
        "- roses\n-\n- tulips\n",
        """\
        garden.yaml:2:2: no-value: this entry of the list is empty
            -
             ^
            remedy: write something after the '-', or take the line out""",
    ),
    "a key that ends the file": (
        "? roses\n\n",
        """\
        garden.yaml:1:3: no-value: 'roses' has no value
            ? roses
              ^^^^^
            remedy: write its value, or take the key out""",
    ),
    "nothing at all": ("", "garden.yaml:1:1: empty: there is nothing in this file"),
    "remarks alone": (
        "# only a remark\n",
        """\
        garden.yaml:1:1: empty: there is nothing in this file
            # only a remark
            ^""",
    ),
    "too many levels": (
        "[" * 100_000,
        f"""\
        garden.yaml:1:41: too-deep: lists and keys are nested more than 40 deep
            {"[" * 100}
            {" " * 40}^
            remedy: no rulebase needs more than ten levels""",
    ),
    "an open bracket": (
        "bed: [roses, tulips\npond: no\n",
        """\
        garden.yaml:1:6: yaml-syntax: this '[' is never closed
            bed: [roses, tulips
                 ^
            remedy: close it with ']'""",
    ),
    "an open brace at the end": (
        "bed: {roses: 3\n\n",
        """\
        garden.yaml:1:6: yaml-syntax: this '{' is never closed
            bed: {roses: 3
                 ^
            remedy: close it with '}'""",
    ),
    "an open quote": (
        "bed: 'roses\npond: no\n",
        """\
        garden.yaml:1:6: yaml-syntax: this quote is never closed
            bed: 'roses
                 ^
            remedy: close it with '; an apostrophe between single quotes is written twice""",
    ),
    "an open quote before the end of a document": (
        'bed: "roses\n---\n',
        """\
        garden.yaml:1:6: yaml-syntax: this quote is never closed
            bed: "roses
                 ^
            remedy: close it with \"""",
    ),
    "two colons in a line": (
        "say: Mind: the roses bite\n",
        """\
        garden.yaml:1:10: yaml-syntax: there is a second ': ' in this line
            say: Mind: the roses bite
                     ^
            remedy: put a text that holds ': ' in quotes""",
    ),
    "a key indented too far": (
        "bed: roses\n  pond: no\n",
        """\
        garden.yaml:2:7: yaml-syntax: this key stands where the text above it goes on
              pond: no
                  ^
            remedy: begin it in the column of the keys beside it, and end each of them with ':'""",
    ),
    "a key that is too long": (
        "b" * 1100 + ": roses\n",
        f"""\
        garden.yaml:1:1101: yaml-syntax: a key has at most 1,024 characters
            …{"b" * 50}: roses
            {" " * 51}^
            remedy: shorten it""",
    ),
    "a key indented too little": (
        "    bed: roses\n  pond: no\n",
        """\
        garden.yaml:2:3: yaml-syntax: this does not belong to what stands before it
              pond: no
              ^
            remedy: begin all keys of one level in the same column""",
    ),
    "a key between two levels": (
        "bed:\n    roses: 3\n  tulips: 4\n",
        """\
        garden.yaml:3:3: yaml-syntax: this line is indented otherwise than the keys beside it
              tulips: 4
              ^
            remedy: begin all keys of one level in the same column""",
    ),
    "an apostrophe between single quotes": (
        "say: 'It's dry'\n",
        """\
        garden.yaml:1:10: yaml-syntax: this stands after a text that has ended
            say: 'It's dry'
                     ^
            remedy: put the whole text in quotes; an apostrophe between single quotes is written twice""",
    ),
    "a line without a colon": (
        "bed: roses\npond\nshed: old\n",
        """\
        garden.yaml:2:1: yaml-syntax: this line is neither a key with a value nor part of a text
            pond
            ^
            remedy: write `key: value` with a space between, or indent the line under the text that it continues""",
    ),
    "a key in a list": (
        "- roses\npond: no\n",
        """\
        garden.yaml:2:1: yaml-syntax: this line does not belong to the list above it
            pond: no
            ^
            remedy: begin it with '- ', or in the column of the key that the list belongs to""",
    ),
    "a list in the line of its key": (
        "bed: - roses\n",
        """\
        garden.yaml:1:6: yaml-syntax: a list cannot begin here
            bed: - roses
                 ^
            remedy: begin it in a line of its own; put a text that begins with '-' in quotes""",
    ),
    "a tab": (
        "bed:\n\troses: 3\n",
        """\
        garden.yaml:2:1: yaml-syntax: a tab stands where spaces are needed
             roses: 3
            ^
            remedy: indent with spaces""",
    ),
    "a text that begins with an at sign": (
        "bed: @roses\n",
        """\
        garden.yaml:1:6: yaml-syntax: no text begins with '@' here
            bed: @roses
                 ^
            remedy: put the text in quotes""",
    ),
    "a text that begins with a star": (
        "say: *never* at noon\n",
        """\
        garden.yaml:1:6: yaml-syntax: a text cannot begin with '*'
            say: *never* at noon
                 ^
            remedy: put the text in quotes""",
    ),
    "a text that begins with a comma": (
        "say: , please\n",
        """\
        garden.yaml:1:6: yaml-syntax: no text begins with ',' here
            say: , please
                 ^
            remedy: put the text in quotes""",
    ),
    "a text that begins with a greater sign": (
        "when: > 3 days\n",
        """\
        garden.yaml:1:9: yaml-syntax: nothing can follow '|' or '>' in its line
            when: > 3 days
                    ^
            remedy: begin the text in the next line; put a text that begins with '|' or '>' in quotes""",
    ),
    "an unknown escape": (
        'bed: "ro\\ses"\n',
        """\
        garden.yaml:1:9: yaml-syntax: between double quotes, \\ begins an escape, and this is none
            bed: "ro\\ses"
                    ^
            remedy: write \\\\ for a backslash, or use single quotes""",
    ),
    "a missing comma": (
        'bed: ["roses" tulips]\n',
        """\
        garden.yaml:1:15: yaml-syntax: a ',' or ']' is missing before this
            bed: ["roses" tulips]
                          ^
            remedy: put texts that hold quotes, brackets or commas wholly in quotes""",
    ),
    "a colon without a space in braces": (
        "{bed: roses, pond:}\n",
        """\
        garden.yaml:1:18: yaml-syntax: a space is missing after this ':'
            {bed: roses, pond:}
                             ^
            remedy: write ': ' between a key and its value""",
    ),
    "brackets alone": (
        "[[[\n",
        """\
        garden.yaml:1:4: yaml-syntax: a bracket is never closed
            [[[
               ^
            remedy: close it with ']' or '}'""",
    ),
    "the end of a document alone": (
        "...\n",
        """\
        garden.yaml:1:1: yaml-syntax: a value is missing here
            ...
            ^
            remedy: check the quotes, the brackets and the indentation here""",
    ),
}


@needs_libyaml
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_told_with_its_place_and_a_remedy(case: str) -> None:
    text, expected = REFUSED[case]
    assert told(text) == dedent(expected)


# The parser in Python takes `pond:}` for a key without a value.
@pytest.mark.parametrize("case", sorted(REFUSED.keys() - {"a colon without a space in braces"}))
def test_both_parsers_refuse_the_same_with_the_same_code(case: str) -> None:
    text, expected = REFUSED[case]
    report = Report()
    with mock.patch.object(nodes, "_LOADER", yaml.SafeLoader):
        parse(text, "garden.yaml", report)
    assert [problem.code for problem in report.problems] == [expected.split(": ")[1]]


def test_a_text_of_too_many_nodes_is_refused_where_it_gets_too_much() -> None:
    with mock.patch.object(nodes, "MAX_NODES", 4):
        assert told("[a, b, c, d]") == dedent(
            """\
            garden.yaml:1:11: too-many-nodes: the file has more than 4 keys and values
                [a, b, c, d]
                          ^
                remedy: spread the rulebase over several files"""
        )
        assert told("[a, b, c]") == ""


def test_a_text_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    assert "too-large: the file is larger than 8 MB" in told("[" * 8_000_001)


@pytest.mark.parametrize(
    "text",
    [
        "- " * 50_000,
        "{a: " * 50_000,
        "? " * 50_000,
        "\n".join(" " * depth + "a:" for depth in range(1000)),
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(40)),
        "a: 1\n...\n" + "".join(f"%TAG !a{n}! b\n" for n in range(10_000)),
        "\n" * 100_000 + "".join(f"%TAG !a{n}! b\n" for n in range(10_000)),
        "&" + "a" * 100_000,
    ],
)
def test_hostile_texts_are_refused_with_one_short_problem(text: str) -> None:
    assert told(text)
    assert len(told(text)) < 500
    assert told(text).count("garden.yaml:") == 1


def test_reading_goes_on_after_what_leaves_the_text_readable() -> None:
    report = Report()
    node = parse("bed: roses\nbed: tulips\npond:\nshed: {old, new}\n", "garden.yaml", report)
    assert [problem.code for problem in report.problems] == ["duplicate-key", "no-value", "no-value", "no-value"]
    assert node is not None
    assert bare(node) == {"bed": "roses", "pond": "", "shed": {"old": "", "new": ""}}


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert bare(read("<<: roses\n")) == {"<<": "roses"}


# --- what is read -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["no", "on", "12:30", "1e-7", "2026-11-23", "0o17", "~", "=", "1_000", "null"])
def test_a_plain_text_stays_what_the_author_wrote(text: str) -> None:
    assert bare(read(f"bed: {text}\n")) == {"bed": text}


def test_nodes_know_their_places_and_how_they_are_written() -> None:
    root = read("bed:\n  - roses\n  - 'tulips'\npond: {fish: 3}\n")
    assert isinstance(root, Mapping)
    bed, pond = root.get("bed"), root.get("pond")
    assert isinstance(bed, Sequence)
    assert isinstance(pond, Mapping)
    assert (bed.line, bed.column, pond.line, pond.column) == (2, 3, 4, 7)
    assert (root.flow, pond.flow) == (False, True)
    roses, tulips = bed.items
    assert isinstance(roses, Scalar)
    assert isinstance(tulips, Scalar)
    assert (roses.line, roses.column, roses.plain, roses.quoted) == (2, 5, True, False)
    assert (tulips.line, tulips.column, tulips.plain, tulips.quoted) == (3, 5, False, True)
    assert str(tulips.position) == "garden.yaml:3:5"
    assert root.get("shed") is None


@pytest.mark.parametrize("text", ["'it''s'", '"a\\tb"', "'two\n  lines'", "|\n  block"])
def test_a_text_whose_characters_are_hidden_does_not_count_as_quoted(text: str) -> None:
    root = read(f"bed: {text}\n")
    assert isinstance(root, Mapping)
    bed = root.entries[0][1]
    assert isinstance(bed, Scalar)
    assert not bed.quoted
    assert not bed.plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when: dry and windy", (1, 15)),
        ("when: 'dry and windy'", (1, 16)),
        ('when: "dry and windy"', (1, 16)),
        ("when:\n  dry and\n\n  windy", (4, 3)),
        ("when: >-\n  dry and\n  windy", (3, 3)),
        ("when: |\n  dry\n  and windy", (3, 7)),
        ("when: 'dry\n  and windy'", (2, 7)),
        ('when: "dry \\x61nd windy"', None),
    ],
)
def test_a_character_of_a_text_is_found_however_the_text_is_written(
    text: str, expected: tuple[int, int] | None
) -> None:
    root = read(text)
    assert isinstance(root, Mapping)
    when = root.get("when")
    assert isinstance(when, Scalar)
    assert when.place(when.text.index("windy")) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("when: dry", (1, 10)), ("when: 'dry '", (1, 11)), ("when: >-\n  dry\n", (2, 6))]
)
def test_the_end_of_a_text_stands_right_after_its_last_character(text: str, expected: tuple[int, int]) -> None:
    root = read(text)
    assert isinstance(root, Mapping)
    when = root.get("when")
    assert isinstance(when, Scalar)
    assert when.place(len(when.text.rstrip())) == expected


def test_a_value_that_is_missing_at_the_end_of_a_file_stands_in_the_file() -> None:
    root = parse("? roses\n\n", "garden.yaml", Report())
    assert isinstance(root, Mapping)
    missing = root.entries[0][1]
    assert (missing.line, missing.column) == (1, 8)


def test_a_byte_order_mark_does_not_count_as_a_column() -> None:
    assert told("\ufeffbed: @roses").startswith("garden.yaml:1:6:")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_however_they_end(end: str) -> None:
    assert told(end.join(["bed: roses", "# the pond", "pond: no", "bed: tulips"])).startswith(
        "garden.yaml:4:1: duplicate-key: the key 'bed' stands here already, in line 1\n    bed: tulips\n"
    )


# --- files --------------------------------------------------------------------------------------------------------


def file_told(path: Path) -> tuple[str | None, list[str]]:
    report = Report()
    return read_text(path, "garden.yaml", report), [str(problem) for problem in report.problems]


def test_a_file_is_read_with_and_without_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "garden.yaml"
    for raw in (b"bed: r\xc3\xb6ses\r\n", b"\xef\xbb\xbfbed: r\xc3\xb6ses\r\n"):
        file.write_bytes(raw)
        assert file_told(file) == ("bed: röses\r\n", [])


def test_a_file_that_is_no_utf_8_is_refused_at_the_first_wrong_byte(tmp_path: Path) -> None:
    file = tmp_path / "garden.yaml"
    file.write_bytes(b"\xef\xbb\xbfpond: no\nbed: \xc3\xbcr\xfcmmel\n")
    text, problems = file_told(file)
    assert text is None
    assert problems == [
        dedent(
            """\
            garden.yaml:2:8: not-utf8: the byte 0xfc is no UTF-8
                bed: ür�mmel
                       ^
                remedy: save the file as UTF-8"""
        )
    ]


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    text, problems = file_told(tmp_path)
    assert text is None
    assert problems == ["garden.yaml:1:1: not-a-file: this is no ordinary file\n    remedy: put the text into a file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    pipe = tmp_path / "garden.yaml"
    os.mkfifo(pipe)
    text, (problem,) = file_told(pipe)
    assert text is None
    assert "not-a-file" in problem


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    text, problems = file_told(tmp_path / "garden.yaml")
    assert text is None
    assert problems == ["garden.yaml:1:1: unreadable: the file cannot be read: No such file or directory"]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "garden.yaml"
    with file.open("wb") as stream:
        stream.truncate(nodes.MAX_BYTES + 1)
    text, problems = file_told(file)
    assert text is None
    assert problems == [
        "garden.yaml:1:1: too-large: the file is larger than 8 MB\n    remedy: spread the rulebase over several files"
    ]


# --- properties ---------------------------------------------------------------------------------------------------

GARDEN = """\
# a garden
facts:
  rain: {kind: boolean, ask: "Does it rain?", said: {true: [it rains, 'it''s wet']}}
  dry_days:
    kind: number
    unit: days
    ask: >-
      How many days
      has it been dry?
rules:
  water-in-the-evening:
    when:
      - not rain
      - dry_days > 3  # or so
    conclude: {water: true}
    source: book/one
"""

PIECES = [
    *["bed", "pond: ", "- ", "? ", ": ", ", ", "[", "]", "{", "}", "'", '"', "\n", "\n  ", "\n    ", "\t", " ", "  "],
    *["#", " # ", "&a ", "*a ", "!t ", "!!str ", "|", ">-\n", "\\", "\\x4", "---\n", "...\n", "%YAML 1.1\n", "<<: "],
    *["\ufeff", "\x00", "\x85", "\u2028", "\r", "\r\n", "@", "`", "null", "~", "é", "😀", "\ud800", "''"],
]
ANY_TEXT = st.text(st.characters(exclude_categories=()))
LIKE_YAML = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A document with a few pieces put in, taken out or doubled."""
    text = GARDEN
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 20)))
        text = text[:start] + draw(st.sampled_from([*PIECES, "", text[start:end] * 2])) + text[end:]
    return text


@pytest.mark.parametrize("loader", LOADERS)
@given(text=ANY_TEXT | LIKE_YAML | mutated())
def test_any_text_gives_a_tree_or_problems_and_all_of_it_lies_in_the_text(loader: type, text: str) -> None:
    report = Report()
    with mock.patch.object(nodes, "_LOADER", loader):
        root = parse(text, "garden.yaml", report)
    assert root is not None or report
    lines = nodes.File("garden.yaml", text.removeprefix("\ufeff")).lines
    places = [problem.position[1:] for problem in report.problems]
    places += [(node.line, node.column) for node in (walk(root) if root else ())]
    for line, column in places:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    for problem in report.problems:
        assert str(problem).encode()


class Dumper(yaml.SafeDumper):
    """Writes a value each time anew, and never as an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


WRITTEN = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), exclude_characters="\ufeff") | st.just("\n")
)
TREES = st.recursive(
    WRITTEN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WRITTEN.filter(bool), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("loader", LOADERS)
@given(
    tree=TREES,
    flow=st.sampled_from([None, True, False]),
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    width=st.sampled_from([20, 80]),
    unicode=st.booleans(),
)
def test_the_tree_is_the_one_that_yaml_reads(
    *, loader: type, tree: object, flow: bool | None, style: str | None, width: int, unicode: bool
) -> None:
    text = yaml.dump(
        tree, Dumper=Dumper, default_flow_style=flow, default_style=style, width=width, allow_unicode=unicode
    )
    with mock.patch.object(nodes, "_LOADER", loader):
        root = read(text)
    assert bare(root) == yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds texts, lists and dicts alone
    for node in walk(root):
        if isinstance(node, Scalar):
            places = [node.place(offset) for offset, char in enumerate(node.text) if not char.isspace()]
            shown = [char for char in node.text if not char.isspace()]
            for char, place in zip(shown, places, strict=True):
                assert place is None or node.file.line(place[0])[place[1] - 1] == char
            if node.quoted:
                assert places[-1:] in ([], [(node.line, node.column + 1 + len(node.text.rstrip()) - 1)])
