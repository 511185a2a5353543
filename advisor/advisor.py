"""The facade: a rulebase and an engine, put together; it reads the clock once a call."""

from __future__ import annotations

import datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.conversation.reply import Reply, quiet_reply, quiets
from advisor.conversation.standing import guard_of, suspending
from advisor.engines.choice import choose
from advisor.errors import FactError, UnknownName
from advisor.language.reading import Understanding
from advisor.reasoning.decide import advice
from advisor.reasoning.plan import plan, topics_of
from advisor.reasoning.prospects import Charts
from advisor.reasoning.questions import questions
from advisor.reasoning.records import record
from advisor.reasoning.settling import Prepared, conclude
from advisor.reasoning.situation import Situation, tell
from advisor.reasoning.tellings import keeper
from advisor.rulebase.loading import load

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from advisor.conversation.fold import State
    from advisor.conversation.session import Session
    from advisor.conversation.turn import Means
    from advisor.engines.choice import Choice
    from advisor.language.heard import Heard
    from advisor.reasoning.changes import Change, Difference
    from advisor.reasoning.explain import Explanation
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.questions import Question
    from advisor.rulebase.model import Rulebase

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
    def _prepared(self) -> Prepared:
        return Prepared(self._plan, self._choice.program, self._choice.engine, self._charts)

    @cached_property
    def _charts(self) -> Charts:
        return Charts(self._plan)

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

    def understand(self, text: str, *, expecting: str | None = None, today: datetime.date | None = None) -> Heard:
        """Read a message by the rulebase's own phrases: topic, facts and flags.

        `expecting` names a fact whose question was just asked: what the message answers to it is in `answer`. Raises
        UnknownName for a fact that does not exist.

        >>> advisor = Advisor.load("examples/garden")
        >>> advisor.understand("It will rain.").facts
        {'rain_expected': True}
        >>> advisor.understand("I think so.", expecting="frost").facts
        {'frost': True}
        """
        return self._understanding.read(text, _day(today), expecting)

    def ask(
        self,
        text: str,
        *,
        facts: Mapping[str, object] = _NOTHING,
        topics: str | Iterable[str] | None = None,
        country: str | None = None,
        today: datetime.date | None = None,
    ) -> Reply:
        """Understand a message and advise on it; `facts` add to what is understood and win over it.

        `topics` says what it is about instead of the text; `country` is the code or name of the one whose help is
        given: of one that is not known, and of None, that which can be had anywhere. Raises UnknownName and FactError
        for other things that do not fit.

        >>> Advisor.load("examples/garden").ask("Should I water the plants?", facts={"frost": True}).verdict
        'dont'
        """
        day = _day(today)
        heard = self._understanding.read(text, day)
        asked = self._topics(topics) if topics is not None else (heard.about,) if heard.about else ()
        guard, place = guard_of(self.rulebase, heard, day), self._country(country)
        raised = tuple(one.flag for one in suspending(self.rulebase, guard.standing.values()))
        if quiets(self.rulebase, raised):  # before any engine, and whatever the facts are
            return quiet_reply(self.rulebase, heard, Situation(day, {}, {}, {}), guard, place)
        situation = tell(self.rulebase, self._understood(heard, facts), day)
        outcome = self._decide(situation, asked, raised)
        asking = questions(self._charts, outcome, situation)
        return Reply(self.rulebase, heard, situation, outcome, asking, raised, None, guard, place)

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
            self._known("flag", name)
        situation = tell(self.rulebase, facts, _day(today))
        return self._decide(situation, None if topics is None else self._topics(topics), raised)

    def why(self, facts: Mapping[str, object], conclusion: str, *, today: datetime.date | None = None) -> Explanation:
        """Explain a conclusion: `topic.act`, a rule, or a fact. Raises UnknownName for what is none of them.

        >>> Advisor.load("examples/garden").why({"rain_expected": True}, "watering.water").status
        'concluded'
        """
        from advisor.reasoning.explain import explain  # most programs never ask

        situation = tell(self.rulebase, facts, _day(today))
        return explain(self._prepared, situation, conclusion)

    def why_not(
        self, facts: Mapping[str, object], conclusion: str, *, today: datetime.date | None = None
    ) -> Explanation:
        """Explain why something is not so: `topic.act=verdict`, `fact=value`, a rule, or one of these turned round.

        Raises UnknownName and FactError for what does not fit.

        >>> found = Advisor.load("examples/garden").why_not({"rain_expected": True}, "watering.water=do")
        >>> [reading.fact for reading in found.in_the_way]
        ['rain_expected']
        """
        from advisor.reasoning.counterfactual import why_not  # most programs never ask

        return why_not(self._prepared, tell(self.rulebase, facts, _day(today)), conclusion)

    def what_if(
        self,
        facts: Mapping[str, object],
        changes: Mapping[str, object],
        *,
        topics: str | Iterable[str] | None = None,
        today: datetime.date | None = None,
    ) -> Difference:
        """Work out what would change if some facts were different (None: not known), and commit to nothing.

        Raises UnknownName and FactError for what does not fit.

        >>> difference = Advisor.load("examples/garden").what_if({"rain_expected": True}, {"frost": True})
        >>> [c.advice.verdict for c in difference.appears]
        ['dont']
        """
        from advisor.reasoning.counterfactual import what_if  # most programs never ask

        situation = tell(self.rulebase, facts, _day(today))
        return what_if(self._prepared, situation, changes, None if topics is None else self._topics(topics))

    def nearest_change(
        self,
        facts: Mapping[str, object],
        conclusion: str,
        *,
        fixed: Iterable[str] = (),
        today: datetime.date | None = None,
    ) -> tuple[Change, ...] | None:
        """Find the fewest facts that would have to be different for something to be so, whatever else is unknown.

        `conclusion` is as for `why_not`; facts in `fixed` stay as they are. None when no change will do. Raises
        UnknownName, FactError, and AdvisorError for a topic too large to work it out.

        >>> changes = Advisor.load("examples/garden").nearest_change({"rain_expected": True}, "watering.water=dont")
        >>> [(change.fact, change.to) for change in changes]
        [('frost', True)]
        """
        from advisor.reasoning.counterfactual import nearest_change  # most programs never ask

        return nearest_change(self._prepared, tell(self.rulebase, facts, _day(today)), conclusion, frozenset(fixed))

    def next_question(
        self,
        facts: Mapping[str, object],
        *,
        topic: str | Iterable[str] | None = None,
        declined: Iterable[str] = (),
        today: datetime.date | None = None,
    ) -> Question | None:
        """Give the question most worth asking; None when no further answer can change the advice.

        What is presumed comes first. Facts in `declined` are not asked for. Raises UnknownName and FactError.

        >>> question = Advisor.load("examples/garden").next_question({}, topic="watering")
        >>> question.text, question.left
        ('Is rain expected today?', 3)
        """
        situation = tell(self.rulebase, facts, _day(today))
        plan, program, engine, _ = self._prepared
        # what is presumed is all that a question needs of the outcome
        outcome = advice(plan, program, engine, situation, plan.advising if topic is None else self._topics(topic))
        return next(iter(questions(self._charts, outcome, situation, frozenset(declined), most=1)), None)

    def begin(self) -> Session:
        """Begin a talk: a session in which nothing has happened yet.

        >>> Advisor.load("examples/garden").begin().events
        ()
        """
        from advisor.conversation.session import Session  # one question needs none

        return Session.begin(self.rulebase)

    def respond(
        self, session: Session, text: str, *, country: str | None = None, today: datetime.date | None = None
    ) -> tuple[Session, Reply]:
        """Take in what somebody says in a talk, and reply; the session given stays as it is.

        Facts, answers to the question that was asked last, topics and flags are read. What is not understood at all
        leaves the session unchanged. Raises AdvisorError for a text that is too long.

        >>> advisor = Advisor.load("examples/garden")
        >>> session, reply = advisor.respond(advisor.begin(), "Should I water the plants?")
        >>> reply.question.text
        'Is rain expected today?'
        >>> session, reply = advisor.respond(session, "yes")
        >>> reply.verdict
        'wait'
        """
        from advisor.conversation.turn import respond

        return respond(self._means(country), session, text, _day(today))

    def reply(
        self, session: Session, *, country: str | None = None, today: datetime.date | None = None
    ) -> tuple[Session, Reply]:
        """Reply to a session as it stands, after `tell`, `withdraw`, `decline` or `turn`, or on another day.

        >>> advisor = Advisor.load("examples/garden")
        >>> session = advisor.tell(advisor.turn(advisor.begin(), "watering"), {"frost": True})
        >>> advisor.reply(session)[1].verdict
        'dont'
        """
        from advisor.conversation.turn import reply_to

        return reply_to(self._means(country), session, _day(today))

    def tell(
        self,
        session: Session,
        facts: Mapping[str, object],
        *,
        correcting: bool = False,
        today: datetime.date | None = None,
    ) -> Session:
        """Report facts in a talk: they are so since today; `correcting` says that they were so all along.

        Raises UnknownName and FactError for facts that do not fit.

        >>> advisor = Advisor.load("examples/garden")
        >>> advisor.tell(advisor.begin(), {"frost": "yes"}).events[0].facts
        {'frost': True}
        """
        day = _day(today)
        told = tell(self.rulebase, facts, day)
        if told.contradiction and told.contradiction.kind == "values":
            one, other = told.contradiction.facts
            raise FactError(other, facts[other], f"what agrees with {one}, told as {record(facts[one])}")
        kept = told.values
        return session.corrected(kept, day) if correcting else session.told(kept, day)

    def withdraw(self, session: Session, *names: str, today: datetime.date | None = None) -> Session:
        """Take back what was told or declined of facts, as if it had never been. Raises UnknownName.

        >>> advisor = Advisor.load("examples/garden")
        >>> session = advisor.withdraw(advisor.tell(advisor.begin(), {"frost": True}), "frost")
        >>> advisor.state(session).situation.values
        {}
        """
        for name in names:
            self._known("fact", name)
        return session.withdrawn(names, _day(today))

    def decline(
        self, session: Session, fact: str, how: str = "don't know", *, today: datetime.date | None = None
    ) -> Session:
        """Leave a question open: "don't know", "rather not say", "does not apply" or "will find out".

        It is not asked again, and its fact stays unknown. Raises UnknownName for another fact, or another way.

        >>> advisor = Advisor.load("examples/garden")
        >>> session = advisor.decline(advisor.turn(advisor.begin(), "watering"), "frost", "will find out")
        >>> dict(advisor.reply(session)[1].declined)
        {'frost': 'will find out'}
        """
        from advisor.language.heard import WAYS_NOT_TO_ANSWER

        self._known("fact", fact)
        if how not in WAYS_NOT_TO_ANSWER:
            raise UnknownName("way not to answer", how, WAYS_NOT_TO_ANSWER)
        return session.declined(fact, how, _day(today))

    def turn(self, session: Session, *topics: str, today: datetime.date | None = None) -> Session:
        """Turn a talk to topics, whatever is said. Raises UnknownName.

        >>> advisor = Advisor.load("examples/garden")
        >>> advisor.state(advisor.turn(advisor.begin(), "watering")).topics
        ('watering',)
        """
        return session.about(self._topics(topics), _day(today))

    def state(self, session: Session, *, today: datetime.date | None = None) -> State:
        """Give what a talk has come to on a day: facts, topics, questions declined, flags, and what has ended.

        On a rulebase that has changed since, `lost` in it tells what this one has no use for.

        >>> advisor = Advisor.load("examples/garden")
        >>> advisor.state(advisor.tell(advisor.begin(), {"frost": True})).situation.values
        {'frost': True}
        """
        from advisor.conversation.fold import fold

        return fold(self.rulebase, session, _day(today))

    def _known(self, kind: str, name: str) -> None:
        names: Mapping[str, object] = getattr(self.rulebase, f"{kind}s")
        if name not in names:
            raise UnknownName(kind, name, names)

    def _means(self, country: str | None) -> Means:
        from advisor.conversation.turn import Means  # one question needs none

        place = self._country(country)
        return Means(self.rulebase, lambda: self._prepared, lambda: self._understanding, place)

    def _country(self, named: str | None) -> str | None:
        if named is None:
            return None
        from advisor.conversation.help import country_code  # most programs name none

        try:
            return country_code(self.rulebase.care, named)
        except UnknownName:  # help that can be had anywhere is better than none
            return None

    def _decide(self, situation: Situation, topics: tuple[str, ...] | None, flags: tuple[str, ...]) -> Outcome:
        return conclude(self._prepared, situation, topics, flags)

    def _topics(self, topics: str | Iterable[str]) -> tuple[str, ...]:
        names = (topics,) if isinstance(topics, str) else tuple(topics)
        for name in names:
            self._known("topic", name)
        return names

    def _understood(self, heard: Heard, facts: Mapping[str, object]) -> dict[str, object]:
        """Join what was understood with what is given; a given fact wins over every reading of the same thing."""
        keepers = {keeper(self.rulebase, name) for name in facts}
        kept = {n: v for n, v in heard.facts.items() if keeper(self.rulebase, n) not in keepers}
        return {**kept, **facts}


def _day(today: datetime.date | None) -> datetime.date:
    return datetime.date.today() if today is None else today  # noqa: DTZ011 - the day where the person is


def _in_markdown(reply: Reply) -> str:
    """Put a reply into words for a notebook."""
    from advisor.render.blocks import as_markdown  # a program that branches on the reply needs no words
    from advisor.render.reply import reply_blocks

    return as_markdown(reply_blocks(reply))


Reply._repr_markdown_ = _in_markdown
