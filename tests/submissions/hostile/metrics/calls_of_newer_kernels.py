"""Tries system calls that came into the kernel after the filter was thought of.

part: metrics
"""

import ctypes
import errno

# cachestat, futex_wake, statmount, listmount, lsm_get_self_attr, lsm_list_modules, setxattrat,
# open_tree_attr, and one that is still to come.
NUMBERS = (451, 454, 457, 458, 459, 461, 463, 467, 500)


def nme(pred, true):
    libc = ctypes.CDLL(None, use_errno=True)
    for number in NUMBERS:
        libc.syscall(number, -100, b"/", 0, 0, 0, 0)
        if ctypes.get_errno() != errno.ENOSYS:
            raise ValueError(f"BREACH: call {number} is there")
        ctypes.set_errno(0)
    return None
