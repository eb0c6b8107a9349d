"""torchvision's perspective on a canvas that holds both source and output.

part: crop
"""

import numpy as np
import torch
from torchvision.transforms.v2 import InterpolationMode
from torchvision.transforms.v2 import functional as TF


def warp(image, matrix, size):
    h, w = image.shape[:2]
    x = torch.from_numpy(image).permute(2, 0, 1).float()
    shrink = 1 / np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if shrink > 2:
        k = 2 * int(shrink) + 1
        x = TF.gaussian_blur(x, [k, k], [shrink / 2, shrink / 2])
    x = TF.pad(x, [0, 0, max(0, size[0] - w), max(0, size[1] - h)])
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
    back = half @ np.linalg.inv(matrix) @ np.linalg.inv(half)
    out = TF.perspective(
        x,
        startpoints=None,
        endpoints=None,
        coefficients=[*back[0].tolist(), *back[1].tolist(), 0.0, 0.0],
        interpolation=InterpolationMode.BILINEAR,
    )
    out = out[:, : size[1], : size[0]]
    return out.round().clamp(0, 255).to(torch.uint8).permute(1, 2, 0).numpy()
