"""Pillow gets the inverse as it is, though it counts from edges.

part: crop
loses: smooth, pixel_centres
hint: Your picture is up to half a pixel beside its landmarks: Pillow's AFFINE counts from the
    edges of pixels, where the first one reaches from 0 to 1, and your matrix from their centres.
    Shift by half a pixel before and after the inverse. (And Pillow's transform takes one sample
    for each output pixel, so what shrinks a lot has to be reduced first.)
"""

def warp(image, matrix, size):
    back = np.linalg.inv(matrix)
    return np.asarray(
        Image.fromarray(image).transform(size, Image.AFFINE, back[:2].ravel(), Image.BILINEAR)
    )
