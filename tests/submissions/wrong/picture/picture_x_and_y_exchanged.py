"""Rows and columns are exchanged.

part: picture
loses: draw_points
hint: Your points are drawn with x and y exchanged, as if they were (row, column). A point is (x,
    y): the first number goes to the right, the second downwards.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(image)
    ax.plot(pred[:, 1], pred[:, 0], "x", color="red", markersize=4)
    if true is not None:
        ax.plot(true[:, 1], true[:, 0], "o", color="lime", markersize=4, fillstyle="none")
    return fig
