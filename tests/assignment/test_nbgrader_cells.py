"""Notebooks whose cells and metadata went through many hands: nbgrader gives what the kit gives."""

from __future__ import annotations

import copy
import json
import random
import shutil

import nbformat
import pytest
from conftest import run_nbgrader
from nbgrader.api import Gradebook

from autograder import course
from autograder.assignment import nbgrader_cells
from autograder.checking import syllabus
from autograder.grading import known_answers, workers
from autograder.submissions import files

NAME = "landmarks"
pytestmark = pytest.mark.long
ANSWER = "The divisor differs: one is the box, the other the distance between the eyes."
NME = next(cell for cell in known_answers.reference_cells() if "def nme(" in cell)
WRITTEN = f"written-{syllabus.written()[0].id}"


def cell_of(notebook: dict, name: str) -> dict:
    return next(
        cell
        for cell in notebook["cells"]
        if name in (cell.get("id"), nbgrader(cell).get("grade_id"))
    )


def nbgrader(cell: dict) -> dict:
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


# Each takes a notebook as JSON and a random generator, and changes no answer.


def copied(notebook, rng):
    """A cell of nbgrader's, metadata and all, stands there twice."""
    for name in rng.sample(["flip", "metrics", "answer-nme", WRITTEN], 2):
        place = notebook["cells"].index(cell := cell_of(notebook, name))
        notebook["cells"].insert(place + rng.choice([0, 1]), copy.deepcopy(cell))


def emptied_copy(notebook, rng):
    """A second written answer, as untouched as it was released."""
    cell = copy.deepcopy(cell_of(notebook, WRITTEN))
    cell["source"] = RELEASED[WRITTEN]
    notebook["cells"].insert(rng.choice([0, len(notebook["cells"])]), cell)


def deleted(notebook, rng):
    for name in rng.sample([part.id for part in syllabus.parts()], 3):
        notebook["cells"].remove(cell_of(notebook, name))


def all_deleted(notebook, rng):
    names = {part.id for part in syllabus.parts()}
    notebook["cells"] = [c for c in notebook["cells"] if nbgrader(c).get("grade_id") not in names]


def other_points(notebook, rng):
    for cell in notebook["cells"]:
        if nbgrader(cell):
            nbgrader(cell)["points"] = rng.choice([1000, -1, "many", None, [], 1e308])


def renamed(notebook, rng):
    for number, cell in enumerate(notebook["cells"]):
        if nbgrader(cell):
            nbgrader(cell)["grade_id"] = rng.choice([f"mine-{number}", "", "flip", 7, None, "<b>"])


def other_flags(notebook, rng):
    for cell in notebook["cells"]:
        for flag in ("grade", "solution", "locked", "task"):
            if nbgrader(cell):
                nbgrader(cell)[flag] = rng.choice([True, False, "yes", None])


def other_schema(notebook, rng):
    for cell in notebook["cells"]:
        if nbgrader(cell):
            nbgrader(cell)["schema_version"] = rng.choice([0, 1, 2, 4, "3", None])


def no_nbgrader(notebook, rng):
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def no_metadata(notebook, rng):
    del notebook["metadata"]
    for cell in notebook["cells"]:
        del cell["metadata"]


def metadata_of_another_type(notebook, rng):
    for cell in notebook["cells"]:
        cell["metadata"] = rng.choice([None, [], "text", 3, {"nbgrader": "x"}, {"nbgrader": [1]}])


def metadata_everywhere(notebook, rng):
    """Cells of prose and of code that say they are nbgrader's."""
    whole = nbgrader(cell_of(notebook, "flip"))
    for cell in rng.sample(notebook["cells"], 8):
        if not nbgrader(cell):
            cell["metadata"] = {"nbgrader": dict(whole) | {"grade_id": f"x{rng.random()}"}}


def other_kinds(notebook, rng):
    """Checks as prose or raw text, and kinds of cells that there are not."""
    for part in syllabus.parts():
        cell = cell_of(notebook, part.id)
        cell["cell_type"] = rng.choice(["markdown", "raw", "heading", 4])
    notebook["cells"].insert(0, {"cell_type": "heading", "source": ["a ", "b"], "level": 1})


def no_ids(notebook, rng):
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        cell.pop("id", None)


def equal_ids(notebook, rng):
    for cell in notebook["cells"]:
        cell["id"] = rng.choice(["same", "same", "with a blank", "x" * 99])


def odd_outputs(notebook, rng):
    for cell in notebook["cells"]:
        cell["outputs"] = rng.choice([None, "x", [3], [{"output_type": "none"}]])


def odd_attachments(notebook, rng):
    for cell in notebook["cells"]:
        cell["attachments"] = rng.choice([None, "x", {"a": 3}, {"a": {}}, {"a": {"image/png": 4}}])


def half_characters(notebook, rng):
    notebook["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": "\ud800"})


def odd_cells(notebook, rng):
    notebook["cells"][:0] = [None, [], "text", {}, {"cell_type": "code", "source": None}]


def locked_cell_changed(notebook, rng):
    for part in syllabus.parts():
        cell_of(notebook, part.id)["source"] += "\n100"


