"""Text made by students, in pages, spreadsheets and terminals."""

from __future__ import annotations

from html import unescape
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from autograder.reports.text.escape import code, csv_cell, shown, terminal, xml

ANY_TEXT = st.text(st.characters(), max_size=40)  # lone surrogates, too

NASTY = "\x1b[31m\x1b]8;;http://x\x07a\x00\u202eb\u2066\x9b1m\ud800\r"


@pytest.mark.parametrize("sink", [shown, terminal, csv_cell, xml])
def test_nothing_unprintable_passes(sink):
    text = sink(NASTY)
    assert text.isprintable() and "a\\x00\\u202eb" in text


def test_pages_keep_lines_and_lose_tags():
    page = Environment(autoescape=True)
    page.filters["shown"] = shown
    text = page.from_string("{{ text | shown }}").render(text="<b>\n\u202e")
    assert text == "&lt;b&gt;\n\\u202e"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "\n@x"])
def test_no_cell_is_a_formula(start):
    assert csv_cell(start)[0] in "'\\"


def test_a_name_is_no_command_of_ci():
    assert "::" not in terminal("::error::x::") and "##[" not in terminal("##[error]x")
    assert len(terminal("x" * 1000)) == 60


@given(ANY_TEXT)
def test_xml_always_parses_and_says_the_same(text):
    element = Element("x", message=xml(text))
    element.text = xml(text)
    again = fromstring(tostring(element, encoding="unicode").encode())
    assert (again.text or "") == again.get("message") == xml(text)


@given(ANY_TEXT)
def test_code_is_one_element_on_one_line(text):
    html = code(text)
    inside = html.removeprefix("<code>").removesuffix("</code>")
    assert html.isprintable() and "::" not in html and "##[" not in html
    assert "<" not in inside.replace("<br>", "")
    assert unescape(inside.replace("<br>", "\n")) == shown(text)


@pytest.mark.parametrize("command", ["::error::x", "::::error", "##[error]x", "###[group]"])
def test_code_is_no_command_of_ci(command):
    assert "::" not in code(command) and "##[" not in code(command)
    assert unescape(code(command)) == f"<code>{command}</code>"
