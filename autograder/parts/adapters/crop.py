"""Questions of part crop."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.namespace import Student


def face_box(student: Student, points: np.ndarray, margin: float | None) -> dict[str, Any]:
    """With a margin, or with the one that the answer takes by itself."""
    more = () if margin is None else (margin,)
    return {"box": student.face_box(points.copy(), *more)}


def crop_matrix(student: Student, box: np.ndarray, size: np.ndarray) -> dict[str, Any]:
    return {"matrix": student.crop_matrix(box.copy(), _size(size))}


def resize_matrix(student: Student, old: np.ndarray, new: np.ndarray) -> dict[str, Any]:
    return {"matrix": student.resize_matrix(_size(old), _size(new))}


def warp(
    student: Student, image: np.ndarray, matrix: np.ndarray, size: np.ndarray
) -> dict[str, Any]:
    return {"image": student.warp(image.copy(), matrix.copy(), _size(size))}


def _size(size: np.ndarray) -> tuple[int, int]:
    """(width, height) as answers get it."""
    return int(size[0]), int(size[1])
