"""What the forms of downloads tell, however damaged; nothing in them stops anybody."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from downloads import put

from autograder.submissions import files
from autograder.submissions.arrival import forms


def test_nbgraders_time_is_when_it_was_handed_in(tmp_path):
    put(tmp_path, {"anna/hw/x.ipynb": "{}", "anna/hw/timestamp.txt": ""}, 1e9)
    put(tmp_path, {"anna/hw/timestamp.txt": "2026-12-22 23:59:30.5 Europe/Berlin\n"})
    (one,) = files.arrived([tmp_path], "hw").submissions
    assert one.when == datetime.fromisoformat("2026-12-22T22:59:30.5+00:00").timestamp()


DAMAGED = (
    *("", "yesterday", "2026-12-22 23:59 Nowhere", "2026-12-22 23:59 ../../etc", "\0 \0 \0"),
    *("0001-01-01 00:00:00 Asia/Tokyo", "9999-12-31 23:59:59 America/New_York", "x" * 300, "é"),
)


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_time_is_none(text, tmp_path):
    put(tmp_path, {"anna/x.ipynb": "{}"}, 1e9)
    (tmp_path / "anna" / "timestamp.txt").write_bytes(text.encode("latin-1"))
    (one,) = files.collect([tmp_path])
    assert one.when == 1e9 or text.startswith(("0001", "9999"))


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("as_LATE_5_67_x.ipynb", {"canvas_id": "5", "name": "as"}),
        ("as_late_5_67_x_1_2.ipynb", {"canvas_id": "5", "name": "as"}),
        ("王_5_67_x.ipynb", {"canvas_id": "5", "name": "王"}),
        ("A B_5_assignsubmission_file_", {"moodle_participant": "5", "name": "A B"}),
        ("A B_5_assignsubmission_file", {"moodle_participant": "5", "name": "A B"}),
        ("A B_5_assignsubmission_file_x_1_2.ipynb", {"moodle_participant": "5", "name": "A B"}),
        ("a.b@x.org.ipynb", {"any": "a.b@x.org"}),
        ("a.b", {"any": "a.b"}),
        ("anna_5.ipynb", {"any": "anna_5"}),
    ],
)
def test_a_name_tells_who_it_is(name, person):
    """Also if nothing of that name is there, as when results are exported."""
    (one,) = forms.sort([Path("gone") / name]).hand_ins
    assert one.people == [person]
