"""The divisor is the square root of the bounding box's area.

part: metrics
loses: nme, each_face
hint: Your divisor is the square root of the area of the box around the points. Other datasets use
    it; on WFLW it turns a true 4.4 % into 2.5 %, which looks better than any published result and
    is none. The divisor is the distance of the outer eye corners, points 60 and 72.
"""

import numpy as np


def nme(pred, true):
    dist = np.linalg.norm(pred - true, axis=2).mean(axis=1)
    w, h = (true.max(axis=1) - true.min(axis=1)).T
    return dist / np.sqrt(w * h)
