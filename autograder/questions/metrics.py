"""Questions of part nme."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.student import Student


def nme(student: Student, pred: np.ndarray, true: np.ndarray) -> dict[str, Any]:
    return {"nme": student.nme(pred.copy(), true.copy())}
