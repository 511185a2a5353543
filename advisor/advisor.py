"""The facade: a rulebase and an engine, put together; it reads the clock once a call."""

from __future__ import annotations

import datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.conversation.reply import Reply
from advisor.engines.choice import choose
from advisor.errors import UnknownName
from advisor.language.reading import Understanding
from advisor.reasoning.decide import decide
from advisor.reasoning.outcome import Outcome
from advisor.reasoning.plan import plan, topics_of
from advisor.reasoning.questions import questions
from advisor.reasoning.situation import Situation, tell
from advisor.rulebase.loading import load

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from advisor.engines.choice import Choice
    from advisor.language.heard import Heard
    from advisor.reasoning.explain import Explanation
    from advisor.rulebase.model import Flag, Rulebase

_NOTHING: Mapping[str, object] = MappingProxyType({})


class Advisor:
    """A rulebase and an engine that decides by it.

    `engine` is auto, or the name of an engine; `engine_because` says why auto chose the one in `engine`. Every method
    takes the day as `today` (None: the clock is read once). Raises EngineUnavailable for an engine that cannot run.

    >>> advisor = Advisor.load("examples/garden")
    >>> advisor.ask("It will rain. Should I water the plants?").say
    'Wait for the rain.'
    """

    def __init__(self, rulebase: Rulebase, engine: str = "auto") -> None:
        self.rulebase = rulebase
        self._wanted = engine
        self._plan = plan(rulebase)
        if engine != "auto":
            self._choice  # noqa: B018 - an engine asked for by name is refused now, not at the first question

    @classmethod
    def load(cls, *where: str | os.PathLike[str], engine: str = "auto") -> Advisor:
        """Load a rulebase by name or path (see `load`) and give an advisor for it.

        >>> Advisor.load("examples/garden", engine="plain").engine
        'plain'
        """
        return cls(load(*where), engine)

    # Chosen when first needed: someone in danger is answered before any engine is loaded.
    @cached_property
    def _choice(self) -> Choice:
        return choose(self._wanted, self._plan.patterns, self._plan.sizes)

    @cached_property
    def _understanding(self) -> Understanding:
        return Understanding(self.rulebase, topics_of(self._plan))

    @property
    def engine(self) -> str:
        """The name of the engine that decides."""
        return self._choice.engine

    @property
    def engine_because(self) -> str:
        """Why this engine decides, in a line."""
        return self._choice.because

    def __repr__(self) -> str:
        return f"<Advisor {self.rulebase.name} {self.rulebase.version}>"

    def understand(self, text: str, *, today: datetime.date | None = None) -> Heard:
        """Read a message by the rulebase's own phrases: topic, facts and flags.

        >>> Advisor.load("examples/garden").understand("It will rain.").facts
        {'rain_expected': True}
        """
        return self._understanding.read(text, _day(today))

    def ask(
        self,
        text: str,
        *,
        facts: Mapping[str, object] = _NOTHING,
        topics: str | Iterable[str] | None = None,
        today: datetime.date | None = None,
    ) -> Reply:
        """Understand a message and advise on it; `facts` add to what is understood and win over it.

        `topics` says what it is about instead of the text. Raises UnknownName and FactError for facts that do not fit.

        >>> Advisor.load("examples/garden").ask("Should I water the plants?", facts={"frost": True}).verdict
        'dont'
        """
        day = _day(today)
        heard = self._understanding.read(text, day)
        asked = self._topics(topics) if topics is not None else (heard.topic,) if heard.topic else ()
        raised = tuple(dict.fromkeys(r.flag for r in heard.flags if r.status != "denied"))
        if any(self.rulebase.flags[name].silences_all for name in raised):
            return self._silent(heard, facts, raised, day)
        situation = tell(self.rulebase, self._understood(heard, facts), day)
        outcome = self._decide(situation, asked, raised)
        return Reply(self.rulebase, heard, situation, outcome, questions(self._plan, outcome, situation.values), raised)

    def decide(
        self,
        facts: Mapping[str, object],
        *,
        topics: str | Iterable[str] | None = None,
        flags: Iterable[str] = (),
        today: datetime.date | None = None,
    ) -> Outcome:
        """Work out all that follows from facts for the topics asked (None: every topic).

        Raises UnknownName and FactError for what does not fit.

        >>> outcome = Advisor.load("examples/garden").decide({"rain_expected": True}, topics="watering")
        >>> outcome.advice_on("watering.water").advice.verdict
        'wait'
        """
        raised = tuple(flags)
        for name in raised:
            self._flag(name)
        situation = tell(self.rulebase, facts, _day(today))
        return self._decide(situation, None if topics is None else self._topics(topics), raised)

    def why(self, facts: Mapping[str, object], conclusion: str, *, today: datetime.date | None = None) -> Explanation:
        """Explain a conclusion: `topic.act`, a rule, or a fact. Raises UnknownName for what is none of them.

        >>> Advisor.load("examples/garden").why({"rain_expected": True}, "watering.water").status
        'concluded'
        """
        from advisor.reasoning.explain import explain  # most programs never ask

        situation = tell(self.rulebase, facts, _day(today))
        return explain(self._plan, self._choice.program, self.engine, situation, conclusion)

    def _decide(self, situation: Situation, topics: tuple[str, ...] | None, flags: tuple[str, ...]) -> Outcome:
        return decide(self._plan, self._choice.program, self.engine, situation, topics, flags)

    def _topics(self, topics: str | Iterable[str]) -> tuple[str, ...]:
        names = (topics,) if isinstance(topics, str) else tuple(topics)
        for name in names:
            if name not in self.rulebase.topics:
                raise UnknownName("topic", name, self.rulebase.topics)
        return names

    def _flag(self, name: str) -> Flag:
        if name not in self.rulebase.flags:
            raise UnknownName("flag", name, self.rulebase.flags)
        return self.rulebase.flags[name]

    def _understood(self, heard: Heard, facts: Mapping[str, object]) -> dict[str, object]:
        """Join what was understood with what is given; a given fact wins over every reading of the same thing."""
        keepers = {_keeper(self.rulebase, name) for name in facts}
        kept = {n: v for n, v in heard.facts.items() if _keeper(self.rulebase, n) not in keepers}
        return {**kept, **facts}

    def _silent(self, heard: Heard, facts: Mapping[str, object], raised: tuple[str, ...], day: datetime.date) -> Reply:
        """Reply to someone in danger: nothing is decided and no engine runs."""
        del facts
        silenced = tuple(sorted(frozenset().union(*(self.rulebase.flags[name].silences for name in raised))))
        outcome = Outcome((), (), (), (), (), None, {}, {}, silenced, exact=True, engine="")
        return Reply(self.rulebase, heard, Situation(day, {}, {}, {}), outcome, (), raised)


def _keeper(rulebase: Rulebase, name: str) -> str:
    """Name the told fact that keeps what is told of a fact."""
    fact = rulebase.facts.get(name)
    return fact.formula.facts[0] if fact and fact.formula else name


def _day(today: datetime.date | None) -> datetime.date:
    return datetime.date.today() if today is None else today  # noqa: DTZ011 - the day where the person is
