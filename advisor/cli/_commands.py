"""The commands of a talk: what may be typed at every prompt instead of an answer.

A command is a line that begins with its name and goes on as the command does; a longer sentence that happens to begin
so, such as "why does it rain so much", is said to the advisor.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from advisor.cli import _reasons, _telling
from advisor.cli._waiting import Waiting, picked
from advisor.conversation.session import OF_SAFETY, RAISED, Event
from advisor.errors import UnknownName
from advisor.language.english import words
from advisor.language.heard import DENIED
from advisor.render.blocks import DETAIL, HEADING, ITEM, PARAGRAPH, Block
from advisor.render.care import FIRM, care_blocks
from advisor.render.talk import NOT_SO, help_blocks, topics_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.cli._talk import Talk

    Command = Callable[[Talk, str], Iterator[Block]]

WORDS = {
    "help": "where people find help",
    "why": "why the last question is asked",
    "how": "how the advice came about; how full tells all of it",
    "why not …": "why something else is not advised",
    "what if …": "what would change if something were different",
    "back": "take the last answer back",
    "change": "what you told me, and putting one thing right: change 2",
    "skip": "leave the question open",
    "topics": "what I can advise on; topics 2 turns to one",
    "plan": "how far a plan has come; plan --ics FILE writes a calendar file",
    "summary": "all on one page; summary FILE writes it as .md, .html, .txt or .json",
    "save": "keep this talk from now on, under a name: save NAME",
    "forget": "forget this talk, here and where it is kept; forget all forgets it with everything, and leaves",
    "country": "name places that help in a country: country Ireland",
    "not so": "put me right when I took something for danger that is none",
    "commands": "this list; ? does the same",
    "quit": "leave",
}
NO_PLACES = "These rules know of no places that help."
OUT_OF_REACH = (
    "I cannot reach the history of your shell, what scrolled past on the screen, backups, screenshots, or a program "
    "that watches this device."
)
WRITES_NOTHING = "This talk is private: it writes no file."
_LEAVING = words("quit exit bye goodbye q :q")
_CALLS = (["save", "me"], ["save", "us"], ["please", "help"])
_PEOPLE = words("me us him her it them this myself")
_NUMBER = re.compile(r"-?\d+[.)]?")


def find(talk: Talk, line: str) -> Iterator[Block] | None:
    """Find the command that a line is, ready to be carried out; None for what is said to the advisor."""
    typed = line.lower().rstrip("?!. ").split()
    if not typed:
        return None if "?" not in line else _help(talk, "") if "!" in line else _commands(talk, "")
    if typed == ["help"]:
        return _help(talk, "")
    if calls_for_help(line):
        return help_first(talk, line)
    if typed == ["not", "so"]:
        return _not_so(talk, "")
    if len(typed) == 1 and typed[0] in _LEAVING:
        return talk.leave()
    after = line.split(None, 1)[1].strip() if len(typed) > 1 else ""
    if typed[:2] in (["why", "not"], ["what", "if"]):
        asked = " ".join(line.split()[2:]).rstrip("?!. ")
        return (_silenced if talk.quiet else _reasons.why_not if typed[0] == "why" else _reasons.what_if)(talk, asked)
    found = _ALONE.get(typed[0]) if len(typed) == 1 else None
    found = found or (_WITH.get(typed[0]) if len(typed) == 1 or _fits(talk, typed, after) else None)
    if found and talk.quiet and typed[0] in _OF_ADVICE:
        return _silenced(talk, "")
    return found(talk, after) if found else None


def _fits(talk: Talk, typed: list[str], after: str) -> bool:
    """Whether what follows a command is for it: otherwise it is a sentence, such as "how do I prune it"."""
    first, rest = typed[0], typed[1:]
    alone = rest[0] if len(rest) == 1 else ""
    if first == "how":
        return rest[0] in {"full", "short"} or (bool(alone) and _reasons.act_meant(talk, alone) is not None)
    if first == "plan":
        return rest[0].startswith("--")
    if first == "summary":
        return bool(alone) or "." in after
    if first == "save":
        return bool(alone) and alone not in _PEOPLE
    if first == "forget":
        return alone in {"all", "everything"}
    if first == "country":
        return True
    if first == "change":
        return "=" in after or bool(alone and (_NUMBER.fullmatch(alone) or alone in talk.advisor.rulebase.facts))
    return bool(_NUMBER.fullmatch(after)) or _topic(talk, after) is not None


# --- help, and safety


def calls_for_help(line: str) -> bool:
    """Whether a longer line begins by asking for help.

    >>> calls_for_help("help, it is flooding"), calls_for_help("helpful advice")
    (True, False)
    """
    typed = re.findall(r"[a-z]+", line.lower()[:40])
    return len(typed) > 1 and (typed[0] == "help" or typed[:2] in _CALLS)


def help_first(talk: Talk, line: str) -> Iterator[Block]:
    """Say where people find help, and then let the advisor take in the rest of the line."""
    heard = talk.advisor.understand(line, today=talk.today())
    if any(raised.calls_for_help for raised in heard.flags):
        yield from talk.respond(line)  # what it says is help, and to the point
        return
    yield from help_blocks(talk.advisor.rulebase, talk.country)
    if heard.understood:
        yield from talk.respond(line)


def _help(talk: Talk, given: str) -> Iterator[Block]:
    del given
    yield from help_blocks(talk.advisor.rulebase, talk.country)


def _country(talk: Talk, given: str) -> Iterator[Block]:
    """Take a country, and give its places at once where help was just named."""
    if not given:
        names = ", ".join(country.name for country in talk.advisor.rulebase.care.countries.values())
        yield Block(PARAGRAPH, f"Type country and its name. I know places in: {names}." if names else NO_PLACES)
        return
    try:
        name = talk.settle_in(given)
    except UnknownName:
        from advisor.cli._talk import NO_PLACES_THERE  # which needs these commands itself

        yield Block(PARAGRAPH, NO_PLACES_THERE)
        return
    yield Block(PARAGRAPH, f"From now on I name places in {name}. It is kept nowhere.")
    if talk.quiet:
        talk.session, talk.reply = talk.replied_to(talk.session)
        yield from care_blocks(talk.reply)
    else:
        yield from help_blocks(talk.advisor.rulebase, talk.country)


def _silenced(talk: Talk, given: str) -> Iterator[Block]:
    """Say that no advice is given while something about safety stands: its kind, and none of the words."""
    del given
    flags = talk.advisor.rulebase.flags
    kinds = " and ".join(flags[name].title for name in talk.replied().flags if flags[name].quiets)
    yield Block(PARAGRAPH, f"You told me something about {kinds}, and that comes first, so I give no advice now.")
    yield Block(DETAIL, "help says who can help.")
    yield Block(DETAIL, NOT_SO)


def _not_so(talk: Talk, given: str) -> Iterator[Block]:
    """Take it that what raised a flag was misread: it is kept as denied, and silences no more advice."""
    del given
    flags = talk.advisor.state(talk.session, today=talk.today()).flags
    raised = [name for name, status in flags.items() if status != DENIED]
    standing = talk.reply is not None and talk.quiet
    if not raised:
        yield Block(PARAGRAPH, "I took nothing for a matter of safety.")
        return
    talk.session = talk.session.then(*(Event(RAISED, talk.today(), names=(n,), how=DENIED) for n in raised))
    talk.session, talk.reply = talk.replied_to(talk.session)
    yield Block(PARAGRAPH, "Then I took it wrong. If it ever is so, type help: that works at any time.")
    if not talk.quiet:
        yield Block(DETAIL, "Press Enter to go on, or tell me more.")
    elif standing and _lifts(talk):
        yield Block(DETAIL, "When you want the advice, ask for it again.")
    else:
        yield Block(DETAIL, FIRM)


def _lifts(talk: Talk) -> bool:
    """Whether asking again brings advice back."""
    reply, flags = talk.replied(), talk.advisor.rulebase.flags
    guard = reply.guard
    return guard is not None and all(guard.liftable(name, talk.today()) for name in reply.flags if flags[name].quiets)


# --- topics


def _topic(talk: Talk, given: str) -> str | None:
    topics = talk.advisor.rulebase.topics
    return picked(given, tuple(topics), {name: topic.title for name, topic in topics.items()})


def _topics(talk: Talk, given: str) -> Iterator[Block]:
    if topic := _topic(talk, given):
        yield from _telling.turn(talk, topic)
        return
    names = tuple(talk.advisor.rulebase.topics)
    talk.waiting, talk.listed = Waiting(topics=names), True
    if given:
        yield Block(PARAGRAPH, "There is no such number.")
    yield from topics_blocks(talk.advisor.rulebase, names, "I can advise on:", helped=True)
    yield Block(DETAIL, "Type a number to turn to one.")


# --- pages and files


def _plan(talk: Talk, given: str) -> Iterator[Block]:
    from advisor.render.plan import plan_blocks

    plans, rulebase, today = talk.replied().plans, talk.advisor.rulebase, talk.today()
    if given.startswith("--ics"):
        from advisor.cli._writing import write_new
        from advisor.render.calendar import calendar_file

        if all(plan.start is None for plan in plans):
            yield Block(PARAGRAPH, "There are no days to count yet; type plan to see what I need to know.")
            return
        if talk.private:
            yield Block(PARAGRAPH, WRITES_NOTHING)
            return
        path = os.path.expanduser(given.removeprefix("--ics").strip("= ") or "plan.ics")  # noqa: PTH111 - costs time
        write_new(path, calendar_file(rulebase, plans, today))
        talk.written.append(path)
        yield Block(PARAGRAPH, f"Written to {path}.")
        return
    for plan in plans:
        yield from plan_blocks(rulebase, plan, today)
    if not plans:
        yield Block(PARAGRAPH, "These rules have no plan that counts days.")


def _summary(talk: Talk, given: str) -> Iterator[Block]:
    from advisor.conversation.record import Record

    page = Record.of_reply(talk.replied())
    if given and talk.private:
        yield Block(PARAGRAPH, WRITES_NOTHING)
    elif given:
        from advisor.cli._records import checked_place, keep

        path = checked_place(os.path.expanduser(given))  # noqa: PTH111 - pathlib costs time
        keep(page, path)
        talk.written.append(str(path))
        yield Block(PARAGRAPH, f"Written to {path}.")
    else:
        from advisor.render.record import record_blocks

        yield from record_blocks(page)


def _save(talk: Talk, given: str) -> Iterator[Block]:
    if talk.private:
        yield Block(PARAGRAPH, WRITES_NOTHING)
    elif talk.name:
        yield Block(PARAGRAPH, f"This talk is kept as {talk.name}.")
    elif not given:
        yield Block(PARAGRAPH, "Give it a name: save NAME. Until then nothing is kept.")
    else:
        yield from talk.keep_as(given)


def _forget(talk: Talk, given: str) -> Iterator[Block]:
    """Forget what was told, here and where it is kept; what was said about safety stays until all is forgotten."""
    if talk.name and talk.kept:
        talk.store().forget(talk.name)
    if given.lower().rstrip(".! ") == "all":
        talk.begin_anew()
        talk.done = True
        yield Block(PARAGRAPH, "All of it is forgotten, and this talk is over.")
        if talk.written:
            yield Block(
                PARAGRAPH, f"Files that you asked for, and that are yours to delete: {', '.join(talk.written)}."
            )
        yield Block(DETAIL, OUT_OF_REACH)
        return
    stays = tuple(event for event in talk.session.events if event.sort in OF_SAFETY)
    talk.begin_anew()
    talk.session = talk.session.then(*stays)
    yield Block(PARAGRAPH, "Forgotten. What stands above on the screen is not mine to erase. We begin anew.")
    if stays:
        yield Block(DETAIL, "What you said about safety I keep until you leave. forget all ends everything.")


def _commands(talk: Talk, given: str) -> Iterator[Block]:
    del talk, given
    yield Block(HEADING, "Answer in your own words or by number, or type one of these:")
    for name, does in WORDS.items():
        yield Block(ITEM, f"{name} – {does}")
    yield Block(PARAGRAPH, "You need not answer: don't know, rather not say, does not apply, I'll find out.")


_ALONE: dict[str, Command] = {
    "why": _reasons.why,
    "back": _telling.back,
    "skip": _telling.skip,
    "commands": _commands,
}
_WITH: dict[str, Command] = {
    "how": _reasons.how,
    "plan": _plan,
    "summary": _summary,
    "topics": _topics,
    "save": _save,
    "change": _telling.change,
    "forget": _forget,
    "country": _country,
}
_OF_ADVICE = words("why how plan summary")
