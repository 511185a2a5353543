"""The web service of the examples: what it answers, what it refuses, and that it keeps words to itself."""

from __future__ import annotations

import datetime
import http.client
import io
import json
import select
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from advisor import Advisor, SQLiteStore
from examples.web.app import LARGEST_BODY, LONGEST_TEXT, Refused, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 11, 23)
GARDEN = Advisor.load(ROOT / "examples" / "garden", engine="indexed")
HIKE = Advisor.load(ROOT / "examples" / "hike", engine="indexed")
QUESTION = "Should I water the plants?"
DIZZY = "I feel dizzy. Shall we go on to the top?"


class Answer(NamedTuple):
    """What came back of a request, and what was logged meanwhile."""

    status: int
    headers: Mapping[str, str]
    told: dict[str, Any]
    logged: str


def site(advisor: Advisor = GARDEN, store: SQLiteStore | None = None) -> Site:
    return Site(advisor, store, lambda: DAY)


def request(app: Site, method: str, path: str, body: bytes = b"", **environ: str) -> Answer:
    """Call the application as a server does; a validator watches that both keep to the protocol."""
    log = io.StringIO()
    given: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body))}
    given |= {"SCRIPT_NAME": "", "QUERY_STRING": ""}
    if body:
        given["CONTENT_TYPE"] = "application/json"
    given |= {"wsgi.input": io.BytesIO(body), "wsgi.errors": log, **environ}
    setup_testing_defaults(given)
    began: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        began.extend((status, headers))
        return began.append

    chunks = validator(app)(given, start)
    whole = b"".join(chunks)
    chunks.close()  # type: ignore[attr-defined]
    headers = dict(began[1])
    assert int(headers["Content-Length"]) == len(whole)
    return Answer(int(began[0][:3]), headers, json.loads(whole), log.getvalue())


def post(app: Site, **given: object) -> Answer:
    return request(app, "POST", "/advice", json.dumps(given).encode())


def test_a_text_is_answered_with_advice_and_the_session_to_go_on_with() -> None:
    first = post(site(), text=QUESTION)
    assert (first.status, first.told["verdict"]) == (200, None)
    assert first.told["question"]["text"] == "Is rain expected today?"
    second = post(site(), text="yes", session=first.told["session"])
    assert (second.status, second.told["verdict"], second.told["say"]) == (200, "wait", "Wait for the rain.")
    assert second.told["reply"]["understood"]["facts"] == {"rain_expected": True}


def test_help_comes_first_and_names_the_country_that_was_given() -> None:
    told = post(site(HIKE), text="My friend fell, she cant feel her legs", country="Austria").told
    assert next(iter(told)) == "help"
    assert told["help"][0].startswith("Call 112 now")
    assert (told["verdict"], told["question"]) == (None, None)


def test_no_question_is_asked_beside_one_about_safety() -> None:
    told = post(site(HIKE), text=DIZZY).told
    assert told["check"] == "Do you feel ill now?"
    assert told["question"] is None


def test_a_reply_is_not_kept_on_its_way() -> None:
    headers = post(site(), text=QUESTION).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_a_talk_is_kept_under_a_name_that_nobody_can_guess_and_is_forgotten_on_request(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "talks.db") as store:
        app = site(store=store)
        first, other = post(app, text=QUESTION, keep=True).told, post(app, text=QUESTION, keep=True).told
        assert first["session"] is None
        assert first["talk"] != other["talk"]
        assert len(first["talk"]) >= 32
        assert post(app, text="yes", talk=first["talk"]).told["verdict"] == "wait"
        assert post(app, text="", talk=first["talk"]).told["verdict"] == "wait"
        assert request(app, "DELETE", f"/talks/{first['talk']}").told == {"forgotten": True}
        assert post(app, text="yes", talk=first["talk"]).status == 404
        assert [kept.name for kept in store.list()] == [other["talk"]]


def test_a_wrong_name_of_a_talk_tells_nothing_of_the_names_there_are(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "talks.db") as store:
        app = site(store=store)
        talk = post(app, text=QUESTION, keep=True).told["talk"]
        for answer in (post(app, text="yes", talk=talk[:-1]), request(app, "DELETE", f"/talks/{talk[:-1]}")):
            assert answer.status == 404
            assert talk not in json.dumps(answer.told)


