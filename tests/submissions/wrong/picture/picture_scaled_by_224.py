"""The points are multiplied by 224, as if they were fractions.

part: picture
loses: draw_points
hint: Your points lie far outside the picture and shrink it to a speck: they are multiplied by the
    size of a network's input, as if they came as fractions. They come in pixels of the picture.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(image)
    ax.plot(pred[:, 0] * 224, pred[:, 1] * 224, "x", color="red", markersize=4)
    if true is not None:
        ax.plot(true[:, 0] * 224, true[:, 1] * 224, "o", color="lime", markersize=4, fillstyle="none")
    return fig
