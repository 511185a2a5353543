"""The reply to someone: help before all else, then the leading advice to branch on, and everything behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from advisor.reasoning.outcome import Outcome
from advisor.reasoning.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.conversation.fold import Progress, State
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
    `state` is what the session has come to, None for a reply without one.
    """

    rulebase: Rulebase
    heard: Heard
    situation: Situation
    outcome: Outcome
    questions: tuple[Question, ...]
    flags: tuple[str, ...] = ()
    state: State | None = None

    # How a notebook shows a reply. Words are made further up, so what makes them is put here from there.
    _repr_markdown_: ClassVar[Callable[[Reply], str]]

    @property
    def quiet(self) -> bool:
        """Whether a raised flag silences all advice: there is help, and nothing else."""
        return silences_all(self.rulebase, self.flags)

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
        """What raised flags say, to be shown before all else."""
        return tuple(self.rulebase.flags[name].say for name in self.flags)

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
        """How far each dated plan has come, by what is known here."""
        from advisor.conversation.fold import progress  # costs time, and few replies are asked for it

        restarts = self.state.restarts if self.state else ()
        return progress(self.rulebase, self.situation, restarts)

    @property
    def settled(self) -> bool:
        """Whether the leading advice stands without any assumption."""
        return self.leading is not None and self.leading.firm

    def __repr__(self) -> str:
        return f"<Reply {self.verdict or self.heard.decision}: {self.say!r}>"

    def to_dict(self) -> dict[str, Any]:
        """Give the reply as plain values for JSON; every key is always there.

        >>> from advisor import Advisor
        >>> reply = Advisor.load("examples/garden").ask("Should I water the plants?")
        >>> sorted(reply.to_dict())[:4]
        ['advice', 'conflicts', 'contradiction', 'declined']
        """
        outcome = self.outcome
        return {
            "version": FORMAT,
            "rulebase": {
                "name": self.rulebase.name,
                "version": self.rulebase.version,
                "hash": self.rulebase.hash,
            },
            "notice": self.rulebase.notice,
            "help": list(self.help),
            "flags": list(self.flags),
            "understood": {
                "decision": self.heard.decision,
                "topic": self.heard.topic,
                "topics": [one._asdict() for one in self.heard.topics],
                "subject": self.heard.subject,
                "facts": record(self.situation.values),
                "readings": [one.to_dict() for one in self.heard.readings],
                "unsure": list(self.heard.unsure),
            },
            "advice": [_advice(c) for c in outcome.concluded],
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


def silences_all(rulebase: Rulebase, flags: Iterable[str]) -> bool:
    """Whether one of some raised flags silences all advice."""
    return any(rulebase.flags[name].silences_all for name in flags)


def quiet_reply(
    rulebase: Rulebase, heard: Heard, situation: Situation, flags: tuple[str, ...], state: State | None = None
) -> Reply:
    """Reply to someone in danger: what the flags say; nothing is decided, and no engine runs."""
    silenced = tuple(sorted(frozenset().union(*(rulebase.flags[name].silences for name in flags))))
    outcome = Outcome((), (), (), (), (), None, {}, {}, silenced, exact=True, engine="")
    return Reply(rulebase, heard, situation, outcome, (), flags, state)


def _plain(advice: Advice, rule: str, source: str) -> dict[str, Any]:
    return {**record(advice), "rule": rule, "source": source}


def _advice(concluded: Concluded) -> dict[str, Any]:
    plain = _plain(concluded.advice, concluded.rule, concluded.source)
    cases = [{"rule": case.rule, "source": case.source, "say": case.advice.say} for case in concluded.cases]
    return {**plain, "assuming": list(concluded.assuming), "how": concluded.how, "cases": cases}
