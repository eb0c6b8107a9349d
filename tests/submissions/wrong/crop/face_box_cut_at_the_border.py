"""Negative corners are moved to 0.

part: crop
loses: face_box
hint: Your box is right until it leaves the picture; there you cut it off at 0, and it is no longer
    square around the face. A box may reach outside, and the crop is simply black there: 3.7 % of
    the crops of WFLW do.
"""

def face_box(points, margin=1.25):
    low, high = points.min(axis=0), points.max(axis=0)
    centre, half = (low + high) / 2, margin * (high - low).max() / 2
    return np.maximum(np.concatenate([centre - half, centre + half]), 0)
