"""What had better not be typed is named by its kind; numbers that are none of it pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.language.private import private

PHONE, MAIL, LINK, HANDLE = "a telephone number", "a mail address", "a link", "a handle"


@pytest.mark.parametrize(
    "text",
    [
        "call 0171 555 0123",
        "0171/5550123",
        "+49 30 1234567",
        "0049 30/1234567",
        "(020) 7946 0958",
        "(555) 010-9999",
        "1-800-273-8255",
        "555-0123",
        "5550123",
        "is it 0171 555 0123? or not",
        "on 2026-11-23 it was 0171 5550123",
        "\uff10\uff11\uff17\uff11\uff15\uff15\uff15\uff10",
    ],
)
def test_a_telephone_number_is_found_however_it_is_written(text: str) -> None:
    assert private(text) == (PHONE,)


@pytest.mark.parametrize(
    "text", ["fern@shed.example", "write to FERN.moss+x@a-b.example.org!", "(fern_1@shed.co.example)"]
)
def test_a_mail_address_is_found_and_is_no_handle(text: str) -> None:
    assert private(text) == (MAIL,)


@pytest.mark.parametrize("text", ["see https://shed.example/x?y=1", "HTTP://SHED.EXAMPLE", "it is on www.shed.example"])
def test_a_link_is_found(text: str) -> None:
    assert private(text) == (LINK,)


@pytest.mark.parametrize("text", ["@fern_lover", "my neighbour is @Fern2 there", "(@moss)"])
def test_a_handle_is_found(text: str) -> None:
    assert private(text) == (HANDLE,)


def test_every_kind_in_a_message_is_named_once() -> None:
    text = "fern@shed.example, moss@shed.example, https://shed.example, @fern, @moss, 0171 555 0123, 0171 555 0124"
    assert private(text) == (MAIL, LINK, HANDLE, PHONE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "28 days",
        "2 to 3 weeks, or 10-12-14 days",
        "since 11/23/2026",
        "2026-11-23",
        "23.11.2026",
        "11-23-26",
        "on 1/2/2026 and 3/4/2026",
        "5.5.2026-7.7.2026",
        "2026-11-23T17:45",
        "on 23/11/2026 at 17:45",
        "12/2025",
        "in 2024 and 2025",
        "the summer of 2019",
        "at 7:30 pm",
        "17:45-18:30",
        "5:30 6:30 7:30",
        "£12.50",
        "€1,200.00",
        "$1,234,567",
        "1,234,567 ants",
        "I'm 34, she is 29",
        "34 F, 29 M",
        "17 and 42",
        "24/7",
        "3 years 2 months 11 days",
        "112",
        "999 or 911",
        "116 123",
        "email me @ the shed",
        "@2pm",
        "a@b",
        "at.the.shed",
        "room 101, floor 12",
    ],
)
def test_days_times_prices_ages_and_short_numbers_are_nothing_private(text: str) -> None:
    assert private(text) == ()


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    found = private(text)
    assert set(found) <= {PHONE, MAIL, LINK, HANDLE}
    assert len(set(found)) == len(found)


@given(st.dates())
def test_no_day_is_private_however_it_is_written(day: object) -> None:
    year, month, date = str(day).split("-")
    for way in (f"{year}-{month}-{date}", f"{date}.{month}.{year}", f"{int(month)}/{int(date)}/{year}"):
        assert private(f"it was on {way}, I think") == ()


@given(st.lists(st.sampled_from("0123456789"), min_size=9, max_size=12).map("".join), st.sampled_from(["", " ", "-"]))
def test_a_long_number_is_private_with_any_gap(digits: str, gap: str) -> None:
    text = f"ring 0{digits[:3]}{gap}{digits[3:6]}{gap}{digits[6:]} please"
    assert private(text) == (PHONE,)


@given(st.text(alphabet="ab @.:/w\n0123456789-+()", max_size=60))
def test_a_text_without_digits_has_no_telephone_number(text: str) -> None:
    bare = "".join(character for character in text if not character.isdigit())
    assert PHONE not in private(bare)
