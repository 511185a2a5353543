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
    from advisor.conversation.reply import Reply
    from advisor.errors import (
        AdvisorError,
        EngineError,
        EngineUnavailable,
        FactError,
        Position,
        Problem,
        RulebaseError,
        UnknownName,
    )
    from advisor.language.heard import Heard
    from advisor.reasoning.explain import Explanation
    from advisor.reasoning.outcome import Concluded, Conflict, Open, Outcome, RuledOut
    from advisor.reasoning.questions import Question
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
    "Concluded": "advisor.reasoning.outcome",
    "Conflict": "advisor.reasoning.outcome",
    "Contradiction": "advisor.reasoning.situation",
    "EngineError": "advisor.errors",
    "EngineUnavailable": "advisor.errors",
    "Explanation": "advisor.reasoning.explain",
    "FactError": "advisor.errors",
    "Heard": "advisor.language.heard",
    "Open": "advisor.reasoning.outcome",
    "Outcome": "advisor.reasoning.outcome",
    "Position": "advisor.errors",
    "Problem": "advisor.errors",
    "Question": "advisor.reasoning.questions",
    "Range": "advisor.rulebase.kinds",
    "Reply": "advisor.conversation.reply",
    "Rulebase": "advisor.rulebase.model",
    "RulebaseError": "advisor.errors",
    "RuledOut": "advisor.reasoning.outcome",
    "UnknownName": "advisor.errors",
    "load": "advisor.rulebase.loading",
    "loads": "advisor.rulebase.loading",
}

__all__ = [
    "Advice",
    "Advisor",
    "AdvisorError",
    "Concluded",
    "Conflict",
    "Contradiction",
    "EngineError",
    "EngineUnavailable",
    "Explanation",
    "FactError",
    "Heard",
    "Open",
    "Outcome",
    "Position",
    "Problem",
    "Question",
    "Range",
    "Reply",
    "Rulebase",
    "RulebaseError",
    "RuledOut",
    "UnknownName",
    "__version__",
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
