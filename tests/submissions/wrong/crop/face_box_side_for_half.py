"""The whole side goes to either side of the centre.

part: crop
loses: face_box, pixel_centres
hint: Your box is exactly twice as large as it should be: you go the whole side to the left of the
    centre and the whole side to the right. Half of it each way makes a box of that side; as it is,
    the face fills a quarter of the pixels it could have.
"""

def face_box(points, margin=1.25):
    lo, hi = np.min(points, axis=0), np.max(points, axis=0)
    c = (lo + hi) / 2
    side = margin * np.max(hi - lo)
    return np.array([c[0] - side, c[1] - side, c[0] + side, c[1] + side])
