"""A sleeping process whose name says `VmPTE -9999999` in a line of its own lowers the sum of memory by 9.5 GiB; two others then hold 4.4 GiB.

part: metrics
"""

import ctypes, os, time

def _name(text):
    ctypes.CDLL(None).prctl(15, text, 0, 0, 0)

import mmap, signal

def _hold(size):
    block = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for at in range(0, size, 4096):
        block[at] = 1
    return block

def _go():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    if os.fork() == 0:
        _name(b"\x0bVmPTE -9999999")
        time.sleep(60)
        os._exit(0)
    time.sleep(0.3)
    read, write = os.pipe()
    for _ in range(2):
        if os.fork() == 0:
            block = _hold(2250 * 2**20)
            os.write(write, b"x")
            time.sleep(60)
            os._exit(len(block) % 2)
    held = 0
    while held < 2:
        held += len(os.read(read, 1))
    time.sleep(1.0)
    return held

_HELD = _go()

def nme(pred, true):
    raise ValueError(f"BREACH {_HELD} processes hold 4.4 GiB where 3 are allowed")
