"""The margin is added in pixels.

part: crop
loses: face_box, pixel_centres
hint: Your box is only a pixel or two larger than the points: you add the margin to it, as pixels.
    It is a factor, 1.25 for a quarter more, so that small and large faces fill their crops alike.
"""

def face_box(points, margin=1.25):
    low, high = points.min(axis=0), points.max(axis=0)
    centre, half = (low + high) / 2, (high - low).max() / 2 + margin
    return np.concatenate([centre - half, centre + half])
