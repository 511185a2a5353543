"""The reply to someone: help before all else, then the leading advice to branch on, and everything behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from advisor.conversation.speaking import spoken, stays
from advisor.conversation.standing import suspending
from advisor.language.heard import DENIED
from advisor.reasoning.outcome import Outcome
from advisor.reasoning.records import record
from advisor.rulebase.care import EMERGENCY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.conversation.fold import Progress, State
    from advisor.conversation.standing import Guard
    from advisor.language.heard import Heard
    from advisor.reasoning.outcome import Concluded
    from advisor.reasoning.questions import Question
    from advisor.reasoning.situation import Situation
    from advisor.rulebase.model import Advice, Rulebase

FORMAT = 1
"""The version of the record that `Reply.to_dict` gives; it rises when a key changes its meaning or goes away."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to someone: help before all else, then the leading advice to branch on, and everything behind it.

    `verdict` is None when nothing can be advised; `assuming` names what the leading advice takes for granted. `heard`
    is what was understood (no copy of the text), `situation` the facts that were used, `outcome` all that follows.
    `flags` are those that suspend advice, the most urgent first, and `guard` how each stands. `state` is what the
    session has come to, None for a reply without one; `country` the code of that whose help is given, None for any.
    """

    rulebase: Rulebase
    heard: Heard
    situation: Situation
    outcome: Outcome
    questions: tuple[Question, ...]
    flags: tuple[str, ...] = ()
    state: State | None = None
    guard: Guard | None = None
    country: str | None = None

    # How a notebook shows a reply. Words are made further up, so what makes them is put here from there.
    _repr_markdown_: ClassVar[Callable[[Reply], str]]

    @property
    def quiet(self) -> bool:
        """Whether a flag is so urgent that nothing is decided: there is help, and nothing else."""
        return quiets(self.rulebase, self.flags)

    @property
    def leading(self) -> Concluded | None:
        """The advice that weighs most, on the topic asked; None when there is none."""
        return self.outcome.concluded[0] if self.outcome.concluded else None

    @property
    def verdict(self) -> str | None:
        """The verdict of the leading advice: do, may, dont, wait, know or silent."""
        return self.leading.advice.verdict if self.leading else None

    @property
    def say(self) -> str:
        """What the leading advice says; empty when there is none."""
        return self.leading.advice.say if self.leading else ""

    @property
    def because(self) -> str:
        """The reason the leading advice gives."""
        return self.leading.advice.because if self.leading else ""

    @property
    def assuming(self) -> tuple[str, ...]:
        """The facts that the leading advice presumes; empty when it is firm."""
        return self.leading.assuming if self.leading else ()

    @property
    def help(self) -> tuple[str, ...]:
        """What flags say, to be shown before all else; what stays of those that were denied comes last."""
        standing = self.guard.standing if self.guard else {}
        signs = self.guard.signs if self.guard else ()
        said = spoken(self.rulebase, [standing[name] for name in self.flags], signs, self.country)
        return (*said, *self.stays)

    @property
    def stays(self) -> tuple[str, ...]:
        """The line of help that stays in every reply once a flag was denied; an emergency speaks without it."""
        standing = self.guard.standing if self.guard else {}
        up = [self.rulebase.flags[name].urgency for name in self.flags if standing[name].status != DENIED]
        return () if EMERGENCY in up else stays(self.rulebase, standing.values(), self.country)

    @property
    def check(self) -> str | None:
        """The direct question about safety that waits for a yes or a no; it comes before all others."""
        waiting = self.guard.waiting if self.guard else None
        return self.rulebase.flags[waiting.flag].checks[waiting.step].ask if waiting else None

    @property
    def caution(self) -> str:
        """The notice: in one line where help comes before all else."""
        return (self.rulebase.care.reminder or self.rulebase.notice) if self.quiet else self.rulebase.notice

    @property
    def question(self) -> Question | None:
        """The question most worth asking; None when no further answer can change the advice."""
        return self.questions[0] if self.questions else None

    @property
    def declined(self) -> Mapping[str, str]:
        """The questions that were not answered, by fact, and in which way."""
        return self.state.declined if self.state else {}

    @property
    def plans(self) -> tuple[Progress, ...]:
        """How far each dated plan has come, by what is known here; none where help is all there is."""
        if self.quiet:
            return ()
        from advisor.conversation.fold import progress  # costs time, and few replies are asked for it

        restarts = self.state.restarts if self.state else ()
        return progress(self.rulebase, self.situation, restarts)

    @property
    def settled(self) -> bool:
        """Whether the leading advice stands without any assumption."""
        return self.leading is not None and self.leading.firm

    def _flag(self, name: str) -> dict[str, Any]:
        flag, one = self.rulebase.flags[name], self.guard.standing[name] if self.guard else None
        status = {"status": one.status, "voice": one.voice} if one else {"status": "affirmed", "voice": "self"}
        return {"flag": name, "title": flag.title, "urgency": flag.urgency, "priority": flag.priority, **status}

    def __repr__(self) -> str:
        return f"<Reply {self.verdict or self.heard.decision}: {self.say!r}>"

    def to_dict(self) -> dict[str, Any]:
        """Give the reply as plain values for JSON; every key is always there.

        >>> from advisor import Advisor
        >>> reply = Advisor.load("examples/garden").ask("Should I water the plants?")
        >>> sorted(reply.to_dict())[:4]
        ['advice', 'check', 'conflicts', 'contradiction']
        """
        outcome = self.outcome
        return {
            "version": FORMAT,
            "rulebase": {
                "name": self.rulebase.name,
                "version": self.rulebase.version,
                "hash": self.rulebase.hash,
            },
            "notice": self.caution,
            "help": list(self.help),
            "check": self.check,
            "country": self.country,
            "flags": [self._flag(name) for name in self.flags],
            "understood": {
                "decision": self.heard.decision,
                "topic": self.heard.topic,
                "topics": [one._asdict() for one in self.heard.topics],
                "subject": self.heard.subject,
                "facts": record(self.situation.values),
                "readings": [one.to_dict() for one in self.heard.readings],
                "unsure": list(self.heard.unsure),
            },
            "advice": [_advice(self.rulebase, c) for c in outcome.concluded],
            "ruled_out": record(outcome.ruled_out),
            "open": [
                {**_plain(o.advice, o.rule, o.source), "needs": list(o.needs), "unless": [u.rule for u in o.unless]}
                for o in outcome.open
            ],
            "conflicts": record(outcome.conflicts),
            "contradiction": record(outcome.contradiction),
            "questions": [q.to_dict() for q in self.questions],
            "declined": dict(self.declined),
            "plans": [one.to_dict() for one in self.plans],
            "exact": outcome.exact,
            "engine": outcome.engine,
        }


def quiets(rulebase: Rulebase, flags: Iterable[str]) -> bool:
    """Whether one of some flags is so urgent that nothing is decided."""
    return any(rulebase.flags[name].quiets for name in flags)


def quiet_reply(
    rulebase: Rulebase,
    heard: Heard,
    situation: Situation,
    guard: Guard,
    country: str | None,
    state: State | None = None,
) -> Reply:
    """Reply to someone in danger: what the flags say; nothing is decided, and no engine runs."""
    outcome = Outcome((), (), (), (), (), None, {}, {}, tuple(sorted(rulebase.rules)), exact=True, engine="")
    flags = tuple(one.flag for one in suspending(rulebase, guard.standing.values()))
    return Reply(rulebase, heard, situation, outcome, (), flags, state, guard, country)


def _plain(advice: Advice, rule: str, source: str) -> dict[str, Any]:
    return {**record(advice), "rule": rule, "source": source}


def _advice(rulebase: Rulebase, concluded: Concluded) -> dict[str, Any]:
    plain = _plain(concluded.advice, concluded.rule, concluded.source)
    cases = [{"rule": case.rule, "source": case.source, "say": case.advice.say} for case in concluded.cases]
    names = dict.fromkeys(
        note
        for rule in (concluded.rule, *(c.rule for c in concluded.cases))
        if rule
        for note in rulebase.rules[rule].evidence
    )
    return {
        **plain,
        "speaks": rulebase.sources[concluded.source.partition("/")[0]].speaks,
        "research": [record(rulebase.care.evidence[name]) for name in names],
        "assuming": list(concluded.assuming),
        "how": concluded.how,
        "cases": cases,
    }
