"""Each matrix is a product of shifts and a scale; the box is a list.

part: crop
"""

import torch


def _shift(x, y):
    return torch.tensor([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _scale(x, y):
    return torch.diag(torch.tensor([x, y, 1.0]))


def crop_matrix(box, size):
    x0, y0, x1, y1 = (float(v) for v in box)
    s = size[0] / (x1 - x0)
    to_origin = _shift(-(x0 + x1) / 2, -(y0 + y1) / 2)
    return _shift((size[0] - 1) / 2, (size[1] - 1) / 2) @ _scale(s, s) @ to_origin


def resize_matrix(old, new):
    return _shift(-0.5, -0.5) @ _scale(new[0] / old[0], new[1] / old[1]) @ _shift(0.5, 0.5)


def face_box(points, margin=1.25):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    side = margin * max(max(xs) - min(xs), max(ys) - min(ys))
    left, top = (max(xs) + min(xs) - side) / 2, (max(ys) + min(ys) - side) / 2
    return [left, top, left + side, top + side]
