"""`size` is unpacked as (height, width).

part: encode
loses: dots, frame, profile, outside
hint: On maps that are not square, your height and width are exchanged: `size` is (width, height),
    but the shape of the maps is (N, height, width). At 64 x 64 nobody notices, so look at the
    order in which you unpack `size`.
"""

import torch


def encode(points, size=(64, 64), stride=4.0, sigma=1.5):
    height, width = size
    p = (torch.as_tensor(points).double() + 0.5) / stride - 0.5
    x, y = p[:, 0], p[:, 1]
    inside = (x >= -0.5) & (x < width - 0.5) & (y >= -0.5) & (y < height - 0.5)
    gx = torch.exp(-((torch.arange(width) - x.unsqueeze(1)) ** 2) / (2 * sigma**2))
    gy = torch.exp(-((torch.arange(height) - y.unsqueeze(1)) ** 2) / (2 * sigma**2))
    maps = gy.unsqueeze(2) * gx.unsqueeze(1) * inside[:, None, None]
    return maps.float(), inside.float()
