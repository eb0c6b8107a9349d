"""Half a pixel is added in the heatmap and not taken off in the input.

part: decode
loses: frame
hint: All your points lie half an input pixel too far to the lower right: you add the half pixel
    in the heatmap's frame and do not take it off in the input's. In both frames a whole number is
    a pixel's centre. Half a source pixel is about 1.3 % NME.
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
            out[b, n] = (px + 0.5) * stride, (py + 0.5) * stride
    return torch.from_numpy(out)
