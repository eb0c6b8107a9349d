"""Landmarks as heatmaps and back.

Encoding after J. Tompson et al., "Joint Training of a Convolutional Network and a Graphical
Model", NIPS 2014; decoding below pixel size after F. Zhang et al., "Distribution-Aware
Coordinate Representation", CVPR 2020, eq. (3)-(7), one axis at a time.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def encode(
    points: np.ndarray,
    size: tuple[int, int] = (64, 64),
    stride: float = 4.0,
    sigma: float = 1.5,
) -> tuple[Tensor, Tensor]:
    """Draw one heatmap for each landmark.

    points  (N, 2), (x, y) in pixels of the network's input
    size    (width, height) of the heatmaps
    stride  input pixels for each heatmap pixel; an integer is a pixel's centre in both frames,
            so x in the input is (x + 0.5) / stride - 0.5 in the heatmap, and y likewise
    sigma   standard deviation of the dot, in heatmap pixels

    Returns
    maps    (N, height, width) float32: exp(-d^2 / (2 sigma^2)), where d is the distance of a
            pixel from the landmark in heatmap pixels; the landmark is not rounded, and values
            farther away than 3 sigma may be left at 0
    weight  (N,) float32: 1 for a landmark on the heatmap, that is -0.5 <= x < width - 0.5 and
            -0.5 <= y < height - 0.5 in heatmap pixels; 0 for one outside, whose map is all zero
    """
    ### BEGIN SOLUTION
    width, height = size
    x, y = ((torch.as_tensor(points, dtype=torch.float64) + 0.5) / stride - 0.5).unbind(-1)
    weight = (x >= -0.5) & (x < width - 0.5) & (y >= -0.5) & (y < height - 0.5)
    columns, rows = (torch.arange(count, device=x.device) for count in size)
    across = torch.exp(-((columns - x[..., None]) ** 2) / (2 * sigma**2))
    down = torch.exp(-((rows - y[..., None]) ** 2) / (2 * sigma**2))
    maps = down[..., :, None] * across[..., None, :] * weight[..., None, None]
    return maps.float(), weight.float()
    ### END SOLUTION


def decode(maps: Tensor, stride: float = 4.0) -> Tensor:
    """Find each landmark in its heatmap, finer than a heatmap pixel.

    maps    (B, N, height, width) float32, one dot a map, of sigma 1 to 2.5 and any peak value
    stride  input pixels for each heatmap pixel, as in `encode`

    Returns (B, N, 2), (x, y) in pixels of the network's input, in any float dtype: the inverse of
    encode's rule, so x in the heatmap is (x + 0.5) * stride - 0.5 in the input.  Points are earned
    for the right pixel, more for half a heatmap pixel, all for a tenth.  A peak in the first or
    last row or column must be found to about two pixels; an all-zero map may give any point.
    A dot's peak lies between pixels.  The highest pixel alone is off by up to 0.7 heatmap pixels;
    its neighbours tell the rest: around the peak of a Gaussian, the logarithm is a parabola.
    """
    ### BEGIN SOLUTION
    height, width = maps.shape[2:]
    best = maps.flatten(2).argmax(dim=2)
    y, x = best // width, best % width

    def top_of_parabola(values: Tensor, index: Tensor) -> Tensor:
        # values (B, N, L): the line through the peak, along one axis; index (B, N): the peak.
        # At either end of the line a neighbour is missing, and the index itself must do.
        end = values.shape[-1] - 1
        middle = index.clamp(1, end - 1)
        near = torch.stack([middle - 1, middle, middle + 1], dim=-1)
        before, at, after = values.gather(2, near).double().clamp(min=1e-10).log().unbind(-1)
        bend = (before - 2 * at + after).clamp(max=-1e-9)
        shift = ((before - after) / (2 * bend)).clamp(-0.5, 0.5)
        return index + shift * ((index > 0) & (index < end))

    row = maps.gather(2, y[..., None, None].expand(-1, -1, 1, width))[:, :, 0]
    column = maps.gather(3, x[..., None, None].expand(-1, -1, height, 1))[..., 0]
    peak = torch.stack([top_of_parabola(row, x), top_of_parabola(column, y)], dim=-1)
    return ((peak + 0.5) * stride - 0.5).to(maps.dtype)
    ### END SOLUTION
