"""The picture under the brush, who is hidden by what was painted later, and solid things."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.brush import blend, material
from data_stub.render import Image, Light

Array = NDArray[np.float64]


@dataclass
class Canvas:
    """Linear RGB picture (h, w, 3) and the light in it. Watched points are covered or not."""

    image: Image
    light: Light
    watched: list[tuple[Array, NDArray[np.bool_]]] = field(default_factory=list)

    def watch(self, points: Array) -> NDArray[np.bool_]:
        """From now on note which of points (98, 2) get painted over; returns the live flags."""
        covered = np.zeros(len(points), bool)
        self.watched.append((points, covered))
        return covered

    def lay(self, colour: Image | Array, alpha: Image, x: int, y: int) -> None:
        """Blend colour (h, w, 3) or (3,) with opacity alpha (h, w); top-left pixel at (x, y)."""
        h, w = alpha.shape
        for points, covered in self.watched:
            px, py = np.round(points).astype(int).T - [[x], [y]]
            hit = (px >= 0) & (py >= 0) & (px < w) & (py < h)
            covered[hit] |= alpha[py[hit], px[hit]] > 0.6
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + w, self.image.shape[1]), min(y + h, self.image.shape[0])
        if x0 < x1 and y0 < y1:
            part = slice(y0 - y, y1 - y), slice(x0 - x, x1 - x)
            over = np.asarray(colour)
            blend(self.image[y0:y1, x0:x1], over[part] if over.ndim == 3 else over, alpha[part])

    def mask(self, line: Array, width: float = 0.0) -> tuple[Image, int, int]:
        """Coverage (h, w) of a closed outline (n, 2) in pixels, or of an open line of some width.

        With it comes the pixel (x, y) at which the mask's top-left corner lies.
        """
        reach = np.array(self.image.shape[1::-1])  # what lies farther out makes no difference
        line = np.clip(line, -reach, 2 * reach)
        x, y = np.floor(line.min(axis=0) - width - 2).astype(int)
        w, h = np.ceil(line.max(axis=0) + width + 3).astype(int) - [x, y]
        mask = np.zeros((h, w), np.uint8)
        points = [np.round((line - [x, y]) * 16).astype(np.int32)]
        if width:
            cv2.polylines(mask, points, False, 255, max(1, round(width)), cv2.LINE_AA, 4)
        else:
            cv2.fillPoly(mask, points, 255, cv2.LINE_AA, 4)
        return mask.astype(np.float32) / 255, int(x), int(y)

    def fill(self, outline: Array, colour: Array, opacity: float = 1.0) -> None:
        """Fill a closed outline (n, 2) in pixels."""
        mask, x, y = self.mask(outline)
        self.lay(colour, mask * opacity, x, y)

    def line(self, line: Array, colour: Array, width: float) -> None:
        """Draw an open line (n, 2), thinner than one pixel if need be."""
        mask, x, y = self.mask(line, width)
        self.lay(colour, mask * min(1.0, width), x, y)

    def solid(self, rng: Generator, outline: Array, colour: Array | None = None) -> None:
        """Something that bulges from its outline, of some material or a plain colour."""
        mask, x, y = self.mask(outline)
        depth = cv2.distanceTransform((mask > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
        depth /= max(float(depth.max()), 1.0)
        height = cv2.GaussianBlur(np.sqrt(depth * (2 - depth)), (0, 0), 1 + min(mask.shape) / 30)
        slope = np.stack(np.gradient(height), axis=-1) * np.float32(min(mask.shape) / 6)
        towards = self.light.direction[1::-1].astype(np.float32)
        bright = np.clip(0.45 + 0.5 * height - slope @ towards, 0.1, 1.4)[..., None]
        stuff = material(rng, mask.shape, colour) * self.light.frontal.astype(np.float32)
        self.lay(stuff * bright, mask, x, y)


def ellipse(
    centre: Array, radii: tuple[float, float], degrees: float = 0.0, power: float = 2.0
) -> Array:
    """Outline (40, 2) of an ellipse; a higher power makes it boxier."""
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    circle = np.stack([np.cos(t), np.sin(t)], axis=1)
    box = np.sign(circle) * np.abs(circle) ** (2 / power) * radii
    return box @ turned(degrees) + centre


def capsule(start: Array, end: Array, width: float) -> Array:
    """Outline (18, 2) of a thick line with round ends."""
    along = np.arctan2(*(end - start)[::-1])
    t = along + np.linspace(-np.pi / 2, np.pi / 2, 9)
    cap = np.stack([np.cos(t), np.sin(t)], axis=1) * width / 2
    return np.concatenate([end + cap, start - cap])


def turned(degrees: float) -> Array:
    """Matrix (2, 2) that turns row vectors clockwise on the screen."""
    a = np.radians(degrees)
    return np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
