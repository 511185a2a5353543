"""A conversational rule-based advisor: load a rulebase, describe a situation, get advice with its reasons.

>>> from advisor import Advisor
>>> Advisor.load("examples/garden").ask("It will rain. Should I water the plants?").verdict
'wait'
"""

from __future__ import annotations

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