def later_version(notebook, rng):
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 99


def shuffled(notebook, rng):
    """The checks and the prose in another order."""
    checks = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    others = [cell for cell in notebook["cells"] if cell["cell_type"] != "markdown"]
    rng.shuffle(checks)
    notebook["cells"] = [*others, *checks]


MANGLERS = [
    *(copied, emptied_copy, deleted, all_deleted, other_points, renamed, other_flags),
    *(other_schema, no_nbgrader, no_metadata, metadata_of_another_type, metadata_everywhere),
    *(other_kinds, no_ids, equal_ids, odd_outputs, odd_attachments, half_characters, odd_cells),
    *(locked_cell_changed, later_version, shuffled),
]
# These take other cells' names for granted, or leave none of them.
LAST = (no_nbgrader, no_metadata, metadata_of_another_type, no_ids, equal_ids, odd_cells, renamed)
MIXTURES = 8
RELEASED: dict[str, str] = {}


def mixture(seed: int) -> list:
    """Some of the manglers, in an order in which they can be applied."""
    chosen = random.Random(seed).sample(MANGLERS, 5)
    return sorted(chosen, key=lambda mangle: LAST.index(mangle) if mangle in LAST else -1)


def mangled(notebook: dict, manglers: list, seed: int) -> dict:
    notebook, rng = copy.deepcopy(notebook), random.Random(seed)
    for mangle in manglers:
        try:
            mangle(notebook, rng)
        except (StopIteration, KeyError, AttributeError, ValueError):
            continue  # nothing is left that it could change
    return notebook


STUDENTS = {
    "clean": [],
    **{mangle.__name__: [mangle] for mangle in MANGLERS},
    **{f"mixture-{seed}": mixture(seed) for seed in range(MIXTURES)},
}


@pytest.fixture(scope="module")
def course_folder(built, tmp_path_factory):
    """A course in which every way of mangling is a student with the same answers, graded."""
    folder = tmp_path_factory.mktemp("mangled") / "course"
    shutil.copytree(built.course_folder, folder)
    notebook = json.loads(built.student.read_text(encoding="utf-8"))
    RELEASED[WRITTEN] = "".join(cell_of(notebook, WRITTEN)["source"])
    cell_of(notebook, "answer-nme")["source"] = NME
    cell_of(notebook, WRITTEN)["source"] = ANSWER
    for number, (student, manglers) in enumerate(STUDENTS.items()):
        target = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(mangled(notebook, manglers, number)), encoding="utf-8")
    broken = folder / "submitted" / "broken" / NAME / f"{NAME}.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"\xff\xfe{ no notebook")
    for command in ("autograde", "generate_feedback"):
        result = run_nbgrader(folder, command, NAME)
        (folder / f"{command}.log").write_text(result.stdout + result.stderr)
    return folder


@pytest.fixture(scope="module")
def grades(course_folder):
    """Student -> name of the cell -> its automatic score and whether it waits for a person."""
    with Gradebook(f"sqlite:///{course_folder / 'gradebook.db'}", course.load().name) as gradebook:
        return {
            student: {
                grade.name: (grade.auto_score, grade.needs_manual_grade)
                for grade in gradebook.find_submission_notebook(NAME, NAME, student).grades
            }
            for student in [*STUDENTS, "broken"]
        }


@pytest.fixture(scope="module")
def record(course_folder):
    """What the kit itself gives for the answers."""
    worker = workers.Worker(course.secret_seed(course.load()))
    path = course_folder / "submitted" / "clean" / NAME / f"{NAME}.ipynb"
    try:
        return worker.grade(files.take(files.submission(path)))
    finally:
        worker.stop()


@pytest.mark.parametrize("student", STUDENTS)
def test_no_mangling_costs_a_point(course_folder, grades, record, student):
    parts = [part.id for part in syllabus.parts()]
    assert {name: grades[student][name] for name in parts} == {
        part.id: (part.score, False) for part in record.parts
    }
    assert grades[student]["metrics"][0] > 0
    assert (course_folder / "feedback" / student / NAME / f"{NAME}.html").is_file()


@pytest.mark.parametrize("student", STUDENTS)
def test_the_written_answer_reaches_the_marker(course_folder, grades, student):
    assert grades[student][WRITTEN] == (None, True)
    page = (course_folder / "feedback" / student / NAME / f"{NAME}.html").read_text()
    assert ANSWER in page


def test_bytes_that_are_no_notebook_get_nothing_and_a_reason(course_folder, grades):
    assert {score for score, _ in grades["broken"].values() if score} == set()
    path = course_folder / "autograded" / "broken" / NAME / f"{NAME}.ipynb"
    assert "Nothing could be graded" in path.read_text(encoding="utf-8")


def test_what_is_rebuilt_is_rebuilt_to_the_same(course_folder):
    """nbgrader reads twice: a second reading changes nothing."""
    for student in STUDENTS:
        path = course_folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        once = nbgrader_cells.plain(path.read_bytes())
        nbformat.validate(once)
        twice = nbgrader_cells.plain(nbformat.writes(once).encode())
        assert [c.source for c in once.cells] == [c.source for c in twice.cells]
