"""A Figure made by hand, tiny dots, figure and axes together.

part: picture
"""

from matplotlib.figure import Figure


def draw_points(image, pred, true=None):
    fig = Figure(figsize=(4, 5), facecolor="black")
    ax = fig.subplots()
    ax.imshow(image, interpolation="bilinear", extent=(0, image.shape[1], image.shape[0], 0))
    ax.set_axis_off()
    sets = [(pred, "white")] + ([(true, "black")] if true is not None else [])
    for points, colour in sets:
        for x, y in points:
            ax.plot(x + 0.5, y + 0.5, marker="o", markersize=1.5, color=colour)
    return fig, ax
