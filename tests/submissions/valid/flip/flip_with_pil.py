"""PIL mirrors the picture, a loop swaps the points.

part: flip
"""

import numpy as np
from PIL import Image, ImageOps


def flip(image, points):
    picture = np.array(ImageOps.mirror(Image.fromarray(image)))
    width = picture.shape[1]
    new = []
    for old_index in flip_permutation():
        x, y = points[old_index]
        new.append([width - 1 - x, y])
    return picture, new
