"""The margin is 1.25, whatever is asked for.

part: crop
loses: face_box, pixel_centres
hint: Your box takes the factor 1.25 whatever margin it is given, so it is right only with the
    default. Use the argument.
"""

def face_box(points, margin=1.25):
    low, high = points.min(axis=0), points.max(axis=0)
    centre, half = (low + high) / 2, 1.25 * (high - low).max() / 2
    return np.concatenate([centre - half, centre + half])
