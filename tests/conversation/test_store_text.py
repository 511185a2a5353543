"""What a store takes: names, JSON that comes back as it was, and nothing larger than it should be."""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.conversation.store_text import DEEPEST, LARGEST, as_json, checked_name, seal_of
from advisor.errors import StoreError

ANY_TEXT = st.text(st.characters())  # lone surrogates and control characters among them
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(ANY_TEXT, ANY_JSON, max_size=4)


@given(OBJECTS)
def test_any_json_object_is_written_in_ascii_and_read_back_to_the_letter(value: dict[str, Any]) -> None:
    text = as_json("it", value)
    assert text.isascii()
    assert repr(json.loads(text)) == repr(value)


NO_JSON: list[tuple[Any, str]] = [
    ([], "is not a dict"),
    (None, "is not a dict"),
    ("{}", "is not a dict"),
    ({1: "heron"}, "a key that is no text"),
    ({"heron": {True: 1}}, "a key that is no text"),
    ({"heron": (1, 2)}, "holds a tuple"),
    ({"heron": [{"x": {1, 2}}]}, "holds a set"),
    ({"heron": b"heron"}, "holds a bytes"),
    ({"heron": date(2026, 3, 1)}, "holds a date"),
    ({"heron": math.nan}, "a number that JSON does not know"),
    ({"heron": [math.inf]}, "a number that JSON does not know"),
    ({"heron": -math.inf}, "a number that JSON does not know"),
]


@pytest.mark.parametrize(("value", "told"), NO_JSON, ids=repr)
def test_what_is_no_json_object_is_refused_without_a_word_of_it(value: Any, told: str) -> None:  # noqa: ANN401
    with pytest.raises(StoreError, match=told) as caught:
        as_json("the event", value)
    assert "heron" not in str(caught.value)


def test_a_mapping_that_is_a_dict_of_another_class_comes_back_equal() -> None:
    value = OrderedDict(rain=True)
    assert json.loads(as_json("it", value)) == value


def test_an_event_may_take_a_megabyte_and_no_byte_more() -> None:
    fits = {"x": "a" * (LARGEST - len('{"x":""}'))}
    assert len(as_json("it", fits)) == LARGEST
    with pytest.raises(StoreError, match="1,000,001 bytes"):
        as_json("it", {"x": fits["x"] + "a"})


def nested(deep: int, value: Any = None) -> dict[str, Any]:  # noqa: ANN401
    for _ in range(deep):
        value = {"x": value}
    return {"x": value}


@pytest.mark.parametrize("deep", [DEEPEST, 100_000])
def test_what_is_nested_too_deeply_is_refused(deep: int) -> None:
    assert as_json("it", nested(DEEPEST - 1))
    with pytest.raises(StoreError, match="nested more than"):
        as_json("it", nested(deep))


def test_a_list_that_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(StoreError, match="nested more than"):
        as_json("it", {"x": endless})


@pytest.mark.parametrize("name", ["a", "spring 2026", "-", "_._-", "Zoë", "春", "a" * 64])
def test_letters_digits_spaces_and_a_few_marks_make_a_name(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", " a", "a ", "a" * 65, "a/b", "../x", "a\\b", "a\0", "a\n", "\x1b[31m", "a:b", "a'b", 'a"b', "*"),
        *("\u202eabc", "a\u200bb", "\ud800", "💔", "a\tb", "a\u00a0b"),
    ],
    ids=ascii,
)
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="the name of a session"):
        checked_name(name)


def test_a_name_is_the_same_however_its_accents_were_typed() -> None:
    assert checked_name("Zoe\u0308") == checked_name("Zo\u00eb")


def test_a_seal_tells_every_text_and_every_order_apart() -> None:
    texts = [("ab", "c"), ("a", "bc"), ("c", "ab"), ("ab",), ("ab", "c", ""), ("a\ud800", "c")]
    assert len({seal_of(before, *some) for before in (b"", b"x") for some in texts}) == 2 * len(texts)
