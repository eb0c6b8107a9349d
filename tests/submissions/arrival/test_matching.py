"""Work as it arrives, from wherever, finds its students; whoever it is from is told first."""

from __future__ import annotations

import re

import pytest
from downloads import (
    ALL,
    HERE,
    ROSTER,
    canvas,
    gradescope,
    moodle,
    moodle_flat,
    named,
    put,
    write_roster,
)

from autograder.submissions import files
from autograder.submissions.arrival import matching

NOTEBOOK = b'{"cells": []}'


@pytest.fixture
def roster(tmp_path):
    return write_roster(tmp_path)


def matched(folder, roster):
    return matching.match(files.arrived([folder], "landmarks").submissions, roster)


def ids(one):
    return tuple(student.id for student in one.students)


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_everybodys_work_is_found_with_its_weights(make, tmp_path, roster):
    """The same five students, from whichever place they come."""
    found = matched(make(tmp_path / "class", NOTEBOOK), roster)
    assert found.unknown == [] and found.earlier == []
    assert sorted(ids(one) for one in found.graded) == [(id,) for id in HERE]
    assert [student.id for student in found.missing] == ["0022"]
    for one in found.graded:
        contents = files.take(one)
        assert (contents.notebook, contents.weights) == (NOTEBOOK, b"w"), contents
        assert one.slug == one.students[0].id


@pytest.mark.parametrize("make", [canvas, moodle_flat, named], ids=lambda make: make.__name__)
def test_files_that_are_named_one_by_one_are_the_same(make, tmp_path):
    """As a shell does it: folder/*."""
    folder = make(tmp_path / "class", NOTEBOOK)
    together = files.arrived([folder])
    one_by_one = files.arrived(sorted(folder.iterdir()))
    assert [one.name for one in together.submissions] == [s.name for s in one_by_one.submissions]
    assert together.passed_over == one_by_one.passed_over


def test_without_a_roster_they_keep_readable_names(tmp_path):
    found = files.arrived([moodle(tmp_path / "class", NOTEBOOK)])
    slugs = [one.slug for one in found.submissions]
    assert "Øystein-Ås_70017_assignsubmission_file_" in slugs and len(slugs) == 5
    (passed,) = found.passed_over
    assert passed.name == "Øystein Ås_70017_assignsubmission_onlinetext_"


def test_without_a_number_those_of_one_name_are_told_apart_by_nobody(tmp_path):
    text = ROSTER.replace(",70020,", ",,").replace(",70021,", ",,")
    found = matched(moodle(tmp_path / "class", NOTEBOOK), write_roster(tmp_path, text))
    assert [why for _, why in found.unknown] == [
        "it may be from any of 0020, 0021, who are called alike"
    ] * 2
    assert [student.id for student in found.missing] == ["0020", "0021", "0022"]
    assert len({one.slug for one in found.graded}) == 5  # they are graded all the same


@pytest.mark.parametrize("make", [moodle, canvas], ids=lambda make: make.__name__)
def test_two_people_are_never_one_because_of_their_names(make, tmp_path):
    """One of two of the same name is in the roster under another one."""
    text = ROSTER.replace("Sam Smith,sam2", "Samuel Smith,sam2")
    text = re.sub(r",(200|700)\d\d", ",", text)
    found = matched(make(tmp_path / "class", NOTEBOOK), write_roster(tmp_path, text))
    assert [why for _, why in found.unknown] == [matching.ALIKE] * 2
    assert len(found.graded) == 5 and found.earlier == []


def test_who_has_another_number_is_somebody_else(tmp_path, roster):
    put(tmp_path / "class", {"larsenannamaria_5_6_x.ipynb": NOTEBOOK})
    put(tmp_path / "class", {"Sam Smith_5_assignsubmission_file_/x.ipynb": NOTEBOOK})
    found = matched(tmp_path / "class", roster)
    assert [why for _, why in found.unknown] == [
        "nobody in the roster has moodle_participant 5, name Sam Smith",
        "nobody in the roster has canvas_id 5, name larsenannamaria",
    ]


def test_a_number_says_more_than_a_name(tmp_path, roster):
    """The name in front is the student's own to choose."""
    put(tmp_path / "class", {"wwang_20019_5_x.ipynb": NOTEBOOK})
    (one,) = matched(tmp_path / "class", roster).graded
    assert ids(one) == ("0019",)


