"""The record: everything to read one consultation by, and to decide it again, without a word of the person's own."""

from __future__ import annotations

import datetime  # noqa: TC003 - the types of fields are read when a record is
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from advisor.conversation.record_notes import (  # noqa: TC001 - the types of fields are read when a record is
    Advised,
    AtOdds,
    Clash,
    FactNote,
    Plain,
    PlanNote,
    Possible,
    RuleNote,
    SourceNote,
    Told,
    TopicNote,
)
from advisor.conversation.record_plain import check, read
from advisor.errors import AdvisorError
from advisor.reasoning.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.conversation.fold import State
    from advisor.conversation.reply import Reply
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.questions import Question
    from advisor.rulebase.model import Rulebase

FORMAT = 1
"""The version of the plain values that `Record.to_dict` gives; it rises when a reader has to know more."""


@dataclass(frozen=True, slots=True)
class Record:
    """One consultation, to be read without the rulebase and to be decided again on it, whatever has become of it.

    `told` has the facts with the day of each, `declined` the questions not answered and in which way, `presumed` what
    the advice takes for granted, `to_find_out` the facts still worth finding out, those put off by the person first.
    `quiet` says that a raised flag silenced everything. `facts`, `rules`, `sources`, `never` and `topics` say how the
    rulebase had what is named here. No word of the person is in it, not even as the value of a text.

    >>> from advisor import Advisor
    >>> reply = Advisor.load("examples/garden").ask("It will rain. Should I water the plants?")
    >>> found = Record.of_reply(reply)
    >>> found.advice[0].say, Record.from_dict(found.to_dict()) == found
    ('Wait for the rain.', True)
    """

    day: datetime.date
    rulebase: str
    version: str
    hash: str
    title: str
    language: str
    notice: str
    engine: str
    exact: bool
    quiet: bool
    flags: tuple[str, ...]
    help: tuple[str, ...]
    topics: dict[str, TopicNote] = field(hash=False)
    told: tuple[Told, ...]
    declined: dict[str, str] = field(hash=False)
    presumed: dict[str, Plain] = field(hash=False)
    advice: tuple[Advised, ...]
    open: tuple[Possible, ...]
    conflicts: tuple[Clash, ...] = field(hash=False)
    contradiction: AtOdds | None
    to_find_out: tuple[str, ...]
    plans: tuple[PlanNote, ...]
    facts: dict[str, FactNote] = field(hash=False)
    rules: dict[str, RuleNote] = field(hash=False)
    sources: dict[str, SourceNote] = field(hash=False)
    never: tuple[str, ...]

    @classmethod
    def of(
        cls,
        rulebase: Rulebase,
        state: State,
        outcome: Outcome,
        questions: Iterable[Question],
        country: str | None = None,
    ) -> Record:
        """Record what a talk has come to, what follows from it, and what is still worth asking.

        `country` is the code of the one whose help is named, None for any.

        >>> from advisor import Advisor
        >>> garden = Advisor.load("examples/garden")
        >>> session, reply = garden.respond(garden.begin(), "It will rain. Should I water the plants?")
        >>> Record.of(garden.rulebase, garden.state(session), reply.outcome, reply.questions).told[0].fact
        'rain_expected'
        """
        from advisor.conversation.recording import Recording  # reading a record takes none of it

        return Recording(rulebase, state, outcome, country).of(tuple(questions))

    @classmethod
    def of_reply(cls, reply: Reply) -> Record:
        """Record the reply to one message, or to a talk.

        >>> from advisor import Advisor
        >>> Record.of_reply(Advisor.load("examples/garden").ask("Should I water the plants?")).to_find_out[0]
        'rain_expected'
        """
        from advisor.conversation.recording import state_of

        return cls.of(reply.rulebase, state_of(reply), reply.outcome, reply.questions, reply.country)

    def to_dict(self) -> dict[str, Any]:
        """Give the record as plain values for JSON; every key is always there.

        >>> from advisor import Advisor
        >>> Record.of_reply(Advisor.load("examples/garden").ask("")).to_dict()["format"]
        1
        """
        return {"format": FORMAT, **record(self)}

    @classmethod
    def from_dict(cls, given: object) -> Record:
        """Read a record from plain values; raises AdvisorError for what is none, is newer, or is damaged.

        >>> Record.from_dict({"format": 2})
        Traceback (most recent call last):
          ...
        advisor.errors.AdvisorError: this record is written in format 2; this program reads format 1
        """
        if not isinstance(given, dict) or type(given.get("format")) is not int:
            raise AdvisorError("this is no record of a consultation")
        if given["format"] != FORMAT:
            wanted = f"this program reads format {FORMAT}"
            raise AdvisorError(f"this record is written in format {str(given['format'])[:20]}; {wanted}")
        if "told" not in given:
            raise AdvisorError("this is no record of a consultation")
        found: Record = read(cls, {key: value for key, value in given.items() if key != "format"}, "")
        check(found)
        return found

    @classmethod
    def from_json(cls, text: str | bytes) -> Record:
        """Read a record from JSON; raises AdvisorError like `from_dict`, and for what is no JSON.

        >>> Record.from_json("rain")
        Traceback (most recent call last):
          ...
        advisor.errors.AdvisorError: this is no record of a consultation: it is not JSON
        """
        try:
            given = json.loads(text)
        except UnicodeDecodeError:
            raise AdvisorError("this is no record of a consultation: it is not text in UTF-8") from None
        except RecursionError:
            raise AdvisorError("this is no record of a consultation: it is nested too deep") from None
        except ValueError:  # also a number of thousands of digits
            raise AdvisorError("this is no record of a consultation: it is not JSON") from None
        return cls.from_dict(given)
