"""Pillow resamples, from edges to edges, after a reduction by a whole number.

part: crop
"""

import numpy as np
from PIL import Image


def warp(image, matrix, size):
    to_edges = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    back = np.linalg.inv(to_edges @ matrix @ np.linalg.inv(to_edges))
    picture = Image.fromarray(image)
    shrink = int(1 / np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    if shrink > 1:
        picture = picture.reduce(shrink)
        back = np.diag([1 / shrink, 1 / shrink, 1]) @ back
    result = picture.transform(
        size, Image.Transform.AFFINE, back[:2].ravel().tolist(), Image.Resampling.BILINEAR
    )
    return np.asarray(result)
