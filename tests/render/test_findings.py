"""Findings in words and in the forms that servers read: complete, escaped, and accepted ones apart."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from advisor import load
from advisor.errors import Position
from advisor.render.findings import findings_in_words
from advisor.render.github import findings_as_commands
from advisor.render.junit import findings_as_junit
from advisor.render.sarif import findings_as_sarif
from advisor.workbench.findings import ERROR, NOTE, WARNING, Finding
from advisor.workbench.pages import page

FACTS = load("examples/garden").facts
PAGES = [one for code in ("unused-cue", "unused-words", "unknown-fact") if (one := page(code))]


def finding(line: int, code: str = "unused-cue", severity: str = NOTE, **more: Any) -> Finding:  # noqa: ANN401 - fields
    given = {"message": "it is so", "remedy": "change it", **more}
    return Finding(code, severity, position=Position("a.yaml", line, 1), **given)


# --- words


def test_the_first_few_of_a_code_are_shown_and_the_others_counted() -> None:
    many = [finding(line) for line in range(1, 11)]
    told = findings_in_words([finding(1, "claimed-twice", WARNING), *many], FACTS)
    assert told.startswith("claimed-twice: 1 warning\n  a.yaml:1:1: it is so\n    remedy: change it\n\n")
    assert "\n\nunused-cue: 10 notes\n" in told
    assert "  … and 7 more; --all shows them\n" in told
    assert "a.yaml:4:1" not in told


def test_all_are_shown_where_that_is_asked_for_or_one_would_be_left() -> None:
    for number, everything in ((10, True), (4, False)):
        told = findings_in_words([finding(line) for line in range(1, number + 1)], FACTS, everything=everything)
        assert told.count("a.yaml:") == number
        assert "more" not in told


def test_findings_of_one_code_stand_together_though_others_lie_between_them() -> None:
    told = findings_in_words([finding(1), finding(2, "unused-words"), finding(3)], FACTS)
    assert told.count("unused-cue:") == 1
    assert told.index("a.yaml:3:1") < told.index("unused-words:")


def test_an_example_is_told_in_the_words_of_the_rulebase() -> None:
    told = findings_in_words([finding(1, example={"frost": True, "rain_expected": False})], FACTS)
    assert "\n      for example: frost is expected; no rain is expected\n" in told


def test_remedies_that_differ_are_told_with_each_finding() -> None:
    told = findings_in_words([finding(1, remedy="this"), finding(2, remedy="that")], FACTS)
    assert "      remedy: this\n" in told
    assert "      remedy: that\n" in told
    assert "\n    remedy:" not in told


def test_what_is_accepted_is_counted_and_shown_with_its_reason_where_that_is_asked_for() -> None:
    found = [finding(1), finding(2, accepted="It is meant so.")]
    told = findings_in_words(found, FACTS)
    assert "a.yaml:2:1" not in told
    assert told.endswith("\n1 note.\n1 finding accepted, with a reason; --accepted shows them.")
    shown = findings_in_words(found, FACTS, accepted=True)
    assert "unused-cue: 1 note accepted\n  a.yaml:2:1: it is so\n      accepted: It is meant so.\n" in shown
    assert shown.endswith("\n1 note.\n1 finding accepted, with a reason.")


def test_the_last_lines_count_by_severity_and_say_what_hangs_on_the_day() -> None:
    found = [finding(1, severity=ERROR), finding(2, severity=WARNING, dated=True), finding(3), finding(4)]
    *_, counts, dated = findings_in_words(found, FACTS).split("\n")
    assert counts == "1 error, 1 warning, 2 notes."
    assert dated == "1 of these hangs on the day and counts only with --today."


# --- workflow commands

COMMAND = re.compile(
    r"::(?:error|warning|notice) file=(?P<file>[^,:]*),line=\d+,col=\d+,title=[^,:]*::(?P<text>.*)",
)


def unescaped(text: str) -> str:
    for sign, code in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        text = text.replace(code, sign)
    return text


@given(
    st.text(max_size=40), st.text(st.characters(exclude_characters="\x85\u2028\u2029\x1c\x1d\x1e\x0b\x0c"), max_size=40)
)
def test_whatever_a_finding_says_a_command_is_one_line_from_which_it_can_be_read_again(file: str, message: str) -> None:
    one = Finding("unused-cue", WARNING, message, Position(file, 3, 5), "")
    line = findings_as_commands([one], FACTS).removesuffix("\n1 warning.")
    found = COMMAND.fullmatch(line)
    assert found
    assert (unescaped(found["file"]), unescaped(found["text"])) == (file, message)


def test_commands_name_severities_as_the_server_does_and_leave_out_what_is_accepted() -> None:
    found = [finding(1, severity=ERROR), finding(2, severity=WARNING), finding(3), finding(4, accepted="So.")]
    told = findings_as_commands(found, FACTS)
    assert re.findall("(?m)^::([a-z]+) ", told) == ["error", "warning", "notice"]


# --- JUnit


def test_a_report_has_a_suite_a_code_failures_and_skipped_tests_that_add_up() -> None:
    bad, mild, answered = finding(1, "unused-words", WARNING), finding(2), finding(3, accepted="It is meant so.")
    root = ET.fromstring(findings_as_junit([bad, mild, answered], FACTS, ["old-help", "unused-cue"], [bad]))  # noqa: S314 - our own
    assert root.attrib == {"name": "advisor check", "tests": "4", "failures": "1", "skipped": "2", "errors": "0"}
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["old-help", "unused-cue", "unused-words"]
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite)
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped"))
    [case] = suites["unused-words"]
    assert (case.get("file"), case.get("line")) == ("a.yaml", "1")
    assert [skipped.get("message") for skipped in root.iter("skipped")] == [
        "note: it is so",
        "accepted: It is meant so.",
    ]


@given(st.text())
def test_whatever_a_finding_says_the_report_is_well_formed_and_says_it(text: str) -> None:
    one = Finding("unused-cue", WARNING, text, Position(text or "a", 3, 5), text, accepted="")
    for failing in ([one], []):
        report = findings_as_junit([one], FACTS, ["unused-cue"], failing)
        root = ET.fromstring(report.encode("utf-8", "surrogatepass"))  # noqa: S314 - our own
        told = next(iter(root.iter("failure" if failing else "skipped"))).get("message", "")
        allowed = re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
        assert allowed in told


# --- SARIF

WORDS = {"type": "string", "minLength": 1}
TEXT = {"type": "object", "required": ["text"], "properties": {"text": WORDS}}
HELP = {"type": "object", "required": ["text"], "properties": {"text": WORDS, "markdown": WORDS}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RULE = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": HELP,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}, "additionalProperties": False},
    },
}
REGION = {
    "type": "object",
    "properties": {name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn")},
    "additionalProperties": False,
}
RELATIVE = {"type": "string", "pattern": r"^(?!/)[A-Za-z0-9._~!$&'()*+,;=@%/-]+$"}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {"artifactLocation": {"properties": {"uri": RELATIVE}}, "region": REGION},
        }
    },
}
SUPPRESSION = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"enum": ["inSource", "external"]}, "justification": {"type": "string"}},
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "items": LOCATION},
        "suppressions": {"type": "array", "items": SUPPRESSION},
        "properties": {"type": "object"},
    },
}
DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "version": {"type": "string"}, "rules": {"items": RULE}},
}
RUN = {
    "type": "object",
    "required": ["tool"],
    "additionalProperties": False,
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": DRIVER}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": RESULT},
    },
}
LOG = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {"$schema": {"type": "string"}, "version": {"const": "2.1.0"}, "runs": {"items": RUN}},
}
"""The parts of the format that we use, as its specification has them."""


def test_a_log_has_the_form_of_the_specification() -> None:
    found = [
        finding(1, severity=ERROR, example={"frost": True}),
        finding(2, accepted="It is meant so."),
        finding(3, "unknown-fact", WARNING),
    ]
    log = findings_as_sarif(found, FACTS, PAGES, "1.0")
    jsonschema.validate(log, LOG)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [one["ruleId"] for one in run["results"]]
    assert [one["level"] for one in run["results"]] == ["error", "note", "warning"]
    assert run["results"][0]["message"]["text"] == "it is so. For example: frost is expected."
    assert [one.get("suppressions") for one in run["results"]] == [
        None,
        [{"kind": "inSource", "justification": "It is meant so."}],
        None,
    ]


def test_the_rules_of_a_log_have_their_pages_and_severities() -> None:
    rules = findings_as_sarif([], FACTS, PAGES, "1.0")["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["note", "note", "error"]
    assert "```yaml\n" in rules[0]["help"]["markdown"]
    assert all(rule["help"]["text"].startswith(f"{rule['id']} (") for rule in rules)


@given(st.text(st.characters(exclude_characters="/\\"), min_size=1).filter(lambda name: name.strip(".")))
def test_whatever_a_file_is_called_its_place_is_a_relative_reference(name: str) -> None:
    one = Finding(
        "unused-cue", NOTE, "it is so", Position(f"rules/{name.encode('utf-8', 'ignore').decode()}x", 3, 5), ""
    )
    jsonschema.validate(findings_as_sarif([one], FACTS, PAGES, "1.0"), LOG)
