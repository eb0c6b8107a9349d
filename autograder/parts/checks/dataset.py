"""Checks of part dataset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checking.compare import (
    WrongAnswerError,
    array,
    at_most,
    close,
    mentions,
    text,
    words,
)
from autograder.checking.drawing import Sketch
from autograder.checking.reply import judge_either
from autograder.checking.values import pack
from autograder.parts.checks.points import point

_POINTS = 1e-3  # px; float32 is off by 3e-5, and the file's last digit is 1e-6


def test_line_points(ask, expect, case):
    """All 98 points of a 207-field line, as x and y, wherever they lie."""
    face, want = ask("parse_line", **case.inputs), expect("parse_line", **case.inputs)
    points = array(face["points"], want["points"].shape, "points")
    close(
        points,
        want["points"],
        "points",
        _POINTS,
        unit="px",
        place=point,
        why="A point may lie outside its picture: nothing is clamped, rounded or reordered.",
        sketch=_drawn(points, want["points"]),
    )


def _drawn(points: np.ndarray, want: np.ndarray) -> Sketch:
    """Both sets of points on a grey sheet, with room around the right ones."""
    corner = want.min(axis=0) - 20
    width, height = np.ceil(want.max(axis=0) + 20 - corner).astype(int).tolist()
    sheet = np.full((height, width, 3), 90, np.uint8)
    return Sketch(sheet, want_points=want - corner, got_points=points - corner)


def test_line_fields(ask, expect, case):
    """Rectangle, attributes and path, each from its own columns; 197 fields have but the path."""
    face, want = ask("parse_line", **case.inputs), expect("parse_line", **case.inputs)
    text(face["path"], want["path"], "path")
    if want["rect_box"] is None:
        for name in ("rect_box", "attributes"):
            if face[name] is not None:
                raise WrongAnswerError(f"{name} of a 197-field line: None", words(face[name]))
        return
    why = "The rectangle is two corners, x_min y_min x_max y_max, after the 196 coordinates."
    close(face["rect_box"], want["rect_box"], "rect_box", _POINTS, unit="px", why=why)
    why = "The six flags follow the rectangle: pose, expression, illumination, make-up, …"
    close(face["attributes"], want["attributes"], "attributes", 0, why=why, dtype="integers")


def test_line_refused(ask, expect, case):
    """A line with any other number of fields is refused, naming it; and so is NaN or infinity."""
    refusal = ask("parse_line_refusal", **case.inputs)
    message = _raised(refusal, "ValueError", case.name)
    why = "Whoever meets a broken file must be told what is broken."
    _names(message, case.facts.get("named", []), why)


def test_items(ask, expect, case):
    """One item for each line: the whole picture in RGB and its own face."""
    why = "A picture may hold several faces, so there is one item a line, not one a picture."

    def judge(got: dict, want: dict) -> None:
        close(got["length"], want["length"], "len(WFLW(root, split))", 0, why=why)
        for name in ("images", "faces"):
            if not hasattr(got[name], "__len__") or len(got[name]) != len(want["faces"]):
                raise WrongAnswerError("a picture and a Face for each index", words(got[name]))
        items = zip(case.inputs["indices"], got["images"], got["faces"], strict=True)
        for position, (index, picture, face) in enumerate(items):
            own = want["faces"][position]
            what = f"points of item {index}"
            close(face["points"], own["points"], what, _POINTS, place=point, why=why)
            text(face["path"], own["path"], f"path of item {index}")
            _same_picture(picture, want["images"][position], f"picture of item {index}")

    _judged(ask, expect, case, "wflw", judge)


def test_bad_files(ask, expect, case):
    """A broken line is named by file and number, a broken picture by its path."""
    why = "One broken line or picture among 10,000 is found in a minute if the error says where."

    def judge(refusal: dict, want: dict) -> None:
        message = _raised(refusal, want["raised"], case.name)
        _names(message, case.facts.get("named", []), why)

    _judged(ask, expect, case, "wflw_refusal", judge)


def _judged(ask, expect, case, question: str, judge: Callable[[dict, dict], None]) -> None:
    """Judge `WFLW` with a `parse_line` of ours in the place of its helper, or with its own."""
    ours, own = (case.inputs | {"faces": faces} for faces in (case.facts["faces"], None))
    judge_either(ask, expect, question, (ours, own), judge)


def _raised(refusal: dict, kind: str, situation: str) -> str:
    """Pass only if that error was raised; returns its message."""
    if isinstance(refusal["raised"], str) and refusal["raised"] == kind:
        return refusal["text"] if isinstance(refusal["text"], str) else ""
    came = "no error at all" if refusal["raised"] is None else words(refusal["raised"])
    raise WrongAnswerError(
        f"{kind} for {situation}", came, "A loader that guesses poisons the training set."
    )


def _names(message: str, named: list[str], why: str) -> None:
    for word in named:
        if not mentions(message, word):
            raise WrongAnswerError(
                f"a message that names {word}", f"the message {message[-160:]!r}", why
            )


def _same_picture(got, want, what: str) -> None:
    """JPEG decoders differ by a grey level or two; a swapped channel by dozens."""
    picture = array(got, want.shape, what, "uint8")
    error = np.abs(picture.astype(float) - want).mean()
    if not at_most(error, 3, "levels of a picture"):
        raise WrongAnswerError(
            f"{what}: red, green, blue as in the file",
            f"colours that differ by {error:.0f} grey levels on average",
            "OpenCV loads blue first; a network trained on RGB sees blue faces.",
            Sketch(want, got_image=picture),
        )


def test_split(ask, expect, case):
    """Every face once, pictures whole, the right share, and the seed alone decides."""
    got, paths = ask("split_faces", **case.inputs), case.inputs["paths"]
    train, held_out = (_indices(got[name], name, len(paths)) for name in _SIDES)
    _every_face_once(train, held_out, len(paths))
    _pictures_whole(held_out, paths, case.inputs["fraction"])
    for name, first in zip(_SIDES, (train, held_out), strict=True):
        again = _indices(got[f"{name}_again"], name, len(paths))
        if set(again.tolist()) != set(first.tolist()):
            why = (
                "Two runs must compare, and a resumed training must not learn from its validation."
            )
            raise WrongAnswerError(
                "the same split for the same seed", "another split the second time", why
            )
    if _hangs_on_hashes(got["salted"]):
        why = "Every run of Python has other hashes of texts, and so other orders of sets: sort."
        raise WrongAnswerError(
            "the same split in every run of Python", "one that hangs on hash(path)", why
        )
    drawn = expect("split_faces", **case.inputs)["drawn"]
    if not np.array_equal(array(got["drawn"], drawn.shape, "random numbers drawn next"), drawn):
        why = "Seeding a global generator changes every random number drawn after it, elsewhere."
        raise WrongAnswerError(
            "global random states as they were", "a global random state was changed", why
        )
    if "other_seed" in case.facts:
        other = ask("split_faces", **(case.inputs | {"seed": case.facts["other_seed"]}))
        if set(_indices(other["held_out"], "held_out", len(paths)).tolist()) == set(
            held_out.tolist()
        ):
            why = "Repeating a training on other splits shows how much of a difference is luck."
            raise WrongAnswerError(
                "another split for another seed", "the same split for two seeds", why
            )


def _hangs_on_hashes(salted: Any) -> bool:
    """Whether paths with other hashes were split in another way."""
    if not isinstance(salted, dict):
        return False  # no texts that it can work with
    return pack(salted.get("a")) != pack(salted.get("b"))


_SIDES = ("train", "held_out")
_SIDE_WORDS = {"train": "the training indices", "held_out": "the validation indices"}


def _indices(value: Any, side: str, count: int) -> np.ndarray:
    """A side of a split as indices into `count` faces.  Raises WrongAnswerError."""
    what = _SIDE_WORDS[side]
    if value == [] if isinstance(value, list) else getattr(value, "shape", None) == (0,):
        return np.zeros(0, int)
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind == "b":
        raise WrongAnswerError(
            f"{what}: whole numbers", "a mask of True and False: np.flatnonzero turns it"
        )
    shape = value.shape if isinstance(value, np.ndarray) and value.ndim == 1 else (count,)
    indices = array(value, shape, what, "integers").astype(np.int64)
    if indices.min() < 0 or indices.max() >= count:
        beyond = indices.min() if indices.min() < 0 else indices.max()
        raise WrongAnswerError(f"{what}: from 0 to {count - 1}", f"the index {beyond}")
    return indices


def _every_face_once(train: np.ndarray, held_out: np.ndarray, count: int) -> None:
    times = np.bincount(np.concatenate([train, held_out]), minlength=count)
    if (times == 1).all():
        return
    face = int(np.flatnonzero(times != 1)[0])
    both = face in train and face in held_out
    came = "on both sides" if both else "on no side" if times[face] == 0 else "twice on one side"
    why = (
        "A face that is on both sides is learned by heart and then asked for."
        if times[face]
        else "A face that is on no side is lost."
    )
    off = int((times != 1).sum())
    raise WrongAnswerError(
        "every face on one side, once", f"face {face} {came}; {off} faces are off", why
    )


def _pictures_whole(held_out: np.ndarray, paths: Sequence[str], fraction: float) -> None:
    """No picture on both sides, and their right share, give or take less than one picture."""
    inside = np.isin(np.arange(len(paths)), held_out)
    sides: dict[str, set[bool]] = {}
    for path, side in zip(paths, inside.tolist(), strict=True):
        sides.setdefault(path, set()).add(side)
    torn = [path for path, own in sides.items() if len(own) == 2]
    if torn:
        why = (
            "Faces of one picture share light, camera and occasion: validation would look too good."
        )
        came = f"{len(torn)} of {len(sides)} pictures with faces on both sides, e.g. {torn[0]}"
        raise WrongAnswerError("all faces of a picture on one side", came, why)
    chosen = sum(own == {True} for own in sides.values())
    if not abs(chosen - fraction * len(sides)) < 1 - 1e-9:
        raise WrongAnswerError(
            f"{fraction:.3g} of {len(sides)} pictures for validation",
            f"{chosen} pictures",
            "The share is one of pictures, and the second array is the validation.",
        )


def test_counts(ask, expect, case):
    """For each of the six attributes the number of faces that have it, 0 included."""
    got = ask("attribute_counts", **case.inputs)["counts"]
    want = expect("attribute_counts", **case.inputs)["counts"]
    if not isinstance(got, dict):
        raise WrongAnswerError("a dict: an attribute's name -> a number", words(got))
    why = "A face counts for each of its attributes, and each face of a picture counts."
    for name, count in want.items():
        if name not in got:
            keys = ", ".join(repr(key[:24]) for key in list(got)[:8]) or "no key at all"
            raise WrongAnswerError(f"the key {name!r} in the counts", keys, why)
        close(got[name], count, f"number of faces with {name}", 0, why=why)
