"""Rectangle and attributes are cut one field too early.

part: dataset
loses: line_fields
hint: Your rectangle begins with the last coordinate of point 97, and your attributes begin with
    the y_max of the rectangle: both are cut one field too early. Counted from 0, the coordinates
    are the fields 0 to 195, so the rectangle begins at field 196 and the attributes at field 200.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    pts = np.array(fields[:196], dtype=np.float64).reshape(98, 2)
    if not np.isfinite(pts).all():
        raise ValueError("a coordinate is NaN or infinite")
    if n == 197:
        return Face(pts, None, None, fields[-1])
    bbox = np.array(fields[195:199], dtype=np.float64)
    attr = np.array([int(float(v)) for v in fields[199:205]])
    return Face(pts, bbox, attr, fields[-1])
