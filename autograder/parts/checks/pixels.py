"""Comparing resampled pictures: free in how samples are taken, strict in what they show.

Good resamplers differ by a few levels, on the border by a whole pixel, and between their rules
for pixel centres by up to `NEAR`.  So a pixel is compared with what the right picture has around
it, and dots by their centres.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from autograder.checking.compare import WrongAnswerError, array, at_most
from autograder.checking.drawing import Sketch

NEAR = 1.5  # px of the output that a rule half a pixel beside the right one may shift it
_AROUND = 3  # px: NEAR, and as much again where the picture meets the black outside
_LEVELS = 8


def picture(value, want: np.ndarray, what: str = "picture") -> np.ndarray:
    """`value` as a picture of the right size.

    Raises WrongAnswerError, which says so in words if the sides are exchanged.
    """
    height, width = want.shape[:2]
    if isinstance(value, np.ndarray) and width != height and value.shape == (width, height, 3):
        raise WrongAnswerError(
            f"{what}: an array of shape {want.shape}, for a size of width {width}, height {height}",
            f"an array of shape {value.shape}: width and height are exchanged",
            "A size is (width, height), but the shape of a picture is (height, width, 3).",
        )
    return array(value, want.shape, what, "uint8")


def same_content(got: np.ndarray, want: np.ndarray, why: str) -> None:
    """Every pixel looks like the right picture near it.  Raises WrongAnswerError.

    A few may differ, since no two programs draw the same line between inside and outside.
    """
    low, high = _range(want)
    values = got.astype(np.float32)
    slack = _LEVELS + 0.15 * (high - low)  # cubic curves overshoot beside an edge
    off = np.any((values < low - slack) | (values > high + slack), axis=2)
    inner = np.pad(off[2:-2, 2:-2], 2)  # what may have come in over the border, nobody knows
    if at_most(inner.mean(), 0.004, "share of pixels that show something else"):
        return
    far = np.maximum(low - values, values - high).max(axis=2) * inner
    y, x = (int(i) for i in np.unravel_index(int(far.argmax()), far.shape))
    raise WrongAnswerError(
        f"at x = {x}, y = {y} about {_colour(want[y, x])}, as red, green, blue",
        f"{_colour(got[y, x])}; {100 * inner.mean():.0f} % of all pixels show something else",
        why,
        Sketch(want, got_image=got),
    )


def _range(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Darkest and brightest value around each pixel."""
    planes = torch.from_numpy(image).permute(2, 0, 1)[None].float()
    high, low = (
        sign * F.max_pool2d(sign * planes, 2 * _AROUND + 1, stride=1, padding=_AROUND)
        for sign in (1, -1)
    )
    return low[0].permute(1, 2, 0).numpy(), high[0].permute(1, 2, 0).numpy()


def _colour(pixel: np.ndarray) -> str:
    return f"({pixel[0]}, {pixel[1]}, {pixel[2]})"


def dot_centres(
    got: np.ndarray, want: np.ndarray, places: np.ndarray, channels: np.ndarray, reach: float
) -> np.ndarray:
    """(N, 2) where the dots are that belong at `places`; NaN for one that is not within reach.

    places    (N, 2) in the output
    channels  which of red, green and blue each dot is painted in
    """
    y, x = np.mgrid[: want.shape[0], : want.shape[1]]
    centres = np.full(places.shape, np.nan)
    for number, ((px, py), channel) in enumerate(zip(places, channels, strict=True)):
        window = np.hypot(x - px, y - py) <= reach
        mass = got[..., channel][window].astype(float)
        if mass.sum() >= 0.3 * want[..., channel][window].sum():
            centres[number] = (
                (mass * x[window]).sum() / mass.sum(),
                (mass * y[window]).sum() / mass.sum(),
            )
    return centres


def dot_heights(
    image: np.ndarray, places: np.ndarray, channels: np.ndarray, reach: float
) -> np.ndarray:
    """(N,) the brightest value of each dot."""
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    heights = [
        image[..., channel][np.hypot(x - px, y - py) <= reach].max()
        for (px, py), channel in zip(places, channels, strict=True)
    ]
    return np.array(heights, float)
