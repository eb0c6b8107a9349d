"""The picture is drawn in BGR.

part: picture
loses: draw_points
hint: Red and blue are exchanged in your picture. Turning the channels round is for pictures that
    OpenCV has loaded; here they come in the order red, green, blue, which imshow expects.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(6, 6))
    ax.imshow(image[..., ::-1])
    ax.plot(pred[:, 0], pred[:, 1], "x", color="red", markersize=4)
    if true is not None:
        ax.plot(true[:, 0], true[:, 1], "o", color="lime", markersize=4, fillstyle="none")
    return fig
