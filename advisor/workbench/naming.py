"""Where the names of a rulebase stand in its files: every key and text that names a fact, topic, rule and so on.

The declared shape of the files says what may be named where, so that a key that is added there is found here.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from advisor.rulebase import care_shape, shape, terms
from advisor.rulebase.checking import HOLE
from advisor.rulebase.combinators import ListOf, MapOf, OneOf, Record
from advisor.rulebase.drafts import text
from advisor.rulebase.syntax import CONDITION, FORMULA, place, tree
from advisor.rulebase.texts import Name
from advisor.rulebase.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from collections.abc import Mapping as ByName

    from advisor.rulebase.model import Rulebase
    from advisor.rulebase.tree import Node

    Path = tuple[str, ...]

FACT, TOPIC, SUBJECT, RULE, FLAG, SIGN = "fact", "topic", "subject", "rule", "flag", "sign"
PLAN, SOURCE, SECTION, TAG, EVIDENCE, ACT, CHOICE = "plan", "source", "section", "tag", "evidence", "act", "choice"

SHAPES: ByName[str, Name] = {
    FACT: terms.FACT,
    TOPIC: terms.TOPIC,
    SUBJECT: terms.TOPIC,
    RULE: terms.RULE,
    FLAG: care_shape.FLAG,
    SIGN: care_shape.SIGN,
    PLAN: terms.PLAN,
    SOURCE: terms.IDENTIFIER,
    SECTION: terms.IDENTIFIER,
    TAG: care_shape.TAG,
    EVIDENCE: care_shape.EVIDENCE,
    ACT: terms.ACT,
    CHOICE: terms.CHOICE,
}
"""The kinds of names, each with its spelling."""

INNER = {ACT: ".", CHOICE: ".", SECTION: "/"}
"""Kinds whose names have an owner, with what stands between the two: topic.act, fact.choice, source/section."""

_SECTIONS = {"facts": FACT, "topics": TOPIC, "not_covered": SUBJECT, "rules": RULE, "flags": FLAG, "signs": SIGN}
_SECTIONS |= {"plans": PLAN, "sources": SOURCE, "evidence": EVIDENCE}
_PLAIN = {id(SHAPES[kind]): kind for kind in (FACT, TOPIC, RULE, FLAG, SIGN, PLAN, TAG, EVIDENCE)}
_SAID = {"say", "because"}


class Mention(NamedTuple):
    """A place at which something is named: `offset` characters into a text.

    `owner` is the topic of an act, the fact of a choice, the source of a section, else empty. `declares` marks the
    place that makes it.
    """

    kind: str
    owner: str
    name: str
    node: Scalar
    offset: int = 0
    declares: bool = False


class Mentions:
    """Finds the names in the files of a loaded rulebase."""

    def __init__(self, rulebase: Rulebase) -> None:
        self.choices: ByName[str, Collection[str]] = {name: fact.choices for name, fact in rulebase.facts.items()}
        self.flags: Collection[str] = rulebase.flags

    def within(self, root: Node, form: shape.Shape) -> Iterator[Mention]:
        """Go through everything that is named in a file of this shape, in its order.

        >>> from advisor import load
        >>> from advisor.rulebase.nodes import Report, parse
        >>> root = parse("never: [frost and rain_expected]", "garden.yaml", Report())
        >>> [(one.kind, one.name) for one in Mentions(load("examples/garden")).within(root, shape.DOCUMENT)]
        [('fact', 'frost'), ('fact', 'rain_expected')]
        """
        yield from self._node(root, form, (), None)

    def _node(self, node: Node, form: shape.Shape, path: Path, record: Mapping | None) -> Iterator[Mention]:
        """Walk a node; `path` holds the keys that lead to it, `record` is the one that it belongs to."""
        if isinstance(form, OneOf):
            form = next((one for one in form.shapes if type(node) in one.takes), form)
        if isinstance(node, Sequence) and isinstance(form, ListOf):
            for item in node.items:
                yield from self._node(item, form.item, path, record)
        elif isinstance(node, Mapping) and isinstance(form, Record):
            for key, value in node.entries:
                if key.text in form.keys:
                    yield from self._node(value, form.keys[key.text].shape, (*path, key.text), node)
        elif isinstance(node, Mapping) and isinstance(form, MapOf):
            for key, value in node.entries:
                yield from self._key(key, form.key, path, record)
                yield from self._node(value, form.value, (*path, key.text), record)
        elif isinstance(node, Scalar):
            yield from self._text(node, form, path, record)

    def _key(self, key: Scalar, form: shape.Shape, path: Path, record: Mapping | None) -> Iterator[Mention]:
        if form is terms.CASE:
            yield from self._choice(path[1] if path[0] == "facts" else path[-1], key)
        elif form is terms.IDENTIFIER and path[-1] == "sections":
            yield Mention(SECTION, path[-2], key.text, key, declares=True)
        elif len(path) == 1 and path[0] in _SECTIONS:
            yield Mention(_SECTIONS[path[0]], "", key.text, key, declares=True)
        elif path == ("phrases", "not_covered"):
            yield Mention(SUBJECT, "", key.text, key)
        elif path[0] != "together" or len(path) > 1:
            yield from self._text(key, form, path, record)

    def _text(self, node: Scalar, form: shape.Shape, path: Path, record: Mapping | None) -> Iterator[Mention]:
        kind, reader = self._kind(node, form, path), _READERS.get(id(form))
        if kind:
            yield Mention(kind, "", node.text, node)
        elif reader:
            yield from (Mention(named, owner, name, node, at) for named, owner, name, at in reader(node.text))
        elif form is terms.ACT:
            yield Mention(ACT, _topic(path, record), node.text, node)
        elif form is terms.CHOICE:
            yield Mention(CHOICE, path[1], node.text, node, declares=True)
        elif form is terms.VALUE:
            yield from self._choice(path[1] if path[0] == "facts" else path[-1], node)
        elif form is terms.TEXT and path[0] in {"rules", "topics"} and path[-1] in _SAID:
            yield from (Mention(FACT, "", hole[1], node, hole.start(1)) for hole in HOLE.finditer(node.text))
        elif isinstance(form, Name) and form.pattern == terms.CITED.pattern:
            source, _, section = node.text.partition("/")
            yield Mention(SOURCE, "", source, node)
            yield Mention(SECTION, source, section, node, len(source) + 1)

    def _kind(self, node: Scalar, form: shape.Shape, path: Path) -> str:
        """Say what a text that is a name and nothing else names; nothing for any other text."""
        if path[-1:] == ("keeps",):
            return RULE
        if path[-1:] == ("of",) and node.text not in self.flags:
            return SIGN
        return _PLAIN.get(id(form), "")

    def _choice(self, fact: str, node: Scalar) -> Iterator[Mention]:
        if node.text.strip() in self.choices.get(fact, ()):
            offset = len(node.text) - len(node.text.lstrip())
            yield Mention(CHOICE, fact, node.text.strip(), node, offset)


def _topic(path: Path, record: Mapping | None) -> str:
    """Say which topic an act belongs to that stands there."""
    if path[-2:] == ("advise", "act") and record:
        return text(record, "topic")
    return path[1] if path[0] == "topics" else path[-1]


Found = tuple[str, str, str, int]
"""What a text names: its kind, its owner, its name and how far into the text it stands."""


def _in_condition(condition: str) -> list[Found]:
    """List the facts and choices that a condition names."""
    return sorted(set(_expression(tree(condition, CONDITION))), key=lambda one: one[3])


def _expression(node: ast.expr) -> Iterator[Found]:
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _expression(value)
    elif isinstance(node, ast.UnaryOp):
        yield from _expression(node.operand)
    elif isinstance(node, ast.Name):
        yield FACT, "", node.id, place(node)[0]
    elif isinstance(node, ast.Compare):
        terms = [node.left, *node.comparators]
        for left, right in zip(terms, terms[1:]):
            yield from _pair(left, right) if isinstance(left, ast.Name) else _pair(right, left)


def _pair(fact: ast.expr, value: ast.expr) -> Iterator[Found]:
    """Read a comparison of a fact with a value or a list of them."""
    if not isinstance(fact, ast.Name):
        return
    yield FACT, "", fact.id, place(fact)[0]
    for one in value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]:
        start = place(one)[0]
        if isinstance(one, ast.Name):
            yield CHOICE, fact.id, one.id, start
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield CHOICE, fact.id, one.value, start + 1


def _in_formula(formula: str) -> list[Found]:
    """List the facts that a formula reads."""
    root = tree(formula, FORMULA)
    functions = {id(node.func) for node in ast.walk(root) if isinstance(node, ast.Call)}
    names = (node for node in ast.walk(root) if isinstance(node, ast.Name) and id(node) not in functions)
    return sorted(((FACT, "", node.id, place(node)[0]) for node in names), key=lambda one: one[3])


def _in_topic_act(topic_act: str) -> list[Found]:
    topic, _, act = topic_act.partition(".")
    return [(TOPIC, "", topic, 0), (ACT, topic, act, len(topic) + 1)]


_READERS: ByName[int, Callable[[str], list[Found]]] = {
    id(terms.CONDITION): _in_condition,
    id(terms.FORMULA): _in_formula,
    id(terms.TOPIC_ACT): _in_topic_act,
}
