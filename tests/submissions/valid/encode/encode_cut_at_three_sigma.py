"""Zero beyond a circle of exactly 3 sigma, in float64.

part: encode
"""

import torch


def encode(points, size=(64, 64), stride=4.0, sigma=1.5):
    W, H = size
    pts = (torch.as_tensor(points, dtype=torch.double) + 0.5) / stride - 0.5
    yy, xx = torch.meshgrid(torch.arange(H), torch.arange(W), indexing="ij")
    grid = torch.stack([xx, yy], dim=-1).double()
    d2 = (grid[None] - pts[:, None, None, :]).pow(2).sum(-1)
    maps = torch.exp(-d2 / (2 * sigma**2))
    maps[d2 > (3 * sigma) ** 2] = 0
    limit = torch.tensor([W, H]) - 0.5
    weight = ((pts >= -0.5) & (pts < limit)).all(dim=1)
    maps[~weight] = 0
    return maps, weight.double()
