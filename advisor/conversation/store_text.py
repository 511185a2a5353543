"""What may stand in a store: names of sessions, events as JSON, and the seals that chain them."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING, Any

from advisor.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NAME = 64
LARGEST = 1_000_000
DEEPEST = 100


def checked_name(name: str) -> str:
    """Give the name of a session as it is stored; StoreError for one that is not allowed.

    >>> checked_name("spring 2026")
    'spring 2026'
    """
    name = unicodedata.normalize("NFC", name)  # one way to store an accent, however it was typed
    if not 1 <= len(name) <= LONGEST_NAME:
        raise StoreError(f"the name of a session has 1 to {LONGEST_NAME} characters, not {len(name)}")
    if not all(c.isalnum() or c in " -_." for c in name) or name != name.strip(" "):
        raise StoreError("the name of a session is made of letters, digits, '-', '_', '.' and spaces between them")
    return name


def as_json(what: str, value: Mapping[str, Any]) -> str:
    """Write a JSON object as it is stored, in ASCII; StoreError, without a word of it, when it is none or too large.

    >>> as_json("the event", {"told": {"rain": True}})
    '{"told":{"rain":true}}'
    """
    if not isinstance(value, dict):
        raise StoreError(f"{what} is not a dict")
    _check_plain(what, value, DEEPEST)
    try:
        text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise StoreError(f"{what} holds a number that JSON does not know, or one of thousands of digits") from None
    if len(text) > LARGEST:
        raise StoreError(f"{what} takes {len(text):,} bytes; {LARGEST:,} are allowed")
    return text


def _check_plain(what: str, value: object, deeper: int) -> None:
    """Refuse what would come back as something else, such as a tuple as a list."""
    if deeper < 0:
        raise StoreError(f"{what} is nested more than {DEEPEST} deep")
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise StoreError(f"{what} has a key that is no text")
        for inner in value.values():
            _check_plain(what, inner, deeper - 1)
    elif isinstance(value, list):
        for inner in value:
            _check_plain(what, inner, deeper - 1)
    elif value is not None and not isinstance(value, (str, int, float)):
        raise StoreError(f"{what} holds a {type(value).__name__}, which JSON does not know")


def seal_of(before: bytes, *texts: str) -> bytes:
    """Give the seal of some texts that follow what another seal stands for.

    >>> seal_of(b"", "spring", "{}") == seal_of(b"", "spring", "{ }")
    False
    """
    return hashlib.sha256(before + "\n".join(texts).encode("utf-8", "surrogatepass")).digest()
