"""What `fetch` has to say of each submission in a folder, kept in a file beside that folder.

Not in it: hand-ins are unpacked there, so that any file in it may be some student's.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.submissions import disk

STUDENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,59}")  # also a folder's name
MAX_FILE = 64 * 2**20


@dataclass(frozen=True)
class Told:
    """Of one student: notes for the report, or a problem that left nothing to grade."""

    notes: list[str]
    problem: str


def beside(folder: Path) -> Path:
    """Where the file stands: `hand-ins.fetched.json` beside `hand-ins`."""
    folder = folder.resolve()
    return folder.parent / f"{folder.name}.fetched.json"


def write(folder: Path, told: dict[str, Told]) -> None:
    plain = {student: asdict(one) for student, one in told.items()}
    beside(folder).write_text(json.dumps(plain, indent=1), encoding="utf-8")


def read(folder: Path) -> dict[str, Told]:
    """What is told of the students in a folder; nothing if nobody fetched it.

    Raises ValueError, naming the file, if `fetch` did not write it like this.
    """
    path = beside(folder)
    try:
        plain = json.loads(disk.read(path, MAX_FILE))
        return {_student(student): _told(**one) for student, one in plain.items()}
    except FileNotFoundError:
        return {}
    except (*disk.ENTRY_ERRORS, TypeError, AttributeError) as error:
        raise ValueError(
            f"{path} is not as `fetch` writes it ({error}); fetch again into a new folder, or "
            "remove the file if the submissions were not fetched"
        ) from error


def _student(name: str) -> str:
    if not STUDENT.fullmatch(name):
        raise ValueError(f"{name[:80]!r} is no student of a list")
    return name


def _told(notes: list[str], problem: str) -> Told:
    texts = [problem, *notes] if isinstance(notes, list) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("notes and problems must be texts")
    return Told(notes, problem)
