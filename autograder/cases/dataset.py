"""Cases of part dataset: annotation lines, and small folders in WFLW's layout."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from autograder.case import Case
from autograder.cases.pictures import picture

_TRAIN = "WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_train.txt"
_TEST = "WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_test.txt"
_BLUR = "WFLW_annotations/list_98pt_test/list_98pt_test_blur.txt"


def _line(
    rng: np.random.Generator,
    path: str,
    subset: bool = False,
    outside: bool = False,
    flags: Sequence[int] = (0, 1, 0, 0, 1, 1),
) -> str:
    """One annotation line; `outside` puts some points beyond the left and upper border."""
    low = -60 if outside else 5
    points = [f"{value:.6f}" for value in rng.uniform(low, 900, 196)]
    corner, size = rng.integers(10, 300, 2), rng.integers(40, 200, 2)
    rect = [str(int(value)) for value in (*corner, *(corner + size))]
    middle = [] if subset else [*rect, *(str(int(flag)) for flag in flags)]
    return " ".join([*points, *middle, path])


def _path(rng: np.random.Generator) -> str:
    event = int(rng.integers(0, 62))
    return f"{event}--Festival/{event}_Festival_Festival_{event}_{int(rng.integers(1, 999))}.jpg"


def lines(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Three lines in which each of the six flags has a pattern of its own, so no two can swap."""
    names = ["an ordinary line", "points outside the picture", "a line with its line end"]
    patterns = rng.permutation(np.arange(1, 7))  # 1..6 in binary: neither 000 nor 111
    cases = []
    for bit, name in enumerate(names):
        line = _line(
            rng, _path(rng), outside="outside" in name, flags=((patterns >> bit) & 1).tolist()
        )
        cases.append(Case(name, {"line": line + "\n" * ("end" in name)}))
    return cases


def lines_of_both_lists(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """The same, and lines of a test subset, which have 197 fields."""
    subset = [
        Case("a line of a test subset", {"line": _line(rng, _path(rng), True, outside)})
        for outside in (False, True)
    ]
    return [*lines(rng, hidden), *subset]


def bad_lines(rng: np.random.Generator, hidden: bool) -> list[Case]:
    whole = _line(rng, _path(rng)).split()
    counts = (206, 208) if not hidden else (205, 198, 3)
    return [
        Case(
            f"{count} fields",
            {"line": " ".join((whole + ["1"] * 9)[:count]), "mentions": [str(count)]},
        )
        for count in counts
    ]


def folders(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Several faces in one picture; the hidden ones also a grey picture and a subset list."""
    shared, single = _path(rng), _path(rng)
    paths = [shared, single, shared] if not hidden else [single, shared, shared, shared]
    lists = {_TRAIN: [_line(rng, path) for path in paths]}
    lists[_TEST] = [_line(rng, path, outside=True) for path in (single, shared, single)]
    lists[_BLUR] = [_line(rng, path, subset=True) for path in (shared, single)]
    lists[_TEST].insert(1, "")  # blank lines are no faces
    pictures = {
        shared: _jpeg(picture(rng, 72, 56)),
        single: _jpeg(picture(rng, 40, 64), grey=hidden),
    }
    files = _tree(lists, pictures)
    cases = [
        Case(
            "two faces in one picture",
            {"files": files, "split": "train", "indices": list(range(len(paths)))},
        ),
        Case("the test list", {"files": files, "split": "test", "indices": [2, 1, 0]}),
    ]
    if hidden:
        cases.append(Case("a subset list", {"files": files, "split": "blur", "indices": [1]}))
    return cases


def broken_folders(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """A line without its path, far down a list with blank lines; files that are not there."""
    path = "45--Parade/45_Parade_Parade_45_678.jpg"  # digits that cannot pass for the line's number
    bad = 27 if hidden else 23
    rows = [_line(rng, path) for _ in range(bad + 3)]
    rows[bad - 1] = rows[bad - 1].rsplit(" ", 1)[0]
    rows[4] = rows[9] = ""
    files = _tree({_TRAIN: rows}, {path: _jpeg(picture(rng, 40, 40))})
    missing = _tree({_TRAIN: [_line(rng, path)]}, {})
    name = _TRAIN.rsplit("/", 1)[1]
    # What else a message may name tells which mistake it was.
    mentions = [str(bad), str(bad - 1), str(bad - 2), str(bad - 3), name]
    return [
        Case(
            "a broken line in the list",
            {"files": files, "split": "train", "mentions": mentions},
            {"named": [name, str(bad)]},
        ),
        Case("a missing list", {"files": files, "split": "test", "mentions": [name]}),
        Case("a missing picture", {"files": missing, "split": "train", "mentions": [name]}),
    ]


def _jpeg(pixels: np.ndarray, grey: bool = False) -> np.ndarray:
    buffer = io.BytesIO()
    image = Image.fromarray(pixels)
    (image.convert("L") if grey else image).save(buffer, "JPEG", quality=95, subsampling=0)
    return np.frombuffer(buffer.getvalue(), np.uint8)


def _tree(lists: dict[str, list[str]], pictures: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    files = {f"WFLW_images/{path}": content for path, content in pictures.items()}
    for name, lines_of_file in lists.items():
        data = "".join(line + "\n" for line in lines_of_file).encode()
        files[name] = np.frombuffer(data, np.uint8)
    return files


def pending(rng: np.random.Generator, hidden: bool) -> list[Case]:
    return [Case("pending", {})]


CASES = {
    "split": pending,
    "counts": pending,
    "line_points": lines_of_both_lists,
    "line_fields": lines_of_both_lists,
    "line_refused": bad_lines,
    "items": folders,
    "bad_files": broken_folders,
}
