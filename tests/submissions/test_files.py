"""What is taken in: whatever one entry is, it gets a row with a reason and stops nobody."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from pathlib import Path

import broken_folders
import pytest

from autograder.checking.namespace import WEIGHTS_FILE
from autograder.submissions import disk, files


@pytest.fixture
def folder(tmp_path):
    with broken_folders.removed_after(tmp_path / "class") as made:
        yield made


def taken(folder: Path) -> dict[str, files.Contents]:
    return {one.name: files.take(one) for one in files.collect([folder])}


def hand_in(folder: Path, **more: bytes) -> Path:
    """A folder with a notebook and more files; `_` in names stands for a dot."""
    folder.mkdir()
    for name, data in {"landmarks_ipynb": b"{}", **more}.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def test_the_bank_of_broken_folders_is_taken_in(folder):
    hand_in(folder / "anna", weights_safetensors=b"w")
    bank = broken_folders.make(folder)
    found = taken(folder)
    assert set(found) == {"anna", *(one.name for one in bank)}
    anna = found["anna"]
    assert (anna.notebook, anna.weights, anna.notes, anna.refused) == (b"{}", b"w", [], "")
    for one in found.values():
        assert not (one.notebook and (one.refused or one.problem))


# ---------------------------------------------------------------- errors of any kind

ERRORS = (
    PermissionError(errno.EACCES, "Permission denied"),
    OSError(errno.EIO, "Input/output error"),
    FileNotFoundError(errno.ENOENT, "No such file or directory"),
    UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"),
    ValueError("embedded null byte"),
    RecursionError("maximum recursion depth exceeded"),
    MemoryError(),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("step", ["search", "read"])
def test_an_error_costs_its_own_entry_alone_and_no_points(step, error, folder, monkeypatch):
    hand_in(folder / "anna")
    hand_in(folder / "bob")
    real = getattr(disk, step)

    def failing(path, *others):
        if "bob" in path.parts:
            raise error
        return real(path, *others)

    monkeypatch.setattr(disk, step, failing)
    found = taken(folder)
    assert found["anna"].notebook == b"{}" and not found["anna"].problem
    why = getattr(error, "strerror", None) or type(error).__name__
    assert found["bob"].problem == f"what was handed in could not be read ({why})"


@pytest.mark.parametrize("name", ["landmarks.ipynb", WEIGHTS_FILE, ""])
def test_what_vanishes_after_it_was_seen_is_told(name, folder):
    hand_in(folder / "anna", weights_safetensors=b"w")
    (one,) = files.collect([folder])
    (folder / "anna").joinpath(name).rename(folder / "gone")
    assert "No such file" in files.take(one).problem


def test_what_vanishes_while_it_is_listed_is_told(folder, monkeypatch):
    hand_in(folder / "anna")
    listed = [folder / "anna", folder / "gone", folder / "gone.ipynb", folder / "x.safetensors"]
    (folder / "x.ipynb").write_bytes(b"{}")
    monkeypatch.setattr(Path, "iterdir", lambda path: iter([*listed, folder / "x.ipynb"]))
    found = taken(folder)
    assert set(found) == {"anna", "gone", "gone.ipynb", "x.ipynb"}
    assert all("No such file" in found[name].problem for name in ("gone", "gone.ipynb"))
    assert found["x.ipynb"].notebook == b"{}"


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone can become somebody else")
def test_what_may_not_be_read_is_told():
    """Others may enter a folder of this test's own, but not pytest's."""
    with tempfile.TemporaryDirectory() as base:
        os.chmod(base, 0o755)
        folder = Path(base) / "class"
        folder.mkdir()
        for name in ("anna", "file", "folder", "inner"):
            hand_in(folder / name)
        (folder / "inner" / "a").mkdir()
        (folder / "all").mkdir()
        closed = ["file/landmarks.ipynb", "folder", "inner/a", "all"]
        for name in closed:
            (folder / name).chmod(0)
        os.seteuid(65534)
        try:
            found = taken(folder)
            alone = files.collect([folder / "all"])
        finally:
            os.seteuid(0)
    assert found["anna"].notebook == found["inner"].notebook == b"{}"
    assert found["inner"].notes == ["a could not be looked at: Permission denied."]
    for name in ("file", "folder", "all"):
        assert "Permission denied" in found[name].problem
    assert [one.problem for one in alone] == [found["all"].problem]


# ---------------------------------------------------------------- which file is taken


def test_a_file_is_taken_before_what_is_none(folder):
    """However new a link or a folder of the same name is."""
    anna = hand_in(folder / "anna", weights_safetensors=b"w")
    (anna / "new.ipynb").symlink_to("/etc/passwd")
    (anna / "later").mkdir()
    (anna / "later" / WEIGHTS_FILE).mkdir()
    one = taken(folder)["anna"]
    assert (one.notebook, one.weights, one.refused) == (b"{}", b"w", "")
    assert one.notes == [
        "new.ipynb is a link, not a file, and was passed over.",
        f"later/{WEIGHTS_FILE} is a folder, not a file, and was passed over.",
    ]


def test_what_lies_at_the_top_is_found_however_much_lies_below(folder, monkeypatch):
    monkeypatch.setattr(disk, "MAX_ENTRIES", 50)
    anna = hand_in(folder / "anna", weights_safetensors=b"w")
    broken_folders.nested(1200, "d")(anna / "a")
    for number in range(100):
        (anna / "b").mkdir(exist_ok=True)
        (anna / "b" / f"{number}.txt").write_bytes(b"")
    one = taken(folder)["anna"]
    assert (one.notebook, one.weights) == (b"{}", b"w") and len(one.notes) == 1
    assert one.notes[0].startswith("Only the upper folders were looked through")


def test_a_folder_is_nobodys_weights(folder):
    """Two students' entries, of which one looks like the other's weights."""
    (folder / "anna.ipynb").write_bytes(b"{}")
    hand_in(folder / "anna.safetensors")
    found = taken(folder)
    assert found["anna.safetensors"].notebook == b"{}"
    assert found["anna.ipynb"].notes == [
        "The weights were not taken: anna.safetensors is a folder, not a file."
    ]


def test_thousands_of_names_without_a_letter_get_slugs_in_no_time(folder):
    for number in range(2000):
        signs = f"{number:011b}".translate({ord("0"): "!", ord("1"): "?"})
        (folder / f"{signs}.ipynb").write_bytes(b"")
    slugs = [one.slug for one in files.collect([folder])]
    assert slugs[:2] == ["submission", "submission-2"] and len(set(slugs)) == 2000


# ---------------------------------------------------------------- what fetch said

PLANTED = {
    "no JSON": b"\xff{",
    "no dict": b"[]",
    "deep": b"[" * 100_000,
    "wrong types": b'{"anna": 3}',
    "a path": b'{"../../x": {"notes": [], "problem": "x"}}',
    "as fetch writes": json.dumps({"anna": {"notes": ["0 points"], "problem": "x"}}).encode(),
    "a stranger": json.dumps({"eve": {"notes": [], "problem": "x"}}).encode(),
}


@pytest.mark.parametrize("name", [".fetched.json", "class.fetched.json"])
@pytest.mark.parametrize("kind", [*PLANTED, "a folder", "a link", "a pipe"])
def test_nothing_in_a_folder_speaks_for_fetch(kind, name, folder):
    """Hand-ins are unpacked into it, so anybody can plant a file there."""
    hand_in(folder / "anna")
    path = folder / name
    if kind == "a folder":
        path.mkdir()
    elif kind == "a link":
        path.symlink_to("anna/landmarks.ipynb")
    elif kind == "a pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(PLANTED[kind])
    found = taken(folder)
    assert set(found) - {name} == {"anna"}  # a name that is not hidden is a row as any other
    assert (found["anna"].notebook, found["anna"].notes, found["anna"].problem) == (b"{}", [], "")


# ---------------------------------------------------------------- the pair that a student downloads


@pytest.mark.parametrize(
    "name", ["weights.safetensors", "weights (1).safetensors", "weights-2.safetensors"]
)
@pytest.mark.parametrize("given", ["the notebook", "the folder"])
def test_a_notebook_alone_finds_the_weights_beside_it(given, name, folder):
    (folder / "landmarks.ipynb").write_bytes(b"{}")
    (folder / name).write_bytes(b"w")
    if given == "the notebook":
        for other in ("hw2.ipynb", "model.safetensors", "weights of others.safetensors"):
            (folder / other).write_bytes(b"")
    (one,) = files.collect([folder / "landmarks.ipynb" if given == "the notebook" else folder])
    assert files.take(one).weights == b"w"
    assert files.take(files.submission(folder / "landmarks.ipynb")).weights == b"w"


def test_of_two_downloads_the_last_is_taken_and_told(folder):
    for seconds, name in enumerate(["weights (1).safetensors", WEIGHTS_FILE, "landmarks.ipynb"]):
        (folder / name).write_bytes(name.encode())
        os.utime(folder / name, (seconds, 5 - seconds))
    (one,) = files.collect([folder])
    assert files.take(one).weights == b"weights (1).safetensors"
    assert one.notes == ["The weights are those of weights (1).safetensors, beside the notebook."]


def test_weights_beside_several_notebooks_are_nobodys(folder):
    for name in ("anna.ipynb", "bob.ipynb", WEIGHTS_FILE):
        (folder / name).write_bytes(b"{}")
    for paths in ([folder], [folder / "anna.ipynb", folder / "bob.ipynb"]):
        found = {one.name: one for one in files.collect(paths)}
        assert found["anna.ipynb"].weights is found["bob.ipynb"].weights is None


def test_a_notebooks_own_weights_come_first(folder):
    for name in ("anna.ipynb", "anna.safetensors", WEIGHTS_FILE):
        (folder / name).write_bytes(name.encode())
    assert files.take(files.submission(folder / "anna.ipynb")).weights == b"anna.safetensors"


# ---------------------------------------------------------------- what is no student


def test_what_is_nobodys_work_is_passed_over_and_told(folder, tmp_path):
    hand_in(folder / "anna")
    (folder / "results" / "staff").mkdir(parents=True)
    for name in ("results/scores.csv", "results/staff/class.html", "page.HTML", "Thumbs.db"):
        (folder / name).write_bytes(b"")
    own = folder / "roster.csv"
    own.write_bytes(b"")
    found = files.arrived([folder], own=[own])
    assert [one.name for one in found.submissions] == ["anna"]
    assert {path.name for path in found.passed_over} == {
        *("results", "page.HTML", "Thumbs.db", "roster.csv")
    }
    assert files.arrived([folder / "results"]).submissions == []
