"""Questions of part picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, SubFigure

from autograder.checking.namespace import MalformedError, Student

SIDE = 256  # px of the rendered figure's longer side


def draw_points(
    student: Student, image: np.ndarray, pred: np.ndarray, true: np.ndarray | None = None
) -> dict[str, Any]:
    """The student's figure as pixels, and where in them the picture lies.

    rendering  (h, w, 3) uint8
    corners    (2, 2) x and y in the rendering of the centres of the picture's first pixel and of
               its last one; None where no picture is drawn
    """
    given = [array.copy() for array in (image, pred, true) if array is not None]
    with _figures_closed():
        figure = _figure(student.draw_points(*given))
        rendering = _render(figure)
        return {"rendering": rendering, "corners": _corners(figure, len(rendering))}


@contextlib.contextmanager
def _figures_closed() -> Iterator[None]:
    """Close whatever figures are opened meanwhile."""
    before = set(plt.get_fignums())
    try:
        yield
    finally:
        for number in set(plt.get_fignums()) - before:
            plt.close(number)


def _figure(result: Any) -> Figure:
    """The figure in what came back: itself, its axes, both, or the current one if nothing came."""
    if result is None and plt.get_fignums():
        result = plt.gcf()
    for item in result if isinstance(result, (tuple, list)) else (result,):
        figure = getattr(item, "figure", None)
        while isinstance(figure, SubFigure):
            figure = figure.figure
        if isinstance(figure, Figure):
            return figure
    came = "None" if result is None else f"an object of type {type(result).__name__[:40]}"
    raise MalformedError(f"draw_points(…) should return the matplotlib Figure; it returned {came}.")


def _render(figure: Figure) -> np.ndarray:
    """The figure as it would be saved, with its longer side SIDE pixels."""
    figure.set_dpi(SIDE / max(figure.get_size_inches()))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba()).astype(float)
    alpha = pixels[..., 3:] / 255
    return np.round(pixels[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)


def _corners(figure: Figure, height: int) -> np.ndarray | None:
    """From the extent of the largest picture in the figure, whatever its own resolution."""
    pictures = [picture for axes in figure.axes for picture in axes.images]
    if not pictures:
        return None
    largest = max(
        pictures, key=lambda p: p.get_window_extent().width * p.get_window_extent().height
    )
    left, right, bottom, top = largest.get_extent()
    rows, columns = largest.get_size()
    if largest.origin == "lower":
        bottom, top = top, bottom
    across, down = (right - left) / columns, (bottom - top) / rows
    ends = [(left + across / 2, top + down / 2), (right - across / 2, bottom - down / 2)]
    places = largest.axes.transData.transform(ends)
    return np.stack([places[:, 0] - 0.5, height - places[:, 1] - 0.5], axis=1)
