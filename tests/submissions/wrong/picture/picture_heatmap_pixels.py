"""The points are drawn in heatmap pixels.

part: picture
loses: draw_points
hint: Your points crowd in the upper left corner: they are drawn at a quarter of their place, as if
    they counted the pixels of a heatmap. They come in pixels of the picture.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(image)
    ax.plot(pred[:, 0] / 4, pred[:, 1] / 4, "x", color="red", markersize=4)
    if true is not None:
        ax.plot(true[:, 0] / 4, true[:, 1] / 4, "o", color="lime", markersize=4, fillstyle="none")
    return fig
