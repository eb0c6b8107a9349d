"""The side counts pixels, last - first + 1.

part: crop
loses: pixel_centres
hint: Your box is a little too large, by one pixel before the margin: you count pixels, last -
    first + 1. A box lies in point coordinates, where the length from x0 to x1 is x1 - x0.
"""

def face_box(points, margin=1.25):
    low, high = points.min(axis=0), points.max(axis=0)
    centre, half = (low + high) / 2, margin * ((high - low).max() + 1) / 2
    return np.concatenate([centre - half, centre + half])
