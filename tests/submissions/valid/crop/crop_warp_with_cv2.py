"""OpenCV resamples; whatever shrinks a lot is blurred before.

part: crop
"""

import cv2
import numpy as np


def warp(image, matrix, size):
    shrink = 1 / np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if shrink > 2:
        image = cv2.GaussianBlur(image, (0, 0), 0.5 * shrink)
    return cv2.warpAffine(image, np.asarray(matrix)[:2], size, flags=cv2.INTER_LINEAR)
