"""What the filter refuses, and that its program is one that the kernel can walk."""

from __future__ import annotations

import errno
import os
import struct

import pytest
from conftest import nme_in_a_child

from autograder.sandbox.client import ForkServer
from autograder.sandbox.linux import seccomp
from autograder.sandbox.linux.allowed_calls import ALLOWED
from autograder.sandbox.linux.syscalls import SandboxError

ALLOW, KILL = 0x7FFF0000, 0x80000000
ABSENT, REFUSED = 0x50000 | errno.ENOSYS, 0x50000 | errno.EPERM
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SHARED, ANONYMOUS = 1, 0x20

# A call and its arguments that count, with what becomes of it.
CALLS = [
    ("clone", (0x3D0F00,), ALLOW),  # a thread
    ("clone", (0x4111,), ALLOW),  # posix_spawn's
    *(("clone", (1 << bit | 17,), REFUSED) for bit in (7, 15, 17, 25, 26, 27, 28, 29, 30)),
    ("mmap", (0, 4096, 3, 2 | ANONYMOUS), ALLOW),
    ("mmap", (0, 4096, 3, SHARED), ALLOW),
    ("mmap", (0, 4096, 3, SHARED | ANONYMOUS), REFUSED),
    ("mmap", (0, 4096, 3, 3 | ANONYMOUS), REFUSED),  # MAP_SHARED_VALIDATE
    ("mmap", (0, 4096, 3, 2 | ANONYMOUS | 0x40000), REFUSED),  # huge pages
    ("socket", (1, 1), ALLOW),
    *(("socket", (family, 1), REFUSED) for family in (0, 2, 10, 16, 17, 38, 40)),
    ("socketpair", (1, 1), ALLOW),
    ("socketpair", (30, 1), REFUSED),  # TIPC
    ("setsockopt", (3, 1, 2), ALLOW),  # SO_REUSEADDR
    *(("setsockopt", (3, 1, option), REFUSED) for option in (7, 8, 26, 32, 33, 50)),
    ("setsockopt", (3, 6, 2), REFUSED),  # of TCP
    ("sendmsg", (3, 0, 0x4000), ALLOW),
    ("sendmsg", (3, 0, 0x4001), REFUSED),  # out of band
    *(("fcntl", (3, command), ALLOW) for command in (0, 1, 2, 3, 4, 1030)),
    # Record locks of both kinds, leases, notes of changes, the size of a pipe.
    *(("fcntl", (3, command), REFUSED) for command in (6, 7, 37, 38, 1024, 1026, 1031)),
    ("ioctl", (1, 0x5413), ALLOW),
    *(("ioctl", (1, request), REFUSED) for request in (0x5412, 0x541C, 0x40049409)),
    ("prctl", (15,), ALLOW),
    *(("prctl", (option,), REFUSED) for option in (4, 22, 35, 36, 59)),
    ("prlimit64", (0, 7), ALLOW),
    ("prlimit64", (1, 7), REFUSED),
]


