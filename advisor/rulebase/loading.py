"""Loading: from files or a text to a Rulebase, or to every Problem at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import Position, RulebaseError
from advisor.rulebase import checking, declaring, drafts, phrasing, sections
from advisor.rulebase.accepting import accepted
from advisor.rulebase.caring import Caring
from advisor.rulebase.clauses import ALWAYS, NEVER, TooManyClauses
from advisor.rulebase.computing import Formulas
from advisor.rulebase.conditions import Both, Expression, compares, normal_form, parse
from advisor.rulebase.deriving import TOO_MANY, TOO_MANY_REMEDY, Rules, concluded
from advisor.rulebase.files import Files
from advisor.rulebase.levels import Levels
from advisor.rulebase.model import Fact, Never, Rulebase, Topic
from advisor.rulebase.nodes import Report, Scalar
from advisor.rulebase.scenarios import Scenarios
from advisor.rulebase.shape import DOCUMENT, SINGLE
from advisor.rulebase.terms import CONDITION

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from advisor.rulebase.clauses import Clauses
    from advisor.rulebase.drafts import Document, Draft
    from advisor.rulebase.model import Rule
    from advisor.rulebase.nodes import Node
    from advisor.rulebase.syntax import Mistake

_SHAPES = (SINGLE, DOCUMENT)  # of a rulebase's root, and of its other files


def load(*where: str | os.PathLike[str]) -> Rulebase:
    """Load a rulebase from a name or a path; several are merged, each extending the ones before it.

    A path has a separator or a suffix; anything else is the name of a rulebase that is shipped or installed. Raises
    RulebaseError with every Problem in the files.

    >>> load("examples/garden")
    <Rulebase garden 1.0: 5 facts, 6 rules>
    """
    report = Report()
    files = Files(report)
    if not where:
        report.add("unknown-rulebase", "no rulebase is named", Position("load", 1, 1), "give a name or a path")
    for place in where:
        files.add(place)
    return build(files, report)


def loads(text: str) -> Rulebase:
    r"""Load a rulebase from one text that holds all of it; raises RulebaseError with every Problem.

    >>> loads("name: garden\nfacts: {rain: {kind: boolean, ask: Does it rain?}}").facts["rain"].kind
    'boolean'
    """
    report = Report()
    files = Files(report)
    files.text(text, "text")
    return build(files, report)


def build(files: Files, report: Report) -> Rulebase:
    """Build what files hold that have been read; raises RulebaseError with every Problem."""
    if report.problems and not files.documents:
        raise RulebaseError(report.problems)
    draft = drafts.merge(files.documents, report)
    building = _Building(draft, report)
    phrasing.check_phrases(files.documents, building.facts, report)
    rulebase = building.rulebase(tuple(files.texts), files.documents)
    if report:
        # a fact that could not be built is no unknown one
        unbuilt = {f"there is no fact '{name}'" for name in draft.facts.keys() - building.facts.keys()}
        raise RulebaseError([p for p in report.problems if p.message not in unbuilt])
    return rulebase


class _Read(NamedTuple):
    """A condition that has been read: its text, its parts with where each stands (None: not all are readable)."""

    text: str
    parts: list[tuple[Scalar, Expression]] | None
    node: Node


def _whole(parts: list[tuple[Scalar, Expression]]) -> Expression:
    return parts[0][1] if len(parts) == 1 else Both(tuple(part for _, part in parts))


class _Building:
    """Builds everything of a draft, in the order in which one thing needs another."""

    def __init__(self, draft: Draft, report: Report) -> None:
        self.draft, self.report = draft, report
        self.facts = declaring.build_facts(draft, concluded(draft), report)
        Formulas(self.facts, draft, report).read()
        declaring.check_told(self.facts, draft, report)
        declaring.check_presumed(self.facts, draft, report)
        declaring.check_phrases(draft, report)
        checking.check_asked(self.facts, draft, report)
        self.expressions: dict[tuple[str, str], _Read] = {}
        self._conditions()
        asked = [c for found in self.expressions.values() for _, part in found.parts or () for c in compares(part)]
        self.levels = Levels(self.facts, asked)

    def rulebase(self, read: tuple[str, ...], documents: list[Document]) -> Rulebase:
        """Build all that stands on the levels; of use only when nothing is reported."""
        draft, report = self.draft, self.report
        facts = {name: self._applying(fact) for name, fact in self.facts.items()}
        topics = {name: self._topic(name) for name in draft.topics}
        sources = sections.build_sources(draft, report)
        forms = {name: form for name in draft.rules if (form := self._form("rules", name)) is not None}
        building = Rules(draft, facts, topics, sources, report)
        rules = building.build(forms)
        caring = Caring(draft, rules, topics, report)
        flags = caring.flags()
        order = self._order(facts, rules)
        scenarios = Scenarios(facts, building.acts, [*draft.rules, *rules], flags, report).build(draft)
        texts = draft.texts
        return Rulebase(
            name=texts.get("name", ""),
            version=texts.get("version", "0"),
            title=texts.get("title", texts.get("name", "")),
            language=texts.get("language", "en"),
            notice=texts.get("notice", ""),
            sources=sources,
            facts=facts,
            topics=topics,
            not_covered=sections.build_uncovered(draft),
            domain=sum(map(declaring.phrases, draft.domain), ()),
            rules=rules,
            flags=flags,
            care=caring.care(flags, sources),
            plans=sections.build_plans(draft, facts, sources, report),
            never=self._never(),
            words={name: tuple(words) for name, words in draft.words.items()},
            classes=tuple(draft.classes),
            hints=draft.hints,
            alarms=draft.alarms,
            scenarios=scenarios,
            levels=self.levels.by_name,
            strata=order,
            retired=dict(draft.retired),
            inherited=draft.inherited,
            texts=read,
            accepted=tuple(one for document in documents for one in accepted(document.root, document.parts, _SHAPES)),
            places=sections.places(documents),
        )

    def _order(self, facts: Mapping[str, Fact], rules: Mapping[str, Rule]) -> tuple[tuple[str, ...], ...]:
        """Check how rules and facts hang together, and order the derived facts in layers."""
        draft, report, levels = self.draft, self.report, self.levels.by_name
        checking.check_overrides(rules, draft, report)
        order = checking.strata(facts, rules, levels, draft, report)
        checking.check_derived(facts, rules, self.levels.sizes, draft, report)
        checking.check_safety(facts, rules, levels, draft, report)
        checking.check_holes(facts, rules, levels, draft, report)
        return order

    def _never(self) -> tuple[Never, ...]:
        return tuple(
            Never(text, form[1], self.report.position(node))
            for name, (text, _, node) in self._section("never")
            if (form := self._form("never", name)) is not None
        )

    def _conditions(self) -> None:
        draft = self.draft
        for section, names, key in (
            ("facts", draft.facts, "applies"),
            ("topics", draft.topics, "applies"),
            ("rules", draft.rules, "when"),
        ):
            for name, (_, node) in names.items():
                if found := node.get(key):
                    self._read(section, name, found)
        for number, combination in enumerate(draft.never):
            self._read("never", str(number), combination)

    def _read(self, section: str, name: str, node: Node) -> None:
        parts: list[tuple[Scalar, Expression]] = []
        items = drafts.listed(node)
        for item in items:
            if self.report.full or not drafts.fits(item, CONDITION):
                continue
            mistakes: list[Mistake] = []
            found = parse(item.text, self.facts, mistakes.append)
            for m in mistakes:
                self.report.add(m.code, m.message, item, m.remedy, offset=m.offset, width=m.width)
            if found is not None:
                parts.append((item, found))
                if section in {"facts", "never"}:
                    self._only_told(found, item, section)
        texts = [" ".join(item.text.split()) for item in items]
        if len(texts) > 1:
            texts = [f"({text})" if " or " in text else text for text in texts]
        self.expressions[section, name] = _Read(
            " and ".join(texts), None if len(parts) < max(1, len(items)) else parts, node
        )

    def _only_told(self, expression: Expression, node: Scalar, section: str) -> None:
        for compare in compares(expression):
            if self.facts[compare.fact].derived:
                what = "whether a fact applies" if section == "facts" else "an impossible combination"
                message = f"{what} cannot hang on '{compare.fact}', which rules conclude"
                remedy = "name told facts"
                self.report.add("not-told", message, node, remedy, offset=compare.offset, width=compare.width)

    def _section(self, section: str) -> list[tuple[str, _Read]]:
        return [(name, found) for (where, name), found in self.expressions.items() if where == section]

    def _form(self, section: str, name: str) -> tuple[str, Clauses] | None:
        """Give the text and normal form of a condition; always where there is none, None where it cannot be had."""
        if (section, name) not in self.expressions:
            return "", ALWAYS
        text, parts, node = self.expressions[section, name]
        if parts is None:
            return None
        try:
            form = normal_form(_whole(parts), self.levels.test, self.levels.sizes)
        except TooManyClauses:
            self.report.add(*TOO_MANY, node, TOO_MANY_REMEDY)
            return None
        if form in (NEVER, ALWAYS):
            word, remedy = ("never", "correct it") if form == NEVER else ("always", "correct it, or take it out")
            self.report.add(f"{word}-holds", f"this condition {word} holds", node, remedy)
        else:
            for item, part in parts:
                self._idle(part, item)
        return text, form

    def _idle(self, part: Expression, item: Scalar) -> None:
        """Report single comparisons that cannot hold, or cannot fail, by the bounds of their fact."""
        for compare in compares(part):
            mask = self.levels.test(compare).mask
            level = self.levels.by_name[self.levels.home(compare.fact)]
            if not mask or (mask == level.full and level.apart is None):
                word = "always" if mask else "never"
                message = f"the comparison of '{compare.fact}' {word} holds"
                where = {"offset": compare.offset, "width": compare.width}
                self.report.add(f"{word}-holds", message, item, "correct it", **where)

    def _applying(self, fact: Fact) -> Fact:
        if fact.applies is None:
            return fact
        form = self._form("facts", fact.name)
        return replace(fact, applies=form[1] if form else ALWAYS)

    def _topic(self, name: str) -> Topic:
        key, node = self.draft.topics[name]
        form = self._form("topics", name) if node.get("applies") else None
        return Topic(
            name,
            drafts.text(node, "title"),
            self.report.position(key),
            sections.asked(self.draft, "topics", name, node),
            form[1] if form else None,
            drafts.text(node, "applies"),
            sections.examples(node, "examples"),
            sections.examples(node, "counterexamples"),
        )
