"""From a head in millimetres to pixels: pose, camera, painter's algorithm, light.

`rasterise` answers for every pixel which place of the sheet it shows. Everything else (colour,
normal) is then a look-up in a map that lies on the sheet. Pixel coordinates follow the kit's
convention: an integer is a pixel centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Array = NDArray[np.float64]
Image = NDArray[Any]  # float32; OpenCV's type stubs promise less


@dataclass(frozen=True)
class Pose:
    """Angles in degrees: yaw to the picture's right, pitch downwards, roll clockwise."""

    yaw: float
    pitch: float
    roll: float

    def turn(self, points: Array) -> Array:
        """Turn points (..., 3) of a head: yaw, then pitch, then roll."""
        yaw, pitch, roll = np.radians([self.yaw, self.pitch, self.roll])
        x, y, z = np.moveaxis(points, -1, 0)
        x, z = x * np.cos(yaw) + z * np.sin(yaw), z * np.cos(yaw) - x * np.sin(yaw)
        y, z = y * np.cos(pitch) + z * np.sin(pitch), z * np.cos(pitch) - y * np.sin(pitch)
        x, y = x * np.cos(roll) - y * np.sin(roll), y * np.cos(roll) + x * np.sin(roll)
        return np.stack([x, y, z], axis=-1)


def draw_pose(rng: Generator) -> Pose:
    """Mostly towards the camera, sometimes far from it."""
    yaw = rng.normal(0, 19 if rng.random() < 0.83 else 40)
    roll = rng.normal(-1, 11 if rng.random() < 0.93 else 22)
    angles = np.clip([yaw, rng.normal(2, 10.5), roll], [-72, -36, -50], [72, 36, 50])
    return Pose(*map(float, angles))


@dataclass(frozen=True)
class Camera:
    """Pinhole at `distance` mm: x_pixel = centre + scale * x * distance / (distance - z)."""

    distance: float
    scale: float  # pixels per mm at the depth of the ears
    centre: tuple[float, float]

    def project(self, points: Array) -> Array:
        """(..., 3) mm after the pose -> (..., 2) pixels."""
        factor = self.scale * self.distance / (self.distance - points[..., 2:])
        return points[..., :2] * factor + np.array(self.centre)


@cache
def _triangles(rows: int, columns: int) -> NDArray[np.intp]:
    """Two triangles per grid cell: (n, 3) vertex numbers, clockwise on screen when facing us."""
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    return np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, b, c), (b, d, c))])


def rasterise(screen: Array, depth: Array, shape: tuple[int, int]) -> tuple[Image, Image, Image]:
    """Draw the front of a vertex grid, far triangles first.

    screen (rows, columns, 2) pixels and depth (rows, columns), larger is nearer. Returns maps
    of `shape`: grid column, grid row (float32) and coverage (1 where the sheet is seen).
    """
    rows, columns = depth.shape
    corners = _triangles(rows, columns)
    p = screen.reshape(-1, 2)[corners]  # (triangles, 3, 2)
    low = np.clip(np.ceil(p.min(axis=1)), 0, shape[::-1]).astype(np.int32)
    high = np.clip(np.floor(p.max(axis=1)), -1, np.array(shape[::-1]) - 1).astype(np.int32)
    (e1x, e1y), (e2x, e2y) = (p[:, 1] - p[:, 0]).T, (p[:, 2] - p[:, 0]).T
    area = np.maximum(e1x * e2y - e1y * e2x, 1e-9)  # negative: seen from behind
    # Those that face the camera and have a pixel centre in their bounding box.
    keep = np.flatnonzero((area > 1e-9) & (high >= low).all(axis=1))
    keep = keep[np.argsort(depth.ravel()[corners[keep]].sum(axis=1), kind="stable")]
    wide, tall = (high - low + 1)[keep].T
    # One candidate for each pixel of each bounding box: its triangle and its place in the box.
    count = wide * tall
    t = np.repeat(keep, count)
    k = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    row, column = np.divmod(k, np.repeat(wide, count))
    x, y = low[:, 0][t] + column, low[:, 1][t] + row
    dx, dy = x - p[:, 0, 0][t], y - p[:, 0, 1][t]
    # Barycentric weights of the second and third corner.
    w1 = dx * (e2y / area)[t] - dy * (e2x / area)[t]
    w2 = dy * (e1x / area)[t] - dx * (e1y / area)[t]
    inside = np.flatnonzero((w1 > -1e-9) & (w2 > -1e-9) & (w1 + w2 < 1 + 1e-9))
    first, second, third = corners[t[inside]].T
    w1, w2 = w1[inside], w2[inside]
    maps = np.zeros((3, *shape), np.float32)
    for layer, value in enumerate((np.arange(columns)[None], np.arange(rows)[:, None])):
        v = np.broadcast_to(value, depth.shape).ravel().astype(float)
        # Where a pixel is named twice, the later and nearer triangle stays.
        maps[layer, y[inside], x[inside]] = (
            v[first] + w1 * (v[second] - v[first]) + w2 * (v[third] - v[first])
        )
    maps[2, y[inside], x[inside]] = 1
    return maps[0], maps[1], maps[2]