def test_of_two_turns_at_once_one_is_kept_and_the_other_is_told_so(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "talks.db") as store:
        app = site(store=store)
        talk = post(app, text=QUESTION, keep=True).told["talk"]
        behind = app._kept(talk)  # noqa: SLF001 - as another request has loaded it
        post(app, text="yes", talk=talk)
        with pytest.raises(Refused) as refused:
            app._keep(talk, GARDEN.tell(behind, {"frost": True}), len(behind.events))  # noqa: SLF001
        assert (refused.value.status, refused.value.hint) == (409, "send the text once more")
        assert post(app, text="", talk=talk).told["verdict"] == "wait"


def test_what_is_kept_holds_no_words_of_the_message(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    with SQLiteStore(path) as store:
        post(site(store=store), text=f"{QUESTION} The heron said that it will rain.", keep=True)
    assert b"heron" not in path.read_bytes()
    assert b"rain_expected" in path.read_bytes()


WRONG: dict[str, tuple[int, Callable[[], Answer]]] = {
    "another place": (404, lambda: request(site(), "GET", "/")),
    "another method": (405, lambda: request(site(), "GET", "/advice")),
    "no JSON by its type": (415, lambda: request(site(), "POST", "/advice", b"text=hello", CONTENT_TYPE="text/plain")),
    "no length": (411, lambda: request(site(), "POST", "/advice", b"{}", CONTENT_LENGTH="")),
    "too many bytes": (413, lambda: request(site(), "POST", "/advice", b"{}", CONTENT_LENGTH=str(LARGEST_BODY + 1))),
    "no JSON": (400, lambda: request(site(), "POST", "/advice", b"{heron")),
    "less than was promised": (
        400,
        lambda: request(site(), "POST", "/advice", b'{"text": "heron', CONTENT_LENGTH="99"),
    ),
    "no UTF-8": (400, lambda: request(site(), "POST", "/advice", b'{"text": "\xff heron"}')),
    "nested without end": (400, lambda: request(site(), "POST", "/advice", b"[" * 100_000)),
    "no object": (400, lambda: request(site(), "POST", "/advice", b'["heron"]')),
    "no text": (400, lambda: post(site(), country="IE")),
    "a text that is none": (400, lambda: post(site(), text=["heron"])),
    "an unknown key": (400, lambda: post(site(), text=QUESTION, heron=1)),
    "a country that is no text": (400, lambda: post(site(), text=QUESTION, country=5)),
    "two who keep the session": (400, lambda: post(site(), text=QUESTION, keep=True, talk="heron")),
    "too long a text": (413, lambda: post(site(), text="heron " * LONGEST_TEXT)),
    "a session that is none": (422, lambda: post(site(), text=QUESTION, session={"heron": 1})),
    "a session about something else": (409, lambda: post(site(), text="hi", session=HIKE.begin().to_dict())),
    "no store": (422, lambda: post(site(), text=QUESTION, keep=True)),
    "a talk without a store": (422, lambda: post(site(), text=QUESTION, talk="heron")),
    "forgetting without a store": (422, lambda: request(site(), "DELETE", "/talks/heron")),
}


@pytest.mark.parametrize(("status", "ask"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused_with_a_hint_that_repeats_and_logs_no_words(
    status: int, ask: Callable[[], Answer]
) -> None:
    answer = ask()
    assert answer.status == status
    assert answer.told["error"]
    assert answer.told["hint"]
    assert "heron" not in json.dumps(answer.told) + answer.logged


def test_another_method_is_told_which_one_is_of_use() -> None:
    assert WRONG["another method"][1]().headers["Allow"] == "POST"
    assert request(site(), "GET", "/talks/any").headers["Allow"] == "DELETE"


def test_a_request_that_is_refused_still_gets_the_help_that_its_text_needs() -> None:
    refused = post(site(HIKE), text=DIZZY, talk="none", country="AT")
    assert refused.status == 422
    assert "The Ridge Club" in refused.told["help"][0]
    assert post(site(HIKE), text=DIZZY * LONGEST_TEXT).told["help"]
    for wrong in ({"heron": 1}, {"country": 43}, {"session": "none"}, {"keep": True, "talk": "none"}):
        refused = post(site(HIKE), text=DIZZY, **wrong)
        assert (refused.status, bool(refused.told["help"])) == (400, True)


FORGED = {
    "an unknown fact": {"event": "told", "day": "2026-11-23", "facts": {"heron": True}},
    "a value of another kind": {"event": "told", "day": "2026-11-23", "facts": {"watered_on": True}},
    "a day to come": {"event": "told", "day": "2999-01-01", "facts": {"watered_on": "2999-01-01"}},
    "an unknown topic": {"event": "about", "day": "2026-11-23", "names": ["heron"]},
    "an unknown flag": {"event": "raised", "day": "2026-11-23", "names": ["heron"]},
    "an unknown question": {"event": "asked", "day": "2026-11-23", "names": ["heron"]},
    "an unknown check": {"event": "checked", "day": "2026-11-23", "names": ["heron"], "how": "77"},
}


@pytest.mark.parametrize("event", FORGED.values(), ids=FORGED)
def test_a_session_that_the_caller_made_up_is_read_or_refused_and_breaks_nothing(event: dict[str, Any]) -> None:
    answer = post(site(), text=QUESTION, session={**GARDEN.begin().to_dict(), "events": [event]})
    assert answer.status in {200, 422}
    assert answer.logged == ""


def test_what_goes_wrong_inside_is_told_without_the_words_of_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("heron")

    app = site()
    monkeypatch.setattr(app, "advisor", type("Broken", (), {"begin": GARDEN.begin, "respond": broken, "ask": broken})())
    answer = post(app, text="heron")
    assert (answer.status, answer.logged) == (500, "ZeroDivisionError while answering\n")
    assert "heron" not in json.dumps(answer.told)


@contextmanager
def serving(*options: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Start the program on a port that is free, and give that port."""
    command = [sys.executable, str(ROOT / "examples" / "web" / "app.py"), *options, "--port", "0"]
    with subprocess.Popen(
        command, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout
            assert select.select([server.stdout], [], [], 30)[0], "the server did not start"
            yield int(server.stdout.readline().rpartition(":")[2].partition("/")[0]), server
        finally:
            server.kill()


def test_the_program_serves_a_talk_over_a_real_socket_and_logs_nothing(tmp_path: Path) -> None:
    with serving(str(ROOT / "examples" / "garden"), "--store", str(tmp_path / "talks.db")) as (port, server):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        talk: str | None = None
        for text, verdict in ((QUESTION, None), ("yes", "wait")):
            body = json.dumps({"text": text, "keep": talk is None, "talk": talk})
            connection.request("POST", "/advice", body, {"Content-Type": "application/json"})
            told = json.load(connection.getresponse())
            talk = told["talk"]
            assert told["verdict"] == verdict
        connection.request("DELETE", f"/talks/{talk}")
        assert json.load(connection.getresponse()) == {"forgotten": True}
        connection.close()
        server.kill()
        assert server.communicate(timeout=30) == ("", "")


def test_an_interrupt_ends_the_program_quietly() -> None:
    with serving(str(ROOT / "examples" / "garden")) as (_, server):
        server.send_signal(signal.SIGINT)
        assert server.communicate(timeout=30) == ("", "")
        assert server.returncode == 0


@pytest.mark.parametrize("port", ["taken", "65536"])
def test_a_port_that_cannot_be_had_is_told_in_one_line(port: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        given = str(other.getsockname()[1]) if port == "taken" else port
        command = [sys.executable, str(ROOT / "examples" / "web" / "app.py"), str(ROOT / "examples" / "garden")]
        done = subprocess.run(
            [*command, "--port", given], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"port {given}: ")
    assert done.stderr.endswith("choose another with --port\n")
    assert done.stderr.count("\n") == 1


def test_the_program_says_why_it_cannot_start() -> None:
    command = [sys.executable, str(ROOT / "examples" / "web" / "app.py"), "gardn"]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "there is no rulebase 'gardn'" in done.stderr
    assert "Traceback" not in done.stderr
