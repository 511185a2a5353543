"""Differences between two rulebases in words: how far a change goes and why, and everything that it changes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from advisor.render.blocks import DETAIL, HEADING, ITEM, LEAD, NOTE, PARAGRAPH, Block
from advisor.render.differing_parts import count_in_words, parts_blocks
from advisor.render.record import printable
from advisor.render.replay import cause_in_words
from advisor.rulebase.kinds import KINDS
from advisor.workbench import differences as turns
from advisor.workbench import replay
from advisor.workbench.versions import MAJOR, MINOR, NONE, PATCH, read_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.rulebase.kinds import Value
    from advisor.rulebase.model import Fact
    from advisor.workbench.differences import Change, Decided, Differences, Heard, Reason, Room, Said

_FEW = 5
_TURNS = {
    turns.APPEARS: "advice appears where nothing was said",
    turns.DISAPPEARS: "advice disappears",
    turns.REVERSES: "the advice reverses",
    turns.CHANGES: "the advice changes",
    turns.AT_ODDS: "rules are at odds now",
    turns.NOT_AT_ODDS: "rules are no longer at odds",
    turns.WORDED: "the same is said in other words",
}
_VALUES = {
    **_TURNS,
    turns.APPEARS: "it is concluded where it was not known",
    turns.DISAPPEARS: "it is concluded no more",
    turns.CHANGES: "another value is concluded",
}
_HOW = {MAJOR: "a major change", MINOR: "a minor change", PATCH: "a patch"}
_AS = {MAJOR: "major", MINOR: "minor", PATCH: "a patch"}
_ASPECTS = {"say": "what is said", "because": "the reason", "source": "the source"}
_REPLAYED = {
    replay.APPEARED: "is advised now, and was not",
    replay.DISAPPEARED: "was advised, and is no more",
    replay.REVERSED: "is the opposite now",
    replay.WORDED: "is worded differently",
    replay.OTHER_RULE: "comes by another rule",
    replay.ASSUMED: "takes other things for granted",
    replay.AT_ODDS: "what was told is at odds now",
    replay.NOT_AT_ODDS: "what was told is no longer at odds",
}
_SAFETY = {"flag", "helpline", "sign", "thing said together", "country with help"}
_UNDERSTANDING = {"phrases", "words", "example message"}


def differences_blocks(found: Differences) -> Iterator[Block]:
    """Put the differences between two rulebases into words, what somebody counts on first.

    >>> from advisor import Advisor
    >>> from advisor.workbench.review import review
    >>> garden = Advisor.load("examples/garden")
    >>> next(differences_blocks(review(garden, garden))).words
    'Nothing differs: garden 1.0 and garden 1.0 are the same files.'
    """
    yield from (Block(sort, printable(words)) for sort, words in _blocks(found))


def _blocks(found: Differences) -> Iterator[Block]:
    yield from _level(found)
    advice = [one for one in found.changes if "." in one.on]
    for heading, blocks in (
        ("Advice", _changes(advice, found.facts)),
        ("Conclusions of rules", _changes([one for one in found.changes if "." not in one.on], found.facts)),
        ("Situations", _rooms(found.rooms, found.facts)),
        ("What can be named", parts_blocks(one for one in found.parts if one.kind not in _SAFETY)),
        ("Safety", _safety(found)),
        ("Understanding", _understanding(found)),
        ("Scenarios", _scenarios(found)),
        ("Stored records", _records(found.records)),
        ("Not compared in every situation", _undecided(found)),
    ):
        written = list(blocks)
        if written:
            yield Block(HEADING, heading)
            yield from written


# --- how far it goes


def _level(found: Differences) -> Iterator[Block]:
    old, new = (" ".join(one) for one in (found.old, found.new))
    if found.level == NONE:
        files = "are the same files" if found.same else "come to the same, though the files differ"
        about = f" on the topic {found.topic}" if found.topic else ""
        yield Block(LEAD, f"Nothing differs{about}: {old} and {new} {files}.")
    else:
        least = "at least " if found.undecided else ""
        about = f" of the topic {found.topic}" if found.topic else ""
        yield Block(LEAD, f"From {old} to {new}: {least}{_HOW[found.level]}{about}.")
        top = [one for one in found.reasons if one.level == found.level]
        yield Block(PARAGRAPH, f"It is {_AS[found.level]} because {_listed([_reason(one) for one in top], '; ')}.")
    yield from _version(found)


def _version(found: Differences) -> Iterator[Block]:
    before, now = found.old[1], found.new[1]
    if found.topic:
        yield Block(NOTE, "Only one topic was looked at, so the version is not judged.")
    elif read_version(before) is None:
        if found.level != NONE:
            yield Block(
                NOTE, "The older one declares no version of numbers, so there is nothing to hold the new one to."
            )
    elif not found.enough:
        yield Block(PARAGRAPH, f"The version says {before} -> {now}; this is at least {found.least}.")
    elif found.level != NONE:
        yield Block(NOTE, f"The version says {before} -> {now}, which is enough.")


def _reason(one: Reason) -> str:
    if one.kind == "advice":
        return f"on {one.name} {_TURNS[one.sort]}" if "." in one.name else f"of {one.name}, {_VALUES[one.sort]}"
    if one.kind == "situations":
        return "situations that were possible are not" if one.sort == turns.CLOSED else "more situations are possible"
    if one.kind == "message":
        return "messages are understood otherwise"
    if one.kind == "record":
        return f"of a stored record, {one.name or 'it'} {_REPLAYED[one.sort]}"
    if one.kind in {*_UNDERSTANDING, "helpline", "scenario", "sign", "thing said together"}:
        what = {"scenario": "scenarios", "helpline": "helplines"}.get(one.kind, one.kind)
        where = f" of {one.name}" if one.name else ""
        return f"{what}{where} are {'others' if one.sort == turns.CHANGED else one.sort}"
    return f"the {one.kind} {one.name} {'has changed' if one.sort == turns.CHANGED else f'is {one.sort}'}"


def _listed(words: list[str], joint: str = ", ") -> str:
    words = list(dict.fromkeys(words))
    more = len(words) - _FEW
    return joint.join(words[:_FEW]) + (f"{joint}and {more} more" if more > 0 else "")


# --- what is advised and concluded


def _changes(changes: Iterable[Change], facts: Mapping[str, Fact]) -> Iterator[Block]:
    for one in changes:
        said = (_TURNS if "." in one.on else _VALUES)[one.sort]
        if one.aspects:
            said += f", {' and '.join(_ASPECTS[aspect] for aspect in one.aspects)}"
        if one.assuming:
            said += f", as long as {one.assuming} is not told"
        yield Block(ITEM, f"{one.on}: {said} ({one.level}).")
        where = f"With {_told(one.example, facts)}" if one.example else "In every situation"
        if one.seen:
            where = f"In the scenario “{one.seen}”"
        yield Block(DETAIL, f"{where}: {_said(one.before)} before, {_said(one.now)} now.")
        for text, when in (
            *((text, "Before") for text in one.before.words),
            *((text, "Now") for text in one.now.words),
        ):
            yield Block(DETAIL, f"{when}: “{text}”")
        if one.others:
            pairs = [f"{_verdicts(was)} -> {_verdicts(now)}" for was, now in one.others]
            yield Block(DETAIL, f"In other situations: {_listed(pairs)}.")


def _told(example: Mapping[str, Value], facts: Mapping[str, Fact]) -> str:
    return ", ".join(f"{name}: {KINDS[facts[name].kind].show(value)}" for name, value in example.items())


def _said(said: Said) -> str:
    rules = f" by {_listed(list(said.rules))}" if said.rules else ""
    return f"{_verdicts(said.verdicts)}{rules}"


def _verdicts(verdicts: tuple[str, ...]) -> str:
    return " and ".join(verdicts) or "nothing"


def _rooms(rooms: Iterable[Room], facts: Mapping[str, Fact]) -> Iterator[Block]:
    for one in rooms:
        what = "are possible that were not" if one.sort == turns.OPENED else "that were possible are not"
        yield Block(ITEM, f"{_listed(list(one.topics))}: situations {what} ({one.level}).")
        said = _listed([f"{on} {verdict}" for on, verdict in one.said]) or "nothing"
        where = f"With {_told(one.example, facts)}" if one.example else "For example when nothing is told"
        yield Block(DETAIL, f"{where}: {said} {'now' if one.sort == turns.OPENED else 'before'}.")


# --- safety, understanding, scenarios


def _safety(found: Differences) -> Iterator[Block]:
    yield from parts_blocks(one for one in found.parts if one.kind in _SAFETY)
    yield from (Block(ITEM, count_in_words(one)) for one in found.counts if one.kind in _SAFETY)


def _understanding(found: Differences) -> Iterator[Block]:
    counts = [one for one in found.counts if one.kind in _UNDERSTANDING]
    for kind, group in groupby(sorted(counts, key=lambda one: one.kind), key=lambda one: one.kind):
        several = list(group)
        yield from (Block(ITEM, count_in_words(one)) for one in several[: _FEW * 2])
        if len(several) > _FEW * 2:
            yield Block(ITEM, f"{kind} in {len(several) - _FEW * 2} more places differ.")
    if found.heard:
        yield Block(
            PARAGRAPH, f"Messages read: {found.examples:,}; understood otherwise (minor): {len(found.heard):,}."
        )
        for one in found.heard[:_FEW]:
            yield Block(ITEM, f"“{one.text}”")
            yield Block(DETAIL, _reheard(one))
        if len(found.heard) > _FEW:
            yield Block(NOTE, f"And {len(found.heard) - _FEW:,} more; --format json has them all.")
    elif counts:
        yield Block(NOTE, f"Messages read: {found.examples:,}; all are understood as before.")


def _reheard(one: Heard) -> str:
    names = {**one.before, **one.now}
    return "; ".join(f"{name}: {one.before.get(name, 'nothing')} -> {one.now.get(name, 'nothing')}" for name in names)


def _scenarios(found: Differences) -> Iterator[Block]:
    yield from (Block(ITEM, count_in_words(one)) for one in found.counts if one.kind == "scenario")


# --- records, and what was not compared


def _records(records: Iterable[Decided]) -> Iterator[Block]:
    for one in records:
        lost = one.replayed.lost
        if one.replayed.same:
            yield Block(ITEM, f"{one.place}: the same is advised.")
        else:
            yield Block(ITEM, f"{one.place}: something is otherwise.")
        if one.lost:
            yield Block(DETAIL, f"The older one could not use {_listed(list(one.lost))} either.")
        for gone in lost:
            yield Block(DETAIL, f"{gone.kind} {gone.name}: {gone.why}.")
        for found in one.replayed.divergences:
            verdicts = [said.verdict if said else "nothing" for said in (found.before, found.now)]
            change = f": {verdicts[0]} -> {verdicts[1]}" if verdicts[0] != verdicts[1] else ""
            yield Block(DETAIL, f"{found.on or 'The facts'} {_REPLAYED[found.sort]}{change}.")
            yield from (Block(DETAIL, cause_in_words(cause)) for cause in found.causes)


def _undecided(found: Differences) -> Iterator[Block]:
    for one in found.undecided:
        facts = ", ".join(one.apart)
        why = f"it hangs on {facts}, which cannot be compared" if facts else "too many rules hang together"
        seen = any(change.seen and change.on.startswith(f"{one.name}.") for change in found.changes)
        show = "What the scenarios of both show is told above" if seen else "The scenarios of both show no difference"
        yield Block(ITEM, f"Not decided for {one.name}: {why}. {show}.")
