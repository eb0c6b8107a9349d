"""Questions of part dataset."""

from __future__ import annotations

import contextlib
import random
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch

from autograder.checking.namespace import MalformedError, Student, pair
from autograder.checking.values import plain


def parse_line(student: Student, line: str) -> dict[str, Any]:
    return _face(student.parse_line(line))


def parse_line_refusal(student: Student, line: str, mentions: list[str]) -> dict[str, Any]:
    """What happens with a line that has the wrong number of fields."""
    return _refusal(lambda: student.parse_line(line), mentions)


def wflw(
    student: Student, files: dict[str, np.ndarray], split: str, indices: list[int]
) -> dict[str, Any]:
    """Some items of a Dataset over a folder with these files; those beyond its end are left out."""
    with _Tree(files) as root:
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
    student: Student, files: dict[str, np.ndarray], split: str, mentions: list[str]
) -> dict[str, Any]:
    """What happens with a bad list or a missing picture: build it and take the first item."""
    with _Tree(files) as root:
        refusal = _refusal(lambda: student.WFLW(root, split)[0], mentions)
    return refusal | {"text": refusal["text"].replace(root, "WFLW")}


def split_faces(student: Student, paths: list[str], fraction: float, seed: int) -> dict[str, Any]:
    """The same split twice, with the global random states in a different place each time.

    by_hash  whether it hangs on the hashes of the paths, which every run of Python draws anew
    """
    splits, disturbed = [], False
    with _random_states_kept():
        for place in (1, 2):
            random.seed(place), np.random.seed(place), torch.manual_seed(place)
            before = _random_states()
            split = student.split_faces(list(paths), fraction, seed)
            disturbed |= _random_states() != before
            call = "split_faces(paths, fraction, seed)"
            splits.append(pair(split, call, "training indices", "validation indices"))
    (train, held_out), (train_again, held_out_again) = splits
    return {
        "train": train,
        "held_out": held_out,
        "train_again": train_again,
        "held_out_again": held_out_again,
        "disturbed": disturbed,
        "by_hash": _by_hash(student, paths, fraction, seed),
    }


def _by_hash(student: Student, paths: list[str], fraction: float, seed: int) -> bool:
    """Whether paths with other hashes are split in another way.

    Only these two are compared: whoever turns some of them into ordinary texts gets odd splits,
    but twice the same.
    """
    held_out = []
    with _random_states_kept():
        for salt in ("a", "b"):
            random.seed(1), np.random.seed(1), torch.manual_seed(1)
            try:
                split = student.split_faces([_Salted(p, salt) for p in paths], fraction, seed)
                held_out.append(sorted(int(index) for index in split[1]))
            except Exception:  # no texts that it can work with, so nothing is said
                return False
    return held_out[0] != held_out[1]


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


def _random_states() -> tuple:
    """The three global random states in a form that compares."""
    name, keys, *rest = cast(tuple, np.random.get_state())
    numpy = (name, keys.tobytes(), *rest)
    return random.getstate(), numpy, torch.get_rng_state().numpy().tobytes()


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


def _refusal(attempt: Callable[[], Any], mentions: list[str]) -> dict[str, Any]:
    """What is raised, and which of these words its text mentions."""
    raised, text = None, ""
    try:
        attempt()
    except (ValueError, OSError) as error:
        kinds = (FileNotFoundError, ValueError, OSError)
        raised = next(kind.__name__ for kind in kinds if isinstance(error, kind))
        text = str(error)
    mentioned = [bool(re.search(rf"\b{re.escape(word)}\b", text)) for word in mentions]
    # Whoever recognises mistakes takes all texts for equal, but not keys.
    return {
        "raised": raised,
        "raised_as": {str(raised): True},
        "text": text,
        "mentioned": mentioned,
    }


class _Tree(tempfile.TemporaryDirectory):
    """A folder with the given files (path -> bytes as uint8), gone at the end."""

    def __init__(self, files: dict[str, np.ndarray]) -> None:
        super().__init__(prefix="wflw-")
        for name, content in files.items():
            path = Path(self.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.tobytes())
