"""A talk at a prompt: a line in, words out. What is no command is left to the advisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.cli import _commands, _telling
from advisor.cli._waiting import NEITHER, Waiting, picked
from advisor.conversation.help import country_code
from advisor.conversation.session import OF_SAFETY, Session
from advisor.errors import AdvisorError, FactError, SessionMoved
from advisor.language.english import printable
from advisor.language.heard import CLARIFY, NOT_COVERED
from advisor.render.blocks import DETAIL, PARAGRAPH, Block
from advisor.render.care import care_blocks, private_blocks
from advisor.render.facts import sentence
from advisor.render.question import expected_in_words, question_blocks
from advisor.render.reply import not_covered_blocks
from advisor.render.talk import (
    done_blocks,
    resumed_blocks,
    to_find_out_blocks,
    topics_blocks,
    turn_blocks,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from advisor.advisor import Advisor
    from advisor.conversation.reply import Reply
    from advisor.conversation.store import SQLiteStore

NO_PLACES_THERE = (
    "I know no places in that country. help names the ones that can be reached from anywhere; in danger, call your "
    "local emergency number."
)
UNREAD = "I did not understand that. A few plain words are enough."
_LONGEST = 400


def _told(error: AdvisorError) -> str:
    """Give an error as a sentence; a file that it begins with stays as it is written."""
    words = str(error)
    words = words if len(words) <= _LONGEST else f"{words[: _LONGEST // 2]} … {words[-_LONGEST // 2 :]}"
    return f"{words}." if words.partition(" ")[0].endswith(":") else sentence(words)


class Talk:
    """A talk at a prompt. `store` opens the store of sessions when one is asked for; nothing is kept before that.

    A `private` talk writes no file, whatever is typed. `written` lists the files that were asked for.
    """

    def __init__(
        self,
        advisor: Advisor,
        today: Callable[[], datetime.date],
        store: Callable[[], SQLiteStore],
        *,
        private: bool = False,
    ) -> None:
        self.advisor, self.today, self.store, self.private = advisor, today, store, private
        self.done = False
        self.country: str | None = None
        self.written: list[str] = []
        self.begin_anew()

    def begin_anew(self) -> None:
        """Let nothing have been said yet."""
        self.session: Session = self.advisor.begin()
        self.reply: Reply | None = None
        self.name: str | None = None
        self.kept = 0
        self.turns: list[int] = []
        self.waiting = Waiting()
        self.listed = False

    def settle_in(self, country: str) -> str:
        """Take a country as the one whose help is named, and give its name; raises UnknownName."""
        care = self.advisor.rulebase.care
        self.country = country_code(care, country)
        return care.countries[self.country].name

    @property
    def quiet(self) -> bool:
        """Whether something about safety was said that silences all advice."""
        return self.reply is not None and self.reply.quiet

    # --- keeping

    def resume(self, name: str) -> Iterator[Block]:
        """Go on with the session kept under a name, or begin to keep this one under it."""
        if name not in {kept.name for kept in self.store().list()}:
            yield from self.keep_as(name)
            return
        stored = self.store().load(name)
        session = Session.from_dict({**stored.header, "events": list(stored.events)})
        rulebase = self.advisor.rulebase
        if session.rulebase != rulebase.name:
            raise AdvisorError(f"the talk {name!r} is about {session.rulebase}, not {rulebase.name}")
        self.session, self.name, self.kept = session, name, len(session.events)
        state = self.advisor.state(session, today=self.today())
        yield Block(PARAGRAPH, f"I go on with the talk {name}.")
        yield from resumed_blocks(rulebase, state, changed=session.held_on[2] != rulebase.hash)
        yield from self.answer(*self.replied_to(session))
        self.keep()

    def keep_as(self, name: str) -> Iterator[Block]:
        """Keep this talk under a name that is not taken yet."""
        if name in {kept.name for kept in self.store().list()}:
            yield Block(PARAGRAPH, f"There is a talk {name} already: take another name, or begin with --save {name}.")
            return
        # a name that cannot be kept is refused before anything is promised
        self.store().append(name, self.session.header(), [], after=0, today=self.today())
        self.name, self.kept = name, 0
        self.keep()
        yield Block(PARAGRAPH, f"From now on I keep this talk as {name}: facts and answers, and none of your words.")
        yield Block(DETAIL, f"It is in {self.store().path}; forget takes it out again.")

    def keep(self) -> None:
        """Append what has happened since; where somebody else went on with the talk, no more is kept."""
        if self.name is None or len(self.session.events) == self.kept:
            return
        from advisor.conversation.recording import wordless  # only a talk that is kept needs it

        rulebase = self.advisor.rulebase
        new = [wordless(rulebase, event).to_dict() for event in self.session.events[self.kept :]]
        header = self.session.header()
        try:
            self.kept = self.store().append(self.name, header, new, after=self.kept, today=self.today())
        except SessionMoved:
            name, self.name = self.name, None
            raise AdvisorError(f"the talk {name} went on elsewhere; from here on, this one is not kept") from None

    def replied(self) -> Reply:
        """Give the reply as things stand."""
        if self.reply is None:
            self.session, self.reply = self.replied_to(self.session)
        return self.reply

    def replied_to(self, session: Session) -> tuple[Session, Reply]:
        """Give the reply to a session as it stands."""
        return self.advisor.reply(session, country=self.country, today=self.today())

    # --- a line

    def say(self, line: str) -> Iterator[Block]:
        """Take in one line, and say what comes of it. What goes wrong is said too, and costs nothing."""
        before = self.waiting
        try:
            yield from self._say(printable(line).strip())
        except FactError as error:
            self.waiting = before
            fact = self.advisor.rulebase.facts.get(error.fact)
            fitting = f"That does not fit. What would fit: {expected_in_words(fact)}." if fact else _told(error)
            yield Block(PARAGRAPH, fitting)
        except AdvisorError as error:
            self.waiting = before
            yield Block(PARAGRAPH, _told(error))
        try:
            self.keep()
        except AdvisorError as error:
            yield Block(PARAGRAPH, _told(error))

    def _say(self, line: str) -> Iterator[Block]:
        waiting, self.waiting = self.waiting, Waiting()
        if not line:
            yield from self._go_on(waiting)
        elif self._alarming(line):  # whatever the line is meant for, safety comes first
            yield from _commands.help_first(self, line) if _commands.calls_for_help(line) else self.respond(line)
        elif (command := _commands.find(self, line)) is not None:
            yield from command
        elif waiting.topics:
            yield from self._chosen(waiting.topics, line)
        elif waiting.wrong and (wrong := picked(line, waiting.wrong)):
            yield from _telling.ask_again(self, wrong)
        elif waiting.fact:
            yield from _telling.put_right(self, waiting.fact, line)
        else:
            yield from self.respond(line)

    def _alarming(self, line: str) -> bool:
        heard = self.advisor.understand(line, today=self.today())
        return any(raised.calls_for_help for raised in heard.flags)

    def _go_on(self, waiting: Waiting) -> Iterator[Block]:
        """Say again what is waited for; nothing was said."""
        if waiting.fact:
            yield from _telling.ask_again(self, waiting.fact)
        elif self.reply is None and self.session.events:
            yield from self.answer(*self.replied_to(self.session))
        elif self.reply is None:
            yield Block(PARAGRAPH, "A sentence is enough. Type topics to see what I can advise on.")
        elif self.quiet:
            yield from care_blocks(self.reply, self.reply)
        else:
            yield from self.ask()

    def _chosen(self, names: tuple[str, ...], line: str) -> Iterator[Block]:
        """Turn to the topic that was chosen from a list."""
        topics = self.advisor.rulebase.topics
        topic = picked(line, names, {name: topics[name].title for name in names})
        few = len(names) < len(topics)
        neither = line.lower().rstrip(".! ") in NEITHER
        if topic:
            yield from _telling.turn(self, topic)
        elif few and (neither or line.strip().rstrip(".)") == str(len(names) + 1)):
            yield from self.choose()
        elif line.rstrip(".)").isdigit():
            self.waiting = Waiting(topics=names)
            yield Block(PARAGRAPH, f"There is no such number; they go up to {len(names) + few}. Or say it in words.")
        elif neither and not (self.reply and self.reply.question):
            yield Block(PARAGRAPH, "Then these rules do not cover it, and I have no advice on it.")
        else:
            yield from self.respond(line)

    def respond(self, line: str) -> Iterator[Block]:
        """Let the advisor take in what is said."""
        before = len(self.session.events)
        session, reply = self.heard(line)
        heard = reply.heard
        if not (heard.understood or reply.flags or self._answers_check(session)):
            yield from self._not_understood(reply)
            return
        if heard.decision == NOT_COVERED and not self.quiet:
            yield from not_covered_blocks(self.advisor.rulebase, heard)
        yield from self.answer(session, reply)
        self.turns.append(before)

    def heard(self, line: str) -> tuple[Session, Reply]:
        """Let the advisor take in a line, and give what comes of it; nothing of the talk changes yet."""
        return self.advisor.respond(self.session, line, country=self.country, today=self.today())

    def answer(self, session: Session, reply: Reply) -> Iterator[Block]:
        """Take a reply in, say it, and ask what comes next."""
        before, self.reply, self.session = self.reply, reply, session
        yield from turn_blocks(reply, before)
        asks = reply.heard.asked or not reply.outcome.topics
        if reply.heard.decision == CLARIFY and asks and not (self.quiet or reply.check):
            yield from self.choose(reply.heard.offered)
        else:
            yield from self.ask()

    def ask(self) -> Iterator[Block]:
        """Ask what is worth asking, or say that nothing is."""
        reply = self.reply
        if reply is None or self.quiet:
            return
        if reply.check:  # a direct question about safety comes before all others
            yield Block(PARAGRAPH, reply.check)
        elif reply.outcome.contradiction:
            self.waiting = Waiting(wrong=_telling.at_odds(reply))
            yield Block(DETAIL, "Type the number of the one that is not so.")
        elif not reply.outcome.topics:
            yield from self.choose()
        elif reply.question:
            yield from question_blocks(self.advisor.rulebase, reply.question)
            if reply.question.left > 1:
                yield Block(DETAIL, f"Up to {reply.question.left} questions could still change the advice.")
        else:
            yield from done_blocks(reply)

    def choose(self, names: tuple[str, ...] = ()) -> Iterator[Block]:
        """Offer topics to choose from; without names all of them, and those in full once only."""
        rulebase = self.advisor.rulebase
        self.waiting = Waiting(topics=names or tuple(rulebase.topics))
        if names:
            yield from topics_blocks(rulebase, names, "Which of these is it about?", neither=True, helped=True)
        elif not self.listed:
            self.listed = True
            heading = "What is it about? Type a number, or say more:"
            yield from topics_blocks(rulebase, self.waiting.topics, heading, helped=True)
        else:
            yield Block(PARAGRAPH, "What is it about? Say it in other words, or type topics for the list.")

    def _not_understood(self, reply: Reply) -> Iterator[Block]:
        """Say what would fit."""
        rulebase = self.advisor.rulebase
        yield from private_blocks(reply.heard)
        if reply.question and reply.outcome.topics:
            yield Block(PARAGRAPH, "I did not understand that.")
            yield from self._in_danger()
            yield from question_blocks(rulebase, reply.question)
            yield Block(DETAIL, "You need not answer: don't know, or skip. For another matter, type topics.")
            return
        if reply.heard.decision == NOT_COVERED:
            yield from not_covered_blocks(rulebase, reply.heard)
        else:
            yield Block(PARAGRAPH, UNREAD)
        yield from self._in_danger()
        if not reply.outcome.topics:
            yield from self.choose()

    def _in_danger(self) -> Iterator[Block]:
        """Point to help, as what was not understood may have been about danger."""
        if any(flag.quiets for flag in self.advisor.rulebase.flags.values()):
            yield Block(DETAIL, "If somebody is in danger, type help.")

    def _answers_check(self, session: Session) -> bool:
        """Whether a line brought something about safety, such as the answer to a direct question."""
        return any(event.sort in OF_SAFETY for event in session.events[len(self.session.events) :])

    def leave(self) -> Iterator[Block]:
        """Say goodbye, what is left to find out, and what leaving does not erase."""
        self.done = True
        if self.reply and not self.quiet:
            yield from to_find_out_blocks(self.reply)
        kept = f"This talk is kept as {self.name}." if self.name and self.kept else "Nothing of this talk is kept."
        yield Block(PARAGRAPH, f"{kept} What stands on the screen stays there until you clear it. Take care.")
