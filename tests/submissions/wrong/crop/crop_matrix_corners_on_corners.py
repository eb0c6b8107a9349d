"""The scale is (width - 1) / side.

part: crop
loses: pixel_centres
hint: Your scale is (width - 1) / side: it puts the box's edges on the centres of the outermost
    pixels. A pixel is not a point, it reaches half a pixel to either side, so the side of the box
    is as long as width pixels. At 64 px the difference is 1.6 %, half a pixel at the edges.
"""

def crop_matrix(box, size):
    width, height = size
    x0, y0, x1, y1 = box
    s = (width - 1) / (x1 - x0)
    return np.array(
        [
            [s, 0, (width - 1) / 2 - s * (x0 + x1) / 2],
            [0, s, (height - 1) / 2 - s * (y0 + y1) / 2],
            [0, 0, 1],
        ]
    )
