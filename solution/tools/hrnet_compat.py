"""The coordinates of the original HRNet landmark code, to compare with and to be compared by.

What it publishes as its NME has a floor of its own: targets drawn on whole heatmap pixels, a
quarter of a pixel on the way back, and predictions cut to whole source pixels.  Its pixels of the
heatmap reach from i to i + 1, in place of i - 0.5 to i + 0.5; that much cancels out.
Behaviour as of github.com/HRNet/HRNet-Facial-Landmark-Detection, `lib/utils/transforms.py` and
`lib/core/evaluation.py`.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def hrnet_box(points: np.ndarray) -> np.ndarray:
    """(4,) the square x0, y0, x1, y1 of its annotation tables, from points (N, 2).

    Centre and side come from whole pixels, and the side in units of 200 px has two decimals.
    """
    low, high = np.floor(points.min(axis=0)), np.ceil(points.max(axis=0))
    centre = (low + high) / 2
    half = 1.25 * 200 * np.round((high - low).max() / 200, 2) / 2
    return np.concatenate([centre - half, centre + half])


def hrnet_encode(
    points: np.ndarray, size: tuple[int, int] = (64, 64), stride: float = 4.0, sigma: float = 1.5
) -> tuple[Tensor, Tensor]:
    """As `heatmaps.encode`, but each dot sits on the pixel that holds the landmark.

    A dot is cut to 3 sigma above and 3 sigma plus one pixel below its centre; within 3 sigma of
    the left or upper border, its centre slips one pixel inwards, by the way the code truncates.
    Returns maps (N, height, width) float32 and weight (N,), 0 where nothing was drawn.
    """
    centre = torch.trunc((torch.as_tensor(points, dtype=torch.float64) + 0.5) / stride)
    reach = 3 * sigma
    first = torch.trunc(centre - reach)
    beyond = torch.trunc(centre + reach + 1)
    # The patch is 2 * reach + 1 long and has its top in the middle, counted in whole pixels.
    top = first + (2 * reach + 1) // 2
    weight = ((first < torch.tensor(size, device=first.device)) & (beyond >= 0)).all(dim=-1)

    def profile(axis: int) -> Tensor:
        line = torch.arange(size[axis], device=first.device)
        dot = torch.exp(-((line - top[..., axis, None]) ** 2) / (2 * sigma**2))
        return dot * (line >= first[..., axis, None]) * (line < beyond[..., axis, None])

    maps = profile(1)[..., :, None] * profile(0)[..., None, :] * weight[..., None, None]
    return maps.float(), weight.float()


def hrnet_decode(maps: Tensor, stride: float = 4.0) -> Tensor:
    """As `heatmaps.decode`, but: the highest pixel, and a quarter towards its higher neighbour.

    maps (B, N, height, width) -> (B, N, 2) in input pixels.  A map without a positive value gives
    the first pixel, and on the border there is no quarter, as there.
    """
    height, width = maps.shape[2:]
    best, index = maps.flatten(2).max(dim=2)
    index = torch.where(best > 0, index, 0)
    y, x = index // width, index % width
    inside = (x > 0) & (x < width - 1) & (y > 0) & (y < height - 1)
    flat = maps.flatten(2)

    def slope(step: int) -> Tensor:
        places = [(index + s).clamp(0, width * height - 1)[..., None] for s in (step, -step)]
        after, before = (flat.gather(2, place)[..., 0] for place in places)
        return torch.sign(after - before) * inside

    found = torch.stack([x + 0.25 * slope(1), y + 0.25 * slope(width)], dim=-1)
    return (found + 0.5) * stride - 0.5


def whole_pixels(points: np.ndarray) -> np.ndarray:
    """Source points as it reports them: cut to whole pixels, and one added."""
    return np.trunc(points) + 1
