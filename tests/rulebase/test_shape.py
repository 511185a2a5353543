"""What checking the shape of a rulebase's files promises."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor.rulebase.combinators import Key, ListOf, MapOf, OneOf, Record
from advisor.rulebase.nodes import Report, parse
from advisor.rulebase.shape import DOCUMENT, ROOT, SINGLE, check
from advisor.rulebase.texts import LONGEST_CONDITION, LONGEST_NAME, LONGEST_TEXT, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator


def checked(text: str, shape: Shape = SINGLE) -> tuple[bool, Report]:
    """Whether a text has a shape, and the report."""
    report = Report()
    node = parse(text, "garden.yaml", report)
    assert node is not None
    return check(node, shape, report), report


def told(text: str, shape: Shape = SINGLE) -> str:
    """All that is said about a text; what is said makes it unfit."""
    fits, report = checked(text, shape)
    assert fits == (not report)
    return "\n".join(map(str, report.problems))


EVERYTHING = """\
name: garden
version: "1.0"
title: A garden
language: en
notice: This is no gardener.
reminder: No gardener.
help: "Call {storm}.[ Or see {crisis}.]"
extends: [weather, soil-kinds]
retires:
  old-rule: it is out of date
classes: [raining]
sources:
  book:
    title: The book
    author: A. Gardener
    date: 1999
    url: https://example.org/book
    note: an old one
    speaks: The book says
    sections: {1: Water, evening-work: The evening}
facts:
  rain:
    kind: boolean
    lasts: occasion
    presume: no
    ask: Does it rain?
    help: Drizzle counts.
    said:
      true: [it rains, {cue: (raining), unless: [last year]}]
      "false": [no rain]
    shown: {true: it rains, false: it does not rain}
    weights: {true: 1, false: 2.5}
    fixed: true
  plant:
    kind: choice
    choices: [roses, tulips]
    applies: not rain
    lasts: always
    otherwise: unknown
    said: {roses: [my roses]}
  dry_days: {kind: number, unit: days, min: 0, max: 400, compute: days_since(last_rain)}
  last_rain: {kind: date, past: true, lasts: days 7, said: [it rained on <value>], shown: it rained on <value>}
  rest: {kind: duration}
  variety: {kind: text}
topics:
  watering:
    title: Watering
    asked: [shall i water, {cue: water, unless: [water lily]}]
    applies: not rain
    otherwise:
      - {act: pour, verdict: may, say: You can water., because: Nothing speaks against it., source: book/1}
      - {verdict: silent, say: The book says nothing., source: book/1}
  pruning:
    title: Pruning
    otherwise: {verdict: wait, say: Wait for spring., source: book/1}
rules:
  water-in-the-evening:
    when: [not rain, dry_days > 3]
    overrides: [water-at-noon]
    advise: {topic: watering, act: pour, verdict: do, say: Water in the evening., because: It is cooler.}
    source: book/evening-work
    tags: [evening, cool_hours]
    evidence: [less-drying]
    safety: false
    replaces: old-rule
    reason: it was wrong
  roses-are-thirsty:
    conclude: {plant: roses}
    source: book/1
never:
  - rain and dry_days > 3
flags:
  lightning:
    said: [lightning]
    say: Go inside.
    suspends: all
    keeps: [stay-inside]
  storm:
    said: [storm]
    say: Go inside.
    suspends: [water-in-the-evening]
    keeps: []
  frost:
    title: frost at night
    urgency: boundary
    said: [it freezes]
    say: "Stay in, or call {storm}."
    witness: Tell them to stay in.
    doer: Stop that.
    brief: It freezes as well.
    stays: "For frost: {storm|crisis}."
    checks: [{ask: Is it below zero?, yes: storm, no: lightning, unsure: storm}, {ask: Does it snow?}]
    needs: [storm, crisis]
    firm: true
    despite: [ice]
    suspends: {rules: [water-in-the-evening], topics: [watering], tags: [evening]}
signs:
  ice: {said: [ice on the pond, {cue: icy, unless: [icy stare]}]}
voices:
  witness: [my (friend)]
  doer: [i have (done), {cue: i did, unless: [not]}]
