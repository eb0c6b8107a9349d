"""The zip that is uploaded to Gradescope as an assignment's autograder."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from autograder import course, kit
from autograder.course import ROOT, Course

# At the top of the zip, where Gradescope looks for them.
_PROGRAMS = {"setup.sh": "setup.sh", "run_autograder": "run_autograder.sh"}
_FOLDER = "kit"
_OTHERS = ("course.toml", "pyproject.toml", "README.md", "LICENSE")  # what pip needs, and settings
STAMP = (2026, 1, 1, 0, 0, 0)  # the same zip from the same kit


def write(path: Path, settings: Course) -> None:
    """Write the kit with its settings and the course's secret seed, which is made on first use.

    Raises OSError, or ValueError if the seed's file lies where it cannot be taken along.
    """
    course.secret_seed(settings)
    seeds = _seed_file(settings)
    sources = [*kit.files(), *(ROOT / name for name in _OTHERS), *seeds]
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, program in _PROGRAMS.items():
            _add(archive, name, Path(__file__).with_name(program), 0o755)
        for source in sources:
            name = f"{_FOLDER}/{source.relative_to(ROOT).as_posix()}"
            _add(archive, name, source, 0o600 if source in seeds else 0o644)
    partial.chmod(0o600)  # it holds the seed
    os.replace(partial, path)


def _seed_file(settings: Course) -> list[Path]:
    """Raises ValueError."""
    if settings.seed_file is None:
        return []
    seed_file = Path(os.path.abspath(settings.seed_file))
    if not seed_file.is_relative_to(ROOT):
        raise ValueError(
            f"the seed's file, {seed_file}, lies outside the kit; Gradescope needs it within: "
            "move it, and change seed_file in course.toml"
        )
    return [seed_file]


def _add(archive: zipfile.ZipFile, name: str, source: Path, mode: int) -> None:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o100000 | mode) << 16
    archive.writestr(entry, source.read_bytes())
