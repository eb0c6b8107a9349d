"""Without true points it stops.

part: picture
loses: draw_points
hint: You ask for true points even where there are none: on anybody's photo `true` is None, and
    taking a column of None is a TypeError. Draw the second set only if it is given.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots()
    ax.imshow(image)
    ax.scatter(pred[:, 0], pred[:, 1], s=10, c="red", marker="x")
    ax.scatter(true[:, 0], true[:, 1], s=10, facecolors="none", edgecolors="lime")
    return fig
