"""The attributes are True and False.

part: dataset
loses: line_fields
hint: Your six flags are True and False where the integers 1 and 0 are asked for. A row of truth
    values selects when it is used as an index and cannot be subtracted, so code that was written
    for integers quietly does something else. Convert the six fields to int and leave them so.
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
    return Face(points, rect, np.array(fields[200:206]) == "1", fields[206])
