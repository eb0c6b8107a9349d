"""The box's centre goes to (width / 2, height / 2).

part: crop
loses: pixel_centres
hint: Everything your crop matrix moves lies half an output pixel too far right and too low: you
    take the box's centre to (width / 2, height / 2), or its left edge to 0. The middle of pixels 0
    to width - 1 is (width - 1) / 2, and the box's edge belongs at -0.5, the outer edge of pixel 0.
"""

def crop_matrix(box, size):
    x0, y0, x1, y1 = box
    s = size[0] / (x1 - x0)
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    return np.array([[s, 0, size[0] / 2 - s * cx], [0, s, size[1] / 2 - s * cy], [0, 0, 1]])
