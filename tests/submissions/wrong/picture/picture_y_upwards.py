"""The points are drawn with y upwards over a picture whose y runs downwards.

part: picture
loses: draw_points
hint: Your points are upside down: height - 1 - y is drawn, and imshow has y run downwards already,
    as the points do. Draw x and y as they are.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(image)
    ax.plot(pred[:, 0], len(image) - 1 - pred[:, 1], "x", color="red", markersize=4)
    if true is not None:
        ax.plot(true[:, 0], len(image) - 1 - true[:, 1], "o", color="lime", markersize=4, fillstyle="none")
    return fig
