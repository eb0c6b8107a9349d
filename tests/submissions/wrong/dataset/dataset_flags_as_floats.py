"""The attributes are floating-point numbers.

part: dataset
loses: line_fields
hint: Your six flags have the right values, but they are floating-point numbers. They are asked for
    as integers: 0 and 1 are labels here, to be counted and to index with, and a float stops the
    first index that is made of it. Convert the six fields with an integer dtype.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")
    points = np.array(fields[:196], dtype=np.float64).reshape(98, 2)
    if not np.isfinite(points).all():
        raise ValueError("coordinates must be finite")
    if n == 197:
        return Face(points, None, None, fields[196])
    rect = np.array(fields[196:200], dtype=np.float64)
    return Face(points, rect, np.array(fields[200:206], dtype=np.float32), fields[206])
