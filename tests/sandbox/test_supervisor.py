"""What a submission may use: DataLoader workers yes, the machine's memory and processes no."""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from conftest import nme_in_a_child

from autograder.grading import known_answers
from autograder.sandbox import layers, supervisor
from autograder.sandbox.client import ChildEndedError, ForkServer
from autograder.sandbox.confinement import KIT, PARTIAL
from autograder.sandbox.layers import require_sandbox
from autograder.sandbox.linux.syscalls import SandboxError
from autograder.sandbox.supervisor import Tree, take_core


@pytest.fixture(scope="module")
def fork_server():
    with ForkServer() as fork_server:
        yield fork_server


def _nme(fork_server, body: str):
    """What nme, made of these lines, returns in a fresh child.  Raises ChildEndedError."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    reply = nme_in_a_child(fork_server, f"import os, torch\ndef nme(*a):\n{lines}", seconds=30)
    return reply["answer"]["nme"]


def test_memory_counts_for_all_processes_together(fork_server):
    """Each stays below the limit of one process."""
    hoard = """import time
for _ in range(4):
    if os.fork() == 0:
        block = bytearray(2**30)
        block[::4096] = bytes([1]) * len(block[::4096])
        time.sleep(30)
time.sleep(30)"""
    with pytest.raises(ChildEndedError) as ended:
        _nme(fork_server, hoard)
    assert not ended.value.late and os.WTERMSIG(ended.value.status) == signal.SIGKILL


def test_scratch_is_small(fork_server):
    fill = """try:
    for number in range(100):
        with open(f"/dev/shm/{number}", "wb") as file:
            for _ in range(50):
                file.write(bytes(2**20))
except OSError as error:
    return [number * 50.0, float(error.errno)]"""
    megabytes, error = _nme(fork_server, fill)
    assert megabytes <= 256 and error == 28


def test_processes_are_few(fork_server):
    forks = """import time
for number in range(400):
    try:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
    except OSError:
        return float(number)
return -1.0"""
    assert 50 < _nme(fork_server, forks) < 65


def _attack(fork_server: ForkServer, name: str) -> None:
    """Run one of the bank.  Raises ChildEndedError if it was stopped."""
    source = (known_answers.BANKS / "hostile" / "metrics" / f"{name}.py").read_text()
    reply = nme_in_a_child(fork_server, source, seconds=30)
    raise AssertionError(f"not stopped: {reply}")


@pytest.mark.parametrize(
    "attack", ["many_socket_buffers", "crowd_at_the_door", "many_maps", "shared_file_map"]
)
def test_memory_of_the_kernels_own_is_counted(fork_server, attack):
    with pytest.raises(ChildEndedError) as ended:
        _attack(fork_server, attack)
    assert not ended.value.late


HOLDING = """
import mmap, os, signal
os.setpgid(0, 0)
if os.fork() == 0:
    block = mmap.mmap(-1, {size}, {flags})
    block.write(bytes({size}))
    print("x", flush=True)
