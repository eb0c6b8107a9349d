"""Each source pixel is written to where it goes.

part: crop
loses: warp, smooth, pixel_centres
hint: Your output has holes: you send every source pixel to its rounded place, so where the picture
    grows some output pixels get nothing. Go the other way: for every output pixel ask the inverse
    matrix where it comes from.
"""

def warp(image, matrix, size):
    width, height = size
    out = np.zeros((height, width, 3), np.uint8)
    ys, xs = np.mgrid[: image.shape[0], : image.shape[1]]
    x = np.rint(matrix[0, 0] * xs + matrix[0, 1] * ys + matrix[0, 2]).astype(int)
    y = np.rint(matrix[1, 0] * xs + matrix[1, 1] * ys + matrix[1, 2]).astype(int)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    out[y[inside], x[inside]] = image[inside]
    return out
