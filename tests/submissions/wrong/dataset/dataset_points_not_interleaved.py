"""The 196 numbers are taken for all x followed by all y.

part: dataset
loses: line_points
hint: Your first column holds the first 98 numbers of the line and your second column the rest, as
    if all x came before all y. WFLW writes x and y in turns, x0 y0 x1 y1 …, so two neighbours in
    the line make one point; drawn over the picture, yours are a cloud instead of a face.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    numbers = np.array(fields[:196], dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise ValueError("a coordinate is NaN or infinite")
    points = np.stack([numbers[:98], numbers[98:]], axis=1)
    if n == 197:
        return Face(points, None, None, fields[-1])
    rect = np.array(fields[196:200], dtype=np.float64)
    return Face(points, rect, np.array(fields[200:206], dtype=np.int64), fields[-1])
