"""The picture is drawn with ImageNet's mean taken off.

part: picture
loses: draw_points
hint: Your picture has the colours of a network's input, with ImageNet's mean taken off and its
    deviation divided out, and imshow cuts what is below 0 or above 1. Draw the picture, not the
    network's input.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(np.clip((image / 255.0 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225], 0, 1))
    ax.plot(pred[:, 0], pred[:, 1], "x", color="red", markersize=4)
    if true is not None:
        ax.plot(true[:, 0], true[:, 1], "o", color="lime", markersize=4, fillstyle="none")
    return fig
