"""Negative coordinates are clamped to 0.

part: dataset
loses: line_points
hint: Your points are right except where a coordinate is negative: there you return 0. On WFLW 22
    of 2,066 test faces really reach beyond the picture (down to -105 px), and whoever moves these
    points back inside changes the ground truth and measures a flattering NME. Leave the numbers
    as they are.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    points = np.array(fields[:196], dtype=np.float64).reshape(98, 2)
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is NaN or infinite")
    points = np.maximum(points, 0)  # landmarks must lie in the image
    if n == 197:
        return Face(points, None, None, fields[196])
    rect = np.array(fields[196:200], dtype=np.float64)
    return Face(points, rect, np.array(fields[200:206], dtype=np.int64), fields[206])
