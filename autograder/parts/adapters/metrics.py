"""Questions of part metrics."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.namespace import Student


def nme(student: Student, pred: np.ndarray, true: np.ndarray) -> dict[str, Any]:
    return {"nme": student.nme(pred.copy(), true.copy())}


def failure_rate(
    student: Student, errors: np.ndarray, threshold: float | None = None
) -> dict[str, Any]:
    """At the function's own threshold if none is given."""
    return {"failure_rate": student.failure_rate(errors.copy(), *_given(threshold))}


def auc(student: Student, errors: np.ndarray, threshold: float | None = None) -> dict[str, Any]:
    """Up to the function's own threshold if none is given."""
    return {"auc": student.auc(errors.copy(), *_given(threshold))}


def by_attribute(student: Student, errors: np.ndarray, attributes: np.ndarray) -> dict[str, Any]:
    return {"table": student.by_attribute(errors.copy(), attributes.copy())}


def _given(threshold: float | None) -> tuple[float, ...]:
    return () if threshold is None else (threshold,)
