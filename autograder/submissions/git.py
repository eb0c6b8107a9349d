"""Fetch submissions by commit: from a list of repositories to a folder that can be graded.

The list is CSV with the columns student, repository, commit.  Of exactly that commit the notebook
and the weights are copied, as bytes.  Nothing is ever checked out, so the links, submodules,
attributes, filters and hooks of a repository have no effect.

Git speaks https and ssh alone, unless GIT_ALLOW_PROTOCOL says otherwise, and asks nobody for a
password: credentials come from git's own configuration.  It follows no redirect, so that they are
for the listed address alone.
"""

from __future__ import annotations

import csv
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from autograder.checking.namespace import WEIGHTS_FILE
from autograder.submissions import disk
from autograder.submissions import fetched as told_of
from autograder.submissions.files import MAX_NOTEBOOK, MAX_WEIGHTS

COLUMNS = ("student", "repository", "commit")
SECONDS = 120.0  # for each call of git
MAX_FILE = 256 * 2**20  # bytes; the largest file that git may write here, a pack for example
MAX_LISTING = 2**20
AT_ONCE = 4

_COMMIT = re.compile(r"[0-9a-f]{40}")
# One that begins with - would be an option to git, and no program takes a NUL or a whole book.
_ADDRESS = re.compile(r"[^\s\0-][^\s\0]{0,2000}")
_LFS = b"version https://git-lfs.github.com/spec/"
_REDIRECTED = re.compile(r"returned error: 30\d")
_SETTINGS = ("core.hooksPath=/dev/null", "gc.auto=0", "http.followRedirects=false")


class NotFetchedError(Exception):
    """A commit that cannot be had, in words for its student; `said` is git's own account."""

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(why)
        self.said = said


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    student: str
    repository: str
    commit: str


@dataclass
class Fetched:
    """What came of a row: notes for the report, or a problem, with git's own words for staff."""

    row: Row
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    said: str = ""


def read_list(path: Path) -> list[Row]:
    """The rows of a list.  Raises OSError, or ValueError naming the line that is wrong.

    A repository or commit may be wrong or missing, for students write those: that is one
    student's problem, and shows when it is fetched.
    """
    rows: dict[str, Row] = {}
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            for where, row in _rows(file, path):
                if row.student.lower() in rows:
                    raise ValueError(f"{where}: {row.student} stands in the list twice")
                rows[row.student.lower()] = row
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} cannot be read as CSV in UTF-8: {error}") from error
    if not rows:
        raise ValueError(f"{path} lists nobody")
    return list(rows.values())


def _rows(file: TextIO, path: Path) -> Iterator[tuple[str, Row]]:
    """The rows and where they stand.  Raises ValueError for a wrong column or student."""
    reader = csv.DictReader(file)
    if missing := set(COLUMNS) - set(reader.fieldnames or ()):
        raise ValueError(
            f"{path}, line 1: no column {', '.join(sorted(missing))}; the first line must be "
            f"{','.join(COLUMNS)}"
        )
    for line in reader:
        row = Row(*((line[name] or "").strip() for name in COLUMNS))
        where = f"{path}, line {reader.line_num}"
        if not told_of.STUDENT.fullmatch(row.student):
            raise ValueError(
                f"{where}: {row.student!r} is no name for a folder; use letters, digits and "
                "_ . @ + -, at most 60"
            )
        yield where, row


def fetch(rows: list[Row], into: Path, notebook: str) -> list[Fetched]:
    """Fetch all rows into folders named after the students.  Raises ValueError if `into` is full.

    notebook  the name under which notebooks are looked for first, and stored
    """
    into.mkdir(parents=True, exist_ok=True)
    if any(into.iterdir()):
        raise ValueError(f"{into} is not empty: old files there would be graded, too")
    with _small_files(), ThreadPoolExecutor(AT_ONCE) as pool:
        fetched = list(pool.map(lambda row: _fetch(row, into, notebook), rows))
    told = {one.row.student: told_of.Told(one.notes, one.problem) for one in fetched}
    told_of.write(into, told)
    return fetched


def _fetch(row: Row, into: Path, notebook: str) -> Fetched:
    fetched = Fetched(row)
    try:
        _require_valid(row)
        with tempfile.TemporaryDirectory(prefix="fetch-") as scratch:
            files = _take(Commit(Path(scratch), row), notebook, fetched.notes)
        folder = into / row.student
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except NotFetchedError as error:
        fetched.problem, fetched.said = str(error), error.said
    except disk.ENTRY_ERRORS as error:  # an address that no program can be given, a full disk, …
        fetched.problem, fetched.said = f"commit {row.commit} could not be fetched", str(error)
        shutil.rmtree(into / row.student, ignore_errors=True)  # half of it may be there
    return fetched


