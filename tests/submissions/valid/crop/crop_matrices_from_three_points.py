"""OpenCV finds both matrices from three pairs of points.

part: crop
"""

import cv2
import numpy as np


def _through(source, target):
    matrix = cv2.getAffineTransform(np.float32(source), np.float32(target))
    return np.vstack([matrix, [0, 0, 1]])


def crop_matrix(box, size):
    width, height = size
    cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    half = (box[2] - box[0]) / 2
    mx, my = (width - 1) / 2, (height - 1) / 2
    return _through(
        [(cx, cy), (cx + half, cy), (cx, cy + half)],
        [(mx, my), (mx + width / 2, my), (mx, my + width / 2)],
    )


def resize_matrix(old, new):
    def outer(w, h):
        return [(-0.5, -0.5), (w - 0.5, -0.5), (-0.5, h - 0.5)]

    return _through(outer(*old), outer(*new))
