"""What the schema for editors promises: it says what the loader says, as far as a schema can."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from advisor.rulebase.combinators import ListOf, MapOf, OneOf, Record
from advisor.rulebase.nodes import Report, parse
from advisor.rulebase.schema import json_schema
from advisor.rulebase.shape import DOCUMENT, ROOT, SINGLE, check
from advisor.rulebase.texts import Choice, Flag, Name, Shape, Text

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Draft202012Validator(json_schema())


class Editor(yaml.SafeLoader):
    """Types scalars as editors do, by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML declares it


Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
Editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(~|null)$"), ["~", "n"])
Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]*)$"), list("-0123456789"))
Editor.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def keyed(tree: object) -> object:
    """A tree as JSON has it: all keys are texts."""
    if isinstance(tree, dict):
        return {{True: "true", False: "false"}.get(key, str(key)): keyed(value) for key, value in tree.items()}
    return [keyed(item) for item in tree] if isinstance(tree, list) else tree


def in_editor(text: str) -> bool:
    """Whether an editor with the schema finds no fault."""
    return SCHEMA.is_valid(keyed(yaml.load(text, Loader=Editor)))  # noqa: S506 - a safe loader


def in_loader(text: str) -> bool:
    """Whether the loader finds no fault."""
    report = Report()
    node = parse(text, "garden.yaml", report)
    return node is not None and check(node, SINGLE, report) and not report


def test_the_schema_is_a_schema() -> None:
    for shape in (SINGLE, ROOT, DOCUMENT):
        Draft202012Validator.check_schema(json_schema(shape))


def test_every_key_is_described() -> None:
    schema = json_schema()
    rule = schema["properties"]["rules"]["additionalProperties"]
    assert rule["properties"]["safety"]["description"].startswith("Whether it keeps people safe")
    assert all(key["description"] for key in [*schema["properties"].values(), *rule["properties"].values()])


def test_keys_that_are_not_declared_are_refused() -> None:
    assert json_schema()["additionalProperties"] is False
    assert not in_editor("titel: A garden")


def test_what_only_the_root_file_needs_is_required_only_there() -> None:
    assert json_schema()["required"] == []
    assert json_schema(ROOT)["required"] == ["name"]
    assert "sources" not in json_schema(DOCUMENT)["properties"]


@pytest.mark.parametrize(
    "text",
    [
        "version: 1.0",
        "title: 2026",
        "facts: {rain: {kind: boolean, presume: false, said: {true: [it rains], no: [it is dry]}}}",
        "facts: {dry_days: {kind: number, min: 0, max: 12.5, otherwise: 7}}",
        "facts: {plant: {kind: choice, choices: [on, off]}}",
        "scenarios: {2026: {today: 2026-11-23, given: {rain: no, dry_days: 12, last_rain: 2026-11-20}}}",
        "sources: {book: {title: The book, date: 1999, sections: {1: One, 2: Two}}}",
        "words: {numbers: [1, two, 3.5]}",
        "facts: {rain: {kind: boolean, weights: {true: 1, false: 2.5}, fixed: true}}",
        "plans: {dry: {title: Dry, from: last_rain, length: 28, source: book/1}}",
        "flags: {gale: {say: Go in., firm: false, suspends: {rules: [dig], topics: [garden], tags: [wet]}}}",
        "resources: [{country: '*', needs: [gale], name: A line, call: 112, checked_on: 2026-11-23}]",
        "resources: [{country: DE, needs: [gale], name: A line, source_says: 2024, checked_on: never}]",
        "plans: {dry: {title: Dry, from: last_rain, length: 4 weeks, restarts: [rain, {fact: wet}], source: book/1}}",
    ],
)
@pytest.mark.parametrize("loader", [Editor, yaml.SafeLoader])
def test_values_that_editors_type_are_let_through(text: str, loader: type[yaml.SafeLoader]) -> None:
    tree = keyed(yaml.load(text, Loader=loader))  # noqa: S506 - safe loaders
    # JSON has no dates, so they reach a schema as text
    SCHEMA.validate(yaml.load(yaml.safe_dump(tree), Loader=Editor))  # noqa: S506 - a safe loader
    assert in_loader(text)


