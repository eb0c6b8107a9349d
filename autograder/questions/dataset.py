"""Questions of part dataset."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.student import Malformed, Student, pair


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


def _face(face: Any) -> dict[str, Any]:
    fields = ("points", "rect_box", "attributes", "path")
    if not all(hasattr(face, name) for name in fields):
        came = "None" if face is None else f"an object of type {type(face).__name__[:40]}"
        raise Malformed(f"Expected a Face (with {', '.join(fields)}); {came} came back.")
    return {name: getattr(face, name) for name in fields}


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
    return {"raised": raised, "text": text, "mentioned": mentioned}


class _Tree(tempfile.TemporaryDirectory):
    """A folder with the given files (path -> bytes as uint8), gone at the end."""

    def __init__(self, files: dict[str, np.ndarray]) -> None:
        super().__init__(prefix="wflw-")
        for name, content in files.items():
            path = Path(self.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.tobytes())
