"""The box is read as x, y, width, height.

part: crop
loses: crop_matrix, pixel_centres
hint: Your crop matrix reads the box as x, y, width, height, so its scale depends on where the face
    lies in the picture. The last two numbers are x1 and y1, the lower right corner; the side is x1
    - x0.
"""

def crop_matrix(box, size):
    x, y, w, h = box
    s = size[0] / w
    return np.array(
        [
            [s, 0, (size[0] - 1) / 2 - s * (x + w / 2)],
            [0, s, (size[1] - 1) / 2 - s * (y + h / 2)],
            [0, 0, 1],
        ]
    )
