"""The attributes stay texts.

part: dataset
loses: line_fields
hint: Your six flags are still texts, '0' and '1', as they were cut out of the line. Both are true
    in an if, and a mean of them is an error. Convert them to integers.
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
    return Face(points, rect, fields[200:206], fields[206])
