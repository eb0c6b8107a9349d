"""Submissions fetched by commit: exactly those bytes, nothing run, and nobody stops the others."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.checking.namespace import WEIGHTS_FILE
from autograder.cli.main import app
from autograder.grading.judge import Judge
from autograder.reports.record import student_view
from autograder.submissions import fetched as fetched_file
from autograder.submissions import files, git
from autograder.submissions.fetched import Told
from autograder.submissions.git import Row

NOTEBOOK = "landmarks.ipynb"


@pytest.fixture(autouse=True)
def git_from_files(monkeypatch, tmp_path):
    """Repositories lie in folders here, and nobody's own settings count."""
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "file")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "anna")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "anna@example.org")


class Repository:
    """A student's repository, with a work tree to commit from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.url = f"file://{folder}"

    def git(self, *arguments: str, input: bytes = b"") -> str:
        command = ["git", *arguments]
        return (
            subprocess.run(command, cwd=self.folder, check=True, capture_output=True, input=input)
            .stdout.decode()
            .strip()
        )

    def commit(self, **files: bytes) -> str:
        """A commit of these files and whatever is staged; `_` in names stands for a dot."""
        for name, data in files.items():
            (self.folder / name.replace("_", ".")).write_bytes(data)
            self.git("add", "--force", name.replace("_", "."))
        self.git("commit", "--quiet", "--allow-empty", "--message=work")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repositories" / "anna")


def fetched(tmp_path, repository, commit):
    """One row fetched: what came of it, and the student's folder."""
    into = tmp_path / "into"
    (one,) = git.fetch([Row("anna", repository.url, commit)], into, NOTEBOOK)
    return one, into / "anna"


# ---------------------------------------------------------------- what is taken


def test_the_listed_commit_is_taken_and_not_the_newest(repository, tmp_path):
    commit = repository.commit(landmarks_ipynb=b"first", weights_safetensors=b"w")
    repository.commit(landmarks_ipynb=b"second")
    one, folder = fetched(tmp_path, repository, commit)
    assert one.problem == "" and one.notes == [f"Commit {commit}."]
    assert (folder / NOTEBOOK).read_bytes() == b"first"
    assert (folder / WEIGHTS_FILE).read_bytes() == b"w"
    assert sorted(path.name for path in folder.iterdir()) == [NOTEBOOK, WEIGHTS_FILE]


def test_a_commit_that_was_pushed_away_can_still_be_had(repository, tmp_path):
    commit = repository.commit(landmarks_ipynb=b"handed in")
    repository.git("tag", "kept")
    repository.git("commit", "--quiet", "--amend", "--message=other", "--allow-empty")
    one, folder = fetched(tmp_path, repository, commit)
    assert one.problem == "" and (folder / NOTEBOOK).read_bytes() == b"handed in"


def test_bytes_come_as_committed_and_nothing_of_the_repository_runs(
    repository, tmp_path, monkeypatch
):
    """Attributes, filters and hooks would change files, or run, if anything were checked out."""
    ran = tmp_path / "ran"
    hook = repository.folder / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {ran}\n")
    hook.chmod(0o755)
    attributes = b"*.ipynb text eol=crlf filter=evil\n*.safetensors export-subst\n"
    commit = repository.commit(
        _gitattributes=attributes, landmarks_ipynb=b"a\nb\n", weights_safetensors=b"$Format:%H$"
    )
    for name in ("smudge", "process"):
        setting = ["config", "--global", f"filter.evil.{name}", f"touch {ran}"]
        subprocess.run(["git", *setting], check=True)
    templates = tmp_path / "templates" / "hooks"
    templates.mkdir(parents=True)
    for name in ("reference-transaction", "post-checkout"):
        (templates / name).write_text(f"#!/bin/sh\ntouch {ran}\n")
        (templates / name).chmod(0o755)
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(templates.parent))
    one, folder = fetched(tmp_path, repository, commit)
    assert one.problem == "" and not ran.exists()
    assert (folder / NOTEBOOK).read_bytes() == b"a\nb\n"
    assert (folder / WEIGHTS_FILE).read_bytes() == b"$Format:%H$"


