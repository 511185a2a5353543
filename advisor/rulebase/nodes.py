"""Reading YAML text into a tree of nodes; what no rulebase can hold is refused before it is built.

The tree is built from the parser's events, without recursion: the composers of PyYAML call themselves once a
level, and crash on text that is nested deeply enough.
"""

from __future__ import annotations

import codecs
import re
import stat
from typing import TYPE_CHECKING, Any

import yaml
from yaml import events

from advisor.errors import Position
from advisor.rulebase.report import File, Report
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence
from advisor.rulebase.wellformed import after_end, explain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.rulebase.wellformed import Spot

__all__ = ["File", "Mapping", "Node", "Report", "Scalar", "Sequence", "parse", "read_text"]

MAX_DEPTH = 40
MAX_NODES = 1_000_000
MAX_BYTES = 8_000_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHOWN = 40
_ENDS = (events.DocumentEndEvent, events.StreamEndEvent)

Event = Any
"""An event of the parser; the stubs know no event that always has a place."""

# What no text may hold: all that YAML forbids, and the three line breaks that only YAML takes for ones.
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_CONTENT = re.compile(r"^[ \t]*[^#\s]", re.MULTILINE)


class _Refused(Exception):
    """Text that is read no further."""


class _Builder:
    """Builds the tree of one text from the parser's events."""

    def __init__(self, file: File, report: Report) -> None:
        self.file, self.report = file, report
        self.nodes = 0
        self.open: list[tuple[Sequence | Mapping, list[Node]]] = []
        self.level: list[Node] = []  # what the innermost open node holds: keys and values in turn, of a mapping
        self.steps: dict[type[events.Event], Callable[[Event], None]] = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: self._mapping,
            events.MappingEndEvent: self._end_mapping,
            events.SequenceStartEvent: self._sequence,
            events.SequenceEndEvent: self._end_sequence,
            events.AliasEvent: self._alias,
            events.StreamStartEvent: lambda _event: None,
            events.DocumentStartEvent: lambda _event: None,
        }

    def build(self, following: Callable[[], Event]) -> Node | None:
        """Build the tree of the one document, asking for one event after the other."""
        while type(event := following()) not in _ENDS:
            self.steps[type(event)](event)
        if type(event) is events.DocumentEndEvent:
            self._last(event)
        root = self.level[0] if self.level else None
        if root is None or _absent(root):
            self.report.add("empty", "there is nothing in this file", Position(self.file.name, 1, 1))
            return None
        return root

    def refuse(self, code: str, message: str, at: Spot, remedy: str, width: int = 1) -> None:
        """Report a problem after which nothing more is read."""
        self.report.add(code, message, Position(self.file.name, *self.file.clamp(*at)), remedy, width=width)
        raise _Refused

    def _scalar(self, event: Event) -> None:
        self.nodes += 1
        if event.anchor is not None or event.tag or self.nodes > MAX_NODES:
            self._refuse_event(event)
        mark = event.start_mark
        node = Scalar(self.file, mark.line + 1, mark.column + 1, event.value, not event.style)
        if not event.value:
            # where a value is missing at the end, the parser is in the line after it
            node.line, node.column = self.file.clamp(node.line, node.column)
        # between double quotes an escape can write any character
        if event.style == '"' and not event.value.isprintable() and (found := _BAD.search(event.value)):
            message, remedy = _character(found[0])
            self.report.add("yaml-characters", message, node, remedy)
        self.level.append(node)

    def _admit(self, event: Event) -> None:
        """Count a list or mapping, and refuse what a scalar is refused for."""
        self.nodes += 1
        if event.anchor is not None or event.tag or self.nodes > MAX_NODES:
            self._refuse_event(event)

    def _refuse_event(self, event: Any) -> None:  # noqa: ANN401 - the stubs have no common type for what has a tag
        """Refuse what has an anchor or a tag, and what is too much."""
        at = event.start_mark.line + 1, event.start_mark.column + 1
        if self.nodes > MAX_NODES:
            remedy = "spread the rulebase over several files"
            self.refuse("too-many-nodes", f"the file has more than {MAX_NODES:,} keys and values", at, remedy)
        shown = self._word(at)
        if event.anchor is not None:
            remedy = "take it out; put a text that begins with '&' in quotes"
            message = f"'{shown}' is an anchor, and nothing is said by reference here"
            self.refuse("yaml-alias", message, at, remedy, len(shown))
        remedy = "take it out; put a text that begins with '!' in quotes"
        self.refuse("yaml-tag", f"'{shown}' is a tag, and tags have no meaning here", at, remedy, len(shown))

    def _word(self, at: Spot) -> str:
        rest = self.file.line(at[0])[at[1] - 1 :][:_SHOWN]
        return rest.split()[0] if rest.strip() else rest

    def _alias(self, event: Event) -> None:
        at = event.start_mark.line + 1, event.start_mark.column + 1
        remedy = "write out what it stands for; put a text that begins with '*' in quotes"
        shown = self._word(at)
        message = f"'{shown}' is an alias, and nothing is said by reference here"
        self.refuse("yaml-alias", message, at, remedy, len(shown))

    def _mapping(self, event: Event) -> None:
        mark = event.start_mark
        self._enter(event, Mapping(self.file, mark.line + 1, mark.column + 1, [], bool(event.flow_style)))

    def _sequence(self, event: Event) -> None:
        mark = event.start_mark
        self._enter(event, Sequence(self.file, mark.line + 1, mark.column + 1, []))

    def _enter(self, event: Event, node: Sequence | Mapping) -> None:
        self._admit(event)
        if len(self.open) >= MAX_DEPTH:
            message = f"lists and keys are nested more than {MAX_DEPTH} deep"
            self.refuse("too-deep", message, (node.line, node.column), "no rulebase needs more than ten levels")
        self.level.append(node)
        self.open.append((node, self.level))
        self.level = []

    def _end_sequence(self, _event: Event) -> None:
        node, outer = self.open.pop()
        assert isinstance(node, Sequence)  # noqa: S101 - the parser closes what it opened
        for item in self.level:
            if _absent(item):
                remedy = "write something after the '-', or take the line out"
                self.report.add("no-value", "this entry of the list is empty", item, remedy)
        node.items, self.level = self.level, outer

    def _end_mapping(self, _event: Event) -> None:
        node, outer = self.open.pop()
        assert isinstance(node, Mapping)  # noqa: S101 - the parser closes what it opened
        first: dict[str, Scalar] = {}
        before: tuple[Scalar, Node] | None = None
        for key, value in zip(self.level[::2], self.level[1::2], strict=True):
            if type(key) is not Scalar or not key.text:
                message = "there is no key here" if type(key) is Scalar else "a list or mapping cannot be a key"
                self.report.add("key-not-text", message, key, "write the key as plain text")
            elif key.text in first:
                message = f"the key '{_short(key.text)}' stands here already, in line {first[key.text].line}"
                self.report.add("duplicate-key", message, key, "keep one of the two")
            else:
                if _absent(value):
                    self._no_value(node, key, before)
                first[key.text] = key
                before = key, value
                node.entries.append(before)
        self.level = outer

    def _no_value(self, node: Mapping, key: Scalar, before: tuple[Scalar, Node] | None) -> None:
        message = f"'{_short(key.text)}' has no value"
        remedy = "write its value, or take the key out"
        after = self.file.line(key.line)[key.column - 1 + key.width :].lstrip()
        if node.flow and not after.startswith(":"):
            remedy = f"write ': ' {'between key and value' if ':' in key.text else 'and a value after it'}"
            if ":" not in key.text and before and isinstance(before[1], Scalar) and before[1].plain:
                whole = _short(before[0].text)
                remedy = f"a comma in braces ends a text: put the whole text of '{whole}' in quotes"
        self.report.add("no-value", message, key, remedy)

    def _last(self, event: Event) -> None:
        """Refuse what follows the document; nothing more of it is read."""
        index = event.end_mark.index
        rest = self.file.text[index:]
        found = _CONTENT.search(rest)
        if found is None:
            return
        at = self.file.locate(index + found.end() - 1)
        if event.explicit or rest[found.end() - 1 :].startswith("---"):
            remedy = "keep one of them, or put the others into files of their own"
            self.refuse("yaml-documents", "a second document begins here", at, remedy, 3)
        fault = after_end(at)
        self.refuse("yaml-syntax", fault.message, fault.at, fault.remedy)


