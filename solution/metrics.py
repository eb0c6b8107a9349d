"""How good are predicted landmarks?"""

from __future__ import annotations

import numpy as np

# Outer corners of the two eyes: their distance is WFLW's inter-ocular distance.
OUTER_EYE_CORNERS = (60, 72)


def nme(pred: np.ndarray, true: np.ndarray) -> np.ndarray:
    """The normalised mean error of each face.

    pred, true  (B, 98, 2) in pixels of the picture

    Returns (B,): the mean over the 98 points of the Euclidean distance between prediction and
    truth, divided by the inter-ocular distance of the same face, which is the distance between
    the true points 60 and 72, the outer eye corners.  A fraction: 0.05 means 5 %.
    """
    ### BEGIN SOLUTION
    distance = np.linalg.norm(pred - true, axis=-1).mean(axis=-1)
    left, right = OUTER_EYE_CORNERS
    interocular = np.linalg.norm(true[:, left] - true[:, right], axis=-1)
    return distance / interocular
    ### END SOLUTION
