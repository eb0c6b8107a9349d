"""The box is cut to whole pixels first.

part: crop
loses: pixel_centres
hint: Your crop matrix cuts the box to whole pixels before it uses it. Slices need whole numbers, a
    matrix does not: keep the fraction, or small faces that are enlarged five times lie up to five
    pixels beside their labels.
"""

def crop_matrix(box, size):
    width, height = size
    x0, y0, x1, y1 = (int(v) for v in box)
    s = width / (x1 - x0)
    return np.array(
        [
            [s, 0, (width - 1) / 2 - s * (x0 + x1) / 2],
            [0, s, (height - 1) / 2 - s * (y0 + y1) / 2],
            [0, 0, 1],
        ]
    )
