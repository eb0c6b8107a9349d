"""Faces as a network sees them: cropped, augmented, normalised, with points or heatmaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from solution.transforms import (
    crop_matrix,
    face_box,
    rotation_matrix,
    transform,
)
from solution.wflw import WFLW, Face

# Means and deviations of ImageNet, for red, green, blue in 0..1: what backbones are trained on.
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Augment:
    """How training faces are varied (the published recipe of HRNet, and light).

    flip      probability of a mirror
    scale     the box's side is multiplied by a factor from 1 - scale to 1 + scale
    degrees   rotation from -degrees to degrees, with probability `rotate`
    light     brightness and contrast are multiplied by factors from 1 - light to 1 + light
    """

    flip: float = 0.5
    scale: float = 0.25
    degrees: float = 30.0
    rotate: float = 0.6
    light: float = 0.3

    def matrices(self, rng: np.random.Generator, size: int) -> list[np.ndarray]:
        """Affines to apply after the crop to size x size."""
        zoom = rng.uniform(1 - self.scale, 1 + self.scale)
        centre = (size - 1) / 2
        found = [
            np.array([[zoom, 0, centre * (1 - zoom)], [0, zoom, centre * (1 - zoom)], [0, 0, 1]])
        ]
        if rng.random() < self.rotate:
            degrees = rng.uniform(-self.degrees, self.degrees)
            found.append(rotation_matrix(degrees, (size, size)))
        if rng.random() < self.flip:
            found.append(np.array([[-1, 0, size - 1], [0, 1, 0], [0, 0, 1]]))
        return found

    def relight(self, rng: np.random.Generator, image: Tensor) -> Tensor:
        """Other brightness and contrast for an image (3, h, w) in 0..1."""
        brightness, contrast = rng.uniform(1 - self.light, 1 + self.light, 2)
        grey = image.mean()
        return ((image - grey) * contrast + grey * brightness).clamp(0, 1)


def network_box(face: Face, protocol: str) -> np.ndarray:
    """The square to crop, by the named protocol; say which one in every result.

    "points"  around the annotated points, 1.25 times as large (HRNet's way; needs ground truth)
    "rect"    around the detector's rectangle, 1.25 times as large; the points' box stands in where
              the rectangle is missing, empty or beside its face
    """
    if protocol not in ("points", "rect"):
        raise ValueError(f'the box protocol is "points" or "rect", not {protocol!r}')
    corners = face.points_box.reshape(2, 2)
    rect = face.rect_box
    if protocol == "rect" and rect is not None and (rect[2:] > rect[:2]).all():
        low, high = np.maximum(rect[:2], corners[0]), np.minimum(rect[2:], corners[1])
        if (low < high).all():
            corners = rect.reshape(2, 2)
    return face_box(corners, 1.25)


def normalise(image: np.ndarray | Tensor) -> Tensor:
    """(h, w, 3) uint8 or (3, h, w) in 0..1 -> (3, h, w) float32, by ImageNet's mean and std."""
    if isinstance(image, np.ndarray):
        image = torch.from_numpy(image).permute(2, 0, 1).float() / 255
    mean, std = (torch.tensor(v, device=image.device) for v in (IMAGENET_MEAN, IMAGENET_STD))
    return (image - mean[:, None, None]) / std[:, None, None]


class Crops(Dataset):
    """Items (image, points): image (3, size, size) float32, points (98, 2) float32 in its pixels.

    What is drawn for a face depends on seed, epoch and index alone, not on who loads it: set
    `epoch` before each epoch.
    """

    def __init__(
        self,
        data: WFLW,
        indices: Sequence[int],
        size: int,
        protocol: str = "points",
        augment: Augment | None = None,
        seed: int = 0,
    ) -> None:
        self.data, self.indices, self.size = data, list(indices), size
        self.protocol, self.augment, self.seed = protocol, augment, seed
        self.epoch = 0

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        picture, face = self.data[self.indices[index]]
        size = (self.size, self.size)
        matrices = [crop_matrix(network_box(face, self.protocol), size)]
        rng = np.random.default_rng([self.seed, self.epoch, index])
        if self.augment is not None:
            matrices += self.augment.matrices(rng, self.size)
        crop, points = transform(picture, face.points, matrices, size)
        image = torch.from_numpy(crop).permute(2, 0, 1).float() / 255
        if self.augment is not None:
            image = self.augment.relight(rng, image)
        return normalise(image), torch.from_numpy(points).float()
