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
        angles = np.radians([self.yaw, self.pitch, self.roll])
        (a, b, c), (d, e, f) = np.cos(angles).tolist(), np.sin(angles).tolist()
        yaw = np.array([[a, 0, -d], [0, 1, 0], [d, 0, a]])
        pitch = np.array([[1, 0, 0], [0, b, -e], [0, e, b]])
        roll = np.array([[c, f, 0], [-f, c, 0], [0, 0, 1]])
        return points @ (yaw @ pitch @ roll)

    def pixels(self, points: Array) -> Array:
        """Where points (..., 3) of the head appear: (..., 2)."""
        x, y, z = np.moveaxis(self.turn(points), -1, 0)
        scale = self.scale * self.distance / (self.distance - z)  # pixels per mm at that depth
        return np.stack([x * scale + self.centre[0], y * scale + self.centre[1]], axis=-1)


def draw_view(rng: Generator) -> View:
    """Mostly towards the camera, sometimes far from it."""
    yaw = rng.normal(0, 19 if rng.random() < 0.83 else 40)
    roll = rng.normal(-1, 11 if rng.random() < 0.93 else 22)
    angles = np.clip([yaw, rng.normal(2, 10.5), roll], [-72, -36, -50], [72, 36, 50])
    return View(angles[0], angles[1], angles[2], rng.uniform(450, 1800))


@cache
def _triangles(rows: int, columns: int) -> NDArray[np.intp]:
    """Two triangles per grid cell: (3, n) vertex numbers, clockwise on screen when facing us."""
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
    return np.concatenate([np.stack(t).reshape(3, -1) for t in ((a, b, c), (b, d, c))], axis=1)


def _cross(ax: Array, ay: Array, bx: Array, by: Array) -> Array:
    return ax * by - ay * bx


