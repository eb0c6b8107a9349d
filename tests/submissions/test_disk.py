"""Files are read once and up to a size, whatever happens to them meanwhile."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from autograder.submissions import disk


@pytest.fixture
def seen_as_a_file(tmp_path, monkeypatch) -> Path:
    """A path at which a regular file lay when it was looked at, and then no more."""
    about = Path(__file__).lstat()
    monkeypatch.setattr(Path, "lstat", lambda path: about)
    return tmp_path / "x.ipynb"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkfifo, "is a named pipe, not a file"),
        (os.mkdir, "is a folder, not a file"),
        (lambda path: path.symlink_to("/etc/passwd"), "Too many levels of symbolic links"),
        (lambda path: None, "No such file"),
    ],
)
def test_what_becomes_something_else_is_not_read(make, words, seen_as_a_file):
    make(seen_as_a_file)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(disk.ENTRY_ERRORS, match=words):
        disk.read(seen_as_a_file, 100)
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_file_that_grows_while_it_is_read_comes_to_an_end(tmp_path):
    path, stop = tmp_path / "x.ipynb", threading.Event()
    path.write_bytes(b"")

    def grow() -> None:
        with open(path, "ab", buffering=0) as file:
            while not stop.is_set() and file.tell() < 2**26:
                file.write(b"x" * 2**16)

    grower = threading.Thread(target=grow)
    grower.start()
    try:
        while path.stat().st_size <= 2**20:
            time.sleep(0.001)
        assert len(disk.read(path, 2**20)) == 2**20 + 1
    finally:
        stop.set()
        grower.join()


def test_a_search_goes_so_deep_and_no_deeper(tmp_path):
    here = tmp_path
    for depth in range(disk.MAX_DEPTH + 2):
        (here / f"{depth}.ipynb").write_bytes(b"")
        here = here / "d"
        here.mkdir()
    found = disk.search(tmp_path, lambda name: name.endswith(".ipynb"))
    assert {path.stem for path in found.files} == {str(k) for k in range(disk.MAX_DEPTH + 1)}
    assert len(found.remarks) == 1 and "Only the upper folders" in found.remarks[0]


def test_the_newest_is_named_and_of_equally_new_ones_the_last_by_name(tmp_path):
    for name, when in {"a": 1, "b": 2, "c": 2}.items():
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (when, when))
    found = disk.search(tmp_path, lambda name: True)
    assert found.newest(lambda path: True) == tmp_path / "c"
    assert found.newest(lambda path: path.name == "z") is None
