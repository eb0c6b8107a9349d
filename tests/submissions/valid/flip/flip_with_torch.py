"""torch flips, and both results are tensors.

part: flip
"""

import torch


def flip(image, points):
    img = torch.from_numpy(image).flip(1)
    pts = torch.from_numpy(points).float().clone()
    pts[:, 0] = image.shape[1] - 1 - pts[:, 0]
    return img, pts[torch.as_tensor(flip_permutation())]