def _require_valid(row: Row) -> None:
    """Raises NotFetchedError."""
    if not row.repository or not row.commit:
        raise NotFetchedError(f"the list gives no {'commit' if row.repository else 'repository'}")
    if not _ADDRESS.fullmatch(row.repository):
        raise NotFetchedError("the repository in the list is no address")
    if not _COMMIT.fullmatch(row.commit):
        raise NotFetchedError("the commit in the list is not a full one, of 40 hexadecimal digits")


def _take(commit: Commit, notebook: str, notes: list[str]) -> dict[str, bytes]:
    """The files that are graded, under the names that grading looks for."""
    notes.append(f"Commit {commit.id}.")
    blobs = commit.files()
    names = {WEIGHTS_FILE: WEIGHTS_FILE, notebook: notebook}
    if not blobs.get(notebook):
        others = [name for name, blob in blobs.items() if blob and name.endswith(".ipynb")]
        if len(others) > 1:
            raise NotFetchedError(
                f"commit {commit.id} holds {len(others)} notebooks, none of them {notebook}"
            )
        if others:
            names[notebook] = others[0]
        elif notebook not in blobs:
            notes.append("No notebook lies at the top of the repository.")
    notes += [
        f"{name} was not taken: it is a folder, a link or a submodule, no file."
        for name in (notebook, WEIGHTS_FILE)
        if blobs.get(name, "") is None
    ]
    files = {}
    for name, at_most in ((notebook, MAX_NOTEBOOK), (WEIGHTS_FILE, MAX_WEIGHTS)):
        if blob := blobs.get(names[name]):
            # One byte more than may be graded, so that intake refuses it in its own words.
            files[name] = commit.content(blob, at_most + 1)
            if files[name].startswith(_LFS):
                notes.append(
                    f"{name} is only a Git LFS pointer; the file itself must be committed."
                )
    return files


# ---------------------------------------------------------------- git


class Commit:
    """One commit of a remote repository.  Raises NotFetchedError if it cannot be had.

    The commit's files are not transferred before they are read, if the server can do that.
    """

    def __init__(self, scratch: Path, row: Row) -> None:
        """scratch  an empty folder, for git's own files"""
        self.id, self._folder = row.commit, scratch
        self._git("init", "--quiet", "--bare", "--template=")
        self._git("remote", "add", "origin", row.repository)
        one = ("--depth=1", "--filter=blob:none", "--no-tags", "--no-recurse-submodules")
        self._git("fetch", "--quiet", *one, "origin", self.id)
        if self._git("cat-file", "-t", self.id).strip() != b"commit":
            raise NotFetchedError(f"{self.id} is not a commit")

    def files(self) -> dict[str, str | None]:
        """What lies at the top: names to the ids of contents, None for what is no regular file."""
        listing = self._git("ls-tree", "-z", self.id)
        if len(listing) > MAX_LISTING:
            raise NotFetchedError(f"commit {self.id} holds too many files at its top")
        entries = [entry.partition(b"\t") for entry in listing.split(b"\0") if entry]
        found: dict[str, str | None] = {}
        for about, _, name in entries:
            mode, _, blob = about.decode().split()
            found[os.fsdecode(name)] = blob if mode.startswith("100") else None
        return found

    def content(self, blob: str, at_most: int) -> bytes:
        """The first bytes of a file."""
        return self._git("cat-file", "blob", blob, at_most=at_most)

    def _git(self, *arguments: str, at_most: int = MAX_LISTING + 1) -> bytes:
        """Return the beginning of what git prints.  Raises NotFetchedError."""
        environment = {
            "GIT_ALLOW_PROTOCOL": "https:ssh",
            "GIT_SSH_COMMAND": "ssh -o BatchMode=yes",
            **os.environ,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_DIR": str(self._folder),
        }
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                ["git", *settings, *arguments],
                cwd=self._folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=said,
                start_new_session=True,
            )
            try:
                code = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                raise NotFetchedError(self._failed(), f"no end within {SECONDS:.0f} s") from None
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)  # with the helpers that git started
                    process.wait()
            said.seek(0)
            printed.seek(0)
            if code != 0:
                words = " ".join(said.read(2000).decode(errors="replace").split("\n")).strip()
                raise NotFetchedError(self._failed(words), words)
            return printed.read(at_most)

    def _failed(self, said: str = "") -> str:
        why = f"commit {self.id} could not be fetched"
        if _REDIRECTED.search(said):
            why += (
                ": the repository's address redirects to another one, and redirects are not "
                "followed; the list needs the address where it is now"
            )
        return why


@contextmanager
def _small_files() -> Iterator[None]:
    """Let neither this process nor git write a file that would fill the disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    smallest = min(size for size in (MAX_FILE, *before) if size != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (smallest, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
