"""NaN and infinity are taken for coordinates.

part: dataset
loses: line_refused
hint: A line with nan or inf among its coordinates is read as if nothing were wrong, for float()
    takes both words. One such face turns the loss of its batch, and with it every weight, to NaN.
    Test the coordinates with np.isfinite and raise a ValueError.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")
    points = np.array(fields[:196], dtype=np.float64).reshape(98, 2)
    if n == 197:
        return Face(points, None, None, fields[196])
    rect = np.array(fields[196:200], dtype=np.float64)
    return Face(points, rect, np.array([int(v) for v in fields[200:206]]), fields[206])
