"""Cases of part metrics: painted faces with predictions beside them, and lists of errors."""

from __future__ import annotations

import numpy as np

from autograder.checking.case import Case
from autograder.parts.cases.painted import faces

MANY = 500  # faces at least: each alone is worth 0.002 of an area


def one_face(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """An ordinary face; one whose head is tilted, so that x alone is no distance."""
    single = {name: array.astype(np.float32) for name, array in _faces(rng, 1).items()}
    cases = [
        Case("a face", _faces(rng, 1)),
        Case("a face with its head tilted", _faces(rng, 1, tilted=True)),
        Case("points in float32", single),
    ]
    return cases if hidden else cases[:2]


def several_faces(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """As many faces as points, too: (98, 98) divided by (98,) is no error, and wrong."""
    counts = (2, 1, 98) if hidden else (3, 5)
    return [
        Case(f"{count} faces" if count > 1 else "1 face", _faces(rng, count)) for count in counts
    ]


def _faces(rng: np.random.Generator, count: int, tilted: bool = False) -> dict:
    """Faces of all sizes, and predictions that are off by 3 % of a face on average."""
    painted = faces(rng, min(count, 3), size=64).points
    true = painted[np.arange(count) % len(painted)] * rng.uniform(1, 6, (count, 1, 1))
    if tilted:
        roll = rng.choice([-1, 1]) * rng.uniform(20, 40)
        true = np.stack([_rolled(face, roll) for face in true])
    size = np.ptp(true, axis=1).max(axis=1)[:, None, None]
    return {"pred": true + rng.normal(0, 0.03, true.shape) * size, "true": true}


def _rolled(face: np.ndarray, roll: float) -> np.ndarray:
    """The face turned until the line of its eyes has this angle, in degrees."""
    eyes, middle = face[72] - face[60], face.mean(axis=0)
    turn = np.radians(roll) - np.arctan2(eyes[1], eyes[0])
    across, down = (np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))
    return (face - middle) @ np.array([across, down]) + middle


def failures(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Every threshold that an error may equal is a binary fraction, so that equal is equal."""
    quarter = rng.integers(4, 40, 48) / 64
    quarter[rng.choice(48, 9, replace=False)] = 0.25
    half = np.concatenate([rng.uniform(0.02, 0.4, 10), np.full(5, 0.5), rng.uniform(0.6, 2, 6)])
    return [
        Case("the usual threshold", {"errors": _like_nme(rng, 160)}),
        Case("faces exactly at the threshold of 0.25", {"errors": quarter, "threshold": 0.25}),
        Case("faces exactly at the threshold of 0.5", {"errors": half, "threshold": 0.5}),
        Case("no failure", {"errors": rng.uniform(0.01, 0.09, 30)}),
    ]


def areas(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Curves that rise slowly, all at once, or never."""
    # All at once, and nowhere near the middle of a step of a coarse grid (0.01, 0.005, 0.002).
    place = 0.01 * rng.integers(3, 7) + 0.00125
    alike = place + np.clip(rng.normal(0, 4e-4, MANY), -1e-3, 1e-3)
    usual = Case("an ordinary test set", {"errors": _like_nme(rng, MANY + 120)})
    if not hidden:
        return [
            usual,
            Case("faces that are all alike", {"errors": alike}),
            Case("an area up to 0.08", {"errors": _like_nme(rng, MANY), "threshold": 0.08}),
        ]
    # So far that one of 1,000 steps up to it is wider than the threshold: with a nearer one a
    # coarse grid was right by luck for one seed in a hundred.
    outlier = np.append(_like_nme(rng, MANY), 120.0)
    return [
        usual,
        Case("faces that are all alike", {"errors": alike}),
        Case("an area up to 0.2", {"errors": _like_nme(rng, MANY), "threshold": 0.2}),
        Case("one face far off", {"errors": outlier}),
        Case("nothing but failures", {"errors": 0.1 + rng.uniform(0.01, 0.3, MANY)}),
    ]


def tables(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Subsets that overlap, faces without any attribute, and subsets without any face."""
    cases = [
        _table(rng, "faces with several attributes", 40),
        _table(rng, "an attribute that no face has", 25, empty=int(rng.integers(0, 6))),
    ]
    if hidden:
        alone = {"errors": rng.uniform(0.02, 0.2, 1), "attributes": np.zeros((1, 6), np.int64)}
        cases = [*cases, _table(rng, "many faces", 150), Case("one face without attribute", alone)]
    return cases


def _table(rng: np.random.Generator, name: str, count: int, empty: int | None = None) -> Case:
    shares = rng.permutation([0.15, 0.25, 0.35, 0.45, 0.55, 0.65])
    attributes = (rng.uniform(size=(count, 6)) < shares).astype(np.int64)
    attributes[0], attributes[1] = 1, 0
    if empty is not None:
        attributes[:, empty] = 0
    # Faces with more attributes are harder, as on the real set.
    errors = _like_nme(rng, count) * (1 + attributes.sum(axis=1) / 3)
    return Case(name, {"errors": errors, "attributes": attributes})


def _like_nme(rng: np.random.Generator, count: int) -> np.ndarray:
    """Errors as a fair network has them: most near 0.06, a tail beyond 0.10, none at it."""
    errors = rng.gamma(4, 0.015, count)
    errors[: count // 12] += 0.08
    return errors + np.where(np.abs(errors - 0.1) < 1e-5, 1e-4, 0.0)


CASES = {
    "nme": one_face,
    "each_face": several_faces,
    "failure_rate": failures,
    "auc": areas,
    "by_attribute": tables,
}
