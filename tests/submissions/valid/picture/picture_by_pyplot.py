"""pyplot's current figure, and nothing is returned.

part: picture
"""

import matplotlib.pyplot as plt


def draw_points(image, pred, true=None):
    plt.figure(figsize=(10, 10))
    plt.imshow(image)
    if true is not None:
        plt.plot(true[:, 0], true[:, 1], ".", markersize=6)
    plt.plot(pred[:, 0], pred[:, 1], ".", markersize=6)
    plt.show()
