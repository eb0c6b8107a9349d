"""A bad line raises a ValueError that does not say how many fields there are.

part: dataset
loses: line_refused
hint: You refuse broken lines, which is right, but the message does not say how many fields the
    line has. Whoever meets the error needs that number to see what is wrong (206 of 207: one is
    missing), so put it into the text of the ValueError.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    if len(fields) != 207 and len(fields) != 197:
        raise ValueError("bad annotation line")
    points = np.array(fields[:196], dtype=np.float64).reshape(98, 2)
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is NaN or infinite")
    if len(fields) == 197:
        return Face(points, None, None, fields[196])
    rect = np.array(fields[196:200], dtype=np.float64)
    return Face(points, rect, np.array(fields[200:206], dtype=np.int64), fields[206])
