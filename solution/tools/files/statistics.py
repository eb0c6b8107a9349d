"""What a WFLW list is like: face sizes, roll, boxes, attributes, beside the published set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from solution.wflw import ATTRIBUTES, Face

# The published WFLW test list: attribute counts from its subset lists, the rest measured on 2,066
# of its 2,500 faces; several faces a picture on the 1,966 faces with an attribute.
PUBLISHED: Mapping[str, str] = {
    "faces": "2500",
    "side of the points' box, px: min": "50",
    "side of the points' box, px: 5 %": "64",
    "side of the points' box, px: median": "101",
    "side of the points' box, px: 95 %": "363",
    "side of the points' box, px: max": "864",
    "roll, degrees: min": "-53",
    "roll, degrees: 5 %": "-21",
    "roll, degrees: 95 %": "18",
    "roll, degrees: max": "48",
    "faces with a negative coordinate, %": "1.1",
    "pictures with several faces, %": "12.9",
    "faces with coincident points, %": "7.5",
    "attribute pose, %": "13.0",
    "attribute expression, %": "12.6",
    "attribute illumination, %": "27.9",
    "attribute make-up, %": "8.2",
    "attribute occlusion, %": "29.4",
    "attribute blur, %": "30.9",
    "faces without attribute, %": "21.4",
}


@dataclass
class Statistics:
    """Measurements of the faces of one list.

    sides  (n,) the longer side of each points' box, in pixels
    rolls  (n,) the angle of the line from point 60 to 72, in degrees, clockwise positive
    rows   what the table shows: name -> value in words
    """

    sides: np.ndarray
    rolls: np.ndarray
    attributes: np.ndarray
    rows: dict[str, str] = field(default_factory=dict)


def measure(faces: Sequence[Face]) -> Statistics:
    """Statistics of the faces of a train or test list (197-field lines have no attributes)."""
    points = np.stack([face.points for face in faces])
    sides = np.ptp(points, axis=1).max(axis=1)
    eyes = points[:, 72] - points[:, 60]
    rolls = np.degrees(np.arctan2(eyes[:, 1], eyes[:, 0]))
    attributes = np.stack(
        [np.zeros(6, int) if face.attributes is None else face.attributes for face in faces]
    )
    pictures = Counter(face.path for face in faces)
    cut = [
        bool((face.points < face.rect_box[:2]).any() or (face.points > face.rect_box[2:]).any())
        for face in faces
        if face.rect_box is not None
    ]
    rows = {"faces": str(len(faces)), "pictures": str(len(pictures))}
    for name, share in (("min", 0), ("5 %", 5), ("median", 50), ("95 %", 95), ("max", 100)):
        rows[f"side of the points' box, px: {name}"] = f"{np.percentile(sides, share):.0f}"
    for name, share in (("min", 0), ("5 %", 5), ("95 %", 95), ("max", 100)):
        rows[f"roll, degrees: {name}"] = f"{np.percentile(rolls, share):.0f}"
    shares: dict[str, np.ndarray] = {
        "faces with a negative coordinate": np.array([(own < 0).any() for own in points]),
        "pictures with several faces": np.array([count > 1 for count in pictures.values()]),
        "faces with coincident points": np.array([_coincident(own) for own in points]),
        "rectangles that cut points off": np.array(cut),
        **{f"attribute {name}": attributes[:, i] for i, name in enumerate(ATTRIBUTES)},
        "faces without attribute": np.array([not own.any() for own in attributes]),
    }
    for name, flags in shares.items():
        rows[f"{name}, %"] = f"{100 * np.mean(flags):.1f}" if len(flags) else "–"
    return Statistics(sides, rolls, attributes, rows)


def _coincident(points: np.ndarray) -> bool:
    return len(np.unique(points, axis=0)) < len(points)


def draw(statistics: Mapping[str, Statistics], path: Path) -> None:
    """Histograms of size and roll and the shares of the attributes, one colour for each list."""
    figure, (sizes, rolls, shares) = plt.subplots(1, 3, figsize=(13, 3.6), layout="constrained")
    width = 0.8 / max(1, len(statistics))
    for index, (name, own) in enumerate(statistics.items()):
        share = np.full(len(own.sides), 100 / len(own.sides))
        sizes.hist(own.sides, np.geomspace(40, 1000, 25), weights=share, alpha=0.6, label=name)
        rolls.hist(own.rolls, np.linspace(-60, 60, 25), weights=share, alpha=0.6, label=name)
        places = np.arange(6) + index * width
        shares.bar(places, 100 * own.attributes.mean(axis=0), width, label=name)
    sizes.set(xscale="log", xlabel="longer side of the points' box (px)", ylabel="faces (%)")
    rolls.set(xlabel="roll (degrees)")
    ticks = np.arange(6) + 0.4 - width / 2
    shares.set_xticks(ticks, [*ATTRIBUTES], rotation=30)
    real = [float(PUBLISHED[f"attribute {name}, %"]) for name in ATTRIBUTES]
    shares.scatter(ticks, real, marker="_", s=500, c="black", label="WFLW test")
    for axes in (sizes, rolls, shares):
        axes.legend()
    figure.savefig(path, dpi=110)
    plt.close(figure)
