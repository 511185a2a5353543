"""Names: every place that the declared shape of the files gives to one is found, with what it means there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor import loads
from advisor.rulebase import care_shape, terms
from advisor.rulebase.accepting import CODE
from advisor.rulebase.combinators import ListOf, MapOf, OneOf, Record
from advisor.rulebase.nodes import Report, parse
from advisor.rulebase.shape import SINGLE
from advisor.rulebase.texts import Name
from advisor.workbench.naming import SHAPES, Mentions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.rulebase.shape import Shape

# texts with a spelling of their own that name nothing that could be renamed
OTHERS = (
    *(terms.CASE, terms.DAY, terms.LANGUAGE, terms.LASTS, terms.LENGTH, terms.WEIGHT, terms.RULEBASE, terms.WORDS),
    *(terms.CITED, terms.TOPIC_ACT, care_shape.NEED, care_shape.COUNTRY, CODE),
)
FACTS = """\
name: sky
facts:
  sky: {kind: choice, choices: [clear, grey, fog], ask: What is it like?}
  rain: {kind: boolean, ask: Does it rain?}
  clear: {kind: boolean, ask: Is the way clear?}
  depth: {kind: number, ask: How deep?}
  word: {kind: text, ask: Which word?}
"""


def inner(form: Shape) -> Iterator[Shape]:
    """Go through a shape and all that it holds."""
    yield form
    parts: list[Shape] = []
    if isinstance(form, Record):
        parts = [key.shape for key in form.keys.values()]
    elif isinstance(form, MapOf):
        parts = [form.key, form.value]
    elif isinstance(form, ListOf):
        parts = [form.item]
    elif isinstance(form, OneOf):
        parts = list(form.shapes)
    for part in parts:
        yield from inner(part)


def found(condition: str) -> list[str]:
    """List what a condition names, with its kind where it is no fact, and hold it to stand where it is said to."""
    root = parse(f"never: [{condition}]", "sky.yaml", Report())
    assert root is not None
    named = list(Mentions(loads(FACTS)).within(root, SINGLE))
    assert all(one.node.text[one.offset :].startswith(one.name) for one in named)
    return [f"{one.kind}:{one.owner}.{one.name}" if one.owner else one.name for one in named]


def test_every_spelling_in_the_files_is_that_of_a_name_or_known_to_be_none() -> None:
    known = {one.pattern for one in (*SHAPES.values(), *OTHERS)}
    spelled = {one.pattern: one.noun for one in inner(SINGLE) if isinstance(one, Name)}
    assert {noun for pattern, noun in spelled.items() if pattern not in known} == {"a day"}  # or never


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("rain", "rain"),
        ("not rain or depth > 3", "rain depth"),
        ("clear and sky == clear", "clear sky choice:sky.clear"),
        ('"clear" == sky', "choice:sky.clear sky"),
        ("rain and (sky != fog)", "rain sky choice:sky.fog"),
        ("2 < depth <= 5", "depth"),
        ('rain == true and word == "rain"', "rain choice:rain.true word choice:word.rain"),
    ],
)
def test_a_condition_names_facts_and_beside_them_choices(condition: str, names: str) -> None:
    assert found(f"'{condition}'") == names.split()


def test_the_choices_of_a_list_are_named_one_by_one() -> None:
    assert found('"sky in [clear, fog]"') == ["sky", "choice:sky.clear", "choice:sky.fog"]


def test_a_choice_is_named_only_for_a_fact_that_has_it() -> None:
    root = parse("scenarios: {one: {given: {sky: clear, word: clear, depth: 3}}}", "sky.yaml", Report())
    assert root is not None
    named = [(one.kind, one.owner, one.name) for one in Mentions(loads(FACTS)).within(root, SINGLE)]
    assert ("choice", "sky", "clear") in named
    assert ("choice", "word", "clear") not in named
