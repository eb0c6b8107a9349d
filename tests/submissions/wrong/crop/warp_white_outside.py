"""Beyond the picture the output is white.

part: crop
loses: warp
hint: Beyond the picture your output is white, and it should be black. Weights that others publish
    were trained with black borders; white ones move a batch's statistics.
"""

import cv2


def warp(image, matrix, size):
    shrink = 1 / np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if shrink > 2:
        image = cv2.GaussianBlur(image, (0, 0), shrink / 2)
    white = (255, 255, 255)
    return cv2.warpAffine(
        image, matrix[:2], size, borderMode=cv2.BORDER_CONSTANT, borderValue=white
    )
