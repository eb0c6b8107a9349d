"""A failing case as a picture: expected as circles, got as crosses, not by colour alone."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

SIDE = 360  # px of a panel's longer side, at least
_WANT, _GOT, _LINK = (0, 220, 120), (255, 70, 60), (255, 210, 60)


@dataclass(frozen=True, eq=False)
class Sketch:
    """What a check saw.

    image        (h, w, 3) uint8, what the points lie on; or what the picture should have been
    got_image    a second picture of any size, shown beside it: what came instead
    want_points  (N, 2) in pixels of `image`
    got_points   (N, 2) in pixels of `got_image`, or of `image` where there is no second picture
    """

    image: np.ndarray
    got_image: np.ndarray | None = None
    want_points: np.ndarray | None = None
    got_points: np.ndarray | None = None

    def png(self) -> str:
        """The picture as base64 PNG."""
        panels = [_Panel(self.image)]
        if self.got_image is not None:
            panels.append(_Panel(self.got_image))
        if self.want_points is not None and self.got_points is not None and len(panels) == 1:
            panels[0].links(self.want_points, self.got_points)
        if self.want_points is not None:
            panels[0].marks(self.want_points, _circle, _WANT)
        if self.got_points is not None:
            panels[-1].marks(self.got_points, _cross, _GOT)
        height = max(panel.picture.height for panel in panels)
        width = sum(panel.picture.width for panel in panels) + 8 * (len(panels) - 1)
        sheet = Image.new("RGB", (width, height), (128, 128, 128))
        left = 0
        for panel in panels:
            sheet.paste(panel.picture, (left, 0))
            left += panel.picture.width + 8
        buffer = io.BytesIO()
        sheet.save(buffer, "PNG")
        return base64.b64encode(buffer.getvalue()).decode()


def grey(values: np.ndarray) -> np.ndarray:
    """A map (h, w) as a picture (h, w, 3): its smallest value black, its largest white."""
    finite = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = finite.min(), finite.max()
    level = (255 * (finite - low) / max(high - low, 1e-12)).astype(np.uint8)
    return np.repeat(level[:, :, None], 3, axis=2)


class _Panel:
    """One picture, enlarged by a whole number so that pixels stay visible."""

    def __init__(self, image: np.ndarray) -> None:
        height, width = image.shape[:2]
        self.scale = max(1, -(-SIDE // max(height, width)))
        size = (width * self.scale, height * self.scale)
        self.picture = Image.fromarray(image).resize(size, Image.Resampling.NEAREST)
        self.draw = ImageDraw.Draw(self.picture)

    def at(self, points: np.ndarray) -> np.ndarray:
        """Points where they lie on the panel; those that cannot be drawn are left out."""
        places = (np.asarray(points, dtype=np.float64) + 0.5) * self.scale - 0.5
        limit = 2 * max(self.picture.size)
        return places[(np.abs(places) < limit).all(axis=1)]

    def marks(self, points: np.ndarray, mark, colour: tuple[int, int, int]) -> None:
        for x, y in self.at(points):
            mark(self.draw, x, y, colour)

    def links(self, want: np.ndarray, got: np.ndarray) -> None:
        both = np.concatenate([want, got], axis=1)
        for x0, y0, x1, y1 in both[np.isfinite(both).all(axis=1)]:
            ends = self.at(np.array([[x0, y0], [x1, y1]]))
            if len(ends) == 2:
                self.draw.line([*ends[0], *ends[1]], fill=_LINK)


def _circle(draw: ImageDraw.ImageDraw, x: float, y: float, colour: tuple[int, int, int]) -> None:
    draw.ellipse((x - 4, y - 4, x + 4, y + 4), outline=(0, 0, 0), width=3)
    draw.ellipse((x - 3, y - 3, x + 3, y + 3), outline=colour, width=1)


def _cross(draw: ImageDraw.ImageDraw, x: float, y: float, colour: tuple[int, int, int]) -> None:
    for width, fill in ((3, (0, 0, 0)), (1, colour)):
        draw.line((x - 3, y - 3, x + 3, y + 3), fill=fill, width=width)
        draw.line((x - 3, y + 3, x + 3, y - 3), fill=fill, width=width)
