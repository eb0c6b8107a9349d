"""No error for a line with a wrong number of fields.

part: dataset
loses: line_refused
hint: A line with a field too few or too many is read as if nothing were wrong, so a flag can end
    up as the picture's path without anyone noticing. Count the fields first, and raise a
    ValueError that says how many there are unless it is 207 or 197.
"""

import numpy as np


def parse_line(line):
    fields = line.strip().split(" ")
    points = np.array(fields[:196], dtype=np.float64).reshape(98, 2)
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is NaN or infinite")
    if len(fields) < 200:
        return Face(points, None, None, fields[-1])
    rect = np.array(fields[196:200], dtype=np.float64)
    attributes = np.array(fields[200:206], dtype=np.int64)
    return Face(points, rect, attributes, fields[-1])
