"""y is scaled by height / side.

part: crop
loses: crop_matrix
hint: Your matrix scales x by width / side and y by height / side, so a crop that is not square
    squeezes the face. Both axes take width / side; a higher crop shows more of the picture, not a
    longer face.
"""

def crop_matrix(box, size):
    width, height = size
    x0, y0, x1, y1 = box
    sx, sy = width / (x1 - x0), height / (y1 - y0)
    return np.array(
        [
            [sx, 0, (width - 1) / 2 - sx * (x0 + x1) / 2],
            [0, sy, (height - 1) / 2 - sy * (y0 + y1) / 2],
            [0, 0, 1],
        ]
    )
