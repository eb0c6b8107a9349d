"""Pillow draws into an enlarged copy, which matplotlib only shows.

part: picture
"""

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image, ImageDraw


def draw_points(image, pred, true=None):
    scale = 8
    big = Image.fromarray(image).resize(
        (image.shape[1] * scale, image.shape[0] * scale), Image.Resampling.BICUBIC
    )
    pen = ImageDraw.Draw(big)
    for points, colour in ((true, (0, 255, 0)), (pred, (255, 0, 0))):
        if points is None:
            continue
        for x, y in (np.asarray(points) + 0.5) * scale - 0.5:
            pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour)
    figure = plt.figure()
    plt.imshow(np.array(big))
    plt.axis("off")
    return figure
