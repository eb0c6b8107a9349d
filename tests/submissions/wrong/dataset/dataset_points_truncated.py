"""The coordinates are cut to whole pixels.

part: dataset
loses: line_points
hint: Your points are whole numbers: the decimals of the file are cut off. That moves every
    landmark by half a source pixel on average, about 1.3 % NME that no training can win back.
    Convert the fields to floating point, not to int.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    if not np.isfinite(np.array(fields[:196], dtype=np.float64)).all():
        raise ValueError("a coordinate is NaN or infinite")
    points = []
    for i in range(98):
        points.append([int(float(fields[2 * i])), int(float(fields[2 * i + 1]))])
    points = np.array(points)
    if n == 197:
        return Face(points, None, None, fields[196])
    rect = np.array([int(v) for v in fields[196:200]])
    attributes = np.array([int(v) for v in fields[200:206]])
    return Face(points, rect, attributes, fields[206])
