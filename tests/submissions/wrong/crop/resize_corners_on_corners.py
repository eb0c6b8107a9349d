"""The ratio is (new - 1) / (old - 1).

part: crop
loses: pixel_centres
hint: Your ratio is (new - 1) / (old - 1), which keeps the centres of the corner pixels in the
    corners: what align_corners=True does. Here outer edges stay outer edges, as in OpenCV and
    Pillow, so the ratio is new / old, and half a pixel comes in by (x + 0.5) * s - 0.5.
"""

def resize_matrix(old, new):
    return np.diag([(new[0] - 1) / (old[0] - 1), (new[1] - 1) / (old[1] - 1), 1.0])
