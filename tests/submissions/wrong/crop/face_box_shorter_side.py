"""The shorter side of the points' box is taken.

part: crop
loses: face_box
hint: Your box has the right centre, but its side comes from the shorter side of the points' box:
    chin or cheeks are cut off. It is the longer one that has to fit in, so max, not min.
"""

def face_box(points, margin=1.25):
    x0, y0 = points.min(0)
    x1, y1 = points.max(0)
    side = min(x1 - x0, y1 - y0) * margin
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    return np.array([cx - side / 2, cy - side / 2, cx + side / 2, cy + side / 2])
