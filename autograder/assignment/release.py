"""From the reference, the prose and the syllabus to the notebooks, through the real nbgrader.

solution/assignment/ is the notebook as text.  Its code cells are plain, or carry one of
    piece="solution.module:name,name"   these definitions, as they stand in the reference
    check="part"                        the self-check of a part: a graded cell with its points
    written="question"                  a model answer in words: a cell that a person marks
    for="instructor"                    besides: an answer's helpers, which students do not get
Answer regions become stubs in nbgrader's own release, not here.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder import course
from autograder.assignment import bundle, leaks, nbgrader_config
from autograder.checking import syllabus
from autograder.course import ROOT, Course
from autograder.parts import notebook_text

STUDENT = ROOT / "student"
SELF_CHECK = Path(".github") / "workflows" / "self-check.yml"
INSTRUCTOR_ONLY = "instructor-only"
BEGIN = "### BEGIN SOLUTION"


@dataclass(frozen=True)
class Built:
    """Where the parts of a built assignment lie."""

    instructor: Path
    student: Path
    bundle: Path
    archive: Path
    course_folder: Path
    workflow: Path


def build(out: Path, student: Path = STUDENT) -> Built:
    """Build everything.  Raises RuntimeError if nbgrader fails or anything leaks.

    out      bundle, zip and nbgrader's course folder go here
    student  the students' notebook goes here, and the workflow that checks it on GitHub
    """
    settings = course.load()
    name = settings.assignment
    course_folder = out / "course"
    source, released = make_course(course_folder, settings)

    student.mkdir(parents=True, exist_ok=True)
    target = student / f"{name}.ipynb"
    target.write_text(_tidy(nbformat.read(released, as_version=4)), encoding="utf-8")
    _require_silence(target)

    workflow = student / SELF_CHECK
    workflow.parent.mkdir(parents=True, exist_ok=True)
    workflow.write_text(_self_check(settings), encoding="utf-8")

    folder = out / f"{name}-bundle"
    bundle.write(folder)
    archive = out / f"{name}-bundle.zip"
    bundle.zipped(folder, archive)
    _require_silence(archive)
    return Built(source, target, folder, archive, course_folder, workflow)


def student_notebook() -> Path:
    """Return where the students' notebook of this course lies."""
    return STUDENT / f"{course.load().assignment}.ipynb"


def _require_silence(path: Path) -> None:
    if found := leaks.find(path):
        raise RuntimeError(f"{path} gives answers away:\n" + "\n".join(found))


def _self_check(settings: Course) -> str:
    """The students' workflow; the bundle's address as a YAML string."""
    text = Path(__file__).with_name(SELF_CHECK.name).read_text(encoding="utf-8")
    text = text.replace("{{ bundle_url }}", json.dumps(settings.bundle_url))
    return text.replace("{{ assignment }}", settings.assignment)


# ---------------------------------------------------------------- the instructor's notebook


def instructor_notebook(settings: Course) -> NotebookNode:
    """The whole notebook, answers in place, with nbgrader's metadata."""
    text = notebook_text.read()
    for name, value in _course_words(settings).items():
        text = text.replace("{{ " + name + " }}", value)
    notebook = jupytext.reads(text, fmt="md")
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat_minor = 5
    used: dict[str, int] = {}
    for cell in notebook.cells:
        _fill(cell)
        base = cell.pop("_id", "text")
        used[base] = used.get(base, 0) + 1
        cell.id = base if used[base] == 1 else f"{base}-{used[base]}"
    _require_all_parts(notebook)
    return notebook


def _course_words(settings: Course) -> dict[str, str]:
    """What stands in the prose as {{ name }}."""
    rows = [f'| {part.title} | `check("{part.id}")` | {part.points} |' for part in syllabus.parts()]
    return {
        "version": notebook_text.version(),
        "bundle_url": settings.bundle_url,
        "course": settings.name,
        "release": _date(settings.release),
        "due": f"{_date(settings.due)}, {settings.due:%H:%M} {_zone(settings.due)}",
        "parts": "\n".join(rows),
        "by_hand": str(sum(question.points for question in syllabus.written())),
    }


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _zone(moment: datetime) -> str:
    """Return the zone's name, such as Europe/Berlin, or its distance from UTC."""
    return getattr(moment.tzinfo, "key", None) or str(moment.tzname())


def _fill(cell: NotebookNode) -> None:
    """Turn a cell's attributes into source and nbgrader metadata."""
    metadata, cell.metadata = cell.metadata, NotebookNode()
    if metadata.get("for") == "instructor":
        cell.metadata.tags = [INSTRUCTOR_ONLY]
    if "piece" in metadata:
        module, names = metadata["piece"].split(":")
        cell.source = pieces(module, names.split(","))
        is_answer = BEGIN in cell.source
        cell["_id"] = f"{'answer' if is_answer else 'given'}-{names.split(',')[-1]}"
        if is_answer:
            cell.metadata.nbgrader = _nbgrader(cell["_id"], solution=True)
    elif "check" in metadata:
        part = syllabus.part(metadata["check"])
        cell["_id"] = part.id
        cell.metadata.nbgrader = _nbgrader(part.id, grade=True, locked=True, points=part.points)
    elif "written" in metadata:
        question = next(q for q in syllabus.written() if q.id == metadata["written"])
        cell["_id"] = f"written-{question.id}"
        points = question.points
        cell.metadata.nbgrader = _nbgrader(cell["_id"], grade=True, solution=True, points=points)
    elif "grade_id" in metadata:
        cell["_id"] = metadata["grade_id"]
    elif cell.source.startswith("#"):
        heading = cell.source.splitlines()[0].lstrip("# ")
        cell["_id"] = "about-" + "-".join(heading.split(":")[0].lower().split())
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    else:
        cell.source = _HINTS.sub(_ladder, cell.source)


