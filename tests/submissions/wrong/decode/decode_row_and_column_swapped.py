"""Points come as (row, column).

part: decode
loses: right_pixel, half_pixel, sub_pixel, frame
hint: Your points come as (row, column), that is (y, x): the two coordinates are exchanged. Points
    are (x, y) everywhere in this assignment, and the row of a map is its y.
"""

import numpy as np
import torch


def subpixel(left, mid, right):
    l, m, r = np.log(max(left, 1e-10)), np.log(max(mid, 1e-10)), np.log(max(right, 1e-10))
    bend = l - 2 * m + r
    if bend > -1e-9:
        return 0.0
    return float(np.clip((l - r) / (2 * bend), -0.5, 0.5))


def decode(maps, stride=4.0):
    hm = maps.detach().cpu().numpy().astype(np.float64)
    B, N, H, W = hm.shape
    out = np.zeros((B, N, 2), dtype=np.float32)
    for b in range(B):
        for n in range(N):
            m = hm[b, n]
            y, x = np.unravel_index(m.argmax(), m.shape)
            px, py = float(x), float(y)
            if 0 < x < W - 1:
                px += subpixel(m[y, x - 1], m[y, x], m[y, x + 1])
            if 0 < y < H - 1:
                py += subpixel(m[y - 1, x], m[y, x], m[y + 1, x])
            out[b, n] = (py + 0.5) * stride - 0.5, (px + 0.5) * stride - 0.5
    return torch.from_numpy(out)
