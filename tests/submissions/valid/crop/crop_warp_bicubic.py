"""Bicubic instead of bilinear, means over areas where it shrinks.

part: crop
"""

import cv2
import numpy as np


def warp(image, matrix, size):
    times = max(1, int(np.ceil(1 / np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))))
    finer = np.array([[times, 0, (times - 1) / 2], [0, times, (times - 1) / 2], [0, 0, 1]])
    large = cv2.warpAffine(
        image, (finer @ matrix)[:2], (size[0] * times, size[1] * times), flags=cv2.INTER_CUBIC
    )
    return cv2.resize(large, size, interpolation=cv2.INTER_AREA)
