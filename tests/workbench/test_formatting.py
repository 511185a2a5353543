"""Laying out the files of rulebases: one layout, and nothing that they say is changed or lost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.errors import AdvisorError, RulebaseError
from advisor.rulebase.nodes import Report, parse
from advisor.rulebase.tree import Mapping, Scalar
from advisor.workbench.cutting import comments
from advisor.workbench.formatting import Unlayable, formatted
from advisor.workbench.laying import WIDTH

pytest.importorskip("ruamel.yaml", reason="files are laid out with ruamel.yaml")

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from advisor.rulebase.tree import Node

Thing = TypeVar("Thing")
SIZE = 25_000  # what is larger takes its time, and is laid out in no other way
ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    f for folder in ("examples", "rules") for f in (ROOT / folder).glob("*/*.yaml") if f.stat().st_size < SIZE
)


def said(text: str) -> object:
    """What a text says: every key and text, and whether it stands there without quotes."""
    report = Report()
    root = parse(text, "text", report)
    assert root is not None
    assert not report.problems
    return plain(root)


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text, node.plain
    if isinstance(node, Mapping):
        return [(plain(key), plain(value)) for key, value in node.entries]
    return [plain(item) for item in node.items]


# --- texts drawn at random: every style of text, comments wherever YAML allows them, any indentation

PLAIN = ("no", "on", "12:30", "1e-7", "2026-01-09", "0x1F", "a#b", "it's", "(plant) ... <value>", "dry soil", "naïve")
QUOTED = ("'it''s # so'", '"a \\"b\\" # c"', '"\\tdry"', "'no'", "''", '"[x, y]"', "'a: b'")
LONG = " ".join(["water the plants before the frost comes"] * 4)
COMMENTS = ("# dry", "#wet", "# a: [b", "#", "# - x  # y")


class Writer:
    """Writes YAML as people may, choosing by a function that draws."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw
        self.keys = 0

    def one(self, *things: Thing) -> Thing:
        return self.draw(st.sampled_from(things))

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def comment(self) -> str:
        """Draw a comment at the end of a line, or none."""
        return self.one(" ", "  ", "    ") + self.one(*COMMENTS) if self.one(True, False, False) else ""

    def beside(self, indent: int) -> list[str]:
        """Draw blank lines and comments, mostly in line with what follows."""
        found = self.one([], [], [], [""], ["", ""], ["# one"], ["", "# one", "# two", ""], ["# one", "   # far"])
        return [line and " " * self.one(indent, indent, indent, 0, 3) + line for line in found]

    def key(self) -> str:
        self.keys += 1
        name = f"k{self.keys}"
        return str(self.one(name, name, f"'{name}'", f'"{name} \\" # x"', f"{name} with a title, as of a scenario"))

    def mapping(self, indent: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.one(1, 2, 3)):
            lines += self.beside(indent)
            first, *rest = self.value(indent, depth)
            lines += [" " * indent + self.key() + ":" + first, *rest]
        return lines

    def sequence(self, indent: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.one(1, 2, 3)):
            lines += self.beside(indent)
            gap = int(self.one(1, 1, 1, 3))
            if depth and self.chance():
                inner = self.mapping(indent + 1 + gap, depth - 1)
                start = next(n for n, line in enumerate(inner) if line.strip() and not line.lstrip().startswith("#"))
                lines += inner[:start]
                lines += [" " * indent + "-" + " " * gap + inner[start].lstrip(), *inner[start + 1 :]]
            else:
                first, *rest = self.text(indent)
                lines += [" " * indent + "-" + " " * (gap - 1) + first, *rest]
        return lines

    def value(self, indent: int, depth: int) -> list[str]:
        if depth and self.one(True, True, False):
            if self.chance():
                return [self.comment(), *self.mapping(indent + self.one(1, 2, 2, 4), depth - 1)]
            return [self.comment(), *self.sequence(indent + self.one(0, 2, 2, 4), depth - 1)]
        return self.text(indent)

    def text(self, indent: int) -> list[str]:
        """Draw a value that is no list or mapping of lines; its first line goes on that of its key or dash."""
        room = " " * (indent + self.one(1, 2, 2, 5))
        sort = self.one("plain", "plain", "quoted", "long", "lines", "next", "block", "flow", "flow")
        if sort in {"plain", "quoted"}:
            return [f" {self.one(*(PLAIN if sort == 'plain' else QUOTED))}{self.comment()}"]
        if sort == "long":
            return [f" {LONG}{self.comment()}"]
        if sort == "lines":
            quote = self.one("", "'", '"')
            return [f" {quote}some text", *self.one([], [""]), f"{room}that goes on{quote}{self.comment()}"]
        if sort == "next":
            between = [room + line.strip() for line in self.one([], [], ["# why"])]
            return [self.comment(), *between, f"{room}{self.one(*PLAIN, LONG)}{self.comment()}"]
        if sort == "block":
            return self.block(indent)
        return self.flow(room)

    def block(self, indent: int) -> list[str]:
        header = self.one("|", ">", ">-", "|-", "|+", "|2", ">2-")
        room = " " * (indent + (2 if "2" in header else self.one(1, 2, 4)))
        more = self.one([], ["", f"{room}more # no comment"], [f"{room}  further in "])
        return [f" {header}{self.comment()}", f"{room}first: line", *more, *([""] if header == "|+" else [])]

    def flow(self, room: str) -> list[str]:
        raw = self.brackets(int(self.one(0, 1, 2)))
        lines = raw.replace("\n", f"\n{room}").split("\n")
        if self.chance():
            return [self.comment(), room + lines[0], *lines[1:-1], *([lines[-1]] if len(lines) > 1 else [])]
        return [f" {lines[0]}", *lines[1:]]

    def brackets(self, depth: int) -> str:
        items = [self.item(depth) for _ in range(self.one(1, 2, 3, 12))]
        keyed = self.chance()
        if keyed:
            self.keys += 1
            items = [f"k{self.keys}n{number}: {item}" for number, item in enumerate(items)]
        breaks = self.one(("", ", ", ""), ("", ", ", ""), (" ", " , ", ""), ("\n", ",\n", "\n"), ("", ",\n ", ""))
        if self.one(True, False, False, False):
            breaks = ("  # in\n", ",  # next\n", "\n# last\n")
        return ("{", "[")[not keyed] + breaks[0] + breaks[1].join(items) + breaks[2] + ("}", "]")[not keyed]

    def item(self, depth: int) -> str:
        if depth and self.chance():
            return self.brackets(depth - 1)
        return str(self.one("dry", "no", "(ex) has gone", "'it''s'", '"a, b"', "two\n words", "'two\n words'"))


