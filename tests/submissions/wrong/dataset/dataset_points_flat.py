"""The coordinates stay one flat row of 196 numbers.

part: dataset
loses: line_points
hint: Your points are one row of 196 numbers. They are the right numbers in the right order, but
    everything that follows expects 98 rows of x and y: bring them into the shape (98, 2).
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    landmarks = np.array(fields[:196], dtype=np.float32)
    if not np.isfinite(landmarks).all():
        raise ValueError("a coordinate is NaN or infinite")
    if n == 197:
        return Face(landmarks, None, None, fields[196])
    rect = np.array(fields[196:200], dtype=np.float32)
    return Face(landmarks, rect, np.array(fields[200:206], dtype=np.int64), fields[206])
