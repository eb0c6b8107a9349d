"""From a head in millimetres to pixels: pose, camera, z-buffer, light.

`rasterise` answers for every pixel which place of the sheet it shows. Everything else (colour,
normal, gloss) is then a look-up in a map that lies on the sheet. Pixel coordinates follow the
kit's convention: an integer is a pixel centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.noise import Image

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pose:
    """Angles in degrees: yaw to the picture's right, pitch downwards, roll clockwise."""

    yaw: float
    pitch: float
    roll: float

    def matrix(self) -> Array:
        """(3, 3) rotation; columns act on (x, y, z): roll after pitch after yaw."""
        yaw, pitch, roll = np.radians([self.yaw, self.pitch, self.roll])
        cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
        cr, sr = np.cos(roll), np.sin(roll)
        turn = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        nod = np.array([[1, 0, 0], [0, cp, sp], [0, -sp, cp]])
        tilt = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
        return tilt @ nod @ turn


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
    """Draw the front of a vertex grid with a z-buffer.

    screen (rows, columns, 2) pixels and depth (rows, columns), larger is nearer. Returns maps
    of `shape`: grid column, grid row (float32) and coverage (1 where the sheet is seen).
    """
    rows, columns = depth.shape
    triangles = _triangles(rows, columns)
    xy, z = screen.reshape(-1, 2), depth.ravel()
    p0, p1, p2 = xy[triangles].transpose(1, 0, 2)  # (t, 2) each
    e1, e2 = p1 - p0, p2 - p0
    area = e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]
    low = np.maximum(np.ceil(np.minimum(np.minimum(p0, p1), p2)), 0).astype(np.int32)
    edge = np.array([shape[1] - 1, shape[0] - 1])
    high = np.minimum(np.floor(np.maximum(np.maximum(p0, p1), p2)), edge).astype(np.int32)
    size = high - low + 1
    # Facing the camera, and with a pixel centre in the bounding box.
    keep = (area > 1e-9) & (size[:, 0] > 0) & (size[:, 1] > 0)
    triangles, p0, e1, e2, area, low, size = (
        v[keep] for v in (triangles, p0, e1, e2, area, low, size)
    )
    # One candidate per pixel of every triangle's bounding box.
    count = size[:, 0] * size[:, 1]
    owner = np.repeat(np.arange(len(count), dtype=np.int32), count)
    local = np.arange(len(owner), dtype=np.int32) - np.repeat(np.cumsum(count) - count, count)

    def of_owner(values: Array) -> Array:
        return np.ascontiguousarray(values)[owner]  # much faster than from a strided column

    width = of_owner(size[:, 0])
    px, py = of_owner(low[:, 0]) + local % width, of_owner(low[:, 1]) + local // width
    dx, dy = px - of_owner(p0[:, 0]), py - of_owner(p0[:, 1])
    f1, f2 = e1 / area[:, None], e2 / area[:, None]
    w1 = dx * of_owner(f2[:, 1]) - dy * of_owner(f2[:, 0])
    w2 = dy * of_owner(f1[:, 0]) - dx * of_owner(f1[:, 1])
    inside = np.flatnonzero((w1 >= -1e-9) & (w2 >= -1e-9) & (w1 + w2 <= 1 + 1e-9))
    t, w1, w2 = triangles[owner[inside]], w1[inside], w2[inside]
    pixel = py[inside] * shape[1] + px[inside]

    def blend(values: Array) -> Array:
        v0, v1, v2 = values[t].T
        return v0 + w1 * (v1 - v0) + w2 * (v2 - v0)

    near = blend(z)
    nearest = np.full(shape[0] * shape[1], -np.inf)
    np.maximum.at(nearest, pixel, near)
    win = near == nearest[pixel]
    maps = np.zeros((3, shape[0] * shape[1]), np.float32)
    maps[0, pixel[win]] = blend((np.arange(rows * columns) % columns).astype(float))[win]
    maps[1, pixel[win]] = blend((np.arange(rows * columns) // columns).astype(float))[win]
    maps[2, pixel[win]] = 1
    column, row, seen = maps.reshape(3, *shape)
    return column, row, seen


def vertex_normals(vertices: Array) -> Array:
    """Unit normals (rows, columns, 3), pointing outwards."""
    across, down = np.gradient(vertices, axis=1), np.gradient(vertices, axis=0)
    normal = np.cross(across, down)
    return normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)


def look_up(grid: NDArray[np.floating], column: Image, row: Image, zoom: int = 1) -> Image:
    """Values of a map on the sheet (zoom samples per grid step) at the raster's places."""
    return cv2.remap(grid.astype(np.float32), column * zoom, row * zoom, cv2.INTER_LINEAR)


@dataclass(frozen=True)
class Light:
    """A lamp, a fainter second one, and light from all sides (RGB, linear)."""

    direction: Array
    colour: Array
    second: Array
    second_colour: Array
    ambient: Array
    sky: float  # how much more light comes from above than from below

    @property
    def extreme(self) -> bool:
        """What WFLW calls extreme illumination: too dark, glaring, harsh from a side, coloured."""
        key, fill = self.colour.mean(), self.ambient.mean()
        level = fill + key * max(self.direction[2], 0) * 0.8
        harsh = key / (key + 1.6 * fill) * (1 - max(self.direction[2], 0.0))
        tint = (self.ambient + self.colour).max() / (self.ambient + self.colour).min()
        return bool(level < 0.42 or level > 1.5 or harsh > 0.34 or tint > 1.8)


def draw_light(rng: Generator) -> Light:
    """Light of any room, street or stage."""

    def unit(v: Array) -> Array:
        return v / np.linalg.norm(v)

    above = -abs(rng.normal(0.4, 0.5))
    direction = unit(np.array([rng.normal(0, 0.8), above, rng.uniform(0.1, 1.3)]))
    warmth = np.array([1 + rng.normal(0, 0.10), 1.0, 1 - rng.normal(0, 0.10)])
    if rng.random() < 0.08:  # stage light
        warmth = rng.uniform(0.35, 1.4, 3)
    level = np.exp(rng.normal(0, 0.36))
    if rng.random() < 0.12:
        level *= rng.choice([0.28, 1.9])
    share = rng.beta(2.2, 2.2)  # of the key light
    return Light(
        direction,
        1.25 * level * share * warmth,
        unit(np.array([rng.normal(), rng.normal(0, 0.5), rng.uniform(-0.6, 0.5)])),
        level * max(0.0, rng.normal(0, 0.25)) * rng.uniform(0.6, 1.2, 3),
        level * (0.95 - 0.6 * share) * np.clip(rng.normal(1, 0.08, 3), 0.7, 1.3),
        float(rng.uniform(0.0, 0.6)),
    )


def shade(normal: Image, albedo: Image, gloss: Image, occlusion: Image, light: Light) -> Image:
    """Lit colour (h, w, 3), linear. gloss and occlusion (h, w): shine and share of open sky."""
    n = normal / np.sqrt(np.einsum("ijk,ijk->ij", normal, normal) + 1e-12)[..., None]
    f = np.float32

    def lambert(direction: Array, wrap: float) -> Image:
        toward = n @ direction.astype(f)
        return np.maximum(toward + f(wrap), 0)[..., None] / f(1 + wrap)

    open_sky = occlusion[..., None]
    glow = (1 - f(light.sky) * n[..., 1:2]) * open_sky * light.ambient.astype(f)
    lit = glow + lambert(light.direction, 0.15) * np.sqrt(open_sky) * light.colour.astype(f)
    lit += lambert(light.second, 0.0) * open_sky * light.second_colour.astype(f)
    half = light.direction + np.array([0, 0, 1.0])
    shine = np.maximum(n @ (half / np.linalg.norm(half)).astype(f), 0) ** 24 * gloss
    return albedo * lit + (shine * open_sky[..., 0])[..., None] * (0.35 * light.colour).astype(f)
