"""Questions of part flip."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.namespace import Student, pair
from autograder.checking.stand_ins import standing_in


def flip_permutation(student: Student) -> dict[str, Any]:
    return {"perm": student.flip_permutation()}


def flip(
    student: Student, image: np.ndarray, points: np.ndarray, perm: np.ndarray | None
) -> dict[str, Any]:
    """Picture and points, and the arguments as they are after the call.

    perm  what `flip_permutation` gives meanwhile; None for the student's own
    """
    given_image, given_points = image.copy(), points.copy()
    helpers = {} if perm is None else {"flip_permutation": perm.copy}
    with standing_in(student.flip, **helpers):
        result = student.flip(given_image, given_points)
    mirrored, moved = pair(result, "flip(image, points)", "the picture", "the points")
    return {
        "image": mirrored,
        "points": moved,
        "image_after": given_image,
        "points_after": given_points,
    }
