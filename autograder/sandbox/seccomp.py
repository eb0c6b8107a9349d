"""A system-call filter: what student code has no use for, and what gets around the other layers.

All calls are allowed but these, which fail with EPERM: tracing, namespaces and mounts, modules
and clocks, and the corners of the kernel that most of its holes were found in.  Also memory that
nobody could count (memfd, System V, shared anonymous maps), other processes' limits and priority,
and all sockets but Unix ones.  Threads, forks and DataLoader workers go on as ever.

A filter is a program of classic BPF, eight bytes an instruction; see seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from autograder.sandbox.syscalls import PR_SET_SECCOMP, SandboxError, check, libc

# Name: number on x86_64, and on aarch64, where there may be no such call.
_DENIED: dict[str, tuple[int, int | None]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "personality": (135, 92),
    "fanotify_init": (300, 262),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "setpriority": (141, 140),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
}
_CLONE, _CLONE3, _MMAP, _SOCKET, _PRLIMIT = (
    (56, 220), (435, 435), (9, 222), (41, 198), (302, 261),
)  # fmt: skip
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_NEW_NAMESPACES = 0x7E020080
_SHARED_ANONYMOUS = 0x21
_AF_UNIX = 1
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x50000, 0x80000000
_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06


def program(machine: str) -> bytes:
    """The filter for this kind of machine.  Raises SandboxError for an unknown one."""
    if machine not in _ARCHITECTURES:
        raise SandboxError(f"there is no system-call filter for {machine}; use x86_64 or aarch64")
    column = list(_ARCHITECTURES).index(machine)
    denied, absent = _return(_ERRNO | errno.EPERM), _return(_ERRNO | errno.ENOSYS)
    code = [_load(4), _jump(_EQUAL, _ARCHITECTURES[machine], 1, 0), _return(_KILL), _load(0)]
    code += [_jump(_AT_LEAST, 0x40000000, 0, 1), absent]  # x32, another table of calls
    for numbers in _DENIED.values():
        if (number := numbers[column]) is not None:
            code += [_jump(_EQUAL, number, 0, 1), denied]
    # The C library does without clone3, whose flags a filter cannot see.
    code += [_jump(_EQUAL, _CLONE3[column], 0, 1), absent]
    code += _when(_CLONE[column], _any_of(0, _NEW_NAMESPACES, denied))
    code += _when(_MMAP[column], _all_of(3, _SHARED_ANONYMOUS, denied))
    code += _when(_SOCKET[column], [_load(16), _jump(_EQUAL, _AF_UNIX, 1, 0), denied])
    code += _when(_PRLIMIT[column], [_load(16), _jump(_EQUAL, 0, 1, 0), denied])
    return b"".join([*code, _return(_ALLOW)])


def install() -> None:
    """Filter this process's calls from now on; it must have no_new_privs.  Raises SandboxError."""
    code = program(os.uname().machine)
    text = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(text))
    check(libc.prctl(PR_SET_SECCOMP, 2, ctypes.c_char_p(header)), "seccomp")


def _when(number: int, then: list[bytes]) -> list[bytes]:
    """These instructions for this call only, which end with its number loaded again."""
    return [_jump(_EQUAL, number, 0, len(then) + 1), *then, _load(0)]


def _any_of(argument: int, bits: int, then: bytes) -> list[bytes]:
    return [_load(16 + 8 * argument), _word(_AND, bits), _jump(_EQUAL, 0, 1, 0), then]


def _all_of(argument: int, bits: int, then: bytes) -> list[bytes]:
    return [_load(16 + 8 * argument), _word(_AND, bits), _jump(_EQUAL, bits, 0, 1), then]


def _load(offset: int) -> bytes:
    return _word(_LOAD, offset)


def _return(value: int) -> bytes:
    return _word(_RETURN, value)


def _word(operation: int, value: int) -> bytes:
    return struct.pack("HBBI", operation, 0, 0, value)


def _jump(operation: int, value: int, if_true: int, if_false: int) -> bytes:
    return struct.pack("HBBI", operation, if_true, if_false, value)