@st.composite
def texts(draw: DrawFn) -> str:
    writer = Writer(draw)
    lines = [
        *writer.one([], ["# top", ""], ["# top", "---"]),
        *writer.mapping(0, 3),
        *writer.one([], ["", "# end", ""]),
    ]
    return str(writer.one("\n", "\n", "\r\n")).join([*lines, ""])


@settings(max_examples=100)
@given(texts())
def test_whatever_is_written_says_the_same_and_keeps_every_comment(text: str) -> None:
    laid_out = formatted(text)
    assert said(laid_out) == said(text)
    assert comments(laid_out.replace("\r\n", "\n")) == comments(text.replace("\r\n", "\n"))
    assert laid_out.count("#") == text.count("#")


@settings(max_examples=100)
@given(texts())
def test_what_is_laid_out_is_left_as_it_is(text: str) -> None:
    laid_out = formatted(text)
    assert formatted(laid_out) == laid_out


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_rulebases_here_say_the_same_when_laid_out_and_stay_so(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    laid_out = formatted(text)
    assert said(laid_out) == said(text)
    assert comments(laid_out) == comments(text)
    assert formatted(laid_out) == laid_out


# --- the layout


def test_nesting_is_shown_by_two_spaces_and_a_list_stands_in_from_its_key() -> None:
    text = "rules:\n    wet:\n        overrides:\n        - dry\n        -   icy\n        tags: [a]\n"
    assert formatted(text) == ("rules:\n  wet:\n    overrides:\n      - dry\n      - icy\n    tags: [a]\n")


def test_a_comment_stands_in_line_with_what_it_is_about() -> None:
    text = "facts:\n    # of the sky\n    rain:\n        kind: boolean # or not\n        # the end of rain\n# all\n"
    assert formatted(text) == (
        "facts:\n  # of the sky\n  rain:\n    kind: boolean  # or not\n    # the end of rain\n# all\n"
    )


def test_a_comment_after_a_block_of_lines_does_not_become_part_of_it() -> None:
    text = "a:\n   b: no\nsaid:\n - |\n     Rain.\n   # of today\n - More.\n"
    laid_out = formatted(text)
    assert said(laid_out) == said(text)
    assert laid_out == "a:\n  b: no\nsaid:\n  - |\n    Rain.\n  # of today\n  - More.\n"


def test_a_comment_that_is_in_line_with_nothing_comes_to_rest_at_once() -> None:
    text = "a:\n- b:\n   c: no\n-  \n     d\n   # of c or d\n- e\n"
    assert formatted(formatted(text)) == formatted(text)


def test_comments_that_stand_in_a_column_go_on_doing_so() -> None:
    text = "rain: no        # here\nwind: a little  # and there\n"
    assert formatted(text) == text


def test_a_list_in_brackets_is_put_into_its_line_where_it_fits() -> None:
    assert formatted("words:\n  plant:\n    [ fern ,moss,\n     'ivy', ]\n") == "words:\n  plant: [fern, moss, 'ivy']\n"
    assert formatted("given: { rain:   no\n  , wind: 3 }\n") == "given: {rain: no, wind: 3}\n"


def test_a_list_that_is_too_long_stands_below_its_key_and_is_broken_at_commas() -> None:
    names = [f"number {n}" for n in range(30)]
    lines = formatted(f"words:\n  plant: [{', '.join(names)}]\n").splitlines()
    assert lines[:2] == ["words:", "  plant:"]
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[2].startswith("    [number 0, ")
    assert {line[:6] for line in lines[3:]} == {"     n"}
    assert " ".join(line.strip() for line in lines[2:]) == f"[{', '.join(names)}]"


def test_where_the_author_broke_a_long_list_it_stays_broken_while_its_lines_fit() -> None:
    lines = [", ".join(f"number {row}{n}" for n in range(6)) for row in range(4)]
    text = "plant:\n  [" + ",\n   ".join(lines) + "]\n"
    assert formatted(text) == text
    longer = text.replace("number 00", "number 00" + " and more" * 8)
    assert max(map(len, formatted(longer).splitlines())) <= WIDTH


def test_what_stands_in_inner_braces_is_broken_only_where_it_cannot_be_helped() -> None:
    cues = ", ".join(f"{{cue: water the {n}, weight: 2}}" for n in ("ferns", "roses", "tomatoes", "herbs", "lawn"))
    (_, first, second) = formatted(f"asked: [{cues}]\n").splitlines()
    assert first.endswith("},")
    assert second.startswith("   {cue")


def test_comments_within_brackets_stay_beside_their_entries() -> None:
    text = "plant:  # all of them\n    [fern,  # green\n     moss]  # wet\n"
    assert formatted(text) == "plant:  # all of them\n  [fern,  # green\n   moss]  # wet\n"


@pytest.mark.parametrize("value", ["no", "on", "12:30", "1e-7", "0x1F", "2026-01-09", "'no'", '"\\tdry"', "it's", "~x"])
def test_a_text_is_left_as_it_is_written(value: str) -> None:
    text = f"rain: {value}\nwind: [{value}, {value}]\n"
    assert formatted(text) == text


def test_a_long_text_is_not_broken_and_one_of_several_lines_keeps_them() -> None:
    text = f"say: {LONG}\nask: 'short\n  lines'\nhelp: >-\n  more\n  of them\n\n    kept so\n"
    assert formatted(text) == text


def test_a_block_of_lines_moves_with_its_key() -> None:
    text = "a:\n    say: |  # said\n          Rain,\n            rain.\n\n    ask: >2-\n        Wet?\n"
    assert formatted(text) == "a:\n  say: |  # said\n    Rain,\n      rain.\n\n  ask: >2-\n      Wet?\n"


def test_the_order_of_keys_is_the_author_s() -> None:
    text = "rules:\n  wet: {source: a/b, when: rain, conclude: {wet: true}}\n"
    assert formatted(text) == text


def test_of_several_blank_lines_one_is_left_and_none_at_the_ends() -> None:
    assert formatted("\n\nrain: no\n\n\n\nwind: 3   \n\n\n") == "rain: no\n\nwind: 3\n"


def test_line_ends_are_kept_and_a_byte_order_mark_is_not() -> None:
    assert formatted("\ufeffrain:   no\r\nwind: 3\r\n") == "rain: no\r\nwind: 3\r\n"


def test_what_stands_before_the_document_and_after_it_stays() -> None:
    text = "# about\n---\nrain: no\n...\n# after\n"
    assert formatted(text.replace(": ", ":   ")) == text


# --- what is refused


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rain: [no", "yaml-syntax"),
        ("rain: no\nrain: yes\n", "duplicate-key"),
        ("rain: &a no\n", "yaml-alias"),
        ("", "empty"),
        ("{say: You can, if it rains}", "no-value"),
    ],
)
def test_what_the_loader_cannot_read_is_refused_with_its_problem(text: str, code: str) -> None:
    with pytest.raises(RulebaseError) as caught:
        formatted(text, "garden.yaml")
    assert (caught.value.problems[0].code, caught.value.problems[0].position.file) == (code, "garden.yaml")


def test_a_text_that_would_lose_something_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.workbench.formatting.laid", lambda piece, *_: [piece.raw.split("#")[0]])
    with pytest.raises(Unlayable, match=r"garden\.yaml: .*left as it is"):
        formatted("rain:  # today\n  [no,  # never\n   yes]\n", "garden.yaml")


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    with pytest.raises(AdvisorError, match=r"pip install ruamel\.yaml"):
        formatted("rain: no\n")
