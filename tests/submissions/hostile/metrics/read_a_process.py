"""Reads another process with process_vm_readv.

part: metrics
"""

import ctypes
import os


def nme(pred, true):
    libc = ctypes.CDLL(None)
    block = ctypes.create_string_buffer(64)
    vector = (ctypes.c_void_p * 2)(ctypes.addressof(block), 64)
    far = (ctypes.c_void_p * 2)(id(None), 64)
    if libc.process_vm_readv(os.getppid() or 1, vector, 1, far, 1, 0) > 0:
        raise ValueError("BREACH: read")
    return None