def normals(vertices: Array) -> Array:
    """Unit normals (rows, columns, 3), pointing outwards."""
    outward = np.cross(np.gradient(vertices, axis=1), np.gradient(vertices, axis=0))
    return outward / np.maximum(np.linalg.norm(outward, axis=2, keepdims=True), 1e-9)


@dataclass(frozen=True)
class Light:
    """A lamp and light from all sides (RGB, linear)."""

    direction: Array  # unit vector towards the lamp
    colour: Array
    ambient: Array
    sky: float  # how much more light comes from above than from below

    @property
    def extreme(self) -> bool:
        """What WFLW calls extreme illumination: too dark, glaring, harsh from a side, coloured."""
        key, fill, frontal = self.colour.mean(), self.ambient.mean(), max(self.direction[2], 0.0)
        level = fill + key * frontal * 0.8
        harsh = key / (key + 1.6 * fill) * (1 - frontal)
        tint = (self.ambient + self.colour).max() / (self.ambient + self.colour).min()
        return bool(level < 0.42 or level > 1.5 or harsh > 0.34 or tint > 1.8)

    @property
    def frontal(self) -> Array:
        """Mean light on a surface that faces the camera, (3,)."""
        return self.ambient + self.colour * max(0.25, float(self.direction[2]))

    def shade(self, normal: Image, albedo: Image, shine: float) -> Image:
        """Lit colour (h, w, 3), linear, of a surface with some shine (0..1)."""
        n = normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-6)
        lambert = np.maximum(n @ self.direction.astype(np.float32) + 0.15, 0) / 1.15
        lit = (1 - self.sky * n[..., 1:2]) * self.ambient + lambert[..., None] * self.colour
        half = self.direction + [0, 0, 1.0]
        gloss = np.maximum(n @ (half / np.linalg.norm(half)).astype(np.float32), 0) ** 24
        return albedo * lit.astype(np.float32) + gloss[..., None] * (0.35 * shine * self.colour)


def draw_light(rng: Generator) -> Light:
    """Light of any room, street or stage."""
    towards = np.array([rng.normal(0, 0.8), -abs(rng.normal(0.4, 0.5)), rng.uniform(0.1, 1.3)])
    warmth = np.array([1 + rng.normal(0, 0.10), 1.0, 1 - rng.normal(0, 0.10)])
    if rng.random() < 0.08:  # stage light
        warmth = rng.uniform(0.35, 1.4, 3)
    level = np.exp(rng.normal(0, 0.36))
    if rng.random() < 0.12:
        level *= rng.choice([0.28, 1.9])
    share = rng.beta(2.2, 2.2)  # of the lamp
    return Light(
        direction=towards / np.linalg.norm(towards),
        colour=1.25 * level * share * warmth,
        ambient=level * (1.0 - 0.6 * share) * np.clip(rng.normal(1, 0.08, 3), 0.7, 1.3),
        sky=rng.uniform(0.0, 0.6),
    )
