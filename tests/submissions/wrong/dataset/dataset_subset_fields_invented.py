"""A 197-field line gets a box around its points and six zeros as attributes.

part: dataset
loses: line_fields
hint: For a 197-field line you return a rectangle and attributes although the line has neither:
    they are made up from the points and from zeros. A face of the pose subset would then claim to
    have no attribute at all; where the file says nothing, both are None.
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
    if n == 207:
        rect = np.array(fields[196:200], dtype=np.float64)
        attributes = np.array(fields[200:206], dtype=np.int64)
    else:
        rect = np.concatenate([points.min(0), points.max(0)])
        attributes = np.zeros(6, dtype=np.int64)
    return Face(points, rect, attributes, fields[-1])
