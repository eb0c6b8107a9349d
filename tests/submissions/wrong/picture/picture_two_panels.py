"""Truth and prediction are drawn over two pictures side by side.

part: picture
loses: draw_points
hint: You draw the truth over one picture and the predictions over another. Errors of a few pixels
    cannot be seen across a gap; draw both over the same picture.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, axes = plt.subplots(1, 2, figsize=(10, 5))
    for ax, points in zip(axes, (pred, true)):
        ax.imshow(image)
        if points is not None:
            ax.scatter(points[:, 0], points[:, 1], s=8, c="red" if points is pred else "lime")
    return fig
