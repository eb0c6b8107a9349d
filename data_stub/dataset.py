"""Write painted pictures in WFLW's own layout, and paint single crops for the grader.

One integer seed decides everything. Each picture has its own child seed, so the bytes do not
depend on how many processes paint. A set appears under its name only when it is whole.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.random import SeedSequence
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from data_stub.person import draw_person
from data_stub.scene import Label, Picture, compose, paint_picture

EVENTS = (
    *("0--Street_Fair", "1--Choir_Evening", "2--Harbour_Run", "3--Village_Market"),
    *("4--Chess_Club", "5--Kite_Festival", "6--School_Play", "7--Allotment_Day"),
    *("8--Ferry_Crossing", "9--Quiz_Night", "10--Snow_Day", "11--Bakery_Opening"),
)
MAIN = Path("WFLW_annotations/list_98pt_rect_attr_train_test")
SUBSETS = Path("WFLW_annotations/list_98pt_test")
SUBSET_NAMES = ("largepose", "expression", "illumination", "makeup", "occlusion", "blur")

_MAIN_README = """Painted faces in the layout of WFLW. None of these people exists.

Each line describes one face with 207 fields, separated by single spaces:
  196  x0 y0 x1 y1 ... x97 y97: the 98 points in pixels, x to the right, y downwards;
       a whole number is the centre of a pixel, the first pixel is 0
    4  x_min y_min x_max y_max: corners of a detector's rectangle (it may cut points off)
    6  pose expression illumination make-up occlusion blur: 0 ordinary, 1 difficult
    1  the picture, relative to WFLW_images
Several lines may name the same picture.
"""
_SUBSET_README = """The test faces once more: all of them, and those with one attribute set.

