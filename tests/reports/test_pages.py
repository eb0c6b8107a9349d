"""What students and staff see: the pages, and the part that stands in nbgrader's pages."""

from __future__ import annotations

import json
import re

import pytest
from nbconvert.filters import clean_html

from autograder.reports import pages
from autograder.reports.record import student_view


@pytest.fixture(scope="module")
def record(grade, first_try):
    return grade(json.dumps(first_try).encode())


def test_nothing_of_a_part_is_lost_where_nbgrader_shows_it(record):
    """nbconvert lets few tags live; any other would stand there as text."""
    for part in student_view(record)["parts"]:
        fragment = pages.part_fragment(part)
        cleaned = clean_html(fragment)
        assert "<li" in cleaned or part["status"] == "not-started"
        assert cleaned.count("&lt;") == fragment.count("&lt;")


def test_a_hint_is_told_once_and_then_pointed_to(record):
    view = student_view(record)
    html = pages.student_page(view, record.pictures())
    told = [
        (part["id"], check["hint"])
        for part in view["parts"]
        for check in part["checks"]
        if check["hint"]
    ]
    assert len(told) > len(set(told))
    start = {hint[:40] for _, hint in told}
    for hint in start:
        assert html.count(hint.replace("'", "&#39;").replace("<", "&lt;")) == 1, hint
    assert "As for “The loss of each pixel”, above." in html


def test_a_picture_is_shown_once(record):
    html = pages.student_page(student_view(record), record.pictures())
    shown = re.findall(r'src="([^"]+)"', html)
    assert len(shown) == len(set(shown)) == len(set(record.pictures().values()))


def test_every_picture_says_what_it_is(record):
    html = pages.student_page(student_view(record), record.pictures())
    assert len(re.findall(r'alt="[^"]+: what was expected, and yours"', html)) == html.count("<img")


def test_the_class_page_has_a_row_each_and_the_mean(record):
    html = pages.class_page([record, record], {})
    assert html.count(f"/{record.slug}/report.html") == 2
    score = f"{record.score:.1f}"
    assert re.search(rf'class="mean">.*<td>{score}</td></tr>', html, re.DOTALL)
