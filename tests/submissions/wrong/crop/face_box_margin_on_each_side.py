"""The margin is added on the left and again on the right.

part: crop
loses: face_box
hint: Your box grows by the margin on each of two opposite sides, so it grows twice: 1.25 makes it
    1.5 times as long. The whole side is margin times the longer side of the points; half of that
    lies on either side of the centre.
"""

def face_box(points, margin=1.25):
    low, high = points.min(axis=0), points.max(axis=0)
    longer = (high - low).max()
    half = longer / 2 + (margin - 1) * longer
    centre = (low + high) / 2
    return np.concatenate([centre - half, centre + half])