def link(repository, name):
    (repository.folder / name).symlink_to("/etc/passwd")
    repository.git("add", name)


def submodule(repository, name):
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{name}")


def folder(repository, name):
    (repository.folder / name).mkdir()
    (repository.folder / name / "x.ipynb").write_text("x")
    repository.git("add", f"{name}/x.ipynb")


@pytest.mark.parametrize("add", [link, submodule, folder])
@pytest.mark.parametrize("name", [NOTEBOOK, WEIGHTS_FILE])
def test_only_regular_files_are_taken(add, name, repository, tmp_path):
    add(repository, name)
    other = {NOTEBOOK: {"weights_safetensors": b"w"}, WEIGHTS_FILE: {"landmarks_ipynb": b"n"}}
    one, there = fetched(tmp_path, repository, repository.commit(**other[name]))
    assert one.problem == "" and f"{name} was not taken" in one.notes[1]
    assert not os.path.lexists(there / name) and len(list(there.iterdir())) == 1


@pytest.mark.parametrize("add", [link, submodule, folder])
def test_the_only_file_is_taken_whatever_else_has_a_notebooks_name(add, repository, tmp_path):
    add(repository, NOTEBOOK)
    add(repository, "drafts.ipynb")
    one, there = fetched(tmp_path, repository, repository.commit(my_ipynb=b"mine"))
    assert one.problem == "" and (there / NOTEBOOK).read_bytes() == b"mine"
    assert [note.partition(":")[0] for note in one.notes[1:]] == [f"{NOTEBOOK} was not taken"]


def test_what_else_a_tree_holds_is_nobodys_concern(repository, tmp_path):
    """Names in no encoding, and more folders in each other than Python or a path can take."""
    blob = repository.git("hash-object", "-w", "--stdin", input=b"x")
    path = "d/" * 1200 + "x.ipynb"
    imported = "commit refs/heads/deep\ncommitter a <a@b> 0 +0000\ndata 0\n"
    imported += f"M 100644 {blob} {path}\n"
    repository.git("fast-import", "--quiet", input=imported.encode())
    tree = repository.git("rev-parse", "deep:d")
    notebook = repository.git("hash-object", "-w", "--stdin", input=b"mine")
    names = (b"no \xff encoding.txt", b"two\nlines", b"\x1b[31mred", b"-rf", b"..ipynb ")
    odd = b"".join(b"100644 blob %s\t%s\0" % (blob.encode(), name) for name in names)
    lines = f"040000 tree {tree}\td\x00100644 blob {notebook}\t{NOTEBOOK}\0".encode()
    top = repository.git("mktree", "-z", input=odd + lines)
    one, there = fetched(tmp_path, repository, repository.git("commit-tree", "-m", "x", top))
    assert one.problem == "" and (there / NOTEBOOK).read_bytes() == b"mine"


def test_a_notebook_whose_own_name_is_odd_is_taken(repository, tmp_path):
    blob = repository.git("hash-object", "-w", "--stdin", input=b"mine")
    entry = b"100644 blob %s\t\x1b[31m\xff\n.ipynb\0" % blob.encode()
    commit = repository.git("commit-tree", "-m", "x", repository.git("mktree", "-z", input=entry))
    one, there = fetched(tmp_path, repository, commit)
    assert one.problem == "" and (there / NOTEBOOK).read_bytes() == b"mine"


def test_a_notebook_of_another_name_is_taken_if_it_is_the_only_one(repository, tmp_path):
    commit = repository.commit(my_ipynb=b"mine")
    one, folder = fetched(tmp_path, repository, commit)
    assert one.problem == "" and (folder / NOTEBOOK).read_bytes() == b"mine"


def test_of_several_other_notebooks_none_is_guessed(repository, tmp_path):
    one, folder = fetched(tmp_path, repository, repository.commit(a_ipynb=b"a", b_ipynb=b"b"))
    assert "holds 2 notebooks, none of them landmarks.ipynb" in one.problem
    assert not folder.exists()


