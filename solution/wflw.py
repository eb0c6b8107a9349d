"""WFLW's annotation lines and its Dataset.

Source: W. Wu et al., "Look at Boundary: A Boundary-Aware Face Alignment Algorithm",
CVPR 2018, and the README files of the released annotations.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from torch.utils.data import Dataset

POINTS = 98
ATTRIBUTES = ("pose", "expression", "illumination", "make-up", "occlusion", "blur")

# Where WFLW keeps its lists, below the folder that also holds WFLW_images/.
LISTS = {
    "train": "WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_train.txt",
    "test": "WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_test.txt",
    **{
        subset: f"WFLW_annotations/list_98pt_test/list_98pt_test_{subset}.txt"
        for subset in ("largepose", "expression", "illumination", "makeup", "occlusion", "blur")
    },
}


@dataclass(frozen=True, eq=False)
class Face:
    """One annotated face.

    points      (98, 2) float64, (x, y) in pixels of the whole picture; may lie outside it
    rect_box    (4,) float64, the detector's x0, y0, x1, y1; None in the 197-field lists
    attributes  (6,) integers 0 or 1 (no floats, bools or texts), in the order of ATTRIBUTES; None
                in the 197-field lists
    path        the picture, relative to WFLW_images/
    """

    points: np.ndarray
    rect_box: np.ndarray | None
    attributes: np.ndarray | None
    path: str

    @property
    def points_box(self) -> np.ndarray:
        """(4,) x0, y0, x1, y1: the tightest box around the annotated points."""
        return np.concatenate([self.points.min(axis=0), self.points.max(axis=0)])


def parse_line(line: str) -> Face:
    """Read one line of a WFLW list.

    A line of the train and test lists has 207 fields, separated by blanks:
    196 numbers ``x0 y0 x1 y1 .. x97 y97``, then the detector's rectangle as two corners
    ``x_min y_min x_max y_max`` (not a width and a height), then six flags in the order
    pose, expression, illumination, make-up, occlusion, blur, then the picture's path, which
    holds no blank.  The line may end with a line end.
    A line of the six test subset lists has 197: the numbers and the path, so `rect_box`
    and `attributes` are None.

    Nothing is clamped or rounded: a point may lie outside its picture.
    Raises ValueError, naming the number of fields, if it is neither 207 nor 197; also if one of
    the 196 coordinates is not a finite number (a field such as ``nan`` or ``inf``).
    """
    ### BEGIN SOLUTION
    fields = line.split()
    if len(fields) not in (207, 197):
        raise ValueError(f"a WFLW line has 207 or 197 fields, this one has {len(fields)}")
    points = np.array(fields[:196], dtype=np.float64).reshape(POINTS, 2)
    if not np.isfinite(points).all():
        raise ValueError("a coordinate is not a finite number")
    if len(fields) == 197:
        return Face(points, None, None, fields[196])
    rect_box = np.array(fields[196:200], dtype=np.float64)
    attributes = np.array(fields[200:206], dtype=np.int64)
    return Face(points, rect_box, attributes, fields[206])
    ### END SOLUTION


def to_rgb(picture: Image.Image) -> np.ndarray:
    """Any picture as uint8 (h, w, 3) RGB; grey of 16 bits or of floats is scaled, not cut off."""
    if picture.mode[0] not in "IF":
        return np.array(picture.convert("RGB"))
    grey = np.nan_to_num(np.asarray(picture).astype(np.float64)).clip(0)
    whites = {"F": [1, 255, 65535], "I": [255, 65535]}.get(picture.mode, [65535])
    white = next((value for value in whites if grey.max() <= value), grey.max())
    return np.repeat(np.round(255 * grey / white).astype(np.uint8)[..., None], 3, axis=2)


class WFLW(Dataset):
    """The faces of one WFLW list, one item for each line, in the list's order.

    A picture may hold several faces: every line is an item of its own, so a path is not a key.

    root   the folder that holds WFLW_images/ and WFLW_annotations/
    split  a key of LISTS: "train", "test" or one of the test subsets
    """

    def __init__(self, root: str | Path, split: str) -> None:
        """Read the list of `split`, in UTF-8, and open no picture yet.

        Blank lines are passed over, but they count in the numbers of lines, as in an editor.
        Raises FileNotFoundError if the list is missing.  If a line cannot be read, raises
        ValueError with the list's path and the line's number, counted from 1; also if the list
        holds no line at all.
        """
        ### BEGIN SOLUTION
        self.images = Path(root) / "WFLW_images"
        self.list = Path(root) / LISTS[split]
        self.faces: list[Face] = []
        self.lines: list[int] = []
        text = self.list.read_text(encoding="utf-8-sig")
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip():
                continue
            try:
                self.faces.append(parse_line(line))
            except ValueError as error:
                raise ValueError(f"{self.list}, line {number}: {error}") from error
            self.lines.append(number)
        if not self.faces:
            raise ValueError(f"{self.list} holds no line")
        ### END SOLUTION

    def __len__(self) -> int:
        """The number of faces (not of pictures)."""
        ### BEGIN SOLUTION
        return len(self.faces)
        ### END SOLUTION

    def __getitem__(self, index: int) -> tuple[np.ndarray, Face]:
        """The whole picture as uint8 (height, width, 3) in RGB order, and its Face.

        Grey and palette pictures become RGB too.  Raises FileNotFoundError if the picture is
        missing, and an OSError whose text holds the picture's path if the file is broken: cut
        short, or no picture at all.
        """
        ### BEGIN SOLUTION
        face = self.faces[index]
        try:
            with Image.open(self.images / face.path) as picture:
                return to_rgb(picture), face
        except FileNotFoundError as error:
            where = f"{self.list}, line {self.lines[index]}"
            raise FileNotFoundError(f"{where}: there is no {error.filename}") from error
        except OSError as error:
            where = f"{self.list}, line {self.lines[index]}"
            raise OSError(f"{where}: {self.images / face.path} is broken: {error}") from error
        ### END SOLUTION


def split_faces(paths: list[str], fraction: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Split faces into training and validation; all faces of one picture stay on one side.

    paths     the picture of each face, n in all
    fraction  the share of the pictures (not of the faces) that goes to validation, from 0 (none)
              to 1 (all); where that is no whole number of pictures, either neighbour will do
    seed      the same seed gives the same split every time, another seed another split

    The random numbers come from a generator of its own: NumPy's, torch's and Python's global
    random states have no part in it and stay as they are.

    Returns two arrays of indices into `paths`, training and validation, in any order: together
    they hold every face once.
    """
    ### BEGIN SOLUTION
    pictures = sorted(set(paths))
    count = round(fraction * len(pictures))
    drawn = np.random.default_rng(seed).permutation(len(pictures))[:count]
    chosen = {pictures[i] for i in drawn}
    held_out = np.array([path in chosen for path in paths], dtype=bool)
    return np.flatnonzero(~held_out), np.flatnonzero(held_out)
    ### END SOLUTION


def attribute_counts(faces: list[Face]) -> dict[str, int]:
    """How many of these faces have each attribute: a name of ATTRIBUTES -> a whole number.

    All six names are there, with 0 where no face has the attribute.  A face may have several
    attributes, and a picture several faces.  All faces carry attributes; the list may be empty.
    """
    ### BEGIN SOLUTION
    flags = np.array([face.attributes for face in faces]).reshape(-1, len(ATTRIBUTES))
    return dict(zip(ATTRIBUTES, flags.sum(axis=0).tolist(), strict=True))
    ### END SOLUTION
