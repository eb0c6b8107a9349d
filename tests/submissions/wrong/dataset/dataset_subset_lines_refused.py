"""Only lines of 207 fields are taken.

part: dataset
loses: line_fields
hint: You refuse lines of 197 fields, but the six test subset lists consist of nothing else: they
    hold the 196 numbers and the path, without rectangle and attributes. Accept both lengths, and
    leave the two fields that are not there at None.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    if len(fields) != 207:
        raise ValueError(f"expected 207 fields, got {len(fields)}")
    points = np.array(fields[:196], dtype=np.float64).reshape(98, 2)
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is NaN or infinite")
    rect = np.array(fields[196:200], dtype=np.float64)
    attributes = np.array(fields[200:206], dtype=np.int64)
    return Face(points, rect, attributes, fields[206])
