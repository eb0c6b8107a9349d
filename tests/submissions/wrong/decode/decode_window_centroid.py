"""The centre of mass of the 5x5 pixels around the peak.

part: decode
loses: sub_pixel
hint: You take the centre of mass of the 5x5 pixels around the peak. The window cuts the dot off
    on both sides, which pulls your answer back towards the pixel's centre: about 0.5 % NME at
    sigma 1.5 and 0.9 % at sigma 2, with perfect heatmaps. A dot's shape is known, and a fit to
    the peak's neighbours has no such pull.
"""

import torch


def decode(maps, stride=4.0):
    B, N, H, W = maps.shape
    idx = maps.reshape(B, N, -1).argmax(-1)
    x, y = (idx % W).float(), (idx // W).float()
    r = torch.arange(-2, 3)
    yy = (y[..., None, None] + r[:, None]).long().clamp(0, H - 1)
    xx = (x[..., None, None] + r[None, :]).long().clamp(0, W - 1)
    b = torch.arange(B)[:, None, None, None]
    n = torch.arange(N)[None, :, None, None]
    win = maps[b, n, yy, xx]
    total = win.sum((-1, -2))
    px = (win * xx).sum((-1, -2)) / total
    py = (win * yy).sum((-1, -2)) / total
    return (torch.stack([px, py], -1) + 0.5) * stride - 0.5