def test_strangers_are_graded_and_told(tmp_path, roster):
    put(named(tmp_path / "class", NOTEBOOK), {"eve.ipynb": NOTEBOOK, "0017x/a.ipynb": NOTEBOOK})
    found = matched(tmp_path / "class", roster)
    told = {one.name: why for one, why in found.unknown}
    assert told == {
        "0017x": "nobody in the roster has 0017x",
        "eve.ipynb": "nobody in the roster has eve",
    }
    assert len(found.graded) == 7


@pytest.mark.parametrize("last", [0, 1, 2])
def test_of_several_the_last_in_time_is_graded(last, tmp_path, roster):
    ways = ("0019.ipynb", "anna@uni.example/x.ipynb", "Anna Maria Larsen.ipynb")
    for number, way in enumerate(ways):
        put(tmp_path / "class", {way: str(number)}, 2e9 if number == last else 1e9)
    found = matched(tmp_path / "class", roster)
    (one,) = found.graded
    assert files.take(one).notebook == str(last).encode() and one.slug == "0019"
    assert len(found.earlier) == 2 and all(by is one for _, by in found.earlier)
    (note,) = one.notes
    assert note.startswith("Of 3 hand-ins the last one, ") and "of 2033-05-18 03:33 UTC" in note


def test_canvas_counts_by_its_own_numbers(tmp_path, roster):
    """However its files were unpacked."""
    folder = canvas(tmp_path / "class", NOTEBOOK)
    put(folder, {"åsøystein_LATE_20017_90099_landmarks.ipynb": b"the first try"}, 2e9)
    one = next(one for one in matched(folder, roster).graded if ids(one) == ("0017",))
    assert files.take(one).notebook == NOTEBOOK
    assert one.notes == [
        "2 notebooks were handed in; the last one, åsøystein_LATE_20017_90100_landmarks-1.ipynb, "
        "was graded."
    ]


@pytest.mark.parametrize("make", [canvas, moodle_flat], ids=lambda make: make.__name__)
def test_one_of_a_class_is_the_same_alone(make, tmp_path):
    """As for an appeal: its weights lie beside it under another name."""
    for one in files.collect([make(tmp_path / "class", NOTEBOOK)]):
        by_itself = (files.submission(one.notebook), *files.collect([one.notebook]))
        assert [files.take(other).weights for other in by_itself] == [b"w", b"w"]


def test_others_names_with_numbers_are_not_canvas(tmp_path):
    """Two students whose files are called alike stay two."""
    names = ["week_10_2026_anna.ipynb", "week_10_2026_bob.ipynb"]
    put(tmp_path / "class", dict.fromkeys(names, NOTEBOOK))
    assert [one.name for one in files.collect([tmp_path / "class"])] == names


def test_a_group_has_its_result_together_unless_one_hands_in_again(tmp_path, roster):
    folder = gradescope(tmp_path / "class", NOTEBOOK)
    listed = folder / "submission_metadata.yml"
    both = "  - :name: x\n    :sid: '0017'\n  - :name: y\n    :sid: '0018'\n"
    text = f"submission_7:\n  :submitters:\n{both}"
    listed.write_text(text, encoding="utf-8")
    put(folder, {"submission_7/x.ipynb": NOTEBOOK})
    one = next(one for one in matched(folder, roster).graded if one.name == "submission_7")
    assert ids(one) == ("0017", "0018") and one.slug == "0017-0018"
    put(folder, {"submission_8/x.ipynb": b"again"}, 2e9)
    again = "submission_8:\n  :submitters:\n  - :sid: '0017'\n"
    listed.write_text(text + again, encoding="utf-8")
    found = {one.name: ids(one) for one in matched(folder, roster).graded}
    assert (found["submission_7"], found["submission_8"]) == (("0018",), ("0017",))


@pytest.mark.parametrize(
    "text",
    ["", "- 1", "a: [", "submission_0: 3", "submission_0:\n  :submitters: 3", "[" * 5000, "\x00"],
)
def test_a_damaged_list_stops_nobody(text, tmp_path, roster):
    folder = gradescope(tmp_path / "class", NOTEBOOK)
    (folder / "submission_metadata.yml").write_text(text)
    found = matched(folder, roster)
    assert len(found.graded) == 5 and len(found.unknown) == 5


def test_a_list_that_a_student_planted_gives_nobody_anothers_result(tmp_path, roster):
    planted = "wwang:\n  :submitters:\n  - :sid: '0017'\n"
    folder = named(tmp_path / "class", NOTEBOOK)
    put(folder, {"eve/x.ipynb": NOTEBOOK, "eve/submission_metadata.yml": planted})
    put(folder, {"submission_metadata.yml": planted})
    found = matched(folder, roster)
    assert sorted(ids(one) for one in found.graded if one.students) == [(id,) for id in HERE]