def test_no_notebook_is_the_students_own_doing(repository, tmp_path):
    one, folder = fetched(tmp_path, repository, repository.commit(README_md=b"hello"))
    assert one.problem == "" and "No notebook lies at the top" in one.notes[1]
    assert files.collect([folder.parent])[0].notebook is None


def test_a_git_lfs_pointer_is_told(repository, tmp_path):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    commit = repository.commit(landmarks_ipynb=b"n", weights_safetensors=pointer)
    one, _ = fetched(tmp_path, repository, commit)
    assert one.notes[1:] == [
        "weights.safetensors is only a Git LFS pointer; the file itself must be committed."
    ]


def test_too_large_a_file_is_cut_and_then_refused_by_intake(repository, tmp_path, monkeypatch):
    for module in (git, files):
        monkeypatch.setattr(module, "MAX_NOTEBOOK", 1000)
    one, folder = fetched(tmp_path, repository, repository.commit(landmarks_ipynb=b"x" * 5000))
    assert one.problem == "" and (folder / NOTEBOOK).stat().st_size == 1001


def test_a_repository_that_fills_the_disk_is_given_up(repository, tmp_path, monkeypatch):
    monkeypatch.setattr(git, "MAX_FILE", 2**20)
    commit = repository.commit(landmarks_ipynb=os.urandom(2**22))
    one, folder = fetched(tmp_path, repository, commit)
    assert one.problem == f"commit {commit} could not be fetched" and not folder.exists()


def test_a_server_that_never_replies_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(git, "SECONDS", 1.0)
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ssh")
    monkeypatch.setenv("GIT_SSH_COMMAND", "sleep 1000 #")
    rows = [Row("anna", "ssh://git@example.org/anna", "1" * 40)]
    (one,) = git.fetch(rows, tmp_path / "into", NOTEBOOK)
    assert one.problem.endswith("could not be fetched") and one.said == "no end within 1 s"


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("repository", "commit", "words"),
    [
        ("https://example.org/a", "", "gives no commit"),
        ("", "1" * 40, "gives no repository"),
        ("https://example.org/a", "main", "40 hexadecimal digits"),
        ("https://example.org/a", "1" * 39, "40 hexadecimal digits"),
        ("https://example.org/a", "--upload-pack=touch x" + "1" * 19, "40 hexadecimal digits"),
        ("--upload-pack=touch x", "1" * 40, "no address"),
        ("https://example.org/a b", "1" * 40, "no address"),
        ("https://example.org/\0", "1" * 40, "no address"),
        ("https://example.org/" + "a" * 200_000, "1" * 40, "no address"),
    ],
)
def test_a_row_that_says_nothing_sensible_is_a_problem_of_its_own(
    repository, commit, words, tmp_path
):
    rows = [Row("anna", repository, commit)]
    (one,) = git.fetch(rows, tmp_path / "into", NOTEBOOK)
    assert words in one.problem and not (tmp_path / "into" / "anna").exists()


@pytest.mark.parametrize("kind", ["tree", "blob", "tag"])
def test_only_a_commit_is_a_commit(kind, repository, tmp_path):
    repository.commit(landmarks_ipynb=b"n")
    repository.git("tag", "--annotate", "--message=x", "v1")
    names = {"tree": "HEAD^{tree}", "blob": "HEAD:landmarks.ipynb", "tag": "v1"}
    one, folder = fetched(tmp_path, repository, repository.git("rev-parse", names[kind]))
    assert one.problem and not folder.exists()


