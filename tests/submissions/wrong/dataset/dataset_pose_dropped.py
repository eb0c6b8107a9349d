"""The attributes are sliced as [1:6], so that pose is lost.

part: dataset
loses: line_fields
hint: Your attributes hold only five flags: the first one, pose, is cut off, and what looks like
    pose is expression. A slice that starts at 1 skips the first entry; count the fields again:
    six flags begin right after the four numbers of the rectangle.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    points = np.array(fields[0:196], dtype=np.float64).reshape(98, 2)
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is NaN or infinite")
    rect, attributes = None, None
    if n == 207:
        rect = np.array(fields[196:200], dtype=np.float64)
        attributes = np.array(fields[200:206], dtype=np.int64)[1:6]
    return Face(points, rect, attributes, fields[-1])
