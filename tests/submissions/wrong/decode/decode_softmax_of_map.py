"""A soft-argmax at temperature 1 over a map between 0 and 1.

part: decode
loses: right_pixel, half_pixel, sub_pixel, frame
hint: All your points lie near the middle of the map. A softmax over thousands of pixels between 0
    and 1 is almost flat (the peak weighs e times as much as the background, but there is far more
    background), so its mean is the centre: 57 % NME with perfect heatmaps. Look at the peak and
    its neighbours only.
"""

import torch


def decode(maps, stride=4.0):
    B, N, H, W = maps.shape
    idx = maps.reshape(B, N, -1).argmax(-1)
    x, y = (idx % W).float(), (idx // W).float()
    prob = torch.softmax(maps.reshape(B, N, -1), dim=-1).reshape(B, N, H, W)
    px = (prob.sum(2) * torch.arange(W)).sum(-1)
    py = (prob.sum(3) * torch.arange(H)).sum(-1)
    return (torch.stack([px, py], -1) + 0.5) * stride - 0.5
