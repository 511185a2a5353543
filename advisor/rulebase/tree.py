"""The nodes of a text read as YAML: texts, lists and mappings, each knowing its place in its file."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.rulebase.report import Located


@dataclass(slots=True, eq=False)
class Scalar(Located):
    """A text; `plain` when it stands there without quotes and is not a block of lines.

    >>> from advisor.rulebase.nodes import Report, parse
    >>> rain = parse("rain: 'no'", "garden.yaml", Report()).entries[0][1]
    >>> rain.text, rain.line, rain.column, rain.plain
    ('no', 1, 7, False)
    """

    text: str
    plain: bool

    @property
    def quoted(self) -> bool:
        """Whether it stands in quotes, in one line and without escapes."""
        raw = self.file.line(self.line)[self.column - 1 :]
        return not self.plain and raw[:1] in {"'", '"'} and raw[1 : len(self.text) + 2] == self.text + raw[0]

    @property
    def width(self) -> int:
        """How many characters it takes in its first line."""
        raw = self.file.line(self.line)[self.column - 1 :]
        if self.quoted:
            return len(self.text) + 2
        return len(self.text) if raw.startswith(self.text) and self.text else max(1, len(raw.rstrip()))

    def place(self, offset: int) -> tuple[int, int] | None:
        r"""Give the line and column of a character of the text; None where an escape hides it.

        >>> from advisor.rulebase.nodes import Report, parse
        >>> text = parse("when: >-\n  dry and\n  windy", "garden.yaml", Report()).entries[0][1]
        >>> text.text[8:], text.place(8)
        ('windy', (3, 3))
        """
        line, column = self.line, self.column - 1
        raw = self.file.line(line)
        if not self.plain:
            block = raw[column : column + 1] in {"|", ">"}
            line, column = (line + 1, 0) if block else (line, column + 1)
        # folding changes white space only: all other characters stand in the file in the same order
        for char in self.text[:offset]:
            if not char.isspace():
                line, column = self._next(line, column)
                if self.file.line(line)[column : column + 1] != char:
                    return None
                column += 1
        if not self.text[offset : offset + 1].strip():
            return line, column + 1
        line, column = self._next(line, column)
        return (line, column + 1) if self.file.line(line)[column : column + 1] == self.text[offset] else None

    def _next(self, line: int, column: int) -> tuple[int, int]:
        """Find the next character that is not white space."""
        while line <= len(self.file.lines):
            raw = self.file.line(line)
            while column < len(raw):
                if not raw[column].isspace():
                    return line, column
                column += 1
            line, column = line + 1, 0
        return line, column


@dataclass(slots=True, eq=False)
class Sequence(Located):
    """A list of nodes."""

    items: list[Node]


@dataclass(slots=True, eq=False)
class Mapping(Located):
    """Keys, each with its node; `flow` when it stands in braces."""

    entries: list[tuple[Scalar, Node]]
    flow: bool

    def get(self, key: str) -> Node | None:
        """Give the node under a key, looking through the entries one by one; None when there is none."""
        for name, node in self.entries:
            if name.text == key:
                return node
        return None


Node = Scalar | Sequence | Mapping
