"""The rectangle is read as x, y, width, height.

part: dataset
loses: line_fields
hint: Your rect_box equals what comes out when the last two numbers of the rectangle are read as a
    width and a height: its lower right corner runs far off the face. WFLW stores two corners,
    x_min y_min x_max y_max, so take the four numbers as they are; crops cut from your boxes would
    wander.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    coords = np.array([float(v) for v in fields[:196]]).reshape(-1, 2)
    if not np.isfinite(coords).all():
        raise ValueError("a coordinate is NaN or infinite")
    if n == 197:
        return Face(coords, None, None, fields[-1])
    x, y, w, h = [float(v) for v in fields[196:200]]
    rect = np.array([x, y, x + w, y + h])
    attributes = np.array([int(v) for v in fields[200:206]])
    return Face(coords, rect, attributes, fields[-1])
