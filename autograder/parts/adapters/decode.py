"""Questions of part decode."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from autograder.checking.namespace import Student


def decode(student: Student, maps: np.ndarray, stride: float) -> dict[str, Any]:
    return {"points": student.decode(torch.from_numpy(maps.copy()), stride)}
