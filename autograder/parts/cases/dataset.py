"""Cases of part dataset: annotation lines, small folders in WFLW's layout, and lists of faces."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from autograder.checking.case import Case
from autograder.parts.cases.painted import faces
from autograder.parts.cases.pictures import picture

_TRAIN = "WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_train.txt"
_TEST = "WFLW_annotations/list_98pt_rect_attr_train_test/list_98pt_rect_attr_test.txt"
_BLUR = "WFLW_annotations/list_98pt_test/list_98pt_test_blur.txt"


def _line(
    rng: np.random.Generator,
    path: str,
    subset: bool = False,
    outside: bool = False,
    flags: Sequence[int] = (0, 1, 0, 0, 1, 1),
    points: np.ndarray | None = None,
) -> str:
    """One annotation line; `outside` puts some points beyond the left and upper border."""
    if points is None:
        points = rng.uniform(-60 if outside else 5, 900, (98, 2))
    numbers = [f"{value:.6f}" for value in points.ravel()]
    corner, size = rng.integers(10, 300, 2), rng.integers(40, 200, 2)
    rect = [str(int(value)) for value in (*corner, *(corner + size))]
    middle = [] if subset else [*rect, *(str(int(flag)) for flag in flags)]
    return " ".join([*numbers, *middle, path])


def _path(rng: np.random.Generator) -> str:
    event = int(rng.integers(0, 62))
    return f"{event}--Festival/{event}_Festival_Festival_{event}_{int(rng.integers(1, 999))}.jpg"


# ---------------------------------------------------------------- lines


def lines(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Three lines of 207 fields, with points that look like a face where they are drawn.

    Each of the six flags has a pattern of its own in the three, so no two can swap.
    """
    shape = faces(rng, count=1, size=64).points[0]
    names = ["an ordinary line", "points outside the picture", "a line with its line end"]
    patterns = rng.permutation(np.arange(1, 7))  # 1..6 in binary: neither 000 nor 111
    cases = []
    for bit, name in enumerate(names):
        points = shape * rng.uniform(3, 5) + rng.uniform(40, 60, 2)
        if "outside" in name:
            points -= points.min(axis=0) + rng.uniform(20, 60, 2)
        flags = ((patterns >> bit) & 1).tolist()
        line = _line(rng, _path(rng), flags=flags, points=points)
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
    """Lines too short or too long, and whole ones with a coordinate that is no finite number."""
    whole = _line(rng, _path(rng)).split()
    counts = (206, 208) if not hidden else (205, 198, 3)
    cases = []
    for count in counts:
        line = " ".join((whole + ["1"] * 9)[:count])
        named = {"named": [str(count)]}
        cases.append(Case(f"a line of {count} fields", {"line": line}, named, (str(count),)))
    for number in ("nan", "inf") if not hidden else ("nan", "-inf"):
        fields = whole.copy()
        fields[int(rng.integers(0, 196))] = number
        inputs = {"line": " ".join(fields)}
        cases.append(Case(f"a coordinate {number!r}", inputs, mentions=("207",)))
    return cases


# ---------------------------------------------------------------- folders


