"""What a verdict depends on besides the submission: the kit's files, its course, the libraries."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder import VERSION, course
from autograder.course import ROOT

FOLDERS = ("autograder", "solution", "data_stub", "tests/submissions/wrong")
LIBRARIES = (
    "ipython",
    "jinja2",
    "matplotlib",
    "nbformat",
    "numpy",
    "opencv-python-headless",
    "pandas",
    "pillow",
    "safetensors",
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
    return _digest(files(root), root)


def part_digests(root: Path = ROOT) -> dict[str, str]:
    """Return for each part, by its id, a digest of all that its verdict depends on.

    That is everything but the checks of other parts, unless it imports them.
    """
    parts = root / "autograder" / "parts"
    checks = sorted((parts / "checks").glob("[!_]*.py"))
    shared = _digest((path for path in files(root) if path not in checks), root)
    return {
        path.stem: _digest(sorted(_reached(path)), root, shared)
        for path in checks
        if (parts / "adapters" / path.name).exists()  # else it is what several parts share
    }


def _reached(module: Path) -> set[Path]:
    """Return a module of checks and those beside it that it imports, or that these import."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        found.add(path := waiting.pop())
        named = re.findall(r"\bparts\.checks\.(\w+)", path.read_text(encoding="utf-8"))
        waiting += {path.with_name(f"{name}.py") for name in named} - found
    return found


def _digest(paths: Iterable[Path], root: Path, more: str = "") -> str:
    found = hashlib.sha256(more.encode())
    for path in paths:
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
        **{f"part {name}": text for name, text in part_digests().items()},
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
    }


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"
