"""The nearest source pixel is taken.

part: crop
loses: warp, smooth
hint: Your output is made of copies of source pixels: enlarged four times, it shows blocks of 4 x
    4. You take the nearest pixel instead of mixing four by their distance (bilinear). Small faces,
    which are enlarged most, turn to staircases, and edges sit up to half a source pixel off.
"""

def warp(image, matrix, size):
    back = np.linalg.inv(matrix)
    xs, ys = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    u = np.rint(back[0, 0] * xs + back[0, 1] * ys + back[0, 2]).astype(int)
    v = np.rint(back[1, 0] * xs + back[1, 1] * ys + back[1, 2]).astype(int)
    h, w = image.shape[:2]
    inside = (u >= 0) & (u < w) & (v >= 0) & (v < h)
    return image[v.clip(0, h - 1), u.clip(0, w - 1)] * inside[..., None].astype(np.uint8)
