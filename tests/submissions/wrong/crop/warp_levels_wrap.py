"""Levels pass through int8 and come back negative.

part: crop
loses: warp, smooth
hint: Whatever is brighter than 127 comes back wrong: your levels pass through a signed type, or a
    difference, that cannot hold them. Compute in float, round, clip to 0 and 255, and only then
    cast to uint8.
"""

import torch
import torch.nn.functional as F


def _sample(image, back, size, **options):
    """Bilinear samples at `back` (3, 3) of every output pixel; means of n x n where it shrinks."""
    n = max(1, int(np.ceil(np.sqrt(abs(np.linalg.det(back[:2, :2]))))))
    x, y = ((np.arange(k * n) + 0.5) / n - 0.5 for k in size)
    xs, ys = np.meshgrid(x, y)
    u = back[0, 0] * xs + back[0, 1] * ys + back[0, 2]
    v = back[1, 0] * xs + back[1, 1] * ys + back[1, 2]
    h, w = image.shape[:2]
    grid = np.stack([(2 * u + 1) / w - 1, (2 * v + 1) / h - 1], axis=2)
    source = torch.from_numpy(image).permute(2, 0, 1)[None].float()
    grid = torch.from_numpy(grid)[None].float()
    fine = F.grid_sample(source, grid, **{"align_corners": False, **options})
    return F.avg_pool2d(fine, n)[0].permute(1, 2, 0).round().byte().numpy()


def warp(image, matrix, size):
    out = _sample(image, np.linalg.inv(matrix), size)
    return np.abs(out.astype(np.int8).astype(np.int16)).astype(np.uint8)
