"""The box comes as x, y, width, height.

part: crop
loses: face_box, pixel_centres
hint: Your third and fourth number are the box's width and height; x1 and y1 are asked for, the
    lower right corner. Both forms are common, and taking one for the other is among the oldest
    mistakes with WFLW's rectangles.
"""

def face_box(points, margin=1.25):
    low, high = points.min(axis=0), points.max(axis=0)
    side = margin * (high - low).max()
    x, y = (low + high - side) / 2
    return np.array([x, y, side, side])
