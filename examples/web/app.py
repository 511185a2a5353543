"""A small web service that gives advice, with nothing but the standard library: a WSGI application.

    python examples/web/app.py examples/garden --port 8000
    curl -H 'Content-Type: application/json' -d '{"text": "Should I water the plants?"}' http://127.0.0.1:8000/advice

README.md beside this file has all requests and replies, and the same with a framework.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import secrets
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, make_server

from advisor import (
    Advisor,
    AdvisorError,
    FactError,
    Session,
    SessionMoved,
    SessionNotFound,
    SQLiteStore,
    StoreError,
    UnknownName,
)
from advisor.conversation.recording import wordless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from advisor import Reply

LARGEST_BODY = 200_000
"""Bytes; the session of a long talk fits in."""
LONGEST_TEXT = 4_000
"""Characters; nobody tells more than that in one go."""
LONGEST_READ = 20_000
"""Characters; of a longer text no more is looked through for danger."""
KEYS = {"text", "country", "session", "keep", "talk"}


class Refused(Exception):
    """A request that cannot be answered: the status, what is wrong, and what to do about it. It repeats no words.

    `help` is what has to be said all the same, where the text shows danger.
    """

    def __init__(self, status: HTTPStatus, error: str, hint: str, help_: Iterable[str] = ()) -> None:
        super().__init__(error)
        self.status, self.error, self.hint, self.help = status, error, hint, tuple(help_)


class Asked(NamedTuple):
    """A turn that was asked for, as far as its shape goes."""

    text: str
    country: str | None
    session: Mapping[str, Any] | None
    keep: bool
    talk: str | None


class Site:
    """The service as a WSGI application. Without a `store` the caller keeps the session; one is needed to keep talks.

    An advisor keeps nothing of what it is told, so one serves all requests, in any number of threads.
    """

    def __init__(
        self,
        advisor: Advisor,
        store: SQLiteStore | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.advisor, self.store, self.today = advisor, store, today

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            status, told = self.routed(environ)
        except Refused as refused:
            status = refused.status
            told = {"help": list(refused.help), "error": refused.error, "hint": refused.hint}
        except Exception as error:  # noqa: BLE001 - a message of an error may hold words that somebody wrote
            environ["wsgi.errors"].write(f"{type(error).__name__} while answering\n")
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            told = {"error": "something went wrong here", "hint": "in danger, call your local emergency number"}
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),  # no copy of what was said stays on the way
            ("X-Content-Type-Options", "nosniff"),
        ]
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "DELETE" if environ["PATH_INFO"].startswith("/talks/") else "POST"))
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def routed(self, environ: WSGIEnvironment) -> tuple[HTTPStatus, dict[str, Any]]:
        """Answer a request by its method and path."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        if path == "/advice" and method == "POST":
            return HTTPStatus.OK, self.turn(_json(environ))
        if path.startswith("/talks/") and method == "DELETE":
            return HTTPStatus.OK, self.forget(path.removeprefix("/talks/"))
        if path == "/advice" or path.startswith("/talks/"):
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"{method} is of no use here", "the header Allow says what is")
        raise Refused(HTTPStatus.NOT_FOUND, "there is nothing here", "POST a text to /advice")

    def turn(self, given: object) -> dict[str, Any]:
        """Take one turn of a talk: what is asked, as read from JSON, to what is told, ready for JSON.

        Raises Refused. This is all that a framework needs.
        """
        try:
            return self._answered(_asked(given))
        except Refused as refused:  # whatever is wrong with the request, it must not cost anybody the help they need
            raise Refused(refused.status, refused.error, refused.hint, self._help(given)) from None

    def _help(self, given: object) -> tuple[str, ...]:
        """Give the help for which a text calls, of whatever shape the rest of a request is."""
        text, country = (given.get("text"), given.get("country")) if isinstance(given, dict) else (None, None)
        if not isinstance(text, str):
            return ()
        known = country if isinstance(country, str) else None
        return self.advisor.ask(text[:LONGEST_READ], country=known, today=self.today()).help

    def _answered(self, asked: Asked) -> dict[str, Any]:
        if len(asked.text) > LONGEST_TEXT:
            hint = f"{LONGEST_TEXT:,} characters are allowed; send the heart of it"
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the text is too long", hint)
        session, talk = self._begun(asked)
        known = len(session.events)
        try:
            session, reply = self.advisor.respond(session, asked.text, country=asked.country, today=self.today())
        except (FactError, UnknownName) as error:
            raise _unfit(error) from None
        if talk is None:
            return {**_told(reply), "session": session.to_dict(), "talk": None}
        self._keep(talk, session, known)
        return {**_told(reply), "session": None, "talk": talk}

    def forget(self, talk: str) -> dict[str, Any]:
        """Take a talk out of the store for good; raises Refused."""
        try:
            self._store().forget(talk)
        except SessionNotFound:
            raise _no_talk() from None
        except StoreError:
            raise _no_store() from None
        return {"forgotten": True}

    def _begun(self, asked: Asked) -> tuple[Session, str | None]:
        """Give the session to go on with, and the name under which it is kept: None when the caller keeps it."""
        if asked.talk is not None:
            return self._kept(asked.talk), asked.talk
        if asked.keep:
            self._store()
            # nobody can guess it, so whoever has it is who began the talk
            return self.advisor.begin(), secrets.token_urlsafe(24)
        if asked.session is None:
            return self.advisor.begin(), None
        try:
            session = Session.from_dict(asked.session)
            self._fits(session)
            self.advisor.state(session, today=self.today())
        except AdvisorError as error:
            raise _unfit(error) from None
        return session, None

    def _kept(self, talk: str) -> Session:
        try:
            stored = self._store().load(talk)
        except SessionNotFound:  # its message names the nearest talk, which is somebody else's
            raise _no_talk() from None
        except StoreError:
            raise _no_store() from None
        session = Session.from_dict({**stored.header, "events": list(stored.events)})
        self._fits(session)
        return session

    def _fits(self, session: Session) -> None:
        if session.rulebase != self.advisor.rulebase.name:
            hint = "leave the session out to begin a new one"
            raise Refused(HTTPStatus.CONFLICT, "this session is about something else", hint)

    def _keep(self, talk: str, session: Session, known: int) -> None:
        # facts and no words: what somebody wrote as the value of a text is left out
        events = [wordless(self.advisor.rulebase, event).to_dict() for event in session.events[known:]]
        try:
            self._store().append(talk, session.header(), events, after=known, today=self.today())
        except SessionMoved:
            raise Refused(HTTPStatus.CONFLICT, "this talk went on elsewhere", "send the text once more") from None
        except StoreError:
            raise _no_store() from None

    def _store(self) -> SQLiteStore:
        if self.store is None:
            hint = "leave out `keep` and `talk`, and send the session of the last reply"
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "no talk is kept here", hint)
        return self.store


