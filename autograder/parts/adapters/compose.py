"""Questions of part compose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checking.namespace import Student, pair
from autograder.checking.stand_ins import standing_in


def rotation_matrix(student: Student, degrees: float, size: np.ndarray) -> dict[str, Any]:
    return {"matrix": student.rotation_matrix(degrees, (int(size[0]), int(size[1])))}


def transform_picture(
    student: Student, helpers: dict[str, np.ndarray] | None, **inputs: np.ndarray
) -> dict[str, Any]:
    """The picture, and what `warp` was given: how often, and the last image, matrix and size.

    helpers  what `warp` gives meanwhile, whatever it is called with ("picture"), and what
             `flip_permutation` gives ("perm"); None for the student's own
    """
    (image, _), warps = _transform(student, helpers, **inputs)
    return {"image": image, "warps": warps}


def transform_points(
    student: Student, helpers: dict[str, np.ndarray] | None, **inputs: np.ndarray
) -> dict[str, Any]:
    """The points; helpers as above."""
    (_, points), _ = _transform(student, helpers, **inputs)
    return {"points": points}


def _transform(
    student: Student,
    helpers: dict[str, np.ndarray] | None,
    image: np.ndarray,
    points: np.ndarray,
    matrices: np.ndarray,
    size: np.ndarray,
) -> tuple[tuple[Any, Any], dict[str, Any]]:
    """Picture and points of one call, and what `warp` was given.

    matrices: (K, 3, 3), the first one first.
    """
    warps: dict[str, Any] = {}
    ours: dict[str, Callable[..., Any]] = {}
    if helpers is not None:
        ours["warp"] = _recorder(helpers["picture"], warps)
        ours["flip_permutation"] = helpers["perm"].copy
    with standing_in(student.transform, **ours):
        result = student.transform(
            image.copy(), points.copy(), [m.copy() for m in matrices], (int(size[0]), int(size[1]))
        )
    call = "transform(image, points, matrices, size)"
    return pair(result, call, "the picture", "the points"), warps


def _recorder(picture: np.ndarray, warps: dict[str, Any]) -> Callable[..., Any]:
    """A `warp` that resamples nothing and takes down what it is given."""
    names = ("image", "matrix", "size")

    def warp(*values: Any, **named: Any) -> np.ndarray:
        given = dict(zip(names, values, strict=False)) | named
        warps["calls"] = warps.get("calls", 0) + 1
        warps.update({name: given.get(name) for name in names})
        return picture.copy()

    return warp
