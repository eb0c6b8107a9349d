"""The data that students get with the checks: the painter, a painted sample, one prepared face."""

from __future__ import annotations

import io
import shutil
from functools import cache
from pathlib import Path

import numpy as np

from autograder.course import ROOT
from autograder.parts import notebook_text
from data_stub.dataset import face_crops

PREPARED_SEED = 1  # a friendly face for the notebook's pictures
SAMPLE = ROOT / "data_stub" / "mini_wflw"
_NOT_PAINTING = shutil.ignore_patterns("__pycache__", "__main__.py", "contact_sheet*", SAMPLE.name)


def write(folder: Path) -> None:
    """Lay out the data in the bundle's folder."""
    shutil.copytree(ROOT / "data_stub", folder / "data_stub", ignore=_NOT_PAINTING)
    shutil.copytree(SAMPLE, folder / SAMPLE.name)
    (folder / "prepared.npz").write_bytes(_prepared())


@cache
def files() -> dict[str, bytes]:
    """Return what a notebook's own cells read of the bundle, by path below its folder.

    Never the recorded replies, nor any code.
    """
    sample = [path for path in sorted(SAMPLE.rglob("*")) if path.is_file()]
    return {
        **{f"{SAMPLE.name}/{p.relative_to(SAMPLE).as_posix()}": p.read_bytes() for p in sample},
        "prepared.npz": _prepared(),
        "version.txt": notebook_text.version().encode(),
    }


@cache
def _prepared() -> bytes:
    face, file = face_crops(seed=PREPARED_SEED, count=1, size=256), io.BytesIO()
    np.savez_compressed(file, image=face.images[0], points=face.points[0])
    return file.getvalue()
