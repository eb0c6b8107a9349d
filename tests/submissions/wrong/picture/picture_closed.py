"""The figure is closed, and nothing is returned.

part: picture
loses: draw_points
hint: You close the figure and return nothing, so nobody can look at it or save it. Return the
    figure; who called you will show, save or close it.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    plt.imshow(image)
    plt.plot(pred[:, 0], pred[:, 1], "rx")
    if true is not None:
        plt.plot(true[:, 0], true[:, 1], "go")
    plt.close()
