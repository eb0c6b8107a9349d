"""SciPy resamples each channel, rows before columns.

part: crop
"""

import numpy as np
from scipy import ndimage


def warp(image, matrix, size):
    back = np.linalg.inv(matrix)
    rows_first = back[[1, 0, 2]][:, [1, 0, 2]]
    shrink = np.sqrt(abs(np.linalg.det(back)))
    channels = []
    for channel in range(3):
        plane = image[..., channel].astype(np.float32)
        if shrink > 2:
            plane = ndimage.gaussian_filter(plane, (shrink - 1) / 2)
        channels.append(
            ndimage.affine_transform(
                plane, rows_first, output_shape=(size[1], size[0]), order=1, mode="constant"
            )
        )
    return np.stack(channels, axis=2).round().clip(0, 255).astype(np.uint8)
