"""Width and height get the margin each by itself.

part: crop
loses: face_box
hint: Your box is as wide and as high as the points, each side enlarged by itself, so it is not
    square. Cropped to a square input it would squeeze every face by another factor, and the
    network would see tall faces as round ones. Take the longer side for both.
"""

def face_box(points, margin=1.25):
    low, high = points.min(axis=0), points.max(axis=0)
    centre, sides = (low + high) / 2, (high - low) * margin
    return np.concatenate([centre - sides / 2, centre + sides / 2])
