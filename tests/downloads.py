"""One class as it arrives from different places; and its roster."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.submissions.arrival import roster
from autograder.submissions.arrival.roster import Roster

ROSTER = """id,name,email,login,sis_id,canvas_id,moodle_participant,section
0017,Øystein Ås,oystein@uni.example,oas,S-17,20017,,A
0018,王伟,wei@uni.example,wwang,S-18,20018,,A
0019,Anna Maria Larsen,anna@uni.example,alarsen,S-19,20019,,B
0020,Sam Smith,sam@uni.example,ssmith,S-20,20020,70020,B
0021,Sam Smith,sam2@uni.example,ssmith2,S-21,20021,70021,B
0022,Gone Away,gone@uni.example,gaway,S-22,20022,,B
"""
HERE = ("0017", "0018", "0019", "0020", "0021")  # the last one handed nothing in


def write_roster(folder: Path, text: str = ROSTER) -> Roster:
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return roster.read(path)


def put(folder: Path, files: dict[str, bytes | str], seconds: float = 1e9) -> Path:
    """Write files by their paths below a folder, all changed last at this time."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        os.utime(path, (seconds, seconds))
    return folder


def moodle(folder: Path, notebook: bytes, ending: str = "_") -> Path:
    """Folders, as Moodle packs them unless told otherwise."""
    people = [("Øystein Ås", 70017), ("王伟", 70018), ("Anna Maria Larsen", 70019)]
    people += [("Sam Smith", 70020), ("Sam Smith", 70021)]
    for name, number in people:
        one = f"{name}_{number}_assignsubmission_file{ending}"
        put(folder, {f"{one}/landmarks.ipynb": notebook, f"{one}/weights.safetensors": b"w"})
    text = f"Øystein Ås_70017_assignsubmission_onlinetext{ending}/onlinetext.html"
    return put(folder, {text: "<p>My words</p>"})


def moodle_flat(folder: Path, notebook: bytes) -> Path:
    """Files side by side."""
    for path in sorted(moodle(folder / "folders", notebook).rglob("*.*")):
        name = path.parent.name.rstrip("_") + "_" + path.name
        put(folder, {name: path.read_bytes()})
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    (folder / "folders").rmdir()
    return folder


def canvas(folder: Path, notebook: bytes) -> Path:
    """Weights have another number than the notebook, and the last notebook the highest."""
    put(
        folder,
        {
            "åsøystein_LATE_20017_90100_landmarks-1.ipynb": notebook,
            "åsøystein_LATE_20017_90099_landmarks.ipynb": b"the first try",
            "åsøystein_LATE_20017_90101_weights.safetensors": b"w",
            "王伟_20018_90102_landmarks.ipynb": notebook,
            "王伟_20018_90103_weights-1.safetensors": b"w",
            "larsenannamaria_late_20019_90104_my_2_3_landmarks.ipynb": notebook,
            "larsenannamaria_late_20019_90107_weights.safetensors": b"w",
            "smithsam_20020_90105_landmarks.ipynb": notebook,
            "smithsam_20020_90108_weights.safetensors": b"w",
            "smithsam_20021_90106_landmarks.ipynb": notebook,
            "smithsam_20021_90109_weights.safetensors": b"w",
            "smithsam_20021_text.html": "<p>My words</p>",
        },
    )
    return folder


def gradescope(folder: Path, notebook: bytes) -> Path:
    lines = ["---"]
    for number, who in enumerate(
        (
            ("0017", "Øystein Ås", ""),
            ("S-18", "W. Wang", "wei@uni.example"),
            ("", "A. Larsen", "Anna@uni.example"),
            ("0020", "Sam Smith", "sam@uni.example"),
            ("", "Sam Smith", "sam2@uni.example"),
        )
    ):
        sid, name, email = who
        lines += [f"submission_{number}:", "  :submitters:", f"  - :name: {name}"]
        lines += [f"    :sid: {sid!r}"] if sid else []
        lines += [f"    :email: {email}"] if email else []
        lines += ["  :created_at: 2026-12-01 10:11:12.000000000 Z", "  :score: 0.0"]
        one = f"submission_{number}"
        put(folder, {f"{one}/landmarks.ipynb": notebook, f"{one}/weights (1).safetensors": b"w"})
    return put(folder, {"submission_metadata.yml": "\n".join(lines) + "\n"})


def nbgrader(folder: Path, notebook: bytes) -> Path:
    for student in HERE:
        own = folder / student
        put(own, {"landmarks/landmarks.ipynb": notebook, "landmarks/weights.safetensors": b"w"})
        put(own, {"landmarks/timestamp.txt": "2026-12-01 10:11:12.345678 Europe/Berlin"})
        put(own, {"week-9/week-9.ipynb": b"another assignment"}, 2e9)
    return folder


def named(folder: Path, notebook: bytes) -> Path:
    """By id, login, e-mail and name, as files and as folders."""
    for name in ("0017", "wwang", "Larsen, Anna Maria", "SAM@uni.example", "sam2@uni.example"):
        put(folder, {f"{name}.ipynb": notebook, f"{name}.safetensors": b"w"})
    return folder


def named_folders(folder: Path, notebook: bytes) -> Path:
    for name in ("oystein as", "王伟", "S-19", "ssmith", "0021"):
        put(folder, {f"{name}/x.ipynb": notebook, f"{name}/weights(2).safetensors": b"w"})
    return folder


ALL = (moodle, moodle_flat, canvas, gradescope, nbgrader, named, named_folders)
