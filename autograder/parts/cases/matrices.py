"""Matrices for cases, made without the reference's help."""

from __future__ import annotations

import numpy as np


def scale_and_turn(
    scale: float, degrees: float, centre: tuple[float, float], size: tuple[int, int]
) -> np.ndarray:
    """(3, 3): scale and turn about `centre`, which goes to the middle of the output.

    degrees  counter-clockwise, as one sees it
    """
    angle = np.radians(degrees)
    turn = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    matrix = np.eye(3)
    matrix[:2, :2] = turn
    matrix[:2, 2] = (np.array(size) - 1) / 2 - turn @ np.array(centre)
    return matrix
