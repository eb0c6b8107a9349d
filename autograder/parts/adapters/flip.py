"""Questions of part flip."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.namespace import Student, pair


def flip_permutation(student: Student) -> dict[str, Any]:
    return {"perm": student.flip_permutation()}


def flip(student: Student, image: np.ndarray, points: np.ndarray) -> dict[str, Any]:
    given_image, given_points = image.copy(), points.copy()
    result = student.flip(given_image, given_points)
    mirrored, moved = pair(result, "flip(image, points)", "the picture", "the points")
    return {
        "image": mirrored,
        "points": moved,
        "changed_image": not np.array_equal(given_image, image),
        "changed_points": not np.array_equal(given_points, points),
    }
