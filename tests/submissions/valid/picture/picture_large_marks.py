"""Large half-transparent dots, truth on top.

part: picture
"""

import matplotlib.pyplot as plt


def draw_points(image, pred, true=None):
    fig = plt.figure(figsize=(5, 5))
    axes = fig.add_subplot()
    axes.imshow(image)
    axes.scatter(pred[:, 0], pred[:, 1], s=60, c="blue", alpha=0.5)
    if true is not None:
        axes.scatter(true[:, 0], true[:, 1], s=60, c="orange", alpha=0.5)
        fig.suptitle("blue: predicted, orange: true")
    return fig
