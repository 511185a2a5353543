"""Putting into words why a text cannot be read as YAML: what the parser reports, said to an author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.rulebase.report import File

_LONGEST_KEY = 1024  # YAML's own limit
_OTHERWISE = "check the quotes, the brackets and the indentation here"
_COLUMNS = "begin all keys of one level in the same column"
_QUOTE = "put the text in quotes"

Spot = tuple[int, int]


class Fault(NamedTuple):
    """What is wrong, where (line and column, from 1), and what to do about it."""

    message: str
    at: Spot
    remedy: str


def explain(problem: str, context: str, at: Spot, begun: Spot, file: File) -> Fault:
    """Put a syntax error into words.

    `problem` and `context` are the parser's own words (PyYAML has two parsers, which differ), `at` is where it
    stopped, `begun` where that which it was reading begins.
    """
    said = f"{context}: {problem}"
    for pattern, tell in _FAULTS:
        if re.search(pattern, said):
            fault = tell(at, begun, file)
            if fault is not None:
                return fault
    return Fault(f"this is no YAML: {problem or 'it cannot be read'}", at, _OTHERWISE)


def _char(spot: Spot, file: File) -> str:
    return file.line(spot[0])[spot[1] - 1 : spot[1]]


def _before(spot: Spot, file: File) -> str:
    return file.line(spot[0])[: spot[1] - 1]


def _tab(at: Spot, _begun: Spot, file: File) -> Fault | None:
    if _char(at, file) != "\t":
        return None
    return Fault("a tab stands where spaces are needed", at, "indent with spaces")


def _beginning(at: Spot, _begun: Spot, file: File) -> Fault | None:
    char = _char(at, file)
    return Fault(f"no text begins with '{char}' here", at, _QUOTE) if char else None


def _reference(_at: Spot, begun: Spot, file: File) -> Fault:
    return Fault(f"a text cannot begin with '{_char(begun, file)}'", begun, _QUOTE)


def _open_quote(_at: Spot, begun: Spot, file: File) -> Fault:
    quote = _char(begun, file)
    twice = "; an apostrophe between single quotes is written twice" if quote == "'" else ""
    return Fault("this quote is never closed", begun, f"close it with {quote}{twice}")


def _escape(at: Spot, _begun: Spot, _file: File) -> Fault:
    remedy = "write \\\\ for a backslash, or use single quotes"
    return Fault("between double quotes, \\ begins an escape, and this is none", at, remedy)


def _bracket(at: Spot, begun: Spot, file: File) -> Fault:
    opening = _char(begun, file)
    closing = {"[": "]", "{": "}"}.get(opening, "]")
    if at[0] != begun[0] or not _char(at, file):
        return Fault(f"this '{opening}' is never closed", begun, f"close it with '{closing}'")
    remedy = "put texts that hold quotes, brackets or commas wholly in quotes"
    return Fault(f"a ',' or '{closing}' is missing before this", at, remedy)


def _colon(at: Spot, _begun: Spot, file: File) -> Fault:
    before = _before(at, file)
    if re.search(r":\s", before):
        return Fault("there is a second ': ' in this line", at, "put a text that holds ': ' in quotes")
    if len(before.strip()) > _LONGEST_KEY:
        return Fault(f"a key has at most {_LONGEST_KEY:,} characters", at, "shorten it")
    message = "this key stands where the text above it goes on"
    return Fault(message, at, "begin it in the column of the keys beside it, and end each of them with ':'")


def _no_space(at: Spot, _begun: Spot, _file: File) -> Fault:
    return Fault("a space is missing after this ':'", at, "write ': ' between a key and its value")


def _dash(at: Spot, _begun: Spot, _file: File) -> Fault:
    remedy = "begin it in a line of its own; put a text that begins with '-' in quotes"
    return Fault("a list cannot begin here", at, remedy)


def _block_text(at: Spot, _begun: Spot, _file: File) -> Fault:
    remedy = "begin the text in the next line; put a text that begins with '|' or '>' in quotes"
    return Fault("nothing can follow '|' or '>' in its line", at, remedy)


def _no_key(_at: Spot, begun: Spot, _file: File) -> Fault:
    message = "this line is neither a key with a value nor part of a text"
    return Fault(
        message,
        begun,
        "write `key: value` with a space between, or indent the line under the text that it continues",
    )


def _mapping(at: Spot, _begun: Spot, file: File) -> Fault:
    if _before(at, file).strip():
        remedy = "put the whole text in quotes; an apostrophe between single quotes is written twice"
        return Fault("this stands after a text that has ended", at, remedy)
    return Fault("this line is indented otherwise than the keys beside it", at, _COLUMNS)


def _list(at: Spot, _begun: Spot, _file: File) -> Fault:
    message = "this line does not belong to the list above it"
    return Fault(message, at, "begin it with '- ', or in the column of the key that the list belongs to")


def _content(at: Spot, _begun: Spot, file: File) -> Fault:
    char = _char(at, file)
    if char and char in ",]}":
        return Fault(f"no text begins with '{char}' here", at, _QUOTE)
    if not char and re.search(r"[\[{]", _before(at, file)):
        return Fault("a bracket is never closed", at, "close it with ']' or '}'")
    return Fault("a value is missing here", at, _OTHERWISE)


def after_end(at: Spot) -> Fault:
    """Tell of text that comes after the end of the document."""
    return Fault("this does not belong to what stands before it", at, _COLUMNS)


# compiled when something is wrong, and not before
_FAULTS: tuple[tuple[str, Callable[[Spot, Spot, File], Fault | None]], ...] = (
    (r"cannot start any token|tab character", _tab),
    (r"quoted scalar: found unexpected (end|document)", _open_quote),
    (r"escape|hexa?deci|Unicode character", _escape),
    (r"expected ',' or", _bracket),
    (r"unexpected ':'", _no_space),
    (r"mapping values are not allowed", _colon),
    (r"sequence entries are not allowed", _dash),
    (r"cannot start any token", _beginning),
    (r"anchor|alias|tag", _reference),
    (r"block scalar", _block_text),
    (r"could not find expected ':'", _no_key),
    (r"block mapping: ", _mapping),
    (r"block collection: ", _list),
    (r"node content", _content),
    (r"<document start>", lambda at, _begun, _file: after_end(at)),
)
