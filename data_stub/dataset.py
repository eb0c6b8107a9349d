"""Write painted pictures in WFLW's own layout, and paint single crops for the grader.

One integer seed decides everything. Each picture has its own child seed, so the bytes do not
depend on how many processes paint. A set appears under its name only when it is whole.
"""

import ctypes
import itertools
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import SeedSequence
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from data_stub.average import Array
from data_stub.person import draw_person
from data_stub.scene import Label, Picture, compose, paint_picture

EVENTS = ("Street_Fair", "Choir_Evening", "Harbour_Run", "Village_Market", "Chess_Club",
          "Kite_Festival", "School_Play", "Ferry_Crossing", "Quiz_Night", "Snow_Day")  # fmt: skip
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
"""


class OutputError(Exception):
    """The place to write to cannot be used; the message says why."""


@dataclass(frozen=True)
class FaceCrops:
    """Single faces: images (n, size, size, 3) RGB, points (n, 98, 2) px, attributes (n, 6)."""

    images: NDArray[np.uint8]
    points: Array
    attributes: NDArray[np.int64]


def face_crops(seed: int, count: int, size: int = 256) -> FaceCrops:
    """Paint `count` square pictures of one face each, the face filling 55 to 80 % of the side."""
    crops = FaceCrops(
        np.zeros((count, size, size, 3), np.uint8),
        np.zeros((count, 98, 2)),
        np.zeros((count, 6), np.int64),
    )
    for k, child in enumerate(SeedSequence(seed).spawn(count)):
        rng = np.random.default_rng(child)
        centre = (size - 1) / 2 + rng.uniform(-0.06, 0.06, (1, 2)) * size
        person, side = draw_person(rng), size * rng.uniform(0.55, 0.80)
        picture = compose(rng, (size, size), [person], [side], centre)
        crops.images[k], label = picture.image(), picture.labels[0]
        crops.points[k], crops.attributes[k] = label.points, label.attributes
    return crops


@dataclass(frozen=True)
class Job:
    """One picture to paint. stop: what it must show on the tour, None: anything."""

    seed: SeedSequence
    path: str  # under WFLW_images
    faces: int
    stop: int | None


def plan(train: int, test: int, seed: int) -> tuple[list[Job], list[Job]]:
    """Jobs for both parts. About one picture in eight holds two to four faces.

    Each part begins with a tour of what a reader must cope with: the second picture holds two
    faces, each of the next eight what `_shows` asks for.
    """
    parts: tuple[list[Job], list[Job]] = [], []
    for jobs, count, child in zip(parts, (train, test), SeedSequence(seed).spawn(2), strict=True):
        rng = np.random.default_rng(child.spawn(1)[0])
        while count > 0:
            k, event = len(jobs), int(rng.integers(len(EVENTS)))
            faces = 2 if k == 1 else rng.choice([1, 2, 3, 4], p=[0.87, 0.09, 0.03, 0.01])
            faces = min(count, int(faces))
            folder, number = f"{event}--{EVENTS[event]}", 2 * k + (jobs is parts[1])
            path = f"{folder}/{event}_{EVENTS[event]}_{EVENTS[event]}_{event}_{number}.jpg"
            jobs.append(Job(child.spawn(1)[0], path, faces, k - 2 if 2 <= k < 10 else None))
            count -= faces
    return parts


def _shows(stop: int, label: Label) -> bool:
    """Does a face show the stop of the tour: an attribute, a closed mouth, points cut off?"""
    if stop < 6:
        return label.attributes[stop] == 1
    return label.mouth_closed if stop == 6 else bool((label.points < 0).any())


def paint_job(job: Job) -> Picture:
    """Paint until the picture shows what its stop asks for."""
    for attempt in itertools.count():
        own = SeedSequence(job.seed.entropy, spawn_key=(*job.seed.spawn_key, attempt))
        picture = paint_picture(np.random.default_rng(own), job.faces, cut=job.stop == 7)
        if job.stop is None or any(_shows(job.stop, label) for label in picture.labels):
            break
    return picture


def _prepare() -> None:
    """Make a worker process ready to paint beside others."""
    threadpool_limits(1)
    # Painting frees and takes large arrays all the time. Left to itself, glibc hands them back to
    # the system, which then clears every page again, and processes wait for each other there.
    with suppress(OSError, TypeError, AttributeError):  # other systems have no such switch
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(-3, 1 << 25)  # M_MMAP_THRESHOLD: its highest value
        mallopt(-1, 1 << 29)  # M_TRIM_THRESHOLD


def _save(task: tuple[Job, Path]) -> list[Label]:
    """Paint one picture into the folder of pictures; returns what is in it."""
    cv2.setNumThreads(1)  # the processes are the parallelism
    job, images = task
    picture = paint_job(job)
    (images / job.path).parent.mkdir(exist_ok=True)
    (images / job.path).write_bytes(picture.jpeg)
    return picture.labels


def _save_all(tasks: list[tuple[Job, Path]], workers: int) -> Iterable[list[Label]]:
    """Paint in order; without threads, which cost small matrices more than they save."""
    if workers == 1:
        with threadpool_limits(1):
            yield from map(_save, tasks)
    else:
        spawn = multiprocessing.get_context("spawn")
        with spawn.Pool(workers, _prepare) as pool:
            yield from pool.imap(_save, tasks, chunksize=4)


def main_line(label: Label, path: str) -> str:
    """207 fields."""
    numbers = [f"{v:.6f}" for v in label.points.ravel()]
    return " ".join([*numbers, *map(str, label.rect), *map(str, label.attributes), path])


def write_dataset(
    out: Path | str,
    train: int,
    test: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int], None] = lambda faces: None,
) -> Path:
    """Paint `train` + `test` faces into the new folder `out`; progress is told finished faces.

    Raises OutputError when `out` holds something already or cannot be written.
    """
    if train < 0 or test < 0 or seed < 0 or workers < 1:
        raise ValueError("train, test and seed must not be negative, workers at least 1")
    jobs = list(itertools.chain(*plan(train, test, seed)))
    faces: list[tuple[Label, str]] = []
    with _whole_or_nothing(Path(out)) as root:
        for folder in (Path("WFLW_images"), MAIN, SUBSETS):
            (root / folder).mkdir(parents=True)
        tasks = [(job, root / "WFLW_images") for job in jobs]
        for job, labels in zip(jobs, _save_all(tasks, workers), strict=True):
            faces += [(label, job.path) for label in labels]
            progress(len(labels))
        lines = [main_line(*face) for face in faces]
        _write_lines(root / MAIN / "list_98pt_rect_attr_train.txt", lines[:train])
        _write_lines(root / MAIN / "list_98pt_rect_attr_test.txt", lines[train:])
        fields = [line.split(" ") for line in lines[train:]]
        short = [" ".join(f[:196] + f[206:]) for f in fields]  # 197 fields
        _write_lines(root / SUBSETS / "list_98pt_test.txt", short)
        for k, name in enumerate(SUBSET_NAMES, start=200):
            chosen = [line for line, f in zip(short, fields, strict=True) if f[k] == "1"]
            _write_lines(root / SUBSETS / f"list_98pt_test_{name}.txt", chosen)
        (root / MAIN / "README").write_text(_MAIN_README, encoding="ascii")
        (root / SUBSETS / "README").write_text(_SUBSET_README, encoding="ascii")
    return Path(out)


def _write_lines(path: Path, lines: list[str]) -> None:
    path.write_text("".join(line + "\n" for line in lines), encoding="ascii", newline="\n")


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
