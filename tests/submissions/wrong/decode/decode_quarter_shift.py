"""A quarter of a pixel towards the higher neighbour.

part: decode
loses: sub_pixel
hint: You go a quarter of a pixel from the highest pixel towards its higher neighbour. That halves
    the error of the highest pixel alone, from 1.4 to 0.7 % NME with perfect heatmaps, but it
    knows only the direction. How much higher the neighbour is tells the distance, too.
"""

import numpy as np
import torch


def decode(maps, stride=4.0):
    hm = maps.detach().cpu().numpy()
    B, N, H, W = hm.shape
    out = np.zeros((B, N, 2), dtype=np.float32)
    for b in range(B):
        for n in range(N):
            m = hm[b, n]
            y, x = np.unravel_index(m.argmax(), m.shape)
            px, py = float(x), float(y)
            if 0 < x < W - 1 and 0 < y < H - 1:
                px += 0.25 * np.sign(m[y, x + 1] - m[y, x - 1])
                py += 0.25 * np.sign(m[y + 1, x] - m[y - 1, x])
            out[b, n] = (px + 0.5) * stride - 0.5, (py + 0.5) * stride - 0.5
    return torch.from_numpy(out)
