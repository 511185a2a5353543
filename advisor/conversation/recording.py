"""Recording: what a consultation came to, noted down so that it can be read and decided again without its rulebase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.conversation.fold import State, progress
from advisor.conversation.record import Record
from advisor.conversation.record_notes import (
    Advised,
    AtOdds,
    Begun,
    CaseNote,
    Clash,
    Condition,
    FactNote,
    PlanNote,
    Possible,
    Told,
    TopicNote,
    fact_note,
    reached,
    rule_notes,
    source_note,
)
from advisor.conversation.record_plain import cited, named
from advisor.conversation.reply import quiets
from advisor.conversation.speaking import spoken, stays
from advisor.conversation.standing import Guard, suspending
from advisor.language.heard import FIND_OUT
from advisor.reasoning.outcome import CASES
from advisor.reasoning.records import record
from advisor.reasoning.settling import OR
from advisor.reasoning.situation import value_now
from advisor.reasoning.spans import asked_for
from advisor.rulebase.axes import Named
from advisor.rulebase.checking import HOLE
from advisor.rulebase.kinds import KINDS
from advisor.rulebase.model import Advice

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from advisor.conversation.fold import Progress
    from advisor.conversation.record_notes import Plain
    from advisor.conversation.reply import Reply
    from advisor.conversation.session import Event
    from advisor.reasoning.outcome import Concluded, Conflict, Open, Outcome, Reading
    from advisor.reasoning.questions import Question
    from advisor.reasoning.situation import Contradiction
    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Rulebase

UNSAID = "…"
"""What stands for a text that somebody wrote and that no rule asks for by its letters."""


def state_of(reply: Reply) -> State:
    """Give what a reply to one message has come to; that of a talk, where it has one."""
    if reply.state is not None:
        return reply.state
    since = dict.fromkeys(reply.situation.values, reply.situation.today)
    guard = reply.guard or Guard(reply.rulebase.flags)
    return State(reply.situation, since, reply.outcome.topics, None, {}, guard, (), (), (), ())


class Recording:
    """Notes one consultation; what the person wrote, as the value of a text, is left unsaid wherever it would stand."""

    def __init__(self, rulebase: Rulebase, state: State, outcome: Outcome, country: str | None = None) -> None:
        self.rulebase, self.state, self.outcome, self.situation = rulebase, state, outcome, state.situation
        self.country = country
        texts = {n: v for n, v in self.situation.values.items() if rulebase.facts[n].kind == "text"}
        self.unsaid = {name for name, value in texts.items() if value not in _tested(rulebase, name)}

    def of(self, questions: tuple[Question, ...]) -> Record:
        """Give the record."""
        rulebase, outcome, declined = self.rulebase, self.outcome, self.state.declined
        guard = self.state.guard
        up = suspending(rulebase, guard.standing.values())
        raised = tuple(one.flag for one in up)
        topics = {name: rulebase.topics[name] for name in outcome.topics or self.state.topics}
        put_off = [name for name, how in declined.items() if how == FIND_OUT]
        noted = Record(
            day=self.situation.today,
            rulebase=rulebase.name,
            version=rulebase.version,
            hash=rulebase.hash,
            title=rulebase.title,
            language=rulebase.language,
            notice=rulebase.notice,
            engine=outcome.engine,
            exact=outcome.exact,
            quiet=quiets(rulebase, raised),
            flags=raised,
            help=(
                *spoken(rulebase, up, guard.signs, self.country),
                *stays(rulebase, guard.standing.values(), self.country),
            ),
            topics={name: TopicNote(topic.title, topic.applies_text) for name, topic in topics.items()},
            told=tuple(self._told(name, value) for name, value in self.situation.values.items()),
            declined=dict(declined),
            presumed=self._presumed(),
            advice=tuple(map(self._advised, outcome.concluded)),
            open=tuple(map(self._possible, outcome.open)),
            conflicts=tuple(map(self._clash, outcome.conflicts)),
            contradiction=_at_odds(outcome.contradiction),
            to_find_out=tuple(dict.fromkeys([*put_off, *(question.fact for question in questions)])),
            plans=self._plans(),
            facts={},
            rules=rule_notes(rulebase),
            sources={},
            never=tuple(never.text for never in rulebase.never),
        )
        facts = self._facts({*_facts_read(noted), *(name for _, name, _ in named(noted))})
        return replace(noted, facts=facts, sources={name: source_note(rulebase, name) for name in cited(noted)})

    def _presumed(self) -> dict[str, Plain]:
        """Give what is taken for granted by advice, or by a conflict."""
        names = {name for one in self.outcome.concluded for name in one.assuming}
        names |= {name for one in self.outcome.conflicts for name in one.assuming}
        return {name: record(self.outcome.presumed[name]) for name in sorted(names)}

    def _plans(self) -> tuple[PlanNote, ...]:
        """Note the plans that have begun."""
        found = progress(self.rulebase, self.situation, self.state.restarts)
        return tuple(self._plan(one) for one in found if one.start or one.restarts)

    def _facts(self, names: Iterable[str]) -> dict[str, FactNote]:
        """Note facts, and those computed from them."""
        facts, wanted = self.rulebase.facts, set(names)
        wanted |= {name for name, fact in facts.items() if fact.formula and wanted & set(fact.formula.facts)}
        return {name: fact_note(fact) for name, fact in facts.items() if name in wanted}

    def _told(self, name: str, value: Value) -> Told:
        day = self.state.since.get(name, self.situation.today)
        return Told(name, _unsaid(self.rulebase, name) if name in self.unsaid else record(value), day)

    def _advised(self, one: Concluded) -> Advised:
        words = [self._words(case.rule, case.advice) for case in one.cases]
        cases = tuple(
            CaseNote(case.rule, *said, case.source, self._conditions(case.when)) for case, said in zip(one.cases, words)
        )
        if one.how == CASES:
            say, because = (OR.join(dict.fromkeys(filter(None, parts))) for parts in zip(*words))
        else:
            say, because = self._words(one.rule, one.advice)
        advice = one.advice
        rests_on = tuple(name for name in one.proof.told() if name in self.situation.values)
        return Advised(
            advice.topic,
            advice.act,
            advice.verdict,
            say,
            because,
            one.rule,
            one.source,
            one.how,
            one.assuming,
            rests_on,
            cases,
        )

    def _possible(self, one: Open) -> Possible:
        advice = one.advice
        say, because = self._words(one.rule, advice)
        unless = tuple(self._conditions(obstacle.when) for obstacle in one.unless)
        when = self._conditions(one.when)
        return Possible(
            advice.topic, advice.act, advice.verdict, say, because, one.rule, one.source, when, unless, one.needs
        )

    def _conditions(self, readings: Iterable[Reading]) -> tuple[Condition, ...]:
        found: list[Condition] = []
        for reading in readings:
            values: tuple[Plain, ...] = tuple(map(record, asked_for(self.rulebase, reading, self.situation.today)))
            found.append(Condition(reading.fact, values))
        return tuple(found)

    def _clash(self, conflict: Conflict) -> Clash:
        said: dict[str, str] = {}
        for name in conflict.rules:
            then = self.rulebase.rules[name].then
            said[name] = self._words(name, then)[0] if isinstance(then, Advice) else then.fact
        return Clash(conflict.on, said, conflict.assuming)

    def _plan(self, one: Progress) -> PlanNote:
        plan = one.plan
        restarts = tuple(Begun(restart.day, restart.cause) for restart in one.restarts)
        return PlanNote(
            plan.name,
            plan.title,
            plan.length,
            one.start,
            one.day,
            one.ends,
            one.over,
            plan.because,
            plan.done,
            plan.source,
            restarts,
        )

    def _words(self, rule: str, advice: Advice) -> tuple[str, str]:
        """Give what an advice says and why, without a text that somebody wrote."""
        written = self.rulebase.rules[rule].then
        if not isinstance(written, Advice) or not self._unsaid_in(written.say + written.because):
            return advice.say, advice.because
        return HOLE.sub(self._filled, written.say), HOLE.sub(self._filled, written.because)

    def _unsaid_in(self, words: str) -> bool:
        return any(hole[1] in self.unsaid for hole in HOLE.finditer(words))

    def _filled(self, hole: re.Match[str]) -> str:
        name, outcome = hole[1], self.outcome
        if name in self.unsaid:
            return UNSAID
        derived = outcome.derived.get(name)
        value = derived.value if derived else value_now(self.rulebase, self.situation, name)
        value = outcome.presumed.get(name) if value is None else value
        return UNSAID if value is None else KINDS[self.rulebase.facts[name].kind].word(value)


def _tested(rulebase: Rulebase, name: str) -> tuple[str, ...]:
    """Name the texts that rules ask for: these are words of the rulebase."""
    axis = rulebase.levels[name].axis if name in rulebase.levels else None
    return axis.names if isinstance(axis, Named) else ()


def wordless(rulebase: Rulebase, event: Event) -> Event:
    """Give an event without what somebody wrote as the value of a text; a text that rules ask for stays.

    >>> import datetime
    >>> from advisor import load
    >>> from advisor.conversation.session import Event
    >>> event = Event("told", datetime.date(2026, 11, 23), {"rain_expected": True})
    >>> wordless(load("examples/garden"), event) == event
    True
    """
    facts, known = dict(event.facts), rulebase.facts
    for name, value in event.facts.items():
        if name in known and known[name].kind == "text" and value not in _tested(rulebase, name):
            facts[name] = _unsaid(rulebase, name)
    return replace(event, facts=facts) if facts != event.facts else event


def _unsaid(rulebase: Rulebase, name: str) -> str:
    """Give a text that no rule asks for."""
    text = UNSAID
    while text in _tested(rulebase, name):
        text += UNSAID
    return text


def _at_odds(clash: Contradiction | None) -> AtOdds | None:
    return None if clash is None else AtOdds(clash.kind, clash.facts, clash.text)


def _facts_read(noted: Record) -> set[str]:
    """Name the facts that what is asked hangs on."""
    about = [name for name, note in noted.rules.items() if note.on.partition(".")[0] in noted.topics]
    return {fact for name in reached(noted.rules, about) for fact in noted.rules[name].reads}
