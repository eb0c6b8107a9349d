"""Questions of part compose."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.namespace import Student, pair


def rotation_matrix(student: Student, degrees: float, size: np.ndarray) -> dict[str, Any]:
    return {"matrix": student.rotation_matrix(degrees, (int(size[0]), int(size[1])))}


def transform_picture(student: Student, **inputs: np.ndarray) -> dict[str, Any]:
    return {"image": _transform(student, **inputs)[0]}


def transform_points(student: Student, **inputs: np.ndarray) -> dict[str, Any]:
    return {"points": _transform(student, **inputs)[1]}


def _transform(
    student: Student,
    image: np.ndarray,
    points: np.ndarray,
    matrices: np.ndarray,
    size: np.ndarray,
) -> tuple[Any, Any]:
    """Picture and points of one call.  matrices: (K, 3, 3), the first one first."""
    result = student.transform(
        image.copy(), points.copy(), [m.copy() for m in matrices], (int(size[0]), int(size[1]))
    )
    call = "transform(image, points, matrices, size)"
    return pair(result, call, "the picture", "the points")
