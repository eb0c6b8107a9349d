"""The roster as spreadsheets save it; whatever is wrong in it is told with its line."""

from __future__ import annotations

import pytest

from autograder.submissions.arrival import roster
from autograder.submissions.arrival.roster import IDENTIFYING
from autograder.submissions.arrival.student import Student


def read(folder, text, encoding="utf-8"):
    path = folder / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return roster.read(path)


def test_every_column_is_read_as_text(tmp_path):
    """Also names that pandas takes for nothing at all, and numbers with zeros in front."""
    text = (
        "id,name,email,login,sis_id,canvas_id,moodle_id,repository,section,extra_days,tutor\n"
        '007,"Ås, Øystein",o@x.no,oas,0042,12345,99,https://x/y,A,2,王\n'
        "NA,Null,,,,,,,,,\n"
    )
    found = read(tmp_path, text)
    one, two = found.students
    assert (one.id, one.name, one.sis_id, one.extra_days) == ("007", "Ås, Øystein", "0042", 2)
    assert two == Student("NA", "Null") and two.shown == "Null"
    assert list(found.table["tutor"]) == ["王", ""]
    assert list(found.table["moodle_participant"]) == ["", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_spreadsheets_of_all_countries(encoding, separator, newline, tmp_path):
    rows = [["ID", "E-Mail", "Name", "Canvas ID"], ["01", "a@x.org", "Zoë", "5"], ["", "", "", ""]]
    text = newline.join(separator.join(row) for row in rows) + newline
    (one,) = read(tmp_path, text, encoding).students
    assert one == Student("01", name="Zoë", email="a@x.org", canvas_id="5")


def test_a_letter_in_two_pieces_is_one_letter(tmp_path):
    (one,) = read(tmp_path, "id,name\n1, A\u030as \n").students
    assert one.name == "\u00c5s"


WRONG = {
    "nothing": ("", "is empty"),
    "no line": ("id,name\n", "lists nobody"),
    "no id": ("name,email\nAnna,a@x.org\n", "line 1: there is no column id, only name, email"),
    "a column twice": ("id,email,E-mail\n1,a,b\n", "line 1: two columns are called email"),
    "an empty id": ("id,name\n1,Anna\n\n,Bob\n", "line 4: the id is empty; give each student one"),
    "a long line": ("id,name\n1,Anna\n2,Bob,x\n", "line 3"),
    "an id twice": ("id,name\n1,Anna\n2,Bob\n1,Cy\n", "line 4: the id 1 stands in line 2 already"),
    "in another case": ("id,name\nanna,A\nAnna,B\n", "line 3: the id Anna stands in line 2"),
    "after two lines in a cell": (
        'id,name\n1,"Anna\nLarsen"\n2,B\n2,C\n',
        "line 5: the id 2 stands in line 4",
    ),
    "days": ("id,extra_days\n1,-2\n", "line 2: extra_days is '-2'; write a whole number"),
    "half days": ("id,extra_days\n1,0.5\n", "line 2: extra_days is '0.5'"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_told_with_file_and_line(kind, tmp_path):
    text, words = WRONG[kind]
    with pytest.raises(ValueError, match="roster") as told:
        read(tmp_path, text)
    assert str(tmp_path / "roster.csv") in str(told.value) and words in str(told.value)


@pytest.mark.parametrize("column", IDENTIFYING[1:])
def test_whatever_names_a_student_names_no_other(column, tmp_path):
    with pytest.raises(ValueError, match=f"line 4: the {column} X stands in line 2 already"):
        read(tmp_path, f"id,{column}\n1,x\n2,\n3,X\n4,\n")


def test_another_encoding_is_told(tmp_path):
    with pytest.raises(ValueError, match="not in UTF-8; save it anew"):
        read(tmp_path, "id;name\n1;Zoë\n", "cp1252")
