"""np.fromstring-like parsing into float32.

part: dataset
"""

import numpy as np


def parse_line(line):
    *numbers, path = line.split()
    if len(numbers) not in (206, 196):
        raise ValueError(f"{len(numbers) + 1} fields, not 207 or 197")
    numbers = np.asarray(numbers, dtype=np.float32)
    if not np.isfinite(numbers).all():
        raise ValueError("not all numbers are finite")
    points, rest = numbers[:196].reshape(-1, 2), numbers[196:]
    if not len(rest):
        return Face(points, None, None, path)
    return Face(points, rest[:4], rest[4:].astype(int), path)
