"""The picture is smoothed, whether it shrinks or not.

part: crop
loses: warp
hint: Your pictures are blurred although they do not shrink. Smoothing must grow with the
    shrinking: none at all while the output has as many pixels as the source, and more the more of
    them are left out.
"""

import cv2


def warp(image, matrix, size):
    soft = cv2.GaussianBlur(image, (0, 0), 3)
    return cv2.warpAffine(soft, matrix[:2], size)
