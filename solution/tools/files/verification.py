"""Check a whole WFLW tree, real or painted: every line, every picture, every count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from solution.wflw import ATTRIBUTES, LISTS, Face, parse_line

ALL_OF_TEST = "WFLW_annotations/list_98pt_test/list_98pt_test.txt"
# The six subset lists stand in the order of the attributes, under names of their own.
SUBSETS = dict(zip(list(LISTS)[2:], ATTRIBUTES, strict=True))


@dataclass
class Findings:
    """What is wrong with a tree.

    errors    the tree cannot be used as it is; each names file and line
    warnings  odd, but to be lived with: the real set has two wrong rectangles
    faces     the faces that could be read, for each list
    """

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    faces: dict[str, list[Face]] = field(default_factory=dict)


def verify(root: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Findings:
    """Read every list and open every picture under `root`; nothing stops at the first error.

    progress  called with the number of pictures opened and to open
    """
    findings = Findings()
    places: dict[str, str] = {}  # picture -> the first line that names it
    for split in LISTS:
        findings.faces[split] = _read(root / LISTS[split], split, findings, places)
    if (root / ALL_OF_TEST).exists():
        all_of_test = _read(root / ALL_OF_TEST, "", findings, places)
        if len(all_of_test) != len(findings.faces["test"]):
            findings.errors.append(
                f"{root / ALL_OF_TEST}: {len(all_of_test)} faces, but the test list has "
                f"{len(findings.faces['test'])}"
            )
    _compare_subsets(root, findings)
    _compare_train_with_test(root, findings)
    for done, (picture, place) in enumerate(places.items(), start=1):
        _open(root / "WFLW_images" / picture, place, findings)
        progress(done, len(places))
    return findings


def _read(path: Path, split: str, findings: Findings, places: dict[str, str]) -> list[Face]:
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except FileNotFoundError:
        findings.errors.append(f"{path}: the list is missing")
        return []
    except UnicodeDecodeError as error:
        findings.errors.append(f"{path}: not UTF-8 at byte {error.start}")
        return []
    faces = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            face = parse_line(line)
        except ValueError as error:
            findings.errors.append(f"{place}: {error}")
            continue
        faces.append(face)
        places.setdefault(face.path, place)
        if split in ("train", "test"):
            _check_labels(face, place, findings)
    if not faces:
        findings.errors.append(f"{path}: the list holds no face")
    return faces


def _check_labels(face: Face, place: str, findings: Findings) -> None:
    """Rectangle and flags of one line of the train or test list."""
    if face.rect_box is None or face.attributes is None:
        findings.errors.append(f"{place}: 197 fields, rectangle and attributes are missing")
        return
    if not np.isin(face.attributes, (0, 1)).all():
        findings.errors.append(f"{place}: an attribute is neither 0 nor 1")
    rect, own = face.rect_box, face.points_box
    if (rect[2:] <= rect[:2]).any():
        findings.warnings.append(f"{place}: the rectangle is empty; use the points' box")
    elif (np.minimum(rect[2:], own[2:]) <= np.maximum(rect[:2], own[:2])).any():
        findings.warnings.append(f"{place}: the rectangle misses its face; use the points' box")


def _compare_subsets(root: Path, findings: Findings) -> None:
    """Each subset list holds exactly the test faces whose flag is set."""
    for subset, attribute in SUBSETS.items():
        index = ATTRIBUTES.index(attribute)
        flagged = [
            face
            for face in findings.faces["test"]
            if face.attributes is not None and int(face.attributes[index]) == 1
        ]
        own, those = findings.faces[subset], {_identity(face) for face in flagged}
        others = [face.path for face in own if _identity(face) not in those]
        if len(own) != len(flagged):
            findings.errors.append(
                f"{root / LISTS[subset]}: {len(own)} faces, but {len(flagged)} "
                f"faces of the test list have {attribute}"
            )
        elif others:
            findings.errors.append(
                f"{root / LISTS[subset]}: {len(others)} of its faces are not those of the "
                f"test list that have {attribute}, e.g. in {others[0]}"
            )


def _compare_train_with_test(root: Path, findings: Findings) -> None:
    """No face may be trained on and tested on."""
    trained = {_identity(face) for face in findings.faces["train"]}
    both = [face.path for face in findings.faces["test"] if _identity(face) in trained]
    if both:
        findings.errors.append(
            f"{root / LISTS['test']}: {len(both)} of its faces are in the train list, too, e.g. in "
            f"{both[0]}: what is measured on them is no test"
        )


def _identity(face: Face) -> tuple[str, bytes]:
    """A face by its picture and points: one picture may hold several, and lists may round."""
    return face.path, np.round(face.points, 2).tobytes()


def _open(path: Path, place: str, findings: Findings) -> None:
    """Decode the whole picture: a truncated file still opens."""
    try:
        with Image.open(path) as picture:
            picture.load()
    except FileNotFoundError:
        findings.errors.append(f"{place}: there is no {path}")
    except Exception as error:  # Pillow raises what its decoders raise
        findings.errors.append(f"{place}: {path} is broken: {error}")
