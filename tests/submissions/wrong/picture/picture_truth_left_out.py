"""The true points are not drawn.

part: picture
loses: draw_points
hint: You draw the predictions alone. Where the truth is given it belongs beside them: only the
    distance between the two shows where a detector fails.
"""

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(5, 5))
    ax.imshow(image)
    ax.scatter(pred[:, 0], pred[:, 1], s=10, c="red")
    ax.axis("off")
    return fig