def _told(reply: Reply) -> dict[str, Any]:
    """Give a reply in the order in which a page has to show it: help before all else."""
    question = reply.question
    return {
        "help": list(reply.help),
        "check": reply.check,
        "verdict": reply.verdict,
        "say": reply.say,
        "because": reply.because,
        "question": None if reply.check or question is None else question.to_dict(),
        "notice": reply.caution,
        "reply": reply.to_dict(),
    }


def _json(environ: WSGIEnvironment) -> object:
    """Read the body of a request; one that is too large is refused unread."""
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "this is no JSON", "send Content-Type: application/json")
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise Refused(HTTPStatus.LENGTH_REQUIRED, "the length of the body is missing", "send Content-Length")
    if int(length[:20]) > LARGEST_BODY:
        hint = f"{LARGEST_BODY:,} bytes are allowed; begin a new session"
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large", hint)
    try:
        return json.loads(environ["wsgi.input"].read(int(length)).decode())
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or nested without end
        hint = 'send an object such as {"text": "…"} in UTF-8'
        raise Refused(HTTPStatus.BAD_REQUEST, "this is no JSON", hint) from None


def _asked(given: object) -> Asked:
    """Read what was asked; raises Refused for what has another shape."""
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise Refused(HTTPStatus.BAD_REQUEST, "there is no text", 'send an object such as {"text": "…"}')
    kinds = {"country": str, "session": dict, "keep": bool, "talk": str}
    wrong = [key for key, kind in kinds.items() if given.get(key) is not None and not isinstance(given[key], kind)]
    if wrong or not given.keys() <= KEYS:
        hint = f"the keys are {', '.join(sorted(KEYS))}; country and talk are texts, keep is true or false"
        raise Refused(HTTPStatus.BAD_REQUEST, "a key is not known, or has another kind of value", hint)
    if sum(bool(given.get(key)) for key in ("session", "keep", "talk")) > 1:
        hint = "send `session` where you keep it, `keep` to begin a talk that is kept here, `talk` to go on with one"
        raise Refused(HTTPStatus.BAD_REQUEST, "it is not clear who keeps the session", hint)
    return Asked(
        given["text"], given.get("country"), given.get("session"), bool(given.get("keep")), given.get("talk") or None
    )


def _unfit(error: AdvisorError) -> Refused:
    """Word an error of the library without what it repeats."""
    named = f"this session holds a {error.kind} that is not known" if isinstance(error, UnknownName) else ""
    hint = "leave the session out to begin a new one"
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, named or "this session cannot be read", hint)


def _no_talk() -> Refused:
    return Refused(HTTPStatus.NOT_FOUND, "there is no such talk", "begin one: send `keep` as true")


def _no_store() -> Refused:
    hint = "send the text without `talk`; the reply then holds the session"
    return Refused(HTTPStatus.SERVICE_UNAVAILABLE, "the store of talks cannot be used", hint)


class Quiet(WSGIRequestHandler):
    """Serves without a log, for a path may hold the name of a talk; who sends nothing for ten seconds is hung up on."""

    timeout = 10

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Say nothing."""


def main() -> None:
    """Serve on this machine alone, one request at a time: enough to try it out."""
    parser = argparse.ArgumentParser(description="Serve advice over HTTP, on this machine alone.")
    parser.add_argument("rules", nargs="+", help="a rulebase, by name or path; several extend each other")
    parser.add_argument("--port", type=int, default=8000, help="0 for any that is free")
    parser.add_argument("--store", help="a file in which talks are kept for those who ask for it")
    given = parser.parse_args()
    try:
        site = Site(Advisor.load(*given.rules), SQLiteStore(given.store) if given.store else None)
    except AdvisorError as error:
        sys.exit(str(error))
    try:
        server = make_server("127.0.0.1", given.port, site, handler_class=Quiet)
    except (OSError, OverflowError) as error:  # the port is taken, or is none
        sys.exit(f"port {given.port}: {error}; choose another with --port")
    with server, contextlib.suppress(KeyboardInterrupt):
        print(f"http://127.0.0.1:{server.server_port}/advice", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
