"""Reports for CI systems: JUnit XML, and Markdown for the summary page of a run."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import cycle
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from autograder.checking import syllabus
from autograder.checking.results import CheckResult
from autograder.reports.class_markdown import class_table
from autograder.reports.record import PartResult, Record, student_view
from autograder.reports.text import junit, markdown

TEXT = st.text(st.characters(), min_size=1, max_size=30)
NASTY = [
    "</code></pre></table><script>alert(1)</script>",
    "\n\n# A heading\n\n- a list\n\n[a link](http://evil.example)",
    "::error::planted\n::add-mask::x\n##[error]planted",
    "https://evil.example www.evil.example @everyone #1 a@evil.example",
    "| a | b |\n|---|---|\n`code` **bold** <img src=x onerror=y> ![x](http://evil.example/x.png)",
    "]]> <!-- & &lt; &#0; \x00 \x1b[31m \u202e \ud800 \ufffe",
]


def record(text: str = "said", hidden: str = "kept", status: str = "partial") -> Record:
    """Every part, every status in turn; public cases say `text`, hidden ones `hidden`."""
    statuses = cycle(["passed", "failed", "not-started", "stopped", "failed", "not-run"])
    parts = []
    for part in syllabus.parts():
        checks = []
        for check in part.checks:
            for visibility in ("public", "hidden"):
                words = text if visibility == "public" else hidden
                state = next(statuses)
                if visibility == "public" and state == "not-run":
                    state = "passed"
                checks.append(
                    CheckResult(
                        *(check.id, check.title, visibility, 0, 1, state, "It holds."),
                        **{"case": words, "expected": words, "got": words, "why": words},
                        hint="" if state != "failed" else "A known mistake.",
                        staff={"misconception": hidden},
                    )
                )
        parts.append(PartResult(part.id, part.title, 0, part.points, "graded", 0.0, checks))
    return Record(text, "slug", status, 0, [text], parts, "0" * 12)


def bare(status: str, score: int | None) -> Record:
    return Record("anna", "anna", status, score, ["Why it is so."], [], "0" * 12)


# ---------------------------------------------------------------- JUnit


def test_every_check_is_a_case_and_the_counts_are_right():
    view = student_view(record())
    suites = ElementTree.fromstring(junit.report(view).encode())
    assert [suite.get("name") for suite in suites] == [part["title"] for part in view["parts"]]
    for suite, part in zip(suites, view["parts"], strict=True):
        states = [check["status"] for check in part["checks"]]
        assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == [
            str(len(states)),
            str(states.count("failed")),
            str(states.count("stopped")),
            str(states.count("not-started") + states.count("not-run")),
        ]
        names = [(case.get("classname"), case.get("name")) for case in suite]
        assert len(set(names)) == len(names) and all(len(case) <= 1 for case in suite)
    for name in ("tests", "failures", "errors"):
        assert int(suites.get(name)) == sum(int(suite.get(name)) for suite in suites) > 0


def test_failures_explain_and_hidden_ones_keep_their_secrets():
    text = junit.report(student_view(record(hidden="inputs and values")))
    assert "inputs and values" not in text
    case = next(
        case
        for case in ElementTree.fromstring(text.encode()).iter("testcase")
        if case.get("name").endswith("(public)") and case.find("failure") is not None
    )
    failure = case.find("failure")
    assert failure.get("message") == "expected said; got said"
    assert failure.text.split("\n") == [
        *("Case: said", "Expected: said", "Got: said", "Likely why: A known mistake.")
    ]
    assert "Must hold: It holds." in text


def test_a_waived_check_is_no_failure():
    waived = record()
    public = [c for part in waived.parts for c in part.checks if c.visibility == "public"]
    check = next(c for c in public if c.status == "failed")
    check.waived, check.score = "It asked for <too> much.", check.max_score
    before, after = (
        ElementTree.fromstring(junit.report(student_view(r)).encode()) for r in (record(), waived)
    )
    assert int(after.get("failures")) == int(before.get("failures")) - 1
    assert [e.get("message") for e in after.iter("skipped")].count(check.waived) == 1
    assert "<code>It asked for &lt;too&gt; much.</code>" in markdown.student(student_view(waived))


@settings(max_examples=20)
@given(TEXT)
def test_a_report_parses_whatever_students_write(text):
    suites = ElementTree.fromstring(junit.report(student_view(record(text))).encode())
    plain = ElementTree.fromstring(junit.report(student_view(record())).encode())
    assert [element.tag for element in suites.iter()] == [element.tag for element in plain.iter()]


@pytest.mark.parametrize(("status", "tag"), [("unreadable", "failure"), ("not-graded", "error")])
def test_a_report_without_checks_is_not_green(status, tag):
    suites = ElementTree.fromstring(junit.report(student_view(bare(status, None))).encode())
    assert suites.get("tests") == "1" and suites.get(f"{tag}s") == "1"
    assert suites.find(f".//{tag}").get("message") == "Why it is so."


# ---------------------------------------------------------------- Markdown


class Tags(HTMLParser):
    """The tags of a page, and the text outside of code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.prose = ""
        self._in_code = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        assert not attrs
        if tag != "br":  # for each line of a text
            self.tags.append(tag)
        self._in_code |= tag == "code"

    def handle_endtag(self, tag):
        self._in_code &= tag != "code"

    def handle_data(self, data):
        self.prose += "" if self._in_code else data


