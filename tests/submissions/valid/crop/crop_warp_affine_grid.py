"""affine_grid with corners aligned, and grid_sample with the same; mipmaps for what shrinks.

part: crop
"""

import numpy as np
import torch
import torch.nn.functional as F


def _to_unit(width, height):
    """Pixels to -1 .. 1 between the centres of the first and the last pixel."""
    return np.array([[2 / (width - 1), 0, -1], [0, 2 / (height - 1), -1], [0, 0, 1]])


def warp(image, matrix, size):
    x = torch.tensor(image).movedim(-1, 0).unsqueeze(0).to(torch.float32)
    back = np.linalg.inv(matrix)
    while np.sqrt(abs(np.linalg.det(back))) > 2:
        x = F.avg_pool2d(x, 2, ceil_mode=False)
        back = np.array([[0.5, 0, -0.25], [0, 0.5, -0.25], [0, 0, 1]]) @ back
    theta = _to_unit(x.shape[3], x.shape[2]) @ back @ np.linalg.inv(_to_unit(*size))
    theta = torch.tensor(theta[None, :2], dtype=torch.float32)
    grid = F.affine_grid(theta, (1, 3, size[1], size[0]), align_corners=True)
    out = F.grid_sample(x, grid, align_corners=True)
    return out[0].movedim(0, -1).clamp(0, 255).round().to(torch.uint8)
