"""The attributes are taken to stand in alphabetical order, like the names of the subset lists.

part: dataset
loses: line_fields
hint: Your six flags hold the right values in another order: they fit a file that lists the
    attributes alphabetically (blur, expression, …). The file's order is pose, expression,
    illumination, make-up, occlusion, blur; mixed up, every result by subset describes another
    subset. Compare with the counts of the test set: 326 pose, 314 expression, 698 illumination,
    206 make-up, 736 occlusion, 773 blur.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    points = np.array(fields[:196], dtype=float).reshape(98, 2)
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is NaN or infinite")
    if n == 197:
        return Face(points, None, None, fields[196])
    rect = np.array(fields[196:200], dtype=float)
    blur, expression, illumination, pose, makeup, occlusion = map(int, fields[200:206])
    attributes = np.array([pose, expression, illumination, makeup, occlusion, blur])
    return Face(points, rect, attributes, fields[206])