@pytest.mark.parametrize("url", ["file://{folder}", "{folder}", "ext::sh -c touch% {folder}/ran"])
def test_by_default_git_speaks_to_servers_alone(url, repository, tmp_path, monkeypatch):
    monkeypatch.delenv("GIT_ALLOW_PROTOCOL")
    row = Row("anna", url.format(folder=repository.folder), repository.commit(a_ipynb=b"a"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with pytest.raises(git.NotFetchedError) as error:
        git.Commit(scratch, row)
    assert "not allowed" in error.value.said and not (repository.folder / "ran").exists()


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("student,repo,commit\n", "line 1: no column repository"),
        ("student;repository;commit\n", "line 1: no column"),
        ("", "line 1: no column"),
        ("student,repository,commit\n", "lists nobody"),
        ("student,repository,commit\n../anna,u,c\n", "line 2: '../anna' is no name"),
        ("student,repository,commit\na,u,c\n.b,u,c\n", "line 3: '.b' is no name"),
        ("student,repository,commit\n,u,c\n", "line 2: '' is no name"),
        ("student,repository,commit\nanna,u,c\n\nAnna,u,c\n", "line 4: Anna stands in the list"),
        ("student,repository,commit\nanna,\udcff,c\n", "cannot be read as CSV in UTF-8"),
    ],
)
def test_a_wrong_list_is_refused_by_line(text, words, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(text, errors="surrogateescape")
    with pytest.raises(ValueError, match=words) as error:
        git.read_list(path)
    assert str(path) in str(error.value)


def test_a_list_may_come_from_a_spreadsheet(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbfcommit,student,repository,e-mail\r\n c , anna ,u,x\r\nc2,b\r\n")
    assert git.read_list(path) == [Row("anna", "u", "c"), Row("b", "", "c2")]


@pytest.mark.parametrize("error", [OSError(28, "No space left"), ValueError("x"), MemoryError()])
def test_an_error_of_this_machine_costs_its_own_row_alone(error, repository, tmp_path, monkeypatch):
    """No half of a submission stays behind to be graded."""
    commit = repository.commit(landmarks_ipynb=b"n", weights_safetensors=b"w")
    real = Path.write_bytes

    def failing(path, data):
        if path.parts[-2:] == ("ben", WEIGHTS_FILE):
            raise error
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", failing)
    rows = [Row(name, repository.url, commit) for name in ("anna", "ben")]
    anna, ben = git.fetch(rows, tmp_path / "into", NOTEBOOK)
    assert anna.problem == "" and ben.problem == f"commit {commit} could not be fetched"
    told = {one.name: (one.problem, one.notebook) for one in files.collect([tmp_path / "into"])}
    assert told["ben"] == (ben.problem, None) and told["anna"][1] is not None


def test_one_bad_row_stops_nobody(repository, tmp_path):
    commit = repository.commit(landmarks_ipynb=b"{}")
    path = tmp_path / "list.csv"
    rows = [f"anna,{repository.url},{commit}", f"ben,{repository.url},{'1' * 40}", "carl,,"]
    path.write_text("student,repository,commit\n" + "\n".join(rows) + "\n")
    arguments = ["fetch", str(path), "--into", str(tmp_path / "into")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1 and "could not be fetched" in result.output
    told = {s.name: (s.problem, s.notes) for s in files.collect([tmp_path / "into"])}
    assert told == {
        "anna": ("", [f"Commit {commit}."]),
        "ben": (f"commit {'1' * 40} could not be fetched", []),
        "carl": ("the list gives no repository", []),
    }
    assert CliRunner().invoke(app, arguments).exit_code == 2  # the folder is full


def test_lists_of_two_groups_may_name_the_same_student(tmp_path):
    for group, problem in (("monday", ""), ("friday", "the list gives no commit")):
        (tmp_path / group).mkdir()
        fetched_file.write(tmp_path / group, {"anna": Told([f"From {group}."], problem)})
    (tmp_path / "monday" / "anna").mkdir()
    found = files.collect([tmp_path / "monday", tmp_path / "friday"])
    assert [(one.name, one.notes, one.problem) for one in found] == [
        ("monday/anna", ["From monday."], ""),
        ("friday/anna", ["From friday."], "the list gives no commit"),
    ]


def test_who_could_not_be_fetched_has_no_score_and_is_told_why(tmp_path):
    fetched_file.write(tmp_path, {"ben": Told([], "the list gives no commit")})
    (submission,) = files.collect([tmp_path])
    record = Judge("seed", lambda respondent, parts: []).grade(files.take(submission))
    assert (record.status, record.score, record.submission) == ("not-graded", None, "ben")
    assert student_view(record)["notes"] == ["Not graded: the list gives no commit."]