_HINTS = re.compile(r"^\*Hints?\.\* ((?:.+\n?)+)", re.MULTILINE)


def _ladder(found: re.Match) -> str:
    """A paragraph `*Hints.* 1. … 2. …` as hints that open one by one."""
    hints = re.split(r"(?:^|\s)[1-9]\. ", found[1].strip())
    hints = hints[1:] or hints  # a single hint has no number
    names = [f"Hint {number}" for number in range(1, len(hints) + 1)] if hints[1:] else ["Hint"]
    return "\n\n".join(
        f"<details><summary>{name}</summary>\n\n{hint}\n\n</details>"
        for name, hint in zip(names, hints, strict=True)
    )


def _nbgrader(grade_id: str, **fields: object) -> NotebookNode:
    """Metadata of nbgrader's schema 3."""
    flags = {"grade": False, "solution": False, "locked": False, "task": False}
    return NotebookNode(schema_version=3, grade_id=grade_id, **(flags | fields))


def pieces(module_name: str, names: list[str]) -> str:
    """The source of top-level definitions, with the comment right above them."""
    module = importlib.import_module(module_name)
    source = inspect.getsource(module)
    lines = source.splitlines()
    found: dict[str, str] = {}
    for node in ast.parse(source).body:
        for name in _defined(node):
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
            while lines[first - 1].startswith("#"):
                first -= 1
            last = node.end_lineno or node.lineno
            while last < len(lines) and lines[last].startswith(" "):
                last += 1  # the comment that ends an answer region
            found[name] = "\n".join(lines[first:last])
    missing = [name for name in names if name not in found]
    if missing:
        raise RuntimeError(
            f"{notebook_text.FOLDER} asks for {', '.join(missing)}: not defined in {module_name}"
        )
    text = found[names[0]]
    for name in names[1:]:
        is_block = "def " in found[name] or text.splitlines()[-1].startswith(" ")
        text += ("\n\n\n" if is_block else "\n") + found[name]
    return text


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _require_all_parts(notebook: NotebookNode) -> None:
    """Every part has its graded cell, and every answer its cell."""
    ids = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells}
    wanted = {
        *(part.id for part in syllabus.parts()),
        *(f"answer-{name}" for name in syllabus.answer_names()),
        *(f"written-{question.id}" for question in syllabus.written()),
    }
    if missing := wanted - ids:
        raise RuntimeError(f"{notebook_text.FOLDER} has no cell for {', '.join(sorted(missing))}")


# ---------------------------------------------------------------- the student's notebook


def make_course(course_folder: Path, settings: Course) -> tuple[Path, Path]:
    """Lay out nbgrader's course; returns the instructor's notebook and the released one.

    Raises RuntimeError if nbgrader fails.
    """
    name = settings.assignment
    source = course_folder / "source" / name / f"{name}.ipynb"
    source.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(instructor_notebook(settings), source)
    return source, _nbgrader_release(course_folder, settings)


def _nbgrader_release(course_folder: Path, settings: Course) -> Path:
    """Run `nbgrader generate_assignment`; returns the released notebook."""
    nbgrader_config.write(course_folder, settings.name)
    name = settings.assignment
    shutil.rmtree(course_folder / "release", ignore_errors=True)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--force", "--create"]
    result = subprocess.run(
        command,
        cwd=course_folder,
        env=jupyter_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    released = course_folder / "release" / name / f"{name}.ipynb"
    if "because there are submissions" in result.stderr:
        raise RuntimeError(
            f"{course_folder / 'gradebook.db'} holds submissions to an older version of the "
            "notebook. Keep it, and build the new version elsewhere: --out another-folder"
        )
    if result.returncode != 0 or not released.is_file():
        raise RuntimeError(f"nbgrader generate_assignment failed:\n{result.stderr[-3000:]}")
    due = settings.due.astimezone(UTC).replace(tzinfo=None)  # as nbgrader's gradebook has it
    with Gradebook(f"sqlite:///{course_folder / 'gradebook.db'}", settings.name) as gradebook:
        gradebook.update_or_create_assignment(name, duedate=due)
    return released


def jupyter_environment() -> dict[str, str]:
    """For nbgrader's commands: they call a helper of their own, alembic, by name."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return os.environ | {"PATH": path, "JUPYTER_PLATFORM_DIRS": "1"}


def _tidy(notebook: NotebookNode) -> str:
    """The students' notebook: no helper cells of the answers, and no versions or style of JSON
    that would differ from machine to machine."""
    notebook.cells = [
        cell for cell in notebook.cells if INSTRUCTOR_ONLY not in cell.metadata.get("tags", [])
    ]
    notebook.metadata = NotebookNode(kernelspec=notebook.metadata.kernelspec)
    notebook.metadata["language_info"] = {"name": "python"}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
