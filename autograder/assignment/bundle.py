"""The bundle that students unpack beside their notebook: public checks, recorded replies, data.

The self-check's modules go in as they are; the reference goes in only as its replies to the
public cases, and known mistakes only as theirs.
"""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checking import lookup, syllabus, values
from autograder.checking.case import Case
from autograder.checking.compare import mentions
from autograder.checking.questions.evaluate import question_key
from autograder.course import PUBLIC_SEED, ROOT
from autograder.grading import known_answers
from autograder.grading.oracle import Oracle
from autograder.parts import bundled_data, cases, notebook_text

# Whole folders of the kit; beside them go the `__init__.py` of what they lie in, and the syllabus.
FOLDERS = (
    *("checking", "parts/adapters", "parts/checks"),
    *("reports/text", "selfcheck", "submissions"),
)
STAMP = (2026, 1, 1, 0, 0, 0)  # the same bundle from the same sources


def write(folder: Path) -> None:
    """Lay out the bundle in `folder`, anew."""
    shutil.rmtree(folder, ignore_errors=True)
    kit, copy = ROOT / "autograder", folder / "autograder"
    for name in FOLDERS:
        shutil.copytree(kit / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for package in {parent for name in FOLDERS for parent in Path(name).parents}:
        shutil.copyfile(kit / package / "__init__.py", copy / package / "__init__.py")
    shutil.copyfile(syllabus.FILE, copy / syllabus.FILE.relative_to(kit))
    bundled_data.write(folder)
    (folder / "version.txt").write_text(notebook_text.version(), encoding="utf-8")
    (folder / "recorded.bin").write_bytes(values.pack(record()))


def zipped(folder: Path, archive: Path) -> None:
    """The folder as a zip, under the folder's own name, the same bytes each time."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder.parent).as_posix()
                entry = zipfile.ZipInfo(name, STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(entry, path.read_bytes())


def record() -> dict[str, Any]:
    """Public cases, the reference's replies to them, and the replies of known mistakes."""
    oracle = Oracle()
    recorded: dict[str, Any] = {"cases": {}, "replies": {}, "misconceptions": {}}
    for part in syllabus.parts():
        asked: dict[str, _Asked] = {}

        def note(question: str, case: Case, asked: dict = asked, **inputs: Any) -> dict[str, Any]:
            asked[question_key(question, inputs)] = _Asked(question, inputs, case.mentions)
            return oracle.expect(question, **inputs)

        recorded["cases"][part.id] = {}
        for check in part.checks:
            drawn = cases.draw(part.id, check.id, hidden=False, seed=PUBLIC_SEED)
            for case in drawn:
                ask = partial(note, case=case)
                lookup.check_function(part.id, check.id)(ask, ask, case)
            recorded["cases"][part.id][check.id] = [values.plain(vars(case)) for case in drawn]
        for key, one in asked.items():
            recorded["replies"][key] = oracle.reply(one.question, one.inputs)
        recorded["misconceptions"][part.id] = [
            _replies(known, asked) for known in known_answers.load("wrong") if known.part == part.id
        ]
    return recorded


@dataclass(frozen=True)
class _Asked:
    """A question that a public check has put; mentions as in `Case`."""

    question: str
    inputs: dict[str, Any]
    mentions: tuple[str, ...]


def _replies(known: known_answers.KnownAnswer, asked: dict[str, _Asked]) -> dict[str, Any]:
    """What a known mistake replies; never its code, and not its name either."""
    oracle = Oracle(known_answers.names(known))
    return {
        "hint": known.hint,
        "loses": list(known.loses),
        "replies": {
            key: _essence(oracle.reply(one.question, one.inputs), one.mentions)
            for key, one in asked.items()
        },
    }


def _essence(value: Any, telling: tuple[str, ...]) -> Any:
    """What is enough to recognise a mistake: heatmaps in half precision, of a text the words that
    tell, and of an error its type alone: its message and place would quote the mistake's code."""
    if isinstance(value, dict):
        return {
            key: _words(item, telling) if key in ("text", "where") else _essence(item, telling)
            for key, item in value.items()
        }
    if isinstance(value, np.ndarray) and value.size > 10_000 and value.dtype.kind == "f":
        return value.astype(np.float16)
    return value


def _words(text: Any, telling: tuple[str, ...]) -> str:
    return " ".join(word for word in telling if mentions(str(text), word))
