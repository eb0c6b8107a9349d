"""What a verdict depends on besides the submission: the kit's files, its course, the libraries."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder import VERSION, course
from autograder.course import ROOT

FOLDERS = ("autograder", "solution", "data_stub", "tests/submissions/wrong")
LIBRARIES = (
    "numpy",
    "opencv-python-headless",
    "pandas",
    "pillow",
    "scipy",
    "torch",
    "torchvision",
)


def files(root: Path = ROOT) -> list[Path]:
    """Return every file of the kit that can change a verdict: all of these folders, sorted.

    Which of them does is not worth knowing: too many cost a new grading, one too few mixes
    verdicts of two graders in one class.
    """
    return sorted(
        path
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    )


def digest(root: Path = ROOT) -> str:
    """Return 12 hexadecimal digits that change with any of `files` and of the course's choices."""
    found = hashlib.sha256()
    for path in files(root):
        content = path.read_bytes()
        found.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    choices = course.deciding(root / "course.toml")
    found.update(json.dumps(choices, sort_keys=True, default=str).encode())
    return found.hexdigest()[:12]


@cache
def versions() -> dict[str, str]:
    """Return what the records of a grading say about the grader, by name."""
    return {
        "version": VERSION,
        "checks": digest(),
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
    }


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"