together:
  frost-and-ice: {of: [frost, ice], raises: storm, possible: true, say: "Both: {storm}.", source: book/1}
resources:
  - {country: DE, needs: [storm], name: Storm line, call: 030 1, grade: A, source: a page, checked_on: 2026-11-23}
  - country: "*"
    needs: [storm, crisis]
    name: Anywhere
    text: STORM to 1
    url: https://example.org
    email: storm@example.org
    hours: at night
    grade: B
    source: another page
    source_says: "2024"
    checked_on: never
countries:
  EU: {name: Europe}
  DE: {name: Germany, also: [Deutschland], within: EU}
evidence:
  less-drying: {claim: It dries less., note: It does., confidence: medium, references: [A study]}
wording:
  never: [certainly]
  urgent: [but, {cue: sun, unless: [sunk]}]
plans:
  dry_spell:
    title: A dry spell
    from: last_rain
    length: 3 weeks
    restarts: [rain, {fact: sprinkled, unless: [indoors, sheltered]}]
    because: Roots reach deeper.
    done: Water again.
    source: book/1
  short: {title: A short one, from: last_rain, length: 1, source: book/1}
not_covered:
  moles:
    title: Moles
    asked: [molehill*, {cue: a mole, unless: [on my skin], weight: 2.5}]
    say: Ask next door.
    examples: [There is a mole.]
    counterexamples: [I have a mole on my skin.]
domain: [garden*, {cue: bed, weight: 1}]
words:
  raining: [raining, it rains]
phrases:
  facts:
    rain: {true: [it pours]}
    last_rain: [the rain of <value>]
  topics:
    watering: [sprinkle]
  not_covered:
    moles: [a vole]
  flags:
    storm: [a gale]
scenarios:
  A dry week, in words:
    today: 2026-11-23
    say: It has not rained for a week
    understands: {dry_days: 7}
    topic: watering
    topics: [watering]
    advises: {watering: {pour: do}}
    concludes: {plant: roses}
    assuming: []
    open: [watering.pour]
    withholds: [water-at-noon]
    flags: []
    contradiction: [rain, dry_days]
    conflict: []
  told:
    given: {rain: true, dry_days: 3..5, variety: ""}
