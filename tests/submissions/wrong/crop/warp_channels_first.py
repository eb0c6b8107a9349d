"""The result is (3, height, width).

part: crop
loses: warp, smooth, pixel_centres
hint: Your picture comes back with the channels first, as torch has it. A picture here is (height,
    width, 3), before and after: permute it back before you return it.
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
    return _sample(image, np.linalg.inv(matrix), size).transpose(2, 0, 1)
