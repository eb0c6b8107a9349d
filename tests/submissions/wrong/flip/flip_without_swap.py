"""The points are mirrored, but the rows keep their order.

part: flip
loses: points
hint: Your points are mirrored, but their rows are in the old order: your point 60 lies where 72
    belongs. After mirroring, the rows must be reordered with flip_permutation() exactly once (a
    second time undoes it). On real faces this
    mistake alone is a label error of 75 % NME.
"""


def flip(image, points):
    mirrored = points.copy()
    mirrored[:, 0] = image.shape[1] - 1 - points[:, 0]
    return image[:, ::-1].copy(), mirrored
