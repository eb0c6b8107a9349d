"""Where things are on the sheet: brows, eyes, lips, beard ...; computed once for all faces.

The landmarks have fixed places on the sheet whatever the face does, so every area is the same
for all faces. It is kept as a signed distance (mm, positive inside): with that, one outline gives
edges that are hard or soft, wide or tight, straight or ragged.
"""

from functools import cache
from typing import NamedTuple

import cv2
import numpy as np

from data_stub.average import RIMS, Array, Image
from data_stub.canvas import blend, step
from data_stub.head import COLUMN_ANGLE, COLUMNS, ROW_Y, ROWS, arc, grid_place, sheet

ZOOM = 4  # samples per grid step: 0.75 mm on the face, enough for faces of 200 px
SHAPE = (ROWS - 1) * ZOOM + 1, (COLUMNS - 1) * ZOOM + 1
MM = 3.0 / ZOOM  # per sample
# Height in mm (h, 1) and angle in degrees (1, w) of the samples.
Y = np.interp(np.arange(SHAPE[0]) / ZOOM, np.arange(ROWS), ROW_Y)[:, None].astype("f4")
ANGLE = np.interp(np.arange(SHAPE[1]) / ZOOM, np.arange(COLUMNS), np.degrees(COLUMN_ANGLE))
ANGLE = ANGLE[None].astype("f4")

# Outlines that no landmarks give: (degrees from the middle, mm down), mirrored to the other side.
# Those that begin and end in the middle are one area with their mirror images.
_HALVES = {
    "moustache": [(0, 51), (5, 52), (13, 60), (17, 67), (15, 70), (9, 64), (0, 62)],
    "goatee": [(0, 82), (6, 84), (8, 94), (7, 108), (0, 116)],
    "beard": [(0, 92), (12, 80), (25, 66), (45, 62), (70, 20), (86, -20), (92, 20), (88, 70),
              (60, 110), (30, 124), (0, 126)],
    "cheeks": [(22, 22), (34, 18), (42, 24), (36, 34), (26, 34)],
    "nostrils": [(2.3, 44.3), (3.2, 42.6), (5, 42.3), (6.2, 43.4), (5.4, 44.9), (3.6, 45.4)],
    "ears": [(92, -8), (104, -8), (106, 20), (96, 40), (92, 20)],
    # Slits: creases beside the nose, and from the nose to the mouth.
    "wings": [(7.5, 33), (10.4, 37), (10.8, 42), (8.2, 45), (10.5, 42), (10.1, 37)],
    "folds": [(10.4, 40), (15.9, 50), (20.5, 60), (22.9, 70), (20.2, 60), (15.6, 50)],
}  # fmt: skip


def _outlines(name: str) -> list[Array]:
    """Closed outlines (n, 2) of an area in places on the sheet."""
    if name == "face":
        forehead = grid_place(np.radians([48, 0, -48]), np.array([-60, -75, -60]))
        return [np.concatenate([sheet().places[:33], forehead])]
    if name in RIMS:
        return [np.concatenate([arc(sheet().places[list(rim)]) for rim in RIMS[name]])]
    degrees, y = np.array(_HALVES[name]).T
    left, right = (grid_place(np.radians(degrees * side), y) for side in (-1, 1))
    closed = degrees[0] == degrees[-1] == 0
    return [np.concatenate([left, right[::-1]])] if closed else [left, right]


@cache
def distance(*names: str) -> Image:
    """Signed distance (h, w) in mm to what the names stand for, positive inside."""
    mask = np.zeros(SHAPE, np.uint8)
    for outline in (outline for name in names for outline in _outlines(name)):
        cv2.fillPoly(mask, [np.round(outline * ZOOM * 16).astype(np.int32)], 255, shift=4)
    inside = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    return (inside - cv2.distanceTransform(255 - mask, cv2.DIST_L2, 5)) * np.float32(MM)


class Area(NamedTuple):
    """A part of the sheet: the window of the maps that holds it and the distance (mm) there."""

    window: tuple[slice, slice]
    inside: Image

    def paint(
        self,
        albedo: Image,
        colour: Image | Array,
        opacity: float | Image = 1.0,
        grow: float | Image = 0.0,
        edge: float = 1.0,
    ) -> None:
        """Blend a colour into this area of a map (h, w, 3); opacity and growth may be maps too.

        grow moves the outline out and edge makes it soft, in mm.
        """
        alpha = step(self.inside + np.asarray(grow, np.float32), edge) * opacity
        blend(albedo[self.window], colour, alpha)


@cache
def area(*names: str) -> Area:
    """An area by name, with 8 mm around it."""
    near = distance(*names) > -8
    rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    window = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return Area(window, distance(*names)[window])


@cache
def hollows() -> Image:
    """Share of light (h, w) that is lost in sockets, creases and folds, and under the jaw."""
    lids, lips = distance("left eye", "right eye"), distance("lips")
    dark = 0.28 * np.exp(np.minimum(lids, 0) / 5) * (lids < 0)
    dark += 0.3 * np.exp(-(((lids + 3.4) / 0.9) ** 2)) * (Y < 1)  # the crease above the lid
    dark += 0.45 * np.exp(distance("wings") / 1.6) + 0.2 * np.exp(distance("folds") / 1.6)
    dark += 0.2 * np.exp(np.minimum(lips, 0) / 2.5) * ((lips < 0) & (Y > 74))
    dark += 0.4 * np.exp(-(((distance("ears") - 3) / 1.5) ** 2))
    below_jaw = step(-distance("face") - 5, 9.0) * np.clip((Y - 45) / 30, 0, 1)
    below_jaw *= np.clip((105 - np.abs(ANGLE)) / 25, 0, 1) * np.exp(-np.maximum(Y - 118, 0) / 45)
    return (dark + 0.5 * below_jaw).astype("f4")