"""

SUBJECT = EVERYTHING[EVERYTHING.index("facts:") :]


@pytest.mark.parametrize(("text", "shape"), [(EVERYTHING, SINGLE), (EVERYTHING, ROOT), (SUBJECT, DOCUMENT)])
def test_a_rulebase_that_uses_every_key_has_the_shape(text: str, shape: Shape) -> None:
    assert told(text, shape) == ""


def records(shape: Shape, where: str = "") -> Iterator[tuple[str, str]]:
    """The keys of every record of a shape, with the way to them."""
    if isinstance(shape, Record):
        for name, key in shape.keys.items():
            yield where, name
            yield from records(key.shape, f"{where}/{name}")
    elif isinstance(shape, ListOf):
        yield from records(shape.item, where)
    elif isinstance(shape, MapOf):
        yield from records(shape.value, f"{where}/*")
    elif isinstance(shape, OneOf):
        for part in shape.shapes:
            yield from records(part, where)


def test_the_declared_keys_are_those_of_the_format() -> None:
    declared: dict[str, list[str]] = {}
    for where, name in records(SINGLE):
        if name not in declared.setdefault(where, []):
            declared[where].append(name)
    phrase = ["cue", "unless", "weight", "accepts"]
    examples = ["examples", "counterexamples"]
    care = ["signs", "voices", "together", "resources", "countries", "evidence", "wording"]
    subject = [
        "facts",
        "topics",
        "not_covered",
        "domain",
        "rules",
        "flags",
        *care,
        "plans",
        "never",
        "words",
        "phrases",
        "scenarios",
        "accepts",
    ]
    fact = "kind choices unit min max past compute applies presume otherwise lasts ask help said shown weights fixed"
    fact += " accepts"
    rule = "when conclude advise overrides source tags evidence safety replaces reason accepts"
    flag = "title urgency said say witness doer brief stays checks needs firm despite suspends keeps accepts"
    place = "country needs name call text url email hours grade source source_says checked_on accepts"
    root = "name version title language notice reminder help extends retires sources classes"
    advice = ["advises", "advised", "withholds", "concludes"]
    expected = [*advice, "assuming", "open", "flags", "contradiction", "conflict"]
    assert declared == {
        "": [*root.split(), *subject],
        "/sources/*": ["title", "author", "date", "url", "note", "speaks", "review_by", "sections", "accepts"],
        "/facts/*": fact.split(),
        "/facts/*/said": phrase,
        "/facts/*/said/*": phrase,
        "/topics/*": ["title", "asked", *examples, "applies", "otherwise", "accepts"],
        "/topics/*/asked": phrase,
        "/not_covered/*": ["title", "asked", "say", *examples, "accepts"],
        "/not_covered/*/asked": phrase,
        "/domain": phrase,
        "/topics/*/otherwise": ["act", "verdict", "say", "because", "source"],
        "/rules/*": rule.split(),
        "/rules/*/advise": ["topic", "act", "verdict", "say", "because"],
        "/flags/*": flag.split(),
        "/flags/*/said": phrase,
        "/flags/*/checks": ["ask", "yes", "no", "unsure", "doubt"],
        "/flags/*/suspends": ["rules", "topics", "tags"],
        "/signs/*": ["said", "accepts"],
        "/signs/*/said": phrase,
        "/voices": ["witness", "doer"],
        "/voices/witness": phrase,
        "/voices/doer": phrase,
        "/together/*": ["of", "raises", "possible", "say", "source", "accepts"],
        "/resources": place.split(),
        "/countries/*": ["name", "also", "within"],
        "/evidence/*": ["claim", "note", "confidence", "references", "accepts"],
        "/wording": ["never", "urgent"],
        "/wording/never": phrase,
        "/wording/urgent": phrase,
        "/plans/*": ["title", "from", "length", "restarts", "because", "done", "source", "accepts"],
        "/plans/*/restarts": ["fact", "unless"],
        "/phrases": ["facts", "topics", "not_covered", "flags"],
        "/phrases/facts/*": phrase,
        "/phrases/facts/*/*": phrase,
        "/phrases/topics/*": phrase,
        "/phrases/not_covered/*": phrase,
        "/phrases/flags/*": phrase,
        "/scenarios/*": ["today", "given", "say", "understands", "topic", "topics", *expected, "talk", "accepts"],
        "/scenarios/*/talk": ["today", "say", "answered", "understands", "topic", "asked", "checked", *expected],
    }


def test_every_key_has_a_sentence_that_says_what_it_is_for() -> None:
    def docs(shape: Shape) -> Iterator[Key]:
        if isinstance(shape, Record):
            yield from shape.keys.values()
            for key in shape.keys.values():
                yield from docs(key.shape)
        elif isinstance(shape, MapOf):
            yield from docs(shape.value)

    for key in docs(SINGLE):
        assert key.doc[0].isupper()
        assert key.doc.endswith(".")


REFUSED = {
    "an unknown key that is near a known one": (
        "topics: {watering: {titel: Watering}}\n",
        """\
        garden.yaml:1:21: unknown-key: there is no key 'titel' in a topic
            topics: {watering: {titel: Watering}}
                                ^^^^^
            remedy: did you mean 'title'?""",
    ),
    "an unknown key like no other": (
        "phrases: {colours: red}\n",
        """\
        garden.yaml:1:11: unknown-key: there is no key 'colours' in the phrases
            phrases: {colours: red}
                      ^^^^^^^
            remedy: known here: facts, topics, not_covered, flags""",
    ),
    "an unknown key that is a text with a colon": (
        "topics:\n  watering:\n    title: Water\n    asked:\n      - my neighbour said: water\n",
        """\
        garden.yaml:5:9: unknown-key: there is no key 'my neighbour said' in a phrase
                  - my neighbour said: water
                    ^^^^^^^^^^^^^^^^^
            remedy: put a phrase that holds ': ' in quotes""",
    ),
    "a key that belongs one level deeper": (
        "rules: {water: {conclude: {wet: true}, source: book/1, say: Water.}}\n",
        """\
        garden.yaml:1:56: unknown-key: there is no key 'say' in a rule
            rules: {water: {conclude: {wet: true}, source: book/1, say: Water.}}
                                                                   ^^^
            remedy: it belongs under `advise:`""",
    ),
    "a list where a text belongs": (
        "title: [A garden]\n",
        """\
        garden.yaml:1:8: wrong-shape: expected a text, not a list
            title: [A garden]
                   ^""",
    ),
    "keys where a text belongs": (
        "never:\n  - when: dry\n",
        """\
        garden.yaml:2:5: wrong-shape: expected a condition, not keys with values
              - when: dry
                ^
            remedy: put a text that holds ': ' in quotes""",
    ),
    "a text where a list belongs": (
        "extends: weather\n",
        """\
        garden.yaml:1:10: wrong-shape: expected a list of rulebases, not the text 'weather'
            extends: weather
                     ^^^^^^^
            remedy: put it in brackets: [ ]""",
    ),
    "a text where keys belong": (
        "facts: rain\n",
        """\
        garden.yaml:1:8: wrong-shape: expected facts, not the text 'rain'
            facts: rain
                   ^^^^""",
    ),
    "a text where one of two shapes belongs": (
        "topics: {water: {title: Water, otherwise: yes}}\n",
        """\
        garden.yaml:1:43: wrong-shape: expected advice or a list of advice, not the text 'yes'
            topics: {water: {title: Water, otherwise: yes}}
                                                      ^^^
            remedy: put it in brackets: [ ]""",
    ),
    "a list where one of two other shapes belongs": (
        "facts: {rain: {kind: boolean, shown: [it rains]}}\n",
        """\
        garden.yaml:1:38: wrong-shape: expected a text or a text for each value, not a list
            facts: {rain: {kind: boolean, shown: [it rains]}}
                                                 ^""",
    ),
    "a missing key": (
        "facts:\n  rain:\n    ask: Does it rain?\n",
        """\
        garden.yaml:2:3: missing-key: 'rain' has no 'kind'
              rain:
              ^^^^
            remedy: add `kind:`. What kind of thing the fact is.""",
    ),
    "a rule that says nothing": (
        "rules:\n  water: {source: book/1}\n",
        """\
        garden.yaml:2:3: missing-key: 'water' has neither 'conclude' nor 'advise'
              water: {source: book/1}
              ^^^^^
            remedy: add one of them""",
    ),
    "a rule that says two things": (
        "rules:\n  water:\n    source: b/1\n    conclude: {wet: true}\n    advise: {topic: a, verdict: do, say: Go.}\n",
        """\
        garden.yaml:5:5: either-or: 'water' has both 'conclude' and 'advise'
                advise: {topic: a, verdict: do, say: Go.}
                ^^^^^^
            remedy: keep one of the two""",
    ),
    "a reason for nothing": (
        "rules:\n  water: {source: book/1, conclude: {wet: true}, reason: why not}\n",
        """\
        garden.yaml:2:50: missing-key: 'reason' has no meaning without 'replaces'
              water: {source: book/1, conclude: {wet: true}, reason: why not}
                                                             ^^^^^^
            remedy: add `replaces:`, or take it out""",
    ),
    "a name that only needs other marks": (
        "facts: {Dry-Days: {kind: number}}\n",
        """\
        garden.yaml:1:9: bad-name: 'Dry-Days' is not a name of a fact
            facts: {Dry-Days: {kind: number}}
                    ^^^^^^^^
            remedy: did you mean 'dry_days'?""",
    ),
    "a name that is none": (
        "facts: {3days: {kind: number}}\n",
        """\
        garden.yaml:1:9: bad-name: '3days' is not a name of a fact
            facts: {3days: {kind: number}}
                    ^^^^^
            remedy: write a small letter first, then small letters, digits and '_'""",
    ),
    "a name that means something in conditions": (
        "facts: {rain: {kind: choice, choices: [not, some]}}\n",
        """\
        garden.yaml:1:40: bad-name: 'not' cannot be a name of a choice: it has a meaning of its own
            facts: {rain: {kind: choice, choices: [not, some]}}
                                                   ^^^
            remedy: choose another word""",
    ),
    "a name that is too long": (
        f"words: {{{'w' * 81}: [water]}}\n",
        f"""\
        garden.yaml:1:9: too-long: the text has 81 characters, more than 80
            words: {{{"w" * 81}: [water]}}
            {" " * 8}{"^" * 81}
            remedy: shorten it""",
    ),
    "a source without a section": (
        "topics: {watering: {title: Water, otherwise: {verdict: may, say: Yes., source: book}}}\n",
        """\
        garden.yaml:1:80: bad-name: 'book' is not a source and a section
            topics: {watering: {title: Water, otherwise: {verdict: may, say: Yes., source: book}}}
                                                                                           ^^^^
            remedy: write source/section""",
    ),
    "a value that is near a right one": (
        "topics: {watering: {title: Water, otherwise: {verdict: don't, say: No., source: book/1}}}\n",
        """\
        garden.yaml:1:56: unknown-value: 'don't' does not fit for 'verdict'
            topics: {watering: {title: Water, otherwise: {verdict: don't, say: No., source: book/1}}}
                                                                   ^^^^^
            remedy: did you mean 'dont'?""",
    ),
    "a value like no other": (
        "flags: {storm: {said: [storm], say: Go inside., suspends: water}}\n",
        """\
        garden.yaml:1:59: unknown-value: 'water' does not fit for 'suspends'
            flags: {storm: {said: [storm], say: Go inside., suspends: water}}
                                                                      ^^^^^
            remedy: write all""",
    ),
    "neither true nor false": (
        "facts: {last_rain: {kind: date, past: yes}}\n",
        """\
        garden.yaml:1:39: unknown-value: 'yes' is neither true nor false
            facts: {last_rain: {kind: date, past: yes}}
                                                  ^^^
            remedy: write true or false""",
    ),
    "a day written otherwise": (
        "scenarios: {a day: {today: 23.11.2026}}\n",
        """\
        garden.yaml:1:28: bad-value: '23.11.2026' is not a day
            scenarios: {a day: {today: 23.11.2026}}
                                       ^^^^^^^^^^
            remedy: write it as 2026-11-23""",
    ),
    "how long a fact lasts, written otherwise": (
        "facts: {rain: {kind: boolean, lasts: a week}}\n",
        """\
        garden.yaml:1:38: bad-value: 'a week' is not how long a fact lasts
            facts: {rain: {kind: boolean, lasts: a week}}
                                                 ^^^^^^
            remedy: write occasion, always or a number of days, such as days 7""",
    ),
    "an empty text": (
        "title: ' '\n",
        """\
        garden.yaml:1:8: no-value: the text is empty
            title: ' '
                   ^^^
            remedy: write something, or leave it out""",
    ),
    "a word that stands for no value": (
        "facts: {rain: {kind: boolean, presume: null}}\n",
        """\
        garden.yaml:1:40: no-value: 'null' stands for no value
            facts: {rain: {kind: boolean, presume: null}}
                                                   ^^^^
            remedy: leave it out, or put the word in quotes""",
    ),
    "an empty list": (
        "never: []\n",
        """\
        garden.yaml:1:8: no-value: the list is empty
            never: []
                   ^
            remedy: write something, or leave it out""",
    ),
    "empty braces": (
        "rules: {water: {source: book/1, conclude: {}}}\n",
        """\
        garden.yaml:1:43: no-value: there is nothing in the braces
            rules: {water: {source: book/1, conclude: {}}}
                                                      ^
            remedy: write something, or leave it out""",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_another_shape_is_told_with_its_place_and_a_remedy(case: str) -> None:
    text, expected = REFUSED[case]
    assert told(text) == dedent(expected)


def test_what_belongs_in_the_root_file_is_sent_there() -> None:
    assert told("sources: {book: {title: A book, sections: {1: One}}}\n", DOCUMENT) == dedent(
        """\
        garden.yaml:1:1: unknown-key: there is no key 'sources' in this file
            sources: {book: {title: A book, sections: {1: One}}}
            ^^^^^^^
            remedy: it belongs in rulebase.yaml"""
    )


def test_a_root_file_needs_a_name() -> None:
    assert [line for line in told("version: 1\n", ROOT).splitlines() if "missing-key" in line] == [
        "garden.yaml:1:1: missing-key: rulebase.yaml has no 'name'",
    ]


def test_everything_wrong_is_told_at_once() -> None:
    text = "titel: A garden\nfacts:\n  Rain: {kind: bool, past: yes}\nrules:\n  water: {advise: {verdict: don't}}\n"
    codes = [(line.split(": ")[0], line.split(": ")[1]) for line in told(text).splitlines() if line[0] != " "]
    assert codes == [
        ("garden.yaml:1:1", "unknown-key"),
        ("garden.yaml:3:3", "bad-name"),
        ("garden.yaml:3:16", "unknown-value"),
        ("garden.yaml:3:28", "unknown-value"),
        ("garden.yaml:5:3", "missing-key"),
        ("garden.yaml:5:11", "missing-key"),
        ("garden.yaml:5:11", "missing-key"),
        ("garden.yaml:5:29", "unknown-value"),
    ]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("never: [{}]", LONGEST_CONDITION),
        ("facts: {{a: {{kind: number, compute: {}}}}}", LONGEST_CONDITION),
        ("rules: {{a: {{when: {}, conclude: {{b: c}}, source: d/e}}}}", LONGEST_CONDITION),
        ("notice: {}", LONGEST_TEXT),
        ("scenarios: {{a: {{given: {{b: {}}}}}}}", LONGEST_TEXT),
        ("name: {}", LONGEST_NAME),
    ],
)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(text: str, limit: int) -> None:
    assert told(text.format("a" * limit)) == ""
    assert f"too-long: the text has {limit + 1:,} characters, more than {limit:,}" in told(
        text.format("a" * (limit + 1))
    )


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("facts: {rain: {kind: [text]}}", "boolean, choice, number, date, duration or text"),
        ("facts: {rain: {kind: date, past: [true]}}", "true or false"),
        ("extends: [[weather]]", "a name of a rulebase"),
        ("never: [[dry]]", "a condition"),
    ],
)
def test_a_list_is_no_single_word(text: str, noun: str) -> None:
    assert f"wrong-shape: expected {noun}, not a list\n" in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "title:\n",
        "name:\n",
        "facts:\n",
        "extends:\n",
        "rules:\n  water:\n",
        "facts:\n  rain:\n    kind:\n",
        "facts:\n  rain:\n    kind: date\n    past:\n",
    ],
)
def test_a_missing_value_is_told_once_where_the_file_is_read(text: str) -> None:
    fits, report = checked(text)
    assert not fits
    assert [problem.code for problem in report.problems] == ["no-value"]


def test_a_word_in_quotes_is_a_value_even_if_it_stands_for_none_without_them() -> None:
    assert told("facts: {rain: {kind: text, presume: 'null'}}") == ""


def test_a_great_many_mistakes_are_counted_and_not_searched_for_remedies() -> None:
    report = checked("".join(f"mistake_{number}: 1\n" for number in range(3000)))[1]
    assert len(report.problems) == 201
    assert report.problems[-1].message == "2,800 more problems were found"


# Trees that come near the shape: the keys of the format with anything under them.
WORDS = sorted(
    {name for _, name in records(SINGLE)} | {"rain", "true", "book/1", "days 7", "do", "all", "Bad Name", ""}
)
TREES = st.recursive(
    st.sampled_from(WORDS) | st.text(max_size=5) | st.integers() | st.none() | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=30,
)


@given(tree=TREES, shape=st.sampled_from([SINGLE, ROOT, DOCUMENT]))
def test_any_tree_has_the_shape_or_a_problem(tree: object, shape: Shape) -> None:
    report = Report()
    node = parse(yaml.safe_dump(tree), "garden.yaml", report)
    if node is None:
        assert report
    else:
        read_well = not report
        assert check(node, shape, report) == (not report) or not read_well
    assert all(str(problem) for problem in report.problems)
