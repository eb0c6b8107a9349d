"""A picture with its landmarks drawn over it."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np


def draw_points(image: np.ndarray, pred: np.ndarray, true: np.ndarray | None = None) -> plt.Figure:
    """Predicted landmarks over their picture and, where it is known, the truth beside them.

    image       (height, width, 3) uint8, RGB
    pred, true  (98, 2), (x, y) in pixels of the picture; `true` may be left out

    Returns the matplotlib Figure.  It holds the picture once, drawn by `imshow`: the whole of it,
    the right way up and in its own colours.  Over it lie a small mark for each predicted point
    (say, a cross) and one for each true point (say, a circle), and the two kinds of marks can be
    told apart.  Size, colours, title, axes and legend are up to you.
    """
    ### BEGIN SOLUTION
    height, width = image.shape[:2]
    longer = max(width, height)
    figure = plt.figure(
        figsize=(6 * width / longer, 6 * height / longer), dpi=max(100, -(-longer // 6))
    )
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(image)
    mark = np.clip(8 * np.ptp(pred, axis=0).max() / longer, 1.5, 6)  # points across
    if true is not None:
        rings = {"facecolors": "none", "edgecolors": "lime", "linewidths": mark / 6}
        axes.scatter(true[:, 0], true[:, 1], s=(1.2 * mark) ** 2, **rings)
    axes.scatter(pred[:, 0], pred[:, 1], s=mark**2, c="red", marker="x", linewidths=mark / 5)
    axes.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    axes.axis("off")
    return figure
    ### END SOLUTION
