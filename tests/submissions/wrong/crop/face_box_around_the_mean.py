"""The centre is the mean of the points.

part: crop
loses: face_box
hint: Your box has the right size but the wrong centre: the mean of the 98 points, which lies where
    the points are dense, around eyes and mouth, and not half way between their extremes. On faces
    turned to the side the contour would leave the crop.
"""

def face_box(points, margin=1.25):
    centre = points.mean(axis=0)
    half = margin * (points.max(axis=0) - points.min(axis=0)).max() / 2
    return np.concatenate([centre - half, centre + half])
