"""The forms in which work arrives, and what each tells of who handed it in.

Canvas      lastfirst_LATE_12345_67890_answers.ipynb: files side by side, each with the user's
            number and one of its own
Moodle      Full Name_12345_assignsubmission_file_: a folder, or files side by side; the number is
            that of a participant in one assignment
Gradescope  submission_123: folders, and a list of who they are from
others      a file or a folder that is named by whoever it is from
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from autograder.submissions import disk

# Column of the roster, SID or ANY -> text.  What comes first tells most.
Person = dict[str, str]
SID = "sid"  # an id, or one in the registry
ANY = "any"  # whatever somebody may be named by
MAX_METADATA = 32 * 2**20
METADATA = "submission_metadata.yml"

_CANVAS = re.compile(r"(?P<name>.+?)(?:_late)?_(?P<user>\d+)_(?P<file>\d+)_.+", re.I | re.S)
_MOODLE = re.compile(
    r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_.*)?", re.S
)
_GRADESCOPE = re.compile(r"submission_\d+")
_NOBODYS = {
    METADATA: "Gradescope's list",
    "timestamp.txt": "nbgrader's time",
    "__MACOSX": "what macOS adds to archives",
    "Thumbs.db": "what Windows adds to folders",
    "desktop.ini": "what Windows adds to folders",
}


@dataclass
class HandIn:
    """What one student, or one group, handed in.

    entry   the file or folder that it is called by
    files   all that belong to it, if they lie side by side with those of others
    people  who handed it in, as far as its form tells
    number  grows from one hand-in to the next, where the form has such numbers
    """

    entry: Path
    files: list[Path] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    number: int = 0


@dataclass
class Sorted:
    """The hand-ins among the entries of a folder, and why others are none."""

    hand_ins: list[HandIn]
    passed_over: dict[Path, str]


def sort(entries: Iterable[Path], own: Iterable[Path] = ()) -> Sorted:
    """Tell hand-ins from what is none, and put together what belongs together.

    own  the instructor's files that may lie there, too
    """
    own_paths = {os.path.abspath(path) for path in own}
    passed_over, others = {}, []
    for entry in entries:
        why = "of your own" if os.path.abspath(entry) in own_paths else no_hand_in(entry)
        if why:
            passed_over[entry] = why
        else:
            others.append(entry)
    listed = _gradescope_list([*passed_over, *others])
    moodle, others = _moodle(others)
    canvas, others = _canvas(others)
    plain = [HandIn(entry, people=listed.get(entry.name) or _plain(entry)) for entry in others]
    return Sorted(sorted([*moodle, *canvas, *plain], key=lambda one: one.entry), passed_over)


def no_hand_in(entry: Path) -> str:
    """Why this is nobody's work; empty if it may be somebody's."""
    if entry.name in _NOBODYS:
        return _NOBODYS[entry.name]
    moodle = _MOODLE.fullmatch(entry.name)
    if moodle and moodle["kind"] != "file":
        return f"Moodle's {moodle['kind']}, no file"
    if _is_folder(entry):
        is_results = all(
            os.path.isfile(entry / name) for name in ("scores.csv", "staff/class.html")
        )
        return "results of a grading" if is_results else ""
    return "a page, no notebook" if entry.suffix.lower() in (".html", ".htm") else ""


def _moodle(entries: list[Path]) -> tuple[list[HandIn], list[Path]]:
    """Moodle's hand-ins among these, and the rest."""
    found: dict[object, HandIn] = {}
    others = []
    for entry in entries:
        match = _MOODLE.fullmatch(entry.name)
        if match is None:
            others.append(entry)
            continue
        is_folder = _is_folder(entry)
        key = entry if is_folder else (match["name"], match["number"])
        person = {"moodle_participant": match["number"], "name": match["name"]}
        one = found.setdefault(key, HandIn(entry, people=[person]))
        if not is_folder:
            one.files.append(entry)
    return list(found.values()), others


def _canvas(entries: list[Path]) -> tuple[list[HandIn], list[Path]]:
    """Canvas's hand-ins among these, and the rest."""
    matches = [(entry, _CANVAS.fullmatch(entry.name)) for entry in entries]
    numbers = [match["file"] for _, match in matches if match]
    if len(set(numbers)) < len(numbers):
        return [], entries  # Canvas gives each file a number of its own: these are others' names
    found: dict[object, HandIn] = {}
    others = []
    for entry, match in matches:
        if match is None or _is_folder(entry):
            others.append(entry)
            continue
        person = {"canvas_id": match["user"], "name": match["name"]}
        key = (match["name"].lower(), match["user"])
        one = found.setdefault(key, HandIn(entry, people=[person]))
        one.files.append(entry)
        one.number = max(one.number, int(match["file"]))
    return list(found.values()), others


def beside(path: Path) -> list[Path]:
    """All files of the hand-in that this one is of, where they lie among those of others."""
    siblings = [entry for entry in path.parent.iterdir() if not entry.name.startswith(".")]
    return next((one.files for one in sort(siblings).hand_ins if path in one.files), [])


def number(path: Path) -> int:
    """Return the number that Canvas gave a file, or 0."""
    match = _CANVAS.fullmatch(path.name)
    return int(match["file"]) if match else 0


def moodle_name(name: str) -> tuple[str, str]:
    """Return a participant's name and number, as Moodle names a hand-in; else two empty texts."""
    match = _MOODLE.fullmatch(name)
    return (match["name"], match["number"]) if match else ("", "")


def nbgraders_time(folder: Path) -> float | None:
    """When nbgrader took in this folder, as it noted in there; None if it did not."""
    try:
        text = disk.read(folder / "timestamp.txt", 200).decode()
        day, time, zone = text.split()
        return datetime.fromisoformat(f"{day} {time}").replace(tzinfo=ZoneInfo(zone)).timestamp()
    except (*disk.ENTRY_ERRORS, KeyError, OverflowError):
        return None


def _plain(entry: Path) -> list[Person]:
    """By its own name; it need not be there any more."""
    is_other_file = os.path.isfile(entry) and not entry.name.endswith(".ipynb")
    return [{ANY: entry.stem if is_other_file else entry.name.removesuffix(".ipynb")}]


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def _gradescope_list(entries: list[Path]) -> dict[str, list[Person]]:
    """By folder who it is from; nothing if there is no such list, or none that can be read."""
    path = next((entry for entry in entries if entry.name == METADATA), None)
    if path is None:
        return {}
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = disk.read(path, MAX_METADATA)
        listed = yaml.load(data, loader) if len(data) <= MAX_METADATA else {}
        return {
            name: [_person(one) for one in about[":submitters"]]
            for name, about in listed.items()
            if _GRADESCOPE.fullmatch(name)
        }
    except (*disk.ENTRY_ERRORS, yaml.YAMLError, TypeError, AttributeError, KeyError):
        return {}


def _person(about: dict[str, Any]) -> Person:
    columns = {SID: ":sid", "email": ":email", "name": ":name"}
    return {column: str(about[key]) for column, key in columns.items() if about.get(key)}
