"""DARK: a Taylor step with the full Hessian of the logarithm.

part: decode
"""

import numpy as np
import torch


def decode(maps, stride=4.0):
    log = np.log(np.maximum(maps.numpy().astype(np.float64), 1e-10))
    B, N, H, W = log.shape
    out = np.zeros((B, N, 2))
    for b in range(B):
        for n in range(N):
            m = log[b, n]
            y, x = divmod(int(m.argmax()), W)
            step = np.zeros(2)
            if 1 < x < W - 2 and 1 < y < H - 2:
                dx = 0.5 * (m[y, x + 1] - m[y, x - 1])
                dy = 0.5 * (m[y + 1, x] - m[y - 1, x])
                dxx = 0.25 * (m[y, x + 2] - 2 * m[y, x] + m[y, x - 2])
                dyy = 0.25 * (m[y + 2, x] - 2 * m[y, x] + m[y - 2, x])
                dxy = 0.25 * (m[y + 1, x + 1] - m[y - 1, x + 1] - m[y + 1, x - 1] + m[y - 1, x - 1])
                hessian = np.array([[dxx, dxy], [dxy, dyy]])
                if abs(np.linalg.det(hessian)) > 1e-12:
                    step = -np.linalg.solve(hessian, np.array([dx, dy]))
            out[b, n] = np.array([x, y]) + step
    return torch.tensor((out + 0.5) * stride - 0.5, dtype=torch.float32)
