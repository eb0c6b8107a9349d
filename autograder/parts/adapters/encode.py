"""Questions of part encode."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.namespace import Student, pair


def encode(
    student: Student, points: np.ndarray, size: list[int], stride: float, sigma: float
) -> dict[str, Any]:
    width, height = (int(length) for length in size)
    result = student.encode(points.copy(), (width, height), stride, sigma)
    maps, weight = pair(result, "encode(points, …)", "the maps", "the weight")
    return {"maps": maps, "weight": weight}
