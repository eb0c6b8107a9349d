"""OpenCV's rotation, and one warpAffine for the whole chain; the swap by pairs.

part: compose
"""

import cv2
import numpy as np


def rotation_matrix(degrees, size):
    centre = ((size[0] - 1) / 2, (size[1] - 1) / 2)
    return np.vstack([cv2.getRotationMatrix2D(centre, degrees, 1.0), [0, 0, 1]])


def transform(image, points, matrices, size):
    total = np.linalg.multi_dot(matrices[::-1]) if len(matrices) > 1 else matrices[0]
    out = cv2.warpAffine(image, total[:2], tuple(size))
    moved = cv2.transform(points[None].astype(np.float64), total[:2])[0]
    (a, b), (c, d) = total[:2, :2]
    if a * d - b * c < 0:
        old = moved.copy()
        for left, right in MIRROR_PAIRS:
            moved[left], moved[right] = old[right], old[left]
    return out, moved
