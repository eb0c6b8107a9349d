"""Coordinate chains, from source points to heatmaps and back, and what each loses by itself.

A chain's floor is the NME of a network that is never wrong: perfect heatmaps in, landmarks out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from solution.heatmaps import decode, encode
from solution.hrnet_compat import hrnet_box, hrnet_decode, hrnet_encode, whole_pixels
from solution.metrics import nme
from solution.transforms import crop_matrix, face_box

SIZE, STRIDE = 256, 4.0


@dataclass(frozen=True)
class Chain:
    """From source points to heatmaps and back.

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

    def there_and_back(self, points: np.ndarray) -> np.ndarray:
        """(98, 2) in source pixels -> what a perfect network would answer, in source pixels."""
        matrix = crop_matrix(self.box(points), (SIZE, SIZE))
        side = int(SIZE / STRIDE)
        maps, _ = self.encode(points @ matrix[:2, :2].T + matrix[:2, 2], (side, side), STRIDE)
        found = self.decode(maps[None], STRIDE)[0].double().numpy()
        back = np.linalg.inv(matrix)
        return self.finish(found @ back[:2, :2].T + back[:2, 2])


KIT = Chain("sub-pixel dots, log-parabola (this kit)")
HRNET = Chain("HRNet as published", hrnet_box, hrnet_encode, hrnet_decode, whole_pixels)
CHAINS = {"kit": KIT, "hrnet": HRNET}


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