def rendered(markdown: str) -> Tags:
    return Tags(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown))


@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_students_write_is_markup(text):
    for write in (lambda r: markdown.student(student_view(r)), lambda r: class_table([r])):
        summary = write(record(text))
        assert "::" not in summary and "##[" not in summary
        page, plain = rendered(summary), rendered(write(record()))
        assert page.tags == plain.tags and page.prose == plain.prose
        assert not {"a", "img", "script"} & set(page.tags)


@settings(max_examples=20)
@given(TEXT)
def test_no_text_changes_the_form_of_a_summary(text):
    page = rendered(markdown.student(student_view(record(text))))
    assert page.tags == rendered(markdown.student(student_view(record()))).tags


def test_a_summary_has_the_board_and_explains_public_checks_alone():
    text = markdown.student(student_view(record(hidden="inputs and values")))
    assert text.startswith("## Landmarks: 0 of 100 points\n")
    assert "inputs and values" not in text and "It holds." not in text
    for part in syllabus.parts():
        assert f"<td>{part.title}</td>" in text and f"<td>0/{part.points}</td>" in text
    assert "<td>Got</td><td><code>said</code></td>" in text


def test_without_checks_a_summary_says_why():
    text = markdown.student(student_view(bare("unreadable", 0)))
    assert "nothing could be checked" in text and "<code>Why it is so.</code>" in text


def test_everyone_has_a_row_in_the_class_table():
    text = class_table([bare("not-graded", None), record("ben"), bare("unreadable", 0)])
    rows = [line for line in text.splitlines() if line.startswith("<tr><td>")]
    assert len(rows) == 3 and len({row.count("<td>") for row in rows}) == 1
    assert "not-graded" in rows[0] and "Why it is so." in rows[0] and "/100" not in rows[0]
    assert "<code>ben</code>" in rows[1] and "0/100" in rows[1] and "0/100" in rows[2]


@pytest.mark.parametrize(
    "write",
    [
        lambda: markdown.student(student_view(record("é" * 20_000))),
        lambda: class_table([record("é" * 300)] * 3000),
    ],
)
def test_a_summary_is_cut_where_github_would_drop_it(write):
    text = write()
    assert 0.9 * markdown.LIMIT < len(text.encode()) <= markdown.LIMIT
    assert text.rstrip().endswith(markdown._CUT) and text.count("<table>") == text.count("</table>")
    assert "Cut here" not in markdown.student(student_view(record()))
