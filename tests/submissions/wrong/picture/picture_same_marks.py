"""Predictions and truth look the same.

part: picture
loses: draw_points
hint: Predictions and truth are drawn by the same mark in the same colour. Whoever looks sees 196
    points and cannot tell the error from the answer. Give the two sets different marks or colours.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(image)
    points = pred if true is None else np.concatenate([true, pred])
    ax.plot(points[:, 0], points[:, 1], "o", color="red", markersize=4)
    return fig
