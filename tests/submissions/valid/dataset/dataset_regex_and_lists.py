"""A regular expression, and plain lists of numbers.

part: dataset
"""

import math
import re


def parse_line(line):
    tokens = re.findall(r"\S+", line)
    count = len(tokens)
    if count == 207:
        rect = [float(t) for t in tokens[196:200]]
        flags = [int(t) for t in tokens[200:206]]
    elif count == 197:
        rect = flags = None
    else:
        raise ValueError("line has %d fields" % count)
    points = [[float(tokens[2 * i]), float(tokens[2 * i + 1])] for i in range(98)]
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        raise ValueError("bad number in line")
    return Face(points=points, rect_box=rect, attributes=flags, path=tokens[-1])
