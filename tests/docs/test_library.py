"""The page on the library has every public name with its signature, what is said of it, and its example."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import pytest

import advisor
from tools import library

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "library.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"(?ms)^### `([\w.]+)`\n(.*?)(?=^### |^## |\Z)", PAGE))
CLASSES = sorted(name for name in advisor.__all__ if inspect.isclass(getattr(advisor, name)))


def said(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")


@pytest.mark.parametrize("name", advisor.__all__)
def test_every_public_name_is_described_below_a_heading_of_its_own(name: str) -> None:
    thing = getattr(advisor, name)
    section = SECTIONS[name]
    assert section.strip().startswith(f"```python\n{name}(")
    assert said(thing) in section
    example = (inspect.getdoc(thing) or "").partition(">>>")
    assert not example[1] or "".join(example[1:]).strip() in section


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_of_a_public_class_stands_in_its_signature(name: str) -> None:
    thing = getattr(advisor, name)
    made = SECTIONS[name].split("```")[1]
    fields = [field.name for field in dataclasses.fields(thing)] if dataclasses.is_dataclass(thing) else []
    assert all(re.search(rf"\b{field}: \S", made) for field in [*fields, *getattr(thing, "_fields", ())])


@pytest.mark.parametrize("name", CLASSES)
def test_every_public_member_of_a_public_class_is_described(name: str) -> None:
    thing = getattr(advisor, name)
    for member in (one for one in dir(thing) if not one.startswith("_")):
        value = inspect.getattr_static(thing, member)
        value = value.__func__ if isinstance(value, (classmethod, staticmethod)) else value
        ours = getattr(value.fget if isinstance(value, property) else value, "__module__", None) or ""
        if ours.startswith("advisor.") and (inspect.isfunction(value) or isinstance(value, property)):
            assert f"{name}.{member}" in SECTIONS[name]
            assert said(value) in SECTIONS[name]


def test_what_results_are_made_of_is_described_as_well() -> None:
    assert {"reasoning.outcome.Proof", "reasoning.outcome.Reading", "language.heard.Candidate"} <= SECTIONS.keys()


def test_a_signature_is_written_on_one_line_or_a_line_a_part() -> None:
    def short(one: int, *rest: str, two: bool = True) -> list[str]:
        return [str(one), *rest, str(two)]

    assert library.signature("short", short) == "short(one: int, *rest: str, two: bool = True) -> list[str]"
    long = library.signature("x" * library.WIDTH, short).splitlines()
    assert long[1:] == ["    one: int,", "    *rest: str,", "    two: bool = True,", ") -> list[str]"]


def test_an_example_is_given_the_imports_that_it_takes_and_no_others() -> None:
    example = ">>> import json\n>>> at = Position('a', 1, 1)\n>>> at.line, datetime.date(2026, 11, 23)\n(1, ...)"
    assert library.imports(example, "advisor.errors") == [">>> from advisor import Position"]
    assert library.imports(">>> record(datetime.date(2026, 11, 23))", "advisor.reasoning.records") == [
        ">>> import datetime",
        ">>> from advisor.reasoning.records import record",
    ]
