"""The line is read as path, box, landmarks, in an order that other datasets use.

part: dataset
loses: line_points, line_fields
hint: A line is read here as path, box, landmarks, so words and numbers change places and the
    reading fails or yields shifted points. WFLW's order is another: 196 coordinates, then the
    rectangle, then the six attributes, and the path at the very end. Print the fields of one line
    and count.
"""

import numpy as np


def parse_line(line):
    fields = line.split()
    n = len(fields)
    if n not in (197, 207):
        raise ValueError(f"expected 207 or 197 fields, got {n}")

    row = fields
    img_path = row[0]
    if n == 197:
        landmarks = np.array(row[1:], dtype=np.float64)
        return Face(landmarks.reshape(-1, 2), None, None, img_path)
    bbox = np.array(row[1:5], dtype=np.float64)  # x1,y1,x2,y2
    landmarks = np.array(row[5:201], dtype=np.float64)
    attributes = np.array(row[201:], dtype=np.int64)
    return Face(landmarks.reshape(-1, 2), bbox, attributes, img_path)
