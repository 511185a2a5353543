"""The kinds: what each reads, shows and refuses."""

from __future__ import annotations

import datetime
import decimal
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import FactError
from advisor.rulebase.kinds import KINDS, Range
from advisor.rulebase.loading import loads

if TYPE_CHECKING:
    from advisor.rulebase.kinds import Kind, Value

CHOICES = ("clay", "sand", "no", "on", "far_away")
DAY = datetime.date(2026, 11, 23)


def numbers() -> st.SearchStrategy[Value]:
    """Whole and decimal numbers up to the digits that are allowed."""
    whole = st.integers(-(10**30) + 1, 10**30 - 1)
    parts = st.tuples(st.booleans(), st.integers(0, 10**30 - 1), st.integers(-30, 0))
    return whole | parts.map(lambda part: Decimal((part[0], tuple(map(int, str(part[1]))), part[2])))


SINGLE: dict[str, st.SearchStrategy[Value]] = {
    "boolean": st.booleans(),
    "choice": st.sampled_from(CHOICES),
    "number": numbers(),
    "date": st.dates(),
    "duration": st.integers(-1_000_000, 1_000_000),
    "text": st.text(max_size=150),
}


@st.composite
def readable(draw: st.DrawFn) -> tuple[Kind, Value]:
    """A kind and something that it reads: one value, or for what has an order a range."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    single = SINGLE[kind.name]
    if not kind.ordered or draw(st.booleans()):
        return kind, draw(single)
    ends = draw(st.tuples(st.none() | single, st.none() | single).filter(lambda ends: ends != (None, None)))
    return kind, Range(*ends)  # type: ignore[arg-type]  # ordered kinds have ends that ranges take


def test_every_kind_has_values_to_try() -> None:
    assert set(SINGLE) == set(KINDS)
    assert all(KINDS[name].name == name for name in KINDS)


@given(readable())
def test_reading_what_a_kind_shows_gives_the_value_back(case: tuple[Kind, Value]) -> None:
    kind, given_value = case
    try:
        value = kind.read("fact", given_value, CHOICES)
    except FactError:
        ends = given_value if isinstance(given_value, Range) else (None,)
        assert kind.ordered
        assert None not in ends
        assert ends[0] > ends[1]  # type: ignore[operator,misc]  # two ends of one kind
        return
    assert kind.read("fact", kind.show(value), CHOICES) == value
    assert kind.read("fact", value, CHOICES) == value
    assert kind.word(value) or value == ""


@given(numbers())
def test_a_number_is_kept_to_the_last_digit_whatever_the_precision_of_the_caller(number: Value) -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        context.traps[decimal.Inexact] = True
        value = KINDS["number"].read("wind", number)
    assert value == number
    assert isinstance(value, int) == (Fraction(str(number)).denominator == 1)
    assert isinstance(value, int) or not KINDS["number"].show(value).endswith("0")


@pytest.mark.parametrize(
    ("kind", "given_value", "value"),
    [
        ("boolean", " Yes ", True),
        ("boolean", "FALSE", False),
        ("choice", " clay ", "clay"),
        ("choice", "no", "no"),
        ("choice", "on", "on"),
        ("number", "12.50", Decimal("12.5")),
        ("number", "1e-7", Decimal("0.0000001")),
        ("number", "1.5e3", 1500),
        ("number", "-0", 0),
        ("number", "0e99", 0),
        ("number", Decimal("12.000"), 12),
        ("number", Decimal("1E+29"), 10**29),
        ("number", " +7 ", 7),
        ("number", "-5..-1.5", Range(-5, Decimal("-1.5"))),
        ("number", "3 .. 3.0", 3),
        ("number", "..3", Range(None, 3)),
        ("number", Range(3, None), Range(3, None)),
        ("date", "2026-11-23", DAY),
        ("date", datetime.datetime(2026, 11, 23, 23, 59, tzinfo=datetime.timezone.utc), DAY),
        ("date", "2026-11-23..", Range(DAY, None)),
        ("date", "2026-11-23..2026-11-23", DAY),
        ("duration", "3 weeks", 21),
        ("duration", "1 WEEK", 7),
        ("duration", "12d", 12),
        ("duration", "12", 12),
        ("duration", 1_000_000, 1_000_000),
        ("duration", "-1000000", -1_000_000),
        ("duration", datetime.timedelta(days=2), 2),
        ("duration", "2 weeks..20 days", Range(14, 20)),
        ("text", "  a\tfine \n day ", "a fine day"),
        ("text", "e\u0301t\u0065\u0301", "\u00e9t\u00e9"),
        ("text", "", ""),
        ("text", "x" * 500, "x" * 500),
    ],
)
def test_what_is_meant_is_read(kind: str, given_value: object, value: Value) -> None:
    found = KINDS[kind].read("fact", given_value, CHOICES)
    assert found == value
    assert type(found) is type(value)


NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("kind", "given_value", "message"),
    [
        ("boolean", 1, "1 does not fit: expected yes or no (true or false)"),
        ("boolean", "on", "'on' does not fit: expected yes or no (true or false)"),
        (
            "boolean",
            None,
            "None does not fit: expected yes or no (true or false) (leave the fact out when it is not known)",
        ),
        (
            "choice",
            "cley",
            "'cley' does not fit: expected one of clay, sand, no, on, far_away (did you mean 'clay'?)",
        ),
        ("choice", False, "False does not fit: expected one of clay, sand, no, on, far_away"),
        ("number", 1.5, "1.5 does not fit: expected a number such as 12 or 2.5 (give it as Decimal or text)"),
        ("number", NAN, "nan does not fit: expected a number such as 12 or 2.5 (give it as Decimal or text)"),
        ("number", INFINITE, "inf does not fit: expected a number such as 12 or 2.5 (give it as Decimal or text)"),
        ("number", Decimal("NaN"), "Decimal('NaN') does not fit: expected a number such as 12 or 2.5"),
        ("number", Decimal("sNaN"), "Decimal('sNaN') does not fit: expected a number such as 12 or 2.5"),
        ("number", Decimal("-Infinity"), "Decimal('-Infinity') does not fit: expected a number such as 12 or 2.5"),
        ("number", "Infinity", "'Infinity' does not fit: expected a number such as 12 or 2.5"),
        ("number", True, "True does not fit: expected a number such as 12 or 2.5"),
        ("number", "1e99", "'1e99' does not fit: expected a number such as 12 or 2.5"),
        ("number", "1e999999999", "'1e999999999' does not fit: expected a number such as 12 or 2.5"),
        ("number", Decimal("1e999999"), "Decimal('1E+999999') does not fit: expected a number such as 12 or 2.5"),
        ("number", Decimal("1e-31"), "Decimal('1E-31') does not fit: expected a number such as 12 or 2.5"),
        ("number", Decimal("1." + "0" * 30 + "1"), None),
        ("number", 10**30, None),
        ("number", "12:30", "'12:30' does not fit: expected a number such as 12 or 2.5"),
        ("number", "1_000", "'1_000' does not fit: expected a number such as 12 or 2.5"),
        ("number", "\u0663", "'\u0663' does not fit: expected a number such as 12 or 2.5"),
        ("number", "5..3", "'5..3' does not fit: expected a number such as 12 or 2.5"),
        ("number", "..", "'..' does not fit: expected a number such as 12 or 2.5"),
        ("number", "1...5", "'1...5' does not fit: expected a number such as 12 or 2.5"),
        ("number", Range(None, None), None),
        ("number", Range(1, True), None),
        ("number", [1, 2], "[1, 2] does not fit: expected a number such as 12 or 2.5"),
        ("date", "2026-13-01", "'2026-13-01' does not fit: expected a date such as 2026-11-23"),
        ("date", "20261123", "'20261123' does not fit: expected a date such as 2026-11-23"),
        ("date", "23.11.2026", "'23.11.2026' does not fit: expected a date such as 2026-11-23"),
        ("date", 20, "20 does not fit: expected a date such as 2026-11-23"),
        ("date", "2026-11-23..2026-11-22", None),
        ("duration", "3 months", "'3 months' does not fit: expected a length of time such as 12 days or 3 weeks"),
        ("duration", True, "True does not fit: expected a length of time such as 12 days or 3 weeks"),
        ("duration", 1_000_001, None),
        ("duration", 2.0, None),
        ("duration", datetime.timedelta(hours=36), None),
        ("text", "x" * 501, None),
        ("text", "\u0958" * 251, None),  # each becomes two characters when it is normalised
        ("text", 3, "3 does not fit: expected text of at most 500 characters"),
    ],
)
def test_what_does_not_fit_is_refused_and_the_error_says_what_does(
    kind: str, given_value: object, message: str | None
) -> None:
    with pytest.raises(FactError) as caught:
        KINDS[kind].read("fact", given_value, CHOICES if kind == "choice" else ())
    assert caught.value.fact == "fact"
    assert caught.value.expected == KINDS[kind].expected(CHOICES)
    assert str(caught.value).startswith("fact: ")
    if message:
        assert str(caught.value) == f"fact: {message}"


def test_an_error_shows_at_most_a_line_of_what_was_given_and_never_fails_to_show_it() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    given_values: list[object] = ["x" * 10_000, 10**5_000, nested]
    for given_value in given_values:
        with pytest.raises(FactError) as caught:
            KINDS["number"].read("wind", given_value)
        assert len(str(caught.value)) < 200
    while nested:  # taken apart by hand: undoing it at once would need as deep a stack as showing it
        (nested,) = nested  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("boolean", True, "yes"),
        ("boolean", False, "no"),
        ("choice", "far_away", "far away"),
        ("number", Decimal("2.50"), "2.50"),
        ("number", Decimal("0.0000001"), "0.0000001"),
        ("number", Range(2, 3), "2 to 3"),
        ("number", Range(None, 3), "3 or less"),
        ("number", Range(3, None), "3 or more"),
        ("date", DAY, "23 November 2026"),
        ("date", Range(DAY, None), "23 November 2026 or later"),
        ("date", Range(datetime.date(2026, 1, 2), DAY), "2 January 2026 to 23 November 2026"),
        ("duration", 1, "1 day"),
        ("duration", 0, "0 days"),
        ("duration", Range(20, 24), "20 days to 24 days"),
        ("duration", Range(None, 24), "24 days or less"),
        ("text", "left_alone", "left_alone"),
    ],
)
def test_a_value_is_put_into_words_that_stand_in_a_sentence(kind: str, value: Value, words: str) -> None:
    assert KINDS[kind].word(value) == words


def test_a_kind_that_is_only_begun_says_so() -> None:
    from advisor.rulebase.kinds import Kind

    with pytest.raises(NotImplementedError):
        Kind().expected()
    with pytest.raises(NotImplementedError):
        Kind().accept("x")


def test_what_an_author_writes_without_quotes_is_read_as_it_stands() -> None:
    rulebase = loads("""
name: garden
facts:
  switch: {kind: choice, choices: [no, on, off, yes], ask: Which?, presume: no}
  clock: {kind: text, ask: When?, presume: 12:30}
  trace: {kind: number, ask: How much?, presume: 1e-7, min: 0, max: 17.5}
  label: {kind: text, ask: What?, presume: 2026-11-23}
  planted: {kind: date, ask: When?}
  octal: {kind: text, ask: What?, presume: 010}
scenarios:
  as written:
    given: {switch: on, clock: 1:20, trace: 0.10, label: null_and_void, planted: 2026-01-09}
""")
    assert {name: fact.presume for name, fact in rulebase.facts.items()} == {
        "switch": "no",
        "clock": "12:30",
        "trace": Decimal("0.0000001"),
        "label": "2026-11-23",
        "planted": None,
        "octal": "010",
    }
    assert rulebase.scenarios[0].given == {
        "switch": "on",
        "clock": "1:20",
        "trace": Decimal("0.1"),
        "label": "null_and_void",
        "planted": datetime.date(2026, 1, 9),
    }
