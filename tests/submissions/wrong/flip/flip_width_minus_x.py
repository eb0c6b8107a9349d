"""Points mirror as width - x, one pixel beside the pixels.

part: flip
loses: pixel_centres
hint: All your points lie one pixel to the right of where the picture's content went: they are
    mirrored as width - x. Column 0 becomes column width - 1, so with whole numbers at the pixels'
    centres the rule is width - 1 - x. One source pixel is about 1.8 % NME, on half of the
    training samples.
"""


def flip(image, points):
    w = image.shape[1]
    flipped_points = np.stack([w - points[:, 0], points[:, 1]], axis=1)
    return np.ascontiguousarray(image[:, ::-1]), flipped_points[flip_permutation()]
