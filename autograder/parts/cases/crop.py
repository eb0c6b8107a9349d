"""Cases of part crop.

Pictures for `warp` are painted here so that what they must become is known without resampling:
dots whose centres any matrix moves exactly, and textures that must stay or turn grey.
Scales stay below 2.2, so that a rule that is half a pixel wrong shifts its output by 1.2 px at
most, which only `pixel_centres` minds.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checking.case import Case
from autograder.parts.cases.matrices import scale_and_turn
from autograder.parts.cases.painted import faces
from autograder.parts.cases.pictures import picture


def boxes(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Faces of several shapes and sizes, stretched: (stretch of x and y, margin)."""
    if hidden:
        kinds = {
            "a wide face": ((3.0, 1.6), 1.25),
            "no margin at all": ((1.2, 2.0), 1.0),
            "a face that leaves its picture": ((1.5, 1.0), 1.5),
            "the given margin": ((1.1, 1.7), None),
        }
    else:
        kinds = {
            "a tall face, the margin as given": ((1.0, 1.8), None),
            "a wide face, margin 1.6": ((2.2, 1.0), 1.6),
        }
    painted = faces(rng, len(kinds), 96)
    cases = []
    for points, (name, (stretch, margin)) in zip(painted.points, kinds.items(), strict=True):
        start = (-60.0, -45.0) if "leaves" in name else rng.uniform(5, 60, 2)
        moved = (points - points.min(axis=0)) * stretch + start
        cases.append(Case(name, {"points": moved, "margin": margin}))
    return cases


