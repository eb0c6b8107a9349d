"""The picture is turned upside down instead of mirrored left to right.

part: flip
loses: picture, arguments_kept
hint: Your picture is turned upside down: its rows are reversed instead of its columns. An image
    array has the shape (height, width, 3), so left and right lie along its second axis; look at
    the result once and you will see it.
"""


def flip(image, points):
    mirrored = np.stack([image.shape[1] - 1 - points[:, 0], points[:, 1]], axis=1)
    return image[::-1].copy(), mirrored[flip_permutation()]
