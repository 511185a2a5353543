"""The nouns of a rulebase: frozen, typed, and free of any file."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from advisor.errors import Position
    from advisor.rulebase.accepting import Accepted
    from advisor.rulebase.axes import Level
    from advisor.rulebase.care import Care, Flag
    from advisor.rulebase.clauses import Clauses
    from advisor.rulebase.formulas import Formula
    from advisor.rulebase.kinds import Value

DO, MAY, DONT, WAIT, KNOW, SILENT = VERDICTS = ("do", "may", "dont", "wait", "know", "silent")

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""No entries; what a field of a noun holds that has none."""

FOR = frozenset({DO, MAY})
AGAINST = frozenset({DONT, WAIT})


class Phrase(NamedTuple):
    """One way people say something.

    The cues of `unless`, said in the same sentence, forbid the reading. `weight` is how much it says for its topic;
    None where its words are to tell.
    """

    cue: str
    unless: tuple[str, ...] = ()
    weight: float | None = None
    position: Position | None = None


class Example(NamedTuple):
    """A message as somebody may write it, for trying out what is understood."""

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Fact:
    """A named, typed thing that is known or not.

    `said` and `shown` have a key for each value of a boolean (true, false) or choice, else the one key `value`.
    `presume` is taken when the fact is still unknown, `otherwise` when every rule that concludes it is false (None: no
    such value). A *derived* fact is concluded by rules; a *computed* one has a formula over told facts. `weights` says
    how usual answers are, 1 where there is none; `fixed` that nobody can change the fact.
    """

    name: str
    kind: str
    position: Position
    choices: tuple[str, ...] = ()
    unit: str = ""
    minimum: Value | None = None
    maximum: Value | None = None
    past: bool = False
    formula: Formula | None = None
    applies: Clauses | None = None
    applies_text: str = ""
    presume: Value | None = None
    otherwise: Value | None = None
    lasts: str = "always"
    ask: str = ""
    help: str = ""
    said: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    derived: bool = False
    weights: Mapping[str, int | Decimal] = field(default_factory=dict)
    fixed: bool = False

    @property
    def told(self) -> bool:
        """Whether people tell it: it is neither derived nor computed."""
        return not self.derived and self.formula is None


@dataclass(frozen=True, slots=True)
class Advice:
    """What a rule says: a verdict on an act of a topic, the words, and the reason.

    >>> Advice("watering", "water", "wait", "Wait for the rain.").on
    'watering.water'
    """

    topic: str
    act: str
    verdict: str
    say: str
    because: str = ""

    @property
    def on(self) -> str:
        """The act's full name, `topic.act`."""
        return f"{self.topic}.{self.act}"


class Conclusion(NamedTuple):
    """What a rule concludes: a value of a derived fact."""

    fact: str
    value: Value


class Rule(NamedTuple):
    """If `when` holds, then an advice or a conclusion.

    `when` is the condition as written ("" for none), `clauses` its normal form. `otherwise` marks a topic's advice for
    when every rule of the act with a condition is false; its clauses are empty. `tags` gather rules under a name that
    flags can suspend; `evidence` names notes on what research says to its claim.
    """

    name: str
    then: Advice | Conclusion
    clauses: Clauses
    source: str
    position: Position
    when: str = ""
    overrides: tuple[str, ...] = ()
    safety: bool = False
    otherwise: bool = False
    tags: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def conditional(self) -> bool:
        """Whether the rule has a condition of its own."""
        return bool(self.when) and not self.otherwise


class Topic(NamedTuple):
    """Something one can ask about; `applies` is a condition outside which its rules do not apply.

    `examples` are messages that are about it, `counterexamples` messages that are not, though one might think so.
    """

    name: str
    title: str
    position: Position
    asked: tuple[Phrase, ...] = ()
    applies: Clauses | None = None
    applies_text: str = ""
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()


class Uncovered(NamedTuple):
    """A subject near this one on which the rulebase has no answer; `say` is what it says of it all the same."""

    name: str
    title: str
    position: Position
    asked: tuple[Phrase, ...] = ()
    say: str = ""
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Example, ...] = ()


class DatedPlan(NamedTuple):
    """A stretch of `length` days that counts from the date told as `start`.

    It counts anew from the day on which one of `restarts` is reported true while it runs, unless a fact that `unless`
    names for it is true.
    """

    name: str
    title: str
    position: Position
    start: str
    length: int
    restarts: tuple[str, ...] = ()
    because: str = ""
    done: str = ""
    source: str = ""
    unless: Mapping[str, tuple[str, ...]] = NOTHING


