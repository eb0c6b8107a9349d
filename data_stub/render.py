"""From a head in millimetres to pixels: view, painter's algorithm, light.

`rasterise` answers for every pixel which place of the sheet it shows. Everything else (colour,
normal) is then a look-up in a map that lies on the sheet. Pixel coordinates follow the kit's
convention: an integer is a pixel centre.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data_stub.average import Array, Image


@dataclass(frozen=True)
class View:
    """How a head is turned, and the pinhole camera that sees it."""

    yaw: float = 0.0  # degrees, to the picture's right
    pitch: float = 0.0  # downwards
    roll: float = 0.0  # clockwise
    distance: float = 800.0  # camera to the head's origin, mm
    scale: float = 1.0  # pixels per mm at the origin
    centre: tuple[float, float] = (0.0, 0.0)  # pixels: where the origin appears

    def turn(self, points: Array) -> Array:
        """Turn points (..., 3) of a head: yaw, then pitch, then roll."""
        yaw, pitch, roll = np.radians([self.yaw, self.pitch, self.roll])
        x, y, z = np.moveaxis(points, -1, 0)
        x, z = x * np.cos(yaw) + z * np.sin(yaw), z * np.cos(yaw) - x * np.sin(yaw)
        y, z = y * np.cos(pitch) + z * np.sin(pitch), z * np.cos(pitch) - y * np.sin(pitch)
        x, y = x * np.cos(roll) - y * np.sin(roll), y * np.cos(roll) + x * np.sin(roll)
        return np.stack([x, y, z], axis=-1)

    def pixels(self, points: Array) -> Array:
        """Where points (..., 3) of the head appear: (..., 2)."""
        turned = self.turn(points)
        nearness = self.distance / (self.distance - turned[..., 2:])
        return turned[..., :2] * nearness * self.scale + np.array(self.centre)


def draw_view(rng: Generator) -> View:
    """Mostly towards the camera, sometimes far from it."""
    yaw = rng.normal(0, 19 if rng.random() < 0.83 else 40)
    roll = rng.normal(-1, 11 if rng.random() < 0.93 else 22)
    angles = np.clip([yaw, rng.normal(2, 10.5), roll], [-72, -36, -50], [72, 36, 50])
    return View(angles[0], angles[1], angles[2], rng.uniform(450, 1800))


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
    x, y, z = (v.ravel()[corners].T for v in (screen[..., 0], screen[..., 1], depth))
    # Bounding boxes; sides that start in the first corner; twice the area, negative from behind.
    left, right = np.ceil(x.min(axis=0).clip(0)), np.floor(x.max(axis=0).clip(None, shape[1] - 1))
    top, bottom = np.ceil(y.min(axis=0).clip(0)), np.floor(y.max(axis=0).clip(None, shape[0] - 1))
    e1x, e1y, e2x, e2y = x[1] - x[0], y[1] - y[0], x[2] - x[0], y[2] - y[0]
    area = e1x * e2y - e1y * e2x
    keep = np.flatnonzero((area > 1e-9) & (right >= left) & (bottom >= top))
    keep = keep[np.argsort(z.sum(axis=0)[keep], kind="stable")]
    # One candidate for each pixel of each bounding box: its triangle t and its place in the box.
    wide = (right - left + 1)[keep].astype(int)
    count = wide * (bottom - top + 1)[keep].astype(int)
    k = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    row, column = np.divmod(k, np.repeat(wide, count))
    t = np.repeat(keep, count)
    px, py = left[t] + column, top[t] + row
    # Barycentric weights of the second and third corner.
    dx, dy, whole = px - x[0][t], py - y[0][t], area[t]
    w1 = (dx * e2y[t] - dy * e2x[t]) / whole
    w2 = (dy * e1x[t] - dx * e1y[t]) / whole
    inside = np.flatnonzero((w1 > -1e-9) & (w2 > -1e-9) & (w1 + w2 < 1 + 1e-9))
    px, py, w1, w2 = px[inside].astype(int), py[inside].astype(int), w1[inside], w2[inside]
    first, second, third = corners.T[:, t[inside]]
    maps = np.zeros((3, *shape), np.float32)
    grid = np.indices((rows, columns), float).reshape(2, -1)
    for layer, value in zip(maps, (grid[1], grid[0], np.ones(rows * columns)), strict=True):
        # Where a pixel is named twice, the later and nearer triangle stays.
        v = value[first]
        layer[py, px] = v + w1 * (value[second] - v) + w2 * (value[third] - v)
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
        n = normal / np.sqrt(np.einsum("ijk,ijk->ij", normal, normal) + 1e-9)[..., None]
        half = self.direction + np.array([0, 0, 1])
        lamp, mirror, colour, ambient = np.array(
            [self.direction, half / np.linalg.norm(half), self.colour, self.ambient], np.float32
        )
        lambert = np.maximum(n @ lamp + np.float32(0.15), 0)[..., None] / np.float32(1.15)
        gloss = np.maximum(n @ mirror, 0)[..., None] ** 24 * np.float32(0.35 * shine)
        glow = 1 - np.float32(self.sky) * n[..., 1:2]
        return albedo * (glow * ambient + lambert * colour) + gloss * colour


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
        ambient=level * (0.95 - 0.6 * share) * np.clip(rng.normal(1, 0.08, 3), 0.7, 1.3),
        sky=rng.uniform(0.0, 0.6),
    )
