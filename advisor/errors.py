"""What can go wrong, as data: the tree of errors, positions in files, Problems and near names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Position(NamedTuple):
    """A place in a rulebase: file, line and column, both counted from 1.

    >>> str(Position("garden.yaml", 3, 9))
    'garden.yaml:3:9'
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a rulebase.

    `code` is stable and documented; `excerpt` is the line of the file and `width` the number of characters that
    the caret underlines, from the position's column on; `remedy` says what to do about it.

    >>> print(Problem("unknown-fact", "there is no fact 'rian'", Position("garden.yaml", 3, 9), "did you mean 'rain'?"))
    garden.yaml:3:9: unknown-fact: there is no fact 'rian'
        remedy: did you mean 'rain'?
    """

    code: str
    message: str
    position: Position
    remedy: str = ""
    excerpt: str = ""
    width: int = 1

    def __str__(self) -> str:
        lines = [f"{self.position}: {self.code}: {self.message}"]
        if self.excerpt:
            text, start = _window(self.excerpt, self.position.column - 1)
            lines.append(f"    {text}")
            lines.append("    " + " " * start + "^" * max(1, min(self.width, len(text) - start)))
        if self.remedy:
            lines.append(f"    remedy: {self.remedy}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Give the problem as plain values for JSON.

        >>> Problem("empty", "nothing here", Position("a.yaml", 1, 1)).to_dict()["line"]
        1
        """
        return {
            "code": self.code,
            "message": self.message,
            "file": self.position.file,
            "line": self.position.line,
            "column": self.position.column,
            "remedy": self.remedy,
        }


_WINDOW = 100
_FEW = 12


def _window(line: str, start: int) -> tuple[str, int]:
    """Cut a long line around a column, so that one hostile line cannot flood the screen."""
    line = "".join(c if c.isprintable() else " " for c in line)
    if len(line) <= _WINDOW:
        return line, start
    left = max(0, start - _WINDOW // 2)
    text = line[left : left + _WINDOW]
    return ("…" + text, start - left + 1) if left else (text, start)


def near(name: str, names: Iterable[str]) -> str | None:
    """Find the name most like the given one, or None when nothing is near.

    >>> near("emergancy", ["emergency", "channel"])
    'emergency'
    >>> near("weather", ["emergency", "channel"]) is None
    True
    """
    if len(name) > 80:  # noqa: PLR2004 - nobody meant a name that long, and comparing is quadratic
        return None
    import difflib  # needed only where something is wrong

    lowered = {n.lower(): n for n in names}
    found = difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=0.72)
    return lowered[found[0]] if found else None


class AdvisorError(Exception):
    """The root of all errors that a caller can expect.

    >>> AdvisorError("no such thing").exit_code
    2
    """

    exit_code: ClassVar[int] = 2


class RulebaseError(AdvisorError):
    """A rulebase that cannot be used; `problems` holds every Problem found in its files.

    >>> RulebaseError([Problem("empty", "nothing here", Position("a.yaml", 1, 1))]).problems[0].code
    'empty'
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type, tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class FactError(AdvisorError):
    """A value that does not fit its fact: `fact`, `given`, `expected`, `hint`.

    >>> print(FactError("rain", "maybe", "yes or no"))
    rain: 'maybe' does not fit: expected yes or no
    """

    def __init__(self, fact: str, given: object, expected: str, hint: str = "") -> None:
        self.fact, self.given, self.expected, self.hint = fact, given, expected, hint
        super().__init__(f"{fact}: {_shown(given)} does not fit: expected {expected}" + (f" ({hint})" if hint else ""))

    def __reduce__(self) -> tuple[type, tuple[str, object, str, str]]:
        return type(self), (self.fact, self.given, self.expected, self.hint)


def _shown(given: object) -> str:
    try:
        text = repr(given)
    except (ValueError, RecursionError):  # a number of thousands of digits, or a list within a list within …
        text = f"this {type(given).__name__}"
    return text if len(text) <= _WINDOW else text[:_WINDOW] + "…"


class UnknownName(AdvisorError):
    """A name that the rulebase does not have: `kind` (fact, topic, rule …), `name`, `nearest` (None when none is near).

    >>> print(UnknownName("fact", "rian", ["rain", "wind"]))
    there is no fact 'rian'; did you mean 'rain'?
    """

    def __init__(self, kind: str, name: str, names: Iterable[str]) -> None:
        self.kind, self.name, self._names = kind, name, tuple(names)
        self.nearest = near(name, self._names)
        shown = name if len(name) <= _WINDOW else name[:_WINDOW] + "…"
        hint = f"; did you mean '{self.nearest}'?" if self.nearest else ""
        if not hint and 0 < len(self._names) <= _FEW:
            hint = f"; there are: {', '.join(self._names)}"
        super().__init__(f"there is no {kind} '{shown}'{hint}")

    def __reduce__(self) -> tuple[type, tuple[str, str, tuple[str, ...]]]:
        return type(self), (self.kind, self.name, self._names)


class EngineError(AdvisorError):
    """An engine that failed.

    >>> issubclass(EngineUnavailable, EngineError)
    True
    """


class EngineUnavailable(EngineError):
    """An engine that cannot run here, or not on this rulebase: `engine`, `reason`, `remedy`.

    >>> print(EngineUnavailable("clips", "clipspy is not installed", "pip install clipspy"))
    the engine clips cannot be used: clipspy is not installed; pip install clipspy
    """

    def __init__(self, engine: str, reason: str, remedy: str) -> None:
        self.engine, self.reason, self.remedy = engine, reason, remedy
        super().__init__(f"the engine {engine} cannot be used: {reason}; {remedy}")

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:
        return type(self), (self.engine, self.reason, self.remedy)


class StoreError(AdvisorError):
    """A store of sessions that cannot be used, or something that it cannot keep.

    >>> issubclass(SessionNotFound, StoreError) and issubclass(SessionMoved, StoreError)
    True
    """


class SessionNotFound(StoreError):
    """A session that is not in the store: `name`, `nearest` (None when none is near).

    >>> print(SessionNotFound("sprng", "spring"))
    there is no session 'sprng'; did you mean 'spring'?
    """

    def __init__(self, name: str, nearest: str | None = None) -> None:
        self.name, self.nearest = name, nearest
        super().__init__(f"there is no session '{name}'" + (f"; did you mean '{nearest}'?" if nearest else ""))

    def __reduce__(self) -> tuple[type, tuple[str, str | None]]:
        return type(self), (self.name, self.nearest)


class SessionMoved(StoreError):
    """A session to which somebody else appended first: `name`, and the number of events expected (`after`) and `found`.

    >>> print(SessionMoved("spring", 3, 5))
    the session 'spring' has moved on: it holds 5 events, not 3; load it again
    """

    def __init__(self, name: str, after: int, found: int) -> None:
        self.name, self.after, self.found = name, after, found
        held = f"it holds {found} event{'s' * (found != 1)}, not {after}; load it again"
        super().__init__(f"the session '{name}' has moved on: {held if found else 'it is not in the store any more'}")

    def __reduce__(self) -> tuple[type, tuple[str, int, int]]:
        return type(self), (self.name, self.after, self.found)
