"""The half pixel is added twice.

part: decode
loses: frame
hint: All your points lie half a heatmap pixel too far to the lower right: the half pixel between
    the two frames is added twice. That is about 2.6 % NME with perfect heatmaps. It goes in once
    before the multiplication, and half an input pixel comes off after it.
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
            px, py = px + 0.5, py + 0.5  # centre of the pixel
            out[b, n] = (px + 0.5) * stride - 0.5, (py + 0.5) * stride - 0.5
    return torch.from_numpy(out)
