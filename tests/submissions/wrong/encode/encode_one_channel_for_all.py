"""All dots are drawn into one map.

part: encode
loses: dots, frame, profile, outside
hint: You return a single map with all dots in it. A network that is trained on that finds 98
    landmarks but cannot say which is which: each landmark has a map of its own, so the first axis
    of `maps` has one entry for each point.
"""

import numpy as np
import torch


def encode(points, size=(64, 64), stride=4.0, sigma=1.5):
    w, h = size
    heatmap = np.zeros((h, w))
    weight = np.zeros(len(points))
    xx, yy = np.meshgrid(np.arange(w), np.arange(h))
    for i, (px, py) in enumerate(points):
        x, y = (px + 0.5) / stride - 0.5, (py + 0.5) / stride - 0.5
        if x < -0.5 or y < -0.5 or x >= w - 0.5 or y >= h - 0.5:
            continue
        heatmap = np.maximum(heatmap, np.exp(-((xx - x) ** 2 + (yy - y) ** 2) / (2 * sigma**2)))
        weight[i] = 1
    return torch.tensor(heatmap[None]).float(), torch.tensor(weight).float()
