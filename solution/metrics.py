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
    """The share of faces that failed: those with an NME greater than `threshold`, not equal to it.

    errors  (n,) NME of each face, as fractions; n is at least 1

    Returns a fraction from 0 to 1.
    """
    ### BEGIN SOLUTION
    return float((errors > threshold).mean())
    ### END SOLUTION


def auc(errors: np.ndarray, threshold: float = 0.10) -> float:
    """The area under the cumulative error curve from 0 to `threshold`, divided by `threshold`.

    errors  (n,) NME of each face, as fractions; n is at least 1

    The curve says for each e which share of all faces has an NME of at most e.  A face of error e
    lifts it from e on, so it adds 1 - e / threshold, and nothing if it lies beyond the threshold;
    the area is the mean over all faces.  Returns a fraction from 0 (all failed) to 1 (no error),
    exact to 0.001 or better, however alike or unlike the faces are.
    """
    ### BEGIN SOLUTION
    return float(np.clip(1 - errors / threshold, 0, None).mean())
    ### END SOLUTION


def by_attribute(errors: np.ndarray, attributes: np.ndarray) -> dict[str, tuple[int, float]]:
    """Number of faces and mean NME, of all faces and of those with each attribute.

    errors      (n,) NME of each face
    attributes  (n, 6) integers 0 or 1, in the order of ATTRIBUTES

    Returns a dict: the key "full" for all faces, then each name of ATTRIBUTES; its value is
    (number of faces, their mean NME), with a mean of NaN where there is no face.  A face may have
    several attributes or none, so the subsets overlap, and their means do not average to that of
    all faces.
    """
    ### BEGIN SOLUTION
    subsets = {"full": np.ones(len(errors), dtype=bool)}
    subsets |= {name: attributes[:, i] == 1 for i, name in enumerate(ATTRIBUTES)}
    return {
        name: (int(chosen.sum()), float(errors[chosen].mean()) if chosen.any() else float("nan"))
        for name, chosen in subsets.items()
    }
    ### END SOLUTION
