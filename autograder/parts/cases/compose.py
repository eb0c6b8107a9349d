"""Cases of part compose: painted faces through chains of crops, turns and mirrors."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case
from autograder.parts.cases.flip import involution
from autograder.parts.cases.matrices import scale_and_turn
from autograder.parts.cases.painted import faces

SOURCE = 112  # px, both sides of the faces' pictures


def rotations(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """(degrees, width, height)."""
    if hidden:
        kinds = {
            "a quarter turn of a tall picture": (90.0, 60, 100),
            "clockwise": (-24.5, 112, 64),
            "nearly half a turn": (160.0, 81, 80),
        }
    else:
        kinds = {"30 degrees": (30.0, 96, 64), "45 degrees clockwise": (-45.0, 64, 90)}
    return [_rotation(rng, name, *kind) for name, kind in kinds.items()]


def square_rotations(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """On square pictures the centre is the same for who confuses width and height."""
    kinds = {"a square picture": (25.0, 64, 64), "an odd side": (-70.0, 97, 97)}
    return [_rotation(rng, name, *kind) for name, kind in kinds.items()]


def _rotation(rng: np.random.Generator, name: str, degrees: float, width: int, height: int) -> Case:
    """The size is drawn anew, both sides alike; what a mistake costs hangs on the angle."""
    size = np.array([width, height]) + rng.integers(0, 40)
    return Case(name, {"degrees": degrees, "size": size})


def chains(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Chains whose order matters.  Some mirror once, some twice, some only look as if."""
    wide, tall, square = (96, 72), (64, 88), (80, 80)
    if hidden:
        kinds = {
            "turned, then cropped": ([_turn(24, (SOURCE, SOURCE)), _crop(rng, tall)], tall),
            "mirrored twice": ([_mirror(SOURCE), _crop(rng, wide), _mirror(96)], wide),
            "mirrored both ways": ([_crop(rng, tall), _mirror(64), _upside_down(88)], tall),
            "turned by 150 degrees": ([_crop(rng, square), _turn(150, square)], square),
            "mirrored top to bottom": ([_crop(rng, wide), _upside_down(72)], wide),
            "mirrored, then turned": ([_mirror(SOURCE), _turn(-100, (SOURCE, SOURCE))], square),
        }
    else:
        kinds = {
            "cropped, then turned": ([_crop(rng, wide), _turn(30, wide)], wide),
            "cropped, mirrored, turned": (
                [_crop(rng, tall), _mirror(64), _turn(-20, tall)],
                tall,
            ),
        }
    painted = faces(rng, len(kinds), SOURCE)
    return [
        _case(rng, name, painted.images[number], painted.points[number], matrices, size)
        for number, (name, (matrices, size)) in enumerate(kinds.items())
    ]


def there_and_back(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Steps that undo each other, between which a picture would lose what cannot come back; before
    and after them a move by whole pixels, which loses nothing."""
    size = (96, 80)
    quarter, out = np.diag([0.25, 0.25, 1.0]), np.eye(3)
    out[:2, 2] = 50, -34
    kinds = {
        "shrunk, then enlarged": [quarter, np.linalg.inv(quarter)],
        "turned away and back": [_turn(40, size), _turn(-40, size)],
        "moved out and in again": [out, np.linalg.inv(out)],
    }
    cases = []
    for name, matrices in kinds.items():
        # Grains of 2 x 2 px, bright all over: they vanish when they are resampled or cut off.
        grains = rng.integers(40, 256, (size[1] // 2, size[0] // 2, 3), dtype=np.uint8)
        image = grains.repeat(2, axis=0).repeat(2, axis=1)
        points = rng.uniform(0, np.array(size) - 1, (98, 2))
        first, last = np.eye(3), np.eye(3)
        sign = rng.choice([-1, 1], 2)  # of both: together they are never none
        first[:2, 2], last[:2, 2] = (sign * rng.integers(2, 6, 2) for _ in range(2))
        cases.append(_case(rng, name, image, points, [first, *matrices, last], size))
    return cases


def _case(
    rng: np.random.Generator,
    name: str,
    image: np.ndarray,
    points: np.ndarray,
    matrices: list[np.ndarray],
    size: tuple[int, int],
) -> Case:
    """facts: the product of the matrices; what stands in for the answer's helpers."""
    inputs = {
        "image": image,
        "points": points,
        "matrices": np.stack(matrices),
        "size": np.array(size),
    }
    product = np.eye(3)
    for matrix in matrices:
        product = matrix @ product
    noise = rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    facts = {"product": product, "helpers": {"picture": noise, "perm": involution(rng)}}
    return Case(name, inputs, facts)


def _crop(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """A part around the face, well off the picture's centre."""
    scale = rng.uniform(0.7, 0.8)
    centre = (SOURCE - 1) / 2 + rng.choice([-1, 1], 2) * rng.uniform(8, 14, 2)
    x, y = (np.array(size) - 1) / 2 - scale * centre
    return np.array([[scale, 0, x], [0, scale, y], [0, 0, 1]])


def _turn(degrees: float, size: tuple[int, int]) -> np.ndarray:
    """Counter-clockwise, as one sees it, about the centre of a picture of `size`."""
    return scale_and_turn(1.0, degrees, ((size[0] - 1) / 2, (size[1] - 1) / 2), size)


def _mirror(width: int) -> np.ndarray:
    return np.array([[-1.0, 0, width - 1], [0, 1, 0], [0, 0, 1]])


def _upside_down(height: int) -> np.ndarray:
    return np.array([[1.0, 0, 0], [0, -1, height - 1], [0, 0, 1]])


CASES = {
    "rotation_matrix": rotations,
    "centre": square_rotations,
    "points": chains,
    "picture": chains,
    "one_resampling": there_and_back,
}