def crops(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Boxes and sizes: (side, width, height)."""
    if hidden:
        kinds = {
            "a tall crop": (90.0, 72, 112),
            "a box that leaves its picture": (160.0, 64, 64),
            "enlarged, it leaves it, too": (80.5, 112, 80),
        }
    else:
        kinds = {"a square crop": (120.0, 64, 64), "a wide crop": (74.0, 96, 64)}
    cases = []
    for name, (side, width, height) in kinds.items():
        centre = rng.uniform(5, 40, 2) if "leaves" in name else rng.uniform(90, 200, 2)
        cases.append(Case(name, _crop(centre, side, (width, height))))
    return cases


def resizes(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Old and new sizes; the two axes by ratios of their own."""
    if hidden:
        kinds = {
            "a tall picture": ((64, 96), (90, 110)),
            "a wide one becomes tall": ((120, 70), (64, 100)),
            "odd sizes": ((33, 57), (71, 50)),
        }
    else:
        kinds = {"wide to square": ((200, 100), (64, 64)), "enlarged": ((80, 60), (120, 130))}
    return [
        Case(name, {"old": np.array(old), "new": np.array(new) + rng.integers(0, 12)})
        for name, (old, new) in kinds.items()
    ]


def warps(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Dots through several matrices, bright pictures beyond their border, noise enlarged."""
    if hidden:
        shrunk = scale_and_turn(0.31, -12.0, (150.0, 170.0), (64, 80))
        mirrored = scale_and_turn(1.2, 160.0, (55.0, 48.0), (80, 96)) @ np.diag([-1.0, 1.0, 1.0])
        mirrored[:, 2] -= mirrored[:, :2] @ (110.0, 0.0)
        beyond = scale_and_turn(1.3, 25.0, (62.0, 50.0), (88, 64))
        return [
            _dots(rng, "a tall output, smaller", shrunk, (300, 340), (64, 80)),
            _dots(rng, "mirrored and turned", mirrored, (110, 96), (80, 96)),
            _bright(rng, "right and lower border", beyond, (80, 64), (88, 64)),
            _enlarged_noise(rng, (72, 96)),
        ]
    crop = scale_and_turn(1.6, 0.0, (58.0, 61.0), (96, 64))
    turned = scale_and_turn(0.9, 28.0, (60.0, 45.0), (80, 64))
    beyond = scale_and_turn(1.2, 0.0, (21.0, 18.0), (72, 64))
    return [
        _dots(rng, "a wide crop, enlarged", crop, (110, 120), (96, 64)),
        _dots(rng, "a picture turned", turned, (120, 90), (80, 64)),
        _bright(rng, "left and upper border", beyond, (90, 72), (72, 64)),
        _enlarged_noise(rng, (64, 48)),
    ]


def textures(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Black and white grains, denser here than there, shrunk to a quarter or less."""
    kinds = {"a fifth": (0.2, 0.0), "a quarter, turned": (0.25, 20.0)}
    cases = []
    for name, (scale, degrees) in kinds.items():
        side = int(96 / scale)
        density = np.kron(rng.permutation([0.25, 0.4, 0.6, 0.75]).reshape(2, 2), np.ones((2, 2)))
        density = density.repeat(side // 4, axis=0).repeat(side // 4, axis=1)
        grains = np.where(rng.random(density.shape) < density, 255, 0).astype(np.uint8)
        middle = (len(grains) - 1) / 2
        matrix = scale_and_turn(scale, degrees, (middle, middle), (48, 48))
        image = np.repeat(grains[:, :, None], 3, axis=2)
        cases.append(Case(name, {"image": image, "matrix": matrix, "size": np.array([48, 48])}))
    return cases


def centres(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Each answer twice, on square sizes: with width and height confused they are still right."""
    cases = []
    for number, side in enumerate((50.3, 140.9)):
        centre = rng.uniform(80, 100, 2) + 0.37
        box = np.concatenate([centre - side / 2, centre + side / 2])
        points = np.array([box[:2], box[2:], centre])
        # Three points with their mean in the middle, and no margin: only rounding shows here.
        named: list[tuple[str, dict[str, Any]]] = [
            ("face_box", {"points": points, "margin": 1.0}),
            ("crop_matrix", {"box": box, "size": np.array([64, 64])}),
            (
                "resize_matrix",
                _square((40, 96)[number], (70, 40)[number] + int(rng.integers(0, 12))),
            ),
        ]
        for question, inputs in named:
            cases.append(Case(f"{question}, {number + 1}", inputs, {"question": question}))
        # All of a small picture enlarged, or a part of a large one, never beyond its border.
        scale, degrees, source, output = ((1.5, 0.0, 72, 108), (0.6, 20.0, 184, 80))[number]
        middle = ((source - 1) / 2, (source - 1) / 2)
        matrix = scale_and_turn(scale, degrees, middle, (output, output))
        matrix[:2, 2] = np.floor(matrix[:2, 2]) + ((0.5, 0.5), (0.37, 0.61))[number]
        name, old, size = f"warp, {number + 1}", (source, source), (output, output)
        dots = _dots(rng, name, matrix, old, size, white=True)
        cases.append(Case(dots.name, dots.inputs, dots.facts | {"question": "warp"}))
    return cases


# ---------------------------------------------------------------- what they are made of


def _crop(centre: np.ndarray, side: float, size: tuple[int, int]) -> dict:
    return {
        "box": np.concatenate([centre - side / 2, centre + side / 2]),
        "size": np.array(size),
    }


def _square(old: int, new: int) -> dict:
    return {"old": np.array([old, old]), "new": np.array([new, new])}


def _dots(
    rng: np.random.Generator,
    name: str,
    matrix: np.ndarray,
    old: tuple[int, int],
    size: tuple[int, int],
    white: bool = False,
) -> Case:
    """Red, green and blue dots on black, far from each other and from every border.

    Their sigma is 1.3 px at least, before and after.  facts: where they lie in the source, their
    channels, and how far a dot reaches in the output.
    """
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    sigma = max(1.3, 1.3 / scale)
    reach = 4.5 * sigma * scale + 2.0
    places: list[tuple[np.ndarray, np.ndarray]] = []
    back = np.linalg.inv(matrix)
    for _ in range(400):
        place = rng.uniform(reach, np.array(size) - 1 - reach)
        point = back[:2, :2] @ place + back[:2, 2]
        inside = (point > 4.5 * sigma).all() and (point < np.array(old) - 1 - 4.5 * sigma).all()
        if inside and all(np.linalg.norm(place - other) > 2 * reach for other, _ in places):
            places.append((place, point))
    points = np.array([point for _, point in places])
    channels = np.arange(len(points)) % 3
    image = np.zeros((old[1], old[0], 3))
    x, y = np.arange(old[0]), np.arange(old[1])
    for (px, py), channel in zip(points, channels, strict=True):
        bell = np.exp(-((x - px) ** 2) / (2 * sigma**2)) * np.exp(
            -((y[:, None] - py) ** 2) / (2 * sigma**2)
        )
        image[..., slice(None) if white else channel] += 250 * (bell[..., None] if white else bell)
    return Case(
        name,
        {"image": image.round().astype(np.uint8), "matrix": matrix, "size": np.array(size)},
        {"dots": points, "channels": channels, "reach": reach},
    )


def _bright(
    rng: np.random.Generator,
    name: str,
    matrix: np.ndarray,
    old: tuple[int, int],
    size: tuple[int, int],
) -> Case:
    """A picture that is bright all over, so that everything black is outside of it."""
    image = picture(rng, *old)
    image = np.maximum(image, np.array([120, 70, 40], np.uint8))
    return Case(name, {"image": image, "matrix": matrix, "size": np.array(size)})


def _enlarged_noise(rng: np.random.Generator, size: tuple[int, int]) -> Case:
    """Pixels of any colour, enlarged four times, all of the output inside the source."""
    image = rng.integers(0, 256, (48, 40, 3), dtype=np.uint8)
    matrix = scale_and_turn(4.0, 0.0, (19.3, 23.6), size)
    inputs = {"image": image, "matrix": matrix, "size": np.array(size)}
    return Case("enlarged four times", inputs, {"steps": True})


CASES = {
    "face_box": boxes,
    "crop_matrix": crops,
    "resize_matrix": resizes,
    "warp": warps,
    "smooth": textures,
    "pixel_centres": centres,
}
