"""The shift of the parabola has the wrong sign.

part: decode
loses: right_pixel, half_pixel, sub_pixel
hint: You find the highest pixel and a shift of the right size, but you step away from the higher
    neighbour: the parabola's sign is reversed, so you are off by twice the shift, up to a whole
    pixel. The peak lies on the side of the higher neighbour; check the sign of the fraction.
"""

import numpy as np
import torch


def subpixel(left, mid, right):
    l, m, r = np.log(max(left, 1e-10)), np.log(max(mid, 1e-10)), np.log(max(right, 1e-10))
    bend = l - 2 * m + r
    if bend > -1e-9:
        return 0.0
    return float(np.clip((r - l) / (2 * bend), -0.5, 0.5))


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
            out[b, n] = (px + 0.5) * stride - 0.5, (py + 0.5) * stride - 0.5
    return torch.from_numpy(out)
