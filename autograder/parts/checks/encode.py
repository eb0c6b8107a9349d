"""Checks of part encode.

A dot is judged by what anyone can measure on it: where its centre of mass lies, how high and how
wide it is.  So drawing only a patch of 3 sigma is as good as drawing the whole plane.
"""

from __future__ import annotations

import numpy as np

from autograder.checking.compare import WrongAnswerError, array, at_most, close, common_shift
from autograder.checking.drawing import Sketch, curve


def test_dots(ask, expect, case):
    """Each landmark has a dot of its own, in its own map, where the landmark says."""
    got, want = ask("encode", **case.inputs), expect("encode", **case.inputs)
    error = _offset(got, want)
    shift = common_shift(error, 1.0)  # the business of `test_frame`
    try:
        close(
            error - shift,
            np.zeros_like(error),
            "distance of a dot from its landmark",
            0.15,
            unit="heatmap px",
            place=lambda index: f"map {index[0]}, along {'xy'[index[1]]}",
            why="Half a heatmap pixel is about 2 % NME, and no training can win it back.",
        )
    except WrongAnswerError as wrong:
        worst = int(np.abs(error - shift).max(axis=1).argmax())
        wrong.sketch = _beside(got, want, worst)
        raise


def test_frame(ask, expect, case):
    """Both frames count from pixel centres: x in the heatmap is (x + 0.5) / stride - 0.5."""
    got, want = ask("encode", **case.inputs), expect("encode", **case.inputs)
    shift = common_shift(_offset(got, want), 1.0)
    if not at_most(np.abs(shift).max(), 0.01, "common shift"):
        raise WrongAnswerError(
            "dots centred on (x + 0.5) / stride - 0.5",
            f"dots {shift[0]:+.2f} px in x and {shift[1]:+.2f} px in y beside that",
            "Dividing by the stride alone moves every landmark by the same bit.",
            _beside(got, want, 0),
        )


def test_profile(ask, expect, case):
    """A dot is exp(-d² / 2σ²): 1 at its centre, σ wide, nothing else in the map."""
    got, want = ask("encode", **case.inputs), expect("encode", **case.inputs)
    maps = array(got["maps"], want["maps"].shape, "maps").astype(float)
    centre = _centroid(maps, "maps")
    height, width = maps.shape[1:]
    across = (np.arange(width) - centre[:, :1]) ** 2
    down = (np.arange(height) - centre[:, 1:]) ** 2
    square = down[:, :, None] + across[:, None, :]
    sigma = float(case.inputs["sigma"])
    ideal = np.exp(-square / (2 * sigma**2))
    near = square <= (2.9 * sigma) ** 2
    why = "The loss picks out the pixels of at least 0.2, so height and width of a dot matter."
    rest = np.where(near, 0, maps)
    try:
        close(np.where(near, maps, ideal), ideal, "a dot's profile", 0.03, place=_pixel, why=why)
        close(rest, np.zeros_like(maps), "the rest of the map", 0.02, place=_pixel)
    except WrongAnswerError as wrong:
        worst = int(np.abs(maps - ideal).max(axis=(1, 2)).argmax())
        distance, off = np.sqrt(square[worst]), np.abs(maps - ideal)[worst]
        shown = distance <= max(5 * sigma, distance.flat[off.argmax()])
        label = f"distance from the dot's centre in map {worst}, px"
        wrong.sketch = curve(
            distance[shown], ideal[worst][shown], maps[worst][shown], label, "value"
        )
        raise


def test_outside(ask, expect, case):
    """A landmark outside the heatmap has weight 0 and an empty map; all others have weight 1."""
    got, want = ask("encode", **case.inputs), expect("encode", **case.inputs)
    maps = array(got["maps"], want["maps"].shape, "maps")
    why = "An unweighted, empty map teaches the network that the landmark does not exist."
    close(
        got["weight"],
        want["weight"],
        "weight",
        1e-6,
        why=why,
        place=lambda index: f"landmark {index[0]}",
    )
    outside = want["weight"] == 0
    try:
        close(maps[outside], want["maps"][outside], "the map of a landmark outside", 1e-6)
    except WrongAnswerError as wrong:
        worst = int(np.abs(np.where(outside[:, None, None], maps, 0)).max(axis=(1, 2)).argmax())
        wrong.sketch = Sketch(want["maps"][worst], got_image=maps[worst])
        raise
    if not (maps[~outside].max(axis=(1, 2)) > 0.01).all():
        raise WrongAnswerError("a dot in the map of every landmark inside", "an empty map", why)


def _beside(got: dict, want: dict, index: int) -> Sketch:
    """One map as it should be and as it is, each with its dot's centre; near ones from close by."""
    right, came = (answer["maps"][index].astype(float) for answer in (want, got))
    centres = [_centroid(values[None], "maps") for values in (right, came)]
    if np.abs(centres[0] - centres[1]).max() < 3:
        left, top = np.maximum(centres[0][0].round().astype(int) - 7, 0)
        right, came = (values[top : top + 15, left : left + 15] for values in (right, came))
        centres = [centre - (left, top) for centre in centres]
    return Sketch(right, came, *centres)


def _offset(got: dict, want: dict) -> np.ndarray:
    """(N, 2): each dot's centre of mass beside the reference's, in heatmap pixels."""
    maps = array(got["maps"], want["maps"].shape, "maps").astype(float)
    return _centroid(maps, "maps") - _centroid(want["maps"].astype(float), "maps")


def _centroid(maps: np.ndarray, what: str) -> np.ndarray:
    mass = np.clip(maps, 0, None)
    total = mass.sum(axis=(1, 2))
    empty = np.flatnonzero(~(total > 1e-6))
    if len(empty):
        raise WrongAnswerError(f"{what}: a dot in every map", f"map {empty[0]} is empty")
    x = (mass.sum(axis=1) * np.arange(maps.shape[2])).sum(axis=1) / total
    y = (mass.sum(axis=2) * np.arange(maps.shape[1])).sum(axis=1) / total
    return np.stack([x, y], axis=1)


def _pixel(index: tuple[int, ...]) -> str:
    return f"map {index[0]}, row {index[1]}, column {index[2]}"
