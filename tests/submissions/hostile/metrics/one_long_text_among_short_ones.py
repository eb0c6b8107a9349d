"""An answer of 1,000 texts, one of them of a million characters: made one array, it takes 4 GB in the judge, each time.

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

import autograder.sandbox.child as _child

def _go():
    def reply(student, request):
        return {"answer": {"nme": ["a" * 1_000_000] + ["b"] * 1_000, "table": {}}}
    _child.reply = reply
    return 1

def nme(pred, true, _=_go()):
    return 0.0
