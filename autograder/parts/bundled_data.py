"""The data that students get with the checks: the painter, a painted sample, one prepared face."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from autograder.course import ROOT
from data_stub.dataset import face_crops

PREPARED_SEED = 1  # a friendly face for the notebook's pictures
SAMPLE = ROOT / "data_stub" / "mini_wflw"
_NOT_PAINTING = shutil.ignore_patterns("__pycache__", "__main__.py", "contact_sheet*", SAMPLE.name)


def write(folder: Path) -> None:
    """Lay out the data in the bundle's folder."""
    shutil.copytree(ROOT / "data_stub", folder / "data_stub", ignore=_NOT_PAINTING)
    shutil.copytree(SAMPLE, folder / SAMPLE.name)
    face = face_crops(seed=PREPARED_SEED, count=1, size=256)
    np.savez_compressed(folder / "prepared.npz", image=face.images[0], points=face.points[0])
