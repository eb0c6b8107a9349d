"""The flat index is divided by the height.

part: decode
loses: right_pixel, half_pixel, sub_pixel, frame
hint: On square maps you find the highest pixel, on others you land somewhere else: the flat index
    is divided by the height, and rows are as long as the map is wide. It is also the highest
    pixel alone, without its neighbours, so half a pixel is missing even where the map is square.
"""

import torch


def decode(maps, stride=4.0):
    B, N, H, W = maps.shape
    flat = maps.view(B, N, H * W)
    idx = torch.argmax(flat, dim=2)
    row = idx // H
    col = idx % H
    pts = torch.stack((col, row), dim=2).float()
    return (pts + 0.5) * stride - 0.5
