"""Questions of part dataset."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder.checking.namespace import MalformedError, Student, pair
from autograder.checking.stand_ins import standing_in
from autograder.checking.values import plain


def parse_line(student: Student, line: str) -> dict[str, Any]:
    return _face(student.parse_line(line))


def parse_line_refusal(student: Student, line: str) -> dict[str, Any]:
    """What happens with a line that has the wrong number of fields."""
    return _refusal(lambda: student.parse_line(line))


def wflw(
    student: Student,
    files: dict[str, np.ndarray],
    split: str,
    indices: list[int],
    faces: dict[str, Any] | None,
) -> dict[str, Any]:
    """Some items of a Dataset over a folder with these files; those beyond its end are left out.

    faces  what `parse_line` gives meanwhile for each line; None for the student's own
    """
    with _Tree(files) as root, _parsing(student, faces):
        data = student.WFLW(root, split)
        items = [
            pair(data[int(index)], f"WFLW(root, split)[{index}]", "the picture", "the Face")
            for index in indices
            if index < len(data)
        ]
        return {
            "length": len(data),
            "images": [image for image, _ in items],
            "faces": [_face(face) for _, face in items],
        }


def wflw_refusal(
    student: Student, files: dict[str, np.ndarray], split: str, faces: dict[str, Any] | None
) -> dict[str, Any]:
    """What happens with a bad list or a missing picture: build it and take the first item."""
    with _Tree(files) as root, _parsing(student, faces):
        refusal = _refusal(lambda: student.WFLW(root, split)[0])
    return refusal | {"text": refusal["text"].replace(root, "WFLW")}


@contextlib.contextmanager
def _parsing(student: Student, faces: dict[str, Any] | None) -> Iterator[None]:
    """Let `parse_line` give prepared faces, and refuse every line that is not among them."""
    if faces is None:
        yield
        return
    known = {tuple(line.split()): _Face(**fields) for line, fields in faces.items()}

    def parse_line(line: str) -> _Face:
        try:
            return known[tuple(line.split())]
        except KeyError:
            raise ValueError(f"this line cannot be read: {line[:40]!r} …") from None

    with standing_in(student.WFLW, parse_line=parse_line):
        yield


def split_faces(student: Student, paths: list[str], fraction: float, seed: int) -> dict[str, Any]:
    """The same split twice, with the global random states in a different place each time.

    drawn   (2, 3) what the global generators of Python, NumPy and torch give next, after each
    salted  the validation indices for paths with other hashes, twice: every run of Python draws
            the hashes of texts anew
    """
    splits, drawn = [], []
    with _random_states_kept():
        for place in (1, 2):
            random.seed(place), np.random.seed(place), torch.manual_seed(place)
            split = student.split_faces(list(paths), fraction, seed)
            drawn.append([random.random(), np.random.random(), torch.rand(()).item()])
            call = "split_faces(paths, fraction, seed)"
            splits.append(pair(split, call, "training indices", "validation indices"))
    (train, held_out), (train_again, held_out_again) = splits
    return {
        "train": train,
        "held_out": held_out,
        "train_again": train_again,
        "held_out_again": held_out_again,
        "drawn": drawn,
        "salted": _salted(student, paths, fraction, seed),
    }


def _salted(student: Student, paths: list[str], fraction: float, seed: int) -> Any:
    """The validation indices of two splits whose paths differ in nothing but their hashes.

    Only these two are compared: whoever turns some of them into ordinary texts gets odd splits,
    but twice the same.
    """
    held_out = {}
    with _random_states_kept():
        for salt in ("a", "b"):
            random.seed(1), np.random.seed(1), torch.manual_seed(1)
            try:
                split = student.split_faces([_Salted(p, salt) for p in paths], fraction, seed)
                held_out[salt] = sorted(int(index) for index in split[1])
            except Exception:  # no texts that it can work with, so nothing is said
                return None
    return held_out


class _Salted(str):
    """A text with a hash of its own."""

    def __new__(cls, text: str, salt: str) -> _Salted:
        salted = super().__new__(cls, text)
        salted.salt = salt
        return salted

    salt: str

    def __hash__(self) -> int:
        return hash(self.salt + self)


def attribute_counts(
    student: Student, attributes: np.ndarray, paths: list[str] | np.ndarray
) -> dict[str, Any]:
    """The counts of faces with these flags (n, 6); all else about the faces is beside the point."""
    points, box = np.zeros((98, 2)), np.array([0.0, 0.0, 9.0, 9.0])
    faces = [
        _Face(points, box, flags.copy(), path)
        for flags, path in zip(attributes, paths, strict=True)
    ]
    return {"counts": student.attribute_counts(faces)}


@dataclass(frozen=True, eq=False)
class _Face:
    """As the notebook's own Face, which no answer is asked for."""

    points: np.ndarray
    rect_box: np.ndarray
    attributes: np.ndarray
    path: str


@contextlib.contextmanager
def _random_states_kept() -> Iterator[None]:
    python, numpy, pytorch = random.getstate(), np.random.get_state(), torch.get_rng_state()
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        torch.set_rng_state(pytorch)


def _face(face: Any) -> dict[str, Any]:
    fields = ("points", "rect_box", "attributes", "path")
    if not all(hasattr(face, name) for name in fields):
        came = "None" if face is None else f"an object of type {type(face).__name__[:40]}"
        raise MalformedError(f"Expected a Face (with {', '.join(fields)}); {came} came back.")
    values = {name: getattr(face, name) for name in fields}
    # Whoever recognises mistakes takes 1.0 and True for 1, but not keys for one another.
    return values | {"flags_are": {_kind(values["attributes"]): True}}


def _kind(value: Any) -> str:
    """What an array's values are: "integers", "floats", "bools" or something else."""
    value = plain(value)
    kind = value.dtype.kind if isinstance(value, np.ndarray) else ""
    return {"i": "integers", "u": "integers", "f": "floats", "b": "bools"}.get(kind, "other")


def _refusal(attempt: Callable[[], Any]) -> dict[str, Any]:
    """What is raised, and its text."""
    raised, text = None, ""
    try:
        attempt()
    except (ValueError, OSError) as error:
        kinds = (FileNotFoundError, ValueError, OSError)
        raised = next(kind.__name__ for kind in kinds if isinstance(error, kind))
        text = str(error)
    # Whoever recognises mistakes takes all texts for equal, but not keys.
    return {"raised": raised, "raised_as": {str(raised): True}, "text": text}


class _Tree(tempfile.TemporaryDirectory):
    """A folder with the given files (path -> bytes as uint8), gone at the end."""

    def __init__(self, files: dict[str, np.ndarray]) -> None:
        super().__init__(prefix="wflw-")
        for name, content in files.items():
            path = Path(self.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.tobytes())
