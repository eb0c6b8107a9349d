"""Prediction, and evaluation on a WFLW list: by attribute, beside the mean face."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from solution.crops import network_box, normalise
from solution.metrics import auc, by_attribute, failure_rate, nme
from solution.tools.chains import KIT, Chain
from solution.transforms import crop_matrix, face_box, move_points, warp
from solution.wflw import WFLW


@dataclass
class Evaluation:
    """Predictions for every face of a list, in the pixels of its own picture.

    protocol  which box was cropped, "points" or "rect"; no figure means anything without it
    points    (n, 98, 2) predicted, (x, y) in source pixels
    errors    (n,) NME of each face, as fractions
    """

    protocol: str
    points: np.ndarray
    errors: np.ndarray
    attributes: np.ndarray

    def table(self) -> dict[str, tuple[int, float]]:
        """Number of faces and mean NME: "full", then each attribute."""
        return by_attribute(self.errors, self.attributes)

    def summary(self) -> dict[str, float]:
        """NME, failure rate and AUC at 0.10 of all faces."""
        return {
            "nme": float(self.errors.mean()),
            "fr": failure_rate(self.errors),
            "auc": auc(self.errors),
        }


def predict_points(
    model: nn.Module,
    pictures: list[np.ndarray],
    boxes: list[np.ndarray],
    size: int,
    chain: Chain = KIT,
) -> np.ndarray:
    """Landmarks (n, 98, 2) in pixels of each picture (h, w, 3) uint8, one square box each."""
    matrices = [crop_matrix(box, (size, size)) for box in boxes]
    crops = [warp(p, m, (size, size)) for p, m in zip(pictures, matrices, strict=True)]
    device = next(model.parameters()).device
    model.eval()
    with torch.no_grad():
        outputs = model(torch.stack([normalise(crop) for crop in crops]).to(device)).float().cpu()
    found = chain.points(outputs, size).double().numpy()
    pairs = zip(found, matrices, strict=True)
    return np.stack([chain.finish(move_points(points, np.linalg.inv(m))) for points, m in pairs])


def refuse_box(box: Sequence[float], width: int, height: int) -> None:
    """Raises ValueError for a box without numbers, or wholly outside its width x height picture."""
    x0, y0, x1, y1 = box
    if not np.isfinite(box).all() or x1 <= 0 or y1 <= 0 or x0 >= width or y0 >= height:
        raise ValueError(f"the box {_told(box)} is not in the picture of {width} x {height} pixels")


def _told(box: Sequence[float] | np.ndarray) -> str:
    return " ".join(f"{value:g}" for value in box)


def refuse_missing(data: WFLW, protocol: str) -> None:
    """Raises ValueError for the box "rect" if the list holds no rectangle."""
    if protocol == "rect" and all(face.rect_box is None for face in data.faces):
        raise ValueError(f"{data.list} holds no rectangles; take --protocol points")


def predict_face(
    model: nn.Module, image: np.ndarray, box: np.ndarray, size: int, chain: Chain = KIT
) -> np.ndarray:
    """The 98 landmarks (98, 2) of one face, in pixels of the picture.

    image  (height, width, 3) uint8, RGB
    box    (4,) x0, y0, x1, y1: tight around the face, from brows to chin; the network looks at a
           square 1.25 times as large around its centre
    size   the side of the network's input
    """
    corners = np.asarray(box, dtype=np.float64).reshape(2, 2)
    if not (corners[1] > corners[0]).all():
        raise ValueError(f"a box is x0 y0 x1 y1 with x0 < x1 and y0 < y1, not {_told(box)}")
    return predict_points(model, [image], [face_box(corners, 1.25)], size, chain)[0]


def evaluate(
    model: nn.Module,
    data: WFLW,
    size: int,
    protocol: str = "points",
    chain: Chain = KIT,
    batch: int = 16,
) -> Evaluation:
    """Predict every face of a list and compare with its annotation, in source pixels.

    A network with float32 weights computes in float32, in whatever precision it was trained; hand
    over `Precision.model(model)` to evaluate it in that one.
    """
    found = []
    for chosen in _batches(len(data), batch):
        items = [data[index] for index in chosen]
        boxes = [network_box(face, protocol) for _, face in items]
        found.append(predict_points(model, [p for p, _ in items], boxes, size, chain))
    points = np.concatenate(found)
    true = np.stack([face.points for face in data.faces])
    flags = [np.zeros(6, int) if f.attributes is None else f.attributes for f in data.faces]
    return Evaluation(protocol, points, nme(points, true), np.stack(flags))


def mean_face(train: WFLW, test: WFLW, protocol: str = "points") -> np.ndarray:
    """NME (n,) of always answering the mean training face in the box: what looks at no pixel."""
    shapes = []
    for face in train.faces:
        box = network_box(face, protocol)
        shapes.append((face.points - box[:2]) / (box[2] - box[0]))
    mean = np.mean(shapes, axis=0)
    boxes = np.stack([network_box(face, protocol) for face in test.faces])
    points = boxes[:, None, :2] + mean * (boxes[:, 2:3] - boxes[:, :1])[..., None]
    return nme(points, np.stack([face.points for face in test.faces]))


def _batches(count: int, batch: int) -> Iterator[range]:
    for start in range(0, count, batch):
        yield range(start, min(start + batch, count))


def write_faces(evaluation: Evaluation, data: WFLW, path: Path) -> None:
    """A CSV with one row for each face: list line, picture, NME."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "picture", "nme"])
        rows = zip(data.lines, data.faces, evaluation.errors, strict=True)
        writer.writerows((line, face.path, f"{error:.6f}") for line, face, error in rows)