def folders(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Several faces in one picture, and a path with a letter outside ASCII; the hidden ones also a
    grey picture, a palette picture and a subset list."""
    shared, single = _path(rng), _path(rng).replace("Festival", "Fête")
    paths = [shared, single, shared] if not hidden else [single, shared, shared, shared]
    lists = {_TRAIN: [_line(rng, path) for path in paths]}
    lists[_TEST] = [_line(rng, path, outside=True) for path in (single, shared, single)]
    lists[_BLUR] = [_line(rng, path, subset=True) for path in (shared, single)]
    lists[_TEST].insert(1, "  " if hidden else "")  # blank lines are no faces
    pictures = {
        shared: _jpeg(picture(rng, 72, 56)),
        single: _jpeg(picture(rng, 40, 64), grey=hidden),
    }
    files = _tree(lists, pictures)
    facts = {"faces": _faces(rng, [line for lines in lists.values() for line in lines])}
    asked = {
        "two faces in one picture": ("train", list(range(len(paths)))),
        "the test list": ("test", [2, 1, 0]),
    }
    if hidden:
        asked["a subset list"] = ("blur", [1])
    cases = [
        Case(name, {"files": files, "split": split, "indices": indices}, facts)
        for name, (split, indices) in asked.items()
    ]
    if hidden:
        line = _line(rng, shared)
        files = _tree({_TRAIN: [line]}, {shared: _palette(picture(rng, 48, 40))})
        inputs = {"files": files, "split": "train", "indices": [0]}
        facts = {"faces": _faces(rng, [line])}
        cases.append(Case("a picture with a palette", inputs, facts))
    return cases


def broken_folders(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """A line without its path, far down a list with blank lines; files that are not there, or
    broken."""
    path = "45--Parade/45_Parade_Parade_45_678.jpg"  # digits that cannot pass for the line's number
    file = path.rsplit("/", 1)[1]
    bad = 27 if hidden else 23
    rows = [_line(rng, path) for _ in range(bad + 3)]
    rows[bad - 1] = rows[bad - 1].rsplit(" ", 1)[0]
    rows[4] = rows[9] = ""
    whole = _jpeg(picture(rng, 40, 40))
    name = _TRAIN.rsplit("/", 1)[1]
    # What else a message may name tells which mistake it was.
    mentions = (str(bad), str(bad - 1), str(bad - 2), str(bad - 3), name)
    inputs = {"files": _tree({_TRAIN: rows}, {path: whole}), "split": "train"}
    facts = {"named": [name, str(bad)], "faces": _faces(rng, rows[: bad - 1] + rows[bad:])}
    cases = [Case("a broken line in the list", inputs, facts, mentions)]
    one = {_TRAIN: [_line(rng, path)]}
    cut = {path: whole[: len(whole) * 2 // 3]}
    text = {path: np.frombuffer(b"<html>404 not found</html>", np.uint8)}
    for situation, pictures, split, named in (
        ("a missing list", {path: whole}, "test", []),
        ("a missing picture", {}, "train", []),
        ("a picture that is cut short", cut, "train", [file]),
        ("a file that is no picture", text, "train", [file]),
    ):
        inputs = {"files": _tree(one, pictures), "split": split}
        facts = {"named": named, "faces": _faces(rng, one[_TRAIN])}
        cases.append(Case(situation, inputs, facts, (name, file)))
    return cases


def _faces(rng: np.random.Generator, lines: list[str]) -> dict[str, Any]:
    """What stands in for `parse_line`: for each line its own path, and else nothing of it."""
    return {
        line: {
            "points": rng.uniform(0, 60, (98, 2)),
            "rect_box": rng.uniform(0, 60, 4),
            "attributes": rng.integers(0, 2, 6),
            "path": line.split()[-1],
        }
        for line in lines
        if line.strip()
    }


def _jpeg(pixels: np.ndarray, grey: bool = False) -> np.ndarray:
    buffer = io.BytesIO()
    image = Image.fromarray(pixels)
    (image.convert("L") if grey else image).save(buffer, "JPEG", quality=95, subsampling=0)
    return np.frombuffer(buffer.getvalue(), np.uint8)


def _palette(pixels: np.ndarray) -> np.ndarray:
    """A PNG with a palette; that it is called .jpg bothers no decoder."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).quantize(200).save(buffer, "PNG")
    return np.frombuffer(buffer.getvalue(), np.uint8)


def _tree(lists: dict[str, list[str]], pictures: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    files = {f"WFLW_images/{path}": content for path, content in pictures.items()}
    for name, lines_of_file in lists.items():
        data = "".join(line + "\n" for line in lines_of_file).encode()
        files[name] = np.frombuffer(data, np.uint8)
    return files


# ---------------------------------------------------------------- lists of faces


def splits(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Pictures with one to six faces, whose lines do not stand together.

    With the share of all cases there are so many splits that two seeds never agree by chance.
    """
    cases = [
        _split(rng, "a tenth of 60 pictures", 60, 0.1),
        _split(rng, "a third of 47 pictures", 47, 1 / 3),
    ]
    if hidden:
        crowded = [int(n) for n in (*rng.integers(1, 3, 39), 60)]
        cases += [
            _split(rng, "one picture with 60 faces", 40, 0.25, crowded),
            _split(rng, "nothing for validation", 12, 0.0),
            _split(rng, "everything for validation", 12, 1.0),
        ]
    return cases


def _split(
    rng: np.random.Generator,
    name: str,
    pictures: int,
    fraction: float,
    counts: Sequence[int] | None = None,
) -> Case:
    if counts is None:
        counts = rng.choice([1, 1, 1, 2, 3, 6], pictures).tolist()
    numbers = rng.permutation(np.repeat(rng.permutation(pictures), counts))
    paths = [f"{n % 7}--Parade/{n % 7}_Parade_Parade_{n}.jpg" for n in numbers.tolist()]
    seed = int(rng.integers(0, 1000))
    facts = {"other_seed": seed + 1} if 0 < fraction < 1 else {}
    return Case(name, {"paths": paths, "fraction": fraction, "seed": seed}, facts)


def flags(rng: np.random.Generator, hidden: bool) -> list[Case]:
    """Several attributes on one face, several faces in one picture, and nothing at all."""
    cases = []
    for name, count, empty in (
        ("faces with several attributes", 60, None),
        ("an attribute that no face has", 30, int(rng.integers(0, 6))),
        ("no face", 0, None),
    ):
        shares = rng.permutation([0.15, 0.25, 0.35, 0.45, 0.55, 0.65])
        attributes = (rng.uniform(size=(count, 6)) < shares).astype(np.int64)
        if empty is not None:
            attributes[:, empty] = 0
        paths = [f"3--Riot/3_Riot_Riot_3_{n}.jpg" for n in rng.integers(0, 20, count)]
        cases.append(Case(name, {"attributes": attributes, "paths": paths}))
    return cases


CASES = {
    "line_points": lines,
    "line_fields": lines_of_both_lists,
    "line_refused": bad_lines,
    "items": folders,
    "bad_files": broken_folders,
    "split": splits,
    "counts": flags,
}
