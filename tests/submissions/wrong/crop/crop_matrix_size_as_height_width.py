"""The size is read as (height, width).

part: crop
loses: crop_matrix
hint: Your crop matrix reads its size as (height, width), so every crop that is not square comes
    out with another scale and off its centre. A size is (width, height), like a point; only an
    array's shape begins with the height.
"""

def crop_matrix(box, size):
    height, width = size
    x0, y0, x1, y1 = box
    s = width / (x1 - x0)
    return np.array(
        [
            [s, 0, (width - 1) / 2 - s * (x0 + x1) / 2],
            [0, s, (height - 1) / 2 - s * (y0 + y1) / 2],
            [0, 0, 1],
        ]
    )
