"""Coordinate chains, from source points to heatmaps and back, and what each loses by itself.

A chain's floor is the NME of a network that is never wrong: perfect heatmaps in, landmarks out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from solution.heatmaps import decode, encode
from solution.metrics import nme
from solution.regression import fractions_to_pixels, pixels_to_fractions
from solution.tools.hrnet_compat import hrnet_box, hrnet_decode, hrnet_encode, whole_pixels
from solution.transforms import crop_matrix, face_box, move_points

STRIDE = 4


@dataclass(frozen=True)
class Chain:
    """From source points to what a network answers, and back; here by heatmaps.

    box     points (98, 2) -> the square that is cropped
    encode  as `heatmaps.encode`
    decode  as `heatmaps.decode`
    finish  what becomes of the points in source pixels at the end
    """

    name: str
    box: Callable[[np.ndarray], np.ndarray] = face_box
    encode: Callable[..., tuple[Tensor, Tensor]] = encode
    decode: Callable[..., Tensor] = decode
    finish: Callable[[np.ndarray], np.ndarray] = np.asarray

    def targets(self, points: np.ndarray, size: int, sigma: float = 1.5) -> tuple[Tensor, Tensor]:
        """Points (98, 2) in pixels of a size x size input -> target and weight (98,)."""
        side = size // STRIDE
        return self.encode(points, (side, side), STRIDE, sigma)

    def points(self, outputs: Tensor, size: int) -> Tensor:
        """What the network answers, (B, ...) -> (B, 98, 2) in pixels of its size x size input."""
        return self.decode(outputs, size / outputs.shape[-1])

    def there_and_back(self, points: np.ndarray, size: int = 256) -> np.ndarray:
        """(98, 2) in source pixels -> what a perfect network would answer, in source pixels."""
        matrix = crop_matrix(self.box(points), (size, size))
        target, _ = self.targets(move_points(points, matrix), size)
        found = self.points(target[None], size)[0].double().numpy()
        return self.finish(move_points(found, np.linalg.inv(matrix)))


class Fractions(Chain):
    """Without heatmaps: two numbers a point, as `regression.build_regressor` answers them."""

    def targets(self, points: np.ndarray, size: int, sigma: float = 1.5) -> tuple[Tensor, Tensor]:
        target = pixels_to_fractions(torch.as_tensor(points, dtype=torch.float32), (size, size))
        return target, torch.ones_like(target[..., 0])

    def points(self, outputs: Tensor, size: int) -> Tensor:
        return fractions_to_pixels(outputs, (size, size))


KIT = Chain("sub-pixel dots, log-parabola (this kit)")
HRNET = Chain("HRNet as published", hrnet_box, hrnet_encode, hrnet_decode, whole_pixels)
FRACTIONS = Fractions("fractions of the crop")
CHAINS = {"kit": KIT, "hrnet": HRNET, "fractions": FRACTIONS}


def floors(points: np.ndarray) -> dict[str, np.ndarray]:
    """Each chain's NME for each face, from the published one to ours; points (n, 98, 2)."""
    between = (
        Chain("the same, not cut to whole source pixels", hrnet_box, hrnet_encode, hrnet_decode),
        Chain("sub-pixel dots, a quarter of a pixel back", decode=hrnet_decode),
    )
    return {
        chain.name: nme(np.stack([chain.there_and_back(face) for face in points]), points)
        for chain in (HRNET, *between, KIT)
    }
