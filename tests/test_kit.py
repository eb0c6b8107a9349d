"""The grader's identity: whatever a verdict depends on changes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import copy_of_the_kit

from autograder import kit
from autograder.checking import syllabus
from autograder.course import ROOT


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The kit's files in another folder."""
    return copy_of_the_kit(tmp_path_factory.mktemp("kit"))


def test_every_file_that_judging_opens_decides(tmp_path):
    """A judge and its painter are watched while they draw every case and answer every question."""
    script = """
import importlib.util, sys
from pathlib import Path

opened = set()
sys.addaudithook(lambda event, args: event == "open" and opened.add(str(args[0])))
sys.dont_write_bytecode = True
from autograder.checking import syllabus
from autograder.grading import judge
from autograder.proof import in_process
from autograder.grading.oracle import Oracle

judge.Judge("a test", lambda *arguments: [])
oracle = Oracle()
for part in syllabus.parts():
    assert not in_process.lost(part.id, oracle, oracle, "a test")
for name in opened:
    if name.endswith(".pyc"):
        name = importlib.util.source_from_cache(name)
    print(Path(name).absolute())
"""
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    opened = {line for line in result.stdout.splitlines() if line.startswith(str(ROOT))}
    # Without what is installed, and without names relative to a folder that was opened before.
    opened = {line for line in opened if "/.venv/" not in line and ".egg-info/" not in line}
    opened = {line for line in opened if Path(line).is_file()}
    deciding = {str(path) for path in kit.files()} | {str(ROOT / "course.toml")}
    assert len(opened) > 50 and any("/data_stub/" in line for line in opened)
    assert {line for line in opened if line not in deciding} == set()


def test_touching_any_file_changes_the_identity(copy):
    """Every tenth, and one of each kind in each folder."""
    files = kit.files(copy)
    some = {*files[::10], *{(path.parent, path.suffix): path for path in files}.values()}
    before = kit.digest(copy)
    assert before == kit.digest()
    seen = {before}
    for path in some:
        content = path.read_bytes()
        path.write_bytes(content + b" ")
        seen.add(kit.digest(copy))
        path.write_bytes(content)
    assert len(seen) == len(some) + 1
    assert kit.digest(copy) == before


def test_moving_a_file_or_adding_one_in_a_new_folder_changes_the_identity(copy):
    before = kit.digest(copy)
    moved = (copy / "data_stub" / "person.py").rename(copy / "data_stub" / "people.py")
    assert kit.digest(copy) != before
    moved.rename(copy / "data_stub" / "person.py")
    new = copy / "solution" / "deeper" / "still" / "new.json"
    new.parent.mkdir(parents=True)
    new.write_text("{}")
    assert kit.digest(copy) != before


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("[weights]\nflip = 20\n", True),
        ("[parts]\nids = ['flip']\n", True),
        ("[dates.more]\ncut_off = 2026-12-24\n", True),  # an entry that nobody knows yet
        ("[[waiver]]\ncheck = 'flip.points'\nreason = 'x'\n", False),  # told by itself
    ],
)
def test_what_a_course_chooses_changes_the_identity(copy, text, decides):
    path, before = copy / "course.toml", kit.digest(copy)
    content = path.read_text()
    path.write_text(content + text)
    changed = kit.digest(copy) != before
    path.write_text(content)
    assert changed == decides


def test_what_a_course_allows_changes_the_identity(copy):
    path, before = copy / "course.toml", kit.digest(copy)
    content = path.read_text()
    path.write_text(content.replace("part = 30", "part = 20"))
    assert kit.digest(copy) != before
    path.write_text(content.replace("due = 2026", "due = 2027"))
    assert kit.digest(copy) == before
    path.write_text(content)


def test_a_mended_check_is_another_grader_of_its_part_alone(copy):
    """And of the parts whose checks import it; what all parts share changes all of them."""
    checks, before = copy / "autograder" / "parts" / "checks", kit.part_digests(copy)
    assert set(before) == {part.id for part in syllabus.parts()}

    def changed(name: str) -> set[str]:
        content = (checks / name).read_bytes()
        (checks / name).write_bytes(content + b"# mended")
        now = kit.part_digests(copy)
        (checks / name).write_bytes(content)
        return {part for part in now if now[part] != before[part]}

    assert changed("flip.py") == {"flip"}
    assert changed("crop.py") == {"crop", "compose"}
    assert {"crop", "compose"} <= changed("pixels.py") < set(before)
    assert changed("__init__.py") == changed("../cases/flip.py") == set(before)
