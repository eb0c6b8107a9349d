"""Control groups, on an imitation of what systemd hands over; the kernel's part is not tried."""

from __future__ import annotations

import os

import pytest

from autograder.sandbox.linux import cgroups

OWN = "12:pids:/elsewhere\n0::/user/scope\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder like /sys/fs/cgroup, in which this process has been handed a group."""
    own = tmp_path / "user" / "scope"
    own.mkdir(parents=True)
    (own / "cgroup.controllers").write_text("cpu memory pids\n")
    (own / "cgroup.subtree_control").write_text("")
    (own / "cgroup.procs").write_text("11\n")
    monkeypatch.setattr(cgroups, "_handed_over", lambda folder: True)
    return tmp_path


def test_a_group_has_bounds_and_a_place_of_its_own(root):
    base = root / "user" / "scope"
    group = cgroups.make(1000, 20, root, OWN)
    assert group.folder.parent == base
    bounds = {name: (group.folder / name).read_text() for name in ("memory.max", "pids.max")}
    assert bounds == {"memory.max": "1000", "pids.max": "20"}
    assert (group.folder / "memory.swap.max").read_text() == "0"
    assert (base / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert (base / "grader" / "cgroup.procs").read_text() == "11", "the group itself is empty"
    group.join()
    assert (group.folder / "cgroup.procs").read_text() == "0"


def test_a_judge_that_has_made_room_finds_the_group_again(root):
    first = cgroups.make(1000, 20, root, OWN).folder
    (root / "user" / "scope" / "cgroup.subtree_control").write_text("memory pids\n")
    for file in first.iterdir():  # as the kernel's folders look to rmdir
        file.unlink()
    (root / "user" / "scope" / "grader" / "cgroup.controllers").write_text("")
    again = cgroups.make(1000, 20, root, OWN.replace("scope", "scope/grader"))
    assert again.folder.parent == root / "user" / "scope"
    assert (again.folder / "memory.max").exists()


def test_a_group_that_is_gone_is_cleared_away(root):
    left = root / "user" / "scope" / f"{cgroups.PREFIX}1"
    left.mkdir()
    cgroups.make(1000, 20, root, OWN)
    assert not left.exists()


def test_what_is_missing_is_named(root, monkeypatch):
    own = root / "user" / "scope"
    assert cgroups.problem(root, OWN) == ""
    assert "no group" in cgroups.problem(root, "4:memory:/user/scope\n")
    (own / "cgroup.controllers").write_text("cpu memory\n")
    assert cgroups.problem(root, OWN) == "its group has no pids controller"
    assert cgroups.make(1000, 20, root, OWN) is None
    (own / "cgroup.controllers").write_text("memory pids\n")
    monkeypatch.setattr(cgroups, "_handed_over", lambda folder: False)
    assert cgroups.problem(root, OWN) == "its group is not delegated"


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user may write where it may write")
def test_root_is_not_handed_what_it_may_write_to(tmp_path):
    (tmp_path / "cgroup.controllers").write_text("memory pids\n")
    assert cgroups.problem(tmp_path, "0::/\n") == "its group is not delegated"


def test_a_refusal_leaves_the_supervisors_looks(root, monkeypatch):
    def refuse(self, *_, **__):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    assert cgroups.make(1000, 20, root, OWN) is None