@pytest.mark.parametrize(
    "text",
    [
        "facts: [rain]",
        "facts: {rain: {}}",
        "facts: {Rain: {kind: boolean}}",
        "facts: {not: {kind: boolean}}",
        "facts: {rain: {kind: bool}}",
        "facts: {rain: {kind: date, past: 'true'}}",
        "facts: {rain: {kind: boolean, said: it rains}}",
        "facts: {rain: {kind: boolean, ask: ''}}",
        "facts: {rain: {kind: boolean, ask: null}}",
        "rules: {water: {source: book/1}}",
        "rules: {water: {source: book, conclude: {wet: true}}}",
        "rules: {water: {source: book/1, conclude: {}}}",
        "rules: {water: {source: book/1, conclude: {wet: true}, reason: none}}",
        "rules: {water: {source: book/1, conclude: {wet: 1}, advise: {topic: a, verdict: do, say: b}}}",
        "never: []",
        f"never: [{'a' * 2001}]",
        "scenarios: {a day: {open: [watering]}}",
        "facts: {rain: {kind: boolean, weights: {}}}",
        "facts: {rain: {kind: boolean, weights: {true: 0}}}",
        "facts: {rain: {kind: boolean, weights: {true: -1}}}",
        "facts: {rain: {kind: boolean, weights: {true: '0.0'}}}",
        "facts: {rain: {kind: boolean, weights: {true: often}}}",
        "facts: {rain: {kind: boolean, fixed: 'true'}}",
        "plans: {dry: {title: Dry, from: last_rain, length: 0, source: book/1}}",
        "plans: {dry: {title: Dry, from: last_rain, length: 2.5, source: book/1}}",
        "plans: {dry: {title: Dry, from: last_rain, length: 0 weeks, source: book/1}}",
        "plans: {dry: {title: Dry, from: last_rain, length: a month, source: book/1}}",
        "plans: {dry: {title: Dry, length: 4 weeks, source: book/1}}",
        "flags: {gale: {said: [a gale]}}",
        "flags: {gale: {say: Go in., urgency: soon}}",
        "flags: {gale: {say: Go in., suspends: some}}",
        "flags: {gale: {say: Go in., suspends: {act: [dig]}}}",
        "flags: {gale: {say: Go in., checks: [{yes: gale}]}}",
        "voices: {self: [me]}",
        "together: {both: {of: [gale], source: book/1}}",
        "together: {both: {of: [gale, ice]}}",
        "resources: [{country: Germany, needs: [gale], name: A line}]",
        "resources: [{country: DE, needs: [gale], name: A line, checked_on: yesterday}]",
        "resources: [{country: DE, needs: [gale], name: A line, grade: C}]",
        "countries: {germany: {name: Germany}}",
        "evidence: {wet: {claim: It is., note: It is., confidence: some}}",
        "plans: {dry: {title: Dry, from: last_rain, length: 4 weeks, restarts: [{unless: [wet]}], source: book/1}}",
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(text: str) -> None:
    assert not in_loader(text)
    assert not in_editor(text)


def test_a_shape_that_the_schema_does_not_know_is_an_error() -> None:
    class Square(Text):
        """A shape that is none of the declared ones."""

    with pytest.raises(TypeError):
        json_schema(object())  # type: ignore[arg-type]
    assert json_schema(Square())["maxLength"] == Text().limit


# --- documents made from the shape, some with a fault -------------------------------------------------------------

WORDS = st.sampled_from(["it rains", "water", "no", "null", "12", "a: b", "- c", "d, e", "<value>"])
NAMES = [
    "rain",
    "dry_days",
    "a-rule",
    "b2",
    "book/1",
    "on",
    "no",
    "5",
    "078",
    "watering.pour",
    "2026-11-23",
    "en",
    "always",
    "DE",
    "*",
    "never",
]
FAULTS: st.SearchStrategy[object] = st.sampled_from(
    [None, 7, 1.5, "", " ", "Bad Name", "titel", [], {}, ["a"], {"a": "b"}]
)


def fitting(shape: Shape) -> st.SearchStrategy[object]:
    """Trees that have a shape, as a rule."""
    return MAKERS[type(shape)](shape)


def record(shape: Record) -> st.SearchStrategy[object]:
    """Records with the keys that they need and some of the others."""
    either: list[str | None] = [*shape.either] or [None]
    required = {name: fitting(key.shape) for name, key in shape.keys.items() if key.required}
    needy = {*either, *shape.needs}
    others = {name: fitting(key.shape) for name, key in shape.keys.items() if not key.required and name not in needy}

    def complete(chosen: str | None, *, few: bool) -> st.SearchStrategy[object]:
        keys = required | ({chosen: fitting(shape.keys[chosen].shape)} if chosen else {})
        return st.fixed_dictionaries(keys, optional={} if few else others)

    return st.tuples(st.sampled_from(either), st.booleans()).flatmap(lambda p: complete(p[0], few=p[1]))


MAKERS: dict[type, Callable[..., st.SearchStrategy[object]]] = {
    Text: lambda _: WORDS,
    Flag: lambda _: st.booleans(),
    Choice: lambda shape: st.sampled_from(shape.values),
    Name: lambda shape: st.sampled_from([name for name in NAMES if shape.fits(name)]),
    ListOf: lambda shape: st.lists(fitting(shape.item), min_size=shape.least, max_size=2),
    MapOf: lambda shape: st.dictionaries(fitting(shape.key), fitting(shape.value), min_size=shape.least, max_size=2),
    OneOf: lambda shape: st.one_of(*(fitting(part) for part in shape.shapes)),
    Record: record,
}


@st.composite
def faulty(draw: st.DrawFn, trees: st.SearchStrategy[object]) -> object:
    """A tree in which one part is put in the place of another, taken out, or given another key."""
    tree = draw(trees)
    while isinstance(tree, (dict, list)) and tree:
        keys = list(tree) if isinstance(tree, dict) else range(len(tree))
        key = draw(st.sampled_from(keys))
        what = draw(st.sampled_from(["deeper", "deeper", "deeper", "other", "out", "renamed"]))
        if what == "deeper" and isinstance(tree[key], (dict, list)) and tree[key]:
            inner = draw(faulty(st.just(tree[key])))
            return {**tree, key: inner} if isinstance(tree, dict) else [*tree[:key], inner, *tree[key + 1 :]]
        rest = (
            {k: v for k, v in tree.items() if k != key} if isinstance(tree, dict) else [*tree[:key], *tree[key + 1 :]]
        )
        if what == "out":
            return rest
        if isinstance(rest, dict):
            return rest | ({"Bad Name": tree[key]} if what == "renamed" else {key: draw(FAULTS)})
        return [*rest, draw(FAULTS)]
    return tree


class Dumper(yaml.SafeDumper):
    """Never writes an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


DOCUMENTS = fitting(SINGLE).filter(bool)


@given(tree=DOCUMENTS)
def test_documents_of_the_declared_shape_please_the_loader_and_the_editor(tree: object) -> None:
    text = yaml.dump(tree, Dumper=Dumper)
    assert in_loader(text)
    assert in_editor(text)


@given(tree=faulty(DOCUMENTS))
def test_loader_and_editor_agree_about_documents_with_a_fault(tree: object) -> None:
    text = yaml.dump(tree, Dumper=Dumper)
    assert in_loader(text) == in_editor(text)
