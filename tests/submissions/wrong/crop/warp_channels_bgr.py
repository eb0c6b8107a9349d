"""Red and blue are exchanged.

part: crop
loses: warp
hint: Your output has red and blue exchanged: faces come out bluish. OpenCV reads and writes files
    as BGR, but an array passes through its warpAffine as it is, so nothing needs to be turned
    round.
"""

import cv2


def warp(image, matrix, size):
    shrink = 1 / np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if shrink > 2:
        image = cv2.GaussianBlur(image, (0, 0), shrink / 2)
    warped = cv2.warpAffine(image, matrix[:2], size)
    return cv2.cvtColor(warped, cv2.COLOR_BGR2RGB)
