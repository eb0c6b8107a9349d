"""Where things are on the sheet: distance maps of brows, eyes, lips, jaw; computed once.

The landmarks have fixed places on the sheet whatever the face does, so every mask is the same
for all faces. A signed distance map (mm, positive inside) lets a painter make an edge softer,
thicker or fainter with one expression.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from data_stub.head import COLUMN_ANGLE, COLUMNS, ROW_Y, ROWS, arc, grid_position, sheet
from data_stub.noise import Image, soft_step

Array = NDArray[np.float64]
Window = tuple[slice, slice]

MM_PER_STEP = 3.0  # one grid step on the front of the sheet, both ways


@dataclass(frozen=True)
class Chart:
    """Maps (h, w) of the sheet at `zoom` samples per grid step. Distances in mm."""

    zoom: int
    angle: Image  # (1, w) degrees around the head, 0 in front
    y: Image  # (h, 1) height on the average face, mm
    brows: Image
    eyes: tuple[Image, Image]
    outer_lips: Image
    inner_lips: Image
    face: Image  # inside the jaw line
    nostrils: Image
    wings_line: Image  # 1 on the crease beside the nose wings
    folds_line: Image  # 1 on the folds from nose to mouth
    crease: Image  # 1 on the fold above the lids
    bag: Image  # 1 under the eyes
    eye_windows: tuple[Window, Window]
    brow_window: Window
    mouth_window: Window  # lips and nostrils
    open_sky: Image  # 0..1: how much light reaches a place past its surroundings

    @property
    def shape(self) -> tuple[int, int]:
        return self.y.shape[0], self.angle.shape[1]

    def spot(self, angle: float, y: float, wide: float, high: float, power: int = 2) -> Image:
        """A soft spot on both sides of the face: 1 at (+-angle, y), fading over wide x high."""
        across = np.exp(-(((np.abs(self.angle) - np.float32(angle)) / np.float32(wide)) ** power))
        return across * np.exp(-(((self.y - np.float32(y)) / np.float32(high)) ** power))


@cache
def chart(zoom: int) -> Chart:
    """Build the maps; zoom 4 is 0.75 mm a sample, enough for faces up to 170 px."""
    h, w = (ROWS - 1) * zoom + 1, (COLUMNS - 1) * zoom + 1
    place = sheet().places

    def distance(*outlines: Array, closed: bool = True) -> Image:
        """Signed distance to outlines given in grid positions (n, 2)."""
        mask = np.zeros((h, w), np.uint8)
        for outline in outlines:
            line = np.round(outline * zoom * 16).astype(np.int32)
            if closed:
                cv2.fillPoly(mask, [line], 255, shift=4)
            else:
                cv2.polylines(mask, [line], False, 255, shift=4)
        inside = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
        outside = cv2.distanceTransform(255 - mask, cv2.DIST_L2, 5)
        return (inside - outside) * np.float32(MM_PER_STEP / zoom)

    def at(*xyz: tuple[float, float, float]) -> Array:
        return grid_position(np.array(xyz, float))

    def both(points: Array) -> tuple[Array, Array]:
        return points, np.stack([COLUMNS - 1 - points[:, 0], points[:, 1]], axis=1)

    brows = [
        np.concatenate([arc(place[a]), arc(place[b])])
        for a, b in (
            ([33, 34, 35, 36, 37], [38, 39, 40, 41, 33]),
            ([42, 43, 44, 45, 46], [46, 47, 48, 49, 50]),
        )
    ]
    eyes = [_lens(place, r) for r in (np.r_[60:68], np.r_[68:76])]
    brow_to_brow = at((60, -60, 55), (0, -75, 88), (-60, -60, 55))
    face = _closed_curve(np.concatenate([place[:33], brow_to_brow]))
    nostril = np.array(cv2.ellipse2Poly((0, 0), (100, 55), -25, 0, 360, 10)) / 100.0
    hole = at((-7.2, 43.6, 104))[0] + nostril * [1.25, 1.05]
    wing = arc(at((-13, 33, 98), (-17.5, 37, 95), (-18, 42, 94), (-14, 45, 97)))
    fold = arc(at((-17, 40, 93), (-25, 50, 88), (-31, 60, 83), (-33, 70, 78)))
    y = np.interp(np.arange(h) / zoom, np.arange(ROWS), ROW_Y)[:, None].astype(np.float32)
    degrees = np.interp(np.arange(w) / zoom, np.arange(COLUMNS), np.degrees(COLUMN_ANGLE))
    angle = degrees[None].astype(np.float32)
    maps = {
        "brows": distance(*brows),
        "outer_lips": distance(_lens(place, np.r_[76:88])),
        "inner_lips": distance(_lens(place, np.r_[88:96])),
        "face": distance(face),
        "nostrils": distance(*both(hole)),
    }
    wings = distance(*both(wing), closed=False)
    folds = distance(*both(fold), closed=False)
    each_eye = (distance(eyes[0]), distance(eyes[1]))
    eye = np.maximum(*each_eye)
    above, front = y < 1, np.abs(angle) < 50
    return Chart(
        zoom,
        angle,
        y,
        eyes=each_eye,
        **maps,
        wings_line=np.exp(-((wings / 1.1) ** 2)),
        folds_line=np.exp(-((folds / 1.3) ** 2)),
        crease=np.exp(-(((eye + 3.2) / 0.8) ** 2)) * above * front,
        bag=np.exp(-(((eye + 5.5) / 1.6) ** 2)) * ~above * front,
        eye_windows=(_window(each_eye[0], 6), _window(each_eye[1], 6)),
        brow_window=_window(maps["brows"], 6),
        mouth_window=_window(np.maximum(maps["outer_lips"], maps["nostrils"]), 5),
        open_sky=_open_sky(y, angle, maps, eye, wings),
    )


def _window(distance: Image, margin: float) -> Window:
    """The part of the sheet less than `margin` mm away from an area."""
    near = distance > -margin
    rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _closed_curve(points: Array) -> Array:
    ring = np.concatenate([points, points[:1]])
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))]
    steps = np.linspace(0, length[-1], 12 * len(points))
    return CubicSpline(length, ring, bc_type="periodic")(steps)


def _lens(place: Array, ring: NDArray[np.intp]) -> Array:
    """Eye or lip outline: two smooth arcs that meet in corners at both ends."""
    points = place[ring]
    far = int(np.argmax(np.abs(points[:, 0] - points[0, 0])))
    return np.concatenate([arc(points[: far + 1]), arc(np.concatenate([points[far:], points[:1]]))])


def _open_sky(y: Image, angle: Image, maps: dict[str, Image], eyes: Image, wings: Image) -> Image:
    """Hollows that see little sky: sockets, wings, under nose and lip, neck under the jaw."""

    def near(distance: Image, reach: float) -> Image:
        return np.exp(-np.maximum(-distance, 0) / np.float32(reach))

    def outside(distance: Image) -> Image:
        return soft_step(-distance, 1.5)

    front = (np.abs(angle) < 60).astype(np.float32)
    dark = 0.34 * near(eyes, 5.0) * front * (0.4 + 0.6 * outside(eyes))
    dark += 0.35 * near(wings, 2.0) + 0.35 * near(maps["nostrils"], 2.5)
    dark += 0.22 * near(maps["outer_lips"], 2.5) * outside(maps["outer_lips"]) * (y > 74)
    dark += 0.22 * np.exp(-(((y - 88) / 5) ** 2) - (angle / 10) ** 2)
    sides = np.clip((105 - np.abs(angle)) / 25, 0, 1)
    below = np.clip((-maps["face"] - 1) / 9.0, 0, 1) * np.clip((y - 45) / 30, 0, 1) * sides
    dark += 0.6 * below * np.exp(-np.maximum(y - 118, 0) / 45)
    return np.clip(1 - dark, 0.12, 1).astype(np.float32)
