"""The system calls that submissions may make; the kernel answers all others with ENOSYS.

What is missing is closed by default, whatever a newer kernel brings: tracing, namespaces, mounts,
keys, BPF, io_uring, asynchronous I/O and all the rest that nobody uses here.  Libraries have to do
without calls younger than Linux 5.13, the oldest kernel with Landlock; those listed are what a
newer C library asks for first.

Tried on x86_64 with the C library 2.36 of Debian 12: torch, DataLoader's workers, multiprocessing,
matplotlib, pandas, Pillow and SciPy.  The numbers for aarch64, and the calls for newer C
libraries, are from the kernel's headers and have not run.
"""

from __future__ import annotations

# Name: number on x86_64, and on aarch64, where there may be no such call.
ALLOWED: dict[str, tuple[int, int | None]] = {
    # Files.  Landlock says which, and scratch space has its bound; no sendfile, splice or tee,
    # which keep pages that nobody is charged for in pipes and sockets.
    "read": (0, 63), "write": (1, 64), "pread64": (17, 67), "pwrite64": (18, 68), "readv": (19, 65),
    "writev": (20, 66), "preadv": (295, 69), "pwritev": (296, 70),
    "open": (2, None), "openat": (257, 56), "openat2": (437, 437),
    "creat": (85, None), "close": (3, 57), "close_range": (436, 436), "lseek": (8, 62),
    "fsync": (74, 82), "fdatasync": (75, 83), "truncate": (76, 45), "ftruncate": (77, 46),
    "fallocate": (285, 47),
    # Their names, folders and attributes.
    "stat": (4, None), "fstat": (5, 80), "lstat": (6, None), "newfstatat": (262, 79),
    "statx": (332, 291), "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439),
    "statfs": (137, 43), "fstatfs": (138, 44), "getdents": (78, None), "getdents64": (217, 61),
    "getcwd": (79, 17), "chdir": (80, 49), "fchdir": (81, 50), "mkdir": (83, None),
    "mkdirat": (258, 34), "rmdir": (84, None), "rename": (82, None), "renameat": (264, 38),
    "renameat2": (316, 276), "link": (86, None), "linkat": (265, 37), "unlink": (87, None),
    "unlinkat": (263, 35), "symlink": (88, None), "symlinkat": (266, 36), "readlink": (89, None),
    "readlinkat": (267, 78), "mknod": (133, None), "mknodat": (259, 33), "chmod": (90, None),
    "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "umask": (95, 166),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "getxattr": (191, 8), "lgetxattr": (192, 9), "fgetxattr": (193, 10), "listxattr": (194, 11),
    "llistxattr": (195, 12), "flistxattr": (196, 13),
    # Descriptors.  What fcntl and ioctl may do is in `seccomp`.
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "fcntl": (72, 25), "ioctl": (16, 29),
    # Memory of one's own, bounded by RLIMIT_AS and the supervisor; what kinds is in `seccomp`.
    "mmap": (9, 222), "munmap": (11, 215), "mprotect": (10, 226), "mremap": (25, 216),
    "madvise": (28, 233), "msync": (26, 227), "brk": (12, 214), "mincore": (27, 232),
    "mlock": (149, 228), "munlock": (150, 229), "mlock2": (325, 284), "mseal": (462, 462),
    "map_shadow_stack": (453, 453),
    # Processes, threads and programs.  Their number is bounded, and a filter stays on all of them;
    # arch_prctl and map_shadow_stack are how loaders and C libraries set up a thread.
    "clone": (56, 220), "fork": (57, None), "vfork": (58, None), "execve": (59, 221),
    "execveat": (322, 281), "exit": (60, 93), "exit_group": (231, 94), "wait4": (61, 260),
    "waitid": (247, 95), "set_tid_address": (218, 96), "set_robust_list": (273, 99),
    "get_robust_list": (274, 100), "futex": (202, 98), "futex_waitv": (449, 449),
    "rseq": (334, 293), "membarrier": (324, 283), "arch_prctl": (158, None), "prctl": (157, 167),
    # Signals, which Landlock or the pid namespace keeps inside; none that queue up in the kernel.
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigpending": (127, 136), "rt_sigsuspend": (130, 133), "rt_sigtimedwait": (128, 137),
    "rt_sigreturn": (15, 139), "sigaltstack": (131, 132), "restart_syscall": (219, 128),
    "pause": (34, None),
    # Time.  Interval timers, of which a process has three; none of those that it could pile up.
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101), "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153),
    "alarm": (37, None), "getitimer": (36, 102), "setitimer": (38, 103),
    # Waiting for descriptors.
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72),
    "epoll_create": (213, None), "epoll_create1": (291, 20), "epoll_ctl": (233, 21),
    "epoll_wait": (232, None), "epoll_pwait": (281, 22), "epoll_pwait2": (441, 441),
    "eventfd": (284, None), "eventfd2": (290, 19),
    # Pipes and Unix sockets, which multiprocessing and DataLoader's workers talk over; `seccomp`
    # sees to it that they are Unix ones, and keep the size that they have from the start.
    "pipe": (22, None), "pipe2": (293, 59), "socket": (41, 198), "socketpair": (53, 199),
    "bind": (49, 200), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    "connect": (42, 203), "getsockname": (51, 204), "getpeername": (52, 205), "sendto": (44, 206),
    "recvfrom": (45, 207), "sendmsg": (46, 211), "recvmsg": (47, 212), "sendmmsg": (307, 269),
    "recvmmsg": (299, 243), "shutdown": (48, 210), "setsockopt": (54, 208), "getsockopt": (55, 209),
    # Who and where one is, and the limits one has.  Nobody may change an id or a priority.
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174),
    "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177), "getresuid": (118, 148),
    "getresgid": (120, 150), "getgroups": (115, 158), "getpgid": (121, 155), "getpgrp": (111, None),
    "getsid": (124, 156), "setsid": (112, 157), "setpgid": (109, 154), "uname": (63, 160),
    "sysinfo": (99, 179), "getrusage": (98, 165), "getrlimit": (97, 163), "setrlimit": (160, 164),
    "prlimit64": (302, 261), "getcpu": (309, 168), "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121), "sched_getscheduler": (145, 120),
    "sched_get_priority_max": (146, 125), "sched_get_priority_min": (147, 126),
    "sched_yield": (24, 124), "getpriority": (140, 141), "capget": (125, 90),
    # Random numbers.
    "getrandom": (318, 278),
}  # fmt: skip