def rasterise(screen: Array, depth: Array, shape: tuple[int, int]) -> tuple[Image, Image, Image]:
    """Draw the front of a vertex grid, far triangles first.

    screen (rows, columns, 2) pixels and depth (rows, columns), larger is nearer. Returns maps
    of `shape`: grid column, grid row (float32) and coverage (1 where the sheet is seen).
    """
    # Nearly all of the work is looking things up, and `take` does that faster than [].
    corners = _triangles(*depth.shape)
    x, y, z = (v.take(corners) for v in (screen[..., 0], screen[..., 1], depth))
    area = _cross(x[1] - x[0], y[1] - y[0], x[2] - x[0], y[2] - y[0])  # twice; behind: negative
    top = np.ceil(np.minimum(np.minimum(y[0], y[1]), y[2]).clip(0))
    bottom = np.floor(np.maximum(np.maximum(y[0], y[1]), y[2]).clip(None, shape[0] - 1))
    keep = np.flatnonzero((area > 1e-9) & (bottom >= top))
    keep = keep.take(np.argsort((z[0] + z[1] + z[2]).take(keep)))
    area, top, lines = area.take(keep), top.take(keep), (bottom - top + 1).take(keep).astype(int)
    corners, x, y = corners.take(keep, axis=1), x.take(keep, axis=1), y.take(keep, axis=1)
    # Each triangle from a pixel of its own: so near, float32 tells exactly where it ends.
    origin = np.floor(x[0])
    x, y = x - origin, y - top
    t, down, left, count = _spans(x, y, origin, lines, shape[1])
    # A pixel for each place on a span s: `ahead` places after its first.
    s = np.repeat(np.arange(len(t)), count)
    ahead = np.arange(len(s)) - (np.cumsum(count) - count).take(s)
    start = (top * shape[1] + origin).astype(int).take(t) + (down * shape[1] + left).astype(int)
    pixel, ahead = start.take(s) + ahead, ahead.astype(np.float32)
    maps = np.full((2, shape[0] * shape[1]), -1, np.float32)
    for layer, v in zip(maps, (corners % depth.shape[1], corners // depth.shape[1]), strict=True):
        # How much the value grows from pixel to pixel, to the right and downwards.
        to_right = _cross(v[1] - v[0], y[1] - y[0], v[2] - v[0], y[2] - y[0]) / area
        downwards = _cross(x[1] - x[0], v[1] - v[0], x[2] - x[0], v[2] - v[0]) / area
        first = v[0] - y[0] * downwards - x[0] * to_right
        first, down_t, step = (q.astype(np.float32).take(t) for q in (first, downwards, to_right))
        # Where a pixel is named twice, the later and nearer triangle stays.
        layer[pixel] = (first + down_t * down + step * left).take(s) + step.take(s) * ahead
    column, row = np.maximum(maps, 0).reshape(2, *shape)
    return column, row, (maps[0] >= 0).astype(np.float32).reshape(shape)


def _spans(
    x: Array, y: Array, origin: Array, lines: NDArray[np.intp], width: int
) -> tuple[NDArray[np.intp], Image, Image, NDArray[np.intp]]:
    """The rows of pixels in clockwise triangles, within a picture of some width.

    x, y (3, n): corners, seen from the pixel at column `origin` (n,) in the first of `lines` (n,)
    rows. Returns for each row its triangle, how far it lies below the triangle's first row, its
    first pixel to the right of the origin, and the number of its pixels.
    """
    t = np.repeat(np.arange(len(lines)), lines)
    down = (np.arange(len(t)) - (np.cumsum(lines) - lines).take(t)).astype(np.float32)
    left = (-origin).astype(np.float32).take(t)
    right = left + np.float32(width - 1)
    for i, j in ((0, 1), (1, 2), (2, 0)):  # a side that rises is on the left
        rise = y[i] - y[j]
        slope = (x[j] - x[i]) / np.where(rise == 0, np.inf, -rise)
        first, further = x[i] - y[i] * slope, slope.astype(np.float32).take(t) * down
        low, high = np.where(rise > 0, first, -np.inf), np.where(rise < 0, first, np.inf)
        # A hair's breadth more, so that no gap opens between neighbours.
        np.maximum(left, (low - 1e-5).astype(np.float32).take(t) + further, out=left)
        np.minimum(right, (high + 1e-5).astype(np.float32).take(t) + further, out=right)
    left = np.ceil(left)
    return t, down, left, np.maximum(np.floor(right) - left + 1, 0).astype(int)


def normals(vertices: Array) -> Array:
    """Unit normals (rows, columns, 3), pointing outwards."""
    outward = np.cross(np.gradient(vertices, axis=1), np.gradient(vertices, axis=0))
    length = np.sqrt(np.einsum("ijk,ijk->ij", outward, outward))
    return outward / np.maximum(length, 1e-9)[..., None]


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

    def shade(self, normal: list[Image], albedo: list[Image], shine: float) -> list[Image]:
        """Lit colour, linear, of a surface with some shine (0..1): three planes (h, w).

        normal: planes of x, y, z; albedo: planes of red, green, blue.
        """
        x, y, z = normal
        length = np.sqrt(x * x + y * y + z * z + np.float32(1e-9))

        def facing(direction: Array) -> Image:
            a, b, c = direction.astype(np.float32)
            return (x * a + y * b + z * c) / length

        half = self.direction + np.array([0, 0, 1])
        lambert = np.maximum(facing(self.direction) + np.float32(0.15), 0) / np.float32(1.15)
        gloss = np.maximum(facing(half / np.linalg.norm(half)), np.float32(0.1))
        for _ in range(3):
            gloss *= gloss
        gloss *= gloss * gloss * np.float32(0.35 * shine)  # to the 24th power
        glow = 1 - np.float32(self.sky) * y / length
        lights = np.array([self.ambient, self.colour], np.float32).T
        return [
            own * (glow * ambient + lambert * colour) + gloss * colour
            for own, (ambient, colour) in zip(albedo, lights, strict=True)
        ]


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
