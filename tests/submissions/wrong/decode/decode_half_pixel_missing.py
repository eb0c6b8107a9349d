"""Heatmap coordinates are multiplied by the stride, without the half pixel.

part: decode
loses: frame
hint: All your points are off by the same bit to the upper left (1.5 input pixels at stride 4):
    the heatmap coordinate is multiplied by the stride and no more. A whole number is a pixel's
    centre in both frames, so half a pixel is added before and taken off after; without it perfect
    heatmaps already cost 2 % NME.
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
            out[b, n] = px * stride, py * stride
    return torch.from_numpy(out)
