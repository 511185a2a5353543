"""The site of a rulebase: whole without scripts, safe whatever the words are, and every link of it leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from advisor import Advisor, load, loads
from advisor.errors import Position
from advisor.render.site import site
from advisor.workbench import checks
from advisor.workbench.atlas import atlas_of
from advisor.workbench.bench import Bench
from advisor.workbench.findings import Finding
from tests.gardens import HEAD
from tests.shelters import HOUSE

ROOT = Path(__file__).resolve().parents[2]
EMPTY = {"meta", "link", "br", "input"}
INLINE = {"a", "b", "code", "q", "span"}
TAGS = {
    *("html", "head", "meta", "title", "link", "script", "body", "header", "main", "footer", "nav", "section"),
    *("article", "figure", "figcaption", "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary"),
    *("h1", "h2", "h3", "h4", "a", "b", "q", "code", "span", "br"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "rel", "href", "src", "defer", "class", "id", "role", "tabindex"),
    *("aria-label", "aria-labelledby", "aria-current", "data-filter", "data-item", "data-group"),
}
SVG = '<?xml version="1.0"?>\n<!-- made --><svg width="9pt">\n<!-- rule:x --><g id="g"><title>x</title></g>\n</svg>\n'


class Page(HTMLParser):
    """Reads a page; a tag that is closed and not open fails the test."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.comments: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)
        self.words.append("" if tag in INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.words.append("" if tag in INLINE else " ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def all(self, name: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def pages(files: dict[str, str]) -> dict[str, Page]:
    return {name: Page(text) for name, text in files.items() if name.endswith(".html")}


def made(advisor: Advisor, *places: str, quick: bool = True) -> dict[str, str]:
    found = checks.run(Bench(advisor, places[-1] if places else "", quick=quick))
    pictures = dict.fromkeys(advisor.rulebase.topics, SVG)
    return site(atlas_of(advisor, found), pictures, places)


def of(body: str) -> dict[str, str]:
    """Make the site of a rulebase that is written down in a few lines."""
    return made(Advisor(loads(HEAD + body), engine="plain"))


@pytest.fixture(scope="module")
def breakup() -> dict[str, str]:
    return made(Advisor.load("breakup", engine="indexed"), "breakup")


@pytest.fixture(scope="module")
def every(breakup: dict[str, str]) -> dict[str, dict[str, str]]:
    """The sites of rulebases that have every sort of thing between them."""
    found = {"breakup": breakup, "house": made(Advisor(loads(HOUSE), engine="plain")), "bare": of("")}
    for name in ("garden", "hike", "shared-pets", "sourdough"):
        place = str(ROOT / "examples" / name)
        found[name] = made(Advisor.load(place, engine="indexed"), place)
    return found


@pytest.fixture(scope="module")
def parsed(every: dict[str, dict[str, str]]) -> dict[str, dict[str, Page]]:
    return {name: pages(files) for name, files in every.items()}


def test_every_link_within_a_site_leads_to_a_page_and_a_place_on_it(
    every: dict[str, dict[str, str]], parsed: dict[str, dict[str, Page]]
) -> None:
    for which, read in parsed.items():
        for name, page in read.items():
            for link in (tag["href"] for tag in [*page.all("a"), *page.all("link")]):
                if not re.match(r"(https?|tel):", link):
                    file, _, anchor = link.partition("#")
                    assert (file or name) in every[which], (name, link)
                    assert not anchor or anchor in read[file or name].ids, (name, link)


def test_every_page_is_reached_from_the_first(parsed: dict[str, dict[str, Page]]) -> None:
    for read in parsed.values():
        reached, todo = set[str](), ["index.html"]
        while todo:
            name = todo.pop()
            if name in read and name not in reached:
                reached.add(name)
                todo += [tag["href"].partition("#")[0] for tag in read[name].all("a")]
        assert reached == set(read)


def test_no_place_on_a_page_is_named_twice(parsed: dict[str, dict[str, Page]]) -> None:
    for read in parsed.values():
        for page in read.values():
            assert [name for name, count in Counter(page.ids).items() if count > 1] == []


def test_headings_go_down_one_level_at_a_time_and_each_page_has_one_of_the_first(
    parsed: dict[str, dict[str, Page]],
) -> None:
    for read in parsed.values():
        for name, page in read.items():
            levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
            assert levels[0] == 1, name
            assert levels.count(1) == 1, name
            assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), name


def test_nothing_is_fetched_from_elsewhere_and_the_script_is_a_file_of_the_site(
    breakup: dict[str, str],
    parsed: dict[str, dict[str, Page]],
) -> None:
    for read in parsed.values():
        for page in read.values():
            assert [tag["href"] for tag in page.all("link")] == ["site.css"]
            assert [tag["src"] for tag in page.all("script")] == ["filter.js"]
            assert {"http-equiv", "style", "srcset"}.isdisjoint(name for _, found in page.tags for name in found)
    assert not re.search(r"url\(|@import|https?:", breakup["site.css"])
    assert not re.search(r"fetch|https?:|XMLHttp|innerHTML|import\(", breakup["filter.js"])


def test_every_page_names_its_language_itself_and_the_page_that_one_is_on(
    every: dict[str, dict[str, str]], parsed: dict[str, dict[str, Page]]
) -> None:
    for which, files in every.items():
        titles = []
        for name, page in parsed[which].items():
            assert page.all("html") == [{"lang": "en"}]
            titles.append(re.findall(r"<title>(.*?)</title>", files[name])[0])
            current = [tag["href"] for tag in page.all("a") if "aria-current" in tag]
            assert current == ([] if name.startswith("topic-") else [name])
        assert len(set(titles)) == len(titles)


def test_the_notice_is_on_every_page_and_help_comes_before_it_where_help_is(parsed: dict[str, dict[str, Page]]) -> None:
    notice = load("breakup").notice
    for name, page in parsed["breakup"].items():
        assert page.text.count(notice) == 1
        if name == "help.html":
            assert page.text.index("In danger now, call") < page.text.index(notice)
            assert page.text.index("United Kingdom") < page.text.index(notice)
        else:
            assert page.all("a")[1]["href"] == "help.html", "the first link but for the one that skips"
            assert page.text.index("Where to find help now") < page.text.index(notice)


def test_help_comes_before_every_flag_and_no_hole_for_help_is_left(parsed: dict[str, dict[str, Page]]) -> None:
    page = parsed["breakup"]["help.html"]
    flags = [name for name in page.ids if name.startswith("flag-")]
    assert len(flags) == len(load("breakup").flags)
    assert page.ids.index("help-anywhere") < page.ids.index("help-GB") < page.ids.index(flags[0])
    assert not re.search(r"\{\w+\}", page.text)


def test_the_cues_of_flags_are_counted_and_not_shown(parsed: dict[str, dict[str, Page]]) -> None:
    shown = parsed["breakup"]["help.html"].text
    flags = load("breakup").flags.values()
    for flag in flags:
        assert f"{len(flag.said)} cues" in shown
    assert not [phrase.cue for flag in flags for phrase in flag.said if "(" in phrase.cue and phrase.cue in shown]


def test_a_place_that_helps_says_how_it_is_reached_and_whether_somebody_looked(
    parsed: dict[str, dict[str, Page]],
) -> None:
    page = parsed["house"]["help.html"]
    assert "Water board: call 0800, text 0800, always For: flood. Checked on 2026-11-01." in page.text
    assert "Listeners: https://www.listeners.example For: crisis. Checked by nobody yet." in page.text
    assert {"href": "tel:0800"} in page.all("a")
    assert "Here those of European Union can be reached as well." in page.text


def test_a_flag_says_what_it_says_to_whom_and_what_falls_silent(parsed: dict[str, dict[str, Page]]) -> None:
    page = parsed["house"]["help.html"]
    for words in (
        "Go out and call your own number.",
        "Of somebody else Get them out and call your own number.",
        "A no counts for nothing beside hissing",
        "Silences all advice: while it stands, nothing is decided",
        "2 rules fall silent run, stop",
        "Is somebody down there? (yes: trapped, doubt: trapped)",
        "flood and candle: it may be gas. (Notes – All)",
        "A no does not lift it",
    ):
        assert words in page.text, words


def test_a_rule_is_told_whole() -> None:
    page = pages(
        made(Advisor.load(str(ROOT / "examples" / "garden"), engine="plain"), str(ROOT / "examples" / "garden"))
    )
    shown = page["topic-watering.html"].text
    for words in (
        "do water-dry-soil Water the plants. Our notes say that roots are thirsty after four days.",
        "When the soil is dry. As written soil_is_dry Source Our own notes on watering – When to water",
        "Gives way to rain-waters, never-before-frost",
        "Overrides water-dry-soil",
        "the source is silent otherwise Our notes do not say what to do then. Feel the soil.",
        "It has been days_since_watering days since watered_on; look again after four.",
        "When days since watering: less than 4 days.",
        "Shown advised by 3 scenarios, and not advised by 4 Shows it advised: dry soil and no rain",
        "Stands in rulebase.yaml:",
    ):
        assert words in shown, words
    facts = page["facts.html"].text
    for words in (
        "frost Is frost expected tonight? Answered with yes or no Until told it is taken that no frost is expected",
        "Read by never-before-frost",
        "To say that frost is expected: it will freeze there will be frost",
        "Computed from watered_on",
        "Then the soil is dry. When days since watering: 4 or more days.",
        "Otherwise when it is known that no rule for it holds: the soil is not dry",
    ):
        assert words in facts, words
    plans = page["plans.html"].text
    assert "Counts 4 days from watered_on Starts over at rain_expected" in plans


def test_research_stands_with_the_rule_and_with_the_sources() -> None:
    read = pages(made(Advisor.load(str(ROOT / "examples" / "hike"), engine="plain")))
    note = "We found no study of it. Storms are more frequent after noon in many hills."
    assert f"Research: Whoever starts at dawn is safer: {note} (confidence in this note: low)" in (
        read["topic-summit.html"].text
    )
    assert note in read["sources.html"].text
    assert "Named by start-at-dawn" in read["sources.html"].text


def test_a_scenario_shows_what_it_expects_and_one_that_fails_shows_what_came() -> None:
    read = pages(
        of("""
facts: {wet: {kind: boolean, ask: Wet?, shown: {true: it is wet}}}
topics: {path: {title: The path, asked: [the path]}}
rules: {sweep: {when: wet, advise: {topic: path, verdict: do, say: Sweep.}, source: notes/all}}
scenarios:
  a puddle: {given: {wet: true}, advises: {path: {path: dont}}}
  A puddle!: {given: {wet: true}, advised: [sweep]}
""")
    )["scenarios.html"]
    assert "1 of 2 passed." in read.text
    assert "a puddle fails path.path: expected dont, got do Given it is wet Advises don’t path.path" in read.text
    assert "A puddle! passes Given it is wet By rules sweep" in read.text
    assert {"scenario-a-puddle", "scenario-a-puddle-2"} <= set(read.ids)


def test_a_talk_is_shown_step_by_step() -> None:
    read = pages(made(Advisor.load("examples/garden", engine="plain"), "examples/garden"))["scenarios.html"]
    assert "Said Should I water the plants? About Watering the garden Asks next rain_expected" in read.text
    assert "Answered five days ago Understood you last watered 10 January 2026" in read.text
    assert len(read.all("ol")) == 1


def test_an_answer_that_holds_for_days_says_for_how_many() -> None:
    files = of(
        "facts: {wet: {kind: boolean, ask: Wet?, lasts: days 1}, dry: {kind: boolean, ask: Dry?, lasts: days 7}}"
    )
    read = pages(files)["facts.html"].text
    assert "Lasts 1 day " in read
    assert "Lasts 7 days " in read


def test_a_reason_that_holds_for_all_findings_of_a_code_is_told_once() -> None:
    words = "words: {plants: [plants], herbs: [herbs]}\n"
    read = pages(of("accepts: {unused-words: They will be used.}\n" + words))["findings.html"]
    assert "2 notes accepted" in read.text
    assert read.text.count("They will be used.") == 1
    assert "A check found nothing to look at" in read.text
    assert [tag for tag in read.all("a") if tag["href"] == "findings.html"] == [
        {"href": "findings.html", "aria-current": "page"}
    ]


def test_findings_lead_to_their_things_and_things_to_their_findings() -> None:
    files = of("""
accepts: {unused-words: It will be used.}
words: {plants: [plants]}
facts: {wet: {kind: boolean, ask: Wet?}, dry: {kind: boolean, ask: Dry?}}
topics: {path: {title: The path, asked: [the path]}}
rules: {sweep: {when: wet, advise: {topic: path, verdict: do, say: Sweep.}, source: notes/all}}
""")
    read = pages(files)
    assert "Accepted: It will be used." in read["findings.html"].text
    assert "1 note accepted" in read["findings.html"].text
    links = [tag["href"] for tag in read["findings.html"].all("a")]
    assert "facts.html#fact-dry" in links
    back = [tag["href"] for tag in read["facts.html"].all("a") if "findings.html#" in tag["href"]]
    assert back
    assert set(back) <= {f"findings.html#{name}" for name in read["findings.html"].ids}


def test_places_are_named_without_the_folder_in_which_the_rulebase_lies(every: dict[str, dict[str, str]]) -> None:
    for files in every.values():
        assert not [name for name, text in files.items() if str(ROOT) in text]
    assert "pets.yaml:" in every["shared-pets"]["topic-pet_visits.html"]


def test_a_file_alone_and_several_places_are_named_so_that_each_can_be_told() -> None:
    file = str(ROOT / "examples" / "garden" / "rulebase.yaml")
    assert "rulebase.yaml:85" in made(Advisor.load(file, engine="plain"), file)["topic-watering.html"]
    atlas = atlas_of(Advisor.load(str(ROOT / "examples" / "garden"), engine="plain"))
    places = [str(ROOT / "examples" / "garden"), str(ROOT / "examples" / "hike")]
    assert "garden/rulebase.yaml:85" in site(atlas, {}, places)["topic-watering.html"]


def test_a_rule_that_comes_from_elsewhere_and_one_that_was_retired_are_told(every: dict[str, dict[str, str]]) -> None:
    files = every["shared-pets"]
    assert "a rulebase that this one extends" in files["topic-ex_contacts_me.html"]
    assert "It is a guess about another person" in files["names.html"]


def test_without_flags_help_plans_or_subjects_there_are_no_pages_of_them_and_no_links_to_any() -> None:
    files = of("")
    assert not files.keys() & {"help.html", "plans.html", "not-covered.html"}
    assert "Where to find help now" not in files["index.html"]
    assert "There are no scenarios yet" in pages(files)["scenarios.html"].text


def test_every_name_is_in_the_index(breakup: dict[str, str]) -> None:
    found = load("breakup")
    names = {*found.facts, *found.topics, *found.rules, *found.flags, *found.plans, *found.sources, *found.not_covered}
    shown = set(re.findall(r"<code>([^<]*)</code>", breakup["names.html"]))
    assert {*names, *found.care.evidence} == shown


def test_no_style_is_meant_for_a_class_that_graphviz_gives_to_what_it_draws(breakup: dict[str, str]) -> None:
    assert not re.search(r"\.(graph|node|edge|cluster)\b", re.sub(r"/\*.*?\*/", "", breakup["site.css"]))


def test_a_picture_stands_in_the_page_of_its_topic_without_what_graphviz_writes_around_it() -> None:
    files = of("topics: {path: {title: The path}, wall: {title: The wall}}\n")
    assert '<svg width="9pt">\n<g id="g"><title>x</title></g>\n</svg></div>' in files["topic-path.html"]
    assert "<?xml" not in files["topic-path.html"]
    assert "As a graph" not in site(atlas_of(Advisor(loads(HEAD), engine="plain"))).get("topic-path.html", "")


HOSTILE = """</p><img src=x onerror=y> <svg/onload=z> &amp; " ' <!-- `x` https://a.example/"onclick="b"""
MEAN = "javascript:alert(1)"
HOSTILE_RULEBASE = """\
name: garden
title: X
notice: X
sources:
  notes: {title: X, author: X, date: X, url: M, note: X, speaks: X, sections: {all: X}}
facts:
  rain: {kind: boolean, ask: X, help: X, shown: {"true": X, "false": X}, said: {"true": [a & "b" c]}}
  sort: {kind: text, ask: X, shown: X}
  wind: {kind: number, unit: X, ask: X}
  wet: {kind: boolean, shown: {"true": X}}
topics:
  path: {title: X, applies: not rain, asked: [a & b], examples: [X], counterexamples: [X],
         otherwise: {verdict: silent, say: X, because: X, source: notes/all}}
not_covered: {wall: {title: X, say: X, asked: [wall], examples: [X]}}
rules:
  sweep: {when: 'sort == "<b>"', advise: {topic: path, verdict: do, say: X, because: X}, source: notes/all,
          evidence: [e1]}
  soak: {when: wind > 4, conclude: {wet: true}, source: notes/all}
evidence: {e1: {claim: X, note: X, confidence: low, references: [X]}}
flags: {gas: {title: X, urgency: boundary, say: X, witness: X, brief: X, stays: X, said: [gas], suspends: [sweep],
              checks: [{ask: X}], needs: [gas]}}
signs: {hiss: {said: [hiss]}}
together: {both: {of: [gas, hiss], say: X, source: notes/all}}
countries: {IE: {name: X}}
resources: [{country: IE, needs: [gas], name: X, call: X, text: X, url: M, hours: X, email: X, checked_on: never}]
scenarios:
  X: {given: {sort: X}, say: X, advises: {path: {path: dont}}}
"""


def hostile() -> dict[str, str]:
    import json

    text = re.sub(r"\bX\b", lambda _: json.dumps(HOSTILE), HOSTILE_RULEBASE)
    rulebase = loads(text.replace("url: M", f'url: "{MEAN}"'))
    finding = Finding("unused-cue", "note", HOSTILE, Position(HOSTILE, 1, 1), HOSTILE, {"sort": HOSTILE})
    answered = Finding("unused-cue", "note", HOSTILE, Position(HOSTILE, 1, 1), HOSTILE, accepted=HOSTILE)
    return site(atlas_of(Advisor(rulebase, engine="plain"), [finding, answered]))


def test_whatever_the_words_are_a_page_has_only_the_tags_and_attributes_of_the_site() -> None:
    for name, page in pages(hostile()).items():
        assert {tag for tag, _ in page.tags} <= TAGS, name
        assert {key for _, attributes in page.tags for key in attributes} <= ATTRIBUTES, name
        assert page.comments == []
        assert all(re.match(r"[\w.-]*(\.html|#)|https://a\.example/$|site\.css$", tag["href"]) for tag in page.all("a"))


def test_hostile_words_are_shown_as_they_are_on_every_page() -> None:
    for name, page in pages(hostile()).items():
        assert " ".join(HOSTILE.split()) in page.text or name == "findings.html", name
    found = pages(hostile())["findings.html"].text
    assert "onerror=y> <svg/onload=z>" in found


def test_an_address_that_is_none_of_the_web_is_shown_and_no_link() -> None:
    for name, page in pages(hostile()).items():
        assert MEAN not in {tag.get("href") for tag in page.all("a")}
        assert MEAN in page.text or name not in {"sources.html", "help.html"}


def colours(css: str) -> list[dict[str, str]]:
    """Give the colours in the light and in the dark."""
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    return [dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in (light, dark)]


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_words_stands_out_from_both_grounds_in_the_light_and_in_the_dark(
    breakup: dict[str, str],
) -> None:
    for found in colours(breakup["site.css"]):
        words = found.keys() - {"paper", "card", "line"}
        assert {"ink", "soft", "link", "dont"} <= words
        low = {
            (word, ground)
            for word in words
            for ground in ("paper", "card")
            if contrast(found[word], found[ground]) < 4.5
        }
        assert low == set()


def test_the_style_thinks_of_the_dark_of_paper_of_telephones_and_of_the_keyboard(breakup: dict[str, str]) -> None:
    css = breakup["site.css"]
    for words in ("prefers-color-scheme: dark", "@media print", "@media (max-width:", ":focus-visible", ".skip:focus"):
        assert words in css
    page = pages(breakup)["index.html"]
    assert page.all("a")[0] == {"href": "#text", "class": "skip"}
    assert "text" in page.ids


def test_the_same_rulebase_gives_the_same_texts() -> None:
    first, second = (made(Advisor.load("examples/garden", engine="indexed"), "examples/garden") for _ in range(2))
    assert first == second