def _absent(node: Node) -> bool:
    return type(node) is Scalar and node.plain and not node.text


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _character(char: str) -> tuple[str, str]:
    """Name a character that cannot be shown, and say what to do about it."""
    remedy = "begin a new line with the usual line break" if char in "\x85\u2028\u2029" else "take it out"
    return f"the character U+{ord(char):04X} cannot stand in a text", remedy


def _unreadable(file: File, builder: _Builder) -> None:
    """Refuse what would cost the parser too much, or what it would only refuse with less to say."""
    if len(file.text) > MAX_BYTES:
        builder.refuse("too-large", _TOO_LARGE, (1, 1), "spread the rulebase over several files")
    if found := _BAD.search(file.text):
        message, remedy = _character(found[0])
        builder.refuse("yaml-characters", message, file.locate(found.start()), remedy)
    found = _DIRECTIVE.search(file.text)
    # thousands of these would be compared with each other
    if found and not _CONTENT.search(file.text, 0, found.start()):
        message = "a line that begins with '%' has no meaning here"
        builder.refuse("yaml-directive", message, file.locate(found.start()), "take it out")


_TOO_LARGE = f"the file is larger than {MAX_BYTES // 1_000_000} MB"


def parse(text: str, file: str, report: Report) -> Node | None:
    """Read a text into a tree of nodes; None, with a problem reported, when it cannot be read to its end.

    What leaves the tree readable (a duplicate key, a key without a value) is reported and reading goes on: of
    duplicate keys the first is kept, and a missing value is a plain empty text.

    >>> report = Report()
    >>> parse("rain: [no, a little]", "garden.yaml", report).get("rain").items[1].text
    'a little'
    >>> parse("rain: [no, a little", "garden.yaml", report)
    >>> print(*report.problems)
    garden.yaml:1:7: yaml-syntax: this '[' is never closed
        rain: [no, a little
              ^
        remedy: close it with ']'
    """
    source = report.source(file, text.removeprefix("\ufeff"))
    builder = _Builder(source, report)
    try:
        _unreadable(source, builder)
        loader = _LOADER(source.text)
        try:
            return builder.build(loader.get_event)
        finally:
            loader.dispose()
    except _Refused:
        return None
    # the parser written in Python lets errors of chr() through
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        _syntax(error, source, report)
        return None