class Source(NamedTuple):
    """Where guidance comes from, with its sections by id.

    `speaks` says whose word it is, such as 'The book says'; `review_by` is the day by which somebody is to read it
    again ("": no such day).
    """

    name: str
    title: str
    author: str = ""
    date: str = ""
    url: str = ""
    note: str = ""
    sections: Mapping[str, str] = NOTHING
    speaks: str = ""
    review_by: str = ""


class Never(NamedTuple):
    """A combination of told facts that no situation allows."""

    text: str
    clauses: Clauses
    position: Position


class Step(NamedTuple):
    """One step of a talk in a scenario: what is said, and what must come of it; fields that are None are not compared.

    `answer` marks an answer to the question asked last. One of the facts in `asked` is asked for next (none of them:
    nothing is), `checked` is the flag whose direct question comes next.
    """

    say: str
    position: Position
    answer: bool = False
    today: str | None = None
    understands: Mapping[str, Value] | None = None
    topic: str | None = None
    asked: tuple[str, ...] | None = None
    checked: str | None = None
    advises: Mapping[str, Mapping[str, str]] | None = None
    advised: tuple[str, ...] = ()
    withholds: tuple[str, ...] = ()
    concludes: Mapping[str, Value] | None = None
    assuming: tuple[str, ...] | None = None
    open: tuple[str, ...] | None = None
    flags: tuple[str, ...] | None = None
    contradiction: tuple[str, ...] | None = None
    conflict: tuple[str, ...] | None = None


class Scenario(NamedTuple):
    """A situation and what must come of it; fields left out by the author are None and are not compared.

    `given` and `understands` hold values as the facts' kinds read them. In a scenario by talk, what is expected stands
    in the steps of `talk` alone, and `given` is told before it.
    """

    title: str
    position: Position
    today: str | None = None
    given: Mapping[str, Value] = NOTHING
    say: str | None = None
    understands: Mapping[str, Value] | None = None
    topic: str | None = None
    topics: tuple[str, ...] | None = None
    advises: Mapping[str, Mapping[str, str]] | None = None
    concludes: Mapping[str, Value] | None = None
    assuming: tuple[str, ...] | None = None
    open: tuple[str, ...] | None = None
    withholds: tuple[str, ...] = ()
    flags: tuple[str, ...] | None = None
    contradiction: tuple[str, ...] | None = None
    conflict: tuple[str, ...] | None = None
    advised: tuple[str, ...] = ()
    talk: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Rulebase:
    """A loaded rulebase: everything in it, checked and in normal form.

    `levels` tells the cells that conditions test, `strata` orders the derived facts so that each reads only facts
    before it, `inherited` names the rules and topics that come from rulebases that this one extends, `retired` the
    reason for each rule that was retired or replaced, `words` the word lists of phrases. `not_covered` names what lies
    near its topics and has no answer here, `domain` the cues by which a message belongs to its field at all. `hints`
    holds what was learnt from example messages, as `advisor learn` writes it; in it the words of the lists in `classes`
    count as one; `alarms` what was learnt of its flags. `care` is what it has for people in danger beside the flags.
    `accepted` lists the findings that its author accepts; `places` says where stands what has no position of its own:
    `notice`, `reminder`, `help`, `sources/NAME`, `sources/NAME/SECTION`, `words/NAME` and `evidence/NAME`.

    >>> from advisor import load
    >>> garden = load("examples/garden")
    >>> garden.rules["rain-waters"].overrides
    ('water-dry-soil',)
    """

    name: str
    version: str
    title: str
    language: str
    notice: str
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    topics: Mapping[str, Topic]
    not_covered: Mapping[str, Uncovered]
    domain: tuple[Phrase, ...]
    rules: Mapping[str, Rule]
    flags: Mapping[str, Flag]
    care: Care
    plans: Mapping[str, DatedPlan]
    never: tuple[Never, ...]
    words: Mapping[str, tuple[str, ...]]
    classes: tuple[str, ...]
    hints: str = field(repr=False)
    alarms: str = field(repr=False)
    scenarios: tuple[Scenario, ...]
    levels: Mapping[str, Level]
    strata: tuple[tuple[str, ...], ...]
    retired: Mapping[str, str]
    inherited: frozenset[str]
    texts: tuple[str, ...] = field(repr=False)
    accepted: tuple[Accepted, ...] = ()
    places: Mapping[str, Position] = field(default_factory=dict, repr=False)

    @property
    def hash(self) -> str:
        """What changes with every change of the files: a SHA-256 of them, in hexadecimal."""
        import hashlib  # costs time, and only records need it

        digest = hashlib.sha256()
        for text in self.texts:
            digest.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
        return digest.hexdigest()

    def __repr__(self) -> str:
        return f"<Rulebase {self.name} {self.version}: {len(self.facts)} facts, {len(self.rules)} rules>"
