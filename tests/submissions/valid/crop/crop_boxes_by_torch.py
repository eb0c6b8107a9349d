"""The box by torch, in float32.

part: crop
"""

import torch


def face_box(points, margin=1.25):
    p = torch.as_tensor(points, dtype=torch.float32)
    lo, hi = p.amin(0), p.amax(0)
    side = margin * torch.max(hi - lo)
    middle = 0.5 * (lo + hi)
    return torch.cat([middle - side / 2, middle + side / 2])
