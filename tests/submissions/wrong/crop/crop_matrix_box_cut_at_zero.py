"""A box that leaves the picture is clipped first.

part: crop
loses: crop_matrix
hint: Your crop is right inside the picture, but a box that reaches beyond 0 you clip first, so
    that the rest of it is enlarged and moved: the classic crop by slicing, without padding. Leave
    the box as it is; warp paints black what lies outside.
"""

def crop_matrix(box, size):
    width, height = size
    x0, y0, x1, y1 = np.maximum(box, 0)
    s = width / (x1 - x0)
    return np.array(
        [
            [s, 0, (width - 1) / 2 - s * (x0 + x1) / 2],
            [0, s, (height - 1) / 2 - s * (y0 + y1) / 2],
            [0, 0, 1],
        ]
    )
