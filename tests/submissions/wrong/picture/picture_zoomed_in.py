"""Only the part of the picture around the points is shown.

part: picture
loses: draw_points
hint: You show only what lies around the points. Whether a prediction slipped off to another face
    in the crowd cannot be seen then; leave the limits of the axes to imshow.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(5, 5))
    ax.imshow(image)
    ax.scatter(pred[:, 0], pred[:, 1], s=10, c="red", marker="x")
    if true is not None:
        ax.scatter(true[:, 0], true[:, 1], s=10, facecolors="none", edgecolors="lime")
    ax.set_xlim(pred[:, 0].min(), pred[:, 0].max())
    ax.set_ylim(pred[:, 1].max(), pred[:, 1].min())
    return fig