def _syntax(error: Exception, file: File, report: Report) -> None:
    """Report a syntax error of the parser."""
    mark, begun = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    at = file.clamp(mark.line + 1, mark.column + 1) if mark else (1, 1)
    since = file.clamp(begun.line + 1, begun.column + 1) if begun else at
    problem, context = (getattr(error, name, None) or "" for name in ("problem", "context"))
    fault = explain(problem, context, at, since, file)
    report.add("yaml-syntax", fault.message, Position(file.name, *fault.at), fault.remedy)


def read_text(path: Path, shown_name: str, report: Report) -> str | None:
    """Read a file of UTF-8 text; None, with a problem reported, when it is none, no file or too large.

    >>> from pathlib import Path
    >>> report = Report()
    >>> read_text(Path("no/such/garden.yaml"), "garden.yaml", report)
    >>> print(*report.problems)
    garden.yaml:1:1: unreadable: the file cannot be read: No such file or directory
    """
    at = Position(shown_name, 1, 1)
    try:
        # asked before opening: opening a pipe would wait for its writer
        if not stat.S_ISREG(path.stat().st_mode):
            report.add("not-a-file", "this is no ordinary file", at, "put the text into a file")
            return None
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        report.add("unreadable", f"the file cannot be read: {error.strerror}", at)
        return None
    return decoded(raw, shown_name, report)


def decoded(raw: bytes, shown_name: str, report: Report) -> str | None:
    """Read the bytes of a file as UTF-8 text; None, with a problem reported, when they are none or too many.

    >>> decoded(b"rain: yes", "garden.yaml", Report())
    'rain: yes'
    """
    if len(raw) > MAX_BYTES:
        at = Position(shown_name, 1, 1)
        report.add("too-large", _TOO_LARGE, at, "spread the rulebase over several files")
        return None
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        file = report.source(shown_name, raw.decode(errors="replace"))
        line, column = file.locate(len(raw[: error.start].decode()))
        message = f"the byte {raw[error.start]:#04x} is no UTF-8"
        report.add("not-utf8", message, Position(shown_name, line, column), "save the file as UTF-8")
        return None
