"""What is said about safety in a reply: the most urgent flag speaks, others add a line each at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.conversation.help import filled
from advisor.conversation.standing import by_urgency
from advisor.language.alarms import meant
from advisor.language.heard import DENIED
from advisor.rulebase.care import ADAPT, EMERGENCY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from advisor.conversation.standing import Standing
    from advisor.rulebase.model import Rulebase


def spoken(
    rulebase: Rulebase, standing: Sequence[Standing], signs: Collection[str], country: str | None
) -> tuple[str, ...]:
    """Say what flags say that were not denied, by their order; in an emergency one alone speaks."""
    lines = _lines(rulebase, [one for one in standing if one.status != DENIED], signs)
    return tuple(dict.fromkeys(filled(line, rulebase.care, country) for line in lines if line))


def stays(rulebase: Rulebase, standing: Iterable[Standing], country: str | None) -> tuple[str, ...]:
    """Say the one line of help that stays once flags were denied: that of the most urgent."""
    denied = by_urgency(rulebase, (one for one in standing if one.status == DENIED))
    lines = [rulebase.flags[one.flag].stays for one in sorted(denied, key=lambda one: not one.sure)]
    return tuple(filled(line, rulebase.care, country) for line in [*filter(None, lines)][:1])


def _lines(rulebase: Rulebase, up: Sequence[Standing], signs: Collection[str]) -> Iterator[str]:
    if up:
        lead = rulebase.flags[up[0].flag]
        yield lead.says(up[0].voice)
        if lead.urgency == EMERGENCY:
            return
        for one in up[1:]:
            flag = rulebase.flags[one.flag]
            if flag.urgency != ADAPT:
                yield flag.brief
            elif not lead.quiets:  # what adapts advice has nothing to say where there is none
                yield flag.says(one.voice)
        now = {*(one.flag for one in up), *signs}
        yield from (together.say for together in rulebase.care.together if meant(together, now))
