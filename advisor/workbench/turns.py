"""Turns: what becomes of advice, or of the value of a fact, from one rulebase to the next, and how far that goes."""

from __future__ import annotations

from advisor.rulebase.model import AGAINST, FOR, SILENT
from advisor.workbench.differences import (
    APPEARS,
    AT_ODDS,
    CHANGES,
    CONFLICT,
    DISAPPEARS,
    NOT_AT_ODDS,
    REVERSES,
)
from advisor.workbench.versions import MAJOR, MINOR

Verdicts = frozenset[str]
_LEANING = FOR | AGAINST


def turn_of(before: Verdicts, now: Verdicts) -> str:
    """Say what becomes of advice on an act; that a source says nothing is no advice.

    >>> turn_of(frozenset({"dont"}), frozenset({"may"})), turn_of(frozenset(), frozenset({"know"}))
    ('reverses', 'appears')
    """
    if (CONFLICT in before) != (CONFLICT in now):
        return AT_ODDS if CONFLICT in now else NOT_AT_ODDS
    was, says = before - {SILENT}, now - {SILENT}
    if bool(was) != bool(says):
        return APPEARS if says else DISAPPEARS
    opposed = (was & FOR and says & AGAINST) or (was & AGAINST and says & FOR)
    return REVERSES if opposed else CHANGES


def turn_of_value(before: Verdicts, now: Verdicts) -> str:
    """Say what becomes of the value of a derived fact.

    >>> turn_of_value(frozenset({"true"}), frozenset())
    'disappears'
    """
    if (CONFLICT in before) != (CONFLICT in now):
        return AT_ODDS if CONFLICT in now else NOT_AT_ODDS
    return CHANGES if before and now else APPEARS if now else DISAPPEARS


def level_of(turn: str, before: Verdicts, now: Verdicts) -> str:
    """Say how far a turn of advice goes.

    Advice that still leans the same way changes gently; where it leaned and no longer does, somebody counted on it.

    >>> level_of("changes", frozenset({"dont"}), frozenset({"wait"}))
    'minor'
    >>> level_of("changes", frozenset({"dont"}), frozenset({"know"}))
    'major'
    """
    if turn in {APPEARS, NOT_AT_ODDS}:
        return MINOR
    leaning = bool(now & _LEANING) or not before & _LEANING
    return MINOR if turn == CHANGES and leaning else MAJOR
