"""Checks of part dataset."""

from __future__ import annotations

import re

import numpy as np

from autograder.compare import Wrong, array, close, point, text, words


def test_line_points(ask, expect, case):
    """All 98 points of a 207-field line, as x and y, wherever they lie."""
    face, want = ask("parse_line", **case.inputs), expect("parse_line", **case.inputs)
    close(
        face["points"],
        want["points"],
        "points",
        1e-4,
        unit="px",
        place=point,
        why="A point may lie outside its picture: nothing is clamped, rounded or reordered.",
    )


def test_line_fields(ask, expect, case):
    """Rectangle, attributes and path, each from its own columns; 197 fields have but the path."""
    face, want = ask("parse_line", **case.inputs), expect("parse_line", **case.inputs)
    text(face["path"], want["path"], "path")
    if want["rect_box"] is None:
        for name in ("rect_box", "attributes"):
            if face[name] is not None:
                raise Wrong(f"{name} of a 197-field line: None", words(face[name]))
        return
    why = "The rectangle is two corners, x_min y_min x_max y_max, after the 196 coordinates."
    close(face["rect_box"], want["rect_box"], "rect_box", 1e-4, unit="px", why=why)
    why = "The six flags follow the rectangle: pose, expression, illumination, make-up, …"
    close(face["attributes"], want["attributes"], "attributes", 0, why=why)


def test_line_refused(ask, expect, case):
    """A line with any other number of fields is refused, naming the number."""
    refusal = ask("parse_line_refusal", **case.inputs)
    (count,) = case.inputs["mentions"]
    message = _raised(refusal, "ValueError", f"a line of {count} fields")
    _names(message, [count], "Whoever meets a broken file must be told what is broken.")


def test_items(ask, expect, case):
    """One item for each line: the whole picture in RGB and its own face."""
    got, want = ask("wflw", **case.inputs), expect("wflw", **case.inputs)
    why = "A picture may hold several faces, so there is one item a line, not one a picture."
    close(got["length"], want["length"], "len(WFLW(root, split))", 0, why=why)
    items = zip(case.inputs["indices"], got["images"], got["faces"], strict=True)
    for position, (index, picture, face) in enumerate(items):
        own = want["faces"][position]
        close(face["points"], own["points"], f"points of item {index}", 1e-4, place=point, why=why)
        text(face["path"], own["path"], f"path of item {index}")
        _same_picture(picture, want["images"][position], f"picture of item {index}")


def test_bad_files(ask, expect, case):
    """A broken line is named by file and number; a missing file is a FileNotFoundError."""
    refusal, want = ask("wflw_refusal", **case.inputs), expect("wflw_refusal", **case.inputs)
    message = _raised(refusal, want["raised"], case.name)
    why = "One broken line among 10,000 is found in a minute if the error says where."
    _names(message, case.facts.get("named", []), why)


def _raised(refusal: dict, kind: str, situation: str) -> str:
    """Pass only if that error was raised; returns its message."""
    if isinstance(refusal["raised"], str) and refusal["raised"] == kind:
        return refusal["text"] if isinstance(refusal["text"], str) else ""
    came = "no error at all" if refusal["raised"] is None else words(refusal["raised"])
    raise Wrong(f"{kind} for {situation}", came, "A loader that guesses poisons the training set.")


def _names(message: str, named: list[str], why: str) -> None:
    for word in named:
        if not re.search(rf"\b{re.escape(word)}\b", message):
            raise Wrong(f"a message that names {word}", f"the message {message[-160:]!r}", why)


def _same_picture(got, want, what: str) -> None:
    """JPEG decoders differ by a grey level or two; a swapped channel by dozens."""
    picture = array(got, want.shape, what, "uint8")
    error = np.abs(picture.astype(float) - want).mean()
    if not error <= 3:
        raise Wrong(
            f"{what}: red, green, blue as in the file",
            f"colours that differ by {error:.0f} grey levels on average",
            "OpenCV loads blue first; a network trained on RGB sees blue faces.",
        )


def test_split(ask, expect, case):
    """Pending."""


def test_counts(ask, expect, case):
    """Pending."""
