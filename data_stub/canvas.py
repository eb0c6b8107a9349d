"""What everything is painted with: soft blending, random stuff, and the picture itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.average import Array, Image
from data_stub.render import Light


def linear(srgb: Array) -> Array:
    """sRGB 0..255 to linear light. Gamma 2 throughout: close enough, and the inverse is sqrt."""
    return (np.clip(srgb, 0, 255) / 255.0) ** 2


def picture(planes: Sequence[Image] | Image) -> Image:
    """Red, green and blue (h, w) as a picture (h, w, 3).

    In memory one plane follows the other: numpy is quick along a plane, and slow along pixels of
    three numbers. OpenCV wants those; `cv2.split` and `cv2.merge` lead there and back.
    """
    return np.ascontiguousarray(planes, np.float32).transpose(1, 2, 0)


def rgb(colour: Array, amount: Image) -> Image:
    """A colour (3,) times amounts (h, w): a picture (h, w, 3)."""
    return picture(np.multiply.outer(np.asarray(colour, np.float32), amount))


def blend(under: Image, over: Image | Array, alpha: Image) -> None:
    """Paint over (h, w, 3) or (3,) onto under (h, w, 3), in place, with opacity alpha (h, w)."""
    under += (np.asarray(over, np.float32) - under) * alpha[..., None].astype(np.float32)


def step(x: Image, width: float = 1.0) -> Image:
    """0 below -width/2, 1 above width/2, linear between: an anti-aliased edge."""
    return np.clip(x / np.float32(width) + np.float32(0.5), 0, 1)


@lru_cache(maxsize=64)
def _cubic(few: int, many: int) -> Image:
    """Matrix (many, few) of cubic interpolation: what OpenCV does, faster when few are few."""
    return cv2.resize(np.eye(few, dtype=np.float32), (few, many), interpolation=cv2.INTER_CUBIC)


def noise(rng: Generator, shape: tuple[int, ...], *cells: tuple[float, float]) -> Image:
    """Normal noise (h, w) with grains of about (height, width) pixels; further ones 0.6 weaker."""
    total = np.zeros(shape, np.float32)
    for k, cell in enumerate(cells):
        few = [max(2, round(n / c) + 1) for n, c in zip(shape, cell, strict=True)]
        grains = rng.standard_normal(few, np.float32) * np.float32(0.6**k)
        if min(cell) > 2:
            total += _cubic(few[0], shape[0]) @ (grains @ _cubic(few[1], shape[1]).T)
        else:
            total += cv2.resize(grains, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return total


def material(rng: Generator, shape: tuple[int, ...], colour: Array | None = None) -> Image:
    """Some stuff (h, w, 3), linear: blotchy, at times striped or checked; or plain `colour`."""
    cell = max(6.0, min(shape) / rng.uniform(2, 12))
    grain = noise(rng, shape, (cell, cell), (cell / 2, cell / 2), (cell / 4, cell / 4))
    if colour is not None:
        return np.clip(rgb(colour, 1 + np.float32(0.05) * grain), 0.002, 1.2)
    base, other = (rng.uniform(0.02, 0.9, (2, 3)) ** rng.uniform(0.8, 2.2)).astype(np.float32)
    stuff = rgb(base, 1 + np.float32(rng.uniform(0.03, 0.25)) * grain)
    if rng.random() < 0.35:
        y, x = (v.astype(np.float32) for v in np.ogrid[: shape[0], : shape[1]])
        turn, pitch = rng.uniform(0, np.pi), rng.uniform(4, 40)  # px
        right = np.float32(2 * np.pi / pitch * np.cos(turn))  # radians per px
        down = np.float32(2 * np.pi / pitch * np.sin(turn))
        across = np.sin(y * right - x * down) if rng.random() < 0.4 else 1
        blend(stuff, other, step(np.sin(x * right + y * down) * across * 4 + rng.uniform(-2, 1)))
    return np.clip(stuff, 0.002, 1.2)


_T = np.linspace(0, 2 * np.pi, 40, endpoint=False)
_CIRCLE = np.stack([np.cos(_T), np.sin(_T)], axis=1)


def ellipse(centre: Array, radii: Array, degrees: float = 0.0, power: float = 2.0) -> Array:
    """Outline (40, 2) of an ellipse; a higher power makes it boxier."""
    boxy = np.copysign(np.abs(_CIRCLE) ** (2 / power), _CIRCLE)
    return boxy * radii @ turned(degrees) + centre


def turned(degrees: float) -> Array:
    """Matrix (2, 2) that turns row vectors clockwise on the screen."""
    a = np.radians(degrees)
    return np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])


@dataclass
class Canvas:
    """Linear RGB picture (h, w, 3), the light in it, and which layer shows at each pixel."""

    image: Image
    light: Light

    def __post_init__(self) -> None:
        self.image = picture(self.image.transpose(2, 0, 1))
        self.height, self.width = self.image.shape[:2]
        self.top = np.zeros((self.height, self.width), np.int32)
        self.layers = 0

    def covered(self, points: Array, since: int) -> NDArray[np.bool_]:
        """Which of points (n, 2) lie under a layer laid after layer number `since`."""
        x, y = np.round(points).astype(int).T
        inside = (x >= 0) & (y >= 0) & (x < self.width) & (y < self.height)
        return inside & (self.top[y * inside, x * inside] > since)

    def lay(self, colour: Image | Array, alpha: Image, x: int, y: int) -> None:
        """Blend colour (h, w, 3) or (3,) with opacity alpha (h, w); top-left pixel at (x, y)."""
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + alpha.shape[1], self.width), min(y + alpha.shape[0], self.height)
        if x0 < x1 and y0 < y1:
            part = slice(y0 - y, y1 - y), slice(x0 - x, x1 - x)
            over = np.asarray(colour)
            blend(self.image[y0:y1, x0:x1], over[part] if over.ndim == 3 else over, alpha[part])
            self.layers += 1
            self.top[y0:y1, x0:x1][alpha[part] > 0.6] = self.layers  # a veil hides nothing

    def mask(self, line: Array, width: float = 0.0) -> tuple[Image, int, int]:
        """Coverage (h, w) of a closed outline (n, 2) in pixels, or of an open line of some width.

        With it comes the pixel (x, y) at which the mask's top-left corner lies.
        """
        size = np.array([self.width, self.height])
        # 99 px around the picture are enough: OpenCV cuts off the rest.
        x, y = np.clip(np.floor(line.min(axis=0) - width - 2), -99, size + 96).astype(int)
        w, h = np.clip(np.ceil(line.max(axis=0) + width + 3), -96, size + 99).astype(int) - [x, y]
        mask = np.zeros((h, w), np.uint8)
        points = [np.round((line - [x, y]) * 16).astype(np.int32)]
        if width:
            cv2.polylines(mask, points, False, 255, max(1, round(width)), cv2.LINE_AA, 4)
        else:
            cv2.fillPoly(mask, points, 255, cv2.LINE_AA, 4)
        return mask * np.float32(min(1.0, width or 1.0) / 255), int(x), int(y)

    def draw(self, line: Array, colour: Array, opacity: float = 1.0, width: float = 0.0) -> None:
        """Fill a closed outline (n, 2) in pixels, or draw an open line, however thin."""
        mask, x, y = self.mask(line, width)
        self.lay(colour, mask * np.float32(opacity), x, y)

    def solid(self, rng: Generator, outline: Array, colour: Array | None = None) -> None:
        """Something that bulges from its outline, of some material or a plain colour."""
        mask, x, y = self.mask(outline)
        depth = cv2.distanceTransform((mask > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
        depth = np.asarray(depth / max(float(depth.max()), 1.0), np.float32)
        height = cv2.blur(np.sqrt(depth * (2 - depth)), (1 + min(mask.shape) // 10,) * 2)
        down, right = np.gradient(height * np.float32(min(mask.shape) / 6))
        lamp = self.light.direction.astype(np.float32)
        bright = np.clip(0.45 + 0.5 * height - (right * lamp[0] + down * lamp[1]), 0.1, 1.4)
        stuff = material(rng, mask.shape, colour)
        self.lay(stuff * rgb(self.light.frontal, bright), mask, x, y)
