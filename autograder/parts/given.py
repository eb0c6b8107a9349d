"""What students are given beside their notebook: a prepared face, and a miniature of WFLW."""

from __future__ import annotations

import io
from functools import cache

import numpy as np

from autograder.course import ROOT
from autograder.parts import notebook_text
from data_stub import face_crops

PREPARED_SEED = 1  # a friendly face for the notebook's pictures
SAMPLE = ROOT / "data_stub" / "mini_wflw"


@cache
def prepared() -> bytes:
    """Return prepared.npz."""
    face, file = face_crops(seed=PREPARED_SEED, count=1, size=256), io.BytesIO()
    np.savez_compressed(file, image=face.images[0], points=face.points[0])
    return file.getvalue()


@cache
def files() -> dict[str, bytes]:
    """Return the files of the bundle that a notebook's own cells read, by path below its folder.

    Never the recorded replies, nor any code.
    """
    found = {
        f"{SAMPLE.name}/{path.relative_to(SAMPLE).as_posix()}": path.read_bytes()
        for path in sorted(SAMPLE.rglob("*"))
        if path.is_file()
    }
    return {
        **found,
        "prepared.npz": prepared(),
        "version.txt": notebook_text.version().encode(),
    }