signal.pause()
"""


@pytest.mark.parametrize("flags", [mmap.MAP_PRIVATE, mmap.MAP_SHARED])
def test_private_and_shared_memory_are_counted(flags):
    with _child_with(2**28, flags | mmap.MAP_ANONYMOUS) as root:
        assert Tree(root).is_over(2**28 - 1, 100)
        assert not Tree(root).is_over(2**29, 100)


@contextmanager
def _child_with(size: int, flags: int) -> Iterator[int]:
    """A process below another, whose pid is yielded, that has touched so many bytes."""
    started = subprocess.Popen(
        [sys.executable, "-c", HOLDING.format(size=size, flags=flags)], stdout=subprocess.PIPE
    )
    with started:
        assert started.stdout is not None
        started.stdout.read(1)
        yield started.pid
        os.killpg(started.pid, signal.SIGKILL)


CORES = "return sorted(float(core) for core in os.sched_getaffinity(0))"


def test_a_submission_has_one_core_and_its_neighbour_another(fork_server):
    with ForkServer() as other:
        own, others = _nme(fork_server, CORES), _nme(other, CORES)
    assert len(own) == len(others) == 1


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core for all")
def test_cores_are_shared_out():
    holders = [take_core() for _ in os.sched_getaffinity(0)]
    free = {core for core, holder in holders if holder is not None}
    assert len(free) == sum(holder is not None for _, holder in holders)
    core, holder = take_core()
    assert holder is None and core in os.sched_getaffinity(0), "none is left"
    for _, held in holders:
        if held is not None:
            held.close()


FORBIDDING = """
import os, sys
sys.path.insert(0, {kit!r})
from autograder.sandbox.linux import seccomp
from autograder.sandbox.linux.syscalls import prctl
prctl("no_new_privs", 38, 1)
seccomp.install()
os.execv(sys.executable, [sys.executable, "-B", "-m", "autograder", "doctor"])
"""


def test_doctor_names_what_is_missing():
    """Inside a filter like Docker's, there are no namespaces to be had."""
    said = subprocess.run(
        [sys.executable, "-c", FORBIDDING.format(kit=str(KIT))],
        cwd=KIT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 1, said.stderr
    assert "namespaces (unshare" in said.stdout.replace("\n", " ")


def _layers(*broken: str) -> list[layers.Layer]:
    return [layers.Layer(name, "", "broken" if name in broken else "", "a cure") for name in LAYERS]


LAYERS = ("limits", "landlock", "seccomp", "watch", "own user", "namespaces")


@pytest.mark.parametrize("broken", [name for name in LAYERS if name != "own user"])
def test_grading_stops_where_a_layer_is_missing(broken, monkeypatch):
    monkeypatch.setattr(layers, "try_layers", lambda: _layers(broken))
    with pytest.raises(SandboxError, match=f"{broken} .*a cure"):
        require_sandbox()


def test_a_lower_sandbox_must_be_asked_for(monkeypatch):
    monkeypatch.setattr(layers, "try_layers", lambda: _layers("namespaces"))
    assert require_sandbox(namespaces_optional=True) == PARTIAL
    monkeypatch.setattr(layers, "try_layers", lambda: _layers("namespaces", "own user"))
    with pytest.raises(SandboxError, match="own user"):
        require_sandbox(namespaces_optional=True)


class Processes:
    """What /proc would say of some that compute in turn; each look comes so much later."""

    def __init__(self, monkeypatch, waits: bool) -> None:
        self.waits, self.alive, self.waited_for = waits, {}, 0.0
        self.computed = 0.0
        monkeypatch.setattr(supervisor, "_cpu_seconds", lambda pid: self.times(pid))
        monkeypatch.setattr(Tree, "members", lambda tree: {1, *self.alive})

    def times(self, pid: int) -> tuple[float, float]:
        return (0.0, self.waited_for) if pid == 1 else (self.alive[pid], 0.0)

    def compute(self, pid: int, seconds: float) -> None:
        self.alive[pid] = self.alive.get(pid, 0.0) + seconds
        self.computed += seconds

    def end(self, pid: int) -> None:
        ended = self.alive.pop(pid)
        self.waited_for += ended if self.waits else 0.0


@pytest.mark.parametrize("waits", [True, False])
def test_who_ends_leaves_its_time(monkeypatch, waits):
    """A chain of processes, of which each ends when the next one has begun."""
    there, tree = Processes(monkeypatch, waits), Tree(os.getpid())
    seen = [tree.cpu_seconds()]
    for pid in range(2, 12):
        for _ in range(4):
            there.compute(pid, 0.25)
            seen.append(tree.cpu_seconds())
        there.end(pid)
        seen.append(tree.cpu_seconds())
    assert seen == sorted(seen) and seen[-1] == there.computed == 10


def test_a_number_that_is_used_again_is_another_process(monkeypatch):
    there, tree = Processes(monkeypatch, waits=False), Tree(os.getpid())
    for seconds in (3.0, 2.0, 1.0):
        there.compute(2, seconds)
        tree.cpu_seconds()
        there.end(2)
    assert tree.cpu_seconds() == there.computed == 6
