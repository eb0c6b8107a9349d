"""Where things are on the sheet: brows, eyes, lips, beard ...; computed once for all faces.

The landmarks have fixed places on the sheet whatever the face does, so every area is the same
for all faces. It is kept as a signed distance (mm, positive inside): with that, one outline gives
edges that are hard or soft, thick or thin, straight or ragged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from data_stub.average import LOWER_LIDS, UPPER_LIDS
from data_stub.brush import blend, step
from data_stub.head import (
    BROWS,
    COLUMN_ANGLE,
    COLUMNS,
    INNER_LIPS,
    LIPS,
    ROW_Y,
    ROWS,
    arc,
    grid_place,
    sheet,
)
from data_stub.render import Image

Array = NDArray[np.float64]

ZOOM = 4  # samples per grid step: 0.75 mm on the face, enough for faces of 200 px
SHAPE = (ROWS - 1) * ZOOM + 1, (COLUMNS - 1) * ZOOM + 1
_MM = 3.0 / ZOOM  # per sample
EYES = ("left eye", "right eye")  # as the picture shows them
Y = np.interp(np.arange(SHAPE[0]) / ZOOM, np.arange(ROWS), ROW_Y)[:, None].astype(np.float32)
ANGLE = np.interp(np.arange(SHAPE[1]) / ZOOM, np.arange(COLUMNS), np.degrees(COLUMN_ANGLE))
ANGLE = ANGLE[None].astype(np.float32)

# Outlines that no landmarks give: (degrees from the middle, mm down), mirrored to the other side.
# Those that begin and end in the middle are one area with their mirror images.
_HALVES = {
    "moustache": [(0, 51), (5, 52), (13, 60), (17, 67), (15, 70), (9, 64), (0, 62)],
    "goatee": [(0, 82), (6, 84), (8, 94), (7, 108), (0, 116)],
    "beard": [(0, 92), (12, 80), (25, 66), (45, 62), (70, 20), (86, -20), (92, 20), (88, 70),
              (60, 110), (30, 124), (0, 126)],
    "cheeks": [(22, 22), (34, 18), (42, 24), (36, 34), (26, 34)],
    "nostrils": [(2.3, 44.3), (3.2, 42.6), (5, 42.3), (6.2, 43.4), (5.4, 44.9), (3.6, 45.4)],
    "wings": [(7.5, 33), (10.4, 37), (10.8, 42), (8.2, 45)],  # lines: creases beside the nose
    "folds": [(10.4, 40), (15.9, 50), (20.5, 60), (22.9, 70)],  # and from nose to mouth
    "ears": [(92, -8), (104, -8), (106, 20), (96, 40), (92, 20)],
}  # fmt: skip


def _halves(name: str) -> list[Array]:
    """Both sides of an outline of the table, in places (n, 2) on the sheet."""
    degrees, y = np.array(_HALVES[name], float).T
    left, right = (grid_place(np.radians(degrees * side), y) for side in (-1, 1))
    closed = degrees[0] == degrees[-1] == 0
    return [np.concatenate([left, right[::-1]])] if closed else [left, right]


def distance(outlines: list[Array], closed: bool = True) -> Image:
    """Signed distance (h, w) in mm to outlines (n, 2) given in places on the sheet."""
    mask = np.zeros(SHAPE, np.uint8)
    lines = [np.round(outline * ZOOM * 16).astype(np.int32) for outline in outlines]
    if closed:
        cv2.fillPoly(mask, lines, 255, shift=4)
    else:
        cv2.polylines(mask, lines, False, 255, shift=4)
    inside = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    return (inside - cv2.distanceTransform(255 - mask, cv2.DIST_L2, 5)) * np.float32(_MM)


@dataclass(frozen=True)
class Area:
    """A part of the sheet: the window of the maps that holds it and the distance (mm) there."""

    window: tuple[slice, slice]
    inside: Image

    @staticmethod
    def of(inside: Image, margin: float = 8.0) -> Area:
        """Crop a distance map of the whole sheet to what is `margin` mm around an area."""
        near = inside > -margin
        rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
        window = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        return Area(window, inside[window])

    def alpha(self, grow: float, edge: float, ragged: Image | float = 0.0) -> Image:
        """Opacity (h, w) in the window of the area, grown by some mm, its edge so many mm soft."""
        return step(self.inside + np.float32(grow) + ragged, edge)

    def paint(
        self,
        albedo: Image,
        colour: Image | Array,
        opacity: float | Image = 1.0,
        grow: float = 0.0,
        edge: float = 1.0,
    ) -> None:
        """Blend a colour (3,), or one for each place of the window, into the area of a map."""
        blend(albedo[self.window], colour, self.alpha(grow, edge) * opacity)


def _between(places: Array, upper: tuple[int, ...], lower: tuple[int, ...]) -> Array:
    """Outline between two rims that the landmarks give."""
    return np.concatenate([arc(places[list(upper)]), arc(places[list(lower)])])


@cache
def outlines() -> dict[str, list[Array]]:
    """Outlines (n, 2) of everything, by name, in places on the sheet."""
    places = sheet().places
    known = {name: _halves(name) for name in _HALVES}
    known["brows"] = [_between(places, *BROWS[:2]), _between(places, *BROWS[2:])]
    known["lips"], known["mouth"] = [_between(places, *LIPS)], [_between(places, *INNER_LIPS)]
    for name, upper, lower in zip(EYES, UPPER_LIDS, LOWER_LIDS, strict=True):
        known[name] = [_between(places, upper, lower[::-1])]
    forehead = grid_place(np.radians([48, 0, -48]), np.array([-60.0, -75, -60]))
    known["face"] = [np.concatenate([places[:33], forehead])]
    return known


@cache
def areas() -> dict[str, Area]:
    """All areas by name."""
    return {name: Area.of(distance(lines)) for name, lines in outlines().items()}


@cache
def hollows() -> Image:
    """Share of light (h, w) that is lost in sockets, creases and folds, and under the jaw."""
    known = outlines()
    lids = distance([*known[EYES[0]], *known[EYES[1]]])
    lips, face, ears = (distance(known[name]) for name in ("lips", "face", "ears"))
    wings, folds = (distance(known[name], closed=False) for name in ("wings", "folds"))
    dark = 0.2 * np.exp(np.minimum(lids, 0) / 5) * (lids < 0)
    dark += 0.30 * np.exp(-(((lids + 3.4) / 0.9) ** 2)) * (Y < 1)  # the crease above the lid
    dark += 0.45 * np.exp(wings / 1.6) + 0.2 * np.exp(folds / 1.6)
    dark += 0.2 * np.exp(np.minimum(lips, 0) / 2.5) * (lips < 0) * (Y > 74)
    dark += 0.4 * np.exp(-(((ears - 3) / 1.5) ** 2))
    below_jaw = step(-face - 5, 9.0) * np.clip((Y - 45) / 30, 0, 1)
    below_jaw *= np.clip((105 - np.abs(ANGLE)) / 25, 0, 1) * np.exp(-np.maximum(Y - 118, 0) / 45)
    return (dark + 0.5 * below_jaw).astype(np.float32)
