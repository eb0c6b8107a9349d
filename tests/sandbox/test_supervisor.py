"""What a submission may use: DataLoader workers yes, the machine's memory and processes no."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from conftest import nme_in_a_child

from autograder.sandbox import layers
from autograder.sandbox.client import ChildEndedError, ForkServer
from autograder.sandbox.confinement import KIT, PARTIAL
from autograder.sandbox.layers import require_sandbox
from autograder.sandbox.syscalls import SandboxError


@pytest.fixture(scope="module")
def fork_server():
    with ForkServer() as fork_server:
        yield fork_server


def _nme(fork_server, body: str):
    """What nme, made of these lines, returns in a fresh child.  Raises ChildEndedError."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    reply = nme_in_a_child(fork_server, f"import os, torch\ndef nme(*a):\n{lines}", seconds=30)
    return reply["answer"]["nme"]


def test_workers_of_a_data_loader_live(fork_server):
    loader = "torch.utils.data.DataLoader(list(range(8)), batch_size=2, num_workers=2)"
    assert _nme(fork_server, f"return float(sum(int(b.sum()) for b in {loader}))") == 28


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
    assert 50 < _nme(fork_server, forks) < 129


@pytest.mark.parametrize(
    "call",
    [
        "unshare(0)", "setns(0, 0)", "mount(0, 0, 0, 0, 0)", "ptrace(0, 0, 0, 0)",
        "syscall(321, 0, 0, 0)", "syscall(425, 1, 0)", "syscall(323, 0)", "syscall(250, 0, 0)",
        "syscall(298, 0, 0, 0, 0)", "memfd_create(b'x', 0)", "shmget(0, 4096, 0)",
        "mmap(0, 4096, 3, 0x21, -1, 0)", "socket(2, 1, 0)", "socket(16, 3, 0)", "prlimit(1, 7, 0)",
        "syscall(56, 0x10000011, 0, 0, 0, 0)", "sched_setaffinity(0, 0, 0)",
    ],
)  # fmt: skip
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of x86_64")
def test_calls_of_no_use_are_refused(fork_server, call):
    ask = f"""import ctypes
libc = ctypes.CDLL(None, use_errno=True)
result = libc.{call}
return [float(result), float(ctypes.get_errno())]"""
    result, error = _nme(fork_server, ask)
    assert (result, error) == (-1, 1), "EPERM"


FORBIDDING = """
import os, sys
sys.path.insert(0, {kit!r})
from autograder.sandbox import seccomp
from autograder.sandbox.syscalls import prctl
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
