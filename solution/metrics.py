"""How good are predicted landmarks?"""

from __future__ import annotations

import numpy as np

from solution.wflw import ATTRIBUTES

# Outer corners of the two eyes: their distance is WFLW's inter-ocular distance.
OUTER_EYE_CORNERS = (60, 72)


def nme(pred: np.ndarray, true: np.ndarray) -> np.ndarray:
    """The normalised mean error of each face.

    pred, true  (B, 98, 2) in pixels of the picture

    Returns (B,): the mean over the 98 points of the Euclidean distance between prediction and
    truth, divided by the inter-ocular distance of the same face, which is the distance between
    the true points 60 and 72, the outer eye corners, which never coincide.  A fraction: 0.05 means
    5 %.
    """
    ### BEGIN SOLUTION
    distance = np.linalg.norm(pred - true, axis=-1).mean(axis=-1)
    left, right = OUTER_EYE_CORNERS
    interocular = np.linalg.norm(true[:, left] - true[:, right], axis=-1)
    return distance / interocular
    ### END SOLUTION


def failure_rate(errors: np.ndarray, threshold: float = 0.10) -> float:
    """The share of faces whose NME is greater than `threshold`; errors (n,) as fractions."""
    ### BEGIN SOLUTION
    return float((errors > threshold).mean())
    ### END SOLUTION


def auc(errors: np.ndarray, threshold: float = 0.10) -> float:
    """Area under the cumulative error curve from 0 to `threshold`, as a share of the whole.

    The curve says for each e which share of the faces has an NME of at most e.  A face of error e
    lifts it from e on, so its own share of the area is 1 - e / threshold, and none beyond it.
    """
    ### BEGIN SOLUTION
    return float(np.clip(1 - errors / threshold, 0, None).mean())
    ### END SOLUTION


def by_attribute(errors: np.ndarray, attributes: np.ndarray) -> dict[str, tuple[int, float]]:
    """Number of faces and mean NME, of all faces and of those with each attribute.

    errors      (n,) NME of each face
    attributes  (n, 6) of 0 and 1, in the order of ATTRIBUTES

    Returns "full" first, then each attribute's name; the mean of no face is NaN.  Subsets overlap,
    so their means do not average to that of all.
    """
    ### BEGIN SOLUTION
    subsets = {"full": np.ones(len(errors), dtype=bool)}
    subsets |= {name: attributes[:, i] == 1 for i, name in enumerate(ATTRIBUTES)}
    return {
        name: (int(chosen.sum()), float(errors[chosen].mean()) if chosen.any() else float("nan"))
        for name, chosen in subsets.items()
    }
    ### END SOLUTION