Each line has 197 fields: 98 points (x y) and the picture. Order as in the full test list.
Files: list_98pt_test.txt and, for each attribute, list_98pt_test_<name>.txt with <name> one of
largepose expression illumination makeup occlusion blur.
"""


class OutputError(Exception):
    """The place to write to cannot be used; the message says why."""


@dataclass(frozen=True)
class FaceCrops:
    """Single faces: images (n, size, size, 3) RGB, points (n, 98, 2) px, attributes (n, 6)."""

    images: NDArray[np.uint8]
    points: NDArray[np.float64]
    attributes: NDArray[np.int64]


def face_crops(seed: int, count: int, size: int = 256) -> FaceCrops:
    """Paint `count` square pictures of one face each, the face filling 55 to 80 % of the side."""
    pictures = []
    for child in SeedSequence(seed).spawn(count):
        rng = np.random.default_rng(child)
        side = size * rng.uniform(0.55, 0.80)
        centre = (size - 1) / 2 + rng.uniform(-0.06, 0.06, (1, 2)) * size
        pictures.append(compose(rng, (size, size), [draw_person(rng)], [side], centre))
    labels = [p.labels[0] for p in pictures]
    return FaceCrops(
        np.array([p.image for p in pictures], np.uint8).reshape(count, size, size, 3),
        np.array([label.points for label in labels], float).reshape(count, 98, 2),
        np.array([label.attributes for label in labels], np.int64).reshape(count, 6),
    )


# Each part of a set opens with a tour of what a reader must cope with, one picture per item.
_TOUR: tuple[Callable[[Label], bool], ...] = (
    lambda label: bool((label.points < 0).any()),
    lambda label: label.mouth_closed,
    *(partial(lambda k, label: label.attributes[k] == 1, k) for k in range(6)),
)


@dataclass(frozen=True)
class Job:
    """One picture to paint: its seed, its path under WFLW_images, number of faces, tour stop."""

    seed: SeedSequence
    path: str
    faces: int
    tour: int | None


def plan(train: int, test: int, seed: int) -> tuple[list[Job], list[Job]]:
    """Jobs for both parts. About one picture in eight holds two to four faces."""
    root = SeedSequence(seed)
    parts = []
    for number, (count, child) in enumerate(zip((train, test), root.spawn(2), strict=True)):
        rng = np.random.default_rng(child.spawn(1)[0])
        jobs: list[Job] = []
        while count > 0:
            k = len(jobs)
            faces = int(min(count, rng.choice([1, 2, 3, 4], p=[0.87, 0.09, 0.03, 0.01])))
            if k == 1 and count > 1:
                faces = 2  # the tour's first stop: a picture with two faces
            event = EVENTS[rng.integers(len(EVENTS))]
            ident, name = event.split("--")
            path = f"{event}/{ident}_{name}_{name}_{ident}_{2 * k + number}.jpg"
            stop = k - 2 if 0 <= k - 2 < len(_TOUR) else None
            jobs.append(Job(child.spawn(1)[0], path, faces, stop))
            count -= faces
        parts.append(jobs)
    return parts[0], parts[1]


def paint_job(job: Job) -> Picture:
    """Paint until the picture shows what its tour stop asks for (most ask for nothing)."""
    for attempt in itertools.count():
        own = SeedSequence(job.seed.entropy, spawn_key=(*job.seed.spawn_key, attempt))
        rng = np.random.default_rng(own)
        picture = paint_picture(rng, job.faces, cut=True if job.tour == 0 else None)
        if job.tour is None or any(map(_TOUR[job.tour], picture.labels)):
            break
    return picture


def main_line(label: Label, path: str) -> str:
    """207 fields."""
    numbers = [f"{v:.6f}" for v in label.points.ravel()]
    return " ".join([*numbers, *map(str, label.rect), *map(str, label.attributes), path])


def subset_line(label: Label, path: str) -> str:
    """197 fields."""
    return " ".join([*(f"{v:.6f}" for v in label.points.ravel()), path])


def write_dataset(
    out: Path | str,
    train: int,
    test: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Path:
    """Paint `train` + `test` faces into the new folder `out`; progress is told finished faces.

    Raises OutputError when `out` holds something already or cannot be written.
    """
    if train < 0 or test < 0 or seed < 0 or workers < 1:
        raise ValueError("train, test and seed must not be negative, workers at least 1")
    out = Path(out)
    train_jobs, test_jobs = plan(train, test, seed)
    with _whole_or_nothing(out) as root:
        for event in EVENTS:
            (root / "WFLW_images" / event).mkdir(parents=True)
        lines: dict[str, list[str]] = {"train": [], "test": []}
        short: dict[str, list[str]] = {name: [] for name in ("", *SUBSET_NAMES)}
        jobs = [(job, root / "WFLW_images") for job in (*train_jobs, *test_jobs)]
        for (job, _), labels in zip(jobs, _run(jobs, workers), strict=True):
            part = "train" if len(lines["train"]) < train else "test"
            for label in labels:
                lines[part].append(main_line(label, job.path))
                if part == "test":
                    short[""].append(subset_line(label, job.path))
                    for name, flag in zip(SUBSET_NAMES, label.attributes, strict=True):
                        if flag:
                            short[name].append(subset_line(label, job.path))
            if progress:
                progress(len(labels))
        for part, rows in lines.items():
            _write_lines(root / MAIN / f"list_98pt_rect_attr_{part}.txt", rows)
        for name, rows in short.items():
            _write_lines(root / SUBSETS / f"list_98pt_test{'_' if name else ''}{name}.txt", rows)
        (root / MAIN / "README").write_text(_MAIN_README, encoding="ascii")
        (root / SUBSETS / "README").write_text(_SUBSET_README, encoding="ascii")
        for event in EVENTS:
            folder = root / "WFLW_images" / event
            if not any(folder.iterdir()):
                folder.rmdir()
    return out


def _write_lines(path: Path, rows: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(row + "\n" for row in rows), encoding="ascii", newline="\n")


def _paint_and_save(task: tuple[Job, Path]) -> list[Label]:
    cv2.setNumThreads(1)  # the processes are the parallelism
    job, images = task
    picture = paint_job(job)
    (images / job.path).write_bytes(picture.jpeg)
    return picture.labels


def _run(tasks: list[tuple[Job, Path]], workers: int) -> Iterable[list[Label]]:
    if workers == 1:
        with threadpool_limits(1):  # threads cost small matrices more than they save
            yield from map(_paint_and_save, tasks)
        return
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # read by the children's numpy
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap(_paint_and_save, tasks, chunksize=4)


@contextmanager
def _whole_or_nothing(out: Path) -> Iterator[Path]:
    """A scratch folder beside `out` that takes its name only when the body ends well."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out} exists and is not an empty folder; name a new one or empty it")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}-unfinished-", dir=out.parent))
    except OSError as error:
        raise OutputError(f"cannot write in {out.parent}: {error.strerror}") from error
    try:
        yield scratch
        os.chmod(scratch, 0o755)
        if out.exists():
            out.rmdir()
        scratch.rename(out)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
