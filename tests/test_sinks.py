"""Text made by students, in pages, spreadsheets and terminals."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from autograder.sinks import csv_cell, shown, terminal

NASTY = "\x1b[31m\x1b]8;;http://x\x07a\x00\u202eb\u2066\x9b1m\ud800\r"


@pytest.mark.parametrize("sink", [shown, terminal, csv_cell])
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
