"""Title, ticks, legend, grid, numbers of points; a tight layout, the axes come back.

part: picture
"""

import matplotlib.pyplot as plt


def draw_points(image, pred, true=None):
    fig, ax = plt.subplots(figsize=(8, 6), layout="constrained")
    ax.imshow(image)
    ax.scatter(*pred.T, s=14, c="tab:red", marker="+", label="predicted")
    if true is not None:
        ax.scatter(*true.T, s=14, c="none", edgecolors="white", label="true")
    for index in (60, 72):
        ax.annotate(str(index), pred[index], color="yellow")
    ax.set_title("prediction")
    ax.legend()
    ax.grid(alpha=0.3)
    return ax
