"""The picture is mirrored, the points are not.

part: picture
loses: draw_points
hint: Your picture is mirrored left to right and your points are not, so the eyes of one lie on the
    ears of the other. Draw the picture as it comes.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(image[:, ::-1])
    ax.plot(pred[:, 0], pred[:, 1], "x", color="red", markersize=4)
    if true is not None:
        ax.plot(true[:, 0], true[:, 1], "o", color="lime", markersize=4, fillstyle="none")
    return fig