def run(code: bytes, architecture: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """Return what the kernel would make of a call: walk the program as it does."""
    data = struct.pack("iIQ6Q", number, architecture, 0, *(*arguments, *(0,) * 6)[:6])
    value = at = 0
    while True:
        operation, if_true, if_false, constant = struct.unpack_from("HBBI", code, 8 * at)
        at += 1
        if operation == 0x06:
            return constant
        if operation == 0x20:
            (value,) = struct.unpack_from("I", data, constant)
        elif operation == 0x54:
            value &= constant
        else:
            holds = value == constant if operation == 0x15 else value >= constant
            at += if_true if holds else if_false


@pytest.fixture(scope="module", params=list(MACHINES))
def machine(request):
    return request.param


def _column(machine: str) -> int:
    return list(MACHINES).index(machine)


@pytest.mark.parametrize(("name", "arguments", "result"), CALLS)
def test_arguments_decide(machine, name, arguments, result):
    number = ALLOWED[name][_column(machine)]
    assert run(seccomp.program(machine), MACHINES[machine], number, arguments) == result


def test_what_is_not_on_the_list_does_not_exist(machine):
    allowed = {numbers[_column(machine)] for numbers in ALLOWED.values()}
    code = seccomp.program(machine)
    assert len(code) // 8 <= 4096, "BPF_MAXINSNS"
    results = {n: run(code, MACHINES[machine], n) for n in range(1000) if n not in allowed}
    kept = {n for n, result in results.items() if result != ABSENT}
    assert kept == ({188, 189, 190} if machine == "x86_64" else {5, 6, 7}), "setxattr"
    assert {results[n] for n in kept} == {REFUSED}
    assert run(code, MACHINES[machine], 435) == ABSENT, "clone3"


def test_what_is_on_the_list_works(machine):
    code, asked = seccomp.program(machine), {name for name, *_ in CALLS}
    numbers = {name: pair[_column(machine)] for name, pair in ALLOWED.items()}
    denied = [
        name
        for name, number in numbers.items()
        if number is not None
        and name not in asked
        and run(code, MACHINES[machine], number) != ALLOW
    ]
    assert denied == []


def test_without_a_network_of_its_own_there_are_no_sockets(machine):
    code = seccomp.program(machine, sockets=False)
    for name in ("socket", "socketpair"):
        assert run(code, MACHINES[machine], ALLOWED[name][_column(machine)], (1, 1)) == REFUSED


def test_other_tables_of_calls_are_closed(machine):
    code = seccomp.program(machine)
    assert run(code, 0x40000003, 1) == KILL, "32 bits"
    assert run(code, MACHINES[machine], 0x40000000) == ABSENT, "x32"
    with pytest.raises(SandboxError, match="riscv64"):
        seccomp.program("riscv64")


@pytest.fixture(scope="module")
def fork_server():
    with ForkServer() as fork_server:
        yield fork_server


ABSENT_HERE = (
    "unshare(0)", "setns(0, 0)", "mount(0, 0, 0, 0, 0)", "ptrace(0, 0, 0, 0)",
    "syscall(321, 0, 0, 0)", "syscall(425, 1, 0)", "syscall(323, 0)", "syscall(250, 0, 0)",
    "syscall(298, 0, 0, 0, 0)", "syscall(206, 1, 0)", "syscall(457, 0, 0, 0, 0)",
    "syscall(467, -100, 0, 0)", "memfd_create(b'x', 0)", "shmget(0, 4096, 0)",
    "sched_setaffinity(0, 0, 0)", "inotify_init()", "timer_create(0, 0, 0)",
)  # fmt: skip
REFUSED_HERE = (
    "mmap(0, 4096, 3, 0x21, -1, 0)", "socket(2, 1, 0)", "socket(16, 3, 0)", "prlimit(1, 7, 0)",
    "syscall(56, 0x10000011, 0, 0, 0, 0)", "syscall(56, 0x8011, 0, 0, 0, 0)",
    "prctl(4, 1, 0, 0, 0)",
)  # fmt: skip


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of x86_64")
def test_calls_of_no_use_are_refused_in_a_child(fork_server):
    """Told in one go: a child for each would take a minute."""
    ask = f"""import ctypes
def nme(*a):
    libc, told = ctypes.CDLL(None, use_errno=True), {{}}
    for call in {(*ABSENT_HERE, *REFUSED_HERE)!r}:
        ctypes.set_errno(0)
        result = eval("libc." + call)
        told[call] = float(ctypes.get_errno()) if result == -1 else 0.0
    return told"""
    told = nme_in_a_child(fork_server, ask)["answer"]["nme"]
    assert {call: told[call] for call in ABSENT_HERE if told[call] != errno.ENOSYS} == {}
    assert {call: told[call] for call in REFUSED_HERE if told[call] != errno.EPERM} == {}
