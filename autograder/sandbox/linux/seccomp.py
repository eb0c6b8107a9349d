"""A system-call filter: only what student code has a use for.

Calls that are not in `allowed_calls` do not exist (ENOSYS); of those that are, some are refused by
their arguments (EPERM): memory that nobody could count (shared anonymous maps, huge pages, large
pipes and socket buffers, record locks), namespaces, other processes' limits, all sockets but Unix
ones, and requests to drivers.  Threads, forks and DataLoader workers go on as ever.

A filter is a program of classic BPF, eight bytes an instruction; see seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from autograder.sandbox.linux.allowed_calls import ALLOWED
from autograder.sandbox.linux.syscalls import PR_SET_SECCOMP, SandboxError, check, libc

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# The only values that an argument may have, by call and the argument's number.
_ONLY: dict[tuple[str, int], tuple[int, ...]] = {
    ("socket", 0): (1,),  # AF_UNIX
    ("socketpair", 0): (1,),
    ("prlimit64", 0): (0,),  # of the caller itself
    # SOL_SOCKET: SO_REUSEADDR, SO_KEEPALIVE, SO_RCVTIMEO, SO_SNDTIMEO; no larger buffers, and no
    # programs of BPF.
    ("setsockopt", 1): (1,),
    ("setsockopt", 2): (2, 9, 20, 21),
    # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_GETPIPE_SZ, F_GET_SEALS; no
    # larger pipes, and no leases and record locks, each of which is memory of the kernel's.
    ("fcntl", 1): (0, 1, 2, 3, 4, 1030, 1032, 1034),
    # TCGETS, TIOCGPGRP, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TCGETS2: what isatty and
    # Python's own file objects ask.
    ("ioctl", 1): (0x5401, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A),
    # PR_SET_PDEATHSIG (torch's workers), PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME,
    # PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_GET_THP_DISABLE, PR_SET_VMA (names of malloc's maps).
    ("prctl", 0): (1, 3, 15, 16, 23, 39, 42, 0x53564D41),
}
# Bits that an argument must not have all at once.
_NEVER: tuple[tuple[str, int, int], ...] = (
    ("mmap", 3, 0x21),  # MAP_SHARED | MAP_ANONYMOUS
    ("mmap", 3, 0x40000),  # MAP_HUGETLB: pages of a pool of the machine's
    # CLONE_PARENT: the fork server would wait without end for a child that it does not know of.
    ("clone", 0, 0x8000),
    # MSG_OOB, in which nobody is interested but those who look for holes.
    ("sendto", 3, 1),
    ("sendmsg", 2, 1),
    ("sendmmsg", 3, 1),
    # CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
    *(("clone", 0, bit) for bit in (0x80, 0x20000, *(1 << shift for shift in range(25, 31)))),
)
# shutil copies attributes and does without them, where this is how they are refused.
_REFUSED: dict[str, tuple[int, int]] = {
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
}

_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x50000, 0x80000000
_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06


def program(machine: str, sockets: bool = True) -> bytes:
    """Return the filter for this kind of machine.  Raises SandboxError for an unknown one.

    sockets  whether it may make Unix sockets; those it has already stay
    """
    if machine not in _ARCHITECTURES:
        raise SandboxError(f"there is no system-call filter for {machine}; use x86_64 or aarch64")
    column = list(_ARCHITECTURES).index(machine)
    denied, absent = _return(_ERRNO | errno.EPERM), _return(_ERRNO | errno.ENOSYS)
    code = [_load(4), _jump(_EQUAL, _ARCHITECTURES[machine], 1, 0), _return(_KILL), _load(0)]
    code += [_jump(_AT_LEAST, 0x40000000, 0, 1), absent]  # x32, another table of calls
    for (name, argument), values in _ONLY.items():
        code += _when(_number(name, column), _unless_one_of(argument, values, denied))
    for name, argument, bits in _NEVER:
        code += _when(_number(name, column), _if_all_of(argument, bits, denied))
    refused = [numbers[column] for numbers in _REFUSED.values()]
    if not sockets:
        refused += [_number("socket", column), _number("socketpair", column)]
    for number in refused:
        code += [_jump(_EQUAL, number, 0, 1), denied]
    # A jump reaches 255 instructions at most; over one it always does.
    for numbers in ALLOWED.values():
        if (allowed := numbers[column]) is not None:
            code += [_jump(_EQUAL, allowed, 0, 1), _return(_ALLOW)]
    # Of clone3, too, whose flags a filter cannot see: the C library does without it.
    return b"".join([*code, absent])


def install(sockets: bool = True) -> None:
    """Filter this process's calls from now on; it must have no_new_privs.  Raises SandboxError.

    sockets  as in `program`
    """
    code = program(os.uname().machine, sockets)
    text = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(text))
    check(libc.prctl(PR_SET_SECCOMP, 2, ctypes.c_char_p(header)), "seccomp")


def _number(name: str, column: int) -> int:
    number = ALLOWED[name][column]
    assert number is not None, f"{name} is a call of every machine's"
    return number


def _when(number: int, then: list[bytes]) -> list[bytes]:
    """These instructions for this call only, which end with its number loaded again."""
    return [_jump(_EQUAL, number, 0, len(then) + 1), *then, _load(0)]


def _unless_one_of(argument: int, values: tuple[int, ...], then: bytes) -> list[bytes]:
    """The kernel itself reads no more than the lower half of these arguments."""
    jumps = [_jump(_EQUAL, value, len(values) - at, 0) for at, value in enumerate(values)]
    return [_load(16 + 8 * argument), *jumps, then]


def _if_all_of(argument: int, bits: int, then: bytes) -> list[bytes]:
    return [_load(16 + 8 * argument), _word(_AND, bits), _jump(_EQUAL, bits, 0, 1), then]


def _load(offset: int) -> bytes:
    return _word(_LOAD, offset)


def _return(value: int) -> bytes:
    return _word(_RETURN, value)


def _word(operation: int, value: int) -> bytes:
    return struct.pack("HBBI", operation, 0, 0, value)


def _jump(operation: int, value: int, if_true: int, if_false: int) -> bytes:
    return struct.pack("HBBI", operation, if_true, if_false, value)
