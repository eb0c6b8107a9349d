"""The box is cut to whole pixels.

part: crop
loses: pixel_centres
hint: Your box consists of whole numbers: you cut off what comes after the point, up to a pixel on
    each side. Points and boxes are floats here. On a face of 50 px, enlarged five times, a lost
    pixel is five pixels of the crop.
"""

def face_box(points, margin=1.25):
    low, high = points.min(axis=0), points.max(axis=0)
    centre, half = (low + high) / 2, margin * (high - low).max() / 2
    return np.concatenate([centre - half, centre + half]).astype(int)
