"""A failing case as a picture: expected as circles, got as crosses, not by colour alone; a small
dot where both agree.  A band above says so.

Making a sketch costs nothing; it is drawn only when somebody asks for its PNG.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

SIDE = 360  # px of a panel's longer side, at least, where there are two
ALONE = 480  # and where there is one
LARGEST = 1200  # px of any panel's longer side: answers can be pictures, too
MOST = 80  # points of a curve that are drawn
SAME = 0.75  # px on a panel below which two points look like one
_WANT, _GOT, _LINK, _AGREED = (0, 220, 120), (255, 70, 60), (255, 210, 60), (150, 190, 255)
_EDGE = (0, 0, 0)
_PAPER, _INK, _GAP = (30, 30, 34), (225, 225, 225), (128, 128, 128)
_HEAD = 18  # px above the panels, for their names or what the marks mean


@dataclass(frozen=True)
class Axes:
    """An empty chart with the names of its axes; points on it are (x, y), y upwards."""

    across: str
    up: str


@dataclass(frozen=True, eq=False)
class Sketch:
    """What a check saw.

    image        what the points lie on, or what the picture should have been: (h, w, 3) uint8,
                 a map (h, w), or the axes of a chart
    got_image    a second picture or map of any size, shown beside it: what came instead
    want_points  (N, 2) in pixels of `image`
    got_points   (N, 2) in pixels of `got_image`, or of `image` where there is no second picture
    """

    image: np.ndarray | Axes
    got_image: np.ndarray | None = None
    want_points: np.ndarray | None = None
    got_points: np.ndarray | None = None

    def png(self) -> str:
        """The picture as base64 PNG."""
        if isinstance(self.image, Axes):
            panels: list[_Panel | _Chart] = [_Chart(self.image, self.want_points, self.got_points)]
        elif self.got_image is None:
            panels = [_Panel(self._shown(self.image), ALONE)]
        else:
            panels = [_Panel(self._shown(image), SIDE) for image in (self.image, self.got_image)]
        want, got = self.want_points, self.got_points
        both = None
        if want is not None and got is not None and len(panels) == 1:
            apart = panels[0].apart(want, got)
            want, got, both = want[apart], got[apart], want[~apart]
            panels[0].links(want, got)
        legend: list[tuple[str, _Mark | None]] = []
        kinds = (("expected", want, _circle), ("yours", got, _cross), ("both", both, _dot))
        for name, points, mark in kinds:
            if points is not None and len(points):
                panels[-1 if points is got else 0].marks(points, mark)
                legend.append((name, mark))
        if len(panels) == 2:
            legend = [("expected", None), ("yours", None)]
        buffer = io.BytesIO()
        _sheet([panel.picture for panel in panels], legend).save(buffer, "PNG")
        return base64.b64encode(buffer.getvalue()).decode()

    def _shown(self, image: np.ndarray) -> np.ndarray:
        """A picture as it is; a map in grey, on the scale of what is expected."""
        if image.ndim == 3:
            return image
        maps = [m for m in (self.image, self.got_image) if isinstance(m, np.ndarray)]
        scale = next((m for m in maps if np.ptp(m) > 0), maps[0])
        return grey(image, float(scale.min()), float(scale.max()))


def curve(x: np.ndarray, want: np.ndarray, got: np.ndarray, across: str, up: str) -> Sketch:
    """A chart of expected and got values over x, all of one shape; of many, the worst and some."""
    x, want, got = (np.asarray(values, dtype=np.float64).ravel() for values in (x, want, got))
    if x.size > MOST:
        order = np.argsort(x)
        even = order[np.linspace(0, x.size - 1, MOST // 2).astype(int)]
        chosen = np.union1d(even, np.argsort(np.abs(got - want))[-MOST // 2 :])
        x, want, got = x[chosen], want[chosen], got[chosen]
    return Sketch(
        Axes(across, up),
        want_points=np.stack([x, want], axis=1),
        got_points=np.stack([x, got], axis=1),
    )


def grey(values: np.ndarray, low: float | None = None, high: float | None = None) -> np.ndarray:
    """A map (h, w) as a picture (h, w, 3), `low` black and `high` white: its own range, if not
    given."""
    finite = np.nan_to_num(values.astype(np.float64), posinf=0.0, neginf=0.0)
    low = finite.min() if low is None else low
    high = finite.max() if high is None else high
    level = 255 * np.clip((finite - low) / max(high - low, 1e-12), 0, 1)
    level = level.astype(np.uint8)
    return np.repeat(level[:, :, None], 3, axis=2)


def _sheet(pictures: list[Image.Image], legend: list[tuple[str, _Mark | None]]) -> Image.Image:
    """Pictures side by side, and above them their names, or what the marks on a single one mean."""
    width = sum(picture.width for picture in pictures) + 8 * (len(pictures) - 1)
    height = max(picture.height for picture in pictures) + _HEAD
    sheet = Image.new("RGB", (width, height), _GAP)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, width, _HEAD - 1), fill=_PAPER)
    left = 0
    for picture in pictures:
        sheet.paste(picture, (left, _HEAD))
        left += picture.width + 8
    step = pictures[0].width + 8 if len(pictures) > 1 else 90
    for place, (name, mark) in enumerate(legend):
        left = place * step + 4
        if mark:
            mark(draw, left + 5, _HEAD / 2 - 1)
            left += 14
        draw.text((left, _HEAD / 2), name, fill=_INK, anchor="lm")
    return sheet


class _Panel:
    """One picture, enlarged by a whole number so that pixels stay visible, or made smaller."""

    def __init__(self, image: np.ndarray, side: int) -> None:
        height, width = image.shape[:2]
        longer = max(height, width)
        self.scale = max(1, -(-side // longer)) if longer <= LARGEST else LARGEST / longer
        size = (max(1, round(width * self.scale)), max(1, round(height * self.scale)))
        self.picture = Image.fromarray(image).resize(size, Image.Resampling.NEAREST)
        self.draw = ImageDraw.Draw(self.picture)

    def places(self, points: np.ndarray) -> np.ndarray:
        """Points where they lie on the panel, or far outside it."""
        return (_tame(points) + 0.5) * self.scale - 0.5

    def at(self, points: np.ndarray) -> np.ndarray:
        """The same without those that cannot be drawn."""
        places = self.places(points)
        limit = 2 * max(self.picture.size)
        return places[(np.abs(places) < limit).all(axis=1)]

    def apart(self, want: np.ndarray, got: np.ndarray) -> np.ndarray:
        """(N,) whether an eye can tell the two points of a pair apart."""
        return ~(np.abs(self.places(want) - self.places(got)).max(axis=1) < SAME)

    def marks(self, points: np.ndarray, mark: _Mark) -> None:
        for x, y in self.at(points):
            mark(self.draw, x, y)

    def links(self, want: np.ndarray, got: np.ndarray) -> None:
        both = np.concatenate([want, got], axis=1)
        for x0, y0, x1, y1 in both[np.isfinite(both).all(axis=1)]:
            ends = self.at(np.array([[x0, y0], [x1, y1]]))
            if len(ends) == 2:
                self.draw.line([*ends[0], *ends[1]], fill=_LINK)


class _Chart(_Panel):
    """A chart whose ranges follow what is expected; wilder answers stick to its rim."""

    def __init__(self, axes: Axes, want: np.ndarray | None, got: np.ndarray | None) -> None:
        self.picture = Image.new("RGB", (ALONE, ALONE * 2 // 3), _PAPER)
        self.draw = ImageDraw.Draw(self.picture)
        found = [points for points in (want, got) if points is not None and len(points)]
        right = found[0] if found else np.array([[0.0, 0.0]])
        low, high = right.min(axis=0), right.max(axis=0)
        reach = np.maximum(high - low, 1e-9 + 0.05 * np.abs(high))
        every = np.clip(np.concatenate([right, *found]), low - reach, high + reach)
        self.low, self.high = every.min(axis=0), every.max(axis=0)
        self.high = np.maximum(self.high, self.low + 1e-9)
        width, height = self.picture.size
        self.first = np.array([56.0, height - 44.0])  # where (low x, low y) lies
        self.last = np.array([width - 14.0, 26.0])
        self._rule(axes)

    def places(self, points: np.ndarray) -> np.ndarray:
        share = (_tame(points) - self.low) / (self.high - self.low)
        return self.first + np.clip(share, -0.02, 1.02) * (self.last - self.first)

    def _rule(self, axes: Axes) -> None:
        outwards = np.array([8.0, -8.0])
        (left, bottom), (right, top) = self.first - outwards, self.last + outwards
        self.draw.rectangle((left, top, right, bottom), outline=_GAP)
        for share in (0.0, 0.5, 1.0):
            value = self.low + share * (self.high - self.low)
            value[np.abs(value) < 1e-3 * (self.high - self.low)] = 0
            x, y = self.first + share * (self.last - self.first)
            self.draw.line((x, bottom, x, bottom + 4), fill=_GAP)
            self.draw.line((left - 4, y, left, y), fill=_GAP)
            self.draw.text((x, bottom + 6), f"{value[0]:.3g}", fill=_INK, anchor="mt")
            self.draw.text((left - 6, y), f"{value[1]:.3g}", fill=_INK, anchor="rm")
        self.draw.text((right, self.picture.height - 2), axes.across, fill=_INK, anchor="rb")
        self.draw.text((4, 2), axes.up, fill=_INK, anchor="lt")


def _tame(points: np.ndarray) -> np.ndarray:
    """As float64, and small enough to be computed with; NaN stays NaN."""
    return np.clip(np.asarray(points, dtype=np.float64), -1e30, 1e30)


def _circle(draw: ImageDraw.ImageDraw, x: float, y: float) -> None:
    draw.ellipse((x - 5, y - 5, x + 5, y + 5), outline=_EDGE, width=4)
    draw.ellipse((x - 4, y - 4, x + 4, y + 4), outline=_WANT, width=2)


def _dot(draw: ImageDraw.ImageDraw, x: float, y: float) -> None:
    draw.ellipse((x - 2, y - 2, x + 2, y + 2), fill=_AGREED, outline=_EDGE)


def _cross(draw: ImageDraw.ImageDraw, x: float, y: float) -> None:
    for width, fill in ((4, _EDGE), (2, _GOT)):
        draw.line((x - 4, y - 4, x + 4, y + 4), fill=fill, width=width)
        draw.line((x - 4, y + 4, x + 4, y - 4), fill=fill, width=width)


_Mark = Callable[[ImageDraw.ImageDraw, float, float], None]
