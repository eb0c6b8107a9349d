"""The list that comes first: who handed in what, who is missing, twice, unknown; nothing graded."""

from __future__ import annotations

import pytest
from downloads import ALL, ROSTER, named, put
from typer.testing import CliRunner

from autograder.cli.main import app


def listed(folder, *more):
    path = folder / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    arguments = ["grade", str(folder), "--roster", str(path), "--dry-run", *more]
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_everybody_is_listed_and_nothing_is_graded(make, tmp_path):
    folder = make(tmp_path / "class", b"{}")
    before = sorted(tmp_path.rglob("*"))
    code, said = listed(folder)
    assert code == 0, said
    for name in ("Øystein Ås", "王伟", "Anna Maria Larsen", "Sam Smith", "Gone Away"):
        assert name in said
    assert "Missing: 1 (0022 Gone Away)" in said and "roster.csv (of your own)" in said
    assert sorted(tmp_path.rglob("*")) == sorted([*before, folder / "roster.csv"])


def test_twice_unknown_and_passed_over_are_told(tmp_path):
    folder = named(tmp_path / "class", b"{}")
    put(folder, {"0018.ipynb": "{}", "\x1b[31meve.ipynb": "{}", "words.html": "<p>"}, 2e9)
    code, said = listed(folder)
    assert code == 1 and "\x1b[31meve" not in said
    assert "Handed in again, so not graded: 1 (wwang.ipynb)" in said
    assert "Not in the roster: 1 (\\x1b[31meve.ipynb)" in said
    assert "words.html (a page, no notebook)" in said


def test_without_a_roster_the_hand_ins_are_listed(tmp_path):
    result = CliRunner().invoke(app, ["grade", str(named(tmp_path / "class", b"{}")), "--dry-run"])
    assert result.exit_code == 0 and "wwang.ipynb" in result.output


@pytest.mark.parametrize(
    ("roster", "words"), [(None, "No such file"), ("name\nA\n", "there is no column id")]
)
def test_a_wrong_roster_is_told(roster, words, tmp_path):
    if roster is not None:
        (tmp_path / "roster.csv").write_text(roster)
    arguments = ["grade", str(tmp_path), "--dry-run", "--roster", str(tmp_path / "roster.csv")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2 and words in result.output


def test_grading_itself_needs_a_place_for_the_results(tmp_path):
    result = CliRunner().invoke(app, ["grade", str(tmp_path)])
    assert result.exit_code == 2 and "--out" in result.output
