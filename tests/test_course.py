"""course.toml, the secret seed, and the cases drawn from it."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest

from autograder import course
from autograder.checking import syllabus
from autograder.checking.values import pack, plain
from autograder.parts import cases


@pytest.fixture
def settings(tmp_path):
    return replace(course.load(), seed_file=tmp_path / "secrets" / "seed")


def test_the_seed_is_made_once_and_for_its_owner_alone(settings):
    seed = course.secret_seed(settings)
    assert len(seed) == 64 and course.secret_seed(settings) == seed
    assert stat.S_IMODE(settings.seed_file.stat().st_mode) == 0o600


def test_an_empty_seed_file_is_an_error(settings):
    course.secret_seed(settings)
    settings.seed_file.write_text("\n")
    with pytest.raises(ValueError, match="is empty"):
        course.secret_seed(settings)


def test_the_built_in_seed_warns(settings):
    with pytest.warns(UserWarning, match="students can read"):
        assert course.secret_seed(replace(settings, seed_file=None)) == "built-in"


def test_a_fingerprint_tells_seeds_apart_and_not_the_seed():
    one, other = course.fingerprint("one"), course.fingerprint("other")
    assert one != other and one == course.fingerprint("one") and "one" not in one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[course\n", "not valid TOML"),
        ("[course]\nname = 'x'\n", "lacks"),
        ("[wall]\nnamespaces = 'optional'\n", r"called \[sandbox\] now; rename it"),
    ],
)
def test_a_broken_course_file_is_named(tmp_path, text, words):
    path = tmp_path / "course.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=words) as error:
        course.load(path)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("part = 0", "seconds above 0, not 0"),
        ("part = '30'", "seconds above 0, not '30'"),
        ("submission = true", "seconds above 0, not True"),
        ("submission = nan", "seconds above 0, not nan"),
        ("question = 5", "no 'question'; set part or submission"),
    ],
)
def test_a_wrong_time_is_named(tmp_path, line, words):
    path = tmp_path / "course.toml"
    text = (course.ROOT / "course.toml").read_text()
    path.write_text(re.sub(r"(?m)^(part|submission) = .*\n", "", text) + f"\n[time]\n{line}\n")
    path.write_text(path.read_text().replace("[time]\n", "", 1))
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        course.load(path)
    assert str(path) in str(error.value)


def test_times_are_read(tmp_path):
    path = tmp_path / "course.toml"
    text = (course.ROOT / "course.toml").read_text()
    path.write_text(text.replace("part = 30", "part = 7").replace("submission = 120", "# none"))
    read = course.load(path)
    assert (read.part_seconds, read.submission_seconds) == (7.0, 120.0)


def dated(tmp_path, lines):
    path = tmp_path / "course.toml"
    text = (course.ROOT / "course.toml").read_text()
    path.write_text(re.sub(r"(?s)\[dates\]\n.*?\n\n", f"[dates]\n{lines}\n\n", text))
    return path


@pytest.mark.parametrize(
    ("lines", "utc"),
    [
        ("due = 2026-12-22", "2026-12-22T23:59"),
        ('due = 2026-12-22\ntimezone = "Europe/Berlin"', "2026-12-22T22:59"),
        ('due = 2026-07-22\ntimezone = "America/New_York"', "2026-07-23T03:59"),
        ('due = 2026-12-22T18:30:00\ntimezone = "Asia/Kolkata"', "2026-12-22T13:00"),
        ("due = 2026-12-22T23:59:00+01:00", "2026-12-22T22:59"),
        ('due = 2026-12-22T23:59:00Z\ntimezone = "Europe/Berlin"', "2026-12-22T23:59"),
    ],
)
def test_a_day_ends_where_the_course_is(tmp_path, lines, utc):
    due = course.load(dated(tmp_path, f"release = 2026-01-05\n{lines}")).due
    assert due.astimezone(UTC).isoformat()[:16] == utc


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("release = 2026-12-01\ndue = '2026-12-22'", "[dates] due: a date such as"),
        ("release = 2026-12-01\ndue = 23:59:00", "without quotes"),
        ("release = 2026-12-01\ndue = 2026-11-30", "it lies before release"),
        ("release = 2026-12-01\ndue = 2026-12-22\ntimezone = 'Berlin'", "Europe/Berlin"),
        ("release = 2026-12-01\ndue = 2026-12-22\ntimezone = '../etc'", "[dates] timezone"),
        ("release = 2026-12-01\ndue = 2026-12-22\ntimezone = 1", "[dates] timezone"),
        ("release = 2026-12-01\ndue = 2026-12-22\nlate = 3", "no 'late'"),
        ("release = 2026-12-01", "lacks the entry 'due'"),
    ],
)
def test_a_wrong_date_is_named(tmp_path, lines, words):
    path = dated(tmp_path, lines)
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        course.load(path)
    assert str(path) in str(error.value)


def drawn(seed, hidden):
    return {
        (part.id, check.id): [
            pack(plain(case.inputs)) for case in cases.draw(part.id, check.id, hidden, seed)
        ]
        for part in syllabus.parts()
        for check in part.checks
    }


# The permutation takes no input, the public jumps at theta lie at fixed targets, and of published
# weights there are two sets.
SAME_FOR_ALL = {("flip", "permutation"), ("adaptive_wing", "continuity"), ("baseline", "learning")}


@pytest.mark.long
def test_one_seed_is_one_set_and_another_seed_another():
    assert drawn("a", True) == drawn("a", True)
    for hidden in (False, True):
        one, other = drawn("a", hidden), drawn("b", hidden)
        same = {name for name in one if one[name] == other[name]}
        assert same <= SAME_FOR_ALL


def test_hidden_cases_are_not_the_public_ones():
    """Empty and all-NaN lists may stand among both; others must be new."""
    public, hidden = drawn("a", False), drawn("a", True)
    for name in public.keys() - SAME_FOR_ALL:
        assert set(hidden[name]) - set(public[name])
        assert len(set(hidden[name]) & set(public[name])) <= 2


def test_hidden_faces_are_painted_ones():
    case = cases.draw("flip", "points", hidden=True, seed="a")[0]
    points = case.inputs["points"]
    assert points[60, 0] < points[72, 0] and points[16, 1] > points[51, 1]
    assert case.inputs["image"].dtype == np.uint8
