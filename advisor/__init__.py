"""A conversational rule-based advisor: load a rulebase, describe a situation, get advice with its reasons.

>>> from advisor import Advisor
>>> Advisor.load("examples/garden").ask("It will rain. Should I water the plants?").verdict
'wait'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.advisor import Advisor
    from advisor.conversation.fold import Progress, State
    from advisor.conversation.reply import Reply
    from advisor.conversation.session import Session
    from advisor.conversation.store import SQLiteStore
    from advisor.errors import (
        AdvisorError,
        EngineError,
        EngineUnavailable,
        FactError,
        Position,
        Problem,
        RulebaseError,
        SessionMoved,
        SessionNotFound,
        StoreError,
        UnknownName,
    )
    from advisor.language.heard import Heard
    from advisor.reasoning.changes import Change, Difference
    from advisor.reasoning.explain import Explanation
    from advisor.reasoning.outcome import Case, Concluded, Conflict, Open, Outcome, RuledOut
    from advisor.reasoning.questions import Question, Stake
    from advisor.reasoning.situation import Contradiction
    from advisor.rulebase.kinds import Range
    from advisor.rulebase.loading import load, loads
    from advisor.rulebase.model import Advice, Rulebase

__version__ = "0.1.0"

# A name is imported when it is first used: the command line starts with what its verb needs, and no more.
_HOMES = {
    "Advice": "advisor.rulebase.model",
    "Advisor": "advisor.advisor",
    "AdvisorError": "advisor.errors",
    "Case": "advisor.reasoning.outcome",
    "Change": "advisor.reasoning.changes",
    "Concluded": "advisor.reasoning.outcome",
    "Conflict": "advisor.reasoning.outcome",
    "Contradiction": "advisor.reasoning.situation",
    "Difference": "advisor.reasoning.changes",
    "EngineError": "advisor.errors",
    "EngineUnavailable": "advisor.errors",
    "Explanation": "advisor.reasoning.explain",
    "FactError": "advisor.errors",
    "Heard": "advisor.language.heard",
    "Open": "advisor.reasoning.outcome",
    "Outcome": "advisor.reasoning.outcome",
    "Position": "advisor.errors",
    "Problem": "advisor.errors",
    "Progress": "advisor.conversation.fold",
    "Question": "advisor.reasoning.questions",
    "Range": "advisor.rulebase.kinds",
    "Reply": "advisor.conversation.reply",
    "Rulebase": "advisor.rulebase.model",
    "RulebaseError": "advisor.errors",
    "RuledOut": "advisor.reasoning.outcome",
    "SQLiteStore": "advisor.conversation.store",
    "Session": "advisor.conversation.session",
    "SessionMoved": "advisor.errors",
    "SessionNotFound": "advisor.errors",
    "Stake": "advisor.reasoning.questions",
    "State": "advisor.conversation.fold",
    "StoreError": "advisor.errors",
    "UnknownName": "advisor.errors",
    "load": "advisor.rulebase.loading",
    "loads": "advisor.rulebase.loading",
}

__all__ = [
    "Advice",
    "Advisor",
    "AdvisorError",
    "Case",
    "Change",
    "Concluded",
    "Conflict",
    "Contradiction",
    "Difference",
    "EngineError",
    "EngineUnavailable",
    "Explanation",
    "FactError",
    "Heard",
    "Open",
    "Outcome",
    "Position",
    "Problem",
    "Progress",
    "Question",
    "Range",
    "Reply",
    "Rulebase",
    "RulebaseError",
    "RuledOut",
    "SQLiteStore",
    "Session",
    "SessionMoved",
    "SessionNotFound",
    "Stake",
    "State",
    "StoreError",
    "UnknownName",
    "load",
    "loads",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__
