"""The picture is missing.

part: picture
loses: draw_points
hint: Your figure has points but no picture, and points alone tell nobody whether they lie on the
    eyes. Draw the picture first, by imshow, then the points over it.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots()
    ax.scatter(pred[:, 0], pred[:, 1], s=8)
    if true is not None:
        ax.scatter(true[:, 0], true[:, 1], s=8)
    ax.invert_yaxis()
    return fig
