"""A picture of the range 0 to 1 is divided by 255 once more.

part: picture
loses: draw_points
hint: Your picture is nearly black: it is divided by 255 twice, or cut to whole numbers after a
    division. imshow takes uint8 as it comes.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(image / 255.0 / 255.0)
    ax.plot(pred[:, 0], pred[:, 1], "x", color="red", markersize=4)
    if true is not None:
        ax.plot(true[:, 0], true[:, 1], "o", color="lime", markersize=4, fillstyle="none")
    return fig
