"""Reading the conditions of a loaded rulebase again, as expressions, on levels that more comparisons may cut.

Clauses say what a condition comes to, and no longer how it was written. Who changes a condition, or compares two
rulebases, needs what was written, and cells in which every threshold on both sides lies on a border.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.rulebase.clauses import ALWAYS, conjoin
from advisor.rulebase.conditions import compares, normal_form, parse
from advisor.rulebase.levels import Levels
from advisor.rulebase.model import NOTHING, Advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.rulebase.clauses import Clauses
    from advisor.rulebase.conditions import Compare, Expression
    from advisor.rulebase.model import Rule, Rulebase


class Conditions:
    """The conditions of a rulebase, read again; `more` are comparisons that cut the levels beside its own.

    `instead` has other conditions for some of its rules. `rules` has the expression of each rule with a condition,
    `rulebase` is the rulebase with them, on these levels.

    >>> from advisor import load
    >>> read = Conditions(load("examples/garden"))
    >>> read.rulebase == load("examples/garden")
    True
    """

    def __init__(
        self, rulebase: Rulebase, more: Iterable[Compare] = (), instead: Mapping[str, Expression] = NOTHING
    ) -> None:
        self._facts = rulebase.facts
        self._topics = {name: self._read(t.applies_text) for name, t in rulebase.topics.items() if t.applies_text}
        self.rules = {name: self._read(rule.when) for name, rule in rulebase.rules.items() if rule.conditional}
        self.rules.update(instead)
        facts = {name: self._read(fact.applies_text) for name, fact in rulebase.facts.items() if fact.applies_text}
        never = [self._read(one.text) for one in rulebase.never]
        read = [*self.rules.values(), *self._topics.values(), *facts.values(), *never]
        self.levels = Levels(rulebase.facts, [*(one for part in read for one in compares(part)), *more])
        forms = {name: self.form(part) for name, part in facts.items()}
        self.rulebase = replace(
            rulebase,
            levels=self.levels.by_name,
            facts={n: replace(f, applies=forms[n]) if n in forms else f for n, f in rulebase.facts.items()},
            topics={n: t._replace(applies=self._applies(n)) for n, t in rulebase.topics.items()},
            never=tuple(one._replace(clauses=self.form(part)) for one, part in zip(rulebase.never, never)),
            rules={n: r._replace(clauses=self.within(r, self.rules.get(n))) for n, r in rulebase.rules.items()},
        )

    def _read(self, text: str) -> Expression:
        mistakes: list[object] = []
        found = parse(text, self._facts, mistakes.append)
        if found is None:
            message = f"a condition that was loaded cannot be read again: {text}"
            raise ValueError(message)
        return found

    def form(self, expression: Expression) -> Clauses:
        """Give the clauses of an expression on these levels; raises TooManyClauses."""
        return normal_form(expression, self.levels.test, self.levels.sizes)

    def _applies(self, topic: str) -> Clauses | None:
        return self.form(self._topics[topic]) if topic in self._topics else None

    def within(self, rule: Rule, expression: Expression | None) -> Clauses:
        """Give the clauses that a rule has with a condition (None: it always holds), where its topic applies.

        Raises TooManyClauses.
        """
        form = ALWAYS if expression is None else self.form(expression)
        applies = self._applies(rule.then.topic) if isinstance(rule.then, Advice) else None
        if rule.otherwise:
            return ALWAYS if applies is None else applies
        return form if applies is None else conjoin(applies, form)
