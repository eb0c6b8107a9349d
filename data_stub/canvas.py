"""The picture under the brush, and who is hidden by what was painted later."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.noise import Image, fractal_noise, smooth_noise

Array = NDArray[np.float64]


@dataclass
class Canvas:
    """Linear RGB picture (h, w, 3). Each watched face keeps a flag per point: covered or not."""

    image: Image
    watched: list[tuple[Array, NDArray[np.bool_]]] = field(default_factory=list)

    def watch(self, points: Array) -> NDArray[np.bool_]:
        """From now on note which of points (98, 2) get painted over; returns the live flags."""
        covered = np.zeros(len(points), bool)
        self.watched.append((points, covered))
        return covered

    def lay(self, colour: Image | Array, alpha: Image, x: int, y: int) -> None:
        """Blend colour (h, w, 3) or (3,) with opacity alpha (h, w); top-left pixel at (x, y)."""
        h, w = self.image.shape[:2]
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + alpha.shape[1], w), min(y + alpha.shape[0], h)
        for points, covered in self.watched:
            px, py = np.round(points).astype(int).T - np.array([[x], [y]])
            hit = (px >= 0) & (py >= 0) & (px < alpha.shape[1]) & (py < alpha.shape[0])
            covered[hit] |= alpha[py[hit], px[hit]] > 0.6
        if x0 >= x1 or y0 >= y1:
            return
        part = slice(y0 - y, y1 - y), slice(x0 - x, x1 - x)
        over = np.asarray(colour, np.float32)
        over = over[part] if over.ndim == 3 else over
        under = self.image[y0:y1, x0:x1]
        under += (over - under) * alpha[part][..., None]

    def lay_polygon(self, outline: Array, colour: Image | Array, opacity: float = 1.0) -> None:
        """Fill a closed outline (n, 2) in pixels, edges anti-aliased."""
        mask, x, y = polygon_mask(outline)
        self.lay(colour, mask * np.float32(opacity), x, y)

    def lay_line(self, line: Array, colour: Array, width: float, opacity: float = 1.0) -> None:
        """Draw an open line (n, 2) of some width in pixels, thinner than one pixel if need be."""
        x, y, w, h = _bounds(line, 2 + width)
        mask = np.zeros((h, w), np.uint8)
        points = np.round((line - [x, y]) * 16).astype(np.int32)
        cv2.polylines(mask, [points], False, 255, max(1, round(width)), cv2.LINE_AA, 4)
        self.lay(colour, mask.astype(np.float32) / 255 * np.float32(opacity * min(1, width)), x, y)


def _bounds(points: Array, margin: float) -> tuple[int, int, int, int]:
    """Integer box (x, y, w, h) around points; kept within reach of any picture we paint."""
    low = np.clip(np.floor(points.min(axis=0) - margin), -3000, 5000).astype(int)
    high = np.clip(np.ceil(points.max(axis=0) + margin), -3000, 5000).astype(int)
    return int(low[0]), int(low[1]), int(high[0] - low[0] + 1), int(high[1] - low[1] + 1)


def polygon_mask(outline: Array) -> tuple[Image, int, int]:
    """Coverage (h, w) of a polygon and the pixel at which the mask's top-left corner lies."""
    x, y, w, h = _bounds(outline, 2)
    mask = np.zeros((h, w), np.uint8)
    points = np.round((outline - [x, y]) * 16).astype(np.int32)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / 255, x, y


def round_shading(mask: Image, light: Array) -> Image:
    """Make a flat mask look solid: brightness (h, w) of a body that bulges from its outline."""
    inside = cv2.distanceTransform((mask > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    reach = max(float(inside.max()), 1.0)
    height = np.sqrt(np.clip(inside / reach, 0, 1) * (2 - np.clip(inside / reach, 0, 1)))
    height = cv2.GaussianBlur(height, (0, 0), 1 + reach / 12)
    slope = np.stack([cv2.Sobel(height, cv2.CV_32F, 1, 0), cv2.Sobel(height, cv2.CV_32F, 0, 1)], -1)
    normal = np.concatenate([-slope * reach / 8, np.ones((*mask.shape, 1), np.float32)], axis=2)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    return np.clip(0.35 + 0.75 * (normal @ light.astype(np.float32)), 0.08, 1.4)


def material(rng: Generator, shape: tuple[int, int], colour: Array | None = None) -> Image:
    """Some stuff (h, w, 3), linear: plain, blotchy, striped, checked or printed."""
    base = rng.uniform(0.02, 0.85, 3) ** rng.uniform(0.8, 2.2) if colour is None else colour
    other = rng.uniform(0.01, 0.8, 3)
    grain = fractal_noise(rng, shape, max(6.0, min(shape) / rng.uniform(2, 12)), 3)
    rough = rng.uniform(0.03, 0.25) if colour is None else 0.05
    stuff = base * (1 + np.float32(rough) * grain[..., None])
    kind = rng.random()
    if kind < 0.4 and colour is None:
        y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
        pitch, angle = rng.uniform(4, 40), rng.uniform(0, np.pi)
        wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * (2 * np.pi / pitch))
        if kind < 0.12:
            wave *= np.sin((y * np.cos(angle) - x * np.sin(angle)) * (2 * np.pi / pitch))
        elif kind < 0.2:
            wave = smooth_noise(rng, shape, (pitch, pitch))
        on = np.clip(wave * 4 + rng.uniform(-2, 1), 0, 1)[..., None]
        stuff = stuff + (other - stuff) * on
    return np.clip(stuff, 0.002, 1.2).astype(np.float32)
